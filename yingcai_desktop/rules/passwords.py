"""What a password must be (reliability F27): its length is what protects a stolen file; nothing online is there to slow a thief."""

LEAST = 12
"""Characters of a password somebody chooses; the suggestion has about 79 bits."""

_MONOTONOUS = 4
"""A password of fewer different characters than this is no password."""


def problem(password: str, name: str = "") -> str:
    """What is wrong with a new password, or a blank."""
    if not password:
        return "还没有设置口令"
    if len(password) < LEAST:
        return f"口令太短：现在 {len(password)} 个字符，至少要 {LEAST} 个"
    if len(set(password)) < _MONOTONOUS:
        return "口令太简单：不能只用几个字符重复"
    if name and password.strip("0123456789").casefold() == name.casefold():
        return "口令不能只是姓名加数字"
    return ""


_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else: no i l o 0 1


def suggestion() -> str:
    """Four groups of four from an alphabet without look-alikes, e.g. `k7wm-9xtc-h4pn-a2fd`."""
    import secrets  # brings in OpenSSL, which opening does not need

    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))

"""The code on the recovery sheet: 160 bits in eight groups, each with a check character, so that a slip is found where it was made."""

import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Thirty-two characters without look-alikes: no 0 and O, no 1 and I."""

GROUPS, SIZE = 8, 4
_WEIGHTS = (1, 3, 5, 7)  # odd: every single slip changes the sum


def new_code() -> str:
    """Thirty-two random characters."""
    return "".join(secrets.choice(ALPHABET) for _ in range(GROUPS * SIZE))


def grouped(code: str) -> list[str]:
    """As printed: `7K2M-Q`, the last character checks the four before it."""
    parts = [code[at : at + SIZE] for at in range(0, len(code), SIZE)]
    return [f"{part}-{_check(part, number)}" for number, part in enumerate(parts)]


def read(text: str) -> tuple[str, str]:
    """What was typed → (code, "") or ("", what is wrong, naming the group)."""
    typed = "".join(c for c in text.upper() if c.isalnum())
    if strange := sorted({c for c in typed if c not in ALPHABET}):
        return "", f"恢复码里没有“{'、'.join(strange)}”。请对照恢复单检查（不用数字 0、1，也不用字母 I、O）"
    whole = GROUPS * (SIZE + 1)
    parts = [typed[at : at + SIZE + 1] for at in range(0, len(typed), SIZE + 1)]
    for number, part in enumerate(parts[:GROUPS]):
        if len(part) == SIZE + 1 and _check(part[:SIZE], number) != part[SIZE]:
            return "", f"第 {number + 1} 组“{part[:SIZE]}-{part[SIZE]}”抄错了，请对照恢复单重输这一组"
    if len(typed) != whole:
        return "", f"恢复码共 {GROUPS} 组、每组 {SIZE + 1} 个字符，现在有 {len(typed)} 个，应为 {whole} 个"
    return "".join(part[:SIZE] for part in parts), ""


def _check(part: str, number: int) -> str:
    total = 9 * number + sum(weight * ALPHABET.index(c) for weight, c in zip(_WEIGHTS, part, strict=True))
    return ALPHABET[total % len(ALPHABET)]

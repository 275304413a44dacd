"""Text of a workbook: escapes as they are resolved, characters as they are cleaned and folded (FORMAT §1, Cells)."""

import re

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")

_DROPPED = (*range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF)
_SPACES = (0x00A0, 0x3000, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029)
_CLEAN = dict.fromkeys(_DROPPED) | dict.fromkeys(_SPACES, " ")
_NEEDS_CLEANING = re.compile(f"[{''.join(re.escape(chr(c)) for c in (*_DROPPED, *_SPACES))}]")
_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def resolved(text: str) -> str:
    """`_xHHHH_` escapes resolved exactly once: `_x005F_x000D_` is the text `_x000D_`."""
    if "_x" not in text:
        return text
    plain = _ESCAPE.sub(lambda m: chr(int(m[1], 16)), text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def cleaned(text: str) -> str:
    """Invisible characters dropped, every kind of space and line break a space, ends trimmed."""
    return (text.translate(_CLEAN) if _NEEDS_CLEANING.search(text) else text).strip(" ")


def half_width(text: str) -> str:
    """Full-width forms as ASCII: `１２Ｘ` → `12X`."""
    return text if text.isascii() else text.translate(_HALF)


def folded(text: str) -> str:
    """How a word is compared with a list: cleaned, spaces dropped, half width."""
    return half_width(cleaned(text)).replace(" ", "")

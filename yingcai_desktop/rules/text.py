"""Characters as people type them: invisible ones, spaces, full width."""

import re

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_SPACES = re.compile("[\u00a0\u3000\t\r\n\v\f\u0085\u2028\u2029]")
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def clean_text(text: str) -> str:
    """Text without invisible characters, every kind of space as a space, ends trimmed (domain.md §2.12)."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


def without_spaces(text: str) -> str:
    """Cleaned text without any space."""
    return "".join(clean_text(text).split())


def half_width(text: str) -> str:
    """Full-width letters, digits and signs as half width; hanzi stay."""
    return text.translate(_HALF_WIDTH)

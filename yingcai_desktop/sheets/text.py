"""Text as workbooks write it: the escapes of SpreadsheetML, and how a word is compared with a list (FORMAT §1, Cells)."""

import re
from functools import lru_cache

from yingcai_desktop.rules.text import half_width, without_spaces

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


def resolved(text: str) -> str:
    """`_xHHHH_` escapes resolved exactly once: `_x005F_x000D_` is the text `_x000D_`."""
    if "_x" not in text:
        return text
    plain = _ESCAPE.sub(lambda m: chr(int(m[1], 16)), text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """How a word is compared with a list: cleaned, spaces dropped, half width."""
    return half_width(without_spaces(text))

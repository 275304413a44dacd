"""姓氏笔画 order: how a list of names is published when no order of merit may show (domain.md §2.7, §3.13).

Characters compare by 《GB13000.1字符集汉字字序（笔画序）规范》: number of strokes, then stroke by stroke (横竖撇点折). The first
character decides, compound and Mongolian names included; then the second, and so on. The data and its limits:
`resources/strokes/README.md`. A character without data sorts after all others, by code point.
"""

from functools import cache
from typing import Literal

from yingcai_desktop.assets import resource

SingleNames = Literal["blank-first", "plain"]
Key = tuple[tuple[int, int], ...]

_BLANK = (-1, 0)
_MIDDLE_DOT = "·"


@cache
def _order() -> dict[str, int]:
    """Character → place in the order."""
    with resource("strokes", "order.txt").open(encoding="utf-8") as lines:
        chars = (char for line in lines for char in line.rstrip("\n").partition("\t")[2])
        return {char: place for place, char in enumerate(chars)}


def _place(char: str) -> tuple[int, int]:
    known = _order().get(char)
    return (len(_order()), ord(char)) if known is None else (known, 0)


def name_key(name: str, singles: SingleNames = "blank-first") -> Key:
    """Sort key of a name; middle dots do not count.

    `singles` says where a one-character given name stands: `blank-first` (按姓氏笔画, 政协/党代会) treats 田富 as 田□富 and puts it
    before 田大利; `plain` (按姓名笔画, 人大) compares 富 with 大 and puts it after. A name of two characters counts as
    one with a single given name; compound surnames are not told apart (欧阳修 counts as three characters).
    """
    places = [_place(char) for char in name if char != _MIDDLE_DOT]
    if singles == "blank-first" and len(places) == 2:
        places.insert(1, _BLANK)
    return tuple(places)

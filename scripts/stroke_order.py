"""Builds resources/strokes/order.txt: every hanzi in the order of GB13000.1 字序 (stroke count, then stroke by stroke).

    python scripts/stroke_order.py STROKE_DICT STANDARD > resources/strokes/order.txt

STROKE_DICT is `stroke.dict.yaml` of rime-stroke (LGPL-3; Debian package rime-data-stroke). Its last code of a character is
the mainland one. STANDARD is 通用规范汉字表 in its own order, one level a line: within a level that order *is* the rule, so
a code that contradicts it is replaced by that of the character before it (124 of 8,105: 108 without a code, 16 against it).
"""

import bisect
import sys
from pathlib import Path

CLASSES = str.maketrans("hspnz", "12345")
Place = tuple[int, str, int, int, int]


def codes(path: Path) -> dict[str, str]:
    """Character → strokes as digits 1–5 (横竖撇点折), the last code of each."""
    found: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        char, _, code = line.partition("\t")
        if len(char) == 1 and code and set(code) <= set("hspnz"):
            found[char] = code.translate(CLASSES)
    return found


def agreeing(level: str, known: dict[str, str]) -> set[int]:
    """Positions of the longest run of characters whose codes rise in the order of the standard."""
    tails: list[tuple[int, str]] = []
    at: list[int] = []
    before: dict[int, int | None] = {}
    for position, char in enumerate(level):
        if char not in known:
            continue
        key = (len(known[char]), known[char])
        slot = bisect.bisect_right(tails, key)
        tails[slot : slot + 1] = [key]
        at[slot : slot + 1] = [position]
        before[position] = at[slot - 1] if slot else None
    kept: set[int] = set()
    step: int | None = at[-1]
    while step is not None:
        kept.add(step)
        step = before[step]
    return kept


def places(known: dict[str, str], levels: list[str]) -> dict[str, Place]:
    """Sort key of every character: count, strokes, level, place in the level, code point."""
    found: dict[str, Place] = {}
    for number, level in enumerate(levels):
        kept, code = agreeing(level, known), "1"
        for position, char in enumerate(level):
            code = known[char] if position in kept else code
            found[char] = (len(code), code, number, position, ord(char))
    for char, code in known.items():
        found.setdefault(char, (len(code), code, len(levels), 0, ord(char)))
    return found


def main() -> None:
    """Write one line for each sequence of strokes: the digits, a tab, its characters in order."""
    known = codes(Path(sys.argv[1]))
    levels = Path(sys.argv[2]).read_text(encoding="utf-8").split()
    lines: dict[str, list[str]] = {}
    for char, place in sorted(places(known, levels).items(), key=lambda item: item[1]):
        lines.setdefault(place[1], []).append(char)
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]  # a real stdout has it
    for code, chars in lines.items():
        print(code, "".join(chars), sep="\t")


if __name__ == "__main__":
    main()

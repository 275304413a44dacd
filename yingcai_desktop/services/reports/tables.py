"""What a report is made of: lines and columns whose every number knows the people behind it. Plain values, no store."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from yingcai_desktop.rules.marks import printed

Drawn = Literal["stack", "group", "funnel"]
"""How the drawn columns stand: one bar in parts, bars beneath each other, or stages narrowing down."""

UNKNOWN = "待定"


@dataclass(frozen=True, slots=True)
class Cell:
    """A number and the applications behind it. `value` None: not known yet; a share is out of 100 (`percent`)."""

    value: Fraction | int | None
    uids: tuple[str, ...] = ()
    percent: bool = False

    @property
    def text(self) -> str:
        """As on screen, paper and in every file: a share with one place, rounded half up, once."""
        if self.value is None:
            return UNKNOWN
        return f"{printed(Fraction(self.value), 1)}%" if self.percent else str(self.value)


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its words and what it counts. `drawn`: it is a bar of the chart."""

    key: str
    title: str
    meaning: str
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `full` is the long form of its words where there is one."""

    key: str
    label: str
    cells: tuple[Cell, ...]
    full: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One report as counted now. `total` is a line of its own: people are counted once in it, whatever the lines add up to."""

    title: str
    first: str
    columns: tuple[Heading, ...]
    lines: tuple[Line, ...]
    total: Line | None
    drawn: Drawn
    note: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to count yet."""
        return not any(cell.value for line in self.lines for cell in line.cells)

    def series(self) -> list[tuple[int, Heading]]:
        """(place, column) of what the chart draws."""
        return [(n, column) for n, column in enumerate(self.columns) if column.drawn]


Part = tuple[str, str, str]
"""Key, short words and full words of a line."""


def head_count(uids: Collection[str] | None, among: Collection[str]) -> Cell:
    """How many of these are among those."""
    if uids is None:
        return Cell(None)
    found = tuple(sorted(set(uids).intersection(among)))
    return Cell(len(found), found)


def share(part: Cell, whole: Cell) -> Cell:
    """The one out of the other, in hundredths; not known while there is nobody."""
    if part.value is None or not whole.value:
        return Cell(None, part.uids, percent=True)
    return Cell(Fraction(part.value) * 100 / Fraction(whole.value), part.uids, percent=True)


Cells = Callable[[Collection[str]], Iterable[Cell]]
"""The cells of a line for the people in it."""


def lines_of(parts: Sequence[tuple[Part, Collection[str]]], cells: Cells) -> tuple[tuple[Line, ...], Line | None]:
    """A line for every part, and the total over all people once; no total under a single line."""
    lines = tuple(Line(key, label, tuple(cells(uids)), full) for (key, label, full), uids in parts)
    everybody = frozenset().union(*(uids for _part, uids in parts)) if parts else frozenset()
    return lines, Line("", "合计", tuple(cells(everybody))) if len(lines) > 1 else None

"""Ruled tables: a header on every page, cells that fit, rows no lower than asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from reportlab.platypus import Flowable, LongTable, Table

from yingcai_desktop.documents.fonts import Style
from yingcai_desktop.documents.page import FIRST_FONT, RULE, TINT
from yingcai_desktop.documents.words import Text, Words

PAD_X, PAD_Y = 3.0, 3.5
TALLEST = 190.0  # points of one cell in one row; a longer text goes on in the next


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, its share of the width, and how its cells are set.

    Columns of one `group` stand side by side under a common heading. `running` cells wrap at their size instead of shrinking.
    """

    title: str
    share: float
    align: str = "center"
    group: str = ""
    size: float = 10.0
    style: Style = Style.SONG
    running: bool = False


Cell = Text | Flowable


def _cell(content: Cell, column: Column) -> Flowable:
    if isinstance(content, Flowable):
        return content
    return Words(content, column.size, column.style, align=column.align, running=column.running, leading=1.25)


def _titles(columns: Sequence[Column]) -> tuple[list[list[Any]], list[tuple[Any, ...]]]:
    """Header rows and the cells they span."""
    names = [Words(column.title, 10, Style.HEI_BOLD, align="center", leading=1.2) for column in columns]
    if not any(column.group for column in columns):
        return [names], []
    upper: list[Any] = [""] * len(columns)
    lower: list[Any] = list(names)
    spans: list[tuple[Any, ...]] = []
    for group, members in groupby(range(len(columns)), key=lambda n: columns[n].group or n):
        place = list(members)
        if isinstance(group, str):
            upper[place[0]] = Words(group, 10, Style.HEI_BOLD, align="center", leading=1.2)
            spans.append(("SPAN", (place[0], 0), (place[-1], 0)))
        else:
            upper[place[0]], lower[place[0]] = names[place[0]], ""
            spans.append(("SPAN", (place[0], 0), (place[0], 1)))
    return [upper, lower], spans


def widths(columns: Sequence[Column], total: float) -> list[float]:
    """Points for each column."""
    whole = sum(column.share for column in columns)
    return [total * column.share / whole for column in columns]


def _height(row: Sequence[Any], across: Sequence[float], least: float) -> float:
    cells = zip(row, across, strict=True)
    return max(least, *(cell.wrap(w - 2 * PAD_X, 1e6)[1] + 2 * PAD_Y if cell else 0.0 for cell, w in cells))


def _within(row: list[Flowable], across: Sequence[float]) -> list[list[Flowable]]:
    """The row, continued in further rows while a cell is higher than TALLEST: a row must stand on one page."""
    upper: list[Flowable] = []
    lower: list[Flowable] = []
    for cell, wide in zip(row, across, strict=True):
        parts = cell.split(wide - 2 * PAD_X, TALLEST) if isinstance(cell, Words) else [cell]
        upper.append(parts[0] if parts else cell)
        lower.append(parts[1] if len(parts) > 1 else Words(""))
    return [upper, *_within(lower, across)] if any(cell.spans for cell in lower if isinstance(cell, Words)) else [row]


def _title_heights(titles: Sequence[Sequence[Any]], across: Sequence[float]) -> list[float]:
    """A heading that spans both rows must fit into the two together; the rest into its own row."""
    if len(titles) == 1:
        return [_height(titles[0], across, 22)]
    grouped = [n for n, cell in enumerate(titles[1]) if cell]
    single = [cell if n not in grouped else "" for n, cell in enumerate(titles[0])]
    lower = _height(titles[1], across, 20)
    return [max(20, _height(single, across, 0) - lower), lower]


def _rules(parts: Sequence[int]) -> list[tuple[Any, ...]]:
    """Rules for rows given in so many parts each: none between the parts of one row."""
    if all(count == 1 for count in parts):
        return RULES
    ends = [sum(parts[: n + 1]) - 1 for n in range(len(parts) - 1)]
    below = [("LINEBELOW", (0, end), (-1, end), 0.4, RULE) for end in ends]
    return [("LINEBEFORE", (1, 0), (-1, -1), 0.4, RULE), *below, *(rule for rule in RULES if rule[0] != "INNERGRID")]


RULES: list[tuple[Any, ...]] = [
    FIRST_FONT,
    ("INNERGRID", (0, 0), (-1, -1), 0.4, RULE),
    ("BOX", (0, 0), (-1, -1), 0.9, RULE),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("LEFTPADDING", (0, 0), (-1, -1), PAD_X),
    ("RIGHTPADDING", (0, 0), (-1, -1), PAD_X),
    ("TOPPADDING", (0, 0), (-1, -1), PAD_Y),
    ("BOTTOMPADDING", (0, 0), (-1, -1), PAD_Y),
]


def grid(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], total: float, *, least: float = 22) -> Flowable:
    """A table `total` points wide; the header repeats on every page; rows are at least `least` points high."""
    across = widths(columns, total)
    titles, spans = _titles(columns)
    given = [[_cell(cell, column) for cell, column in zip(row, columns, strict=True)] for row in rows]
    split = [_within(row, across) for row in given]
    body = [part for parts in split for part in parts]
    heights = _title_heights(titles, across)
    heights += [_height(row, across, least) for row in body]
    last = len(titles) - 1
    style = [*_rules([1] * len(titles) + [len(parts) for parts in split]), *spans, ("BACKGROUND", (0, 0), (-1, last), TINT),
             ("LINEBELOW", (0, last), (-1, last), 0.9, RULE)]
    return LongTable([[cell or Words("") for cell in row] for row in titles] + body, across, heights, style=style, repeatRows=len(titles))


def form(pairs: Sequence[Sequence[Cell]], shares: Sequence[float], total: float, *, least: float = 24,
         spans: Sequence[tuple[Any, ...]] = (), labels: Sequence[int] = (0, 2), tall: Sequence[int] = ()) -> Flowable:
    """A filled-in form: rows of labels and values; the columns in `labels` are headings, those in `tall` span all rows."""
    across = [total * share / sum(shares) for share in shares]
    label, value = Column("", 1, style=Style.HEI_BOLD), Column("", 1, align="left", size=10.5)
    body = [[_cell(cell, label if n in labels else value) for n, cell in enumerate(row)] for row in pairs]
    flat = [["" if n in tall else cell for n, cell in enumerate(row)] for row in body]
    heights = [_height(row, [wide - 3 for wide in across], least) for row in flat]
    inset = [("LEFTPADDING", (n, 0), (n, -1), 6) for n in range(len(shares)) if n not in labels and n not in tall]
    style = [*RULES, *inset, *(("BACKGROUND", (n, 0), (n, -1), TINT) for n in labels), *spans]
    return Table(body, across, heights, style=style)

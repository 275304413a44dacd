"""Finding the header of a table in a sheet, and with it the sheets of a kind (FORMAT §1, Sheets and Header)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from yingcai_desktop.rules.text import clean_text
from yingcai_desktop.sheets.grid import Area, Book, Grid, shown
from yingcai_desktop.sheets.layouts import Layout

FIRST_ROWS = 10
"""The header is looked for among the rows numbered 1–10."""
_BRACKETED = re.compile(
    r"\([^()（）]*[)）]|（[^()（）]*[)）]|\[[^\[\]]*\]|【[^【】]*】|［[^［］]*］|〔[^〔〕]*〕|\{[^{}]*\}|｛[^｛｝]*｝"
)
_IGNORED = re.compile(r"[\s*＊]+")


@dataclass(frozen=True, slots=True)
class Header:
    """Where the columns of a table are: title → column number; `last_row` is the last row of the header."""

    last_row: int
    columns: Mapping[str, int]
    repeated: bool


@dataclass(frozen=True, slots=True)
class FoundSheet:
    """A sheet that is read, as which table, and its place among the visible sheets."""

    place: int
    grid: Grid
    layout: Layout
    header: Header


def find_sheets(book: Book, layouts: Sequence[Layout]) -> list[FoundSheet] | str:
    """The sheets to read in workbook order, each as the first table that fits; or `sheet.missing`, `sheet.repeated-column`."""
    found: list[FoundSheet] = []
    for place, grid in enumerate(book.sheets):
        for layout in layouts:
            header = find_header(grid, layout)
            if header is not None and layout.must_exist <= header.columns.keys():
                found.append(FoundSheet(place, grid, layout, header))
                break
    if not found:
        return "sheet.missing"
    return "sheet.repeated-column" if any(s.header.repeated for s in found) else found


def find_header(grid: Grid, layout: Layout) -> Header | None:
    """The row, or pair of rows, with the most known columns; a tie goes to the single row, then to the upper one."""
    groups = _groups(grid)
    labels = _labels(grid, groups)
    singles = [(labels.get(row, {}), row) for row in range(1, FIRST_ROWS + 1)]
    pairs = [(_paired(labels, groups, row, layout), row + 1) for row in range(1, FIRST_ROWS)]
    best: Header | None = None
    for names, last_row in (*singles, *pairs):
        titles = [(layout.words[n], c) for c, n in sorted(names.items()) if n in layout.words]
        columns = dict(reversed(titles))
        if titles and (best is None or len(columns) > len(best.columns)):
            best = Header(last_row, columns, len(columns) < len(titles))
    return best


def _groups(grid: Grid) -> list[Area]:
    """The merges that touch a heading: those that begin in the first rows, no further right than anything stands there."""
    right = max((max(grid.rows[row]) for row in range(1, FIRST_ROWS + 1) if row in grid.rows), default=-1)
    return sorted({a for a in grid.merged if a[0] <= FIRST_ROWS and a[1] <= right})


def label(text: str) -> str:
    """A heading as it is matched: no spaces, line breaks, `*`, and nothing in brackets."""
    plain = clean_text(text)
    while (shorter := _BRACKETED.sub("", plain)) != plain:
        plain = shorter
    return _IGNORED.sub("", plain)


def _labels(grid: Grid, groups: Sequence[Area]) -> dict[int, dict[int, str]]:
    """Row number → column → heading, of the first rows; blank ones and what a merge covers left out."""
    labels = {
        row: {column: name for column, cell in grid.rows[row].items() if (name := label(shown(cell)))}
        for row in range(1, FIRST_ROWS + 1)
        if row in grid.rows
    }
    for top, left, bottom, right in groups:
        for row in range(top, min(bottom, FIRST_ROWS) + 1):
            names = labels.get(row, {})
            for column in [c for c in names if left <= c <= right and (row, c) != (top, left)]:
                del names[column]
    return labels


def _paired(
    labels: Mapping[int, Mapping[int, str]], groups: Sequence[Area], row: int, layout: Layout
) -> dict[int, str]:
    """Headings of a pair: a merged group name joined with the name below it; the upper one where the lower cell is blank.

    A group name that is not merged joins only where that makes a known column.
    """
    upper, lower = dict(labels.get(row, {})), labels.get(row + 1, {})
    grouped: set[int] = set()
    for top, left, bottom, right in groups:
        if top <= row <= bottom and (name := labels.get(top, {}).get(left)):
            covered = [c for c in lower if left <= c <= right]
            upper |= dict.fromkeys(covered, name)
            grouped.update(covered)
            upper[left] = name
    names = dict(upper)
    for column, below in lower.items():
        joined = upper.get(column, "") + below
        names[column] = joined if column in grouped or joined in layout.words else below
    return names

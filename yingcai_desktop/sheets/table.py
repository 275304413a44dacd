"""The rows of one sheet as columns of values and codes: what every check works on (FORMAT §1, Rows; §2)."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from yingcai_desktop.rules.text import clean_text
from yingcai_desktop.sheets.cells import BLANK, Code, Read
from yingcai_desktop.sheets.grid import Area, Cell, Grid, shown
from yingcai_desktop.sheets.header import FoundSheet
from yingcai_desktop.sheets.known import Known
from yingcai_desktop.sheets.layouts import Column

_EXAMPLES = ("示例", "填写说明")
_REMARKS = ("注", "说明", "填表", "审核", "合计", "备注")


class Table:
    """A sheet read as one table. Rows are indices 0 … `count` − 1 into every list; columns go by title.

    `values[title]`: the value of each row, the column's blank value where there is none or the cell is refused.
    `bad[title]`: index → code of refused cells. `numbers`: the row numbers the sheet shows.
    """

    def __init__(self, sheet: FoundSheet, known: Known) -> None:
        self.sheet = sheet
        self.layout = sheet.layout
        grid, header = sheet.grid, sheet.header
        self.numbers = [n for n, cells in grid.rows.items() if n > header.last_row and not _skipped(cells)]
        self.count = len(self.numbers)
        self.hidden = [n in grid.hidden for n in self.numbers] if grid.hidden else []
        self.cells: dict[str, list[Cell | None]] = {}
        self.values: dict[str, list[Any]] = {}
        self.bad: dict[str, dict[int, str]] = {}
        self.accepted: list[int] = []
        self.warnings: list[tuple[int, str, str]] = []
        """(index, title, code), of accepted rows."""
        self._merged: dict[str, set[int]] = {}
        for column in self.layout.columns:
            self._read(column, grid, header.columns.get(column.title), known)

    def _read(self, column: Column, grid: Grid, place: int | None, known: Known) -> None:
        rows = grid.rows
        cells: list[Cell | None] = [None] * self.count
        if place is not None:
            cells = [rows[n].get(place) for n in self.numbers]
            if column.merges:
                areas = [a for a in grid.merged if a[1] == place and self.sheet.header.last_row < a[0] < a[2]]
                self._merged[column.title] = self._spread(cells, sorted(areas), rows)
        memo = _Memo(column.read(known), Code("cell.blank") if column.required else column.blank)
        values = [memo[cell] for cell in cells]
        bad = {i: str(v) for i, v in enumerate(values) if type(v) is Code}
        for i in bad:
            values[i] = column.blank
        self.cells[column.title], self.values[column.title], self.bad[column.title] = cells, values, bad

    def _spread(self, cells: list[Cell | None], areas: Sequence[Area], rows: dict[int, dict[int, Cell]]) -> set[int]:
        """Give the value of each vertical merge to the rows below its first; their indices."""
        given: dict[int, Cell] = {}
        last, done = max(self.numbers, default=0), 0
        for top, left, bottom, _ in areas:
            value = rows.get(top, {}).get(left)
            if value is not None and top > done:  # merges never overlap in a sound sheet
                done = min(bottom, last)
                given.update(dict.fromkeys(range(top + 1, done + 1), value))
        covered = {i for i, n in enumerate(self.numbers) if n in given}
        for i in covered:
            cells[i] = given[self.numbers[i]]
        return covered

    def __getitem__(self, title: str) -> list[Any]:
        return self.values[title]

    def sound(self, *titles: str) -> Iterable[int]:
        """Indices of the rows in which none of these cells has a code."""
        bad = set().union(*(self.bad[t] for t in titles))
        return [i for i in range(self.count) if i not in bad] if bad else range(self.count)

    def filled(self, title: str) -> list[bool]:
        """Whether something stands in the cell of each row, sound or not."""
        bad, blank = self.bad[title], self._column(title).blank
        return [v != blank or bad.get(i, "cell.blank") != "cell.blank" for i, v in enumerate(self.values[title])]

    def fail(self, title: str, index: int, code: str) -> None:
        """Give a cell its code; the first one stays."""
        self.bad[title].setdefault(index, code)
        self.values[title][index] = self._column(title).blank

    def warn(self, title: str, index: int, code: str) -> None:
        """Note a warning on a cell of an accepted row."""
        self.warnings.append((index, title, code))

    def is_sound(self, index: int) -> bool:
        """Whether the row has no code at all."""
        return all(index not in bad for bad in self.bad.values())

    def shown(self, title: str, index: int) -> str:
        """The cell as it is reported."""
        return shown(self.cells[title][index])

    def common_warnings(self) -> None:
        """`row.hidden`, `cell.merged` and `cell.normalised` of the accepted rows."""
        if self.hidden:
            self.warnings += [(i, "", "row.hidden") for i in self.accepted if self.hidden[i]]
        for title, covered in self._merged.items():
            self.warnings += [(i, title, "cell.merged") for i in self.accepted if i in covered]
        for column in self.layout.columns:
            if column.normalised:
                cells, values, blank = self.cells[column.title], self.values[column.title], column.blank
                self.warnings += [
                    (i, column.title, "cell.normalised")
                    for i in self.accepted
                    if values[i] != cells[i] and cells[i] is not None and values[i] != blank
                ]

    def _column(self, title: str) -> Column:
        return self.layout.columns[self.layout.places[title]]


class _Memo(dict[Cell | None, Any]):
    """Cell → what it reads as, each different cell read once."""

    def __init__(self, read: Read, blank: Any) -> None:
        super().__init__({None: blank})
        self._read: Callable[[Cell], Any] = read
        self._blank = blank

    def __missing__(self, cell: Cell) -> Any:
        value = self._read(cell)
        self[cell] = value = self._blank if value is BLANK else value
        return value


def _skipped(cells: dict[int, Cell]) -> bool:
    """Whether a row is blank, an example, an explanation, or a lone remark."""
    filled = 0
    first = ""
    for column in sorted(cells):
        cell = cells[column]
        text = clean_text(cell) if isinstance(cell, str) else shown(cell)
        if text:
            filled += 1
            if filled > 1:
                return False
            first = text
            if first.startswith(_EXAMPLES):
                return True
    return not filled or first.startswith(_REMARKS)

"""The numbers of a report as a list: one line a part, the total last; a cell with people behind it can be opened."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QResizeEvent

from ui.parts.rows import Column, Index
from ui.parts.table import Table
from yingcai_desktop.services.reports.tables import Cell, Line
from yingcai_desktop.services.reports.tables import Table as Counted

TOTAL = "total"
_WIDER = 96


@dataclass(frozen=True, slots=True)
class Row:
    """One line under a `uid` of its own."""

    uid: str
    line: Line


def rows_of(table: Counted) -> list[Row]:
    """The lines, then the total."""
    rows = [Row(line.key, line) for line in table.lines]
    return [*rows, Row(TOTAL, table.total)] if table.total else rows


def columns_of(table: Counted) -> Sequence[Column]:
    """The first column names the line; every other is a number that says what it counts."""
    return (
        Column("first", table.first, lambda r: r.line.label, 150, full=lambda r: r.line.full or r.line.label, find=True),
        *(_number(n, c.key, c.title, c.meaning) for n, c in enumerate(table.columns)),
    )


def _number(place: int, key: str, title: str, meaning: str) -> Column:
    def cell(row: Row) -> Cell:
        return row.line.cells[place]

    def value(row: Row) -> float | None:
        found = cell(row).value
        return None if found is None else float(found)

    width = max(78, 28 + 14 * len(title))
    return Column(key, title, lambda r: cell(r).text, width, "right", sort=value, number=value, head_tip=f"{title}：{meaning}")


class NumbersTable(Table):
    """`asked(row key, column number)` when a number is opened by Enter or a double click."""

    asked = Signal(str, int)

    def __init__(self, counted: Counted) -> None:
        self._given = [column.width for column in columns_of(counted)]
        super().__init__(columns_of(counted), name=f"{counted.title}的数据", frozen=1, unit="行")
        self.show_rows(rows_of(counted))
        self.opened.connect(lambda _uid: self._ask(self.currentIndex()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The numbers share what room is left, so that a short report is no strip at the edge of a blank card."""
        super().resizeEvent(event)
        spare = self.viewport().width() - sum(self._given)
        more = min(max(spare // max(len(self._given) - 1, 1), 0), _WIDER)
        for n, width in enumerate(self._given[1:], 1):
            if self.columnWidth(n) != width + more:
                self.setColumnWidth(n, width + more)

    def _ask(self, index: QModelIndex | Index) -> None:
        if index.isValid():
            self.asked.emit(self.rows.shown[index.row()].uid, max(index.column() - 1, 0))

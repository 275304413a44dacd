"""The list of every register: first columns frozen, ticks, one current record, sum of the selection, copy as TSV."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QSignalBlocker,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHeaderView

from ui.parts.cells import RowDelegate
from ui.parts.frozen import FrozenTable
from ui.parts.rows import CHECK, Column, HasUid, Index, RowsModel
from ui.parts.table_header import HeaderMemory
from ui.preferences import Preferences

_SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class Table(FrozenTable):
    """Signals carry `uid`s. `rows` is the model; `current_changed("")` means that no record is current."""

    rows: RowsModel
    current_changed = Signal(str)
    opened = Signal(str)
    status_changed = Signal(str)

    line_below: Callable[[Any], bool] | None = None
    """Whether a red line runs under a row, while the rows stand in the order they came in."""

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        name: str,
        frozen: int = 0,
        checks: bool = False,
        unit: str = "条",
        preferences: Preferences | None = None,
        view: str = "",
        version: int = 1,
    ) -> None:
        """`frozen` counts from the left, the tick column included. `view` and `version` name the remembered headings."""
        super().__init__()
        self.rows = RowsModel(columns, checks=checks, parent=self)
        self.frozen, self._unit = frozen, unit
        self._current, self._kept = "", ([], "", 0, 0)  # type: str, tuple[list[str], str, int, int]
        self.setAccessibleName(name)
        self.prepare(self.row_height())
        self.setHorizontalHeader(self.new_header(self))
        self.setModel(self.rows)
        self.setItemDelegate(RowDelegate(self))
        self.freeze()
        self.part.clicked.connect(self._clicked)
        self.part.doubleClicked.connect(self._open)
        self.memory = HeaderMemory(self, preferences, view, version) if preferences and view else None
        self.reset_columns()
        if self.memory:
            self.memory.restore()
        self.rows.modelAboutToBeReset.connect(self._keep_place)
        self.rows.modelReset.connect(self._find_place)
        self.rows.checked_changed.connect(self._ticked)
        self.clicked.connect(self._clicked)
        self.doubleClicked.connect(self._open)

    # What pages use

    def show_rows(self, rows: Iterable[HasUid]) -> None:
        """New rows; the same record stays current, selected and in sight."""
        self.rows.show(rows)

    def filter(self, needle: str = "", keep: Callable[[Any], bool] | None = None) -> None:
        """Narrow what is shown (see `RowsModel.filter`)."""
        self.rows.filter(needle, keep)

    def current(self) -> str:
        """The uid of the current record, or an empty text."""
        return self._current

    def select(self, uid: str) -> bool:
        """Make a record current and bring it into sight; False if the filter hides it."""
        number = self.rows.row_of(uid)
        if number < 0:
            return False
        index = self.rows.index(number, max(self.currentIndex().column(), 0))
        self.selectionModel().setCurrentIndex(index, _SELECT)
        self.scrollTo(index)
        return True

    def clear_current(self) -> None:
        """No record is current any more (a new one is being typed)."""
        self.selectionModel().clear()

    def step(self, by: int) -> bool:
        """Previous or next record (Alt+↑ ↓); False at the end."""
        number = self.currentIndex().row() + by
        return 0 <= number < len(self.rows.shown) and self.select(self.rows.shown[number].uid)

    def selected(self) -> list[str]:
        """Uids of the selected rows, from top to bottom."""
        chosen = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.rows.shown[number].uid for number in chosen]

    def batch(self) -> list[str]:
        """What a batch works on: the ticked rows on show, or else the selected ones."""
        return self.rows.checked_shown() or self.selected()

    def texts(self) -> tuple[list[str], list[list[str]]]:
        """What is seen, for export and print: headings and rows in visible order, long forms where there are any."""
        columns = self._seen_columns()
        return [c.title.replace("\n", " ") for c in columns], [_line(row, columns) for row in self.rows.shown]

    def visible(self) -> list[Column]:
        """The columns on show, from left to right, the ticks left out."""
        return self._seen_columns()

    def all_checked(self) -> Qt.CheckState:
        """The state of the tick in the heading."""
        ticked = len(self.rows.checked_shown())
        if not ticked:
            return Qt.CheckState.Unchecked
        return Qt.CheckState.Checked if ticked == len(self.rows.shown) else Qt.CheckState.PartiallyChecked

    def copy(self) -> None:
        """The selected rows as TSV, without quote noise."""
        columns = self._seen_columns()
        wanted = set(self.selected())
        lines = ["\t".join(_line(row, columns)) for row in self.rows.shown if row.uid in wanted]
        if lines:
            QGuiApplication.clipboard().setText("\n".join(lines))

    # Keys and clicks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Space ticks, Esc gives up the selection, Ctrl+C copies."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Space and self.rows.checks:
            chosen = self.selected()
            self.rows.check(chosen, not self.rows.checked.issuperset(chosen))
        elif event.key() == Qt.Key.Key_Escape and len(self.selectionModel().selectedRows()) > 1:
            if not self.select(self._current):
                self.clearSelection()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Some record is always current while the list has the keyboard."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows.shown:
            self.select(self.rows.shown[0].uid)

    def _clicked(self, index: QModelIndex) -> None:
        if self.rows.columns[index.column()] is CHECK:
            uid = self.rows.shown[index.row()].uid
            self.rows.check([uid], uid not in self.rows.checked)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid() and self.rows.columns[index.column()] is not CHECK:
            self.opened.emit(self.rows.shown[index.row()].uid)
        elif index.isValid():
            self.opened.emit(self._current)

    def _heading_clicked(self, number: int) -> None:
        """Ascending, descending, then the order the rows came in; the first column ticks all on show."""
        if self.rows.columns[number] is CHECK:
            every = [row.uid for row in self.rows.shown]
            self.rows.check(every, self.all_checked() is not Qt.CheckState.Checked)
            return
        order = self.rows.order()
        if order is None or order[0] != number:
            self.rows.order_by(number)
        elif order[1] is Qt.SortOrder.AscendingOrder:
            self.rows.order_by(number, Qt.SortOrder.DescendingOrder)
        else:
            self.rows.order_by(None)
        if self.memory:
            self.memory.touch()

    # Selection kept by uid

    def _keep_place(self) -> None:
        self._kept = (self.selected(), self._current, self.currentIndex().column(), self.verticalScrollBar().value())

    def _find_place(self) -> None:
        """After a reset: the same records selected, the same one current; if it is gone, none is."""
        uids, current, column, scrolled = self._kept
        wanted = set(uids)
        model, selection = self.selectionModel(), QItemSelection()
        for number, row in enumerate(self.rows.shown):
            if row.uid in wanted:
                selection.select(self.rows.index(number, 0), self.rows.index(number, len(self.rows.columns) - 1))
        number = self.rows.row_of(current) if current else -1
        with QSignalBlocker(model):
            if number >= 0:
                flag = QItemSelectionModel.SelectionFlag.NoUpdate
                model.setCurrentIndex(self.rows.index(number, max(column, 0)), flag)
            model.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.verticalScrollBar().setValue(scrolled)
        if number >= 0:
            self.scrollTo(self.currentIndex())
        elif current:
            self._set_current("")
        self._tell()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Another cell is current; tell only if it is another record."""
        super().currentChanged(current, previous)
        self.part.viewport().update()
        self._set_current(self.rows.shown[current.row()].uid if current.isValid() else "")

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Count and sum go to the status bar."""
        super().selectionChanged(selected, deselected)
        self._tell()

    def _set_current(self, uid: str) -> None:
        if uid != self._current:
            self._current = uid
            self.current_changed.emit(uid)

    def _ticked(self) -> None:
        for view in (self, self.part):
            view.viewport().update()
            view.horizontalHeader().viewport().update()
        self._tell()

    def _tell(self) -> None:
        self.status_changed.emit(self.status())

    def status(self) -> str:
        """共 608 条 · 筛出 60 条 · 选中 12 条, and the sum of the current number column over the selection."""
        unit, chosen = self._unit, self.selectionModel().selectedRows()
        parts = [f"共 {self.rows.total()} {unit}"]
        if len(self.rows.shown) != self.rows.total():
            parts.append(f"筛出 {len(self.rows.shown)} {unit}")
        if ticked := len(self.rows.checked_shown()):
            parts.append(f"勾选 {ticked} {unit}")
        if chosen:
            parts.append(f"选中 {len(chosen)} {unit}")
        return " · ".join([*parts, *self._sums([index.row() for index in chosen])])

    def _sums(self, chosen: list[int]) -> list[str]:
        column = self.rows.columns[max(self.currentIndex().column(), 0)]
        if column.number is None or len(chosen) < 2:
            return []
        found = [value for number in chosen if (value := column.number(self.rows.shown[number])) is not None]
        if not found:
            return []
        name = column.title.replace("\n", " ")
        average = sum(found) / len(found)
        return [f"{name} 合计 {sum(found):g}", f"平均 {average:.2f}", f"最大 {max(found):g}", f"最小 {min(found):g}"]

    # Headings

    def prepare_header(self, header: QHeaderView) -> None:
        """A click sorts, or ticks all."""
        super().prepare_header(header)
        header.sectionClicked.connect(self._heading_clicked)

    def _seen_columns(self) -> list[Column]:
        return [self.rows.columns[n] for n in self.seen_columns() if self.rows.columns[n] is not CHECK]


def _line(row: Any, columns: Sequence[Column]) -> list[str]:
    """The texts of a row, safe for TSV."""
    return [line_text(column, row) for column in columns]


def line_text(column: Column, row: Any, *, whole: bool = False) -> str:
    """One cell on one line, in its long form; a number of a person in full only if `whole`."""
    text = column.secret if whole and column.secret else column.full or column.text
    return " ".join(text(row).split())

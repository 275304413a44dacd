"""The surface of a grid: sheet, marks, selection, status, and editors that respect the input method. `Grid` adds hands."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.parts.frozen import FrozenTable
from ui.parts.grid import moving
from ui.parts.grid.cells import PAD, CellPainter
from ui.parts.grid.columns import GridColumn
from ui.parts.grid.editor import CellDelegate
from ui.parts.grid.header import GridHeader
from ui.parts.grid.model import GridModel
from ui.parts.grid.sheet import Change, Line, Mark, ScoreSheet
from ui.parts.grid.summing import summary
from ui.parts.rows import Index
from ui.parts.table_header import HeaderMemory
from ui.preferences import Preferences

_MANY = 20_000
"""A larger selection is only counted: its sum would make the keyboard wait."""


class GridSurface(FrozenTable):
    """`told` is (words, tone) for the strip after a paste or fill; `cell_changed` follows the keyboard."""

    rows: GridModel
    committed = Signal(tuple)
    rejected = Signal(tuple)
    told = Signal(str, str)
    cell_changed = Signal()
    status_changed = Signal(str)
    problems_changed = Signal(int)

    def __init__(
        self,
        columns: Sequence[GridColumn],
        *,
        name: str,
        frozen: int = 0,
        preferences: Preferences | None = None,
        view: str = "",
        version: int = 1,
    ) -> None:
        """`frozen` columns from the left stay in sight; they take no input. `view` and `version` name the remembered headings."""
        super().__init__()
        self.sheet = ScoreSheet(columns)
        self.rows = GridModel(self.sheet, self)
        self.frozen = frozen
        if any(column.takes_input for column in columns[:frozen]):
            raise ValueError("a frozen column takes no input")
        self._wrong = 0
        self.cells = CellDelegate(self)
        self._open_soon = QTimer(self, singleShot=True, interval=0)
        self._open_soon.timeout.connect(self._rest)
        self.setAccessibleName(name)
        self.prepare(self.row_height())
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setTabKeyNavigation(True)
        self.setHorizontalHeader(self.new_header(self))
        self.setModel(self.rows)
        self.setItemDelegate(self.cells)
        self.freeze()
        self.part.setItemDelegate(CellPainter(self))  # a shared delegate would hand every editor to both views
        self.memory = HeaderMemory(self, preferences, view, version) if preferences and view else None
        self.reset_columns()
        if self.memory:
            self.memory.restore()

    # What pages use

    def show_lines(self, lines: Iterable[Line]) -> None:
        """Lines as they are stored now; keyboard, selection and wrong texts stay with their `uid`."""
        lines = list(lines)
        if [line.uid for line in lines] == [line.uid for line in self.sheet.lines]:
            self.sheet.show(lines)
            self.show_change(0, len(lines) - 1)
            return
        here = self.currentIndex()
        uid, column = (self.sheet.lines[here.row()].uid if here.isValid() else ""), here.column()
        self.settle()
        self.rows.beginResetModel()
        self.sheet.show(lines)
        self.rows.endResetModel()
        self._widen()
        if (row := self.sheet.row_of(uid)) >= 0:
            self.put_keyboard(row, column)
        self.show_change(0, -1)

    def mark(self, uid: str, key: str, mark: Mark | None) -> None:
        """Mark a cell, or take its mark away."""
        others = {spot: old for spot, old in self.sheet.marks.items() if spot != (uid, key)}
        self.set_marks({**others, (uid, key): mark} if mark else others)

    def set_marks(self, marks: dict[tuple[str, str], Mark]) -> None:
        """All marks at once, by (`uid`, key)."""
        self.sheet.marks = dict(marks)
        self.show_change(0, len(self.sheet.lines) - 1)

    def lock(self, reason: str) -> None:
        """Nothing can be typed any more, and why (sealed); an empty reason opens it again."""
        self.settle()
        self.sheet.locked = reason
        self.sheet.forget_steps()
        self.show_change(0, len(self.sheet.lines) - 1)

    def settle(self) -> None:
        """What is still being typed, or composed, goes into its cell: call before a state change."""
        self.cells.finish(keep=True)

    def wrong(self) -> int:
        """How many cells are wrong or marked."""
        return self._wrong

    def next_problem(self, by: int = 1) -> bool:
        """Go to the next cell that is wrong or marked (F8), round and round; False if there is none."""
        found = self.sheet.problems()
        if not found:
            return False
        here = (self.currentIndex().row(), self.currentIndex().column())
        after = [spot for spot in found if (spot > here if by > 0 else spot < here)]
        self.go_to(*((after or found)[0 if by > 0 else -1]))
        return True

    def go_to(self, row: int, column: int) -> None:
        """Put the keyboard into a cell."""
        self.settle()
        self.put_keyboard(row, column)
        self.setFocus()

    def put_keyboard(self, row: int, column: int) -> None:
        """This cell is current and selected alone, whatever keys are held (Qt would extend the selection for Shift+Enter)."""
        index = self.rows.index(row, column)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def cell_name(self, row: int, column: int) -> str:
        """A cell in words: 11 号 孙泽宇 · 学习能力."""
        return " · ".join(part for part in (self.sheet.lines[row].name, self.sheet.columns[column].name) if part)

    def enter(self, row: int, column: int, text: str, *, merge: bool = False) -> None:
        """One cell is filled in."""
        title = f"修改 {self.cell_name(row, column)}"
        self.done(self.sheet.write([(row, column, text)], title, merge=merge))

    # Editors and the input method

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The input method is off on numbers; a text cell opens its editor before the first key (U9, U10)."""
        if (editor := self.cells.open) is not None:
            editor.settle()
        super().currentChanged(current, previous)
        takes_text = current.isValid() and self.sheet.columns[current.column()].takes_text
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, takes_text)
        QGuiApplication.inputMethod().update(Qt.InputMethodQuery.ImEnabled)
        self.horizontalHeader().viewport().update()
        self.part.viewport().update()
        self._rest_soon()
        self.cell_changed.emit()

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """A text cell that keeps the keyboard rests again."""
        super().closeEditor(editor, hint)
        self._rest_soon()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Some cell is always current while the grid has the keyboard."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.sheet.lines:
            spot = moving.beside(self.sheet, self.seen_columns(), (0, -1), 1) or (0, self.seen_columns()[0])
            self.put_keyboard(*spot)
        self._rest_soon()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The editor opens when the button is up: a drag selects."""
        super().mouseReleaseEvent(event)
        self._rest_soon()

    def _rest_soon(self) -> None:
        if self.currentIndex().isValid() and self.sheet.columns[self.currentIndex().column()].takes_text:
            self._open_soon.start()

    def _rest(self) -> None:
        """Open the editor of a text cell, at rest."""
        index = self.currentIndex()
        if (
            self.hasFocus()
            and self.cells.open is None
            and index.isValid()
            and self.sheet.columns[index.column()].takes_text
            and self.sheet.editable(index.row(), index.column())
            and not QGuiApplication.mouseButtons()
        ):
            self.edit(index)
            if (editor := self.cells.open) is not None:
                editor.mode = "resting"
                editor.selectAll()

    # Selection and status

    def reset_columns(self) -> None:
        """As declared, and no heading cut (U24)."""
        super().reset_columns()
        header = self.horizontalHeader()
        for number in range(len(self.sheet.columns)):
            wanted = header.sectionSizeFromContents(number).width()
            if wanted > self.columnWidth(number):
                self.setColumnWidth(number, wanted)

    def _widen(self) -> None:
        """Long names fit (U25)."""
        for number, column in enumerate(self.sheet.columns):
            if column.widest:
                longest = max(
                    (self.sheet.shown(row, number) for row in range(len(self.sheet.lines))), key=len, default=""
                )
                wanted = self.fontMetrics().horizontalAdvance(longest) + 2 * PAD + 4
                if wanted > self.columnWidth(number):
                    self.setColumnWidth(number, min(wanted, column.widest))

    def is_lone(self, index: Index) -> bool:
        """Whether this is the current cell and nothing else is selected: its frame says enough."""
        ranges = self.selectionModel().selection().toList()
        return index == self.currentIndex() and len(ranges) == 1 and ranges[0].width() == ranges[0].height() == 1

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Count, sum, average, least and most go to the status bar (U18)."""
        super().selectionChanged(selected, deselected)
        self.status_changed.emit(self.status())

    def status(self) -> str:
        """选中 16 格 · 合计 168 · 平均 10.5 · 最大 14 · 最小 6."""
        ranges = self.selectionModel().selection().toList()
        count = sum(part.width() * part.height() for part in ranges)
        return f"选中 {count} 格" if count > _MANY else summary(self.sheet, self.selected_spots())

    def has_keyboard(self, index: Index) -> bool:
        """The current cell, also while its editor has the keyboard."""
        return index == self.currentIndex() and (self.hasFocus() or self.cells.open is not None)

    def new_header(self, parent: QTableView) -> QHeaderView:
        """Two lines, no sorting."""
        return GridHeader(self, parent)

    def selected_spots(self) -> list[tuple[int, int]]:
        """The selected cells in columns on show; none twice."""
        seen = set(self.seen_columns())
        ranges = self.selectionModel().selection().toList()
        found = {
            (row, column): None
            for part in ranges
            for row in range(part.top(), part.bottom() + 1)
            for column in range(part.left(), part.right() + 1)
            if column in seen
        }
        here = self.currentIndex()
        return list(found) or ([(here.row(), here.column())] if here.isValid() else [])

    def select_block(self, top: int, left: int, height: int, width: int) -> None:
        """Select a block of the columns on show, the keyboard staying where it is."""
        seen = self.seen_columns()
        bottom = min(top + height, len(self.sheet.lines)) - 1
        chosen = QItemSelection()
        for column in seen[left : left + width]:
            chosen.select(self.rows.index(top, column), self.rows.index(bottom, column))
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def done(self, changes: tuple[Change, ...], *, whole: bool = False) -> None:
        """Show what changed and tell the owner."""
        if whole or not changes:
            self.show_change(0, len(self.sheet.lines) - 1)
        else:
            touched = [self.sheet.row_of(change.uid) for change in changes]
            self.show_change(min(touched), max(touched))
        good = tuple(change for change in changes if not change.problem)
        bad = tuple(change for change in changes if change.problem)
        if good:
            self.committed.emit(good)
        if bad:
            self.rejected.emit(bad)

    def show_change(self, first: int, last: int) -> None:
        """Paint these rows again, and tell what follows from them."""
        self.rows.rows_changed(first, last)
        self.part.viewport().update()
        found = len(self.sheet.problems())
        if found != self._wrong:
            self._wrong = found
            self.problems_changed.emit(found)
        self.status_changed.emit(self.status())
        self.cell_changed.emit()

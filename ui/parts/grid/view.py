"""The grid: a sheet with the hands of Excel and WPS (ux U1–U13, U16–U19).

    grid = Grid(columns, name="面试评分", frozen=3, preferences=shell.preferences, view="interviews")
    grid.show_lines(lines)                          # `Line`s; again after a commit: selection, wrong texts and undo stay
    grid.committed.connect(save)                    # tuple[Change, …]: good texts, to be stored now
    grid.rejected.connect(note)                     # tuple[Change, …]: wrong ones; they stay red in the grid
    grid.mark("uid", "key", Mark("bad", "已封存"))  # what the store or a comparison says about a cell; `warn` for 12≠14

One act is one tuple and one step of undo. `settle()` before 提交: what is still being typed becomes a cell.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence

from ui.parts.grid import moving, tsv
from ui.parts.grid.columns import GridColumn
from ui.parts.grid.editor import types
from ui.parts.grid.pasting import paste
from ui.parts.grid.picking import Picker
from ui.parts.grid.sheet import Block, Edit
from ui.parts.grid.surface import GridSurface
from ui.parts.rows import Index
from ui.preferences import Preferences

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SHIFT, _CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
_STANDARD = QKeySequence.StandardKey


class Grid(GridSurface):
    """See the module."""

    _tab_from: int | None = None

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
        super().__init__(columns, name=name, frozen=frozen, preferences=preferences, view=view, version=version)
        self.picker = Picker(self)
        self.stays: Callable[[int, int, bool], bool] | None = None
        """Asked before Enter or Tab leaves a cell (row, column) forwards: whether it has to be confirmed first; True where the key is held."""
        self.doubleClicked.connect(lambda _index: self.edit_text())

    # Acts

    def clear_cells(self) -> None:
        """Empty the selected cells."""
        spots = self.selected_spots()
        self.done(self.sheet.write([(*spot, "") for spot in spots], f"清除 {len(spots)} 格"))

    def copy(self) -> None:
        """The selection as plain TSV."""
        spots = self.selected_spots()
        if spots:
            rows = sorted({row for row, _column in spots})
            wanted, used = set(spots), {column for _row, column in spots}
            columns = [column for column in self.seen_columns() if column in used]
            block = [
                [self._copied(row, column) if (row, column) in wanted else "" for column in columns] for row in rows
            ]
            QGuiApplication.clipboard().setText(tsv.write(block))

    def cut(self) -> None:
        """Copy, then empty."""
        self.copy()
        self.clear_cells()

    def paste(self) -> None:
        """The block on the clipboard, from the top left of the selection."""
        text = QGuiApplication.clipboard().text()
        spots = self.selected_spots()
        if not text or not spots:
            return
        block, seen = tsv.read(text), self.seen_columns()
        places = [seen.index(column) for _row, column in spots]
        top, left = min(row for row, _column in spots), min(places)
        height, width = max(row for row, _column in spots) - top + 1, max(places) - left + 1
        if height * width != len(spots):  # several ranges: one cell fills them, a block goes to the first corner
            height = width = 1
            if len(block) == len(block[0]) == 1:
                self.fill([(*spot, block[0][0]) for spot in spots])
                return
        pasted = paste(self.sheet, block, seen, top, left, height, width)
        self.done(pasted.changes, whole=True)
        self.told.emit(pasted.said(), "ok" if pasted.whole() else "warn")
        if pasted.height * pasted.width > 1:
            self.select_block(top, left, pasted.height, pasted.width)

    def fill(self, edits: Sequence[Edit]) -> None:
        """Several cells at once, as one step."""
        changes = self.sheet.write(edits, f"填充 {len(edits)} 格", fresh=True)
        self.done(changes, whole=True)

    def fill_down(self) -> None:
        """Ctrl+D: the first row of the selection into the rest; a lone cell takes what stands above it."""
        spots = self.selected_spots()
        top = min((row for row, _column in spots), default=0)
        if len({row for row, _column in spots}) < 2:
            edits = [(row, column, self.sheet.text(row - 1, column)) for row, column in spots if row]
        else:
            edits = [(row, column, self.sheet.text(top, column)) for row, column in spots if row != top]
        self.fill(edits)

    def undo(self) -> bool:
        """Take the last act back; False if there is none."""
        return self._replayed(self.sheet.undo, "已撤销", self.sheet.moves_rows(back=True))

    def redo(self) -> bool:
        """Do it again; False if there is nothing to."""
        return self._replayed(self.sheet.redo, "已重做", self.sheet.moves_rows(back=False))

    def edit_text(self, typed: str | None = None) -> None:
        """F2: edit what stands in the cell; with `typed`, replace it."""
        index = self.currentIndex()
        if not index.isValid() or not self.sheet.editable(index.row(), index.column()):
            if typed is not None and index.isValid():
                self._explain(index)
            return
        if self.sheet.columns[index.column()].kind == "choice":
            self.picker.pick(typed) if typed else self.picker.open()
            return
        if self.cells.open is None:
            self.edit(index)
        if (editor := self.cells.open) is not None:
            editor.mode = "editing" if typed is None else "typing"
            if typed is None:
                editor.end(False)
            else:
                editor.clear()
                editor.insert(typed)
                editor.setModified(True)

    # Keys

    def event(self, event: QEvent) -> bool:
        """Keys of the grid go before shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._act(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See `_act`, and: Enter, Tab, Esc, typing."""
        act = self._act(event)
        key, back = event.key(), bool(event.modifiers() & _SHIFT)
        if act is not None:
            act()
        elif key in _ENTER and not event.modifiers() & _CTRL:
            if back or not self._stays(event):
                self.step_down(-1 if back else 1)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            if key == Qt.Key.Key_Tab and not back and self._stays(event):
                return
            event.setAccepted(self.step_right(-1 if key == Qt.Key.Key_Backtab or back else 1))
        elif key == Qt.Key.Key_Escape:
            event.setAccepted(len(self.selected_spots()) > 1)
            self.selectionModel().select(self.currentIndex(), QItemSelectionModel.SelectionFlag.ClearAndSelect)
        elif types(event) and event.text() != " ":
            self.edit_text(event.text())
        else:
            super().keyPressEvent(event)

    def _act(self, event: QKeyEvent) -> Callable[[], object] | None:
        """What a key of the grid's own does; `None` for any other key."""
        plain = not event.modifiers() & ~(_SHIFT | Qt.KeyboardModifier.KeypadModifier)
        key = event.key()
        if event.matches(_STANDARD.Copy):
            return self.copy
        if event.matches(_STANDARD.Cut):
            return self.cut
        if event.matches(_STANDARD.Paste):
            return self.paste
        if event.matches(_STANDARD.Undo):
            return self.undo if self.sheet.undo_title() else None
        if event.matches(_STANDARD.Redo) or (key == Qt.Key.Key_Y and event.modifiers() == _CTRL):
            return self.redo if self.sheet.redo_title() else None
        if key == Qt.Key.Key_D and event.modifiers() == _CTRL:
            return self.fill_down
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and plain:
            return self.clear_cells
        if key == Qt.Key.Key_F2 and plain:
            return self.edit_text
        if key == Qt.Key.Key_F8 and plain:
            return lambda: self.next_problem(-1 if event.modifiers() & _SHIFT else 1)
        if key == Qt.Key.Key_F4 or (key == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier):
            return self.picker.open if self.picker.applies() else None
        return None

    def step_down(self, by: int) -> None:
        """Enter: down, in the column where Tab began (U1, U2)."""
        here = self.currentIndex()
        if not here.isValid():
            return
        column = here.column() if self._tab_from is None or by < 0 else self._tab_from
        spot = moving.below(self.sheet, self.seen_columns(), (here.row(), column), by)
        self._tab_from = None
        if spot:
            self.put_keyboard(*spot)

    def step_right(self, by: int) -> bool:
        """Tab: to the next cell that takes input; False at the end, so that Tab leaves the grid."""
        here = self.currentIndex()
        spot = (
            moving.beside(self.sheet, self.seen_columns(), (here.row(), here.column()), by) if here.isValid() else None
        )
        if spot is None:
            return False
        began = here.column() if self._tab_from is None else self._tab_from
        self.put_keyboard(*spot)
        self._tab_from = began
        return True

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Any other way of moving ends a run of Tabs."""
        super().currentChanged(current, previous)
        self._tab_from = None

    # Inside

    def _stays(self, event: QKeyEvent) -> bool:
        """Whether the owner holds the keyboard here."""
        here = self.currentIndex()
        return self.stays is not None and here.isValid() and self.stays(here.row(), here.column(), event.isAutoRepeat())

    def _copied(self, row: int, column: int) -> str:
        return self.sheet.text(row, column) if self.sheet.columns[column].takes_input else self.sheet.shown(row, column)

    def _explain(self, index: QModelIndex) -> None:
        """Why nothing can be typed here."""
        line = self.sheet.lines[index.row()]
        if self.sheet.columns[index.column()].takes_input and (why := self.sheet.locked or line.closed):
            self.told.emit(f"{self.cell_name(index.row(), index.column())}：{why}", "info")

    def _replayed(self, step: Callable[[], Block | None], said: str, moves: bool) -> bool:
        """One step back or forward, shown and told."""
        if moves:
            self.rows.beginResetModel()
        block = step()
        if moves:
            self.rows.endResetModel()
        if block is None:
            return False
        self.done(block.changes, whole=True)
        self.told.emit(f"{said}：{block.title}", "info")
        return True

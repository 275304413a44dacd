"""A small editable list inside a form: the members of a team, the judges of a panel. The same hands as the score grid.

    team = SmallGrid(columns, name="团队成员", unit="名成员")
    team.set_values([{"name": "…", "degree": "博士"}])
    team.changed.connect(lambda: save(team.values()))   # after every accepted act, undo and redo too

There is always a blank row at the end to type into; a pasted block makes as many rows as it needs, up to `most`.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from itertools import count

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ui.parts.elided import ElidedLabel
from ui.parts.grid import tsv
from ui.parts.grid.columns import GridColumn
from ui.parts.grid.sheet import Block, Line
from ui.parts.grid.view import Grid
from ui.parts.look import button, holder, look, row, stack

_NO_PARENT = QModelIndex()


class GrowingGrid(Grid):
    """A grid that makes rows as they are needed."""

    row_wanted = Signal(int)

    def paste(self) -> None:
        """Room for the block first."""
        rows = [row for row, _column in self.selected_spots()]
        text = QGuiApplication.clipboard().text()
        if rows and text:
            self.row_wanted.emit(min(rows) + len(tsv.read(text)))
        super().paste()

    def _replayed(self, step: Callable[[], Block | None], said: str, moves: bool) -> bool:
        done = super()._replayed(step, said, moves)
        if done:
            self.committed.emit(())
        return done


class SmallGrid(QWidget):
    """See the module. `told` are the words after a paste, as of `Grid`."""

    changed = Signal()
    told = Signal(str, str)

    def __init__(
        self, columns: Sequence[GridColumn], *, name: str, unit: str = "行", most: int = 60, rows_shown: int = 5
    ) -> None:
        super().__init__()
        self._unit, self._most, self._uids = unit, most, count(1)
        self.grid = GrowingGrid(columns, name=name)
        self.grid.horizontalHeader().setStretchLastSection(True)
        self.grid.setMinimumHeight(
            self.grid.horizontalHeader().minimumHeight() + rows_shown * self.grid.row_height() + 2
        )
        self._add = button(f"添加一{unit}", "link", "plus", self.add)
        self._remove = button("删除选中的行", "link", "trash", self.remove)
        self._said = ElidedLabel("", "hint")
        card = holder(stack(self.grid, margins=(1, 1, 1, 1)), "card")
        self.setLayout(stack(card, row(self._add, self._remove, (self._said, 1), gap=8), gap=4))
        self.grid.committed.connect(self._changed)
        self.grid.rejected.connect(self._changed)
        self.grid.row_wanted.connect(self._make_room)
        self.grid.told.connect(self._tell)
        self.set_values([])

    # What forms use

    def set_values(self, rows: Sequence[Mapping[str, str]]) -> None:
        """Show these rows; undo begins anew. Nothing is emitted."""
        lines = [Line(f"r{next(self._uids)}", dict(cells), f"第 {n} {self._unit}") for n, cells in enumerate(rows, 1)]
        self.grid.show_lines(lines)
        self.grid.sheet.forget_steps()
        self._grow()
        self._count()

    def values(self) -> list[dict[str, str]]:
        """Every row with something in it, in order; a cell that is not filled in is an empty text."""
        keys = [column.key for column in self.grid.sheet.columns if column.takes_input]
        return [{key: line.cells.get(key, "") for key in keys} for line in self.grid.sheet.current() if line.cells]

    def draft_text(self) -> str:
        """The rows as one text, for a draft."""
        return json.dumps(self.values(), ensure_ascii=False)

    def show_draft(self, text: str) -> None:
        """Rows from such a text; blank: none."""
        if text != self.draft_text():
            self.set_values(json.loads(text or "[]"))

    def wrong(self) -> int:
        """How many cells are wrong."""
        return self.grid.wrong()

    def set_flat(self, flat: bool, reason: str = "只读") -> None:
        """Read only, or not."""
        self.grid.lock(reason if flat else "")
        self._add.setVisible(not flat)
        self._remove.setVisible(not flat)

    def settle(self) -> None:
        """What is still being typed becomes a cell."""
        self.grid.settle()

    def add(self) -> None:
        """The keyboard goes to the first blank row."""
        self._grow()
        sheet = self.grid.sheet
        blank = next((n for n in range(len(sheet.lines)) if sheet.blank(n)), len(sheet.lines) - 1)
        first = next((n for n in self.grid.seen_columns() if sheet.columns[n].takes_input), 0)
        self.grid.go_to(blank, first)

    def remove(self) -> None:
        """The selected rows go: one step of undo."""
        self.grid.settle()
        gone = {place for place, _column in self.grid.selected_spots()}
        lines = self.grid.sheet.current()
        filled = [place for place in gone if lines[place].cells]
        if not filled:
            return
        kept = [line for place, line in enumerate(lines) if place not in gone]
        self.grid.rows.beginResetModel()
        self.grid.sheet.replace(kept, f"删除 {len(filled)} {self._unit}")
        self.grid.rows.endResetModel()
        self._changed(())
        self._tell(f"已删除 {len(filled)} {self._unit}，Ctrl+Z 撤销", "info")
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    # Inside

    def _changed(self, _changes: tuple[object, ...]) -> None:
        self._grow()
        self._count()
        self.changed.emit()

    def _make_room(self, wanted: int) -> None:
        self._append(min(wanted, self._most) - len(self.grid.sheet.lines))

    def _grow(self) -> None:
        """A blank row at the end, as long as there may be more."""
        sheet = self.grid.sheet
        full = len(sheet.lines) >= self._most
        if not full and (not sheet.lines or not sheet.blank(len(sheet.lines) - 1)):
            self._append(1)

    def _append(self, more: int) -> None:
        if more > 0:
            start = len(self.grid.sheet.lines)
            self.grid.rows.beginInsertRows(_NO_PARENT, start, start + more - 1)
            numbers = range(start + 1, start + more + 1)
            self.grid.sheet.append([Line(f"r{next(self._uids)}", {}, f"第 {n} {self._unit}") for n in numbers])
            self.grid.rows.endInsertRows()

    def _tell(self, said: str, tone: str) -> None:
        self._said.setText(said)
        look(self._said, look="warn" if tone == "warn" else "hint")
        self.told.emit(said, tone)

    def _count(self) -> None:
        self._said.setText(f"共 {len(self.values())} {self._unit}")
        look(self._said, look="hint")

"""The line above a grid: which cell the keyboard is in, what may be filled in, what is wrong, and the keys."""

from PySide6.QtWidgets import QFrame, QWidget

from ui.parts.elided import ElidedLabel
from ui.parts.grid.view import Grid
from ui.parts.look import label, look, row

KEYS = "Enter 下一格 · Tab 向右 · Ctrl+V 粘贴整块 · Ctrl+Z 撤销"


class CellBar(QFrame):
    """Follows a grid. `note` is added to the hint (第二遍看不到第一遍)."""

    def __init__(self, grid: Grid, *, note: str = "", keys: str = KEYS, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid, self._note = grid, note
        look(self, look="card")
        self.setMinimumHeight(38)
        self.where, self.hint = label("", "title"), ElidedLabel("", "hint")
        self.setLayout(row(self.where, (self.hint, 1), label(keys, "keys"), gap=12, margins=(16, 4, 16, 4)))
        grid.cell_changed.connect(self._follow)
        self._follow()

    def set_note(self, note: str) -> None:
        """Other words after the hint."""
        self._note = note
        self._follow()

    def _follow(self) -> None:
        index, sheet = self._grid.currentIndex(), self._grid.sheet
        if not index.isValid() or index.row() >= len(sheet.lines):
            self.where.hide()
            self.hint.setText(self._note or "选中一格就可以填写")
            return
        row_, column = index.row(), sheet.columns[index.column()]
        problem = sheet.problem(row_, index.column())
        shut = (sheet.locked or sheet.lines[row_].closed) if column.takes_input else ""
        self.where.setText(self._grid.cell_name(row_, index.column()))
        self.where.show()
        self.hint.setText(" · ".join(part for part in (problem or shut or column.hint(), self._note) if part))
        mark = sheet.mark(row_, index.column())
        look(self.hint, look="hint" if not problem else "warn" if mark and mark.tone == "warn" else "error")

"""Choosing in a choice cell: type pinyin, a digit or the words themselves, or open the list (F4, Alt+↓, double click)."""

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from ui.parts.pinyin import haystack

if TYPE_CHECKING:
    from ui.parts.grid.view import Grid

_PAUSE = 0.9  # seconds after which typing starts a new word


class Picker:
    """Fills the current choice cell of a grid."""

    def __init__(self, grid: "Grid") -> None:
        self._grid = grid
        self._typed, self._typed_at, self._cell = "", 0.0, (-1, -1)

    def applies(self) -> bool:
        """Whether the current cell is a choice that can be made."""
        index, sheet = self._grid.currentIndex(), self._grid.sheet
        return (
            index.isValid()
            and sheet.columns[index.column()].kind == "choice"
            and sheet.editable(index.row(), index.column())
        )

    def pick(self, typed: str) -> None:
        """The first choice that begins with what was typed lately, or the one of that number."""
        index = self._grid.currentIndex()
        cell, now = (index.row(), index.column()), time.monotonic()
        again = cell == self._cell and now - self._typed_at <= _PAUSE
        self._typed = self._typed + typed.lower() if again else typed.lower()
        self._typed_at, self._cell = now, cell
        choices = self._grid.sheet.columns[index.column()].choices
        if self._typed.isdigit() and 0 < int(self._typed) <= len(choices):
            self._grid.enter(*cell, choices[int(self._typed) - 1], merge=again)
            return
        for choice in choices:
            if any(form.startswith(self._typed) for form in haystack(choice).split()):
                self._grid.enter(*cell, choice, merge=again)
                return

    def open(self) -> None:
        """The list under the cell."""
        index = self._grid.currentIndex()
        if not self.applies():
            return
        cell = (index.row(), index.column())
        column, now = self._grid.sheet.columns[cell[1]], self._grid.sheet.text(*cell)
        menu = QMenu(self._grid)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number, choice in enumerate(column.choices, 1):
            action = QAction(f"&{number} {choice}" if number < 10 else choice, menu)
            action.setCheckable(True)
            action.setChecked(choice == now)
            action.triggered.connect(lambda _on=False, choice=choice: self._grid.enter(*cell, choice))
            menu.addAction(action)
            if choice == now:
                menu.setActiveAction(action)
        area = self._grid.visualRect(index)
        menu.setMinimumWidth(area.width())
        menu.popup(self._grid.viewport().mapToGlobal(area.bottomLeft()))

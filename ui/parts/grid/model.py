"""The thin item model over a sheet: what Qt, tests and screen readers ask; the delegate paints from the sheet itself."""

from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt

from ui.parts.grid.sheet import ScoreSheet
from ui.parts.headed import HeadedModel
from ui.parts.rows import Index
from ui.theme import colour

_NO_PARENT = QModelIndex()
SIDES = {
    "left": Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    "right": Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
    "center": Qt.AlignmentFlag.AlignCenter,
}


class GridModel(HeadedModel):
    """Rows are those of the sheet, in its order: that of the paper. All writing goes through the view."""

    def __init__(self, sheet: ScoreSheet, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sheet = sheet
        self.columns = sheet.columns

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Lines of the sheet."""
        return 0 if parent.isValid() else len(self.sheet.lines)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Columns, hidden ones too."""
        return 0 if parent.isValid() else len(self.sheet.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One answer for one role of one cell."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self.sheet.shown(row, column)
            case Qt.ItemDataRole.EditRole:
                return self.sheet.text(row, column)
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return self._said(row, column) or None
            case Qt.ItemDataRole.ToolTipRole:  # the whole text too, where the cell may be too narrow for it
                words = self.sheet.columns[column].kind in ("text", "fixed")
                return self._said(row, column) or (self.sheet.shown(row, column) if words else "") or None
            case Qt.ItemDataRole.TextAlignmentRole:
                return SIDES[self.sheet.columns[column].side]
            case Qt.ItemDataRole.BackgroundRole:
                token = self.tint(row, column)
                return colour(token) if token else None
        return None

    def _said(self, row: int, column: int) -> str:
        """Why a cell is wrong, or why nothing may be typed in it."""
        problem = self.sheet.problem(row, column)
        return problem or (self.sheet.lines[row].closed if self.sheet.columns[column].takes_input else "")

    def tint(self, row: int, column: int) -> str:
        """The token a cell is tinted with: wrong, different, or just pasted."""
        mark = self.sheet.mark(row, column)
        if mark and mark.tone == "warn":
            return "ambW"
        if self.sheet.problem(row, column):
            return "redW"
        return "priW" if self.sheet.is_fresh(row, column) else ""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Headings of the columns: title and note."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.sheet.columns):
            return None
        column = self.sheet.columns[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{column.title}\n{column.note}" if column.note else column.title
            case Qt.ItemDataRole.TextAlignmentRole:
                return SIDES[column.side]
            case Qt.ItemDataRole.ToolTipRole:
                return "，".join(part for part in (column.name, column.hint()) if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be selected and copied; those that take input can be edited."""
        flags = super().flags(index)
        editable = index.isValid() and self.sheet.editable(index.row(), index.column())
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags

    def rows_changed(self, first: int, last: int) -> None:
        """Tell that cells of these rows changed (computed ones with them)."""
        if self.sheet.lines and first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

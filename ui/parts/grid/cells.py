"""How a cell of a grid looks: numbers at the right, tints for wrong, different and pasted, a corner mark, the frame of the keyboard."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.parts.cells import pill_text
from ui.parts.grid.columns import GridColumn
from ui.parts.grid.model import SIDES
from ui.parts.rows import Index
from ui.theme import TONES, colour, font

if TYPE_CHECKING:
    from ui.parts.grid.surface import GridSurface

PAD = 8
_CORNER = 7


class CellPainter(QStyledItemDelegate):
    """Paints from the sheet; the grid says which cell has the keyboard."""

    def __init__(self, grid: "GridSurface") -> None:
        super().__init__(grid)
        self._grid = grid
        self._face, self._strong, self._small = font(14), font(14, strong=True), font(12)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        grid, area = self._grid, QRectF(option.rect)
        row, number = index.row(), index.column()
        column = grid.sheet.columns[number]
        tint = grid.rows.tint(row, number)
        selected = bool(option.state & QStyle.StateFlag.State_Selected) and not grid.is_lone(index)
        painter.save()
        painter.fillRect(area, colour("sel" if selected else tint or self._ground(row, column)))
        if tint in ("redW", "ambW"):
            self._corner(painter, area, "red" if tint == "redW" else "ambC")
        self._content(painter, area, row, number, tint)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(colour("grid"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.drawLine(option.rect.topRight(), option.rect.bottomRight())
        if grid.has_keyboard(index):
            painter.setPen(QPen(colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(1, 1, -1, -1))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for the words, for the width of a column on double click."""
        words = self._grid.fontMetrics().horizontalAdvance(self._grid.sheet.shown(index.row(), index.column()))
        pill = self._grid.sheet.columns[index.column()].look == "pill"
        return QSize(words + 2 * PAD + (28 if pill else 6), self._grid.row_height())

    def _ground(self, row: int, column: GridColumn) -> str:
        if self._grid.sheet.lines[row].closed:
            return "surf2"
        return "zebra" if row % 2 else "surf"

    def _corner(self, painter: QPainter, area: QRectF, token: str) -> None:
        tip = area.topRight()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(token))
        painter.drawPolygon(QPolygonF([tip, tip - QPointF(_CORNER, 0), tip + QPointF(0, _CORNER)]))

    def _content(self, painter: QPainter, area: QRectF, row: int, number: int, tint: str) -> None:
        sheet, column = self._grid.sheet, self._grid.sheet.columns[number]
        text = sheet.shown(row, number)
        tone = column.tone(text) if column.tone else "plain"
        if column.look == "pill":
            if text:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                self._pill(painter, area, text, tone)
            return
        wrong = tint in ("redW", "ambW")
        painter.setFont(self._strong if column.look == "strong" or wrong else self._face)
        painter.setPen(colour(self._ink(row, column, tint, tone)))
        if column.kind == "choice" and self._grid.has_keyboard(self._grid.rows.index(row, number)):
            self._caret(painter, area)
            area = area.adjusted(0, 0, -14, 0)
        room = area.adjusted(PAD if column.side == "left" else 4, 0, -PAD if column.side == "right" else -4, 0)
        words = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()) + 1)
        painter.drawText(room, SIDES[column.side], words)

    def _ink(self, row: int, column: GridColumn, tint: str, tone: str) -> str:
        if tint in ("redW", "ambW"):
            return "red" if tint == "redW" else "amb"
        if tone != "plain":
            return TONES[tone][0]
        faint = column.look == "faint" or (column.takes_input and bool(self._grid.sheet.lines[row].closed))
        return "text2" if faint else "text"

    def _caret(self, painter: QPainter, area: QRectF) -> None:
        middle = QPointF(area.right() - 13, area.center().y() + 1)
        painter.setPen(QPen(colour("text2"), 1.5))
        painter.drawPolyline([middle + QPointF(-4, -2), middle + QPointF(0, 2), middle + QPointF(4, -2)])

    def _pill(self, painter: QPainter, area: QRectF, text: str, tone: str) -> None:
        ink, ground, _symbol = TONES[tone]
        painter.setFont(self._small)
        room = int(area.width()) - 2 * PAD - 12
        words = painter.fontMetrics().elidedText(pill_text(text, tone), Qt.TextElideMode.ElideRight, room)
        height = painter.fontMetrics().height() + 3
        wide = painter.fontMetrics().horizontalAdvance(words) + 14
        box = QRectF(area.left() + PAD, area.center().y() - height / 2, wide, height)
        painter.setPen(QPen(colour("line2" if tone == "plain" else ink), 0.7))
        painter.setBrush(colour(ground))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(colour(ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

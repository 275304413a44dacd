"""The heading of a grid: two lines where a column has a maximum, and the column of the current cell stands out."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget

from ui.parts.grid.model import SIDES
from ui.parts.table_header import HEIGHT, TableHeader
from ui.theme import colour, font

if TYPE_CHECKING:
    from ui.parts.grid.surface import GridSurface

PAD = 8
HIGH = 52


class GridHeader(TableHeader):
    """A click selects the column, as in a spreadsheet; it never sorts: the order is that of the paper."""

    def __init__(self, grid: "GridSurface", parent: QWidget) -> None:
        super().__init__(grid, parent)
        self._grid = grid
        self._face = font(13, strong=True)
        self.setMinimumHeight(HIGH if any(column.note for column in grid.sheet.columns) else HEIGHT)

    def sectionSizeFromContents(self, logical: int) -> QSize:
        """Room for title and note, whatever the face."""
        column = self._grid.sheet.columns[logical]
        measure = QFontMetrics(self._face)
        lines = [*column.title.split("\n"), column.note]
        return QSize(max(measure.horizontalAdvance(line) for line in lines) + 2 * PAD + 1, self.minimumHeight())

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        """Title over note, on the side of the numbers."""
        column = self._grid.sheet.columns[logical]
        here = self._grid.currentIndex().column() == logical and column.takes_input
        painter.save()
        painter.fillRect(rect, colour("priW" if here else "surf2"))
        painter.setPen(colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(colour("grid"))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.setFont(self._face)
        painter.setPen(colour("priT" if here else "text2"))
        room = QRectF(rect).adjusted(PAD, 0, -PAD, 0)
        lines = [column.title, column.note] if column.note else column.title.split("\n")
        step = painter.fontMetrics().height()
        top = room.center().y() - step * len(lines) / 2
        side = SIDES[column.side] & ~Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTop
        if column.side == "center":
            side = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        for number, line in enumerate(lines):
            words = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, int(room.width()) + 1)
            painter.drawText(QRectF(room.left(), top + number * step, room.width(), step), side, words)
        painter.restore()

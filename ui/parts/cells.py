"""How a cell looks: words, a pill with ✓ ▲ ×, a subject with its square, a tick, the focus frame."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.parts.rows import CHECK, Column, Index, RowsModel
from ui.theme import TONES, colour, font, subject_colour

if TYPE_CHECKING:
    from ui.parts.table import Table

PAD = 8
_FLAGS = {
    "left": Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    "right": Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
    "center": Qt.AlignmentFlag.AlignCenter,
}


def draw_tick(painter: QPainter, middle: QPointF, state: Qt.CheckState) -> None:
    """A 16-px tick box."""
    box = QRectF(middle.x() - 8, middle.y() - 8, 16, 16)
    on = state is not Qt.CheckState.Unchecked
    painter.setPen(QPen(colour("pri" if on else "line2"), 1))
    painter.setBrush(colour("pri" if on else "surf"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    painter.setPen(QPen(colour("onPri"), 2))
    if state is Qt.CheckState.Checked:
        painter.drawPolyline([box.topLeft() + QPointF(x, y) for x, y in ((4, 8), (7, 11.3), (12.3, 5))])
    elif state is Qt.CheckState.PartiallyChecked:
        painter.drawLine(box.topLeft() + QPointF(4, 8), box.topLeft() + QPointF(12, 8))


def pill_text(text: str, tone: str) -> str:
    """The words of a pill with the symbol of its tone, so that colour never stands alone."""
    symbol = TONES[tone][2]
    return f"{symbol} {text}" if symbol and text else text


class RowDelegate(QStyledItemDelegate):
    """Paints from the row and its `Column`; the table says which cell has the keyboard."""

    def __init__(self, table: "Table") -> None:
        super().__init__(table)
        self._table = table
        self._face, self._small = font(14), font(12)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        model = self._table.rows
        row, column = model.shown[index.row()], model.columns[index.column()]
        area = QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(area, colour("sel" if selected else "zebra" if index.row() % 2 else "surf"))
        self._content(painter, area, row, column, model)
        painter.setPen(colour("grid"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if self._table.line_below is not None and model.order() is None and self._table.line_below(row):
            painter.setPen(QPen(colour("red"), 2))
            painter.drawLine(area.bottomLeft() - QPointF(0, 1), area.bottomRight() - QPointF(-1, 1))
        if self._table.has_keyboard(index):
            painter.setPen(QPen(colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(1, 1, -1, -1))
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Ticks are the table's business: Qt's own tick on top of it would undo it."""
        return False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for the words, for the width of a column on double click."""
        column = self._table.rows.columns[index.column()]
        words = self._table.fontMetrics().horizontalAdvance(column.text(self._table.rows.shown[index.row()]))
        return QSize(words + 2 * PAD + (24 if column.kind != "text" else 4), self._table.row_height())

    def _content(self, painter: QPainter, area: QRectF, row: Any, column: Column, model: RowsModel) -> None:
        if column is CHECK:
            on = row.uid in model.checked
            draw_tick(painter, area.center(), Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            return
        text = column.text(row).replace("\n", " ")  # a cell is one line, what somebody typed may be several
        tone = column.tone(row) if column.tone else "plain"
        if column.kind == "pill" and text:
            self._pill(painter, area, text, tone, column)
        elif column.kind == "subject":
            self._subject(painter, area, text)
        else:
            self._words(painter, area, text, "text" if tone == "plain" else TONES[tone][0], column)

    def _words(self, painter: QPainter, area: QRectF, text: str, token: str, column: Column) -> None:
        painter.setFont(self._face)
        painter.setPen(colour(token))
        room = area.adjusted(PAD, 0, -PAD, 0)
        words = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()) + 1)
        painter.drawText(room, _FLAGS[column.align], words)

    def _pill(self, painter: QPainter, area: QRectF, text: str, tone: str, column: Column) -> None:
        ink, tint, _symbol = TONES[tone]
        painter.setFont(self._small)
        room = area.width() - 2 * PAD
        words = painter.fontMetrics().elidedText(pill_text(text, tone), Qt.TextElideMode.ElideRight, int(room) - 12)
        width = painter.fontMetrics().horizontalAdvance(words) + 16
        left = area.center().x() - width / 2 if column.align == "center" else area.left() + PAD
        height = painter.fontMetrics().height() + 3
        box = QRectF(left, area.center().y() - height / 2, width, height)
        painter.setPen(QPen(colour("line2" if tone == "plain" else ink), 0.7))
        painter.setBrush(colour(tint))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(colour(ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _subject(self, painter: QPainter, area: QRectF, text: str) -> None:
        tint = subject_colour(text)
        if tint is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tint)
            painter.drawRoundedRect(QRectF(area.left() + PAD, area.center().y() - 4, 8, 8), 2, 2)
        painter.setFont(self._face)
        painter.setPen(colour("text"))
        room = area.adjusted(PAD + (14 if tint else 0), 0, -4, 0)
        words = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()) + 1)
        painter.drawText(room, _FLAGS["left"], words)

"""A heat map of people by month: names stay at the left, counts at the right, every cell prints its number.

Rows keep their height and scroll; nothing scrolls sideways, for the months share what the names leave. Tone is never colour alone:
the number stands in the cell, a short month has a frame, an entry that does not count yet has a dot.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from ui.parts.charts import CENTER, LEFT, RIGHT, Canvas
from ui.theme import TONES, colour, font

HEAD, ROW, PAD = 30, 26, 12
ROW_LOW, _ENOUGH = 22, 12
NAME, REMARK = 108, 168
_LEAST_CELL = 34
_TAIL_TONES = {"plain": "text2", "strong": "text"}


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One month: the number, how it looks (`none`, `short`, `few`, `met`, `more`, `free`, `blank`), a dot for what is pending, a tip."""

    text: str
    look: str
    dot: bool = False
    tip: str = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One person: name, the quiet words behind it, cells, and the counts at the right with their tones."""

    uid: str
    name: str
    remark: str
    cells: Sequence[HeatCell]
    tails: Sequence[tuple[str, str]]
    quiet: bool = False


class HeatMap(QAbstractScrollArea):
    """Arrows move the cell, Enter or a double click opens it: `opened(uid, column)`. `current_changed(uid)` when the person changes."""

    current_changed = Signal(str)
    opened = Signal(str, int)

    def __init__(self, name: str, heads: Sequence[str], tails: Sequence[tuple[str, int]]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(HEAD + 4 * ROW)
        self.viewport().setMouseTracking(True)
        self._heads, self._tails = list(heads), list(tails)
        self._rows: list[HeatRow] = []
        self._at, self._column, self._now = -1, 0, -1
        self.verticalScrollBar().setSingleStep(ROW)

    def show_rows(self, rows: Sequence[HeatRow], now: int = -1) -> None:
        """Other people; the same one stays current if still there. `now`: the column of this month."""
        kept = self.current()
        self._rows, self._now = list(rows), now
        self._at = next((n for n, r in enumerate(self._rows) if r.uid == kept), 0 if self._rows else -1)
        self._fit()
        self.viewport().update()
        if self.current() != kept:
            self._tell()

    def current(self) -> str:
        """Whose row is current."""
        return self._rows[self._at].uid if 0 <= self._at < len(self._rows) else ""

    def column(self) -> int:
        """Which month is current, from 0."""
        return self._column

    def select(self, uid: str, column: int = -1) -> bool:
        """Make a person current; False if not on show."""
        at = next((n for n, r in enumerate(self._rows) if r.uid == uid), -1)
        if at < 0:
            return False
        self._go(at, self._column if column < 0 else column)
        return True

    def count(self) -> int:
        """People on show."""
        return len(self._rows)

    def cell_text(self, row: int, column: int) -> str:
        """The number printed in a cell."""
        return self._rows[row].cells[column].text

    def sizeHint(self) -> QSize:
        """Room for a few rows."""
        return QSize(900, HEAD + max(6, len(self._rows)) * ROW)

    # Where things are

    def _row(self) -> int:
        """Closer together on a low screen: a clerk compares people, so more of them are worth more than air. Only whole rows are seen."""
        room = self.viewport().height() - HEAD
        least = ROW if room >= _ENOUGH * ROW else ROW_LOW
        return room // (room // least) if room >= least else least

    def _tail_width(self) -> int:
        return sum(width for _, width in self._tails)

    def _cell_width(self) -> float:
        left = self.viewport().width() - NAME - REMARK - self._tail_width() - 2 * PAD
        return max(_LEAST_CELL, left / max(len(self._heads), 1))

    def _cells_left(self) -> float:
        return PAD + NAME + REMARK

    def cell_area(self, row: int, column: int) -> QRectF:
        """Where a cell lies in the viewport."""
        wide = self._cell_width()
        top = HEAD + row * self._row() - self.verticalScrollBar().value()
        return QRectF(self._cells_left() + column * wide, top, wide, self._row())

    def _at_point(self, point: QPoint) -> tuple[int, int]:
        row = (point.y() - HEAD + self.verticalScrollBar().value()) // self._row()
        column = int((point.x() - self._cells_left()) // self._cell_width())
        if point.y() < HEAD or not 0 <= row < len(self._rows):
            return -1, -1
        return row, column if 0 <= column < len(self._heads) else -1

    def _fit(self) -> None:
        room = max(self.viewport().height() - HEAD, self._row())
        bar = self.verticalScrollBar()
        bar.setPageStep(room)
        bar.setRange(0, max(len(self._rows) * self._row() - room, 0))

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Rows in sight, then the headings over them."""
        canvas = Canvas(self.viewport())
        canvas.fillRect(self.viewport().rect(), colour("surf"))
        first = self.verticalScrollBar().value() // self._row()
        last = min(len(self._rows), first + self.viewport().height() // self._row() + 2)
        for number in range(first, last):
            self._draw_row(canvas, number)
        self._draw_head(canvas)
        canvas.end()

    def _draw_head(self, canvas: Canvas) -> None:
        wide, left = self._cell_width(), self._cells_left()
        canvas.fillRect(QRectF(0, 0, self.viewport().width(), HEAD - 1), colour("surf"))
        for n, text in enumerate(self._heads):
            here = n == self._now
            canvas.words(
                QRectF(left + n * wide, 0, wide, HEAD), text, "text" if here else "text2", 13, CENTER, strong=here
            )
        at = self.viewport().width() - PAD - self._tail_width()
        for text, width in self._tails:
            canvas.words(QRectF(at, 0, width, HEAD), text, "text2", 13, RIGHT)
            at += width
        canvas.line(
            QRectF(0, HEAD - 1, 1, 1).topLeft(), QRectF(self.viewport().width(), HEAD - 1, 1, 1).topLeft(), "line"
        )

    def _draw_row(self, canvas: Canvas, number: int) -> None:
        row, top = self._rows[number], self.cell_area(number, 0).top()
        current = number == self._at
        if current:
            canvas.bar(QRectF(4, top, self.viewport().width() - 8, self._row()), "priW", 4)
        canvas.words(
            QRectF(PAD, top, NAME - 6, self._row()), row.name, "text3" if row.quiet else "text", 14, LEFT, strong=current
        )
        canvas.words(QRectF(PAD + NAME, top, REMARK - 8, self._row()), row.remark, "text2" if not row.quiet else "text3", 12)
        for n, cell in enumerate(row.cells):
            self._draw_cell(canvas, self.cell_area(number, n), cell)
        if current and self.hasFocus():
            area = self.cell_area(number, self._column)
            canvas.setPen(QPen(colour("focus"), 2))
            canvas.setBrush(Qt.BrushStyle.NoBrush)
            canvas.drawRoundedRect(area.adjusted(1, 1, -1, -1), 4, 4)
        at = self.viewport().width() - PAD - self._tail_width()
        for (text, tone), (_, width) in zip(row.tails, self._tails, strict=True):
            token = _TAIL_TONES.get(tone) or TONES[tone][0]
            canvas.words(QRectF(at, top, width, self._row()), text, token, 14, RIGHT, strong=tone == "bad")
            at += width

    def _draw_cell(self, canvas: Canvas, area: QRectF, cell: HeatCell) -> None:
        box = area.adjusted(2, 3, -2, -3)
        tint, ink, frame = _LOOKS[cell.look]
        if tint:
            canvas.bar(box, _tint(tint), 4)
        if frame:
            canvas.setPen(QPen(colour(frame), 1))
            canvas.setBrush(Qt.BrushStyle.NoBrush)
            canvas.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        canvas.words(box, cell.text, ink, 13, CENTER, strong=cell.look in ("none", "more"))
        if cell.dot:
            canvas.bar(QRectF(box.right() - 8, box.top() + 3, 5, 5), "ambC", 2.5)

    # Keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home, End, Page keys; Enter opens."""
        page = max(1, (self.viewport().height() - HEAD) // self._row() - 1)
        moves = {
            Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_PageUp: (-page, 0), Qt.Key.Key_PageDown: (page, 0),
        }  # fmt: skip
        plain = not event.modifiers() & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier)
        key = Qt.Key(event.key())
        if key in moves and plain:
            down, right = moves[key]
            self._go(self._at + down, self._column + right)
        elif key == Qt.Key.Key_Home:
            self._go(0 if not plain else self._at, 0)
        elif key == Qt.Key.Key_End:
            self._go(self._at if plain else len(self._rows) - 1, len(self._heads) - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and self.current():
            self.opened.emit(self.current(), self._column)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click makes the cell current."""
        row, column = self._at_point(event.position().toPoint())
        if row >= 0:
            self._go(row, self._column if column < 0 else column)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click opens it."""
        row, column = self._at_point(event.position().toPoint())
        if row >= 0 and column >= 0:
            self.opened.emit(self._rows[row].uid, column)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tool tips of names and cells."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            row, column = self._at_point(event.pos())
            found = self._rows[row] if row >= 0 else None
            text = "" if found is None else found.cells[column].tip if column >= 0 else f"{found.name} · {found.remark}"
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Scroll range follows."""
        super().resizeEvent(event)
        self._fit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Headings stay, so all is painted again."""
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the frame."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the frame."""
        super().focusOutEvent(event)
        self.viewport().update()

    def _go(self, row: int, column: int) -> None:
        if not self._rows:
            return
        before = self.current()
        self._at = max(0, min(row, len(self._rows) - 1))
        self._column = max(0, min(column, len(self._heads) - 1))
        bar, top = self.verticalScrollBar(), self._at * self._row()
        room = self.viewport().height() - HEAD
        if top < bar.value():
            bar.setValue(top)
        elif top + self._row() > bar.value() + room:
            bar.setValue(top + self._row() - room)
        self._say()
        self.viewport().update()
        if self.current() != before:
            self._tell()

    def _tell(self) -> None:
        self._say()
        self.current_changed.emit(self.current())

    def _say(self) -> None:
        if 0 <= self._at < len(self._rows):
            row = self._rows[self._at]
            self.setAccessibleDescription(f"{row.name} {self._heads[self._column]} {row.cells[self._column].tip}")


_LOOKS: dict[str, tuple[str, str, str]] = {
    # look: tint, ink, frame
    "none": ("redW", "red", "red"),
    "few": ("ambW", "amb", "ambC"),
    "met": ("pri/0.30", "text", ""),
    "more": ("pri", "onPri", ""),
    "free": ("pri/0.12", "text", ""),
    "running": ("", "text", "line2"),
    "exempt": ("surf2", "text3", ""),
    "blank": ("grid", "text3", ""),
}
"""How cells look; `short` months say so by red or amber and a frame, in grey the frame tells."""


def _tint(token: str) -> QColor:
    name, _, share = token.partition("/")
    if not share:
        return colour(name)
    ink, paper, part = colour(name), colour("surf"), float(share)
    pairs = ((ink.red(), paper.red()), (ink.green(), paper.green()), (ink.blue(), paper.blue()))
    return QColor(*(round(a * part + b * (1 - part)) for a, b in pairs))


class HeatLegend(QWidget):
    """A line of samples and words under the map."""

    def __init__(self, entries: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._entries = list(entries)
        self.setFixedHeight(22)
        self.setAccessibleName("图例：" + "，".join(words for _, words in entries))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it in the colours shown now."""
        canvas = Canvas(self)
        canvas.setFont(font(12))
        at = 0.0
        for look, words in self._entries:
            box = QRectF(at, 5, 20, 12)
            if look == "dot":
                canvas.bar(QRectF(at + 7, 8, 6, 6), "ambC", 3)
            else:
                tint, _ink, frame = _LOOKS[look]
                if tint:
                    canvas.bar(box, _tint(tint), 4)
                if frame:
                    canvas.setPen(QPen(colour(frame), 1))
                    canvas.setBrush(Qt.BrushStyle.NoBrush)
                    canvas.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            width = canvas.fontMetrics().horizontalAdvance(words) + 4
            canvas.words(QRectF(at + 26, 0, width, 22), words, "text3", 12)
            at += 26 + width + 14
        canvas.end()

    def sizeHint(self) -> QSize:
        """Room for the words."""
        metrics = self.fontMetrics()
        return QSize(sum(40 + metrics.horizontalAdvance(words) for _, words in self._entries), 22)

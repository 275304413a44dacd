"""One year of one person as a line with dots: what happened, in words above and below, months at the foot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize
from PySide6.QtGui import QHelpEvent, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.parts.charts import CENTER, Canvas
from ui.theme import TONES, colour, font

_EDGE, _HIGH = 24, 90
_LINE = 28
_LEVELS = (4, _LINE + 8, _LINE + 24)  # tops of the words: above the line, below it, farther below


@dataclass(frozen=True, slots=True)
class Dot:
    """Something on a day; `weight` decides whose words are written when there is no room for all."""

    day: date
    text: str
    tone: str = "info"
    weight: int = 0


class Timeline(QWidget):
    """Not for the keyboard: all it says is in its description as well."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._dots: list[Dot] = []
        self._year, self._today = 2000, date(2000, 1, 1)

    def show_dots(self, dots: Sequence[Dot], year: int, today: date) -> None:
        """Another person."""
        self._dots, self._year, self._today = sorted(dots, key=lambda d: d.day), year, today
        self.setAccessibleDescription("；".join(f"{d.day.month}月{d.day.day}日 {d.text}" for d in self._dots))
        self.update()

    def sizeHint(self) -> QSize:
        """A line of words above, two below, and the months."""
        return QSize(400, _HIGH)

    def minimumSizeHint(self) -> QSize:
        """Never lower."""
        return QSize(200, _HIGH)

    def x_of(self, day: date) -> float:
        """Where a day lies."""
        if day.year != self._year:
            return float(_EDGE if day.year < self._year else self.width() - _EDGE)
        first, last = date(self._year, 1, 1), date(self._year, 12, 31)
        return _EDGE + (self.width() - 2 * _EDGE) * (day - first).days / (last - first).days

    def paintEvent(self, event: QPaintEvent) -> None:
        """Line, months, dots, and as many words as there is room for."""
        canvas = Canvas(self)
        right = self.width() - _EDGE
        canvas.line(QPointF(_EDGE, _LINE), QPointF(right, _LINE), "line", 3)
        if self._today.year >= self._year:
            canvas.line(QPointF(_EDGE, _LINE), QPointF(min(self.x_of(self._today), right), _LINE), "pri", 3)
        each = (self.width() - 2 * _EDGE) / 12
        for n in range(12):
            canvas.words(QRectF(_EDGE + n * each, _HIGH - 20, each, 18), f"{n + 1}月", "text3", 12, CENTER)
        written = self._placed(canvas)
        for dot in self._dots:
            ink = colour(TONES[dot.tone][0] if dot.tone != "info" else "pri")
            canvas.setPen(QPen(colour("surf"), 2))
            canvas.setBrush(ink)
            canvas.drawEllipse(QPointF(self.x_of(dot.day), _LINE), 6, 6)
        for dot, area in written:
            token = "text" if dot.tone in ("info", "ok", "plain") else TONES[dot.tone][0]
            canvas.words(area, dot.text, token, 12, CENTER, strong=dot.tone == "bad")
        canvas.end()

    def _placed(self, canvas: Canvas) -> list[tuple[Dot, QRectF]]:
        """Words that do not touch each other: the weighty first."""
        canvas.setFont(font(12))
        metrics = canvas.fontMetrics()
        placed: list[tuple[Dot, QRectF]] = []
        for dot in sorted(self._dots, key=lambda d: -d.weight):
            wide = metrics.horizontalAdvance(dot.text) + 8
            left = min(max(self.x_of(dot.day) - wide / 2, 0), self.width() - wide)
            for top in _LEVELS:
                area = QRectF(left, top, wide, 16)
                if not any(area.adjusted(-4, 0, 4, 0).intersects(other) for _, other in placed):
                    placed.append((dot, area))
                    break
        return placed

    def event(self, event: QEvent) -> bool:
        """The tip at a dot names everything on and around that day."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            near = [d for d in self._dots if abs(self.x_of(d.day) - event.pos().x()) <= 8]
            QToolTip.showText(
                event.globalPos(), "\n".join(f"{d.day.month}月{d.day.day}日 {d.text}" for d in near), self
            )
            return True
        return super().event(event)

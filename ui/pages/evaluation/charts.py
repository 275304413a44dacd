"""The growth view's two charts: a radar of the four faces beside the group's mean, and where the score stands among all."""

from collections.abc import Mapping, Sequence
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.parts.charts import CENTER, LEFT, RIGHT, Canvas
from ui.theme import colour

_RINGS = 4


class Radar(QWidget):
    """One axis a face, clockwise from the top. The person is a filled shape, the group a dashed line: legible in grey."""

    def __init__(self) -> None:
        super().__init__()
        self._mine: Mapping[str, float] = {}
        self._group: Mapping[str, float] = {}
        self.setMinimumHeight(208)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_shares(self, mine: Mapping[str, float], group: Mapping[str, float]) -> None:
        """Face → share of its maximum, 0 to 1."""
        self._mine, self._group = mine, group
        said = "，".join(f"{name} {share:.0%}，同组平均 {group.get(name, 0):.0%}" for name, share in mine.items())
        self.setAccessibleName("四项得分与同组平均")
        self.setAccessibleDescription(said)
        self.setToolTip(said)
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for the words at both sides."""
        return QSize(380, 208)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Rings, axes, group, person, words."""
        names = list(self._mine)
        if not names:
            return
        painter = Canvas(self)
        middle = QPointF(self.width() / 2, self.height() / 2 - 6)
        radius = min(self.width() / 2 - 110, self.height() / 2 - 34)
        corners = [QPointF(sin(2 * pi * n / len(names)), -cos(2 * pi * n / len(names))) for n in range(len(names))]
        for ring in range(1, _RINGS + 1):
            self._shape(painter, middle, [c * (radius * ring / _RINGS) for c in corners], QPen(colour("grid"), 1))
        for corner in corners:
            painter.line(middle, middle + corner * radius, "grid")
        if self._group:
            dashed = QPen(colour("amb"), 1.6, Qt.PenStyle.DashLine)
            self._shape(painter, middle, self._points(corners, names, self._group, radius), dashed)
        fill = QColor(colour("pri"))
        fill.setAlpha(46)
        self._shape(painter, middle, self._points(corners, names, self._mine, radius), QPen(colour("pri"), 2), fill)
        for name, corner in zip(names, corners, strict=True):
            self._word(painter, middle + corner * (radius + 10), corner, f"{name} {self._mine[name]:.0%}")
        painter.words(QRectF(0, self.height() - 18, self.width(), 16), "实线 本人　　虚线 同学科平均", "text3", 12, CENTER)
        painter.end()

    @staticmethod
    def _points(corners: Sequence[QPointF], names: Sequence[str], shares: Mapping[str, float], radius: float) -> list[QPointF]:
        return [corner * (radius * shares.get(name, 0)) for corner, name in zip(corners, names, strict=True)]

    @staticmethod
    def _shape(painter: Canvas, middle: QPointF, points: Sequence[QPointF], pen: QPen, fill: QColor | None = None) -> None:
        painter.setPen(pen)
        painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
        painter.drawPolygon(QPolygonF([middle + point for point in points]))

    @staticmethod
    def _word(painter: Canvas, at: QPointF, corner: QPointF, text: str) -> None:
        if abs(corner.x()) < 0.1:
            painter.words(QRectF(at.x() - 100, at.y() - (16 if corner.y() < 0 else 0), 200, 16), text, "text2", 12, CENTER)
        elif corner.x() > 0:
            painter.words(QRectF(at.x(), at.y() - 8, 150, 16), text, "text2", 12, LEFT)
        else:
            painter.words(QRectF(at.x() - 150, at.y() - 8, 150, 16), text, "text2", 12, RIGHT)


class Spread(QWidget):
    """One bar a class; the class of the person is dark and marked 本人."""

    ROW = 24

    def __init__(self) -> None:
        super().__init__()
        self._bins: Sequence[tuple[str, int, bool]] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bins(self, bins: Sequence[tuple[str, int, bool]]) -> None:
        """(class, count, whether the person is in it)."""
        self._bins = bins
        self.setAccessibleName("终评得分分布")
        self.setAccessibleDescription("，".join(f"{words} {count} 人{'（本人）' if mine else ''}" for words, count, mine in bins))
        self.setFixedHeight(self.ROW * len(bins))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Words, bar, count."""
        painter = Canvas(self)
        most = max((count for _, count, _ in self._bins), default=0) or 1
        room = self.width() - 84 - 76
        for n, (words, count, mine) in enumerate(self._bins):
            y = n * self.ROW
            painter.words(QRectF(0, y, 78, self.ROW), words, "text2", 12)
            painter.bar(QRectF(84, y + 5, room * count / most, self.ROW - 10), "pri" if mine else "calm", 2)
            said = f"{count} 人" + (" · 本人" if mine else "")
            painter.words(QRectF(84 + room * count / most + 6, y, 76, self.ROW), said, "text" if mine else "text2", 12, strong=mine)
        painter.end()

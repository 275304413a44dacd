"""Two small charts of 汇总: how the scores spread, and how lenient each judge is."""

from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import colour, font

_CENTRE = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
FAR = 2
"""Points from which a judge stands out, as a hint."""


class Histogram(QWidget):
    """Scores in steps of five, with the number over each bar."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(112)
        self._bars: list[tuple[int, int]] = []

    def show_values(self, values: Sequence[float]) -> None:
        """Count them."""
        counts: dict[int, int] = {}
        for value in values:
            counts[int(value // 5) * 5] = counts.get(int(value // 5) * 5, 0) + 1
        low, high = min(counts, default=0), max(counts, default=0)
        self._bars = [(start, counts.get(start, 0)) for start in range(low, high + 5, 5)] if counts else []
        self.setAccessibleDescription("；".join(f"{start}–{start + 5} 分 {count} 人" for start, count in self._bars) or "还没有成绩")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(12))
        if not self._bars:
            painter.setPen(colour("text3"))
            painter.drawText(self.rect(), _CENTRE, "有成绩后显示")
            painter.end()
            return
        each, top = self.width() / len(self._bars), max(count for _start, count in self._bars)
        for place, (start, count) in enumerate(self._bars):
            high = (self.height() - 44) * count / top
            left, wide = place * each, min(each - 6, 34.0)
            box = QRectF(left + (each - wide) / 2, self.height() - 22 - high, wide, high)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("pri"))
            painter.drawRoundedRect(box, 2, 2)
            painter.setPen(colour("text2"))
            painter.drawText(QRectF(left, self.height() - 20, each, 18), _CENTRE, str(start))
            if count:
                painter.drawText(QRectF(left, box.top() - 19, each, 18), _CENTRE, str(count))
        painter.end()


class Leniency(QWidget):
    """A line a judge: name, a bar left or right of the mean, the points."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._judges: Sequence[tuple[str, Fraction | None]] = ()

    def show_judges(self, judges: Sequence[tuple[str, Fraction | None]]) -> None:
        """Other judges; `None`: nothing given yet."""
        self._judges = judges
        self.setFixedHeight(max(1, len(judges)) * 26)
        words = (f"{name} {'未录' if off is None else f'{float(off):+.1f}'}" for name, off in judges)
        self.setAccessibleDescription("；".join(words))
        self.setToolTip("\n".join(f"{name}：{'还没有打分' if off is None else f'与平均相差 {float(off):+.2f} 分'}" for name, off in judges))
        self.update()

    def sizeHint(self) -> QSize:
        """As high as there are judges."""
        return QSize(220, max(1, len(self._judges)) * 26)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(13))
        if not self._judges:
            painter.setPen(colour("text3"))
            painter.drawText(self.rect(), _CENTRE, "还没有评委")
            painter.end()
            return
        middle = 78 + (self.width() - 78 - 44) / 2
        room = (self.width() - 78 - 44) / 2
        most = max([abs(float(off)) for _n, off in self._judges if off is not None] + [float(FAR)])
        painter.setPen(colour("line2"))
        painter.drawLine(int(middle), 2, int(middle), self.height() - 2)
        for place, (name, off) in enumerate(self._judges):
            top = place * 26
            painter.setPen(colour("text"))
            words = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, 72)
            painter.drawText(QRectF(0, top, 74, 26), _LEFT, words)
            if off is None:
                painter.setPen(colour("text3"))
                painter.drawText(QRectF(middle + 6, top, 60, 26), _LEFT, "未录")
                continue
            far = abs(off) >= FAR
            length = room * abs(float(off)) / most
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("ambC" if far else "pri"))
            painter.drawRoundedRect(QRectF(middle if off > 0 else middle - length, top + 8, max(length, 1.5), 10), 2, 2)
            painter.setPen(colour("amb" if far else "text2"))
            painter.drawText(QRectF(self.width() - 42, top, 42, 26), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{float(off):+.1f}".replace("-", "−"))
        painter.end()

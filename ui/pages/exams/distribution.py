"""How the marks of a group are spread, in tens, with the line across (no figure by colour alone)."""

from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.theme import colour, font


class Distribution(QWidget):
    """Ten bars from 0 to 100."""

    def __init__(self) -> None:
        super().__init__()
        self._title, self._bins, self._line, self._line_text = "", [0] * 10, None, ""
        self.setMinimumHeight(200)

    _line: Fraction | None

    def show_marks(self, title: str, scores: Sequence[Fraction], line: Fraction | None, line_text: str) -> None:
        """The marks out of 100 of one group, and its line, also as it is written elsewhere on the page."""
        self._title, self._line, self._line_text, self._bins = title, line, line_text, [0] * 10
        for score in scores:
            self._bins[min(9, int(score // 10))] += 1
        spread = "，".join(f"{n * 10} 分段 {count} 人" for n, count in enumerate(self._bins) if count)
        self.setAccessibleName(f"{title}成绩分布：{spread or '还没有成绩'}")
        self.setToolTip(spread)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bars with their counts, the line with its words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour("line"), 1))
        painter.setBrush(colour("surf"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.setFont(font(13, strong=True))
        painter.setPen(colour("text"))
        painter.drawText(QRectF(16, 10, self.width() - 32, 22), Qt.AlignmentFlag.AlignLeft, f"{self._title} 成绩分布" if self._title else "成绩分布")
        plot = QRectF(20, 76, self.width() - 40, self.height() - 110)
        painter.setFont(font(12))
        if not any(self._bins):
            painter.setPen(colour("text3"))
            painter.drawText(plot, Qt.AlignmentFlag.AlignCenter, "有成绩后，这里按十分一段画出分布")
            return
        most, wide = max(self._bins), plot.width() / 10
        for n, count in enumerate(self._bins):
            height = plot.height() * count / most
            bar = QRectF(plot.left() + n * wide + 3, plot.bottom() - height, wide - 6, height)
            painter.fillRect(bar, colour("pri"))
            painter.setPen(colour("text2"))
            painter.drawText(QRectF(bar.left() - 6, plot.bottom() + 4, wide + 6, 18), Qt.AlignmentFlag.AlignHCenter, str(n * 10))
            if count:
                painter.setPen(colour("text"))
                painter.drawText(QRectF(bar.left() - 6, bar.top() - 18, wide + 6, 16), Qt.AlignmentFlag.AlignHCenter, str(count))
        if self._line is not None:
            x = plot.left() + plot.width() * float(min(self._line, Fraction(100))) / 100
            painter.setPen(QPen(colour("red"), 2, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, plot.top() - 14), QPointF(x, plot.bottom()))
            painter.setPen(colour("red"))
            box = QRectF(x - 90, 34, 180, 16)
            box.moveLeft(min(max(box.left(), 8.0), self.width() - 188.0))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"分数线 {self._line_text}")

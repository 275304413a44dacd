"""The honest empty state: a drawing, a title, a sentence, and at least one thing to do. Never a bare white table."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from ui.parts import icons
from ui.parts.look import button, label, look, row, stack
from ui.parts.strip import Action
from ui.theme import colour

LEAST = 320  # pixels under which the drawing is left out
WIDEST = 560  # pixels of a line of the sentence


class Drawing(QWidget):
    """Sheets of paper with a sign: `plus` (nothing yet), or the name of an icon (a place to come, nothing found)."""

    def __init__(self, sign: str = "plus") -> None:
        super().__init__()
        self._sign = sign
        self.setFixedSize(QSize(190, 140))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it in the colours shown now."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.width() / 2
        painter.setPen(QPen(colour("line2"), 1.6))
        painter.setBrush(colour("surf2"))
        for n in (2, 1):
            painter.drawRoundedRect(QRectF(middle - 70 + n * 10, 34 - n * 10, 120, 84), 6, 6)
        painter.setBrush(colour("surf"))
        painter.drawRoundedRect(QRectF(middle - 70, 34, 120, 84), 6, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("grid"))
        for n, width in enumerate((70, 88, 50)):
            painter.drawRoundedRect(QRectF(middle - 54, 52 + n * 20, width, 7), 3, 3)
        painter.setBrush(colour("pri"))
        painter.drawEllipse(QPointF(middle + 50, 112), 19, 19)
        size = 20
        sign = icons.pixmap(self._sign, "onPri", size, self.devicePixelRatio())
        painter.drawPixmap(QPointF(middle + 50 - size / 2, 112 - size / 2), sign)


class EmptyState(QFrame):
    """Fills the page or a table's place; the first action is the main one, an action without icon beyond it is a link."""

    def __init__(
        self, title: str, sentence: str, actions: Sequence[Action] = (), sign: str = "plus", note: str = ""
    ) -> None:
        super().__init__()
        look(self, look="card")
        self.title = label(title, "h1")
        self.sentence = label(sentence, "label", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._balance()
        self.buttons = [self._button(number, action) for number, action in enumerate(actions)]
        lines = stack(gap=8, margins=(24, 24, 24, 24))
        lines.addStretch(2)
        self.drawing = Drawing(sign)
        lines.addWidget(self.drawing, 0, Qt.AlignmentFlag.AlignHCenter)
        lines.addWidget(self.title, 0, Qt.AlignmentFlag.AlignHCenter)
        if note:
            when = label(note, "pill")
            look(when, tone="info")
            lines.addWidget(when, 0, Qt.AlignmentFlag.AlignHCenter)
        lines.addLayout(row(None, self.sentence, None))
        lines.addSpacing(8)
        lines.addLayout(row(None, *self.buttons, None))
        lines.addStretch(3)
        self.setLayout(lines)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On little room the drawing makes way for the words."""
        super().resizeEvent(event)
        self.drawing.setVisible(self.height() >= LEAST)

    def event(self, event: QEvent) -> bool:
        """Another face measures anew; so does the face of its style, which the words have once they are styled themselves."""
        if event.type() in (QEvent.Type.Polish, QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "sentence"):
            self.sentence.ensurePolished()
            self._balance()
        return super().event(event)

    def _balance(self) -> None:
        """Lines of about equal length: a last line of one lost character looks like a fault."""
        whole = max(map(self.sentence.fontMetrics().horizontalAdvance, self.sentence.text().split("\n")))
        lines = max(1, -(-whole // WIDEST))
        self.sentence.setFixedWidth(min(WIDEST, max(120, whole // lines + (3 * self.sentence.fontMetrics().height() if lines > 1 else 24))))

    @staticmethod
    def _button(number: int, action: Action) -> QWidget:
        name = "primary" if number == 0 else "" if action.icon else "link"
        return button(action.text, name, action.icon, action.do)

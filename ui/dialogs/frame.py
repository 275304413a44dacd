"""The clean window of first run and unlock: brand at the left, the work at the right, one strip for what went wrong."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QVBoxLayout

from ui import theme
from ui.parts.look import label, look, row, stack
from ui.parts.sidebar import BrandMark
from ui.parts.strip import Strip, Strips
from yingcai_desktop.errors import Refusal

SUFFIX = ".ycdb"
"""How the names of data files end."""


class GateWindow(QDialog):
    """Stands before the main window; not modal, there is nothing behind it yet. Closing it ends the program."""

    def __init__(self, title: str, side: str) -> None:
        super().__init__()
        theme.dress(self)
        self.setWindowTitle(f"{title} · 英才培养管理")
        self.body = QVBoxLayout()
        self.body.setContentsMargins(32, 28, 32, 24)
        self.body.setSpacing(10)
        self._strips = Strips()
        self._title, self._side = label(title, "h1"), label(side, "brandSub", wrap=True)
        words = self._side
        words.setAlignment(Qt.AlignmentFlag.AlignTop)
        brand = row(BrandMark(), label("英才培养管理", "brand"), None, gap=10)
        left = QFrame()
        look(left, look="side")
        left.setFixedWidth(220)
        left.setLayout(
            stack(
                brand, words, None, label("离线版 · 数据只在这台电脑上", "brandSub"), gap=18, margins=(20, 28, 20, 20)
            )
        )
        self.body.addWidget(self._title)
        self.body.addWidget(self._strips)
        self.setLayout(row(left, (self.body, 1), gap=0))

    def say(self, text: str, tone: str = "ok") -> None:
        """Say what has happened."""
        self._strips.show_strip(Strip(text, tone))

    def retitle(self, title: str, side: str) -> None:
        """The next step in the same window."""
        self.setWindowTitle(f"{title} · 英才培养管理")
        self._title.setText(title)
        self._side.setText(side)

    def fail(self, text: str) -> None:
        """Say what did not happen."""
        self.say(text, "bad")

    def refuse(self, refused: Refusal) -> None:
        """A service says no: its sentence, in place."""
        self.fail(refused.message)

    def trouble(self, error: BaseException) -> None:
        """Whatever escaped: a bug keeps the window open and offers a report."""
        from ui.messages import Messages  # rare, and the first window should not wait for it

        Messages(self._strips).trouble(error)

    def quiet(self) -> None:
        """Take old messages away before trying again."""
        for strip in self._strips.strips():
            self._strips.take(strip)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc never closes a window."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)

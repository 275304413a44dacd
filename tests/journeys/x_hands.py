"""The same hands at a real keyboard: every chord and every plain letter is pressed at the X server, and Qt gets it from there.

Chinese still arrives as an input method sends it: no input method runs under a bare X server.
"""

from itertools import groupby

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.journeys.hands import Hands
from tests.ui.xkeys import Keyboard

ARRIVES = 100
"""How often, 5 ms apart, a key is waited for."""


class Watch(QObject):
    """Counts what the X server sends: keys that were let go, and clicks, of which there must be none."""

    def __init__(self) -> None:
        super().__init__()
        self.keys = self.clicks = 0
        QGuiApplication.instance().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Only what comes from outside arrives at a window of the platform."""
        if isinstance(watched, QWindow):
            self.keys += event.type() is QEvent.Type.KeyRelease
            self.clicks += event.type() is QEvent.Type.MouseButtonPress
        return False


class XHands(Hands):
    """Hands in the process of the window, under X."""

    def __init__(self, window: object, display: str) -> None:
        super().__init__(lambda: window)
        self._board, self.watch = Keyboard(display), Watch()

    def key(self, *chords: str, times: int = 1) -> None:
        """Pressed at the server."""
        for chord in chords * times:
            self.wake()
            before = self.watch.keys
            self._board.press(chord)
            for _ in range(ARRIVES):
                QTest.qWait(5)
                if self.watch.keys > before:
                    break

    def type(self, text: str) -> None:
        """Plain letters pressed one by one."""
        for plain, run in groupby(text, str.isascii):
            piece = "".join(run)
            if plain:
                self.key(*piece)
            else:
                self.wake()
                event = QInputMethodEvent()
                event.setCommitString(piece)
                QApplication.sendEvent(self.focus, event)

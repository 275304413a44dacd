"""Tells when nobody has touched the program for a while, so that the window can be locked."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

MINUTES = 15
_TOUCHES = {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel, QEvent.Type.TouchBegin}


class IdleWatch(QObject):
    """Emits `idle` once after `minutes` without a key, the mouse or a finger; 0 switches it off. It goes with its parent.

    It watches the windows of the screen: asked on the application, it would be asked tens of thousands of times while a page is built.
    """

    idle = Signal()

    def __init__(self, parent: QObject, minutes: float = MINUTES) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True, interval=int(minutes * 60_000))
        self._timer.timeout.connect(self.idle)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._watch)
        for window in app.topLevelWindows():
            self._watch(window)
        if minutes:
            self._timer.start()

    def set_minutes(self, minutes: float) -> None:
        """Another patience from now on."""
        self._timer.setInterval(int(minutes * 60_000))
        if minutes:
            self._timer.start()
        else:
            self._timer.stop()

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:  # once more is as good as once
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch what comes to a window from outside."""
        if event.type() in _TOUCHES and self._timer.interval():
            self._timer.start()
        return False

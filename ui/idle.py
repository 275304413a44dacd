"""Tells when nobody has touched the program for a while, so that the window can be locked."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

MINUTES = 15
_TOUCHES = {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel}


class IdleWatch(QObject):
    """Emits `idle` once after `minutes` without a key or the mouse; 0 switches it off."""

    idle = Signal()

    def __init__(self, app: QCoreApplication, minutes: float = MINUTES) -> None:
        super().__init__(app)
        self._timer = QTimer(self, singleShot=True, interval=int(minutes * 60_000))
        self._timer.timeout.connect(self.idle)
        app.installEventFilter(self)
        if minutes:
            self._timer.start()

    def set_minutes(self, minutes: float) -> None:
        """Another patience from now on."""
        self._timer.setInterval(int(minutes * 60_000))
        if minutes:
            self._timer.start()
        else:
            self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch the events of others."""
        if event.type() in _TOUCHES and self._timer.interval():
            self._timer.start()
        return False

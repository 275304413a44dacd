"""One of several on show, and none before there is somebody to see it."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QStackedWidget, QWidget


class Faces(QStackedWidget):
    """A stack that takes a face in when it is first on show.

    Whatever belongs to a window is styled and measured with it, seen or not: until then a face belongs to a widget nobody sees. The
    first waits for the stack to come on show itself, or each next widget around the stack would have all of it styled again.
    """

    def __init__(self) -> None:
        super().__init__()
        self._wanted: QWidget | None = None
        self._waiting = QWidget()
        self.destroyed.connect(self._waiting.deleteLater)

    def addWidget(self, widget: QWidget) -> int:
        """One more face; the first is the one to show."""
        self._wanted = self._wanted or widget
        widget.setParent(self._waiting)
        return -1

    def setCurrentWidget(self, widget: QWidget) -> None:
        """Show another face, now or when the stack comes on show."""
        self._wanted = widget
        if self._seen():
            self._show()

    def currentWidget(self) -> QWidget | None:
        """The face on show, or to be shown."""
        return self._wanted

    def event(self, event: QEvent) -> bool:
        """Styled or shown in a window: the face that is wanted comes forward."""
        if event.type() in (QEvent.Type.Polish, QEvent.Type.Show) and self._seen():
            self._show()
        return super().event(event)

    def _seen(self) -> bool:
        return self.window().isVisible() and self.isVisibleTo(self.window())

    def _show(self) -> None:
        if self._wanted is not None:
            if self.indexOf(self._wanted) < 0:
                super().addWidget(self._wanted)
            super().setCurrentWidget(self._wanted)

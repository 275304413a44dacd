"""One of several on show, and none before there is somebody to see it."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QStackedWidget, QWidget


class Faces(QStackedWidget):
    """A stack that shows its first face when it comes on show itself.

    Qt shows it at once, and to show is to style everything inside: while a page is still being put together, each next widget
    around the stack would have all of that styled again.
    """

    def __init__(self) -> None:
        super().__init__()
        self._wanted: QWidget | None = None
        super().addWidget(QWidget())  # holds the place of the first

    def addWidget(self, widget: QWidget) -> int:
        """One more face; the first is the one to show."""
        self._wanted = self._wanted or widget
        return super().addWidget(widget)

    def setCurrentWidget(self, widget: QWidget) -> None:
        """Show another face, now or when the stack comes on show."""
        self._wanted = widget
        if self._seen():
            super().setCurrentWidget(widget)

    def currentWidget(self) -> QWidget | None:
        """The face on show, or to be shown."""
        return self._wanted

    def event(self, event: QEvent) -> bool:
        """Styled or shown in a window: the face that is wanted comes forward."""
        if (
            event.type() in (QEvent.Type.Polish, QEvent.Type.Show)
            and self._wanted is not None
            and self._seen()
        ):
            super().setCurrentWidget(self._wanted)
        return super().event(event)

    def _seen(self) -> bool:
        return self.window().isVisible() and self.isVisibleTo(self.window())

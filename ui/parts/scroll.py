"""A page that scrolls up and down when the screen is low; never sideways. The focused control is kept in sight."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from ui.parts.look import look


class Scroll(QScrollArea):
    """Wraps one widget; transparent, by look and not by a sheet of its own."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        look(self, look="scroll")
        if content.property("look") is None:
            look(content, look="plain")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._content = content
        content.setParent(self.viewport())
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def event(self, event: QEvent) -> bool:
        """Take the content in when the page is first styled, or shown if it was hidden then.

        To take it in is to measure it, which styles everything inside: while the page is still being put together, each next
        widget around it would have all of that styled again.
        """
        if event.type() in (QEvent.Type.Polish, QEvent.Type.Show) and self.isVisibleTo(self.window()):
            self._take_in()
        return super().event(event)

    def ensureWidgetVisible(self, child: QWidget, x: int = 50, y: int = 50) -> None:
        """Scroll to it."""
        self._take_in()
        super().ensureWidgetVisible(child, x, y)

    def _take_in(self) -> None:
        if self.widget() is None:
            self.setWidget(self._content)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self._content.isAncestorOf(new):
            self.ensureWidgetVisible(new, 0, 40)

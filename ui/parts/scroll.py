"""A page that scrolls up and down when the screen is low; never sideways. The focused control is kept in sight."""

from PySide6.QtCore import Qt
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
        self.setWidget(content)
        self._content = content
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self._content.isAncestorOf(new):
            self.ensureWidgetVisible(new, 0, 40)

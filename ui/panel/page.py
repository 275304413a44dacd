"""What the pages of 评委席 share: the window they live in, and being told when they are opened."""

from typing import Any

from PySide6.QtWidgets import QWidget

from ui.parts.look import look


class SeatPage(QWidget):
    """Subclasses fill themselves from `self.window_.seat` in `entered`."""

    title = ""

    def __init__(self, window: Any) -> None:
        super().__init__()
        self.window_ = window
        look(self, look="canvas")

    def entered(self) -> None:
        """Opened: read what is stored and take the keyboard."""

    def left(self) -> None:
        """Another page is opened: keep what is typed."""

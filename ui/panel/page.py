"""What the pages of 评委席 share: the window they live in, and being told when they are opened."""

from typing import Any

from PySide6.QtWidgets import QWidget

from ui.parts.look import look

_FIGURE_SPACE = "\u2007"  # as wide as a digit


def numbered(number: int, name: str) -> str:
    """A candidate on a line of a list: names begin under one another whether the number has one digit or two."""
    return f"{str(number).rjust(2, _FIGURE_SPACE)}  {name}"


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

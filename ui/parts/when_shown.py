"""Widgets that nobody sees yet are not made: a list behind another tab is filled when its tab is opened."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget


class WhenShown(QObject):
    """Fills a widget: at once while it is on show, else when it comes on show, and then only the last time it was asked to."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._fill: Callable[[], object] | None = None
        widget.installEventFilter(self)

    def do(self, fill: Callable[[], object]) -> None:
        """Fill it like this."""
        if self._widget.isVisible():
            fill()
        else:
            self._fill = fill

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """It comes on show."""
        if event.type() is QEvent.Type.Show and self._fill is not None:
            fill, self._fill = self._fill, None
            fill()
        return super().eventFilter(watched, event)

"""The wheel never changes a value the user is not in: over a closed combo or slider it scrolls the page (ux C10, U32)."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QAbstractSlider, QAbstractSpinBox, QComboBox, QScrollBar, QWidget


class WheelGuard(QObject):
    """One event filter on the application."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch the events of others."""
        if event.type() != QEvent.Type.Wheel or not isinstance(watched, QWidget):
            return False
        guarded = isinstance(watched, QComboBox | QAbstractSpinBox | QAbstractSlider) and not isinstance(
            watched, QScrollBar
        )
        if not guarded or watched.hasFocus():
            return False
        event.ignore()  # left to the parents, which scroll
        return True

"""Text fields that leave the keyboard to the input method while something is being composed (ux C1, C2, U12)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit


class LineEdit(QLineEdit):
    """`entered` on Enter, never while composing; `left` when the focus goes elsewhere (a popup does not count)."""

    entered = Signal()
    left = Signal()

    def __init__(self, text: str = "", placeholder: str = "") -> None:
        super().__init__(text)
        self._preedit = ""
        self.setPlaceholderText(placeholder)

    def composing(self) -> bool:
        """Whether the input method holds text that is not committed yet."""
        return bool(self._preedit)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Remember what is being composed."""
        self._preedit = event.preeditString()
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys, as the class says."""
        if self.composing() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            event.setAccepted(plain)
            if plain:
                self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the field was left."""
        self._preedit = ""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit()


class SearchEdit(LineEdit):
    """A box that filters: Esc clears it first, only then goes further up the ladder."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys, as the class says."""
        if event.key() == Qt.Key.Key_Escape and self.text() and not self.composing():
            self.clear()
            return
        super().keyPressEvent(event)


class TextArea(QPlainTextEdit):
    """Several lines; Tab leaves (no keyboard trap), Ctrl+Enter goes up to the page."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._preedit = ""
        self.setTabChangesFocus(True)

    def composing(self) -> bool:
        """Whether the input method holds text that is not committed yet."""
        return bool(self._preedit)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Remember what is being composed."""
        self._preedit = event.preeditString()
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys, as the class says."""
        if event.key() == Qt.Key.Key_Return and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the field was left."""
        self._preedit = ""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit()

"""A closed list to pick from by typing: letters are pinyin, digits and hanzi are themselves; no input method in the way."""

import time
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox

from ui.parts.pinyin import haystack

_PAUSE = 0.9  # seconds after which typing starts a new word


class PickCombo(QComboBox):
    """Options are (code, text). `picked(code)` only when the user picks; `left` when the focus goes elsewhere."""

    picked = Signal(str)
    left = Signal()
    entered = Signal()

    def __init__(self, options: Sequence[tuple[str, str]] = (), name: str = "") -> None:
        super().__init__()
        self._typed, self._typed_at = "", 0.0
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.setMaxVisibleItems(14)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.set_options(options)
        self.activated.connect(lambda _number: self.picked.emit(self.code()))

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Other options; the chosen code stays if it is still there."""
        code = self.code()
        self.clear()
        for value, text in options:
            self.addItem(text, value)
            self.setItemData(self.count() - 1, text, Qt.ItemDataRole.ToolTipRole)
        self.set_code(code)

    def code(self) -> str:
        """The code of what is chosen, empty if nothing is."""
        value = self.currentData()
        return value if isinstance(value, str) else ""

    def set_code(self, code: str) -> None:
        """Choose without a signal; an unknown code is shown as it is, so that no stored value is hidden."""
        number = self.findData(code)
        if number < 0 and code:
            self.addItem(code, code)
            number = self.count() - 1
        self.setCurrentIndex(number)
        self.setToolTip(self.currentText())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Typing picks; Enter goes on to the next field; ↓ with Alt or F4 opens the list."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.setAccepted(not event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if event.isAccepted():
                self.entered.emit()
            return
        modified = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if event.text().isprintable() and event.text().strip() and not modified:
            self._type(event.text())
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel never changes a value the user is not in: it scrolls the page (ux C10, U32)."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the field was left; its own list does not count."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit()

    def _type(self, text: str) -> None:
        now = time.monotonic()
        self._typed = text.lower() if now - self._typed_at > _PAUSE else self._typed + text.lower()
        self._typed_at = now
        for number in range(self.count()):
            if any(form.startswith(self._typed) for form in haystack(self.itemText(number)).split()):
                if number != self.currentIndex():
                    self.setCurrentIndex(number)
                    self.activated.emit(number)
                return

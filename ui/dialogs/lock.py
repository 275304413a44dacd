"""The lock page: covers the window when nobody has touched it for a while; what was being typed waits underneath."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QWidget

from ui.dialogs.passphrase import PassphraseEdit
from ui.parts.look import button, label, look, mark, row, stack


class LockPage(QFrame):
    """`verify(passphrase)` says whether it is right. `unlocked` when it is; the page then goes away."""

    unlocked = Signal()

    def __init__(self, window: QWidget, verify: Callable[[str], bool]) -> None:
        super().__init__(window)
        self._window, self._verify = window, verify
        look(self, look="canvas")
        self.setAccessibleName("屏幕已锁定")
        self._before = window.focusWidget()
        self.passphrase = PassphraseEdit("口令", "输入口令继续")
        self.passphrase.entered.connect(self.try_unlock)
        self._note = label("没有关闭任何内容，输入口令后接着做。", "hint")
        card = QFrame()
        look(card, look="card")
        card.setMinimumWidth(380)
        head = row(None, mark("lock", "pri", 28), label("屏幕已锁定", "h1"), None)
        go = button("继续", "primary", "", self.try_unlock)
        card.setLayout(stack(head, self.passphrase, self._note, row(None, go), gap=12, margins=(28, 24, 28, 24)))
        self.setLayout(row(None, stack(None, card, None), None))
        beneath: list[QAction | QWidget] = [*window.actions(), *_others(window, self)]
        self._held = [thing for thing in beneath if thing.isEnabled()]
        self._hold(False)
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.show()
        self.raise_()
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def try_unlock(self) -> None:
        """Right: the page goes, the keyboard returns to where it was."""
        if not self._verify(self.passphrase.text()):
            look(self._note, look="error")
            self._note.setText("× 口令不对，请再试。")
            self.passphrase.edit.selectAll()
            return
        self._window.removeEventFilter(self)
        self._hold(True)
        self.hide()
        if self._before is not None:
            self._before.setFocus()
        self.unlocked.emit()
        self.deleteLater()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """The keyboard stays on this page while it is locked."""
        parts = [part for part in self.findChildren(QWidget) if part.focusPolicy() & Qt.FocusPolicy.TabFocus]
        at = next((n for n, part in enumerate(parts) if part.hasFocus()), 0)
        parts[(at + (1 if forward else -1)) % len(parts)].setFocus()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the window whatever its size."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        return super().eventFilter(watched, event)

    def _hold(self, on: bool) -> None:
        """Neither shortcuts nor anything beneath answers while the page is up."""
        for thing in self._held:
            thing.setEnabled(on)


def _others(window: QWidget, page: QWidget) -> list[QWidget]:
    """What lies beneath."""
    return [
        child
        for child in window.children()
        if isinstance(child, QWidget) and child is not page and not child.isWindow()
    ]

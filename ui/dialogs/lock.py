"""The lock page: covers the window when nobody has touched it for a while; what was being typed waits underneath.

The person at the desk goes on with their own password; 换人 lets another user take the seat without closing anything.
"""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QWidget

from ui.aside import Aside
from ui.dialogs.passphrase import PassphraseEdit
from ui.parts.combo import PickCombo
from ui.parts.look import button, label, look, mark, row, stack
from yingcai_desktop.errors import Refusal

_NOTE_PX = 36  # two lines: the card keeps its size whatever is said


class LockPage(QFrame):
    """`verify(name, password)` raises a `Refusal` for a wrong one; what it returns is emitted as `unlocked(who)` and the page goes away.

    `seat` is who sits there; without users it is blank and only the passphrase is asked. `others` may take the seat.
    """

    unlocked = Signal(object)
    failed = Signal(object)
    """No refusal but a bug, for the messages."""

    def __init__(
        self, window: QWidget, verify: Callable[[str, str], Any], seat: str = "", others: Sequence[str] = ()
    ) -> None:
        super().__init__(window)
        self._window, self._verify, self._seat = window, verify, seat
        look(self, look="canvas")
        self.setAccessibleName("屏幕已锁定")
        self._before = window.focusWidget()
        self._aside = Aside(self)
        self.passphrase = PassphraseEdit("口令", f"{seat}的口令" if seat else "输入口令继续")
        self.passphrase.entered.connect(self.try_unlock)
        self.who = PickCombo([(name, name) for name in others], "换成")
        self.who.entered.connect(self.passphrase.setFocus)
        self.who.hide()
        self._note = label(f"{f'{seat} 的' if seat else ''}工作没有关闭，输入口令后接着做。", "hint", wrap=True)
        self._note.setMinimumHeight(_NOTE_PX)
        self.go = button("继续", "primary", "", self.try_unlock)
        self.change = button("换人…", "link", "", self.change_seat, tip="另一位用户坐到这里，不用关闭程序")
        card = QFrame()
        look(card, look="card")
        card.setMinimumWidth(400)
        head = row(None, mark("lock", "pri", 28), label("屏幕已锁定", "h1"), None)
        card.setLayout(
            stack(head, self.who, self.passphrase, self._note, row(self.change, None, self.go), gap=12, margins=(28, 24, 28, 24))
        )
        self.setLayout(row(None, stack(None, card, None), None))
        self.change.setVisible(bool(others))
        beneath: list[QAction | QWidget] = [*window.actions(), *_others(window, self)]
        self._held = [thing for thing in beneath if thing.isEnabled()]
        self._hold(False)
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.show()
        self.raise_()
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def change_seat(self) -> None:
        """换人, and back again."""
        another = self.who.isHidden()
        self.who.setVisible(another)
        if another and self.who.currentIndex() < 0:
            self.who.setCurrentIndex(0)
        self.change.setText(f"还是 {self._seat}" if another else "换人…")
        self.go.setText("换人" if another else "继续")
        self.passphrase.edit.clear()
        self.passphrase.edit.setPlaceholderText("新来的人的口令" if another else f"{self._seat}的口令")
        self._tell("打开的页面和没写完的内容都留着，之后的操作记在新来的人名下。" if another else f"{self._seat} 的工作没有关闭，输入口令后接着做。")
        (self.who if another and self.who.count() > 1 else self.passphrase).setFocus()

    def try_unlock(self) -> None:
        """Right: the page goes, the keyboard returns to where it was."""
        if self._aside.busy:
            return
        name = self._seat if self.who.isHidden() else self.who.code()
        password = self.passphrase.text()
        self._tell("正在核对…")
        self._aside.run(lambda: self._verify(name, password), self._right, self._wrong)

    def _right(self, who: object) -> None:
        self._window.removeEventFilter(self)
        self._hold(True)
        self.hide()
        if self._before is not None:
            self._before.setFocus()
        self.unlocked.emit(who)
        self.deleteLater()

    def _wrong(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self._tell(f"× {error.message}", "error")
        else:
            self._tell("× 没有核对成，请再试一次。", "error")
            self.failed.emit(error)
        self.passphrase.setFocus()
        self.passphrase.edit.selectAll()

    def _tell(self, text: str, name: str = "hint") -> None:
        look(self._note, look=name)
        self._note.setText(text)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """The keyboard stays on this page while it is locked."""
        parts = [p for p in self.findChildren(QWidget) if p.focusPolicy() & Qt.FocusPolicy.TabFocus and p.isVisible()]
        if not parts:  # the page is going away
            return False
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

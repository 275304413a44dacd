"""The second person, on the spot: a panel in the window where another user signs in for one act (L03; ux §0: no dialogs).

In a store without users another name is enough. Whoever sits at the desk can never be the witness.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget
from shiboken6 import isValid

from ui.aside import Aside
from ui.dialogs.passphrase import PassphraseEdit
from ui.parts.combo import PickCombo
from ui.parts.line_edit import LineEdit
from ui.parts.look import button, label, look, mark, row, stack
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Refusal
from yingcai_desktop.rules import permissions
from yingcai_desktop.services import witnessing


class SecondPerson(QFrame):
    """`agreed(desk)` with the witness in it, or `gave_up`; the panel's owner takes it away."""

    agreed = Signal(object)
    gave_up = Signal()
    failed = Signal(object)
    """Something that is no refusal: a bug, for the messages."""

    def __init__(self, desk: Desk, doing: str, clause: str = "", action: str = "") -> None:
        super().__init__()
        self.desk, self._action = desk, action
        self.by_name = desk.user is None
        look(self, look="card")
        self.setAccessibleName(f"{doing}须由两人办理")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.others = witnessing.candidates(desk, action)
        self.who = PickCombo([(name, name) for name in self.others], "见证人")
        self.who.setMinimumWidth(160)
        self.who.setCurrentIndex(0)
        self.password = PassphraseEdit("见证人的口令", "见证人自己的口令")
        self.name = LineEdit("", "另一人的姓名")
        self.name.setAccessibleName("见证人姓名")
        self.password.entered.connect(self.confirm)
        self.name.entered.connect(self.confirm)
        self.who.entered.connect(self.password.setFocus)
        self.go = button(f"见证“{doing}”", "primary", "check", self.confirm)
        self.note = label("", "error", wrap=True)
        self.note.hide()
        self._aside = Aside(self)
        head = row(mark("users", "pri"), label(f"“{doing}”须由两人办理", "strong"),
                   (label(self._why(clause), "hint", wrap=True), 1))  # fmt: skip
        asked = (label("见证人", "label"), (self.name, 1)) if self.by_name else (
            label("见证人", "label"), self.who, (self.password, 1))  # fmt: skip
        cancel = button("取消", do=self.give_up)
        line = row(label(f"经办 {desk.actor}", "label"), 12, *asked, None, cancel, self.go)
        self.setLayout(stack(head, line, self.note, gap=8, margins=(16, 10, 16, 12)))
        if not self.by_name and not self.others:
            self._nobody()

    def first_field(self) -> QWidget:
        """Where the witness begins."""
        if self.by_name:
            return self.name
        return self.password if len(self.others) == 1 else self.who

    def confirm(self) -> None:
        """Check who it is; a wrong password is said in place and can be corrected."""
        if self._aside.busy:
            return
        if self.by_name:
            try:
                self.agreed.emit(witnessing.named(self.desk, self.name.text()))
            except Refusal as refused:
                self._refuse(refused)
            return
        if not self.others:
            return
        desk, name, password, action = self.desk, self.who.code(), self.password.text(), self._action
        self._wait(True)
        self._aside.run(lambda: witnessing.signed(desk, name, password, action), self.agreed.emit, self._refuse)

    def give_up(self) -> None:
        """Nothing is done."""
        self.gave_up.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc: nothing is done."""
        if event.key() == Qt.Key.Key_Escape:
            self.give_up()
        else:
            super().keyPressEvent(event)

    def _why(self, clause: str) -> str:
        who = f"{permissions.who_witnesses(self._action)}人员" if self._action in permissions.WITNESSES else "另一人"
        how = f"请写在场的{who}" if self.by_name else f"请在场的{who}输入自己的口令"
        return f"{how}，只对这一次有效{f'（{clause}）' if clause else ''}"

    def _nobody(self) -> None:
        """No user of the office may be the second person of this act."""
        who = permissions.who_witnesses(self._action)
        self.go.setEnabled(False)
        self._say(f"本单位没有能见证的人：见证人须是{who}。没有办理；请管理员在“系统设置 · 用户与权限”里登记{who}人员。")

    def _wait(self, on: bool) -> None:
        self.note.hide()
        for part in (self.go, self.who, self.password):
            part.setEnabled(not on)

    def _say(self, words: str) -> None:
        self.note.setText(f"× {words}")
        self.note.setAccessibleName(self.note.text())
        self.note.show()

    def _refuse(self, error: BaseException) -> None:
        self._wait(False)
        if not isinstance(error, Refusal):
            self.failed.emit(error)
            return
        self._say(error.message)
        if not self.by_name:
            self.password.setFocus()
            self.password.edit.selectAll()


class SecondPersonPlace(QFrame):
    """Where the panel stands in the window: one at a time, nothing while nobody is asked."""

    def __init__(self, margins: tuple[int, int, int, int]) -> None:
        super().__init__()
        look(self, look="plain")
        self._lines = stack(gap=0, margins=(margins[0], margins[1], margins[2], 0))
        self.setLayout(self._lines)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.panel: SecondPerson | None = None
        self._before: QWidget | None = None
        self.hide()

    def ask(self, panel: SecondPerson, then: Callable[[Desk], object], trouble: Callable[[BaseException], object]) -> None:
        """Show it; `then(desk)` once somebody agreed, and what a service refuses there is told by `trouble`."""
        self.take_away()
        self._before = self.window().focusWidget()
        self.panel = panel
        self._lines.addWidget(panel)
        self.show()
        panel.gave_up.connect(self.take_away)
        panel.failed.connect(trouble)

        def act(desk: Desk) -> None:
            self.take_away()
            try:
                then(desk)
            except Refusal as refused:
                trouble(refused)

        panel.agreed.connect(act)
        panel.first_field().setFocus(Qt.FocusReason.OtherFocusReason)

    def take_away(self) -> None:
        """The panel goes, the keyboard returns to where it was."""
        if self.panel is None:
            return
        self.panel.hide()
        self.panel.deleteLater()
        self.panel = None
        self.hide()
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus()
        self._before = None

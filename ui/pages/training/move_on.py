"""转入跟踪: who has a final result, ticked; the consent of student and guardian; or the word that somebody does not want it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame

from ui.pages.base import Shell
from ui.pages.training.acting import Acting
from ui.pages.training.roll import RollBox, RollRow
from ui.parts.look import button, label, look, row, rule, stack
from yingcai_desktop.services.following import moving
from yingcai_desktop.services.following.moving import Candidate


class MoveOn(QFrame):
    """`closed` when the list shall come back. Ctrl+Enter moves, Esc goes back."""

    closed = Signal()

    def __init__(self, shell: Shell, acting: Acting) -> None:
        super().__init__()
        self.shell, self.acting = shell, acting
        look(self, look="card")
        self.setAccessibleName("转入跟踪")
        self.roll = RollBox("可以转入跟踪的学员", marked="终评")
        self.consent = QCheckBox("勾选的学员本人和监护人已同意继续跟踪，同意书已存档")
        self.consent.setAccessibleName(self.consent.text())
        self.who = label("", "label", wrap=True)
        self.refuse = button("登记不同意", do=self.decline, tip="不愿意跟踪的：不再提醒，也不收他的去向")
        self.go = button("转入跟踪", "primary", do=self.move_on, tip="Ctrl+Enter")
        back = button("返回", do=self.closed.emit, tip="Esc")
        head = row(
            label("转入跟踪", "title"), label("终评有结果的学员，转入后列入往届跟踪，每人只转一次", "hint"), None
        )
        self.setLayout(
            stack(
                head,
                (self.roll, 1),
                rule(),
                self.consent,
                row((self.who, 1), back, self.refuse, self.go),
                gap=10,
                margins=(16, 12, 16, 12),
            )
        )
        self.roll.changed.connect(self._follow)
        self.consent.toggled.connect(lambda _on: self._follow())
        self.hide()

    def open(self, people: Sequence[Candidate]) -> None:
        """Everybody who can be moved; who refused before is marked."""
        self.roll.show_people([RollRow(c.student, "不同意" if c.declined else c.grade) for c in people])
        self.consent.setChecked(False)
        self._follow()
        self.roll.focus()

    def move_on(self) -> None:
        """With the consent."""
        chosen, agreed = self.roll.chosen(), self.consent.isChecked()
        act = partial(moving.move, self.shell.desk, chosen, consent=agreed)
        if self.acting.do(f"转入跟踪 {len(chosen)} 人", act, str) is not None:
            self.closed.emit()

    def decline(self) -> None:
        """Without it."""
        chosen = self.roll.chosen()
        if (
            self.acting.do(f"登记 {len(chosen)} 人不同意跟踪", partial(moving.decline, self.shell.desk, chosen), str)
            is not None
        ):
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter, Esc."""
        ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if ctrl and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.go.isEnabled():
            self.move_on()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _follow(self) -> None:
        chosen = self.roll.students()
        self.go.setText(f"转入跟踪 {len(chosen)} 人" if chosen else "转入跟踪")
        self.go.setAccessibleName(self.go.text())
        self.go.setEnabled(bool(chosen) and self.consent.isChecked())
        self.refuse.setEnabled(bool(chosen))
        missing = "，请先在上面确认已经取得同意" if chosen and not self.consent.isChecked() else ""
        self.who.setText(f"已勾选 {len(chosen)} 人{missing}" if chosen else "还没有勾选学员")

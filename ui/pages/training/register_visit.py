"""登记一次到校: who came at the left, what it was at the right; one visit or a whole group (ux §4.9: 今天全组到校 = tick list)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame

from ui.pages.base import Shell
from ui.pages.halfway import Halfway
from ui.pages.training import visit_form
from ui.pages.training.acting import Acting
from ui.pages.training.roll import RollBox, RollRow
from ui.parts.form import Form
from ui.parts.look import button, label, look, row, rule, stack
from yingcai_desktop.rules.training import NOT_HANDED_IN, ON_CAMPUS
from yingcai_desktop.services.trainees import visits
from yingcai_desktop.services.trainees.students import Student

_FORM = 420


class RegisterVisit(QFrame):
    """`closed` when the list shall come back. Ctrl+Enter registers, Esc goes back; what is typed stays for the next time."""

    closed = Signal()

    def __init__(self, shell: Shell, acting: Acting) -> None:
        super().__init__()
        self.shell, self.acting = shell, acting
        look(self, look="card")
        self.setAccessibleName("登记一次到校或面授")
        self.roll = RollBox("参加的学员")
        self.form = Form(visit_form.sections(with_log=True))
        self.form.setFixedWidth(_FORM)
        self.form.boxes["content"].editor.widget.setMaximumHeight(112)
        self.who = label("", "label", wrap=True)
        self.go = button("登记", "primary", do=self.register, tip="Ctrl+Enter")
        back = button("返回", do=self.closed.emit, tip="Esc")
        head = row(label("登记一次到校或面授", "title"), label("勾选参加的学员，或粘贴名单；右边填活动", "hint"), None)
        foot = row((self.who, 1), back, self.go)
        self.lines = stack(head, row((self.roll, 1), self.form, gap=12), rule(), foot, gap=10, margins=(16, 12, 16, 12))
        self.setLayout(self.lines)
        self.roll.changed.connect(self._follow)
        self.form.committed.connect(lambda _key: self._check())
        self.halfway = Halfway(shell, self, "training.visit", {"form": self.form, "paste": self.roll.paste, "ticks": self.roll})
        self.lines.insertWidget(1, self.halfway.line())

    def open(self, people: Sequence[Student], ticked: Sequence[str] = ()) -> None:
        """Everybody in training; ticked are those it was opened for, else whoever was ticked last time. The day is today."""
        self.roll.show_people([RollRow(s) for s in people], ticked or self.roll.chosen())
        today = self.shell.desk.clock().date().isoformat()
        self.halfway.open("visit", {"day": today, "mode": ON_CAMPUS, "face_to_face": "1", "review": NOT_HANDED_IN})
        if ticked:
            self.roll.show_draft(" ".join(ticked))
        self._follow()
        (self.form if ticked else self.roll).focus()

    def register(self) -> None:
        """Store it for everybody ticked."""
        self.form.flush()
        found = self._check()
        if found.entry is None:
            self.form.next_finding()
            return
        entry, chosen = found.entry, self.roll.chosen()
        title = f"登记{entry.mode} {len(chosen)} 人"
        deed = self.acting.do(title, lambda: visits.register(self.shell.desk, chosen, entry), lambda done: done.said)
        if deed is not None:
            again = {**self.form.values(), "content": ""}  # the next is of the same day and place more often than not
            self.halfway.done()
            self.form.show_values(again)
            self.roll.tick(chosen, False)
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter, Esc."""
        ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if ctrl and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.register()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _check(self) -> visit_form.Read:
        found = visit_form.read(self.shell.desk, self.form.values(), [s.admitted_on for s in self.roll.students()])
        self.form.show_findings(found.findings)
        return found

    def _follow(self) -> None:
        """The number in the button, the names beside it, and the mentor they share."""
        chosen = self.roll.students()
        self.go.setText(f"登记 {len(chosen)} 人" if chosen else "登记")
        self.go.setAccessibleName(self.go.text())
        self.go.setEnabled(bool(chosen))
        self.who.setText(f"已勾选 {len(chosen)} 人：{_names(chosen)}" if chosen else "还没有勾选学员")
        mentors = {s.mentor for s in chosen}
        if len(mentors) == 1 and not self.form.values()["instructor"]:
            self.form.update_values({"instructor": mentors.pop()})


def _names(people: Sequence[Student], most: int = 8) -> str:
    shown = "、".join(s.name for s in people[:most])
    return f"{shown} 等" if len(people) > most else shown

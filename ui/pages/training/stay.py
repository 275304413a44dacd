"""去留: a trainee leaves or comes back; two people on the spot and a reason (附件1 五, 附件2 五、七（二）)."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from ui.pages.base import Shell
from ui.pages.halfway import Halfway
from ui.pages.training.acting import Acting
from ui.parts.fields import tidy_date
from ui.parts.line_edit import LineEdit, TextArea
from ui.parts.look import button, label, row, stack
from yingcai_desktop.errors import Invalid
from yingcai_desktop.services.trainees import leaving
from yingcai_desktop.services.trainees.board import Row

_CLAUSE = "附件2 五、七（二）"


class StayTab(QWidget):
    """One button, the one that fits the state."""

    def __init__(self, shell: Shell, acting: Acting) -> None:
        super().__init__()
        self.shell, self.acting = shell, acting
        self._row: Row | None = None
        self.told = label("", wrap=True)
        self.day = LineEdit("", "退出日期，如 2025-09-15")
        self.day.setAccessibleName("退出日期")
        self.reason = TextArea()
        self.reason.setAccessibleName("理由，必填")
        self.reason.setPlaceholderText("理由（必填，会记入操作记录）")
        self.reason.setFixedHeight(80)
        self.reason.textChanged.connect(self._enable)
        self.go = button("", "danger", do=self.ask)
        self.halfway = Halfway(shell, self, "training.stay", {"day": self.day, "reason": self.reason})
        note = label("须由两人办理：按下后请在场的另一人见证。历次去留见“操作记录”。", "hint", wrap=True)
        self.setLayout(stack(self.told, self.halfway.line(), self.day, self.reason, note, row(None, self.go), None, margins=(16, 8, 16, 12)))

    def show_row(self, found: Row) -> None:
        """The trainee as stored."""
        self._row = found
        self.halfway.open(found.uid, {"day": self.shell.desk.clock().date().isoformat()})
        s = found.student
        since = f"{s.admitted_on.isoformat()} 录取"
        self.told.setText(f"在培，{since}。" if s.training else f"{s.state_name}，{s.exited_on}：{s.exit_reason}")
        self.day.setVisible(s.training)
        self.go.setText("中途退出…" if s.training else "恢复培养…")
        self.go.setAccessibleName(self.go.text())
        self.go.setVisible(s.state_name in ("在培", "已退出"))
        self._enable()

    def ask(self) -> None:
        """The second person, then the act."""
        found = self._row
        if found is None:
            return
        uid, reason, day = found.uid, self.reason.toPlainText().strip(), tidy_date(self.day.text())
        leaves = found.student.training

        def then(desk: Any) -> None:
            act: Callable[[], str] = (lambda: leaving.leave(desk, uid, _day(day), reason)) if leaves else (
                lambda: leaving.reinstate(desk, uid, reason))  # fmt: skip
            said = act()
            self.halfway.done(uid)
            self.acting.undoing.clear()
            self.shell.light.saved(desk.clock())
            self.shell.messages.done(said)

        self.shell.second_person("中途退出" if leaves else "恢复培养", then, _CLAUSE)

    def _enable(self) -> None:
        self.go.setEnabled(bool(self.reason.toPlainText().strip()))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid(f"日期“{text}”读不懂，没有办理。请按 2025-09-15 的样子填写。") from error

"""The bar under the list while several records are chosen: it says how many and who before it acts; hidden rows are never among them."""

from collections.abc import Callable, Collection, Sequence
from hashlib import sha256

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QWidget

from ui.pages.base import Shell
from ui.pages.halfway import Halfway
from ui.parts.line_edit import LineEdit
from ui.parts.look import button, label, look, row, stack
from yingcai_desktop.services.applications.reviewing import Plan


class BatchBar(QFrame):
    """First line: the choice and the verbs. After a verb: who it moves, who not and why, a reason if asked for, and one button."""

    planned = Signal(str)
    confirmed = Signal(object, str)
    export_wanted = Signal()
    forms_wanted = Signal()
    cleared = Signal()

    def __init__(
        self, shell: Shell, noun: str, verbs: Sequence[tuple[str, str]], forms: str = "", more: Sequence[QPushButton] = ()
    ) -> None:
        """`verbs`: what this office can do to many at once, with its words; `forms`: what is printed of each, a page A4 (blank: nothing).

        `more`: buttons of the page's own, for what needs no plan.
        """
        super().__init__()
        look(self, look="card")
        self._noun = noun
        self.setAccessibleName(f"对选中的{noun}")
        self.words = label("", "strong")
        self.verbs = {v: button(text, do=self._planner(v)) for v, text in verbs}
        export = button("导出", "", "upload-simple", self.export_wanted.emit)
        printing = [button(forms, "", "printer", self.forms_wanted.emit, tip="每人一页 A4（Ctrl+P）")] if forms else []
        clear = button("取消选择", "link", do=self.cleared.emit)
        self._plan: Plan | None = None
        self._answer = ""
        self.who, self.not_who = label("", "label", wrap=True), label("", "warn", wrap=True)
        self.reason = LineEdit("", "理由（必填，会记入操作记录）")
        self.reason.setAccessibleName("理由")
        self.reason.textChanged.connect(lambda _text: self._enable())
        self.reason.entered.connect(self._confirm)
        self.halfway = Halfway(shell, self, f"batch/{noun}", {"reason": self.reason})
        self.go = button("办理", "primary", do=self._confirm)
        back = button("返回", do=self.choose_again)
        first = QWidget()
        first.setLayout(row(self.words, None, *self.verbs.values(), *more, *printing, export, clear, gap=8))
        second = QWidget()
        second.setLayout(stack(self.who, self.not_who, self.halfway.line(), row((self.reason, 1), None, back, self.go), gap=6))
        for face in (first, second):
            look(face, look="plain")
        self.setLayout(stack(first, second, gap=0, margins=(16, 8, 12, 8)))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._first, self._second = first, second
        self.hide()

    def offer(self, verbs: Collection[str]) -> None:
        """Only these apply to what is chosen."""
        for verb, made in self.verbs.items():
            made.setVisible(verb in verbs)

    def show_choice(self, count: int) -> None:
        """So many records are chosen; another choice gives up a plan for the old one."""
        self.words.setText(f"对选中的 {count} 条：")
        self.choose_again()
        self.setVisible(count > 1)

    def show_plan(self, plan: Plan) -> None:
        """Say who, before anything is done."""
        self._plan = plan
        count = len(plan.ready)
        self.who.setText(f"{plan.label} {count} 条：{plan.names}" if count else f"选中的{self._noun}都不能办理“{plan.label}”。")
        self.not_who.setText(f"▲ 不办理 {len(plan.blocked)} 条——{plan.blocked_words}" if plan.blocked else "")
        self.not_who.setVisible(bool(plan.blocked))
        self.reason.setVisible(plan.needs_reason and bool(count))
        chosen = ",".join(sorted(one.uid for one in plan.ready))
        self.halfway.open(f"{plan.verb}/{sha256(chosen.encode()).hexdigest()}" if plan.needs_reason else "")
        self.go.setText(f"{plan.label} {count} 条")
        self.go.setVisible(bool(count))
        self._show(self._second)
        self._enable()
        (self.reason if self.reason.isVisible() else self.go if count else self).setFocus()

    def choose_again(self) -> None:
        """Back to the verbs."""
        self._plan = None
        self.halfway.leave()
        self._show(self._first)

    def carried_out(self) -> None:
        """The plan is done; its reason is no draft any more."""
        self.halfway.done(self._answer)

    def planning(self) -> bool:
        """Whether a plan waits for its confirmation."""
        return self._plan is not None

    def _show(self, face: QWidget) -> None:
        for one in (self._first, self._second):
            one.setVisible(one is face)

    def _planner(self, verb: str) -> Callable[[], None]:
        return lambda: self.planned.emit(verb)

    def _enable(self) -> None:
        asked = self._plan is not None and self._plan.needs_reason
        self.go.setEnabled(not asked or bool(self.reason.text().strip()))

    def _confirm(self) -> None:
        if self._plan is not None and self.go.isEnabled() and self._plan.ready:
            self._answer = self.halfway.record  # the act itself takes the choice, and with it the plan, off the list
            self.confirmed.emit(self._plan, self.reason.text().strip())

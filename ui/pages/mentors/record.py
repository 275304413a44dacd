"""One mentor in the pane: shown, edited, taken one step on, sent back."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from ui.disclosing import Disclosing
from ui.pages.applicants.pane import entry
from ui.pages.base import Shell
from ui.pages.mentors.columns import state_tone, term_words
from ui.pages.mentors.editor import Editor
from ui.pages.mentors.pane import MentorPane
from ui.parts.strip import Action
from ui.undoing import Undoing
from yingcai_desktop import codes
from yingcai_desktop.errors import Refusal, Stale
from yingcai_desktop.rules.workflow import MENTOR
from yingcai_desktop.services import history
from yingcai_desktop.services.applications.checks import Check
from yingcai_desktop.services.applications.reviewing import reasons_offered
from yingcai_desktop.services.deeds import Deed
from yingcai_desktop.services.mentors import reviewing, saving, students
from yingcai_desktop.services.mentors.fields import TEAM, label_of
from yingcai_desktop.services.mentors.register import NEW, Register, Row

_REVIEWS = frozenset({*(row.verb for row in MENTOR), "review"}) - {"recommend", "amend"}
_TWO = frozenset(row.verb for row in MENTOR if row.needs_witness)


class Record(QObject):
    """What the pane shows and does. `passed` after a verb took the mentor on."""

    passed = Signal()
    closed = Signal()

    def __init__(self, shell: Shell, pane: MentorPane, undoing: Undoing) -> None:
        super().__init__(pane)
        self.shell, self.pane, self.undoing = shell, pane, undoing
        self.editor = Editor(shell, pane.form, pane.team)
        self.register: Register | None = None
        self._acts: list[history.Act] = []
        self._drafted = False
        self.disclosing = Disclosing(shell, "导师库", pane.form, self._about)
        self.editor.done.connect(self._saved)
        self.editor.checked.connect(self._checked)
        self.editor.trouble.connect(self._trouble)
        self.editor.kept.connect(pane.footer.show_kept)
        self.editor.unseen.connect(pane.footer.show_open)
        pane.forward.connect(self.forward)
        pane.sent_back.connect(self.send_back)
        pane.opinion.pressed.connect(self.carry)
        pane.discarded.connect(self.discard)

    def show(self, uid: str, register: Register) -> None:
        """Fill the pane, the draft on top."""
        self.register = register
        row = register.row(uid)
        if row is None:
            return
        try:
            draft = self.editor.open(uid, register, new=not row.stored)
        except Stale as gone:
            self.shell.messages.refusal(gone)
            return
        self._drafted = draft is not None
        self.pane.footer.show_kept(f"草稿保存于 {draft.saved_at:%m月%d日 %H:%M}" if draft else "")
        self._checked(self.editor.checks)
        self.fill()

    def new(self, register: Register, programme: str) -> None:
        """An empty form; it becomes a draft with the first letter typed."""
        self.register = register
        self._drafted = False
        self.editor.open(saving.fresh(), register, new=True)
        self.pane.form.update_values({"programme": programme, "university_opinion": "推荐"})
        self.editor.follow()
        self.pane.footer.show_kept("填写时自动保存草稿，填齐后自动存入导师库")
        self.fill()
        self.pane.show_tab("form")
        self.pane.show()
        self.pane.form.focus("name" if programme else "programme")

    def fill(self) -> None:
        """Head, steps, opinion and history as they stand."""
        row = self._row()
        if row is None or not row.stored:
            self.pane.show_head(row.name if row else "新增导师", "正在填写", "plain", "草稿，还没有存入导师库")
            self.pane.show_steps("store", returnable=False)
            self.pane.print_button.hide()
            self._acts = []
            self.pane.show_history([])
            self.pane.show_students([])
            self.pane.opinion.show_record(row.uid if row else "", "存入导师库后才能审核。", "", (), (), ())
            return
        desk = self.shell.desk
        self.pane.show_head(row.name, row.state_name, state_tone(row), self._remark(row))
        way = reviewing.forward(desk, row.state, row.programme)
        verbs = reviewing.verbs(desk, row.state, row.programme)
        self.pane.show_steps(way.verb if way else "", returnable=any(v.verb == "return" for v in verbs))
        self.pane.print_button.setVisible(row.state == "appointed" and desk.schemes[row.programme].mentors.letter_by_us)
        with desk.read() as session:
            self._acts = history.of_record(session, desk, "mentor", row.uid)
            self.pane.show_students(students.of_mentor(session, desk, row.uid))
        self.pane.show_history(self._acts)
        theirs = [c for c in self.editor.checks if c.level != "ok" and c.field != "exception"]
        offers = reasons_offered([f"{label_of(c.field)}：{c.text}" for c in theirs])
        past = [entry(act) for act in self._acts if act.action.rpartition(".")[2] in _REVIEWS]
        self.pane.opinion.show_record(row.uid, self._verdict(row), row.exception, offers, verbs, past)

    def _verdict(self, row: Row) -> str:
        parts = [f"已带 {row.placed} / 上限 {row.capacity}，第一志愿 {row.first} 人，各志愿 {row.named} 人"]
        if row.approval:
            parts.append(f"批准文号 {row.approval}")
        if row.term_start:
            parts.append(f"聘期 {row.term_start.isoformat()} 至 {term_words(row)}")
        if row.warned:
            parts.append("有“原则上”的条件未达到" + ("，还没有写例外理由" if row.unexplained else "，已说明理由"))
        return "；".join(parts) + "。"

    def _remark(self, row: Row) -> str:
        return " · ".join(part for part in (row.programme_name, row.city_name, row.university, row.subject) if part)

    def _row(self) -> Row | None:
        return self.register.row(self.editor.uid) if self.register else None

    def _about(self) -> str:
        row = self._row()
        return f"{row.name}（{row.university}）" if row and row.stored else ""

    # Doing

    def forward(self) -> None:
        """Store what is typed, then take the mentor one step on and show the next (Ctrl+Enter)."""
        if not self.editor.uid:
            return
        fresh = self.editor.new
        self.editor.settle()
        if not self._stored():
            return
        row = self._row()
        if fresh or row is None or row.state == NEW:
            return
        way = reviewing.forward(self.shell.desk, row.state, row.programme)
        if way is None or self.carry(way.verb, ""):
            self.passed.emit()

    def _stored(self) -> bool:
        if self.editor.save() and not self.editor.new:
            return True
        if self.editor.sound():
            return not self.editor.new
        bad = next(c for c in self.editor.checks if c.level == "bad")
        self.pane.show_tab("team" if bad.field == TEAM else "form")
        if bad.field != TEAM:
            self.pane.form.next_finding()
        return False

    def send_back(self) -> None:
        """退回补正…: the reason first."""
        self.pane.show_tab("opinion")
        self.pane.opinion.reason.setFocus()

    def carry(self, verb: str, reason: str) -> bool:
        """One verb on this mentor; False if it was not done (yet), and then the strip says why."""
        if verb in _TWO:
            label, clause = next((row.label, row.clause) for row in MENTOR if row.verb == verb)
            self.shell.second_person(label, lambda desk: self._carry(desk, verb, reason), clause)
            return False
        return self._carry(self.shell.desk, verb, reason)

    def _carry(self, desk: Any, verb: str, reason: str) -> bool:
        if self.shell.jobs.busy():
            self.shell.messages.info("后台任务正在写入，等它完成后再办理。")
            return False
        uid = self.editor.uid
        try:
            plan = reviewing.plan(desk, verb, [uid])
            if not plan.ready:
                self._blocked(plan.label, plan.blocked_words)
                return False
            deed = reviewing.carry_out(desk, plan, reason)
        except Refusal as refused:
            self.shell.messages.refusal(refused)
            return False
        self.pane.opinion.halfway.done(uid)
        self.shell.light.saved(self.shell.desk.clock())
        self.undoing.did(deed)
        return True

    def _blocked(self, verb: str, why: str) -> None:
        actions = [Action("填写例外理由…", self._to_exception)] if "原则上" in why else []
        self.shell.messages.warn(f"没有办理“{verb}”。{why}。", actions)

    def _to_exception(self) -> None:
        self.pane.show_tab("form")
        self.pane.form.focus("exception")

    def discard(self) -> None:
        """放弃改动."""
        new, name = self.editor.new, self.pane.title.text()
        self._drafted = False
        self.editor.discard()
        if new:
            self.shell.messages.done(f"已删除导师草稿“{name}”。")
            self.closed.emit()

    def clause(self) -> None:
        """Shift+F1: the rule behind the finding of the current field (U35)."""
        found = next((c for c in self.editor.checks if c.field == self.pane.form.current() and c.code in codes.MESSAGES), None)
        text = codes.sentence(found.code) if found else "这一栏现在没有要说明的规则。把光标放到有提示的栏里再按 Shift+F1。"
        self.shell.messages.info(text)

    # What the editor tells

    def _saved(self, deed: Deed[str], created: bool) -> None:
        self._drafted = False
        self.undoing.did(deed, aloud=created or deed.moved or not deed.reversible)
        self.fill()

    def _checked(self, checks: Sequence[Check]) -> None:
        self.pane.show_checks(checks, drafted=self._drafted and self.editor.dirty())

    def _trouble(self, refused: Refusal) -> None:
        stale = isinstance(refused, Stale)
        again: Callable[[], object] = self._read_again if stale else self.editor.save
        self.shell.messages.error(refused.message, [Action("读取最新内容" if stale else "重试", again)])

    def _read_again(self) -> None:
        if self.register is not None and self.editor.uid:
            self.register.read()
            self.show(self.editor.uid, self.register)

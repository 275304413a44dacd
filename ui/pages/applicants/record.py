"""One application in the pane: shown, edited, taken one step on, sent back."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from ui.disclosing import Disclosing
from ui.pages.applicants.columns import REASONS, RESULTS, state_tone
from ui.pages.applicants.editor import Editor
from ui.pages.applicants.materials_acts import MaterialsActs
from ui.pages.applicants.pane import ApplicantPane, entry
from ui.pages.base import Shell
from ui.parts.strip import Action
from ui.undoing import Undoing
from yingcai_desktop import codes
from yingcai_desktop.errors import Refusal, Stale
from yingcai_desktop.rules.identity import mask_id
from yingcai_desktop.services import history
from yingcai_desktop.services.applications import reviewing, saving
from yingcai_desktop.services.applications.checks import Check
from yingcai_desktop.services.applications.register import NEW, Register, Row
from yingcai_desktop.services.deeds import Deed

_REVIEWS = frozenset(
    {"submit", "recommend", "city-pass", "approve", "return", "reject", "withdraw", "reinstate", "review"}
)
"""Acts the tab 审核意见 shows again."""
_OURS = frozenset({"mentor.not-appointed", "decision.missing"})
"""Findings no school can put right: never offered as a reason."""


class Record(QObject):
    """What the pane shows and does. `passed` after a verb took the record on, so that the next one can be shown."""

    passed = Signal()
    closed = Signal()

    def __init__(self, shell: Shell, pane: ApplicantPane, undoing: Undoing) -> None:
        super().__init__(pane)
        self.shell, self.pane, self.undoing = shell, pane, undoing
        self.editor = Editor(shell, pane.form)
        self.materials = MaterialsActs(shell, pane, undoing)
        self.register: Register | None = None
        self._acts: list[history.Act] = []
        self._drafted = self._begun = False
        self.disclosing = Disclosing(shell, "报名登记", pane.form, self._about)
        self.editor.done.connect(self._saved)
        self.editor.checked.connect(self._checked)
        self.editor.trouble.connect(self._trouble)
        self.editor.kept.connect(pane.footer.show_kept)
        self.editor.unseen.connect(pane.footer.show_open)
        pane.forward.connect(self.forward)
        pane.sent_back.connect(self.send_back)
        pane.opinion.pressed.connect(self.carry)
        pane.discarded.connect(self.discard)

    # Showing

    def lock(self, on: bool) -> None:
        """Whoever may not correct an application only reads it; what was begun is another's to whoever takes the seat."""
        self._begun = False
        self.pane.form.set_read_only(on)

    def show(self, uid: str, register: Register) -> None:
        """Fill the pane with one application, its draft on top."""
        self.register = register
        row = register.row(uid)
        if row is None:
            return
        try:
            draft = self.editor.open(uid, register, new=not row.stored)
        except Stale as gone:
            self.shell.messages.refusal(gone)
            return
        self._drafted, self._begun = draft is not None, False
        self.pane.footer.show_kept(f"草稿保存于 {draft.saved_at:%m月%d日 %H:%M}" if draft else "")
        self._checked(self.editor.checks)
        self.fill()

    def new(self, register: Register, programme: str) -> None:
        """An empty form; it becomes a draft with the first letter typed."""
        self.register = register
        uid, self._drafted, self._begun = saving.fresh(), False, True
        self.editor.open(uid, register, new=True)
        city = (
            self.shell.desk.store.office if self.shell.desk.store.office in self.shell.desk.schemes.city_names else ""
        )
        self.pane.form.update_values({"programme": programme, "city": city})
        self.editor.follow()
        self.pane.footer.show_kept("填写时自动保存草稿，填齐后自动存入登记簿")
        self.fill()
        self.pane.show_tab("form")
        self.pane.show()
        self.pane.form.focus("name" if programme and city else "programme")

    def fill(self) -> None:
        """Head, steps, opinion and history of the record as it stands."""
        row = self._row()
        if row is None or not row.stored:
            name = row.name if row else "新建报名"
            self.pane.show_head(name, "正在填写", "plain", "草稿，还没有存入登记簿")
            self.pane.show_steps("store", returnable=False)
            self._acts = []
        else:
            self.pane.show_head(row.name, row.state_name, state_tone(row), self._remark(row))
            way = reviewing.forward(self.shell.desk, row.state, row.programme)
            verbs = {v.verb for v in reviewing.verbs(self.shell.desk, row.state, row.programme)}
            self.pane.show_steps(way.verb if way else "", returnable="return" in verbs)
            with self.shell.desk.read() as session:
                self._acts = history.of_record(session, self.shell.desk, "application", row.uid)
        self.pane.show_history(self._acts)
        self.materials.show(row.uid if row is not None and row.stored else "")
        self._fill_opinion(row)

    def _fill_opinion(self, row: Row | None) -> None:
        if row is None or not row.stored:
            self.pane.opinion.show_record(row.uid if row else "", "存入登记簿后才能审核。", "", (), (), ())
            return
        desk = self.shell.desk
        verbs = reviewing.verbs(desk, row.state, row.programme)
        why = "、".join(REASONS.get(code, code) for code in row.reasons)
        verdict = f"资格：{RESULTS[row.result][0]}" + (f"——{why}" if why else "")
        theirs = [c for c in self.editor.checks if c.level != "ok" and c.code and c.code not in _OURS]
        lacking = [f"材料不全，缺{'、'.join(row.missing)}"] if row.missing else []
        offers = reviewing.reasons_offered([*(f"{self._label(c)}：{c.text}" for c in theirs), *lacking])
        past = [entry(act) for act in self._acts if act.action.rpartition(".")[2] in _REVIEWS]
        self.pane.opinion.show_record(row.uid, verdict, row.opinion, offers, verbs, past)

    def _label(self, one: Check) -> str:
        return self.pane.form.boxes[one.field].spec.label

    def _remark(self, row: Row) -> str:
        origin = self.register.origin(row.uid) if self.register else None
        came = f"{origin.at:%m月%d日} {origin.words}".lstrip("0").replace("月0", "月") if origin else ""
        return " · ".join(part for part in (row.programme_name, row.city_name, came) if part)

    def _about(self) -> str:
        """Blank while somebody types a form they began themselves; a draft of before may be another's."""
        row = self._row()
        return f"{row.name}（{mask_id(row.id_number)}）" if row and (row.stored or not self._begun) else ""

    def _row(self) -> Row | None:
        return self.register.row(self.editor.uid) if self.register else None

    # Doing

    def forward(self) -> None:
        """Store what is typed, then take the record one step on and show the next (Ctrl+Enter)."""
        if not self.editor.uid:
            return
        self.pane.form.flush()
        fresh = self.editor.new
        if not self._stored():
            return
        row = self._row()
        if fresh or row is None or row.state == NEW:
            return
        way = reviewing.forward(self.shell.desk, row.state, row.programme)
        if way is None or self.carry(way.verb, ""):
            self.passed.emit()

    def _stored(self) -> bool:
        """Whether the form is in the register now; if not, the keyboard goes to what is wrong."""
        if self.editor.save() and not self.editor.new:
            return True
        if self.editor.sound():
            return not self.editor.new
        self.pane.show_tab("form")
        self.pane.form.next_finding()
        return False

    def send_back(self) -> None:
        """退回补正…: the reason first."""
        self.pane.show_tab("opinion")
        self.pane.opinion.reason.setFocus()

    def carry(self, verb: str, reason: str) -> bool:
        """One verb on this record; False if it was not done, and then the strip says why."""
        if self.shell.jobs.busy():
            self.shell.messages.info("后台任务正在写入登记簿，等它完成后再办理。")
            return False
        uid = self.editor.uid
        try:
            plan = reviewing.plan(self.shell.desk, verb, [uid])
            if not plan.ready:
                self._blocked(plan.label, plan.blocked_words)
                return False
            deed = reviewing.carry_out(self.shell.desk, plan, reason)
        except Refusal as refused:
            self.shell.messages.refusal(refused)
            return False
        self.pane.opinion.halfway.done(uid)
        self.shell.light.saved(self.shell.desk.clock())
        self.undoing.did(deed)
        return True

    def _blocked(self, verb: str, why: str) -> None:
        actions = [Action("填写依据…", self._to_grounds), Action("退回补正…", self.send_back)] if "排名" in why else []
        self.shell.messages.warn(f"没有办理“{verb}”。{why}。", actions)

    def _to_grounds(self) -> None:
        self.pane.show_tab("form")
        self.pane.form.focus("pretraining")

    def discard(self) -> None:
        """放弃改动: the stored values again; a draft that was all there is goes for good."""
        new, name = self.editor.new, self.pane.title.text()
        self._drafted = False
        self.editor.discard()
        if new:
            self.shell.messages.done(f"已删除报名草稿“{name}”。")
            self.closed.emit()

    def clauses(self) -> list[str]:
        """The clause behind the finding of the current field (U35)."""
        found = [c for c in self.editor.checks if c.field == self.pane.form.current()]
        said = [c.text for c in found] + [codes.sentence(c.code) for c in found if c.code in codes.MESSAGES]
        return [text[text.index("附件") :] for text in said if "附件" in text]

    # What the editor tells

    def _saved(self, deed: Deed[str], created: bool) -> None:
        self._drafted = False
        self.undoing.did(deed, aloud=created or deed.moved or not deed.reversible)
        self.fill()

    def _checked(self, checks: Sequence[Check]) -> None:
        row = self._row()
        former = row.id_number if row is not None and row.alumnus else ""
        self.pane.show_checks(checks, drafted=self._drafted and self.editor.dirty(), former=former)

    def _trouble(self, refused: Refusal) -> None:
        stale = isinstance(refused, Stale)
        again: Callable[[], object] = self._read_again if stale else self.editor.save
        self.shell.messages.error(refused.message, [Action("读取最新内容" if stale else "重试", again)])

    def _read_again(self) -> None:
        if self.register is not None and self.editor.uid:
            self.register.refresh([self.editor.uid])
            self.show(self.editor.uid, self.register)

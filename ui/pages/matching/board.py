"""The tab 导师匹配: left who waits, in the middle the mentors, right why; drag, Alt+→, undo (ux §4.8; features B04, B06–B08)."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.pages.base import Shell
from ui.pages.matching.cards import MentorCard, StudentList
from ui.pages.matching.explain import Explain
from ui.pages.selection.frame import GroupTab, PartChoice
from ui.parts.ask import Ask, Entry
from ui.parts.card import Card
from ui.parts.elided import ElidedLabel
from ui.parts.empty import EmptyState
from ui.parts.look import button, holder, label, row, stack
from ui.parts.scroll import Scroll
from ui.parts.segments import Segments
from ui.parts.strip import Action, Strip
from ui.places import Place
from ui.undoing import Undoing
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed, Refusal
from yingcai_desktop.services import deeds
from yingcai_desktop.services.matching import board, moving, papers
from yingcai_desktop.services.progress import Part

_LEFT, _RIGHT, _CARD = 224, 296, 236


class BoardTab(GroupTab):
    """One subject at a time."""

    watches = ("selection", "mentor", "trainee", "mentor_change", "selection_lock", "step_result", "application", "alumni_record")

    def __init__(self, shell: Shell, place: Place, choice: PartChoice) -> None:
        super().__init__(shell, place, choice)
        self.found: board.Board | None = None
        self.plan: moving.Proposal | None = None
        self.chosen = ""
        names = shell.desk.schemes.subject_names if shell.desk else ("数学",)
        self.subject = names[0]
        self.undoing = Undoing(shell, self)
        self.subjects = Segments([(one, one) for one in names], "学科")
        self.subjects.chosen.connect(self._subject_chosen)
        self.print_button = button("打印", "", "printer", self.print_page, tip="师生匹配结果表（Ctrl+P）")
        self.match = button("按志愿自动匹配", "primary", do=self.propose, tip="为没有导师的学生按名次、志愿、调剂找空位，逐名说明理由")
        self.waiting = StudentList("", "待安排的学生")
        self.nobody_waits = label("", "label", wrap=True)
        self.left = Card("待安排", "按名次", self.nobody_waits, (self.waiting, 1))
        self.left.setFixedWidth(_LEFT)
        self.caption, self.about = label("", "title"), ElidedLabel("", "hint")
        self.grid = QGridLayout()
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setSpacing(12)
        self.cards: list[MentorCard] = []
        self.explain = Explain()
        self.explain.setFixedWidth(_RIGHT)
        self.explain.move_wanted.connect(self.place_with)
        self.explain.back_wanted.connect(lambda uid: self.place_with(uid, ""))
        self.empty = EmptyState("还没有录取的学生", "办理录取之后，这里按名次列出学生，按志愿安排导师。",
                                [Action("去遴选录取", lambda: shell.go("selection"), "funnel")], "handshake")  # fmt: skip
        self._build()
        self.refresh()

    # GroupTab

    def read(self, desk: Desk, part: Part) -> board.Board:
        """Everything of the part."""
        return board.read(desk, part)

    def show_read(self, found: Any) -> None:
        """Segments with who waits, the subject on show."""
        self.found = found
        for group, one in found.groups.items():
            self.subjects.set_text(group[2], f"{group[2]} {len(one.students)}" + (f"▲{len(one.waiting)}" if one.waiting else ""))
        self._show()

    # Page

    def open_at(self, **what: object) -> None:
        """A subject; a student."""
        if isinstance(subject := what.get("subject"), str) and subject in list(self.subjects.keys()):
            self.subjects.go(subject)
        if isinstance(uid := what.get("uid"), str):
            self.select(uid)

    def focus_work_area(self) -> None:
        """Those who wait, or the first mentor."""
        lists = [one for one in self.lists() if one.count()]
        (lists[0] if lists else self.subjects).setFocus()

    def panes(self) -> Sequence[QWidget]:
        """F6."""
        return self.subjects, self.waiting, self.middle, self.explain

    # Commands

    def undo(self) -> None:
        """Ctrl+Z."""
        self.undoing.undo()

    def redo(self) -> None:
        """Ctrl+Y."""
        self.undoing.redo()

    def print_page(self) -> None:
        """师生匹配结果表 of the part."""
        desk, part = self.desk, self.choice.part
        if desk is not None:
            self.shell.preview(f"{self.part_name}师生匹配结果表", lambda _p: papers.results(desk, part), f"师生匹配结果-{self.part_name}")

    def propose(self) -> None:
        """按志愿自动匹配: the proposal first, nothing is stored yet."""
        desk, part = self.desk, self.choice.part
        if desk is not None:
            self.shell.jobs.start("按志愿匹配", lambda _p: moving.proposal(desk, part), self._proposed)

    def place_with(self, uid: str, to: str, reason: str = "", displacing: str = "") -> bool:
        """Move at once, or ask for the reason the service wants. False when nothing was done yet."""
        desk, student = self.desk, self._student(uid)
        if desk is None or student is None or student.mentor == to:
            return False
        name = self.found.mentors[to] if to and self.found else "待安排"
        answer = self.asked_for()
        try:
            deed = deeds.done(desk, "调整导师", lambda: moving.move(desk, uid, to, reason, displacing), about=f"{student.name} → {name}")
        except NotAllowed as refused:
            if "写明理由" in refused.message and not reason:
                self._ask_reason(uid, to, refused.message)
            elif any(p.code == "mentor.full" for p in refused.problems):
                self._ask_swap(student, to, refused.message)
            else:
                self.shell.messages.refusal(refused)
            return False
        except Refusal as refused:
            self.shell.messages.refusal(refused)
            return False
        self.chosen = uid
        self.answered(answer)
        self.shell.light.saved(desk.clock())
        self.undoing.did(deed)
        return True

    # What tests and keys use

    def lists(self) -> list[StudentList]:
        """Those who wait, then every mentor's."""
        return [self.waiting, *(card.list for card in self.cards)]

    def select(self, uid: str) -> bool:
        """Make a student current wherever they are."""
        return any(one.select(uid) for one in self.lists())

    @property
    def group(self) -> board.GroupBoard | None:
        """The board of the subject on show."""
        return self.found.groups.get((*self.choice.part, self.subject)) if self.found else None

    # Inside

    def _build(self) -> None:
        grid = holder(stack(self.grid, None), "plain")
        self.middle = Scroll(grid)
        centre = holder(stack(row(self.caption, (self.about, 1), gap=12), (self.middle, 1), gap=6), "plain")
        self.work = holder(row(self.left, (centre, 1), self.explain, gap=14), "plain")
        self.body.addLayout(row(self.subjects, None, self.print_button, self.match, gap=8))
        self.body.addWidget(self.strips)
        self.body.addLayout(self.questions)
        self.body.addWidget(self.work, 1)
        self.body.addWidget(self.empty, 1)
        self._listen(self.waiting)

    def _listen(self, one: StudentList) -> None:
        one.dropped.connect(self.place_with)
        one.picked.connect(self._picked)
        one.shift.connect(self._shift)
        one.leave.connect(lambda by, one=one: self._leave(one, by))

    def _show(self) -> None:
        found, one = self.found, self.group
        some = bool(found and found.settled and one)
        self.work.setVisible(some)
        self.empty.setVisible(not some)
        self.match.setEnabled(bool(found and any(g.waiting for g in found.groups.values())))
        if one is None or found is None:
            return
        self.waiting.show_students(one.waiting, detail=True)
        self.left.set_title(f"待安排 {len(one.waiting)}")
        self.nobody_waits.setText(("✓ 学生都有导师了。" + ("" if found.training else "把学生拖到这里，就退回待安排。")) if one.students else "这个学科还没有录取的学生。")
        self.nobody_waits.setVisible(not one.waiting)
        total, used = sum(c.capacity for c in one.cards), sum(len(c.students) for c in one.cards)
        pending = sum(c.pending > 0 for c in one.cards)
        self.caption.setText(f"{self.subject}导师 {len(one.cards)} 人")
        self.about.setText(f"位置 {total} · 已用 {used} · 空 {max(0, total - used)}" + (f" · {pending} 名导师有待安排学生报志愿" if pending else ""))
        self._fill(one)
        self.tell(self._strips(found, one))
        if self.chosen and self.select(self.chosen):
            self.chosen = ""
        self._picked(self.explain.uid)
        self.set_status(f"{self.subject} 学生 {len(one.students)} 人 · 待安排 {len(one.waiting)} 人 · 导师空位 {max(0, total - used)}")

    def _fill(self, one: board.GroupBoard) -> None:
        """The same mentors keep their cards; others are made."""
        if [c.list.key for c in self.cards] != [c.uid for c in one.cards]:
            for old in self.cards:
                self.grid.removeWidget(old)
                old.hide()
                old.deleteLater()
            self.cards = [MentorCard(card) for card in one.cards]
            for card in self.cards:
                self._listen(card.list)
            self._arrange()
        for shown, facts in zip(self.cards, one.cards, strict=True):
            shown.show_card(facts)

    def _arrange(self) -> None:
        room = self.width() - _LEFT - _RIGHT - 2 * 14 - 40
        across = max(1, min(4, room // (_CARD + 12)))
        for number, card in enumerate(self.cards):
            self.grid.addWidget(card, number // across, number % across, Qt.AlignmentFlag.AlignTop)

    def resizeEvent(self, event: Any) -> None:
        """As many cards across as there is room for."""
        super().resizeEvent(event)
        self._arrange()

    def _strips(self, found: board.Board, one: board.GroupBoard) -> list[Strip]:
        strips = []
        if found.training:
            strips.append(Strip("已在培养中：更换导师要写明理由，原导师和日期留存。", "info", closable=False))
        elif found.formal:
            strips.append(Strip("名单已锁定：安排和更换导师要写明理由；录取结果不受影响。", "info", closable=False))
        returners = [s.name for s in one.students if s.returner]
        if returners and one.waiting and any(s.returner for s in one.waiting):
            strips.append(Strip(f"待安排的学生里有上届学员：{'、'.join(s.name for s in one.waiting if s.returner)}，请优先考虑（附件1 四（二））。", "info", closable=False))
        if not one.cards:
            strips.append(Strip(f"{self.subject}还没有聘任的导师。", "warn", [Action("去导师库", lambda: self.shell.go("mentors"))], closable=False))
        return strips

    def _student(self, uid: str) -> board.Student | None:
        return next((s for s in self.group.students if s.uid == uid), None) if self.group else None

    def _picked(self, uid: str) -> None:
        self.explain.show_student(self.found, self.group, self._student(uid))

    def _subject_chosen(self, subject: str) -> None:
        self.subject = subject
        self.put_question_away()
        self._show()

    def _shift(self, uid: str, by: int) -> None:
        """Alt+→: the next mentor with a place — from the waiting list the first choice that has one; Alt+← the other way, at last to waiting."""
        student, one = self._student(uid), self.group
        if student is None or one is None:
            return
        keys = [c.uid for c in one.cards]
        free = {c.uid for c in one.cards if c.free}
        if not student.mentor:
            order = [*(c for c in student.choices if c in free), *(k for k in keys if k in free)] if by > 0 else []
        else:
            at = keys.index(student.mentor)
            order = [k for k in (keys[at + 1 :] if by > 0 else reversed(keys[:at])) if k in free]
            order += [""] if by < 0 and not student.training else []
        if order:
            self.place_with(uid, order[0])
        else:
            self.shell.messages.info("这个方向没有有空位的导师。")

    def _leave(self, one: StudentList, by: int) -> None:
        lists = [x for x in self.lists() if x.count()]
        if one in lists:
            lists[(lists.index(one) + by) % len(lists)].setFocus()

    def _ask_reason(self, uid: str, to: str, why: str) -> None:
        student = self._student(uid)
        name = self.found.mentors[to] if to and self.found else "待安排"
        title = f"{student.name if student else ''} → {name}"
        self.ask(Ask(title, why.removeprefix("没有改动："), [Entry("reason", "理由", "为什么这样安排")], "改派", lambda v: self.place_with(uid, to, v["reason"]), about=f"{uid}/{to}"))

    def _ask_swap(self, student: board.Student, to: str, why: str) -> None:
        """A full mentor: exchange with one of theirs, or (national) go beyond with a reason."""
        card = next((c for c in self.group.cards if c.uid == to), None) if self.group else None
        if card is None or student.training or not card.students:
            self.shell.messages.error(why)
            return
        back = f"换到 {self.found.mentors[student.mentor]}" if student.mentor and self.found else "退回待安排"
        options = [(s.uid, f"{s.name}（第 {s.rank} 名，{s.choice_words}）让出，{back}") for s in reversed(card.students)]
        if self.choice.part[0] != "pilot":
            options.append(("", "都不动，超出可带人数"))
        words = f"{card.name}已满（{len(card.students)}/{card.capacity}）。选一名学生让出位置；写明理由。"
        entries = [Entry("other", "由谁让出", options=options, optional=True), Entry("reason", "理由", "为什么这样安排")]
        self.ask(Ask(f"{student.name} → {card.name}", words, entries, "改派", lambda v: self.place_with(student.uid, to, v["reason"], v["other"]), about=f"{student.uid}/{to}"))

    def _proposed(self, plan: moving.Proposal) -> None:
        if not plan.placements:
            self.shell.messages.info("没有待安排的学生。")
            return
        found = self.found
        assert found is not None
        lines = [f"{plan.names[p.key]}　{found.mentors.get(p.mentor, '—')}　{p.reason}" for p in plan.placements[:8]]
        more = f"\n……另有 {len(plan.placements) - 8} 人" if len(plan.placements) > 8 else ""
        words = f"{plan.words}（同样的名单得到同样的方案，摘要 {plan.digest[:8]}）\n" + "\n".join(lines) + more

        def then(_values: Mapping[str, str]) -> object:
            return self.act(lambda: self._accept(plan))

        self.ask(Ask("按志愿匹配的方案", words, (), f"采用，安排 {len(plan.placed)} 人", then))

    def _accept(self, plan: moving.Proposal) -> None:
        desk = self.desk
        assert desk is not None
        deed = deeds.done(desk, f"按志愿匹配 {len(plan.placed)} 人", lambda: moving.accept(desk, plan))
        self.shell.light.saved(desk.clock())
        self.undoing.did(deed)

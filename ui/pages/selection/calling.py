"""The tab 面试人选: test ranks with the line of 3:1, who comes in with the last, what may be done about too few (features E01, ux U44)."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from ui.pages.base import Shell
from ui.pages.selection.columns import calling as columns
from ui.pages.selection.frame import GroupTab, PartChoice
from ui.parts.ask import Ask, Entry
from ui.parts.elided import ElidedLabel
from ui.parts.empty import EmptyState
from ui.parts.list_card import ListCard
from ui.parts.look import button, holder, label, row, stack
from ui.parts.segments import Segments
from ui.parts.strip import Action, Strip
from ui.parts.table import Table
from ui.places import Place
from yingcai_desktop.desk import Desk
from yingcai_desktop.services import stages
from yingcai_desktop.services.progress import Part
from yingcai_desktop.services.scope import Scope
from yingcai_desktop.services.selecting import calling, material


class CallingTab(GroupTab):
    """One subject at a time; counts n / 3q on every segment."""

    watches = ("application", "test_score", "shortlist_entry", "decision", "step_result", "selection_lock")

    def __init__(self, shell: Shell, place: Place, choice: PartChoice) -> None:
        super().__init__(shell, place, choice)
        self.found: calling.Calling | None = None
        subjects = shell.desk.schemes.subject_names if shell.desk else ("数学",)
        self.subject = subjects[0]
        self.subjects = Segments([(one, one) for one in subjects], "学科")
        self.subjects.chosen.connect(self._subject_chosen)
        self.run = button("确定面试人选", "primary", do=self.make, tip="按签认的比例和分数线确定本项目各学科的面试人选")
        self.exception = button("破例进入…", do=self.ask_exception, tip="原则上 3:1；个别破例须写明理由、两人办理")
        self.print_button = button("打印", "", "printer", self.print_page, tip="面试人选名单（Ctrl+P）")
        self.caption, self.about = label("", "title"), ElidedLabel("", "hint")
        self.table = Table(columns(), name="面试人选", frozen=2, unit="人", preferences=shell.preferences, view=place.key)
        self.table.line_below = self._is_last
        self.table.status_changed.connect(self.set_status)
        empty = EmptyState("本学科还没有可以排名的学生", "资格审查通过、测试成绩登记之后，这里按测试分排名并画出 3:1 的线。",
                           [Action("去潜质测试", lambda: shell.go("exams"), "clipboard-text"), Action("去报名登记", lambda: shell.go("applicants"))],
                           "funnel")  # fmt: skip
        none = EmptyState("没有符合条件的学生", "换一个条件试试。", [Action("刷新", self.refresh)], "magnifying-glass")
        self.card = ListCard(self.table, empty, none)
        self.body.addLayout(row(self.subjects, None, self.print_button, self.exception, self.run, gap=8))
        self.body.addWidget(self.strips)
        self.body.addLayout(self.questions)
        self.body.addWidget(holder(stack(row(self.caption, (self.about, 1), self.searched(self.table), gap=12), (self.card, 1), gap=6), "plain"), 1)
        self.give(self.table, "面试人选")
        self.refresh()

    # GroupTab

    def read(self, desk: Desk, part: Part) -> calling.Calling:
        """Everything of the part."""
        return calling.read(desk, part)

    def show_read(self, found: Any) -> None:
        """Segments with counts, the subject on show, strips."""
        self.found = found
        for group, one in found.groups.items():
            self.subjects.set_text(group[2], f"{group[2]} {one.called}/{one.target}{'▲' if one.called != one.target else ''}")
        self._show()

    # Page

    def open_at(self, **what: object) -> None:
        """A subject."""
        if isinstance(subject := what.get("subject"), str) and subject in list(self.subjects.keys()):
            self.subjects.go(subject)

    def focus_work_area(self) -> None:
        """The list."""
        (self.table if self.table.isVisible() else self.subjects).setFocus()

    def panes(self) -> Sequence[QWidget]:
        """F6."""
        return self.subjects, self.table, self.run

    # Commands

    def make(self) -> None:
        """确定面试人选 of the part."""
        desk, scope = self.desk, Scope(*self.choice.part)
        if desk is None:
            return
        self.shell.jobs.start(f"确定{self.part_name}面试人选", lambda _p: stages.advance(desk, "shortlist", scope), self._made)

    def ask_exception(self) -> None:
        """破例: the current row, with a reason and a second person."""
        found, uid = self.found, self.table.current()
        chosen = next((r for r in self.rows() if r.uid == uid), None)
        if found is None or chosen is None or chosen.called:
            self.shell.messages.info("请先选中一名没有进入面试的学生。")
            return
        words = f"{chosen.name}，{chosen.school}，测试分 {chosen.score or '无'}。比例原则上为 3:1（附件1 四（二）、附件2 四（二）），破例要写明理由，由另一人见证。"

        def then(values: Mapping[str, str]) -> None:
            self.with_witness(
                f"破例让{chosen.name}进入面试", lambda desk: calling.call_all_the_same(desk, chosen.uid, values["reason"]),
                lambda _r: self.shell.messages.done(f"{chosen.name}已破例进入面试，理由已记入操作记录。"), "附件1 四（二）",
            )  # fmt: skip

        self.ask(Ask("破例进入面试", words, [Entry("reason", "理由", "会议纪要、文号或情况")], "请第二人见证", then, about=chosen.uid))

    def print_page(self) -> None:
        """面试人选名单 of the part, a page per subject."""
        desk, part = self.desk, self.choice.part
        if desk is not None:
            self.shell.preview(f"{self.part_name}面试人选名单", lambda _p: material.shortlist(desk, part), f"面试人选-{self.part_name}")

    # Inside

    def rows(self) -> Sequence[calling.Row]:
        """Of the subject on show."""
        group = (*self.choice.part, self.subject)
        return self.found.groups[group].rows if self.found and group in self.found.groups else ()

    def _subject_chosen(self, subject: str) -> None:
        self.subject = subject
        self.put_question_away()
        self._show()

    def line_row(self) -> str:
        """The last row above the line; blank while there is none."""
        found = self.found.groups.get((*self.choice.part, self.subject)) if self.found else None
        return found.rows[found.cut - 1].uid if found and found.cut else ""

    def _is_last(self, one: calling.Row) -> bool:
        return one.uid == self.line_row()

    def _show(self) -> None:
        found, group = self.found, (*self.choice.part, self.subject)
        self.table.show_rows(self.rows())
        one = found.groups.get(group) if found else None
        self.run.setText("重新确定面试人选" if found and found.done else "确定面试人选")
        self.run.setEnabled(bool(found and not found.lock and not found.refusal))
        self.exception.setEnabled(bool(found and found.done and not found.admitted and not found.lock))
        self.caption.setText(f"{self.subject} · 名额 {one.seats} · 应选 {one.target}（3:1）" if one else self.subject)
        self.about.setText(f"分数线 {one.line} · 达线 {one.candidates} 人 · {'已确定' if found and found.done else '拟'}进入面试 {one.called} 人" if one else "")
        self.tell(self._strips(found, one) if found else ())
        self.set_status(self.table.status())

    def _strips(self, found: calling.Calling, one: calling.GroupCall | None) -> list[Strip]:
        if found.lock is not None:
            return [Strip(f"遴选结果已于 {found.lock.locked_at[:16].replace('T', ' ')} 由 {found.lock.locker} 锁定，面试人选不能再改。", "info", closable=False)]
        if found.refusal:
            return [Strip(found.refusal, "bad", [Action("去系统设置", lambda: self.shell.go("settings"))], closable=False)]
        strips = []
        if found.done and found.stale:
            strips.append(Strip("名单确定之后，测试成绩或决定有改动，现在重做会得到不同的名单。", "warn", [Action("重新确定", self.make)], closable=False))
        if one and one.waiting:
            strips.append(Strip(f"{self.subject}还有 {one.waiting} 名资格通过的学生没有测试成绩（缺考也要登记）。", "warn", [Action("去潜质测试", lambda: self.shell.go("exams"))], closable=False))
        if one and one.tied:
            strips.append(Strip(f"末位同分：第 {one.target} 名有同分，多进入 {one.tied} 人，全部进入面试，共 {one.called} 人。", "warn", closable=False))
        if one and one.shortage:
            strips.append(Strip(f"不足 3:1：应选 {one.target} 人，只有 {one.called} 人，差 {one.shortage} 人。可以：{'；'.join(calling.SHORTAGE)}。", "warn", closable=False))
        return strips

    def _made(self, outcome: Any) -> None:
        counts = outcome.counts
        self.shell.messages.done(f"{self.part_name}面试人选已确定：{counts['shortlisted']} 人；末位同分多进 {counts['tied']} 人，不足 {counts['shortage']} 人。")

"""The tab 师生见面会: sessions at the left, who is expected at the right; Space signs in (features G07)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from ui.pages.base import Shell
from ui.pages.selection.frame import GroupTab, PartChoice
from ui.parts.ask import Ask, Entry
from ui.parts.elided import ElidedLabel
from ui.parts.empty import EmptyState
from ui.parts.fields import tidy_date
from ui.parts.list_card import ListCard
from ui.parts.look import button, holder, label, row, stack
from ui.parts.rows import Column
from ui.parts.segments import Segments
from ui.parts.strip import Action
from ui.parts.table import Table
from ui.places import Place
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid
from yingcai_desktop.services.matching import meetings, papers
from yingcai_desktop.services.progress import Part

_SESSIONS = (
    Column("day", "日期", lambda m: f"{m.day.isoformat()} {m.start_time}".strip(), 130),
    Column("title", "场次", lambda m: m.title, 164, tip=lambda m: f"{m.title}，{m.place}"),
    Column("signed", "已签到", lambda m: str(sum(m.signed.values())), 58, "right", number=lambda m: float(sum(m.signed.values()))),
)
_GUESTS = (
    Column("state", "签到", lambda g: "已到" if g.signed_at else "未到", 88, kind="pill", tone=lambda g: "ok" if g.signed_at else "plain"),
    Column("role", "身份", lambda g: g.role_words, 116),
    Column("name", "姓名", lambda g: g.name or "（未登记）", 116, find=True),
    Column("about", "单位、关系", lambda g: g.about, 190, find=True),
    Column("subject", "学科", lambda g: g.subject, 84, kind="subject"),
    Column("at", "时间", lambda g: g.signed_at[11:16], 64),
)
_LEFT = 372


class MeetingsTab(GroupTab):
    """A tick marks several guests; 签到 signs them in at once."""

    watches = ("meeting", "meeting_guest", "selection", "trainee", "school_teacher")

    def __init__(self, shell: Shell, place: Place, choice: PartChoice) -> None:
        super().__init__(shell, place, choice)
        self.meeting = ""
        self.guests: Sequence[meetings.Guest] = ()
        self.sessions: Sequence[meetings.Session] = ()
        self.role = "all"
        self.new_button = button("登记见面会…", "primary", "plus", self.new, tip="Ctrl+N")
        self.print_button = button("打印签到表", "", "printer", self.print_page, tip="按身份分页，可手签（Ctrl+P）")
        self.sign = button("签到", "primary", do=lambda: self.sign_in(present=True), tip="勾选或选中的人（空格勾选）")
        self.unsign = button("撤回签到", do=lambda: self.sign_in(present=False))
        self.roles = Segments([("all", "全部"), *meetings.ROLES.items()], "身份")
        self.roles.chosen.connect(self._role_chosen)
        self.list = Table(_SESSIONS, name="见面会", unit="场", preferences=shell.preferences, view=f"{place.key}/sessions")
        self.list.current_changed.connect(self._chosen)
        self.table = Table(_GUESTS, name="应到人员", frozen=1, checks=True, unit="人", preferences=shell.preferences, view=f"{place.key}/guests")
        self.table.status_changed.connect(self.set_status)
        self.empty = EmptyState("还没有登记师生见面会", "登记时间、地点之后，应到的学生、家长、中学指导教师和导师会自动列出，当场签到。",
                                [Action("登记见面会…", self.new, "plus")], "handshake")  # fmt: skip
        none = EmptyState("没有应到的人", "办理录取、安排导师之后，这里列出应到的人。", [Action("去导师匹配", lambda: shell.go("matching", tab="board"))], "users")
        self.caption, self.about = label("", "title"), ElidedLabel("", "hint")
        side = holder(stack(ListCard(self.list, EmptyState("没有见面会", "", [Action("登记见面会…", self.new)]), none), gap=0), "plain")
        side.setFixedWidth(_LEFT)
        guests = ListCard(self.table, none, EmptyState("没有这个身份的人", "", [Action("看全部", lambda: self.roles.go("all"))], "users"))
        head = row(self.roles, None, self.searched(self.table), self.unsign, self.sign, gap=8)
        self.work = holder(row(side, (holder(stack(row(self.caption, (self.about, 1), gap=12), head, (guests, 1), gap=8), "plain"), 1), gap=14), "plain")
        self.body.addLayout(row(None, self.print_button, self.new_button, gap=8))
        self.body.addWidget(self.strips)
        self.body.addLayout(self.questions)
        self.body.addWidget(self.work, 1)
        self.body.addWidget(self.empty, 1)
        self.give(self.table, "师生见面会签到")
        self.refresh()

    # GroupTab

    def read(self, desk: Desk, part: Part) -> Any:
        """Sessions, and the guests of the one on show."""
        found = meetings.sessions(desk, part)
        wanted = self.meeting if any(m.uid == self.meeting for m in found) else (found[0].uid if found else "")
        return found, wanted, meetings.roster(desk, part, wanted) if wanted else []

    def show_read(self, found: Any) -> None:
        """Both lists."""
        self.sessions, self.meeting, self.guests = found
        self.work.setVisible(bool(self.sessions))
        self.empty.setVisible(not self.sessions)
        self.list.show_rows(self.sessions)
        if self.meeting and self.list.current() != self.meeting:
            self.list.select(self.meeting)
        self._show()

    # Page

    def focus_work_area(self) -> None:
        """Those expected."""
        (self.table if self.sessions else self.new_button).setFocus()

    def panes(self) -> Sequence[QWidget]:
        """F6."""
        return self.list, self.roles, self.table

    # Commands

    def new(self) -> None:
        """登记见面会."""
        desk, part = self.desk, self.choice.part
        if desk is None:
            return
        entries = [
            Entry("title", "场次", value=f"{self.part_name}师生见面会"), Entry("day", "日期", "如 2025-04-26", width=112, value=str(desk.clock().date())),
            Entry("time", "时间", "09:00", optional=True, width=72), Entry("place", "地点", "会场"),
        ]  # fmt: skip

        def then(values: Mapping[str, str]) -> object:
            return self.act(lambda: meetings.keep(desk, part, values["title"], _day(values["day"]), values["place"], values["time"]))

        self.ask(Ask("登记师生见面会", "附件1 八（五）、附件2 六（六）：召开师生见面会，学生、家长、中学教师、导师参加。", entries, "登记", then))

    def sign_in(self, *, present: bool) -> None:
        """The ticked or selected guests."""
        desk, part, chosen = self.desk, self.choice.part, self.table.batch()
        if desk is None or not self.meeting or not chosen:
            self.shell.messages.info("请先勾选或选中要签到的人。")
            return

        def then() -> None:
            count = meetings.sign_in(desk, part, self.meeting, chosen, present=present)
            self.table.rows.check(chosen, False)
            self.shell.messages.done(f"{'已签到' if present else '已撤回签到'} {count} 人。")

        self.act(then)

    def print_page(self) -> None:
        """签到表."""
        desk, part, meeting = self.desk, self.choice.part, self.meeting
        if desk is not None and meeting:
            self.shell.preview(f"{self.part_name}见面会签到表", lambda _p: papers.sign_in_sheet(desk, part, meeting), f"见面会签到表-{self.part_name}")

    # Inside

    def _chosen(self, uid: str) -> None:
        if uid and uid != self.meeting:
            self.meeting = uid
            self.refresh()

    def _role_chosen(self, role: str) -> None:
        self.role = role
        self._show()

    def _show(self) -> None:
        one = next((m for m in self.sessions if m.uid == self.meeting), None)
        self.table.show_rows([g for g in self.guests if self.role in ("all", g.role)])
        self.print_button.setEnabled(one is not None)
        self.caption.setText(f"{one.title} · {one.place}" if one else "")
        here = {role: (sum(bool(g.signed_at) for g in self.guests if g.role == role), sum(g.role == role for g in self.guests)) for role in meetings.ROLES}
        self.about.setText(" · ".join(f"{meetings.ROLES[role]} {now}/{all_}" for role, (now, all_) in here.items()) if one else "")
        self.set_status(self.table.status())


def _day(text: str) -> date:
    try:
        return date.fromisoformat(tidy_date(text))
    except ValueError as error:
        raise Invalid(f"日期“{text}”读不懂。请按 2025-04-26 的样子填写。") from error

"""The tab 日程: a grid of panels with day, start, room and minutes; below it everybody's time."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from ui.giving import Giving
from ui.pages.base import Shell
from ui.pages.interviews.frame import GroupChoice, InterviewTab, scope_of
from ui.parts.empty import EmptyState
from ui.parts.fields import tidy_date
from ui.parts.grid import CellBar, Change, Grid, GridColumn, Line, Mark, ScoreSheet
from ui.parts.list_card import ListCard
from ui.parts.look import button, holder, label, row, stack
from ui.parts.rows import Column
from ui.parts.strip import Action
from ui.parts.table import Table
from ui.places import Place
from yingcai_desktop.errors import Refusal
from yingcai_desktop.services import panels
from yingcai_desktop.services.panels.hearing import panels_of
from yingcai_desktop.services.panels.scheduling import MINUTES, Slot, minutes_of
from yingcai_desktop.services.printing import panels as paper


def _day_problem(text: str) -> str:
    try:
        date.fromisoformat(tidy_date(text))
    except ValueError:
        return "日期写成 2025-04-19 的样子"
    return ""


def _time_problem(text: str) -> str:
    hours, _, minutes = text.replace("：", ":").partition(":")
    sound = hours.isdigit() and minutes.isdigit() and len(minutes) == 2 and int(hours) < 24 and int(minutes) < 60
    return "" if sound else "时间写成 08:30 的样子"


def _end(sheet: ScoreSheet, row: int) -> str:
    start, minutes = sheet.text(row, sheet.place["start"]), sheet.value(row, sheet.place["minutes"])
    heads = sheet.text(row, sheet.place["heads"])
    if not start or _time_problem(start) or minutes is None or not heads.isdigit():
        return "—"
    end = minutes_of(start.replace("：", ":")) + int(heads) * int(minutes)
    return f"{end // 60:02d}:{end % 60:02d}" if end < 24 * 60 else "过 24 点"


COLUMNS = (
    GridColumn("group", "学科", "fixed", 150, widest=260),
    GridColumn("name", "组别", "fixed", 84, widest=140),
    GridColumn("heads", "人数", "fixed", 60, align="right"),
    GridColumn("day", "面试日期", "text", 116, check=_day_problem, note="如 2025-04-19"),
    GridColumn("start", "开始", "text", 84, check=_time_problem, note="如 08:30"),
    GridColumn("minutes", "每人", "number", 70, low=Decimal(MINUTES.start), top=Decimal(MINUTES.stop - 1), step=Decimal(1), note="分钟"),
    GridColumn("room", "面试地点", "text", 360, longest=60),
    GridColumn("end", "预计结束", "computed", 92, compute=_end, align="center"),
)

SLOTS = (
    Column("number", "序号", lambda s: f"{s.number:02d}", 56, "center", sort=lambda s: (s.panel, s.number)),
    Column("time", "时间", lambda s: s.time or "—", 80, "center"),
    Column("name", "姓名", lambda s: s.name, 116, find=True),
    Column("school", "学校", lambda s: s.school, 244, full=lambda s: s.school),
    Column("panel", "组别", lambda s: s.panel, 100),
    Column("group", "学科", lambda s: s.group, 180),
    Column("day", "日期", lambda s: s.day, 104),
    Column("room", "地点", lambda s: s.room or "—", 140),
    Column("drawn", "抽签", lambda s: "已抽签" if s.drawn else "未抽签", 92, kind="pill", tone=lambda s: "ok" if s.drawn else "plain"),
)  # fmt: skip


class SlotRow:
    """One candidate's time as the table shows it."""

    def __init__(self, slot: Slot, group: str) -> None:
        self.uid, self.number, self.time = slot.person.uid, slot.number, slot.time
        self.name, self.school, self.panel, self.group = slot.person.name, slot.person.school, slot.panel, group
        self.day = slot.day.isoformat() if slot.day else "—"
        self.room, self.drawn = slot.room, slot.drawn


class ScheduleTab(InterviewTab):
    """All groups of the scope at once: the clash of a judge or a room is between groups."""

    watches = ("panel", "panel_place", "shortlist_entry", "application", "step_result", "interview_score")

    def __init__(self, shell: Shell, place: Place, choice: GroupChoice) -> None:
        super().__init__(shell, place, choice)
        self.grid = Grid(COLUMNS, name="面试日程", frozen=3, preferences=shell.preferences, view=f"{place.key}/grid")
        self.bar = CellBar(self.grid, keys="Enter 下一格 · Tab 向右 · Ctrl+D 向下填充")
        self.slots = Table(SLOTS, name="考生时间", frozen=3, unit="人", preferences=shell.preferences, view=f"{place.key}/slots")
        self.about = label("", "hint")
        self.print_button = button("打印日程", "primary", "printer", self.print_page, tip="按组列出时间、姓名、学校，可以张贴（Ctrl+P）")
        none = EmptyState("还没有可排的考生", "先在“分组与评委”里建组；面试人选由“遴选录取”确定。",
                          [Action("去分组与评委", lambda: shell.go("interviews", tab="panels"), "users")], "calendar-blank")  # fmt: skip
        again = EmptyState("没有符合条件的考生", "换一个条件试试。", [Action("刷新", self.refresh)], "magnifying-glass")
        self.grid_card = holder(stack(self.grid, margins=(1, 1, 1, 1)), "card")
        self.card = ListCard(self.slots, none, again)
        lists = QSplitter(Qt.Orientation.Vertical)
        lists.setChildrenCollapsible(False)
        lists.addWidget(self.grid_card)
        lists.addWidget(self.card)
        lists.setStretchFactor(0, 1)
        lists.setStretchFactor(1, 1)
        lists.setSizes([320, 320])
        self.body.addLayout(row(label("面试日程", "title"), (self.about, 1), self.print_button, gap=10))
        self.body.addWidget(self.bar)
        self.body.addWidget(lists, 1)
        self.giving = Giving(shell, self, self.slots, "面试日程")
        self.body.addWidget(self.giving.panel)
        self.grid.committed.connect(self._save)
        self.grid.told.connect(lambda words, tone: shell.messages.info(words) if tone == "info" else None)
        self.grid.status_changed.connect(self.set_status)
        self.slots.status_changed.connect(self.set_status)
        self.refresh()

    def refresh(self) -> None:
        """Panels and times of the scope."""
        desk = self.desk
        if desk is None:
            return
        scope = scope_of(self.shell)
        with desk.read() as session:
            slots = panels.timetable(session, desk, scope)
            of_groups = panels_of(session)
            heads: dict[str, int] = {}
            for slot in slots:
                heads[slot.panel_uid] = heads.get(slot.panel_uid, 0) + 1
            lines = [
                Line(
                    p.uid,
                    {
                        "group": desk.schemes.group_name(*g), "name": p.name, "heads": str(heads.get(p.uid, 0)),
                        "day": p.held_on.isoformat() if p.held_on else "", "start": p.starts_at, "room": p.room,
                        "minutes": str(p.minutes) if p.minutes else "",
                    },
                    f"{desk.schemes.group_name(*g)} {p.name}",
                )
                for g in desk.schemes.groups()
                if scope.covers(*g[:2])
                for p in of_groups.get(g, {}).values()
            ]  # fmt: skip
        self.grid.show_lines(lines)
        self.slots.show_rows([SlotRow(slot, desk.schemes.group_name(*slot.group)) for slot in slots])
        ready = sum(bool(line.cells["start"]) for line in lines)
        self.about.setText(f"{len(lines)} 组，已排 {ready} 组；同一评委、同一地点不能同时用在两组" if lines else "还没有面试组")
        self.grid_card.setVisible(bool(lines))
        self.bar.setVisible(bool(lines))
        self.print_button.setEnabled(bool(slots))

    def focus_work_area(self) -> None:
        """The grid."""
        (self.grid if self.grid.isVisible() else self.slots).setFocus()

    def panes(self) -> Sequence[QWidget]:
        """F6."""
        return self.grid, self.slots

    def undo(self) -> None:
        """Ctrl+Z of the grid."""
        self.grid.undo()

    def redo(self) -> None:
        """Ctrl+Y of the grid."""
        self.grid.redo()

    def export(self) -> None:
        """Ctrl+E: everybody's time as it is seen."""
        self.giving.export()

    def print_page(self) -> None:
        """The schedule of the scope."""
        desk, scope = self.desk, scope_of(self.shell)
        if desk is not None:
            self.shell.preview("面试日程", lambda _p: paper.timetable_pdf(desk, scope), "面试日程")

    def _save(self, changes: tuple[Change, ...]) -> None:
        desk, sheet = self.desk, self.grid.sheet
        if desk is None:
            return
        for uid in dict.fromkeys(change.uid for change in changes):
            at = sheet.row_of(uid)
            day, start, room, minutes = (sheet.text(at, sheet.place[key]) for key in ("day", "start", "room", "minutes"))
            if any(sheet.problem(at, sheet.place[key]) for key in ("day", "start", "minutes")):
                continue
            whole = bool(day and minutes)
            try:
                panels.schedule(
                    desk, uid, day=date.fromisoformat(tidy_date(day)) if day else None, starts_at=start if whole else "",
                    room=room, minutes=int(minutes or 0),
                )  # fmt: skip
            except Refusal as refused:
                key = next((change.key for change in changes if change.uid == uid), "start")
                self.grid.mark(uid, key, Mark("bad", str(refused)))
                self.shell.messages.refusal(refused)
                continue
            self.shell.light.saved(desk.clock())

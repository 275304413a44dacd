"""异常登记: 缺考、违纪、转场、故障 as the invigilators wrote them down (domain.md §4.9)."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ui.pages.base import Shell
from ui.pages.exams.scoped import scope_of
from ui.pages.halfway import Halfway
from ui.pages.tabbed import TAB_MARGINS, Tab
from ui.parts.combo import PickCombo
from ui.parts.empty import EmptyState
from ui.parts.line_edit import LineEdit
from ui.parts.list_card import ListCard
from ui.parts.look import button, holder, label, row, stack
from ui.parts.rows import Column
from ui.parts.strip import Action
from ui.parts.table import Table
from ui.places import Place
from ui.undoing import Undoing
from yingcai_desktop.errors import Refusal
from yingcai_desktop.services import deeds, exam_day, seating

COLUMNS = (
    Column("ticket", "准考证号", lambda e: e.ticket, 130, find=True),
    Column("name", "姓名", lambda e: e.name, 150, find=True),
    Column("kind", "情况", lambda e: e.kind, 90, kind="pill", tone=lambda e: "bad" if e.kind == "违纪" else "warn"),
    Column("detail", "经过", lambda e: e.detail, 320),
    Column("by", "监考员", lambda e: e.handled_by, 110),
    Column("at", "登记时间", lambda e: e.noted_at, 140),
)


class EventsTab(Tab):
    """A line to fill in, and the register below."""

    watches = ("exam_event", "application")

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        self.undoing = Undoing(shell, self)
        self.who = PickCombo([], "考生")
        self.who.setMinimumWidth(220)
        self.who.setPlaceholderText("选考生（可打拼音）")
        self.kind = PickCombo([(kind, kind) for kind in exam_day.EVENTS], "情况")
        self.kind.set_code(exam_day.EVENTS[0])
        self.detail, self.by = LineEdit("", "如 开考 15 分钟后机器死机，换到 12 号机"), LineEdit("", "姓名")
        self.detail.setAccessibleName("经过")
        self.by.setAccessibleName("监考员")
        self.by.setFixedWidth(110)
        self.by.entered.connect(self.note)
        self.go = button("登记", "primary", "check", self.note)
        self.line = holder(row(label("考生", "label"), self.who, label("情况", "label"), self.kind, label("经过", "label"), (self.detail, 1), label("监考员", "label"), self.by, self.go))
        self.table = Table(COLUMNS, name="异常登记", frozen=2, preferences=shell.preferences, view="exam-events")
        self.hint = label("这里登记经过；成绩的状态（缺考、违纪）在“成绩录入”里录。", "hint")
        self.empty = EmptyState("还没有异常登记", "监考员交来考场记录单后，在上面选考生、写明经过和监考员，逐条登记；还没有座位的，先编排考场。", (Action("去编排考场", lambda: shell.go("exams", tab="seats"), "clipboard-text"), Action("登记一条", self.who.setFocus, "plus")), "clipboard-text")
        none = EmptyState("没有找到", "换一个条件再看。", (), "check")
        self.offer("exam.event", self.line, self.hint)
        self.halfway = Halfway(shell, self, "exam.event", {"who": self.who, "kind": self.kind, "detail": self.detail, "by": self.by})
        self.setLayout(stack(self.line, self.halfway.line(), self.hint, (ListCard(self.table, self.empty, none), 1), gap=12, margins=TAB_MARGINS))
        self.refresh()
        self.halfway.open("event")

    def refresh(self) -> None:
        """Who can be chosen, and the register."""
        desk = self.shell.desk
        if desk is None:
            return
        with desk.read() as session:
            found = seating.seated(session, desk.schemes, scope_of(self.shell))
        self.who.set_options([(p.person.uid, f"{p.ticket} {p.person.name}") for places in found.values() for p in places])
        self.line.setEnabled(bool(found))
        self.empty.buttons[0].setVisible(not found)
        self.empty.buttons[1].setVisible(bool(found) and desk.may("exam.event"))
        self.table.show_rows(exam_day.events(desk, scope_of(self.shell)))

    def focus_work_area(self) -> None:
        """The choice of the candidate."""
        (self.who if self.who.isVisible() and self.who.isEnabled() else self.table if self.table.isVisible() else self.empty.buttons[0]).setFocus()

    def panes(self) -> Sequence[QWidget]:
        """F6."""
        return self.who, self.table

    def undo(self) -> None:
        """Ctrl+Z."""
        self.undoing.undo()

    def redo(self) -> None:
        """Ctrl+Y."""
        self.undoing.redo()

    def note(self) -> None:
        """Register what happened."""
        desk, uid, kind = self.shell.desk, self.who.code(), self.kind.code()
        if not uid:
            self.shell.messages.warn("请先选考生，再登记。还没有座位的，先编排考场。")
            return
        try:
            deed = deeds.done(desk, f"登记{kind}", lambda: exam_day.note_event(desk, uid, kind, self.detail.text(), self.by.text()))
        except Refusal as refused:
            self.shell.messages.refusal(refused)
            return
        self.detail.clear()
        self.halfway.stored(self.halfway.texts())  # the next is often of the same room and day: who and what stay in the line
        self.undoing.did(deed)
        self.refresh()

"""集体活动: lectures, camps, conferences, excursions, and who came — ticked, or from a pasted list (附件1 五（三）3, 附件2 五（三）3; G05)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton

from ui.pages.base import Shell
from ui.pages.register import Declared, RegisterPage, SavedView
from ui.pages.training.acting import Acting
from ui.pages.training.gathering_pane import GatheringPane
from ui.parts.detail import DetailPane
from ui.parts.empty import EmptyState
from ui.parts.filters import Pick
from ui.parts.look import button
from ui.parts.rows import Column
from ui.parts.strip import Action
from ui.places import Place
from yingcai_desktop.rules.training import GATHERINGS
from yingcai_desktop.services.trainees import gatherings
from yingcai_desktop.services.trainees.gatherings import Row

COLUMNS: Sequence[Column] = (
    Column("day", "日期", lambda r: r.day.isoformat(), 100),
    Column("title", "活动名称", lambda r: r.title, 220, find=True, tip=lambda r: r.title),
    Column("kind", "活动类型", lambda r: r.kind, 152, tip=lambda r: r.kind),
    Column("present", "到", lambda r: str(r.present), 56, "right", sort=lambda r: r.present, number=lambda r: r.present),
    Column("excused", "请假", lambda r: str(r.excused or ""), 56, "right", sort=lambda r: r.excused, number=lambda r: r.excused),
    Column("absent", "缺席", lambda r: str(r.absent or ""), 56, "right", sort=lambda r: r.absent, number=lambda r: r.absent, tone=lambda r: "warn"),
    Column("place", "地点", lambda r: r.place, 130, find=True, tip=lambda r: r.place),
    Column("host", "组织单位", lambda r: r.host, 150, find=True, tip=lambda r: r.host),
    Column("until", "结束日期", lambda r: r.until.isoformat() if r.until else "", 100),
    Column("content", "内容", lambda r: r.content, 240, find=True, tip=lambda r: r.content),
)  # fmt: skip
VIEWS = (
    SavedView("all", "全部", lambda r: True),
    SavedView("unsigned", "还没有签到", lambda r: not r.present + r.excused + r.absent),
    SavedView("absent", "有人缺席", lambda r: bool(r.absent)),
)


class GatheringTab(RegisterPage):
    """The list; the activity and its sign-in in the pane."""

    watches = ("gathering", "attendance", "trainee", "application")

    def __init__(self, shell: Shell, place: Place, acting: Acting) -> None:
        self.shell, self.acting = shell, acting
        self.rows: list[Row] = []
        kinds = Pick("kind", "活动类型", [(k, k) for k in GATHERINGS])
        self.declared = Declared(COLUMNS, 2, [kinds], {"kind": "kind"}, VIEWS, "搜索名称、地点、单位", "次", "没有符合条件的活动", ticks=False)
        super().__init__(shell, place)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.pane.forward, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.refresh()

    def all_rows(self) -> Sequence[Row]:
        """Everything of the scope."""
        return self.rows

    def make_pane(self) -> DetailPane:
        """活动, 签到."""
        self.pane: GatheringPane = GatheringPane(self.shell, self.acting)
        self.pane.stored.connect(self._stored)
        self.pane.removed.connect(lambda: self.set_pane(False))
        return self.pane

    def buttons(self) -> Sequence[QPushButton]:
        """导出, 登记."""
        fresh = button("登记集体活动", "primary", "plus", self.new, tip="Ctrl+N")
        self.offer("gathering.create", fresh)
        return button("导出", "", "upload-simple", self.export, tip="导出现在看到的（Ctrl+E）"), fresh

    def empty_state(self) -> EmptyState:
        """What to do first."""
        return EmptyState("还没有集体活动", "登记科学家讲座、科学营、学术会议、野外考察等活动，\n再勾选或粘贴名单签到。", (
            Action("登记集体活动", self.new, "plus"),
        ), "users")  # fmt: skip

    def showing(self) -> str:
        """The activity in the pane."""
        return self.pane.uid

    def show_record(self, uid: str) -> None:
        """Fill the pane."""
        if (found := next((r for r in self.rows if r.uid == uid), None)) is not None:
            self.pane.show_row(found)

    def leave_record(self) -> None:
        """Store what was typed."""
        self.pane.settle()
        self.pane.uid = ""

    def edit_record(self) -> None:
        """Into the form."""
        self.pane.show_tab("form")
        self.pane.form.focus()

    def refresh(self) -> None:
        """Read again."""
        if self.shell.desk is None:
            return
        self.rows = gatherings.rows(self.shell.desk, self.shell.programme)
        self.show_rows()
        found = next((r for r in self.rows if r.uid == self.pane.uid), None)
        if found is not None and not self.pane.saving:
            self.pane.show_row(found)

    def open_at(self, **what: object) -> None:
        """`uid`, `pane` (form or roll)."""
        if isinstance(uid := what.get("uid"), str):
            self.open_record(uid)
        if isinstance(tab := what.get("pane"), str):
            self.pane.show_tab(tab)

    def may_leave(self) -> bool:
        """What was typed is stored first."""
        self.pane.settle()
        return True

    def new(self) -> None:
        """Ctrl+N."""
        if self.shell.desk is None:
            return
        self.leave_record()
        self.table.clear_current()
        self._pane_wanted = True
        self.pane.show_new()
        self.card.show()
        self.pane.show()
        self.pane.form.focus("title")

    def save_now(self) -> None:
        """Ctrl+S."""
        self.pane.settle()

    def _stored(self, uid: str) -> None:
        self.open_record(uid)
        self.pane.show_tab("roll")
        self.pane.roll.focus()

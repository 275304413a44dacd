"""年度与日程: the stages of the notice's year; the office sets exact days in the pane (附件1 八, 附件2 六)."""

from collections.abc import Mapping, Sequence

from ui.pages.base import Shell
from ui.pages.register import Declared, RegisterPage, SavedView
from ui.pages.settings.form_pane import FormPane
from ui.parts.detail import DetailPane
from ui.parts.empty import EmptyState
from ui.parts.fields import Field
from ui.parts.form import Section
from ui.parts.rows import Column
from ui.parts.strip import Action
from ui.places import Place
from yingcai_desktop.services import calendar
from yingcai_desktop.services.calendar import StageRow

_FORM = "stage-days"
_SECTIONS = (
    Section(
        "起止日期",
        (
            Field("start", "开始日", "date", True),
            Field("end", "截止日", "date", True),
            Field("note", "依据文件", "text", False, 2, "通知或会议纪要的名称、文号"),
        ),
    ),
)


class CalendarTab(RegisterPage):
    """One line a stage and programme."""

    watches = ("stage_days",)

    def __init__(self, shell: Shell, place: Place) -> None:
        short = {p: s.short for p, s in shell.desk.schemes.programmes.items()} if shell.desk else {}
        columns = (
            Column("state", "状态", lambda r: "已设定" if r.is_set else "按通知", 90, kind="pill", tone=lambda r: "ok" if r.is_set else "plain"),
            Column("stage", "阶段", lambda r: r.stage, 130, find=True),
            Column("programme", "项目", lambda r: short.get(r.programme, r.programme), 90),
            Column("months", "通知月份", lambda r: r.months, 90),
            Column("start", "开始日", lambda r: r.start.isoformat(), 110, sort=lambda r: r.start),
            Column("end", "截止日", lambda r: r.end.isoformat(), 110, sort=lambda r: r.end),
            Column("clause", "通知条款", lambda r: r.clause, 120),
            Column("note", "依据文件", lambda r: r.note, 220, tip=lambda r: r.note),
        )
        self.declared = Declared(
            columns, 2, (), {},
            (SavedView("all", "全部", lambda r: True), SavedView("set", "已设定", lambda r: r.is_set)),
            "搜索阶段", "个阶段", "没有这样的阶段", ticks=False,
        )  # fmt: skip
        self.shell = shell
        self._rows: list[StageRow] = []
        super().__init__(shell, place)
        self.refresh()

    def all_rows(self) -> Sequence[StageRow]:
        """The stages in scope."""
        return self._rows

    def make_pane(self) -> DetailPane:
        """The days."""
        self.pane: FormPane = FormPane(self.shell, _FORM, _SECTIONS, self._save, name="阶段日期", action="设定")
        self.pane.stored.connect(lambda _uid: self.refresh())
        self.offer("stage.set", self.pane.go)
        return self.pane

    def empty_state(self) -> EmptyState:
        """Only without a store."""
        return EmptyState("还没有打开数据文件", "打开数据文件以后，这里列出全年各阶段的日期。", (Action("回到工作台", lambda: self.shell.go("home"), "house"),))

    def showing(self) -> str:
        """The stage in the pane."""
        return self.pane.record

    def show_record(self, uid: str) -> None:
        """Fill the pane."""
        found = next((r for r in self._rows if r.uid == uid), None)
        if found is not None:
            self.pane.show_head(found.stage, "已设定" if found.is_set else "按通知", "ok" if found.is_set else "plain", f"通知：{found.months}（{found.clause}）")
            self.pane.open(uid, {"start": found.start.isoformat(), "end": found.end.isoformat(), "note": found.note})

    def leave_record(self) -> None:
        """Keep what was typed."""
        self.pane.close_record()

    def edit_record(self) -> None:
        """Into the first field."""
        self.pane.form.focus()

    def refresh(self) -> None:
        """Read again."""
        if self.shell.desk is not None:
            self._rows = calendar.stages(self.shell.desk, self.shell.programme)
            self.show_rows()

    def _save(self, uid: str, texts: Mapping[str, str]) -> None:
        said = calendar.set_stage(self.shell.desk, uid, texts["start"], texts["end"], texts["note"])
        if said:
            self.shell.messages.warn(said)
        else:
            self.shell.messages.done(f"已设定“{uid.partition('|')[2]}”的起止日期，工作台的日程随之改变。")

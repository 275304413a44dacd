"""提醒天数: after how many days the office is reminded; stored for the office, set in the pane."""

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
from yingcai_desktop.services import reminding
from yingcai_desktop.services.reminding import LEAST, MOST, Reminder

_SECTIONS = (
    Section(
        "超过多少天提醒",
        (
            Field("days", "天数", "text", True, hint=f"{LEAST} 到 {MOST} 的整数"),
            Field("note", "依据或说明", "text", False, 2, "例如：领导小组会议纪要、管理办公室通知"),
        ),
    ),
)
_COLUMNS = (
    Column(
        "state",
        "状态",
        lambda r: "已设定" if r.is_set else "默认",
        90,
        kind="pill",
        tone=lambda r: "ok" if r.is_set else "plain",
    ),
    Column("name", "提醒事项", lambda r: r.name, 200, find=True),
    Column("days", "超过天数", lambda r: f"{r.days} 天", 90, "right", sort=lambda r: r.days),
    Column("usual", "默认", lambda r: f"{r.usual} 天", 80, "right", sort=lambda r: r.usual),
    Column("where", "用在哪里", lambda r: r.where, 330, tip=lambda r: r.where),
    Column("note", "依据或说明", lambda r: r.note, 220, tip=lambda r: r.note),
)


class RemindersTab(RegisterPage):
    """One line a reminder."""

    watches = ("reminder_days",)

    def __init__(self, shell: Shell, place: Place) -> None:
        self.declared = Declared(
            _COLUMNS, 2, (), {}, (SavedView("all", "全部", lambda r: True),), "搜索提醒事项", "项", "没有这样的提醒", ticks=False
        )  # fmt: skip
        self.shell = shell
        self._rows: list[Reminder] = []
        super().__init__(shell, place)
        self.refresh()

    def all_rows(self) -> Sequence[Reminder]:
        """Every kind."""
        return self._rows

    def make_pane(self) -> DetailPane:
        """The days."""
        self.pane: FormPane = FormPane(
            self.shell, "reminder-days", _SECTIONS, self._save, name="提醒天数", action="设定"
        )
        self.pane.stored.connect(lambda _uid: self.refresh())
        self.offer("reminder.set", self.pane.go)
        return self.pane

    def empty_state(self) -> EmptyState:
        """Only without a store."""
        return EmptyState(
            "还没有打开数据文件",
            "打开数据文件以后，这里设定超过多少天提醒。",
            (Action("回到工作台", lambda: self.shell.go("home"), "house"),),
        )

    def showing(self) -> str:
        """The reminder in the pane."""
        return self.pane.record

    def show_record(self, uid: str) -> None:
        """Fill the pane."""
        if (found := next((r for r in self._rows if r.uid == uid), None)) is not None:
            self.pane.show_head(
                found.name,
                "已设定" if found.is_set else "默认",
                "ok" if found.is_set else "plain",
                f"用在：{found.where}",
            )
            self.pane.open(uid, {"days": str(found.days), "note": found.note})

    def leave_record(self) -> None:
        """Keep what was typed."""
        self.pane.close_record()

    def edit_record(self) -> None:
        """Into the first field."""
        self.pane.form.focus()

    def refresh(self) -> None:
        """Read again."""
        if self.shell.desk is not None:
            self._rows = reminding.reminders(self.shell.desk)
            self.show_rows()

    def _save(self, uid: str, texts: Mapping[str, str]) -> None:
        self.shell.messages.done(reminding.set_days(self.shell.desk, uid, texts["days"], texts["note"]))

"""总结与验收材料: which unit has handed in what; several lines are ticked and registered at once."""

from collections.abc import Sequence

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QWidget

from ui.giving import Giving
from ui.pages.base import Shell
from ui.pages.halfway import Halfway
from ui.pages.tabbed import TAB_MARGINS, Tab
from ui.parts.filters import FilterBar, Pick, View, Wanted
from ui.parts.line_edit import LineEdit
from ui.parts.look import button, holder, label, row, stack
from ui.parts.rows import Column
from ui.parts.table import Table
from ui.places import Place
from yingcai_desktop.errors import Refusal
from yingcai_desktop.services import summaries
from yingcai_desktop.services.summaries import Due

_COLUMNS = (
    Column("state", "状态", lambda d: "已收" if d.received_on else "未交", 84, kind="pill", tone=lambda d: "ok" if d.received_on else "warn"),
    Column("unit", "单位", lambda d: d.unit, 260, find=True, tip=lambda d: d.unit),
    Column("item", "材料", lambda d: d.item, 130),
    Column("kind", "单位类别", lambda d: d.kind_name, 110),
    Column("programme", "项目", lambda d: "英才计划" if d.programme == "national" else "后备人才", 92),
    Column("received", "收到日期", lambda d: d.received_on.isoformat() if d.received_on else "", 110),
    Column("clause", "依据", lambda d: summaries.CLAUSES[d.programme], 120),
    Column("note", "备注", lambda d: d.note, 180),
)


class SummariesTab(Tab):
    """A list of its own: nothing here is typed but the day and a remark."""

    watches = ("summary_item", "school", "mentor", "decision")

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        kinds = [("office", "管理办公室"), ("university", "培养高校"), ("school", "参与中学")]
        self.filter = FilterBar("搜索单位", [Pick("kind", "类别", kinds)], [View("all", "全部"), View("due", "未交"), View("got", "已收")], ())
        self.table = Table(_COLUMNS, name="总结与验收材料", frozen=2, checks=True, preferences=shell.preferences, view="summaries")
        self.day, self.note = LineEdit(""), LineEdit("")
        for field, name, wide in ((self.day, "收到日期", 110), (self.note, "备注", 220)):
            field.setAccessibleName(name)
            field.setFixedWidth(wide)
        self.get = button("登记收到", "primary", "check", self.receive)
        self.back = button("取消登记", "", "arrow-counter-clockwise", self.give_back, tip="登记错了，或退回单位重交")
        self.giving = Giving(shell, self, self.table, "总结与验收材料", filters=self.filter.words, chosen=self.table.rows.checked_shown)
        self.buttons = holder(row(
            button("导出", "", "upload-simple", self.export, tip="导出现在看到的清单（Ctrl+E）"),
            button("打印", "", "printer", self.print_page, tip="预览、打印或另存 PDF（Ctrl+P）"),
        ), "plain")  # fmt: skip
        self._foot = row(label("收到日期", "label"), self.day, label("备注", "label"), self.note, None, self.back, self.get)
        self.halfway = Halfway(shell, self, "summary", {"day": self.day, "note": self.note})
        self.foot = holder(stack(self.halfway.line(), self._foot, gap=6), "plain")
        self.setLayout(
            stack(self.filter, (holder(stack(self.table, margins=(1, 1, 1, 1)), "card"), 1), self.giving.panel, self.foot, gap=12, margins=TAB_MARGINS)
        )
        self.filter.changed.connect(self._narrow)
        self.table.status_changed.connect(lambda _text: self._show_choice())
        self.rights_changed()
        self.refresh()
        self.halfway.open("receive", {"day": self.day.text()})

    def refresh(self) -> None:
        """Read the checklist again."""
        if self.shell.desk is None:
            return
        programme = self.shell.programme
        rows = summaries.checklist(self.shell.desk, programme)
        self.table.show_rows(rows)
        got = sum(d.received_on is not None for d in rows)
        self.filter.set_counts({"all": len(rows), "due": len(rows) - got, "got": got})
        self.filter.show_count(len(self.table.rows.shown), len(rows))
        if not self.day.text().strip():
            self.day.setText(self.shell.desk.clock().date().isoformat())
        self._show_choice()
        self.set_status(f"已收 {got} 份 · 未交 {len(rows) - got} 份")

    def rights_changed(self) -> None:
        """Who may not register sees the list only."""
        desk = self.shell.desk
        self.get.setVisible(desk is not None and desk.may("summary.receive"))
        self.back.setVisible(desk is not None and desk.may("summary.return"))
        self.foot.setVisible(not self.get.isHidden() or not self.back.isHidden())

    def focus_work_area(self) -> None:
        """The list."""
        self.table.setFocus()

    def focus_filter(self) -> None:
        """Ctrl+F."""
        self.filter.focus()

    def panes(self) -> Sequence[QWidget]:
        """F6: filter, list, the day it came."""
        return self.filter, self.table, *((self.day,) if self.foot.isVisible() else ())

    def export(self) -> None:
        """Ctrl+E: the list as seen."""
        self.giving.export()

    def print_page(self) -> None:
        """Ctrl+P: the list as seen."""
        self.giving.print_page()

    def receive(self) -> None:
        """Register the chosen papers as handed in."""
        day = QDate.fromString(self.day.text().strip(), "yyyy-MM-dd")
        if not day.isValid():
            self.shell.messages.error("收到日期要写成 2025-12-20 这样的日期。没有登记，请改正后再按“登记收到”。")
            self.day.setFocus()
            return
        chosen = self.table.batch()
        try:
            count = summaries.receive(self.shell.desk, chosen, day.toPython(), self.note.text().strip())  # type: ignore[arg-type]  # stubs
        except Refusal as refused:
            self.shell.messages.refusal(refused)
            return
        self.note.clear()  # a remark is of these papers; the day serves the next ones as well
        self.halfway.stored(self.halfway.texts())
        self._done(f"已登记收到 {count} 份材料。" if count else "选中的材料都已登记过，没有改动。")

    def give_back(self) -> None:
        """Take the registration of the chosen papers back."""
        try:
            count = summaries.give_back(self.shell.desk, self.table.batch())
        except Refusal as refused:
            self.shell.messages.refusal(refused)
            return
        self._done(f"已取消 {count} 份材料的登记。" if count else "选中的材料还没有登记，没有改动。")

    def _done(self, words: str) -> None:
        self.table.rows.check(list(self.table.rows.checked), False)
        self.refresh()
        self.shell.messages.done(words)

    def _narrow(self, wanted: Wanted) -> None:
        kind = wanted.picks.get("kind", "")

        def keep(due: Due) -> bool:
            came = due.received_on is not None
            return (not kind or due.kind == kind) and (wanted.view == "all" or came == (wanted.view == "got"))

        self.table.filter(wanted.text, keep)
        self.filter.show_count(len(self.table.rows.shown), self.table.rows.total())

    def _show_choice(self) -> None:
        chosen = len(self.table.batch())
        self.get.setText(f"登记收到 {chosen} 份" if chosen else "登记收到")
        self.get.setEnabled(bool(chosen))
        self.back.setEnabled(bool(chosen))

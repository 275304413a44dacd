"""报表: the list of reports, the one on show, the people behind a number."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QListWidget, QListWidgetItem, QWidget

from ui.pages.base import Shell
from ui.pages.reports.people import PeoplePane
from ui.pages.reports.sheet import TOTAL
from ui.pages.reports.view import ReportView
from ui.pages.tabbed import TAB_MARGINS, Tab
from ui.parts.detail import ListAndDetail
from ui.parts.look import button, holder, look, row, stack
from ui.parts.strip import Action
from ui.places import Place
from yingcai_desktop.services import reports
from yingcai_desktop.services.reports import giving
from yingcai_desktop.services.reports.tables import Cell, Table

_LIST_WIDTH = 168
_XLSX = "Excel 工作簿 (*.xlsx)"


class ReportTab(Tab):
    """Reports are counted on a worker; what comes back late for another report is dropped."""

    watches = (
        "application", "mentor", "school", "decision", "test_score", "interview_score", "shortlist_entry", "selection", "trainee",
        "visit", "midterm_evaluation", "annual_material", "assessment", "certificate", "alumni_record",
    )  # fmt: skip

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        self._key = shell.preferences.text("reports/key", "structure")
        self._ways: dict[str, str] = {}
        self._asked = 0
        self.list = QListWidget()
        self.view = ReportView(Action("去报名登记", lambda: self.shell.go("applicants"), "student"))
        self.people = PeoplePane()
        self._build()
        if shell.desk is not None:
            self._choose(self._key if self._key in reports.BY_KEY else "structure")

    # What the window calls

    def refresh(self) -> None:
        """Count again."""
        self._count()

    def open_at(self, **what: object) -> None:
        """`report`: its key; `way`: how it is parted."""
        if isinstance(key := what.get("report"), str) and key in reports.BY_KEY:
            if isinstance(way := what.get("way"), str):
                self._ways[key] = way
            self._choose(key)

    def focus_work_area(self) -> None:
        """The list of reports."""
        self.list.setFocus()

    def panes(self) -> Sequence[QWidget]:
        """F6: the reports, the one on show, the people."""
        return self.list, self.view.numbers or self.view.chart, self.people

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts the people away."""
        if event.key() == Qt.Key.Key_Escape and self.people.isVisible():
            self.people.close_pane()
            self.view.focus()
        else:
            super().keyPressEvent(event)

    # Commands

    def export(self, out: Path | None = None) -> None:
        """The numbers of the report on show as a workbook."""
        if self.view.table is None:
            return
        key, way, programme = self._key, self._way(), self._programme()
        out = out or self._where(f"{self.view.table.title}-{self._season()}.xlsx", _XLSX)
        if out is not None:
            self._job(f"导出 {out.name}", lambda _p: giving.as_workbook(self.shell.desk, key, way, programme, out),
                      lambda lines: self.shell.messages.done(f"已导出 {lines} 行到 {out.name}。"))  # fmt: skip

    def export_yearly(self, out: Path | None = None) -> None:
        """年度工作总结数据附件: every report and the checklist in one workbook."""
        out = out or self._where(f"{giving.YEARLY}-{self._season()}.xlsx", _XLSX)
        programme = self._programme()
        if out is not None:
            self._job(giving.YEARLY, lambda p: giving.yearly_workbook(self.shell.desk, programme, out, p),
                      lambda sheets: self.shell.messages.done(f"已把 {sheets} 张表写到 {out.name}，数字同屏幕上的报表一致。"))  # fmt: skip

    def save_picture(self, out: Path | None = None) -> None:
        """The chart as PNG, twice the pixels of the screen."""
        if self.view.table is None or self.view.table.is_empty:
            self.shell.messages.info("还没有可以存成图的数据。")
            return
        out = out or self._where(f"{self.view.table.title}-{self._season()}.png", "图片 (*.png)")
        if out is None:
            return
        if self.view.picture().save(str(out)):
            self.shell.messages.done(f"图已存到 {out.name}。")
        else:
            self.shell.messages.error(f"{out.name} 没有写成。请检查文件夹和磁盘空间，或换一个位置再存。")

    def print_page(self) -> None:
        """The report as PDF: vector bars and the same numbers."""
        if self.view.table is None:
            return
        key, way, programme, title = self._key, self._way(), self._programme(), self.view.table.title
        self.shell.preview(title, lambda _p: giving.as_pdf(self.shell.desk, key, way, programme), f"{title}-{self._season()}")

    # Inside

    def _build(self) -> None:
        look(self.list, look="plain")
        self.list.setAccessibleName("报表")
        self.list.setFixedWidth(_LIST_WIDTH)
        for report in reports.REPORTS:
            item = QListWidgetItem(report.title)
            item.setData(Qt.ItemDataRole.UserRole, report.key)
            item.setToolTip(report.about)
            self.list.addItem(item)
        self.list.currentRowChanged.connect(lambda n: self._picked(reports.REPORTS[n].key) if n >= 0 else None)
        self.view.asked.connect(self._ask)
        self.view.way_chosen.connect(self._way_chosen)
        self.people.wanted.connect(lambda uid: self.shell.go("applicants", uid=uid))
        self.people.hide()
        self.buttons = holder(row(
            button("导出", "", "upload-simple", self.export, tip="导出现在看到的报表（Ctrl+E）"),
            button("存图", "", "download-simple", self.save_picture, tip="把图存成 PNG"),
            button("打印", "", "printer", self.print_page, tip="预览、打印或另存 PDF（Ctrl+P）"),
            button("年度总结数据", "primary", "file-xls", self.export_yearly, tip="全部报表和材料清单，一个工作簿"),
        ), "plain")  # fmt: skip
        reports_and_people = ListAndDetail(
            holder(row(holder(stack((self.list, 1), margins=(6, 8, 6, 8)), "card"), (self.view, 1), gap=14), "plain"), self.people
        )
        self.setLayout(stack((reports_and_people, 1), gap=0, margins=TAB_MARGINS))

    def _choose(self, key: str) -> None:
        for n in range(self.list.count()):
            if self.list.item(n).data(Qt.ItemDataRole.UserRole) == key:
                if self.list.currentRow() == n:
                    self._picked(key)
                self.list.setCurrentRow(n)

    def _picked(self, key: str) -> None:
        self._key = key
        self.shell.preferences.put("reports/key", key)
        self.people.hide()
        self._count()

    def _way(self) -> str:
        ways = reports.BY_KEY[self._key].ways
        return self._ways.get(self._key, ways[0][0] if ways else "")

    def _way_chosen(self, way: str) -> None:
        self._ways[self._key] = way
        self.people.hide()
        self._count()

    def _programme(self) -> str:
        return self.shell.programme

    def _season(self) -> int:
        return int(self.shell.desk.store.season)

    def _count(self) -> None:
        if self.shell.desk is None:
            return
        self._asked += 1
        number, key, way, programme = self._asked, self._key, self._way(), self._programme()
        self._job(f"统计 {reports.BY_KEY[key].title}", lambda _p: reports.count(self.shell.desk, key, way, programme),
                  lambda table: self._land(number, key, way, table))  # fmt: skip

    def _land(self, number: int, key: str, way: str, table: Table) -> None:
        if number == self._asked:
            self.view.show_report(reports.BY_KEY[key], way, table)
            self.set_status(f"{table.title} · {len(table.lines)} 行" if not table.is_empty else f"{table.title} · 还没有数据")

    def _job(self, title: str, work: Callable[..., object], done: Callable[..., object]) -> None:
        self.shell.jobs.start(title, work, done)

    def _ask(self, key: str, column: int) -> None:
        table = self.view.table
        if table is None:
            return
        line = table.total if key == TOTAL else next((line for line in table.lines if line.key == key), None)
        if line is None:
            return
        cell: Cell = line.cells[column]
        heading = table.columns[column]
        if not cell.uids:
            self.shell.messages.info(f"“{line.label}”的“{heading.title}”是 {cell.text}，没有可列出的人。{heading.title}：{heading.meaning}。")
            return
        self.people.show_people(f"{line.label} · {heading.title}", heading.meaning, reports.behind(self.shell.desk, cell.uids))
        self.people.show()
        self.people.table.setFocus()

    def _where(self, name: str, kinds: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(self, "保存到", name, kinds)
        return Path(chosen) if chosen else None

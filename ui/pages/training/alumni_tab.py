"""往届跟踪: one person a line over the years, sheets out and back, who has not been heard of, and where they are now (附件1 七, 附件2 八)."""

from collections.abc import Sequence
from functools import cached_property, partial
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton

from ui.jobs import Progress
from ui.pages.base import Shell
from ui.pages.importing import Importing
from ui.pages.register import Declared, RegisterPage, SavedView
from ui.pages.training.acting import Acting
from ui.pages.training.alumni_pane import AlumniPane
from ui.pages.training.alumni_stats import AlumniStats
from ui.pages.training.move_on import MoveOn
from ui.parts.detail import DetailPane
from ui.parts.empty import EmptyState
from ui.parts.filters import Pick
from ui.parts.look import button
from ui.parts.rows import Column
from ui.parts.strip import Action
from ui.places import Place
from yingcai_desktop.rules.identity import mask_id
from yingcai_desktop.services.following import moving, sheets
from yingcai_desktop.services.following import people as following
from yingcai_desktop.services.following.moving import Candidate
from yingcai_desktop.services.following.people import Person
from yingcai_desktop.services.following.sheets import By
from yingcai_desktop.sheets.words import STAGES


def _state(p: Person) -> str:
    if not p.open:
        return "已撤回同意"
    return "在跟踪" if not p.lost else "失联" if p.last.stage == "失联" else "超过一年"


def _told(text: str, p: Person) -> str:
    return text if p.open else "（已封存）" if text else ""


COLUMNS: Sequence[Column] = (
    Column("state", "跟踪", _state, 122, kind="pill", tone=lambda p: "plain" if not p.open else "warn" if p.lost else "ok"),
    Column("name", "姓名", lambda p: p.name, 136, find=True),
    Column("seasons", "届", lambda p: p.seasons, 84),
    Column("stage", "阶段", lambda p: _told(p.last.stage, p), 84),
    Column("university", "大学", lambda p: _told(p.last.university, p), 150, find=True, tip=lambda p: _told(p.last.university, p)),
    Column("major", "专业", lambda p: _told(p.last.major, p), 120, find=True, tip=lambda p: _told(p.last.major, p)),
    Column("top", "拔尖计划", lambda p: "是" if p.open and p.last.top_plan else "", 80, "center"),
    Column("updated", "更新日期", lambda p: p.last.updated_on.isoformat(), 100),
    Column("silent", "多少天前", lambda p: str(p.silent_days), 84, "right", sort=lambda p: p.silent_days, number=lambda p: p.silent_days,
           tone=lambda p: "warn" if p.lost else "plain"),
    Column("again", "今年再报", lambda p: p.again_state, 110, tone=lambda p: "plain", head_tip="上届学员再报名的优先考虑（附件1 五（一）、附件2 五（一））"),
    Column("research", "研究方向", lambda p: _told(p.last.research, p), 120, find=True, tip=lambda p: _told(p.last.research, p)),
    Column("by", "填报单位", lambda p: p.last.reported_by, 130, find=True, tip=lambda p: p.last.reported_by),
    Column("subject", "学科", lambda p: p.last.subject, 78, kind="subject"),
    Column("grade", "等级", lambda p: p.last.grade, 70),
    Column("lines", "记录", lambda p: str(len(p.lines)), 60, "right", sort=lambda p: len(p.lines)),
    Column("id_number", "身份证号", lambda p: mask_id(p.id_number), 168, secret=lambda p: p.id_number),
)  # fmt: skip
VIEWS = (
    SavedView("all", "全部", lambda p: True),
    SavedView("lost", "没有消息", lambda p: p.lost),
    SavedView("again", "今年再报", lambda p: bool(p.again)),
    SavedView("top", "拔尖计划", lambda p: p.open and any(line.top_plan for line in p.lines)),
    SavedView("stopped", "已撤回同意", lambda p: not p.open),
)


class AlumniTab(RegisterPage):
    """The list, the years of one person in the pane, the figures under the list."""

    watches = ("alumni_record", "tracking_stop", "application", "assessment", "trainee")

    def __init__(self, shell: Shell, place: Place, acting: Acting) -> None:
        self.shell, self.acting = shell, acting
        self.people: list[Person] = []
        self.waiting: list[Candidate] = []
        stages = Pick("stage", "阶段", [(s, s) for s in dict.fromkeys(STAGES.values())])
        self.declared = Declared(COLUMNS, 2, [stages], {"stage": "stage_now"}, VIEWS, "搜索姓名、大学、专业", "人", "没有符合条件的往届学员", ticks=False)
        super().__init__(shell, place)
        self.stats = AlumniStats()
        self.foot.addWidget(self.stats)
        self.importing = Importing(shell, self, "alumni", acting.undoing)
        self.importing.stand_in_for(self.filter, self.area, then=self.table)
        self.body.addWidget(self.importing.panel, 1)
        self.refresh()

    def all_rows(self) -> Sequence[Person]:
        """Everybody, the longest silent first."""
        return self.people

    def make_pane(self) -> DetailPane:
        """历年, 登记."""
        self.pane: AlumniPane = AlumniPane(self.shell, self.acting)
        return self.pane

    def buttons(self) -> Sequence[QPushButton]:
        """导入, 导出, 统计, 发出."""
        self.figures = button("统计", "", "chart-bar", self._turn_stats, tip="按阶段、大学和拔尖计划统计")
        self.send_button = button("发出跟踪表…", "primary", "file-xls", self._send_menu, tip="每个单位一份工作簿")
        load = button("收回跟踪表", "", "download-simple", self.load_workbooks, tip="导入各单位填好的跟踪表，先核对再导入")
        self.move_button = button("转入跟踪…", "", "users", self.move_on, tip="终评有结果的学员，经本人和监护人同意，转入往届跟踪")
        self.offer("alumni.load", load)
        self.offer("alumni.move", self.move_button)
        return (
            self.move_button,
            load,
            button("导出", "", "upload-simple", self.export, tip="导出现在看到的（Ctrl+E）"),
            self.figures,
            self.send_button,
        )

    def empty_state(self) -> EmptyState:
        """What to do first."""
        return EmptyState("还没有往届学员", "终评以后把学员转入跟踪，或导入往届学员名单；每年向中学和高校发出跟踪表，\n填好收回，就能看到每个人历年的去向。", (
            Action("转入跟踪…", self.move_on, "users"),
            Action("导入往届跟踪表…", self.load_workbooks, "download-simple"),
            Action("下载模板", self._template),
        ), "users")  # fmt: skip

    def showing(self) -> str:
        """Who is in the pane."""
        return self.pane.uid

    def show_record(self, uid: str) -> None:
        """Fill the pane."""
        if (found := next((p for p in self.people if p.uid == uid), None)) is not None:
            self.pane.show_person(found)

    def leave_record(self) -> None:
        """Nothing is kept half typed here: the line is stored as a whole."""
        self.pane.uid = ""

    def edit_record(self) -> None:
        """Into the form of a new line."""
        self.pane.show_tab("new")
        self.pane.form.focus()

    def refresh(self) -> None:
        """Read again."""
        if self.shell.desk is None:
            return
        self.people = following.people(self.shell.desk, self.shell.programme)
        with self.shell.desk.read() as session:
            self.waiting = moving.candidates(session, self.shell.desk, self.shell.programme)
        count = sum(not c.declined for c in self.waiting)
        self.move_button.setText(f"转入跟踪 {count} 人…" if count else "转入跟踪…")
        self.move_button.setAccessibleName(self.move_button.text())
        self.show_rows()
        self.stats.show_statistics(following.statistics(self.shell.desk, self.people))
        if (found := next((p for p in self.people if p.uid == self.pane.uid), None)) is not None:
            self.pane.show_person(found)

    def open_at(self, **what: object) -> None:
        """`uid`: an identity number; `view`; `pane` (a tab of it); `move`: the list of those who can be moved."""
        self._turn_panel(False)
        if what.get("move"):
            self.move_on()
        view = str(what.get("view", ""))
        if named := next((v.key for v in VIEWS if view in (v.key, v.text)), ""):
            self.filter.set_view(named)
        if isinstance(uid := what.get("uid"), str):
            self.open_record(uid)
        if isinstance(tab := what.get("pane"), str):
            self.pane.show_tab(tab)

    def new(self) -> None:
        """Ctrl+N: a new line for the person on show."""
        if self.table.current():
            self.set_pane(True)
            self.edit_record()
        else:
            self.shell.messages.info("请先在名单里选一名往届学员，再登记新的一条。")

    def move_on(self) -> None:
        """Those with a final result instead of the list."""
        if not self.waiting:
            self.shell.messages.info("没有可以转入的学员：要先在“考核评价 · 终评”办完终评，已经转入的不再列出。")
            return
        self._turn_panel(True)
        self.panel.open(self.waiting)

    @cached_property
    def panel(self) -> MoveOn:
        """In place of the list while somebody moves people; made for the first."""
        made = MoveOn(self.shell, self.acting)
        self.body.addWidget(made, 1)
        made.closed.connect(lambda: self._turn_panel(False))
        return made

    def _turn_panel(self, on: bool) -> None:
        for part in (self.filter, self.area):
            part.setVisible(not on)
        if on or "panel" in self.__dict__:
            self.panel.setVisible(on)
        if not on:
            self.table.setFocus()

    def load_workbooks(self) -> None:
        """The sheets back."""
        self.importing.choose()

    def send(self, by: By, folder: Path | None = None) -> None:
        """The sheets out, of those on show."""
        desk, shown = self.shell.desk, list(self.table.rows.shown)
        count = len(sheets.units(shown, by))
        if not count:
            self.shell.messages.info("现在的名单里没有可以跟踪的人（已撤回同意的不发），没有生成文件。")
            return
        if folder is None:
            chosen = QFileDialog.getExistingDirectory(self, "跟踪表放在哪个文件夹")
            if not chosen:
                return
            folder = Path(chosen)
        where, left = folder, sum(not p.open for p in shown)
        note = f"；{left} 人已撤回同意，没有列入" if left else ""

        def work(progress: Progress) -> int:
            return sheets.write(desk, shown, by, where, progress)

        self.shell.jobs.start(f"生成 {count} 份跟踪表", work, lambda made: self.shell.messages.done(
            f"已生成 {made} 份跟踪表，在“{where.name}”文件夹{note}。表里有完整身份证号，已记入操作记录，请妥善传递。"))  # fmt: skip

    def _send_menu(self) -> None:
        menu = QMenu(self)
        shown = list(self.table.rows.shown)
        ways: tuple[tuple[By, str], ...] = (("reporter", "按填报单位（中学、盟市）"), ("university", "按就读大学"))
        for by, words in ways:
            menu.addAction(f"{words}：{len(sheets.units(shown, by))} 份", partial(self.send, by))
        menu.popup(self.send_button.mapToGlobal(QPoint(0, self.send_button.height())))

    def _template(self) -> None:
        self.importing.save_template()

    def _turn_stats(self) -> None:
        self.stats.setVisible(self.stats.isHidden())

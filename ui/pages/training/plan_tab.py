"""计划与师资: who has a plan, a topic, books, co-mentors and a teacher at school, and who is still without."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton

from ui.pages.base import Shell
from ui.pages.importing import Importing
from ui.pages.register import Declared, RegisterPage, SavedView
from ui.pages.training import papers
from ui.pages.training.acting import Acting
from ui.pages.training.plan_pane import PlanPane
from ui.pages.training.roster import COLUMNS as ROSTER
from ui.pages.training.teacher_bar import TeacherBar
from ui.parts.detail import DetailPane
from ui.parts.empty import EmptyState
from ui.parts.filters import Pick
from ui.parts.look import button
from ui.parts.rows import Column
from ui.parts.strip import Action
from ui.places import Place
from yingcai_desktop.errors import Refusal
from yingcai_desktop.services.trainees import board as boards
from yingcai_desktop.services.trainees.board import Board, Row

_BY_KEY = {c.key: c for c in ROSTER}
COLUMNS: Sequence[Column] = (
    Column("state", "状态", lambda r: r.student.state_name, 84, kind="pill", tone=lambda r: "ok" if r.student.training else "plain"),
    *(_BY_KEY[k] for k in ("name", "subject", "mentor", "plan", "topic", "teacher")),
    *(replace(_BY_KEY[k]) for k in ("school", "university", "city", "programme", "admitted", "exited", "id_number")),
)  # fmt: skip
VIEWS = (
    SavedView("all", "全部", lambda r: True),
    SavedView("no-plan", "无培养计划", lambda r: r.student.training and not r.planned),
    SavedView("no-topic", "没有定题", lambda r: r.student.training and not r.topic),
    SavedView("no-teacher", "无指导教师", lambda r: r.student.training and not r.teacher),
    SavedView("left", "已退出", lambda r: not r.student.training),
)


class PlanTab(RegisterPage):
    """The list, the trainee in the pane, a bar that gives many trainees one teacher."""

    watches = (
        "training_plan",
        "reading_item",
        "co_mentor",
        "school_teacher",
        "trainee",
        "application",
        "selection",
        "mentor",
    )

    def __init__(self, shell: Shell, place: Place, acting: Acting) -> None:
        self.shell, self.acting = shell, acting
        self.board: Board | None = None
        self.declared = _declared(shell)
        super().__init__(shell, place)
        self.bar = TeacherBar(shell, acting)
        self.foot.addWidget(self.bar)
        self.importing = Importing(shell, self, "plans", acting.undoing)
        self.importing.stand_in_for(self.filter, self.area, then=self.table)
        self.body.addWidget(self.importing.panel, 1)
        self.bar.done.connect(lambda: self.table.rows.check(list(self.table.rows.checked), False))
        self.table.status_changed.connect(lambda _text: self.bar.show_choice(self._ticked()))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._next, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.refresh()

    def all_rows(self) -> Sequence[Row]:
        """Everybody."""
        return self.board.rows if self.board else ()

    def make_pane(self) -> DetailPane:
        """计划, 书目, 合作导师, 指导教师, 去留."""
        self.pane: PlanPane = PlanPane(self.shell, self.acting)
        self.pane.passed.connect(self._next)
        self.pane.print_wanted.connect(lambda: papers.record(self.shell, [self.pane.uid], "培养档案"))
        return self.pane

    def buttons(self) -> Sequence[QPushButton]:
        """模板, 导入, 导出, 打印."""
        blank = button("模板", "ghost", "file-xls", self.save_template, tip="下载“培养计划”工作簿（计划、书目、合作导师各一张表），发给导师填写")
        load = button("导入 Excel", "", "download-simple", self.load_workbooks, tip="导师交来的培养计划，先核对再导入")
        self.offer("plans.load", blank, load)
        return (
            blank,
            load,
            button("导出", "", "upload-simple", self.export, tip="导出现在看到的（Ctrl+E）"),
            button("打印培养档案", "", "printer", self.print_records, tip="勾选的，或选中的一名"),
        )

    def empty_state(self) -> EmptyState:
        """What comes first."""
        return EmptyState("还没有在培学员", "办理“开始培养”以后，在这里填写每名学员的培养计划、书目、合作导师和中学指导教师。", (
            Action("回到进度", lambda: self.shell.go("training", tab="progress"), "calendar-check"),
        ), "notebook")  # fmt: skip

    def showing(self) -> str:
        """Who is in the pane."""
        return self.pane.uid

    def show_record(self, uid: str) -> None:
        """Fill the pane."""
        if self.board is not None and (found := self.board.row(uid)) is not None:
            self.pane.show_row(found)

    def leave_record(self) -> None:
        """Store what was typed."""
        self.pane.settle()
        self.pane.uid = ""

    def edit_record(self) -> None:
        """Into the plan."""
        self.pane.show_tab("plan")
        self.pane.form.focus()

    def refresh(self) -> None:
        """Read again."""
        if self.shell.desk is None:
            return
        try:
            self.board = boards.board(self.shell.desk, self.shell.programme)
        except Refusal as refused:
            self.board = None
            self.shell.messages.refusal(refused)
        self.show_rows()
        if self.board is not None and (found := self.board.row(self.pane.uid)) is not None and not self.pane.saving:
            self.pane.show_row(found)

    def open_at(self, **what: object) -> None:
        """`uid`, `view`, `pane` (a tab of it)."""
        view = str(what.get("view", ""))
        if named := next((v.key for v in VIEWS if view in (v.key, v.text)), ""):
            self.filter.set_view(named)
        if isinstance(uid := what.get("uid"), str):
            self.open_record(uid)
        if isinstance(tab := what.get("pane"), str):
            self.pane.show_tab(tab)

    def may_leave(self) -> bool:
        """What was typed is stored first."""
        self.pane.settle()
        return True

    def load_workbooks(self) -> None:
        """培养计划 workbooks: checked and shown before anything is stored."""
        self.importing.choose()

    def save_template(self) -> None:
        """下载模板."""
        self.importing.save_template()

    def save_now(self) -> None:
        """Ctrl+S."""
        self.pane.settle()

    def print_records(self) -> None:
        """培养档案 of the ticked, or of the current one."""
        chosen = self.table.rows.checked_shown() or [u for u in [self.table.current()] if u]
        if not chosen:
            self.shell.messages.info("还没有选学员，没有打印。请先选一名，或勾选几名。")
            return
        papers.record(self.shell, chosen, "培养档案")

    def _next(self) -> None:
        self.pane.settle()
        if not self.table.step(1):
            self.shell.messages.info("这是名单里的最后一名。")

    def _ticked(self) -> list[Row]:
        wanted = set(self.table.rows.checked_shown())
        return [r for r in self.table.rows.shown if r.uid in wanted]


def _declared(shell: Shell) -> Declared:
    schemes = shell.desk.schemes if shell.desk else None
    cities = [(c.code, c.name) for c in schemes.common.cities] if schemes else []
    picks, of = (
        [Pick("subject", "学科", [(s, s) for s in schemes.subject_names] if schemes else [])],
        {"subject": "subject"},
    )
    if shell.desk is None or shell.desk.store.office not in dict(cities):
        picks, of = [Pick("city", "盟市", cities), *picks], {"city": "city", **of}
    return Declared(COLUMNS, 3, picks, of, VIEWS, "搜索姓名、学校、导师、课题", "名", "没有符合条件的学员")

"""The pane of one mentor: 资料, 团队, 学生, 审核, 历史, and a footer that takes it one step on."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from ui.pages.applicants.pane import entry
from ui.pages.base import Shell
from ui.pages.mentors.sections import TEAM_COLUMNS, sections
from ui.pages.opinion import OpinionTab
from ui.parts.detail import DetailPane
from ui.parts.empty import EmptyState
from ui.parts.form import Form, FormFooter
from ui.parts.grid import SmallGrid
from ui.parts.history import HistoryList
from ui.parts.list_card import ListCard
from ui.parts.look import button, label, look, stack
from ui.parts.rows import Column
from ui.parts.strip import Action, Strip
from ui.parts.table import Table
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services.applications.checks import Check
from yingcai_desktop.services.history import Act
from yingcai_desktop.services.mentors.fields import TEAM
from yingcai_desktop.services.mentors.students import Student

FORWARD = {
    "": "看下一位",
    "store": "存入导师库",
    "city-pass": "初审通过并看下一位",
    "approve": "复审通过并看下一位",
    "endorse": "审定并看下一位",
    "publish": "公示无异议并看下一位",
    "appoint": "聘任并看下一位",
}
_SYMBOLS = {"bad": "×", "warn": "▲", "ok": "✓"}
_LOOKS = {"bad": "error", "warn": "warn", "ok": "ok"}


_STUDENTS = (
    Column("name", "姓名", lambda r: r.name, 116, find=True, tip=lambda r: f"{r.name} · {r.school}"),
    Column("status", "状态", lambda r: r.status, 96, kind="pill", tone=lambda r: "ok" if r.placed else "plain"),
    Column("choice", "志愿", lambda r: r.choice, 74),
    Column("teacher", "中学指导教师", lambda r: f"{r.teacher}（带 {r.teacher_load} 人）" if r.teacher else "", 130, tip=lambda r: r.school),
)


class MentorPane(DetailPane):
    """`forward` and `sent_back` are the buttons of the footer, `looked_up(uid)` a link to another mentor."""

    forward = Signal()
    sent_back = Signal()
    looked_up = Signal(str)
    discarded = Signal()
    letter_wanted = Signal()
    student_wanted = Signal(str)

    def __init__(self, shell: Shell, schemes: Schemes) -> None:
        self.form = Form(sections(schemes))
        self.team = SmallGrid(TEAM_COLUMNS, name="团队成员", unit="名成员", most=30, rows_shown=6)
        self.team_note = label("", "hint", wrap=True)
        self.students = Table(_STUDENTS, name="学生和志愿", unit="人")
        none = EmptyState("还没有学生", "还没有人选报这位导师，也没有分配学生。", (), "student")
        self.opinion = OpinionTab(shell, "mentor.opinion")
        self.history = HistoryList()
        team = QFrame()
        look(team, look="plain")
        team.setLayout(
            stack(label("可以从 Excel 整块粘贴；每格填完就保存。", "hint"), (self.team, 1), self.team_note, gap=6, margins=(16, 8, 16, 12))
        )
        super().__init__(
            [("form", "资料", self.form), ("team", "团队", team),
             ("students", "学生", ListCard(self.students, none, none)), ("opinion", "审核", self.opinion), ("history", "历史", self.history)],
            "导师资料",
        )
        self.back_button = button("退回补正…", do=self.sent_back.emit, tip="写明理由，退给高校补正")
        self.main_button = button(FORWARD["approve"], "primary", do=self.forward.emit, tip="Ctrl+Enter")
        self.footer = FormFooter(self.form, [self.back_button, self.main_button])
        self.set_footer(self.footer)
        self.print_button.setAccessibleName("打印这位导师的聘书")
        self.print_button.setToolTip("打印这位导师的聘书")
        self.print_wanted.connect(self.letter_wanted)
        self.students.opened.connect(self.student_wanted)
        self.setFocusProxy(self.form.boxes["programme"].editor.inputs[0])
        self._strips: tuple[tuple[tuple[str, str, str], ...], bool] = (), False

    def show_checks(self, checks: Sequence[Check], *, drafted: bool) -> None:
        """The finding about the team, the other mentor of the same name, a draft of before."""
        team = next((c for c in checks if c.field == TEAM), None)
        look(self.team_note, look=_LOOKS[team.level] if team else "hint")
        self.team_note.setText(f"{_SYMBOLS[team.level]} {team.text}" if team else "✓ 团队成员都符合要求")
        count = len(self.team.values())
        mark = f" {_SYMBOLS[team.level]}" if team and team.level != "ok" else ""
        self.set_tab_text("team", f"团队 {count}{mark}" if count or mark else "团队")
        linked = tuple((c.level, c.text, c.other) for c in checks if c.other)
        if (linked, drafted) == self._strips:
            return
        self._strips = linked, drafted
        self.clear_strips()
        if drafted:
            self.add_strip(Strip("有改动还没有存入导师库", "info", [Action("放弃改动", self.discarded.emit)], closable=False))
        for level, text, other in linked:
            self.add_strip(Strip(text, level, [Action("查看", partial(self.looked_up.emit, other))], closable=False))

    def show_steps(self, verb: str, *, returnable: bool) -> None:
        """Which way on, and whether it can be sent back."""
        self.main_button.setText(FORWARD[verb])
        self.main_button.setAccessibleName(FORWARD[verb])
        self.back_button.setVisible(returnable)

    def show_students(self, students: Sequence[Student]) -> None:
        """Who is with the mentor and who asked; Enter opens the student."""
        self.students.show_rows(students)
        placed = sum(s.placed for s in students)
        self.set_tab_text("students", f"学生 {placed}" if placed else "学生")

    def show_history(self, acts: Sequence[Act]) -> None:
        """Everything that happened, latest first."""
        self.history.show_entries([entry(act) for act in acts])
        self.set_tab_text("history", f"历史 {len(acts)}" if acts else "历史")

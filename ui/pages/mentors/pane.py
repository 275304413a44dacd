"""The pane of one mentor: 资料, 团队, 审核, 历史, and a footer that takes it one step on."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from ui.pages.applicants.pane import entry
from ui.pages.mentors.sections import TEAM_COLUMNS, sections
from ui.pages.opinion import OpinionTab
from ui.parts.detail import DetailPane
from ui.parts.form import Form, FormFooter
from ui.parts.grid import SmallGrid
from ui.parts.history import HistoryList
from ui.parts.look import button, label, look, stack
from ui.parts.strip import Action, Strip
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services.applications.checks import Check
from yingcai_desktop.services.history import Act
from yingcai_desktop.services.mentors.fields import TEAM

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


class MentorPane(DetailPane):
    """`forward` and `sent_back` are the buttons of the footer, `looked_up(uid)` a link to another mentor."""

    forward = Signal()
    sent_back = Signal()
    looked_up = Signal(str)
    discarded = Signal()
    letter_wanted = Signal()

    def __init__(self, schemes: Schemes) -> None:
        self.form = Form(sections(schemes))
        self.team = SmallGrid(TEAM_COLUMNS, name="团队成员", unit="名成员", most=30, rows_shown=6)
        self.team_note = label("", "hint", wrap=True)
        self.opinion = OpinionTab()
        self.history = HistoryList()
        team = QFrame()
        look(team, look="plain")
        team.setLayout(
            stack(label("可以从 Excel 整块粘贴；每格填完就保存。", "hint"), (self.team, 1), self.team_note, gap=6, margins=(16, 8, 16, 12))
        )
        super().__init__(
            [("form", "资料", self.form), ("team", "团队", team), ("opinion", "审核", self.opinion), ("history", "历史", self.history)],
            "导师资料",
        )
        self.back_button = button("退回补正…", do=self.sent_back.emit, tip="写明理由，退给高校补正")
        self.main_button = button(FORWARD["approve"], "primary", do=self.forward.emit, tip="Ctrl+Enter")
        self.footer = FormFooter(self.form, [self.back_button, self.main_button])
        self.set_footer(self.footer)
        self.print_button.setAccessibleName("打印这位导师的聘书")
        self.print_button.setToolTip("打印这位导师的聘书")
        self.print_wanted.connect(self.letter_wanted)
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

    def show_history(self, acts: Sequence[Act]) -> None:
        """Everything that happened, latest first."""
        self.history.show_entries([entry(act) for act in acts])
        self.set_tab_text("history", f"历史 {len(acts)}" if acts else "历史")

"""The pane of one application: 资料, 材料, 审核意见, 历史, and a footer that takes it one step on."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal

from ui.pages.applicants.materials_tab import MaterialsTab
from ui.pages.applicants.sections import STANDING, sections
from ui.pages.base import Shell
from ui.pages.opinion import OpinionTab
from ui.parts.detail import DetailPane
from ui.parts.form import Form, FormFooter
from ui.parts.history import Change, Entry, HistoryList
from ui.parts.look import button, stack
from ui.parts.strip import Action, Strip
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services.applications.checks import Check
from yingcai_desktop.services.history import Act

FORWARD = {
    "": "看下一条",
    "store": "存入登记簿",
    "submit": "提交并看下一条",
    "recommend": "推荐并看下一条",
    "city-pass": "初审通过并看下一条",
    "approve": "通过并看下一条",
}


class ApplicantPane(DetailPane):
    """`forward` and `sent_back` are the two buttons of the footer, `looked_up(uid)` a link to another application."""

    forward = Signal()
    sent_back = Signal()
    looked_up = Signal(str)
    discarded = Signal()
    former_wanted = Signal(str)

    def __init__(self, shell: Shell, schemes: Schemes) -> None:
        self.form = Form(sections(schemes))
        self.materials = MaterialsTab()
        self.opinion = OpinionTab(shell, "application.opinion")
        self.history = HistoryList()
        super().__init__(
            [
                ("form", "资料", self.form),
                ("materials", "材料", self.materials),
                ("opinion", "审核意见", self.opinion),
                ("history", "历史", self.history),
            ],
            "报名资料",
        )
        self.back_button = button("退回补正…", do=self.sent_back.emit, tip="写明理由，退给学校补正")
        self.main_button = button(FORWARD["approve"], "primary", do=self.forward.emit, tip="Ctrl+Enter")
        self.footer = FormFooter(self.form, [self.back_button, self.main_button])
        self.set_footer(self.footer)
        self.print_button.setToolTip("打印报名表（Ctrl+P）")
        self.print_button.setAccessibleName("打印报名表")
        self.setFocusProxy(self.form.boxes["programme"].editor.inputs[0])
        self._relax = Strip(
            "排名超限。前置培养表现优秀的可放宽", "warn",
            [Action("填写依据…", lambda: self.form.focus("pretraining"))], closable=False,
        )  # fmt: skip
        self._strips: tuple[tuple[tuple[str, str, str], ...], bool, str] = (), False, ""
        slot = self.form.section_slot(STANDING)
        slot.setLayout(stack(self._relax, gap=0))

    def show_checks(self, checks: Sequence[Check], *, drafted: bool, former: str = "") -> None:
        """What the form cannot say under a field: the way out of a rank, the other application of a person, a draft of before.

        `former`: the identity number of somebody who was a trainee last season (附件1 五（一）, 附件2 五（一）：优先考虑).
        """
        self.form.section_slot(STANDING).setVisible(any(c.code == "rank" for c in checks))
        linked = tuple((c.level, c.text, c.other) for c in checks if c.other)
        if (linked, drafted, former) == self._strips:
            return
        self._strips = linked, drafted, former
        self.clear_strips()
        if drafted:
            self.add_strip(
                Strip("有改动还没有存入登记簿", "info", [Action("放弃改动", self.discarded.emit)], closable=False)
            )
        if former:
            see = Action("查看跟踪档案", partial(self.former_wanted.emit, former))
            self.add_strip(Strip("上届学员，优先考虑（附件1 五（一）、附件2 五（一））", "info", [see], closable=False))
        for level, text, other in linked:
            look_up = Action("查看", partial(self.looked_up.emit, other))
            self.add_strip(Strip(text, level, [look_up], closable=False))

    def show_steps(self, verb: str, *, returnable: bool) -> None:
        """Which way on, and whether it can be sent back."""
        self.main_button.setText(FORWARD[verb])
        self.main_button.setAccessibleName(FORWARD[verb])
        self.back_button.setVisible(returnable)

    def show_history(self, acts: Sequence[Act]) -> None:
        """Everything that happened, latest first."""
        self.history.show_entries([entry(act) for act in acts])
        self.set_tab_text("history", f"历史 {len(acts)}" if acts else "历史")


def entry(act: Act) -> Entry:
    """An act as the list shows it."""
    actor = f"{act.actor}（见证 {act.witness}）" if act.witness else act.actor
    return Entry(act.at, actor, act.title, act.reason, [Change(c.label, c.old, c.new) for c in act.changes])

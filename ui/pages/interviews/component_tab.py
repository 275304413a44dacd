"""The tab of the pilot's further form (动手实验、观察): its sheets entered twice, compared and sealed; there where it is signed (附件2 四（二）)."""

from ui.pages.base import Shell
from ui.pages.entry import EntryPane
from ui.pages.entry.framing import FramesEntry
from ui.pages.interviews.frame import GroupChoice, InterviewTab, scope_of
from ui.parts.look import button, label
from ui.parts.strip import Action
from ui.places import Place
from yingcai_desktop.rules.panels import Component
from yingcai_desktop.services.printing import component as printing

_ABSENT = {"zero": "缺考记 0 分", "no-result": "缺考的没有面试得分"}


class ComponentTab(FramesEntry, InterviewTab):
    """The pane knows its sheets; this tab says what the mark is worth."""

    watches = ("component_score", "seal", "amendment", "shortlist_entry", "application", "decision", "step_result")

    def __init__(self, shell: Shell, place: Place, choice: GroupChoice, component: Component) -> None:
        super().__init__(shell, place, choice)
        nothing = "面试人选确定之后，每个学科是一张成绩单，由两人各录一遍。"
        self.title = component.title
        self.paper = button("打印登记表", "", "printer", self.print_sheets, tip="空白成绩登记表，考官填写、签字，再由两人录入")
        self.pane = EntryPane(shell, "component", (nothing, [Action("去遴选录取", lambda: shell.go("selection", tab="calling"), "funnel")]), self.paper)
        self.pane.status_changed.connect(self.set_status)
        weight = f"满分 {component.full:f}，占面试 {component.weight:f}%，其余为评委评分；{_ABSENT[component.absent]}。依据：签认的决定，附件2 四（二）"
        self.body.addWidget(label(weight, "hint", wrap=True))
        self.body.addWidget(self.pane, 1)
        self.refresh()

    def print_sheets(self) -> None:
        """The blank paper of every group in scope."""
        desk, scope, title = self.desk, scope_of(self.shell), f"{self.title}成绩登记表"
        if desk is not None:
            self.shell.preview(title, lambda _progress: printing.record_sheets(desk, scope), f"{title}.pdf")

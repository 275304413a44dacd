"""The tab 成绩录入: the judges' sheets entered twice, compared and sealed (ui/pages/entry)."""

from ui.pages.base import Shell
from ui.pages.entry import EntryPane
from ui.pages.entry.framing import FramesEntry
from ui.pages.importing import Importing
from ui.pages.interviews.frame import GroupChoice, InterviewTab
from ui.parts.look import button
from ui.parts.strip import Action
from ui.places import Place


class EntryTab(FramesEntry, InterviewTab):
    """The pane knows its sheets; this tab only frames it."""

    watches = ("panel", "panel_place", "interview_score", "seal", "amendment", "shortlist_entry", "decision", "step_result")

    def __init__(self, shell: Shell, place: Place, choice: GroupChoice) -> None:
        super().__init__(shell, place, choice)
        nothing = "评委评分表在建组、确定面试人选之后才有。先到“分组与评委”建组、抽签。"
        self.importing = Importing(shell, self, "interview-scores", self.undoing)
        self.load = button("导入…", "", "download-simple", self.importing.choose, tip="导入面试成绩工作簿，先核对再存")
        self.pane = EntryPane(shell, "interview", (nothing, [Action("去遴选录取", lambda: shell.go("selection", tab="calling"), "funnel")]), self.load)
        self.importing.stand_in_for(self.pane, then=self.pane.sheets)
        self.pane.status_changed.connect(self.set_status)
        self.body.addWidget(self.pane, 1)
        self.body.addWidget(self.importing.panel, 1)
        self.refresh()

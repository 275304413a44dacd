"""成绩录入: two passes, differences, sealing; or the workbook of marks through the same review as any other (D05, D07, D09)."""

from collections.abc import Callable

from ui.pages.base import Shell
from ui.pages.entry import EntryPane
from ui.pages.entry.framing import FramesEntry
from ui.pages.importing import Importing
from ui.pages.tabbed import TAB_MARGINS
from ui.parts.look import button, stack
from ui.parts.strip import Action
from ui.places import Place
from ui.undoing import Undoing


class MarksTab(FramesEntry):
    """The entry pane, and the review of a workbook in its place."""

    watches = ("application", "test_score", "seal", "amendment", "exam_session")

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        self.undoing = Undoing(shell, self)
        self.importing = Importing(shell, self, "test-scores", self.undoing)
        nothing = ("编排考场之后，每个考场是一张成绩单，由两人各录一遍。已有成绩工作簿的，也可以直接导入。",
                   (Action("去编排考场", lambda: self.shell.go("exams", tab="seats"), "clipboard-text"), Action("导入成绩工作簿", self.importing.choose)))  # fmt: skip
        self.load = button("导入…", "", "download-simple", self.importing.choose, tip="导入成绩工作簿，先核对再存")
        self.pane = EntryPane(shell, "test", nothing, self.load)
        self.pane.status_changed.connect(self.set_status)
        self.importing.stand_in_for(self.pane, then=self.pane.sheets)
        self.setLayout(stack((self.pane, 1), (self.importing.panel, 1), gap=12, margins=TAB_MARGINS))
        self.refresh()

    def command(self, name: str) -> Callable[[], object] | None:
        """The pane's; Ctrl+Z of an import where the pane has none."""
        return super().command(name) or {"undo": self.undoing.undo, "redo": self.undoing.redo}.get(name)

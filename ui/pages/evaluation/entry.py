"""录分: the experts' sheets typed twice by two people, compared, settled and sealed (附件2 七（三）; features D04)."""

from functools import partial

from ui.pages.base import Shell
from ui.pages.entry import EntryPane
from ui.pages.entry.framing import FramesEntry
from ui.pages.tabbed import TAB_MARGINS
from ui.parts.look import stack
from ui.parts.strip import Action
from ui.places import Place


class MarkTab(FramesEntry):
    """The widget of all double entries, over the sheets of the experts."""

    watches = ("expert_task", "expert", "trainee", "assessment")

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        words = "先登记专家，再在“终评”页分配专家；评分表交回后，两人各录一遍。"
        self.pane = EntryPane(shell, "expert", (words, [Action("去分配专家", partial(shell.go, "evaluation", tab="final"), "users")]))
        self.pane.status_changed.connect(self.set_status)
        self.setLayout(stack((self.pane, 1), margins=TAB_MARGINS))
        self.refresh()

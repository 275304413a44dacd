"""录分: the experts' sheets typed twice by two people, compared, settled and sealed (附件2 七（三）; features D04)."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from ui.pages.base import Shell
from ui.pages.entry import EntryPane
from ui.pages.tabbed import TAB_MARGINS, Tab
from ui.parts.look import stack
from ui.parts.strip import Action
from ui.places import Place


class MarkTab(Tab):
    """The widget of all double entries, over the sheets of the experts."""

    watches = ("expert_task", "expert", "trainee", "assessment")

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        words = "先登记专家，再在“终评”页分配专家；评分表交回后，两人各录一遍。"
        self.entry = EntryPane(shell, "expert", (words, [Action("去分配专家", partial(shell.go, "evaluation", tab="final"), "users")]))
        self.entry.status_changed.connect(self.set_status)
        self.setLayout(stack((self.entry, 1), margins=TAB_MARGINS))
        self.refresh()

    def refresh(self) -> None:
        """The sheets there are."""
        self.entry.refresh()

    def rights_changed(self) -> None:
        """Somebody else sits at the desk: nothing of the pass before stays on the screen (U37)."""
        self.entry.seat_taken()

    def focus_work_area(self) -> None:
        """Where typing begins."""
        self.entry.focus()

    def panes(self) -> Sequence[QWidget]:
        """F6."""
        return self.entry.panes()

    def command(self, name: str) -> Callable[[], object] | None:
        """Undo and redo of the grid, the print of the seal."""
        return self.entry.command(name) or super().command(name)

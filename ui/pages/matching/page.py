"""The page 师生匹配: two tabs over one part, chosen as on 遴选录取."""

from collections.abc import Sequence

from ui.pages.base import Shell
from ui.pages.matching.board import BoardTab
from ui.pages.matching.meetings import MeetingsTab
from ui.pages.selection.frame import GroupTab, PartChoice
from ui.pages.tabbed import TabbedPage, TabSpec
from ui.places import Place


class MatchingPage(TabbedPage):
    """`open_at(programme=, city=, subject=, tab=)`."""

    def __init__(self, shell: Shell, place: Place) -> None:
        self.choice = PartChoice(shell)
        super().__init__(shell, place)
        self.head.insertWidget(1, self.choice)
        self.choice.chosen.connect(self._part_chosen)

    def tab_specs(self) -> Sequence[TabSpec]:
        """师生匹配, 师生见面会."""
        return (
            TabSpec("board", "导师匹配", lambda shell, place: BoardTab(shell, place, self.choice)),
            TabSpec("meetings", "师生见面会", lambda shell, place: MeetingsTab(shell, place, self.choice)),
        )

    def scope_changed(self, scope: str) -> None:
        """Other parts may be on offer."""
        self.choice.offer()
        super().scope_changed(scope)

    def open_at(self, **what: object) -> None:
        """A part, a subject, a tab."""
        programme, city = what.pop("programme", None), what.pop("city", "")
        if isinstance(programme, str) and isinstance(city, str):
            self.choice.choose((programme, city))
        super().open_at(**what)

    def _part_chosen(self) -> None:
        for tab in self.tabs.values():
            if isinstance(tab, GroupTab):
                tab.part_chosen()

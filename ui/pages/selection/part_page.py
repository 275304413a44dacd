"""A page of tabs over one part — a programme, or a city of it — chosen once for all of them: 遴选录取, 师生匹配."""

from ui.pages.base import Shell
from ui.pages.selection.frame import GroupTab, PartChoice
from ui.pages.tabbed import TabbedPage
from ui.places import Place


class PartPage(TabbedPage):
    """`open_at(programme=, city=, subject=, tab=)`."""

    def __init__(self, shell: Shell, place: Place) -> None:
        self.choice = PartChoice(shell)
        super().__init__(shell, place)
        self.head.insertWidget(1, self.choice)
        self.choice.chosen.connect(self._part_chosen)

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

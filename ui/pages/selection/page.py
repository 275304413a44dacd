"""The page 遴选录取: three tabs over one part — a programme, or a city of it — chosen once for all of them."""

from collections.abc import Sequence

from ui.pages.base import Shell
from ui.pages.selection.admission import AdmissionTab
from ui.pages.selection.calling import CallingTab
from ui.pages.selection.frame import GroupTab, PartChoice
from ui.pages.selection.publication import PublicationTab
from ui.pages.tabbed import TabbedPage, TabSpec
from ui.places import Place


class SelectionPage(TabbedPage):
    """`open_at(programme=, city=, subject=, tab=)`."""

    def __init__(self, shell: Shell, place: Place) -> None:
        self.choice = PartChoice(shell)
        super().__init__(shell, place)
        self.head.insertWidget(1, self.choice)
        self.choice.chosen.connect(self._part_chosen)

    def tab_specs(self) -> Sequence[TabSpec]:
        """面试人选, 录取, 公示与备案; the second is where the work is most of the time."""
        return (
            TabSpec("admission", "录取", lambda shell, place: AdmissionTab(shell, place, self.choice)),
            TabSpec("calling", "面试人选", lambda shell, place: CallingTab(shell, place, self.choice)),
            TabSpec("publication", "公示与备案", lambda shell, place: PublicationTab(shell, place, self.choice)),
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

"""The page 遴选录取."""

from collections.abc import Sequence

from ui.pages.selection.part_page import PartPage
from ui.pages.tabbed import TabSpec, when_opened


class SelectionPage(PartPage):
    """面试人选 · 录取 · 公示与备案, in the order of the year; 录取 opens, where the work is most of the time."""

    first = "admission"

    def tab_specs(self) -> Sequence[TabSpec]:
        """All over the part chosen."""
        return (
            TabSpec("calling", "面试人选", when_opened("ui.pages.selection.calling:CallingTab", self.choice)),
            TabSpec("admission", "录取", when_opened("ui.pages.selection.admission:AdmissionTab", self.choice)),
            TabSpec("publication", "公示与备案", when_opened("ui.pages.selection.publication:PublicationTab", self.choice)),
        )

"""The page 遴选录取."""

from collections.abc import Sequence

from ui.pages.selection.part_page import PartPage
from ui.pages.tabbed import TabSpec, when_opened


class SelectionPage(PartPage):
    """录取 · 面试人选 · 公示与备案; the first is where the work is most of the time."""

    def tab_specs(self) -> Sequence[TabSpec]:
        """All over the part chosen."""
        return (
            TabSpec("admission", "录取", when_opened("ui.pages.selection.admission:AdmissionTab", self.choice)),
            TabSpec("calling", "面试人选", when_opened("ui.pages.selection.calling:CallingTab", self.choice)),
            TabSpec("publication", "公示与备案", when_opened("ui.pages.selection.publication:PublicationTab", self.choice)),
        )

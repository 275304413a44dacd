"""The page 师生匹配."""

from collections.abc import Sequence

from ui.pages.selection.part_page import PartPage
from ui.pages.tabbed import TabSpec, when_opened


class MatchingPage(PartPage):
    """导师匹配 · 师生见面会."""

    def tab_specs(self) -> Sequence[TabSpec]:
        """Both over the part chosen."""
        return (
            TabSpec("board", "导师匹配", when_opened("ui.pages.matching.board:BoardTab", self.choice)),
            TabSpec("meetings", "师生见面会", when_opened("ui.pages.matching.meetings:MeetingsTab", self.choice)),
        )

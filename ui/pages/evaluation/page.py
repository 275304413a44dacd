"""The page: which tabs a workstation has. A city has no 终评: marks and grades are the region's (附件2 七（三）)."""

from collections.abc import Sequence

from ui.pages.evaluation.entry import MarkTab
from ui.pages.evaluation.experts import ExpertTab
from ui.pages.evaluation.final import FinalTab
from ui.pages.evaluation.stages import AnnualTab, CityTab, InitialTab, MidtermTab
from ui.pages.evaluation.supervision import SupervisionTab
from ui.pages.tabbed import TabbedPage, TabSpec


class EvaluationPage(TabbedPage):
    """初期 · 中期 · 年度 · 推荐 · 终评 · 录分 · 专家 · 督导."""

    def tab_specs(self) -> Sequence[TabSpec]:
        """The region has all; a city no 终评, whose experts, marks and grades are the region's (附件2 二（二）、七（三）)."""
        desk = self.shell.desk
        region = desk is None or desk.store.office == desk.schemes.common.region.code
        tabs = [
            TabSpec("initial", "初期", InitialTab),
            TabSpec("midterm", "中期", MidtermTab),
            TabSpec("annual", "年度", AnnualTab),
            TabSpec("city", "推荐", CityTab),
        ]
        regional = [
            TabSpec("final", "终评", FinalTab),
            TabSpec("marks", "录分", MarkTab),
            TabSpec("experts", "专家", ExpertTab),
        ]
        return [*tabs, *(regional if region else []), TabSpec("supervision", "督导", SupervisionTab)]

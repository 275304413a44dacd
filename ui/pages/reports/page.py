"""The page 统计报表: the reports, and the checklist of the yearly summary."""

from collections.abc import Sequence

from ui.pages.base import Shell
from ui.pages.reports.report_tab import ReportTab
from ui.pages.tabbed import TabbedPage, TabSpec, when_opened
from ui.places import Place


class ReportsPage(TabbedPage):
    """报表 · 总结与验收材料. The buttons of the open tab stand beside the segments: a chart needs the height."""

    specs: Sequence[TabSpec] = (
        TabSpec("reports", "报表", ReportTab),
        TabSpec("summaries", "总结与验收材料", when_opened("ui.pages.reports.summaries:SummariesTab")),
    )

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        self._show_buttons()

    def show_tab(self, key: str) -> bool:
        """With its own buttons."""
        shown = super().show_tab(key)
        self._show_buttons()
        return shown

    def open_at(self, **what: object) -> None:
        """`tab`, or a `report` with its `way`, which is in the first."""
        super().open_at(**({"tab": "reports", **what} if "report" in what else what))

    def _show_buttons(self) -> None:
        for tab in self.tabs.values():
            buttons = tab.buttons  # type: ignore[attr-defined]
            if buttons.parentWidget() is not self:
                self.head.addWidget(buttons)
            buttons.setVisible(tab is self.tab)

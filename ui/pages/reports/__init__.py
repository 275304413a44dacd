"""统计报表: the saved reports and the checklist of the yearly summary (ux §4.13)."""

from ui.pages.reports.page import ReportsPage

__all__ = ["ReportsPage"]

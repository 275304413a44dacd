"""操作记录: who changed what and when, old and new values, and whether the chain is whole (ux §4.14, L01, L02)."""

from ui.pages.history.page import HistoryPage

__all__ = ["HistoryPage"]

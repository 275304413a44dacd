"""遴选录取: who is interviewed, who is admitted, what is published and filed (ux §4.7)."""

from ui.pages.selection.page import SelectionPage

__all__ = ["SelectionPage"]

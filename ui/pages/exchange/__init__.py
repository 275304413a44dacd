"""数据包: packages between offices out and in, the register of both, and the directory (ux §4.12)."""

from ui.pages.exchange.page import ExchangePage

__all__ = ["ExchangePage"]

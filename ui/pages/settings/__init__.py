"""系统设置 (ux §4.15)."""

from ui.pages.settings.page import SettingsPage

__all__ = ["SettingsPage"]

"""系统设置: what an office settles once and looks up often (ux §4.15)."""

from collections.abc import Callable, Sequence
from importlib import import_module

from ui.pages.base import Page, Shell
from ui.pages.tabbed import TabbedPage, TabSpec
from ui.places import Place


def _made(module: str, name: str) -> Callable[[Shell, Place], Page]:
    """A tab whose module is imported when it is first opened."""

    def make(shell: Shell, place: Place) -> Page:
        tab: Page = getattr(import_module(f"ui.pages.settings.{module}"), name)(shell, place)
        return tab

    return make


class SettingsPage(TabbedPage):
    """用户与权限 · 名额与规则 · 年度与日程 · 机构与联系人 · 学校名录 · 备份与恢复 · 外观 · 关于."""

    specs: Sequence[TabSpec] = (
        TabSpec("users", "用户与权限", _made("users", "UsersTab")),
        TabSpec("rules", "名额与规则", _made("rules", "RulesTab")),
        TabSpec("calendar", "年度与日程", _made("calendar", "CalendarTab")),
        TabSpec("units", "机构与联系人", _made("units", "UnitsTab")),
        TabSpec("schools", "学校名录", _made("schools", "SchoolsTab")),
        TabSpec("backups", "备份与恢复", _made("backups", "BackupsTab")),
        TabSpec("looks", "外观", _made("looks", "LooksTab")),
        TabSpec("about", "关于", _made("about", "AboutTab")),
    )

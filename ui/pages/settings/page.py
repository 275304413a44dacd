"""系统设置: what an office settles once and looks up often (ux §4.15)."""

from collections.abc import Sequence

from ui.pages.tabbed import TabbedPage, TabSpec, when_opened


class SettingsPage(TabbedPage):
    """用户与权限 · 名额与规则 · 年度与日程 · 提醒天数 · 机构与联系人 · 学校名录 · 备份与恢复 · 外观 · 关于."""

    specs: Sequence[TabSpec] = (
        TabSpec("users", "用户与权限", when_opened("ui.pages.settings.users:UsersTab")),
        TabSpec("rules", "名额与规则", when_opened("ui.pages.settings.rules:RulesTab")),
        TabSpec("calendar", "年度与日程", when_opened("ui.pages.settings.calendar:CalendarTab")),
        TabSpec("reminders", "提醒天数", when_opened("ui.pages.settings.reminders:RemindersTab")),
        TabSpec("units", "机构与联系人", when_opened("ui.pages.settings.units:UnitsTab")),
        TabSpec("schools", "学校名录", when_opened("ui.pages.settings.schools:SchoolsTab")),
        TabSpec("backups", "备份与恢复", when_opened("ui.pages.settings.backups:BackupsTab")),
        TabSpec("looks", "外观", when_opened("ui.pages.settings.looks:LooksTab")),
        TabSpec("about", "关于", when_opened("ui.pages.settings.about:AboutTab")),
    )

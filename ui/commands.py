"""Every command and shortcut in one table. `handler` is a method of the open page, or else of the window."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """One command. `listed`: the Ctrl+K box offers it. Keys are written as Qt reads them."""

    id: str
    text: str
    keys: str
    handler: str
    listed: bool = True
    icon: str = "terminal-window"


COMMANDS: tuple[Command, ...] = (
    Command("search", "搜索学生、导师、编号、命令", "Ctrl+K", "focus_search", listed=False),
    Command("refresh", "刷新本页", "F5", "refresh", icon="arrow-clockwise"),
    Command("next-pane", "切换到下一个区域", "F6", "next_pane", listed=False),
    Command("previous-pane", "切换到上一个区域", "Shift+F6", "previous_pane", listed=False),
    Command("filter", "筛选本页", "Ctrl+F", "focus_filter", icon="magnifying-glass"),
    Command("new", "新建", "Ctrl+N", "new", icon="plus"),
    Command("print", "打印", "Ctrl+P", "print_page", icon="printer"),
    Command("export", "导出 Excel", "Ctrl+E", "export", icon="upload-simple"),
    Command("undo", "撤销", "Ctrl+Z", "undo", listed=False),
    Command("redo", "重做", "Ctrl+Y", "redo", listed=False),
    Command("save", "立即保存", "Ctrl+S", "save_now", icon="floppy-disk"),
    Command("sidebar", "展开或收起侧栏", "Ctrl+B", "toggle_sidebar", icon="sidebar-simple"),
    Command("theme", "切换浅色与深色", "", "toggle_theme", icon="moon"),
    Command("lock", "锁定屏幕", "Ctrl+L", "lock", icon="lock"),
    Command("full-screen", "全屏", "F11", "toggle_full_screen", icon="arrow-square-out"),
    Command("help", "本页帮助", "F1", "help", icon="question"),
    Command("clause", "看通知原文", "Shift+F1", "clause", icon="question"),
    Command("messages", "查看全部消息", "", "show_messages", icon="info"),
)

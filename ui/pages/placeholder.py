"""A place whose page is still to come: what will be there, in which stage of the year, and where to go meanwhile."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from ui.pages.base import PAGE_MARGINS, Page, Shell
from ui.parts.empty import EmptyState
from ui.parts.look import stack
from ui.parts.strip import Action
from ui.places import Place
from yingcai_desktop.assets import RESOURCES


class PlaceholderPage(Page):
    """An honest empty state; nothing on it pretends to work."""

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        actions = [Action("看命令行用法", self.show_command_line, "terminal-window")]
        if place.key != "home":
            actions.insert(0, Action("回到工作台", lambda: self.shell.go("home"), "house"))
        sentence = f"{place.promise}\n这一页还没有做好。现在请用工作簿往来：各页的“导入 Excel”和“导出”，按 F1 看怎么做。"
        self.state = EmptyState(f"{place.title}还没有内容", sentence, actions, place.icon, note=place.when)
        self.setLayout(stack((self.state, 1), margins=PAGE_MARGINS))

    def show_command_line(self) -> None:
        """Open the guide to the command line that lies beside the program, or say how to see it."""
        guide = RESOURCES.parent / "docs" / "cli.md"
        if not (guide.exists() and QDesktopServices.openUrl(QUrl.fromLocalFile(str(guide)))):
            self.shell.messages.info("命令行用法：在终端里运行 yingcai --help，每个命令后面加 --help 有详细说明。")

    def focus_work_area(self) -> None:
        """The first action."""
        self.state.buttons[0].setFocus()

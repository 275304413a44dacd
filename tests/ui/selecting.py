"""The pages 遴选录取 and 师生匹配 opened on a copy of the season, and what tests do there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pytestqt.qtbot import QtBot

from ui.main_window import MainWindow
from yingcai_desktop.desk import Desk


@dataclass
class Opened:
    """A window with the page on show."""

    window: MainWindow
    desk: Desk
    qtbot: QtBot

    @property
    def page(self) -> Any:
        """The page."""
        return self.window.page

    @property
    def tab(self) -> Any:
        """The open tab."""
        return self.page.tab

    def settle(self) -> None:
        """Until nothing runs."""
        self.qtbot.wait(20)
        self.qtbot.waitUntil(lambda: not self.window.jobs.busy(), timeout=20_000)

    def go(self, **what: object) -> Any:
        """Open a tab, a part, a subject."""
        self.window.go(self.window.key, **what)
        self.settle()
        return self.tab

    def witness(self, name: str = "见证丙") -> None:
        """The second person gives a name; the act runs."""
        second: Any = self.window.second
        second.panel.name.setText(name)
        second.panel.go.click()
        self.settle()

    def said(self) -> str:
        """The latest message."""
        return str(self.window.messages.kept[0].text) if self.window.messages.kept else ""

    def strips(self) -> list[str]:
        """The strips of the tab."""
        return [strip.text for strip in self.tab.strips.strips()]


Opener = Callable[..., Opened]

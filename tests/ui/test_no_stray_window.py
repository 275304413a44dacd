"""Opening a page shows no second window, not for a blink (U50): on Windows it flashes, and it takes the keyboard away."""

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.season import At
from ui.commands import COMMANDS
from ui.main_window import MainWindow
from ui.pages.tabbed import TabbedPage
from ui.preferences import Preferences


class Watch(QObject):
    """Writes down everything but the main window that is shown without a parent."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at every event of the program."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


@pytest.mark.parametrize("milestone", ["decided", "interviewed", "certified"])
def test_u50_no_part_of_a_page_is_shown_as_a_window_of_its_own(
    qtbot: QtBot, qapp: QApplication, preferences: Preferences, at: At, milestone: str
) -> None:
    window = MainWindow(at(milestone), preferences)
    qtbot.addWidget(window)
    window.show()
    watch = Watch()
    qapp.installEventFilter(watch)
    for place in window.places:
        page = window.go(place)
        for key in page.segments.keys() if isinstance(page, TabbedPage) else ():
            window.go(place, tab=key)
    qtbot.waitUntil(lambda: not window.jobs.busy(), timeout=20000)
    qapp.removeEventFilter(watch)
    window.jobs.close()

    assert watch.seen == []


def test_every_command_can_be_given_on_every_page(qtbot: QtBot, preferences: Preferences, at: At) -> None:
    window = MainWindow(at("admitted"), preferences)
    qtbot.addWidget(window)
    for place in window.places:
        page = window.go(place)
        for key in page.segments.keys() if isinstance(page, TabbedPage) else ("",):
            if key:
                window.go(place, tab=key)
            for command in COMMANDS:
                found = window._handler(command)
                assert found is None or callable(found), (place, key, command.id)
    window.jobs.close()


def test_the_watch_sees_a_stray_window(qtbot: QtBot, qapp: QApplication) -> None:
    watch = Watch()
    qapp.installEventFilter(watch)
    stray = QWidget()
    qtbot.addWidget(stray)
    stray.show()
    qapp.removeEventFilter(watch)

    assert watch.seen == ["QWidget "]

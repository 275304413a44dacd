"""A page of sub-tabs: made when opened, remembered, told only while on show, commands and F6 to the open tab."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from db.gate import Changes
from ui.commands import COMMANDS
from ui.main_window import MainWindow
from ui.pages.base import Shell
from ui.pages.tabbed import Tab, TabbedPage, TabSpec
from ui.parts.detail import DetailPane
from ui.parts.look import label, stack
from ui.places import Place
from ui.preferences import Preferences


class Work(Tab):
    """A tab that keeps what it was told."""

    watches = ("visit",)

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        self.told: list[str] = []
        self.line = QLineEdit()
        self.pane = DetailPane([("a", "资料", label("一")), ("b", "历史", label("二"))])
        self.setLayout(stack(self.line, self.pane))
        self.leave = True

    def refresh(self) -> None:
        self.told.append("refresh")

    def on_changes(self, changes: Any) -> None:
        self.told.append("changes")

    def scope_changed(self, scope: str) -> None:
        self.told.append(f"scope {scope}")

    def open_at(self, **what: object) -> None:
        self.told.append(f"open {what}")

    def focus_work_area(self) -> None:
        self.line.setFocus()

    def panes(self) -> Sequence[QWidget]:
        return self.line, self.pane

    def may_leave(self) -> bool:
        return self.leave

    def export(self) -> None:
        self.told.append("export")


class Quiet(Tab):
    """A tab that knows no commands."""


class Exams(TabbedPage):
    specs = (TabSpec("seats", "考场安排", Work), TabSpec("scores", "成绩录入", Work), TabSpec("line", "分数线", Quiet))


@pytest.fixture
def opened(qtbot: QtBot, preferences: Preferences) -> Iterator[Callable[[], Exams]]:
    windows: list[MainWindow] = []

    def make() -> Exams:
        places = (Place("exams", "潜质测试", "list", "", "tests.ui.test_tabbed:Exams"), Place("other", "别处", "list", ""))
        window = MainWindow(preferences=preferences, places=places)
        qtbot.addWidget(window)
        windows.append(window)
        window.show()
        page = window.go("exams")
        qtbot.waitExposed(window)
        window.activateWindow()
        assert isinstance(page, Exams)
        return page

    yield make
    for window in windows:
        window.jobs.close()


@pytest.fixture
def page(opened: Callable[[], Exams]) -> Exams:
    return opened()


def window_of(page: Exams) -> MainWindow:
    found = page.window()
    assert isinstance(found, MainWindow)
    return found


def told(page: Exams, key: str) -> list[str]:
    tab = page.tabs[key]
    assert isinstance(tab, Work)
    return tab.told


def changes() -> Changes:
    return Changes("visit.edit", frozenset({("visit", "1")}))


def test_a_tab_is_made_when_it_is_first_opened(page: Exams) -> None:
    before = list(page.tabs)

    page.show_tab("scores")

    assert (before, list(page.tabs)) == (["seats"], ["seats", "scores"])
    assert page.tabs["scores"].place.key == "exams/scores"


def test_the_tab_of_last_time_is_opened_again(opened: Callable[[], Exams]) -> None:
    opened().show_tab("scores")

    again = opened()

    assert (again.segments.current(), list(again.tabs)) == ("scores", ["scores"])


def test_alt_and_a_number_open_a_tab_even_from_within_a_field(page: Exams, qtbot: QtBot) -> None:
    first = page.tab
    assert isinstance(first, Work)
    first.line.setFocus()

    qtbot.keyClick(first.line, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)

    now = page.tab
    assert isinstance(now, Work)
    assert (page.segments.current(), first.line.text()) == ("scores", "")
    assert QApplication.focusWidget() is now.line


def test_in_a_pane_with_tabs_alt_and_a_number_are_the_panes(page: Exams, qtbot: QtBot) -> None:
    tab = page.tab
    assert isinstance(tab, Work)
    tab.pane.tabs.setFocus()

    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)

    assert (page.segments.current(), tab.pane.tabs.current()) == ("seats", "b")


def test_commits_reach_the_tab_on_show_and_the_others_when_they_are_opened(page: Exams) -> None:
    page.show_tab("scores")
    window_of(page).store_changed.emit(changes())
    at_once = list(told(page, "seats")), list(told(page, "scores"))

    page.show_tab("seats")

    assert at_once == ([], ["changes"])
    assert told(page, "seats") == ["refresh"]


def test_a_page_in_the_background_is_read_again_when_it_comes_to_the_front(page: Exams) -> None:
    window = window_of(page)
    window.go("other")
    window.store_changed.emit(changes())
    assert told(page, "seats") == []

    window.go("exams")

    assert told(page, "seats") == ["refresh"]


def test_the_scope_reaches_the_tab_on_show_and_the_others_when_they_are_opened(page: Exams) -> None:
    page.show_tab("scores")
    window_of(page).top.scopes.go("pilot")
    at_once = list(told(page, "seats")), list(told(page, "scores"))

    page.show_tab("seats")

    assert at_once == ([], ["scope pilot"])
    assert told(page, "seats") == ["refresh"]


def test_commands_go_to_the_open_tab_and_only_where_it_knows_them(page: Exams) -> None:
    window = window_of(page)
    export = next(c for c in COMMANDS if c.id == "export")

    window.run_command(export)
    page.show_tab("line")
    window.run_command(export)

    assert told(page, "seats") == ["export"]
    assert "导出 Excel" not in [hit.title for hit in window._commands("导出")]


def test_f6_visits_segments_and_the_panes_of_the_open_tab(page: Exams) -> None:
    window, tab = window_of(page), page.tab
    assert isinstance(tab, Work)
    tab.line.setFocus()

    window.previous_pane()
    on_segments = QApplication.focusWidget()
    window.next_pane()

    assert on_segments is not None
    assert page.segments.isAncestorOf(on_segments)
    assert QApplication.focusWidget() is tab.line


def test_open_at_chooses_the_tab_and_hands_it_the_rest(page: Exams) -> None:
    window_of(page).go("exams", tab="scores", uid="7")

    assert told(page, "scores") == ["open {'uid': '7'}"]


def test_a_tab_that_could_not_store_something_is_not_left(page: Exams) -> None:
    tab = page.tab
    assert isinstance(tab, Work)
    tab.leave = False

    page.segments.go("scores")

    assert (page.segments.current(), page.tab) == ("seats", tab)
    assert not page.may_leave()


def test_the_status_is_that_of_the_open_tab(page: Exams) -> None:
    window = window_of(page)
    page.tab.set_status("一")
    page.show_tab("scores")
    page.tab.set_status("二")
    page.tabs["seats"].set_status("三")

    assert window._status.text() == "二"

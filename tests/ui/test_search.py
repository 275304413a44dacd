"""Ctrl+K finds people from anywhere (ux.md §2.2)."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Opener


def test_a_student_is_found_from_another_page(qtbot: QtBot, open_applicants: Opener) -> None:
    opened = open_applicants("reviewed")
    window = opened.window
    person = next(r for r in opened.page.all_rows() if len(r.name) == 4 and "·" not in r.name)
    window.go("home")

    window.focus_search()
    box = window.top.search
    box.setText(person.name)
    box.look_up()
    qtbot.waitUntil(lambda: any(h.title == person.name for h in box.hits()))
    QTest.keyClick(box, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: window.key == "applicants")
    assert opened.page.table.current() in {r.uid for r in opened.page.all_rows() if r.name == person.name}


def test_without_a_store_the_box_offers_commands_only(qtbot: QtBot, window: object) -> None:
    from ui.main_window import MainWindow

    assert isinstance(window, MainWindow)
    window.top.search.setText("工作台")
    window.top.search.look_up()

    assert all("打开" in h.title or h.detail for h in window.top.search.hits())

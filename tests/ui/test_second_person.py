"""Two people on the spot, in the window: no dialog, for one act, never the person at the desk (L03)."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.season import At
from ui.main_window import MainWindow
from ui.second_person import SecondPerson
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed


@pytest.fixture
def asked(window: MainWindow, desk: Desk) -> tuple[MainWindow, list[Desk]]:
    window.desk = Desk(desk.store, "陈静", "", desk.clock)
    got: list[Desk] = []
    window.second_person("录取", got.append, "附件2 四（三）")
    return window, got


def panel(window: MainWindow) -> SecondPerson:
    found = window.second.panel
    assert isinstance(found, SecondPerson)
    return found


def test_a_name_is_enough_in_a_store_without_users(qtbot: QtBot, asked: tuple[MainWindow, list[Desk]]) -> None:
    window, got = asked
    assert panel(window).isVisible() and QApplication.activeModalWidget() is None
    panel(window).name.setText(" 李慧 ")

    qtbot.keyClick(panel(window).name, Qt.Key.Key_Return)

    assert [(d.actor, d.witness) for d in got] == [("陈静", "李慧")]
    assert window.desk.witness == "", "a witness is there for one act"
    assert window.second.panel is None and not window.second.isVisible()


@pytest.mark.parametrize("name", ["陈静", " 陈静 ", "", "  ", "长" * 40])
def test_nobody_witnesses_themselves(asked: tuple[MainWindow, list[Desk]], name: str) -> None:
    window, got = asked
    panel(window).name.setText(name)

    panel(window).go.click()

    assert got == []
    assert panel(window).note.isVisible() and panel(window).note.text().startswith("×")


def test_esc_gives_up_and_nothing_is_done(qtbot: QtBot, asked: tuple[MainWindow, list[Desk]]) -> None:
    window, got = asked
    panel(window).name.setText("李慧")

    qtbot.keyClick(panel(window).name, Qt.Key.Key_Escape)

    assert got == [] and window.second.panel is None


def test_another_page_gives_up_too(asked: tuple[MainWindow, list[Desk]]) -> None:
    window, got = asked

    window.go("history")

    assert window.second.panel is None and got == []


def test_asking_again_replaces_the_question(asked: tuple[MainWindow, list[Desk]]) -> None:
    window, got = asked
    window.second_person("颁发证书", got.append)

    assert "颁发证书" in panel(window).accessibleName()
    panel(window).name.setText("李慧")
    panel(window).confirm()
    assert len(got) == 1


def test_what_is_refused_afterwards_is_told_in_the_window(window: MainWindow, desk: Desk) -> None:
    window.desk = Desk(desk.store, "陈静", "", desk.clock)

    def refuse(_desk: Desk) -> None:
        raise NotAllowed("还不能办理。")

    window.second_person("录取", refuse)
    panel(window).name.setText("李慧")
    panel(window).confirm()

    assert [m.text for m in window.messages.kept] == ["还不能办理。"]
    assert window.second.panel is None


def test_it_really_opens_what_takes_two(window: MainWindow, at: At) -> None:
    """The desk that comes back admits; the desk at the window does not."""
    from yingcai_desktop.services import stages

    desk = at("interviewed")
    window.desk = Desk(desk.store, "陈静", "", desk.clock)
    with pytest.raises(NotAllowed):
        stages.advance(window.desk, "admit")

    window.second_person("录取", lambda two: two.require_witness("录取"))
    panel(window).name.setText("李慧")
    panel(window).confirm()

    assert list(window.messages.kept) == []

"""Only who may do something is offered it, on every tab; whoever sits down next sees their own (L03)."""

from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.season import At
from ui.main_window import MainWindow
from ui.pages.tabbed import TabbedPage
from ui.preferences import Preferences
from yingcai_desktop.desk import Desk
from yingcai_desktop.rules.permissions import duties_for

LEAST = {"settings": 8, "training": 5, "evaluation": 10}


@pytest.mark.parametrize("place", LEAST)
def test_buttons_follow_whoever_sits_at_the_desk(
    place: str, qtbot: QtBot, preferences: Preferences, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = MainWindow(at("graded"), preferences)
    qtbot.addWidget(window)
    window.show()
    page = window.go(place)
    assert isinstance(page, TabbedPage)
    for key in page.segments.keys():  # noqa: SIM118  # a method
        page.show_tab(key)
    offered = [(action, w) for tab in page.tabs.values() for action, made in tab.__dict__.get("_offered", ()) for w in made]
    assert len(offered) >= LEAST[place]
    assert all(duties_for(action) for action, _ in offered)

    monkeypatch.setattr(Desk, "may", lambda _desk, _action: False)
    page.seat_taken()
    assert {w.isHidden() for _, w in offered} == {True}

    monkeypatch.setattr(Desk, "may", lambda _desk, _action: True)
    page.seat_taken()
    assert {w.isHidden() for _, w in offered} == {False}
    window.jobs.close()


@pytest.mark.parametrize("key", ["calendar", "reminders", "units", "schools"])
def test_who_may_not_store_a_form_reads_it_only(
    key: str, qtbot: QtBot, preferences: Preferences, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = MainWindow(at("decided"), preferences)
    qtbot.addWidget(window)
    window.show()
    page: Any = window.go("settings", tab=key)
    page.tab.open_record(page.tab.table.rows.shown[0].uid)
    pane = page.tab.pane

    def flat() -> set[bool]:
        return {box.editor.flat for box in pane.form.boxes.values() if not box.spec.read_only}

    assert flat() == {False} and not pane.footer.isHidden()

    monkeypatch.setattr(Desk, "may", lambda _desk, _action: False)
    page.seat_taken()
    assert flat() == {True} and pane.footer.isHidden()

    monkeypatch.setattr(Desk, "may", lambda _desk, _action: True)
    page.seat_taken()
    assert flat() == {False} and not pane.footer.isHidden()
    window.jobs.close()


def test_who_looks_on_is_offered_nothing_of_the_panels_laptop(qtbot: QtBot, preferences: Preferences, at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    window = MainWindow(at("shortlisted"), preferences)
    qtbot.addWidget(window)
    window.show()
    page: Any = window.go("interviews", tab="seat")

    def offered() -> set[str]:
        return {one.text() for one in page.tab.findChildren(QPushButton) if not one.isHidden() and one.isVisible()}

    assert {"导入打分包…", "制作面试任务…", "出回执…", "改用纸质录入…"} <= offered()
    monkeypatch.setattr(Desk, "may", lambda _desk, _action: False)
    page.seat_taken()
    assert offered() == set()
    window.jobs.close()


def test_who_may_not_register_an_event_sees_the_list_only(qtbot: QtBot, preferences: Preferences, at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    window = MainWindow(at("reviewed"), preferences)
    qtbot.addWidget(window)
    window.show()
    page: Any = window.go("exams", tab="events")
    assert page.tab.line.isVisible()

    monkeypatch.setattr(Desk, "may", lambda _desk, _action: False)
    page.seat_taken()
    assert not page.tab.line.isVisible() and not page.tab.hint.isVisible()
    page.tab.focus_work_area()
    window.jobs.close()

"""A real window with its own preferences for each test."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.season import At, PlayedSeason, reopened
from tests.ui import selecting
from tests.ui.applicants import Opened, Opener
from tests.ui.rows import people
from tests.ui.walks import Found, Walked, walk
from ui import theme
from ui.main_window import MainWindow
from ui.pages.applicants import ApplicantsPage
from ui.parts.rows import Column
from ui.parts.table import Table
from ui.preferences import Preferences
from ui.session import Session


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What the offscreen platform says about itself is no message of ours."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("^This plugin does not support", extend=True))


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> Iterator[None]:
    if theme.mode() != "light":
        theme.switch(qapp, "light")
    yield
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # no event loop runs between tests: closed windows would stay and slow the rest
    if theme.mode() != "light":
        theme.switch(qapp, "light")


@pytest.fixture
def qtbot(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> QtBot:
    """A part on its own wears what its window would give it."""
    add = qtbot.addWidget

    def dressed(widget: QWidget, **more: Any) -> None:
        if not widget.styleSheet():
            theme.dress(widget)
        add(widget, **more)

    monkeypatch.setattr(qtbot, "addWidget", dressed)
    return qtbot


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    return Preferences(tmp_path / "window.ini")


@pytest.fixture
def window(qtbot: QtBot, preferences: Preferences) -> Iterator[MainWindow]:
    made = MainWindow(preferences=preferences)
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    made.go("home")
    qtbot.waitExposed(made)
    yield made
    made.jobs.close()


@pytest.fixture(scope="session")
def walked(qapp: QApplication, played_season: PlayedSeason, tmp_path_factory: pytest.TempPathFactory) -> Walked:
    """What walks through the season's milestones found: each made once, in the test that asks first, so that what it logs is that test's."""

    @cache
    def walked_at(milestone: str) -> Found:
        folder = tmp_path_factory.mktemp("walk")
        session = Session(reopened(played_season.copy(milestone, folder / "2025.ycdb")))
        window = MainWindow(preferences=Preferences(folder / "window.ini"))
        theme.dress(window)
        try:
            window.sit_down(session)
            return walk(window, qapp, **WALKS[milestone])
        finally:
            window.jobs.close()
            window.close()
            window.deleteLater()
            session.close()

    return walked_at


WALKS: dict[str, dict[str, Any]] = {"decided": {}, "interviewed": {}, "certified": {"sizes": True, "modes": ("light", "dark")}}
"""Milestone → how it is walked through."""


COLUMNS = (
    Column("state", "状态", lambda p: p.state, 92, kind="pill", tone=lambda p: p.tone),
    Column("name", "姓名", lambda p: p.name, 96, find=True),
    Column("subject", "学科", lambda p: p.subject, 90, kind="subject"),
    Column("school", "学校", lambda p: p.school, 140, find=True, full=lambda p: f"{p.school}（全称）"),
    Column("rank", "学科排名", lambda p: f"{p.rank}%", 84, "right", sort=lambda p: p.rank, number=lambda p: p.rank),
    *(Column(f"extra{n}", f"备注{n}", lambda _p: "—", 120) for n in range(6)),
)


def new_table(preferences: Preferences) -> Table:
    """A list of sixty people, on its own."""
    made = Table(COLUMNS, name="名单", frozen=3, checks=True, preferences=preferences, view="test")
    made.show_rows(people(60))
    return made


@pytest.fixture
def table(qtbot: QtBot, preferences: Preferences) -> Table:
    made = new_table(preferences)
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show()
    made.activateWindow()
    return made


@pytest.fixture
def open_applicants(qtbot: QtBot, preferences: Preferences, at: At) -> Iterator[Opener]:
    windows: list[MainWindow] = []

    def open_at(milestone: str) -> Opened:
        desk = at(milestone)
        made = MainWindow(desk, preferences)
        qtbot.addWidget(made)
        desk.store.listeners.append(made.store_changed.emit)
        made.resize(1440, 900)
        made.show()
        page = made.go("applicants")
        qtbot.waitExposed(made)
        made.activateWindow()
        windows.append(made)
        assert isinstance(page, ApplicantsPage)
        return Opened(made, page, desk)

    yield open_at
    for made in windows:
        made.jobs.close()


@pytest.fixture
def open_place(qtbot: QtBot, preferences: Preferences, at: At) -> Iterator[selecting.Opener]:
    windows: list[MainWindow] = []

    def open_at(place: str, milestone: str, size: tuple[int, int] = (1440, 900), office: str = "") -> selecting.Opened:
        desk = at(milestone)
        desk.store.office = office or desk.store.office
        desk.witness = ""
        made = MainWindow(desk, preferences)
        qtbot.addWidget(made)
        desk.store.listeners.append(made.store_changed.emit)
        made.resize(*size)
        made.show()
        made.go(place)
        qtbot.waitExposed(made)
        made.activateWindow()
        windows.append(made)
        opened = selecting.Opened(made, desk, qtbot)
        opened.settle()
        return opened

    yield open_at
    for made in windows:
        made.jobs.close()

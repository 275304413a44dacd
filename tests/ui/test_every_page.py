"""What holds on every page, tab and pane: nothing cut, everything named, nothing sideways, the main button in sight (U21–U25, U31)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.season import At
from tests.ui import walker
from ui import theme
from ui.main_window import MainWindow
from ui.pages.base import Page
from ui.pages.register import RegisterPage
from ui.pages.tabbed import TabbedPage
from ui.places import PLACES
from ui.preferences import Preferences
from ui.session import Session
from yingcai_desktop.assets import resource

SIZES = ((1440, 900), (1366, 689), (1280, 641), (1216, 640))
"""1440×900 at 100 %; a 1366×768 screen; 1080p at 150 %; the least, as at 200 % on a large screen — in logical pixels."""
FACES = {"Noto Sans SC": (), "Noto Serif SC": ("NotoSerifSC-Regular.ttf", "NotoSerifSC-Bold.ttf"), "LXGW WenKai": ("LXGWWenKai-Regular.ttf",)}
"""The face of the program and two that are taller or wider: where Windows or Kylin puts another in its place (C5)."""


@pytest.fixture
def window(qtbot: QtBot, preferences: Preferences, at: At, request: pytest.FixtureRequest) -> Iterator[MainWindow]:
    session = Session(at(getattr(request, "param", "certified")))
    made = MainWindow(preferences=preferences)
    qtbot.addWidget(made)
    made.sit_down(session)
    made.resize(*SIZES[0])
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.jobs.close()
    session.close()


@pytest.fixture
def faced(qapp: QApplication) -> Iterator[object]:
    """Show everything in another face, and put the own one back afterwards."""
    before = theme.FAMILY

    def wear(family: str) -> None:
        for name in FACES[family]:
            theme._add_font(Path(resource("fonts", name)))
        theme.FAMILY = family  # type: ignore[misc]
        qapp.setFont(theme.font(14))
        theme.switch(qapp, "light")

    yield wear
    theme.FAMILY = before  # type: ignore[misc]
    qapp.setFont(theme.font(14))
    theme.switch(qapp, "light")


def settled(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.jobs.busy(), timeout=20_000)
    walker.settle(window)


def faces_of(page: Page) -> Iterator[str]:
    """Every tab of a page, and the pane of its first record."""
    if not isinstance(page, TabbedPage):
        yield ""
        yield from _with_pane(page, "")
        return
    for key in page.segments.keys():  # noqa: SIM118  # a method
        page.show_tab(key)
        yield key
        yield from _with_pane(page.tab, key)


def _with_pane(page: Page, key: str) -> Iterator[str]:
    if isinstance(page, RegisterPage) and page.table.rows.shown:
        page.open_record(page.table.rows.shown[0].uid)
        yield f"{key}+pane"


@pytest.mark.timeout(600)
@pytest.mark.parametrize("family", FACES)
def test_u24_nothing_is_cut_in_three_faces_and_four_sizes(window: MainWindow, qtbot: QtBot, faced: object, family: str) -> None:
    faced(family)  # type: ignore[operator]
    found: dict[str, list[str]] = {}
    for place in PLACES:
        page = window.go(place.key)
        settled(window, qtbot)
        for face in faces_of(page):
            for size in SIZES:
                window.resize(*size)
                settled(window, qtbot)
                wrong = walker.complaints(window)
                if wrong:
                    found[f"{place.key}/{face} {size[0]}×{size[1]}"] = wrong
    assert not found, "\n".join(f"{where}: {line}" for where, lines in found.items() for line in lines[:6])


@pytest.mark.parametrize("window", ["decided"], indirect=True)
def test_u51_every_empty_page_says_what_to_do(window: MainWindow, qtbot: QtBot) -> None:
    for place in PLACES:
        page = window.go(place.key)
        settled(window, qtbot)
        for face in faces_of(page):
            settled(window, qtbot)
            wrong = walker.complaints(window)
            assert not wrong, f"{place.key}/{face}: {wrong}"

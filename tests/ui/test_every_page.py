"""What holds on every page, tab and pane: nothing cut, everything named, nothing sideways, the main button in sight (U21–U25, U31)."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.season import At
from tests.ui.walks import Walked, walk
from ui import theme
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.session import Session
from yingcai_desktop.assets import resource

OTHER_FACES = {"Noto Serif SC": ("NotoSerifSC-Regular.ttf", "NotoSerifSC-Bold.ttf"), "LXGW WenKai": ("LXGWWenKai-Regular.ttf",)}
"""Taller or wider than the program's own: where Windows or Kylin puts another in its place (C5)."""


@pytest.fixture
def faced(qapp: QApplication) -> Iterator[Callable[[str], None]]:
    """Show everything in another face, and put the own one back afterwards."""
    before = theme.FAMILY

    def wear(family: str) -> None:
        for name in OTHER_FACES[family]:
            theme._add_font(Path(resource("fonts", name)))
        theme.FAMILY = family  # type: ignore[misc]
        qapp.setFont(theme.font(14))
        theme.switch(qapp, "light")

    yield wear
    theme.FAMILY = before  # type: ignore[misc]
    qapp.setFont(theme.font(14))
    theme.switch(qapp, "light")


@pytest.mark.timeout(600)
def test_u24_nothing_is_cut_in_four_sizes(walked: Walked) -> None:
    assert not walked("certified").complaints


@pytest.mark.timeout(600)
@pytest.mark.parametrize("family", OTHER_FACES)
def test_u24_nothing_is_cut_in_other_faces(qapp: QApplication, qtbot: QtBot, preferences: Preferences, at: At, faced: Callable[[str], None], family: str) -> None:
    faced(family)
    session = Session(at("certified"))
    window = MainWindow(preferences=preferences)
    qtbot.addWidget(window)
    window.sit_down(session)
    found = walk(window, qapp, sizes=True)
    window.jobs.close()
    session.close()

    assert not found.complaints


@pytest.mark.timeout(600)
def test_u51_every_empty_page_says_what_to_do(walked: Walked) -> None:
    assert not walked("decided").complaints

"""Icons are as sharp as the screen (U23); no page leaves a light hole in the dark theme (U58); states read in grey (U30)."""

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.season import At
from tests.ui import walker
from ui import theme
from ui.main_window import MainWindow
from ui.parts import icons
from ui.places import PLACES
from ui.preferences import Preferences
from ui.session import Session

PAPER = {"certificates"}
"""Pages that show white paper, in the dark as well."""


@pytest.mark.parametrize("dpr", [1.0, 1.25, 1.5, 1.75, 2.0])
def test_u23_an_icon_has_as_many_pixels_as_the_screen_shows(dpr: float) -> None:
    picture = icons.pixmap("printer", "text2", 20, dpr)

    assert picture.devicePixelRatio() == dpr
    assert (picture.width(), picture.height()) == (round(20 * dpr), round(20 * dpr))


def light_share(image: QImage) -> float:
    """How much of a picture is nearly white, sampled every fourth pixel."""
    small = image.scaled(image.width() // 4, image.height() // 4)
    points = [(x, y) for x in range(small.width()) for y in range(small.height())]
    return sum(small.pixelColor(x, y).lightness() > 225 for x, y in points) / len(points)


def test_u58_no_page_leaves_a_light_hole_in_the_dark(qtbot: QtBot, preferences: Preferences, at: At, qapp: QApplication) -> None:
    session = Session(at("certified"))
    window = MainWindow(preferences=preferences)
    qtbot.addWidget(window)
    window.sit_down(session)
    window.resize(1366, 689)
    window.show()
    theme.switch(qapp, "dark")
    shares = {}
    for place in PLACES:
        window.go(place.key)
        qtbot.waitUntil(lambda: not window.jobs.busy(), timeout=20_000)
        walker.settle(window)
        if place.key not in PAPER:
            shares[place.key] = light_share(window.grab().toImage())
    window.jobs.close()
    session.close()

    assert max(shares.values()) < 0.03, {key: share for key, share in shares.items() if share >= 0.03}  # words alone are lighter than that


def test_u58_a_light_hole_would_be_found(qtbot: QtBot, window: MainWindow, qapp: QApplication) -> None:
    assert light_share(window.grab().toImage()) > 0.2  # the light theme itself

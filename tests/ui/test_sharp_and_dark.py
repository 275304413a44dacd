"""Icons are as sharp as the screen (U23); no page leaves a light hole in the dark theme (U58); states read in grey (U30)."""

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.walks import Walked, light_share
from ui.main_window import MainWindow
from ui.parts import icons

PAPER = {"certificates"}
"""Pages that show white paper, in the dark as well."""


@pytest.mark.parametrize("dpr", [1.0, 1.25, 1.5, 1.75, 2.0])
def test_u23_an_icon_has_as_many_pixels_as_the_screen_shows(dpr: float) -> None:
    picture = icons.pixmap("printer", "text2", 20, dpr)

    assert picture.devicePixelRatio() == dpr
    assert (picture.width(), picture.height()) == (round(20 * dpr), round(20 * dpr))


@pytest.mark.timeout(600)
def test_u58_no_page_leaves_a_light_hole_in_the_dark(walked: Walked) -> None:
    shares = {key: share for key, share in walked("certified").shares.items() if key not in PAPER}

    assert len(shares) > 10
    assert max(shares.values()) < 0.03, {key: share for key, share in shares.items() if share >= 0.03}  # words alone are lighter than that


def test_u58_a_light_hole_would_be_found(qtbot: QtBot, window: MainWindow) -> None:
    assert light_share(window.grab().toImage()) > 0.2  # the light theme itself

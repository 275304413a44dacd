"""Whoever has the keyboard is seen to have it: a frame of two pixels, three times as light or dark as what it lies on (U28)."""

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.frames import shows
from tests.ui.walks import Walked
from ui.main_window import MainWindow

LEAST = 12
"""Pixels of its length: the handle of a slider is the shortest thing that is framed."""


@pytest.mark.timeout(600)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_u28_whatever_has_the_keyboard_wears_a_frame(walked: Walked, mode: str) -> None:
    lengths = walked("certified").frames[mode]

    assert {"NavButton nav", "QPushButton primary", "LineEdit", "Table"} <= set(lengths)
    assert {name: length for name, length in lengths.items() if length < LEAST} == {}


def test_u28_a_missing_frame_would_be_found(qtbot: QtBot, window: MainWindow) -> None:
    button = QPushButton("办理", window.page)
    button.resize(button.sizeHint())
    button.show()
    length = shows(window, button)
    button.setStyleSheet("QPushButton:focus { border: 1px solid; }")

    assert length > button.width() / 2
    assert shows(window, button) == 0

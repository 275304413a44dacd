"""Opening a page shows no second window, not for a blink (U50): on Windows it flashes, and it takes the keyboard away."""

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.walks import Walked, Watch


@pytest.mark.timeout(600)
@pytest.mark.parametrize("milestone", ["decided", "interviewed", "certified"])
def test_u50_no_part_of_a_page_is_shown_as_a_window_of_its_own(walked: Walked, milestone: str) -> None:
    assert walked(milestone).stray == []


@pytest.mark.timeout(600)
def test_every_command_can_be_given_on_every_page(walked: Walked) -> None:
    assert walked("certified").uncallable == []


def test_the_watch_sees_a_stray_window(qtbot: QtBot, qapp: QApplication) -> None:
    watch = Watch()
    qapp.installEventFilter(watch)
    stray = QWidget()
    qtbot.addWidget(stray)
    stray.show()
    qapp.removeEventFilter(watch)

    assert watch.seen == ["QWidget "]

"""A small year typed by keyboard only, from first run to the printed certificate: a real window, a real data file, five people.

Nothing is clicked and no method of a page is called. One city with one subject has a handful of people; the other parts are empty and
are settled as empty. It reads as the days of one year; what is done on each is in `year/`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.journeys.hands import Hands
from tests.journeys.year.applicants import applicants
from tests.journeys.year.certificates import certificates
from tests.journeys.year.decisions import decisions, school
from tests.journeys.year.evaluation import evaluation
from tests.journeys.year.exams import day_of_tests, marks_of_tests
from tests.journeys.year.interviews import interviews
from tests.journeys.year.mentors import mentors
from tests.journeys.year.seat import sit_down
from tests.journeys.year.selection import admission, lock, shortlist
from tests.journeys.year.start import colleagues, first_run
from tests.journeys.year.training import training
from ui.opening import Opening
from ui.preferences import Preferences
from yingcai_desktop.services import attempts


@pytest.fixture
def opening(qapp: QApplication, tmp_path: Path) -> Iterator[Opening]:
    """The program as it starts on a new machine."""
    attempts._failed.clear()
    made = Opening(Preferences(tmp_path / "window.ini"), tmp_path / "文档", 2025)
    made.begin()
    yield made
    if made.gate is not None:
        made.gate.close()
    made.close()
    if made.window is not None:
        made.window.jobs.close()
        made.window.deleteLater()


@pytest.mark.timeout(900)  # thousands of key presses
@pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)
def test_u27_a_small_year_by_keyboard_only(opening: Opening, tmp_path: Path) -> None:
    hands = Hands(lambda: opening.window or opening.gate)
    first_run(hands, tmp_path / "恢复单.pdf")
    colleagues(hands)
    decisions(hands)
    school(hands)
    mentors(hands)
    applicants(hands)
    day_of_tests(hands)
    marks_of_tests(hands)
    sit_down(hands, "高娃")
    shortlist(hands, "包头")
    interviews(hands)
    admission(hands)
    trainees = lock(hands)
    training(hands)
    evaluation(hands, trainees)
    certificates(hands, trainees, tmp_path / "证书.pdf")

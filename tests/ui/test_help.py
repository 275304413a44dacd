"""F1 and Shift+F1: help of the page, the wording behind a clause; Esc goes back to where one was (U35)."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.applicants import Opener
from ui import help as window_help
from ui.main_window import MainWindow
from ui.places import PLACES


def test_f1_opens_the_help_of_the_page_and_esc_goes_back(qtbot: QtBot, open_applicants: Opener) -> None:
    opened = open_applicants("applied")
    qtbot.waitUntil(opened.window.isActiveWindow)
    opened.page.table.setFocus()
    before = QApplication.focusWidget()

    qtbot.keyClick(opened.page.table, Qt.Key.Key_F1)

    reader = opened.window._reader
    assert reader.isVisible()
    assert "报名登记" in reader.title.text()
    qtbot.keyClick(reader.text, Qt.Key.Key_Escape)
    assert not reader.isVisible()
    assert QApplication.focusWidget() is before


def test_u35_shift_f1_shows_the_wording_of_the_notice(qtbot: QtBot, open_applicants: Opener) -> None:
    opened = open_applicants("applied")

    opened.window.clause()

    shown = opened.window._reader.text.toPlainText()
    assert "附件1 八（二）" in shown
    assert "参与中学组织符合申报条件的学生" in shown


def test_u35_a_finding_leads_to_its_own_clause(qtbot: QtBot, open_applicants: Opener) -> None:
    opened = open_applicants("applied")
    qtbot.waitUntil(opened.window.isActiveWindow)
    over = next(r for r in opened.page.all_rows() if r.over_rank and r.programme == "national")
    opened.page.open_record(over.uid)
    finding = next(c for c in opened.page.record.editor.checks if "附件1 四（二）" in c.text or c.code == "rank")
    opened.page.pane.form.focus(finding.field)

    opened.window.clause()

    assert "综合成绩排名在年级前 15%" in opened.window._reader.text.toPlainText()


def test_words_without_a_citation_are_said_to_be_the_offices_own(window: MainWindow) -> None:
    window.show_clause("")

    assert "由单位决定" in window.messages.kept[0].text


@pytest.mark.parametrize("place", [p.key for p in PLACES])
def test_u35_every_page_has_its_help(place: str) -> None:
    text = window_help.page_help(place)

    assert text.startswith("# ")
    assert len(text) > 200


def test_a_paragraph_that_begins_with_a_number_stays_one() -> None:
    assert "1\\. 导师培养" in window_help.wording(["附件2 五（三）1"])

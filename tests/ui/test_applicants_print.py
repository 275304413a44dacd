"""报名登记 on paper: the button of the pane, Ctrl+P on chosen rows, and the list itself."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.documents.reading import blankless, page_count, pdfium_text
from tests.ui.applicants import Opened, Opener
from ui.preview import Preview


def shown(opened: Opened, qtbot: QtBot) -> Preview:
    qtbot.waitUntil(lambda: isinstance(opened.window.front, Preview), timeout=20_000)
    front = opened.window.front
    assert isinstance(front, Preview)
    qtbot.waitUntil(lambda: front.view.paper is not None)
    return front


def pdf(preview: Preview) -> bytes:
    assert preview.view.paper is not None
    return preview.view.paper.pdf


def test_the_button_of_the_pane_prints_the_form_of_its_record(open_applicants: Opener, qtbot: QtBot) -> None:
    opened = open_applicants("applied")
    row = opened.page.table.rows.shown[0]
    opened.page.open_record(row.uid)
    opened.page.pane.print_button.click()
    preview = shown(opened, qtbot)
    assert page_count(pdf(preview)) == 1
    assert f"姓名{blankless(row.name)}" in pdfium_text(pdf(preview))
    assert preview.title.text() == f"{row.name} 的报名表"


def test_ctrl_p_prints_the_forms_of_the_chosen_rows(open_applicants: Opener, qtbot: QtBot) -> None:
    opened = open_applicants("applied")
    qtbot.waitUntil(opened.window.isActiveWindow)
    rows = opened.page.table.rows.shown[:3]
    opened.page.table.rows.check([r.uid for r in rows], True)
    qtbot.keyClick(opened.page.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    preview = shown(opened, qtbot)
    assert page_count(pdf(preview)) == 3
    assert all(f"姓名{blankless(r.name)}" in pdfium_text(pdf(preview)) for r in rows)


def test_ctrl_p_in_the_form_prints_its_record_and_elsewhere_the_list(open_applicants: Opener, qtbot: QtBot) -> None:
    opened = open_applicants("applied")
    qtbot.waitUntil(opened.window.isActiveWindow)
    page = opened.page
    page.open_record(page.table.rows.shown[2].uid)
    page.edit_record()
    qtbot.keyClick(page.pane.form, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert page_count(pdf(shown(opened, qtbot))) == 1
    opened.window.leave_preview()

    few = {row.uid for row in page.table.rows.shown[:40]}
    page.table.filter("", lambda row: row.uid in few)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    if page.giving.panel.isVisible():
        page.giving.panel.go.click()
    text = pdfium_text(pdf(shown(opened, qtbot)))
    assert all(blankless(row.name) in text for row in page.table.rows.shown)

"""Ctrl+E and Ctrl+P of a list: what is seen, numbers masked unless ticked, and every look at a whole number written down."""

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from db.journal import between
from db.models import Disclosure
from tests.documents.reading import pdfium_text
from tests.services.forms import identity
from tests.ui.applicants import Opened, Opener
from ui.commands import COMMANDS
from ui.parts.fields import TextEditor
from ui.preview import Preview
from yingcai_desktop.desk import SignedIn
from yingcai_desktop.rules.duties import Duty
from yingcai_desktop.services import drafts
from yingcai_desktop.services.applications.register import FORM


@pytest.fixture
def opened(open_applicants: Opener) -> Opened:
    return open_applicants("applied")


def run(opened: Opened, command: str) -> None:
    opened.window.run_command(next(c for c in COMMANDS if c.id == command))


def entries(opened: Opened) -> list[tuple[str, list[str], int]]:
    with opened.desk.read() as session:
        return [(e.way, e.columns, e.rows) for e in session.scalars(select(Disclosure).order_by(Disclosure.uid))]


def settle(opened: Opened, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not opened.window.jobs.busy(), timeout=20000)


def rows_of(out: Path) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(out).active.iter_rows(values_only=True))


def test_ctrl_e_asks_in_the_page_and_masks_what_is_not_ticked(
    opened: Opened, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, out = opened.page, tmp_path / "a.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: (str(out), ""))
    page.filter.set_view("dual")

    run(opened, "export")
    assert page.giving.panel.isVisible()
    assert [b.text() for b in page.giving.panel.boxes.values()] == ["身份证号写全号", "监护人手机写全号"]
    page.giving.panel.go.click()
    settle(opened, qtbot)

    rows = rows_of(out)
    shown = page.table.rows.shown
    at = rows[2].index("身份证号")
    assert "筛选：两项都报" in str(rows[1][0])
    assert all(str(row[at])[6:14] == "********" for row in rows[3:])
    assert [row[rows[2].index("姓名")] for row in rows[3:]] == [one.name for one in shown]
    assert entries(opened) == []
    assert not page.giving.panel.isVisible()


def test_u57_ticked_numbers_go_out_whole_with_a_line_in_the_journal(
    opened: Opened, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, out = opened.page, tmp_path / "a.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: (str(out), ""))
    page.filter.set_view("dual")
    run(opened, "export")
    page.giving.panel.boxes["id_number"].setChecked(True)

    page.giving.panel.go.click()
    settle(opened, qtbot)

    rows = rows_of(out)
    at = rows[2].index("身份证号")
    assert [row[at] for row in rows[3:]] == [one.id_number for one in page.table.rows.shown]
    assert "全号：身份证号" in str(rows[1][0])
    assert entries(opened) == [("导出", ["身份证号"], len(rows) - 3)]


def test_only_chosen_rows_go_out_when_several_are_chosen(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    page, out = opened.page, tmp_path / "a.xlsx"
    page.table.rows.check([r.uid for r in page.table.rows.shown[:3]], True)

    page.giving.export_to(out)
    settle(opened, qtbot)

    rows = rows_of(out)
    assert len(rows) - 3 == 3
    assert "选中的 3 条" in str(rows[1][0])


def test_ctrl_p_shows_the_same_list_in_the_preview(opened: Opened, qtbot: QtBot) -> None:
    page = opened.page
    page.filter.set_view("dual")
    run(opened, "print")
    page.giving.panel.boxes["phone"].setChecked(True)

    page.giving.panel.go.click()
    qtbot.waitUntil(lambda: isinstance(opened.window.front, Preview), timeout=20000)

    front = opened.window.front
    assert isinstance(front, Preview)
    text = pdfium_text(front._pdf)
    assert "两项都报" in text
    assert page.table.rows.shown[0].name in text
    assert entries(opened)[0][0] == "打印"


def test_a_number_searched_for_is_not_in_the_heading(opened: Opened) -> None:
    page = opened.page
    number = page.register.rows[77].id_number  # type: ignore[union-attr]  # a store is open

    page.filter.search.setText(number)

    assert page.filter.words() == "搜索“（号码）”"


def test_esc_leaves_the_panel_and_nothing_goes_out(opened: Opened, qtbot: QtBot) -> None:
    run(opened, "export")

    qtbot.keyClick(opened.page.giving.panel.go, Qt.Key.Key_Escape)

    assert not opened.page.giving.panel.isVisible()


def editor(opened: Opened, key: str) -> TextEditor:
    found = opened.page.pane.form.boxes[key].editor
    assert isinstance(found, TextEditor)
    return found


def test_u57_the_eye_shows_the_whole_number_and_writes_it_down_once(opened: Opened) -> None:
    row = opened.page.register.row(opened.page.showing())  # type: ignore[union-attr]  # a store is open
    assert row is not None
    one = editor(opened, "id_number")
    field = one.inputs[0]
    before = field.text()  # type: ignore[attr-defined]  # a line

    one.eye.trigger()  # type: ignore[union-attr]  # it is masked
    shown = field.text()  # type: ignore[attr-defined]
    one.eye.trigger()  # type: ignore[union-attr]
    one.eye.trigger()  # type: ignore[union-attr]

    assert (before[6:14], shown) == ("********", row.id_number)
    assert entries(opened) == [("查看", ["身份证号"], 1)]


def test_u57_who_takes_the_seat_looks_for_themselves(opened: Opened) -> None:
    one = editor(opened, "id_number")
    for actor in ("经办甲", "经办丙", "经办丙"):
        opened.desk.actor = actor
        one.show({"id_number": "x" * 18})
        one.eye.trigger()  # type: ignore[union-attr]  # it is masked

    with opened.desk.read() as session:
        looks = [e.actor for e in between(session, 1, 99_999) if e.table == "disclosure"]
    assert looks == ["经办甲", "经办丙"]


def test_u57_a_draft_that_somebody_else_left_is_a_look_and_own_typing_is_none(opened: Opened) -> None:
    page, desk = opened.page, opened.desk
    page.new()
    page.pane.form.update_values({"id_number": identity(), "name": "巴图"})
    page.record.editor.follow()
    editor(opened, "id_number").eye.trigger()  # type: ignore[union-attr]  # it is masked
    assert entries(opened) == []

    drafts.keep(desk, FORM, "d" * 32, {"name": "其其格", "id_number": identity(number=903), "programme": "pilot"}, 0)
    page.open_record("d" * 32)
    editor(opened, "id_number").eye.trigger()  # type: ignore[union-attr]  # it is masked
    assert entries(opened) == [("查看", ["身份证号"], 1)]


def test_u57_entering_the_field_is_a_look_too(opened: Opened, qtbot: QtBot) -> None:
    field = editor(opened, "guardian_phone").inputs[0]

    field.setFocus()
    field.selectAll()  # type: ignore[attr-defined]  # a line

    assert entries(opened) == [("查看", ["监护人手机"], 1)]


def test_who_may_not_look_keeps_seeing_the_mask_and_cannot_type_over_it(opened: Opened, qtbot: QtBot) -> None:
    opened.desk.user = SignedIn("u", "监督甲", frozenset({Duty.SUPERVISOR}))
    one = editor(opened, "id_number")
    field = one.inputs[0]
    whole = one.values()["id_number"]

    field.setFocus()
    field.selectAll()  # type: ignore[attr-defined]  # a line
    qtbot.keyClick(field, Qt.Key.Key_1)

    assert field.text()[6:14] == "********"  # type: ignore[attr-defined]
    assert one.values()["id_number"] == whole
    assert entries(opened) == []

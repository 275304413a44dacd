"""报名登记, the list: filters, chips, selection, scope, masks, keys, export — on the sample season in a real window."""

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.applicants import Opened, Opener
from yingcai_desktop.services.applications import reviewing


@pytest.fixture
def opened(open_applicants: Opener) -> Opened:
    return open_applicants("applied")


def names(opened: Opened) -> list[str]:
    return [row.name for row in opened.page.table.rows.shown]


def test_shows_everybody_with_the_first_in_the_pane(opened: Opened) -> None:
    page = opened.page

    assert len(page.table.rows.shown) == len(page.register.rows) == 558
    assert page.pane.isVisible()
    assert page.pane.title.text() == page.table.rows.shown[0].name
    assert page.table.status() == "共 558 条 · 选中 1 条"


def test_the_first_columns_are_frozen_and_numbers_are_masked(opened: Opened) -> None:
    page = opened.page
    headings, lines = page.table.texts()

    assert headings[:2] == ["状态", "姓名"]
    assert page.table.frozen == 3
    shown = " ".join(" ".join(line) for line in lines)
    for row in page.register.rows:
        assert row.id_number not in shown
        assert row.guardian_phone not in shown


def test_schools_are_short_in_the_list_and_whole_when_copied(opened: Opened) -> None:
    page = opened.page
    column = next(c for c in page.table.rows.columns if c.key == "school")
    row = next(r for r in page.register.rows if r.school == "内蒙古师范大学附属中学")

    assert column.text(row) == "内师大附中"
    assert column.full is not None
    assert column.full(row) == row.school


@pytest.mark.parametrize("typed", ["娜仁", "nr"])
def test_people_are_found_by_name_and_by_pinyin(opened: Opened, typed: str) -> None:
    page = opened.page
    wanted = [r.name for r in page.register.rows if "娜仁" in r.name]

    page.filter.search.setText(typed)
    page.filter.changed.emit(page.filter.wanted())

    assert wanted
    assert set(wanted) <= set(names(opened))
    assert len(names(opened)) < 558


def test_a_whole_identity_number_finds_its_owner(opened: Opened) -> None:
    page = opened.page
    wanted = page.register.rows[77]

    page.filter.search.setText(wanted.id_number.lower())
    page.filter.changed.emit(page.filter.wanted())

    assert {row.id_number for row in page.table.rows.shown} == {wanted.id_number}


def test_chips_count_and_narrow(opened: Opened) -> None:
    page = opened.page
    dual = sum(r.dual for r in page.register.rows)

    page.filter.chips["dual"].click()

    assert page.filter.chips["dual"].text() == f"两项都报 {dual}"
    assert len(page.table.rows.shown) == dual
    assert all(row.dual for row in page.table.rows.shown)


def test_picks_narrow_together_and_can_be_cleared(opened: Opened) -> None:
    page = opened.page

    page.open_at(city="150200", subject="生物")
    narrowed = list(page.table.rows.shown)
    page.filter.clear()

    assert narrowed
    assert {(r.city, r.subject) for r in narrowed} == {("150200", "生物")}
    assert len(page.table.rows.shown) == 558


def test_nothing_found_says_so_and_offers_the_way_back(opened: Opened, qtbot: QtBot) -> None:
    page = opened.page

    page.filter.search.setText("没有这个人")
    page.filter.changed.emit(page.filter.wanted())
    assert not page.table.isVisible()

    page.filter.clear()
    assert page.table.isVisible()


def test_the_scope_is_obeyed_by_rows_counts_and_status(opened: Opened) -> None:
    opened.window.top.scopes.go("national")
    page = opened.page

    national = sum(r.programme == "national" for r in page.register.rows)
    assert len(page.table.rows.shown) == national
    assert page.filter.chips["all"].text() == f"全部 {national}"
    assert page.table.status().startswith(f"共 {national} 条")


def test_the_filter_is_remembered_without_the_words_typed(opened: Opened, open_applicants: Opener) -> None:
    opened.page.filter.search.setText("娜仁")
    opened.page.filter.set_view("rank")
    opened.window.preferences.sync()

    again = open_applicants("applied")

    assert again.page.filter.view() == "rank"
    assert again.page.filter.search.text() == ""
    assert all(row.over_rank for row in again.page.table.rows.shown)


def test_the_selection_stays_when_others_change(opened: Opened) -> None:
    page = opened.page
    uid = page.table.rows.shown[30].uid
    page.table.select(uid)
    others = [r.uid for r in page.register.rows if r.result == "eligible" and r.uid != uid][:5]

    reviewing.carry_out(opened.desk, reviewing.plan(opened.desk, "approve", others))

    assert page.table.current() == uid
    assert [page.register.row(o).state for o in others] == ["approved"] * 5
    assert page.filter.chips["waiting"].text() == "待复核 553"


def test_keys_step_close_and_go_into_the_form(opened: Opened, qtbot: QtBot) -> None:
    page = opened.page
    first, second = (row.name for row in page.table.rows.shown[:2])

    qtbot.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert page.pane.title.text() == second
    qtbot.keyClick(page.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert page.pane.title.text() == first
    qtbot.keyClick(page.table, Qt.Key.Key_Escape)
    assert not page.pane.isVisible()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.pane.isVisible()
    assert page.pane.form.current() == "programme"


def test_an_office_without_applications_says_what_to_do(open_applicants: Opener) -> None:
    page = open_applicants("decided").page

    assert not page.table.isVisible()
    buttons = [b.text() for b in page.card.findChildren(type(page.filter.chips["all"])) if b.isVisible()]
    assert buttons == ["导入 Excel…", "新建报名", "下载模板"]


def test_the_list_goes_out_as_it_is_seen(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    page, out = opened.page, tmp_path / "名单.xlsx"
    page.filter.set_view("dual")

    page.giving.export_to(out)
    qtbot.waitUntil(out.exists)
    qtbot.waitUntil(lambda: not opened.window.jobs.busy())

    rows = list(openpyxl.load_workbook(out).active.iter_rows(min_row=3, values_only=True))
    assert list(rows[0][:2]) == ["状态", "姓名"]
    assert [row[1] for row in rows[1:]] == names(opened)


def test_the_template_loads_and_its_example_does_not(opened: Opened, tmp_path: Path) -> None:
    from yingcai_desktop.services import intake

    out = tmp_path / "模板.xlsx"
    opened.page.save_template(out)

    result = intake.load(opened.desk, "applicants", [out], dry_run=True)
    assert result.files[0].checked.refused == ""
    assert result.files[0].rows == 0


def test_frozen_headings_stay_over_what_scrolls(opened: Opened) -> None:
    table = opened.page.table

    table.horizontalScrollBar().setValue(table.horizontalScrollBar().maximum())

    assert table.horizontalScrollBar().value() > 0
    assert table.part.isAncestorOf(table.childAt(60, 10)) or table.childAt(60, 10) is table.part

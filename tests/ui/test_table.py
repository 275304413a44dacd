"""The list: a sound model, sort and filter by pinyin, selection kept, frozen columns, ticks, sums, copy, remembered headings."""

import time
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from tests.ui.conftest import COLUMNS
from tests.ui.rows import people
from ui import theme
from ui.parts.pinyin import _readings
from ui.parts.rows import Column, RowsModel
from ui.parts.table import Table
from ui.parts.table_header import columns_menu
from ui.preferences import Preferences


def names(table: Table) -> list[str]:
    return [row.name for row in table.rows.shown]


def test_the_model_keeps_qts_contract_through_show_filter_sort_and_ticks(qtbot: QtBot) -> None:
    model = RowsModel(COLUMNS, checks=True)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)

    model.show(people(20))
    model.order_by(2, Qt.SortOrder.DescendingOrder)
    model.filter("第3中学")
    model.check(["u2"], True)
    model.show(people(3))

    assert tester.model() is model
    assert [row.uid for row in model.shown] == ["u2"]


def test_u20_names_sort_by_pinyin_and_a_third_click_returns_to_the_given_order(table: Table) -> None:
    table.show_rows(people(8))
    header = table.horizontalHeader()

    header.sectionClicked.emit(2)
    ascending = names(table)
    header.sectionClicked.emit(2)
    descending = names(table)
    header.sectionClicked.emit(2)

    assert ascending == ["阿古拉", "陈思远", "单雨桐", "哈斯额尔敦", "娜仁托娅", "王一诺", "张子涵", "朱睿"]
    assert descending == ascending[::-1]
    assert names(table) == [row.name for row in people(8)]


def test_numbers_sort_as_numbers(table: Table) -> None:
    table.rows.order_by(5)

    ranks = [row.rank for row in table.rows.shown]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize("needle", ["nrty", "narentuoya", "娜仁", "NaRen"])
def test_u20_a_name_is_found_by_initials_pinyin_and_characters(table: Table, needle: str) -> None:
    table.show_rows(people(8))

    table.filter(needle)

    assert names(table) == ["娜仁托娅"]


def test_a_surname_with_two_readings_is_found_by_both(table: Table) -> None:
    table.show_rows(people(8))
    found = []
    for needle in ("shanyutong", "danyutong"):
        table.filter(needle)
        found.append(names(table))

    assert found == [["单雨桐"], ["单雨桐"]]


def test_selection_and_current_record_survive_refresh_filter_and_sort(table: Table, qtbot: QtBot) -> None:
    table.select("u40")
    told: list[str] = []
    table.current_changed.connect(told.append)

    table.show_rows(people(60)[::-1])
    table.rows.order_by(2)
    table.filter("", lambda row: row.subject == "数学")

    assert table.current() == "u40"
    assert table.selected() == ["u40"]
    assert told == []
    assert table.viewport().rect().contains(table.visualRect(table.currentIndex()).center())


def test_a_record_that_is_filtered_away_is_no_longer_current(table: Table) -> None:
    table.select("u1")
    told: list[str] = []
    table.current_changed.connect(told.append)

    table.filter("", lambda row: row.uid != "u1")

    assert told == [""]
    assert table.current() == ""


def test_frozen_columns_stay_while_scrolling_and_rows_keep_step(table: Table, qtbot: QtBot) -> None:
    before = [table.part.columnViewportPosition(number) for number in range(3)]

    table.horizontalScrollBar().setValue(table.horizontalScrollBar().maximum())
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())

    assert table.horizontalScrollBar().maximum() > 0
    assert [table.part.columnViewportPosition(number) for number in range(3)] == before
    assert table.part.rowAt(50) == table.rowAt(50) > 0
    assert table.part.width() == sum(table.columnWidth(number) for number in range(3)) + 1


def test_the_current_cell_never_hides_under_the_frozen_columns(table: Table, qtbot: QtBot) -> None:
    table.setFocus()
    table.horizontalScrollBar().setValue(table.horizontalScrollBar().maximum())

    table.setCurrentIndex(table.rows.index(0, 3))

    assert table.visualRect(table.currentIndex()).left() >= table.part.width() - 2


def test_a_frozen_column_cannot_be_dragged_away(table: Table) -> None:
    header = table.horizontalHeader()

    header.moveSection(1, 6)
    header.moveSection(6, 1)

    assert [header.logicalIndex(number) for number in range(len(table.rows.columns))] == list(
        range(len(table.rows.columns))
    )


def test_space_ticks_and_the_heading_ticks_only_what_is_shown(table: Table, qtbot: QtBot) -> None:
    table.select("u2")
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert table.batch() == ["u2"]

    table.filter("第1中学")
    table.horizontalHeader().sectionClicked.emit(0)

    assert table.all_checked() is Qt.CheckState.Checked
    assert {row.school for row in table.rows.shown} == {"第1中学"}
    assert set(table.batch()) == {row.uid for row in table.rows.shown}


def test_a_click_on_the_tick_cell_of_the_frozen_part_ticks_once(table: Table, qtbot: QtBot) -> None:
    spot = table.part.visualRect(table.rows.index(1, 0)).center()

    qtbot.mouseClick(table.part.viewport(), Qt.MouseButton.LeftButton, pos=spot)

    assert table.rows.checked == {"u1"}


def test_status_counts_and_sums_the_selected_numbers(table: Table) -> None:
    table.setCurrentIndex(table.rows.index(0, 5))
    table.selectAll()

    chosen = [row.rank for row in people(60)]
    assert table.status().startswith("共 60 条 · 选中 60 条 · 学科排名 合计 ")
    assert f"合计 {sum(chosen)}" in table.status()
    assert f"最大 {max(chosen)} · 最小 {min(chosen)}" in table.status()


def test_enter_opens_and_escape_gives_up_a_multiple_selection_first(table: Table, qtbot: QtBot) -> None:
    table.select("u3")
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    table.selectAll()

    qtbot.keyClick(table, Qt.Key.Key_Escape)

    assert opened.args == ["u3"]
    assert table.selected() == ["u3"]


@pytest.mark.parametrize("column", [1, 4])
def test_the_cell_with_the_keyboard_wears_a_two_pixel_frame(table: Table, qtbot: QtBot, column: int) -> None:
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    table.setCurrentIndex(table.rows.index(2, column))
    view = table.part if column < table.frozen else table
    area = view.visualRect(table.currentIndex())

    image = view.viewport().grab(area).toImage()

    edge = {image.pixelColor(area.width() // 2, y).name() for y in (0, 1)}
    assert edge == {theme.LIGHT["pri"].lower()}


def test_copy_is_plain_tsv_of_the_visible_columns_with_long_names(table: Table, qtbot: QtBot) -> None:
    for number in range(6, len(table.rows.columns)):
        table.hide_column(number, True)
    table.select("u0")

    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert QGuiApplication.clipboard().text() == "待审核\t娜仁托娅\t数学\t第1中学（全称）\t0%"


def test_widths_order_hidden_columns_and_sort_are_remembered(
    table: Table, preferences: Preferences, qtbot: QtBot
) -> None:
    table.setColumnWidth(3, 177)
    table.horizontalHeader().moveSection(5, 4)
    table.hide_column(6, True)
    table.horizontalHeader().sectionClicked.emit(5)
    assert table.memory is not None
    table.memory.save()

    again = Table(COLUMNS, name="名单", frozen=3, checks=True, preferences=preferences, view="test")
    qtbot.addWidget(again)

    assert again.columnWidth(3) == 177
    assert again.horizontalHeader().visualIndex(5) == 4
    assert again.isColumnHidden(6)
    assert again.rows.order() == (5, Qt.SortOrder.AscendingOrder)


def test_the_last_column_reaches_the_edge_and_its_own_width_is_what_is_remembered(table: Table, qtbot: QtBot) -> None:
    last = table.seen_columns()[-1]
    own = table.columnWidth(last)
    header = table.horizontalHeader()

    table.resize(header.length() + 300, 300)
    table.show()
    qtbot.waitUntil(lambda: header.length() == table.viewport().width())
    assert table.columnWidth(last) > own and table.own_width(last) == own
    table.setColumnWidth(3, table.columnWidth(3) + 40)
    assert header.length() == table.viewport().width()
    table.resize(200, 300)
    qtbot.waitUntil(lambda: table.columnWidth(last) == own)  # never narrower than its own width: the list scrolls
    assert table.memory is not None
    table.memory.save()
    again = Table(COLUMNS, name="名单", frozen=3, checks=True, preferences=table.memory._preferences, view="test")
    qtbot.addWidget(again)
    assert again.own_width(last) == own


def test_the_last_column_gives_way_rather_than_a_scroll_bar_for_a_few_pixels(table: Table, qtbot: QtBot) -> None:
    last, header = table.seen_columns()[-1], table.horizontalHeader()
    own = table.columnWidth(last)

    def shown_at(less: int) -> None:
        table.resize(sum(table.own_width(n) for n in table.seen_columns()) - less, 300)
        table.show()
        qtbot.wait(20)

    shown_at(20)
    assert header.length() == table.viewport().width() and table.columnWidth(last) < own
    assert table.own_width(last) == own, "what is remembered is its own width"
    index = table.rows.index(0, last)
    assert table.rows.data(index, Qt.ItemDataRole.ToolTipRole) == table.rows.data(index), "what is cut is in the tip"
    shown_at(60)
    assert table.columnWidth(last) == own, "too much is lacking: the list scrolls"
    table.setColumnWidth(last, own + 40)
    shown_at(20)
    assert table.columnWidth(last) == own + 40, "a width somebody gave it stays"


def test_u16_a_column_called_check_keeps_its_place_beside_the_ticks(preferences: Preferences, qtbot: QtBot) -> None:
    columns = (*COLUMNS[:3], Column("check", "核对", lambda _p: "未核对", 90))
    first = Table(columns, name="名单", frozen=2, checks=True, preferences=preferences, view="kept")
    qtbot.addWidget(first)
    assert first.memory is not None
    first.memory.save()

    again = Table(columns, name="名单", frozen=2, checks=True, preferences=preferences, view="kept")
    qtbot.addWidget(again)

    assert again.seen_columns() == first.seen_columns() == [0, 1, 2, 3, 4]


def test_two_columns_of_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="one key"):
        Table((*COLUMNS[:3], COLUMNS[0]), name="名单")


def test_a_damaged_memory_is_ignored(preferences: Preferences, qtbot: QtBot) -> None:
    preferences.put("table/test.1", '{"widths": {"name": "x"}, "order": ["no such"], "sort"')

    made = Table(COLUMNS, name="名单", preferences=preferences, view="test")
    qtbot.addWidget(made)

    assert made.columnWidth(1) == 96


def test_the_column_menu_hides_columns_but_never_frozen_ones(table: Table, qtbot: QtBot) -> None:
    menu = columns_menu(table)
    actions = {action.text(): action for action in menu.actions()}

    actions["学校"].setChecked(False)

    assert table.isColumnHidden(4)
    assert not actions["姓名"].isEnabled()
    menu.close()


def test_ten_thousand_rows_open_filter_and_sort_fast(qtbot: QtBot) -> None:
    rows = people(10_000)
    took: dict[str, float] = {}
    for _ in range(3):  # the best of three: a neighbour's burst slows one, a slow list all of them
        made = Table(COLUMNS, name="名单", frozen=2)
        qtbot.addWidget(made)
        made.show()
        _readings.cache_clear()
        for name, act in (
            ("open", partial(made.show_rows, rows)),
            ("first filter", partial(made.filter, "wyn")),
            ("filter", partial(made.filter, "wang")),
            ("all again", partial(made.filter, "")),
            ("sort", partial(made.rows.order_by, 1)),
        ):
            started = time.perf_counter()
            act()
            made.viewport().repaint()
            took[name] = min(time.perf_counter() - started, took.get(name, 99))

    # The bounds of U19, doubled for a busy test machine; the first filter also reads all names into pinyin.
    assert took["open"] < 1, took
    assert took["first filter"] < 0.6, took
    assert took["filter"] < 0.3, took
    assert took["sort"] < 0.6, took


def test_fifty_thousand_empty_answers_do_not_wear_out_none(table: Table) -> None:
    """PySide6 6.12 drops a reference to None at each empty answer and aborts after some thousand (pinned below 6.12)."""
    index = table.rows.index(0, 1)
    for _ in range(50_000):
        index.data(Qt.ItemDataRole.DecorationRole)

    assert index.data(Qt.ItemDataRole.DecorationRole) is None


def test_what_was_typed_in_several_lines_stands_in_one(preferences: Preferences, qtbot: QtBot) -> None:
    def drawn(text: str) -> QImage:
        made = Table((Column("note", "备注", lambda _p: text, 300),), name="名单", preferences=preferences, view="lines")
        qtbot.addWidget(made)
        made.show_rows(people(1))
        made.resize(400, 120)
        made.show()
        return made.grab().toImage()

    assert drawn("第一行\n第二行") == drawn("第一行 第二行") != drawn("第一行")

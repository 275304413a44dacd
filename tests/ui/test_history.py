"""操作记录 in a real window: read on the worker, filtered, one entry with old and new, the chain checked, a change undone, exported."""

from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

import openpyxl
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.season import At
from ui.main_window import MainWindow
from ui.pages.history import HistoryPage
from ui.preferences import Preferences
from yingcai_desktop.services.applications import reviewing, saving
from yingcai_desktop.services.applications.register import Register

Open = Callable[[str], HistoryPage]


@pytest.fixture
def open_history(qtbot: QtBot, preferences: Preferences, at: At) -> Iterator[Open]:
    windows: list[MainWindow] = []

    def make(milestone: str) -> HistoryPage:
        desk = at(milestone)
        window = MainWindow(desk, preferences)
        qtbot.addWidget(window)
        desk.store.listeners.append(window.store_changed.emit)
        window.resize(1440, 900)
        window.show()
        windows.append(window)
        page = window.go("history")
        qtbot.waitExposed(window)
        window.activateWindow()
        assert isinstance(page, HistoryPage)
        settle(page, qtbot)
        return page

    yield make
    for window in windows:
        window.jobs.close()


def settle(page: HistoryPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.shell.jobs.busy(), timeout=20_000)


def approve(page: HistoryPage) -> str:
    """Somebody passes while the page is open."""
    desk = page.shell.desk
    row = next(r for r in Register(desk).rows if r.programme == "national" and r.result == "eligible" and r.state == "recommended")
    reviewing.carry_out(desk, reviewing.plan(desk, "approve", [row.uid]))
    return row.uid


def test_thousands_of_entries_latest_first_with_old_and_new_only_where_they_are_seen(open_history: Open) -> None:
    page = open_history("certified")
    assert page.book is not None

    lines = page.table.rows.shown
    column = next(c for c in page.table.rows.columns if c.key == "summary")
    assert len(lines) > 7000
    assert [line.n for line in lines[:3]] == [len(lines), len(lines) - 1, len(lines) - 2]
    assert len(page.book._told) < 500
    assert column.text(lines[0])


def test_filter_and_search_are_quick(open_history: Open) -> None:
    page = open_history("certified")
    page.filter.search.setText("jb")
    page.filter.changed.emit(page.filter.wanted())

    started = perf_counter()
    page.filter.search.setText("jingbanjia")
    page.filter.changed.emit(page.filter.wanted())
    spent = perf_counter() - started

    assert page.table.rows.shown
    assert spent < 0.5


@pytest.mark.parametrize("key", ["actor", "title", "month", "table", "source"])
def test_each_pick_narrows_to_its_value(open_history: Open, key: str) -> None:
    page = open_history("applied")
    combo = page.filter.combos[key]
    code = combo.itemData(1)

    page.open_at(**{key: code})

    shown = page.table.rows.shown
    assert shown
    assert {getattr(line, key) for line in shown} == {code}


def test_a_commit_appears_at_once_and_opens_with_its_siblings(open_history: Open, qtbot: QtBot) -> None:
    page = open_history("applied")
    approve(page)
    settle(page, qtbot)

    latest = page.table.rows.shown[0]
    page.open_record(latest.uid)

    assert latest.title == "自治区复审通过"
    fields = {line.label: (line.old, line.new) for line in page.pane.fields.rows.shown}
    assert fields["状态"] == ("学校已推荐", "复审通过")
    assert page.pane.tabs.keys() == ["fields", "same"]


def test_all_entries_of_a_load_are_one_change(open_history: Open) -> None:
    page = open_history("applied")
    line = next(one for one in page.table.rows.shown if one.source == "导入")

    page.open_record(line.uid)

    assert len(page.pane.same.rows.shown) == line.rows > 1


def test_the_record_behind_an_entry_opens(open_history: Open, qtbot: QtBot) -> None:
    page = open_history("applied")
    line = next(one for one in page.table.rows.shown if one.table == "application")
    page.open_record(line.uid)

    page.pane.open_button.click()

    window = page.window()
    assert isinstance(window, MainWindow)
    assert window.key == "applicants"
    assert window.page.showing() == line.record  # type: ignore[attr-defined]  # the register


def test_the_chain_is_checked_and_the_verdict_stays(open_history: Open, qtbot: QtBot) -> None:
    page = open_history("applied")
    assert page.book is not None

    page.check()
    settle(page, qtbot)

    strip = page.verdict.strips()[0]
    assert strip.tone == "ok"
    assert f"{len(page.book.lines)} 条首尾相接" in strip.text


def test_a_whole_change_is_undone_from_here_and_done_again(open_history: Open, qtbot: QtBot) -> None:
    page = open_history("applied")
    uid = approve(page)
    settle(page, qtbot)
    page.open_record(page.table.rows.shown[0].uid)

    page.pane.undo_button.click()
    settle(page, qtbot)
    undone = Register(page.shell.desk).row(uid)
    page.undo()
    settle(page, qtbot)
    again = Register(page.shell.desk).row(uid)

    assert undone is not None
    assert again is not None
    assert (undone.state, again.state) == ("recommended", "approved")


def test_a_change_that_was_built_on_is_refused_with_the_reason(open_history: Open, qtbot: QtBot) -> None:
    page = open_history("applied")
    uid = approve(page)
    settle(page, qtbot)
    line = page.table.rows.shown[0]
    values, revision = saving.stored(page.shell.desk, uid)
    saving.edit(page.shell.desk, uid, revision, values | {"class_name": "甲班"})
    settle(page, qtbot)
    page.open_record(line.uid)

    page.pane.undo_button.click()
    settle(page, qtbot)

    window = page.window()
    assert isinstance(window, MainWindow)
    assert "后来又改过" in window.messages.kept[0].text


def test_steps_and_signed_things_offer_no_undo(open_history: Open) -> None:
    page = open_history("certified")
    line = next(one for one in page.table.rows.shown if one.table == "certificate")

    page.open_record(line.uid)

    assert not page.pane.undo_button.isEnabled()


def test_what_is_seen_goes_out_with_old_and_new_values(open_history: Open, qtbot: QtBot, tmp_path: Path) -> None:
    page, out = open_history("applied"), tmp_path / "a.xlsx"
    approve(page)
    settle(page, qtbot)
    page.filter.set_view("all")
    page.open_at(title="自治区复审通过")

    page.giving.export_to(out)
    settle(page, qtbot)

    rows = list(openpyxl.load_workbook(out).active.iter_rows(values_only=True))
    assert "动作 自治区复审通过" in rows[1][0]
    assert "状态：学校已推荐 → 复审通过" in rows[3][rows[2].index("旧值 → 新值")]


def test_the_scope_narrows_to_a_programme(open_history: Open) -> None:
    page = open_history("applied")

    page.window().top.scopes.go("pilot")  # type: ignore[attr-defined]  # the window

    assert {line.programme for line in page.table.rows.shown} <= {"pilot", ""}


def test_keys_enter_goes_to_old_and_new_and_esc_comes_back(open_history: Open, qtbot: QtBot) -> None:
    page = open_history("applied")
    page.focus_work_area()

    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    inside = page.pane.fields.hasFocus()
    qtbot.keyClick(page.pane.fields, Qt.Key.Key_Escape)

    assert inside
    assert not page.pane.isVisible()
    assert page.table.hasFocus()


def test_an_office_without_entries_says_what_will_be_here(qtbot: QtBot, preferences: Preferences) -> None:
    window = MainWindow(preferences=preferences)
    qtbot.addWidget(window)
    window.show()

    page = window.go("history")

    assert isinstance(page, HistoryPage)
    assert not page.table.isVisible()
    window.jobs.close()

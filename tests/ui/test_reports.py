"""统计报表 in the window: pick a report, part it another way, open a bar, give it away."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from tests.season import At
from ui.main_window import MainWindow
from ui.pages.reports import ReportsPage
from ui.pages.reports.report_tab import ReportTab
from ui.pages.reports.summaries import SummariesTab
from ui.preferences import Preferences
from yingcai_desktop.services import reports


@pytest.fixture
def page(qtbot: QtBot, preferences: Preferences, at: At) -> Iterator[ReportTab]:
    window = MainWindow(at("certified"), preferences)
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    frame = window.go("reports")
    assert isinstance(frame, ReportsPage)
    made = frame.tab
    assert isinstance(made, ReportTab)
    qtbot.waitUntil(lambda: made.view.table is not None and not window.jobs.busy())
    yield made
    window.jobs.close()


def settled(qtbot: QtBot, page: ReportTab, title: str) -> None:
    qtbot.waitUntil(lambda: not page.shell.jobs.busy() and page.view.table is not None and page.view.table.title == title)


def summaries(page: ReportTab) -> SummariesTab:
    frame = page.shell.go("reports", tab="summaries")
    assert isinstance(frame, ReportsPage)
    assert isinstance(frame.tab, SummariesTab)
    return frame.tab


def test_a_bar_opens_the_people_behind_it(qtbot: QtBot, page: ReportTab) -> None:
    chart = page.view.chart
    part = chart.part_area(1, 2)

    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=part.center().toPoint())

    assert page.view.table is not None
    cell = page.view.table.lines[1].cells[3]
    assert page.people.isVisible()
    assert page.people.title.text() == "物理 · 不符合"
    assert page.people.table.rows.total() == cell.value


def test_a_number_opens_by_keyboard_and_leads_to_the_register(qtbot: QtBot, page: ReportTab) -> None:
    numbers = page.view.numbers
    assert numbers is not None
    numbers.setFocus()
    numbers.setCurrentIndex(numbers.rows.index(0, 1))
    qtbot.keyClick(numbers, Qt.Key.Key_Return)
    person = page.people.table.rows.shown[0]

    page.people.table.select(person.uid)
    qtbot.keyClick(page.people.table, Qt.Key.Key_Return)

    window = page.window()
    assert isinstance(window, MainWindow)
    assert window.key == "applicants"
    assert window.pages["applicants"].showing() == person.uid  # type: ignore[attr-defined]


def test_another_report_and_another_way(qtbot: QtBot, page: ReportTab) -> None:
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    settled(qtbot, page, "选拔结果")
    assert page.view.ways is not None

    page.view.ways.go("gender")
    qtbot.waitUntil(lambda: page.view.table is not None and page.view.table.first == "性别")

    assert [line.label for line in page.view.table.lines] == ["女", "男"]  # type: ignore[union-attr]


def test_the_scope_counts_one_programme(qtbot: QtBot, page: ReportTab) -> None:
    before = page.view.table.total.cells[0].value  # type: ignore[union-attr]

    page.shell.top.scopes.go("national")  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: page.view.table.total.cells[0].value != before)  # type: ignore[union-attr]

    expected = reports.count(page.shell.desk, "structure", "subject", "national")
    assert page.view.table.total.cells[0].value == expected.total.cells[0].value  # type: ignore[union-attr]


def test_what_is_seen_goes_into_a_workbook_and_a_picture(qtbot: QtBot, page: ReportTab, tmp_path: Path) -> None:
    page.export(tmp_path / "a.xlsx")
    page.save_picture(tmp_path / "a.png")
    qtbot.waitUntil(lambda: not page.shell.jobs.busy())

    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    assert sheet["B4"].value == page.view.table.lines[0].cells[0].value  # type: ignore[union-attr]
    image = QImage(str(tmp_path / "a.png"))
    assert image.width() >= 2 * page.view.chart.width()


def test_papers_are_registered_for_several_units_at_once(qtbot: QtBot, page: ReportTab) -> None:
    tab = summaries(page)
    tab.table.rows.check([due.uid for due in tab.table.rows.shown[:3]], True)
    tab.day.setText("2025-12-20")
    assert tab.get.text() == "登记收到 3 份"

    qtbot.mouseClick(tab.get, Qt.MouseButton.LeftButton)

    assert sum(due.received_on is not None for due in tab.table.rows.shown) == 3


def test_each_tab_has_its_own_buttons_and_a_report_is_found_from_anywhere(qtbot: QtBot, page: ReportTab) -> None:
    tab = summaries(page)
    assert tab.buttons.isVisible()
    assert not page.buttons.isVisible()
    page.shell.go("reports", report="funnel")
    settled(qtbot, page, reports.BY_KEY["funnel"].title)
    assert page.buttons.isVisible()


def test_who_may_not_register_papers_is_not_offered_it(page: ReportTab, monkeypatch: pytest.MonkeyPatch) -> None:
    tab = summaries(page)
    assert tab.foot.isVisible()
    monkeypatch.setattr(type(page.shell.desk), "may", lambda _self, action: action != "summary.receive" and action != "summary.return")
    tab.seat_taken()
    assert not tab.foot.isVisible()


def test_a_wrong_day_is_said_and_nothing_registered(qtbot: QtBot, page: ReportTab) -> None:
    tab = summaries(page)
    tab.table.rows.check([tab.table.rows.shown[0].uid], True)
    tab.day.setText("12月20日")

    qtbot.mouseClick(tab.get, Qt.MouseButton.LeftButton)

    assert all(due.received_on is None for due in tab.table.rows.shown)
    assert "2025-12-20" in page.shell.messages.kept[-1].text


def test_an_empty_store_shows_what_will_be_there(qtbot: QtBot, preferences: Preferences, at: At) -> None:
    window = MainWindow(at("decided"), preferences)
    qtbot.addWidget(window)
    window.show()
    frame = window.go("reports")
    assert isinstance(frame, ReportsPage)
    page = frame.tab
    assert isinstance(page, ReportTab)
    qtbot.waitUntil(lambda: page.view.table is not None)

    assert page.view.empty.isVisible()
    assert page.view.empty.buttons
    window.jobs.close()

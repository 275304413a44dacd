"""面试评分 ▸ 评委席 at the office: the task and its slip, the marks that come back, choices, paper instead, the receipt."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.season import At
from tests.services.judging import GROUP, USUAL, Hall, hall, marks, score_all, sitting
from ui.main_window import MainWindow
from ui.pages.interviews.seat_tab import SeatTab
from ui.parts.combo import PickCombo
from ui.parts.line_edit import LineEdit
from ui.preferences import Preferences
from yingcai_desktop.services import judging, seat


@pytest.fixture
def room(at: At, tmp_path: Path) -> Iterator[Hall]:
    found = hall(at, tmp_path)
    yield found
    for laptop in found.laptops:
        laptop.close()


@pytest.fixture
def tab(qtbot: QtBot, preferences: Preferences, room: Hall) -> Iterator[SeatTab]:
    window = MainWindow(room.desk, preferences)
    qtbot.addWidget(window)
    room.desk.store.listeners.append(window.store_changed.emit)
    window.resize(1366, 689)
    window.show()
    page = window.go("interviews", group=GROUP, tab="seat")
    qtbot.waitExposed(window)
    found = page.tabs["seat"]  # type: ignore[attr-defined]
    assert isinstance(found, SeatTab)
    yield found
    window.jobs.close()


def words(tab: SeatTab) -> str:
    return "\n".join(one.text() for one in tab.findChildren(QLabel) if one.isVisibleTo(tab))


def test_the_task_is_written_and_its_slip_shown_this_once(qtbot: QtBot, tab: SeatTab, room: Hall) -> None:
    card = judging.overview(room.desk, GROUP)[0]
    qtbot.waitUntil(lambda: "还没有制作面试任务" in words(tab))
    tab.issue_to(card, room.folder)
    qtbot.waitUntil(lambda: "开启口令" in words(tab), timeout=20_000)
    (path,) = room.folder.glob("任务包_*.ycp")
    passphrase = next(
        one.text() for one in tab.findChildren(QLabel) if one.text().count("-") == 3 and len(one.text()) == 19
    )
    laptop = seat.load(path, passphrase, room.folder / "laptop")
    room.laptops.append(laptop)
    assert laptop.task.name == card.name
    assert tab.take_button.property("look") == "", "to print the slip is what comes next"
    tab.group_chosen()
    assert passphrase not in words(tab)
    tab.refresh()
    qtbot.waitUntil(lambda: "第 1 份任务" in words(tab))
    assert tab.take_button.property("look") == "primary"


def test_a_result_is_looked_at_then_taken_and_told_without_a_mark(qtbot: QtBot, tab: SeatTab, room: Hall) -> None:
    issued = room.issue()
    laptop = room.laptop(issued)
    judge = issued.pins[0][0]
    score_all(sitting(laptop, issued, judge), "7.5", *USUAL[1:])
    path = seat.export(laptop, room.folder).path
    tab.look_at(path)
    qtbot.waitUntil(lambda: tab.asking is not None, timeout=20_000)
    assert tab.asking is not None and f"{judge}：新增 {len(room.people())}" in tab.asking.words.text()
    tab.asking.confirm()
    qtbot.waitUntil(lambda: "等照签字的纸质表录第二遍" in words(tab))
    assert "7.5" not in words(tab)
    tab.look_at(path)
    qtbot.waitUntil(lambda: any("以前已经导入过" in one.text for one in tab.shell.messages.kept), timeout=20_000)

    folder = room.folder
    tab.receipt_to(judging.overview(room.desk, GROUP)[0], folder)
    qtbot.waitUntil(lambda: bool(list(folder.glob("任务包_*回执*.ycp"))), timeout=20_000)

    tab.ask_paper(judging.overview(room.desk, GROUP)[0])
    assert tab.asking is not None
    reason = tab.asking.fields["reason"]
    assert isinstance(reason, LineEdit)
    reason.setText("电脑误操作")
    tab.asking.confirm()
    qtbot.waitUntil(lambda: "改用纸质录入：电脑误操作" in words(tab))


def test_two_laptops_that_disagree_are_asked_about(qtbot: QtBot, tab: SeatTab, room: Hall) -> None:
    issued = room.issue()
    judge = issued.pins[0][0]
    one, other = room.laptop(issued, "one"), room.laptop(issued, "other")
    score_all(sitting(one, issued, judge))
    there = sitting(other, issued, judge)
    seat.save(there, room.people()[0], marks(other, "7", *USUAL[1:]))
    score_all(there)
    room.take(seat.export(one, room.folder).path)
    tab.look_at(seat.export(other, room.folder).path)
    qtbot.waitUntil(lambda: tab.asking is not None, timeout=20_000)
    assert tab.asking is not None
    field = tab.asking.fields[f"clash/{judge}/{room.people()[0]}"]
    assert isinstance(field, PickCombo)
    field.set_code(other.store.store_id)
    tab.asking.confirm()
    qtbot.waitUntil(lambda: tab.asking is None, timeout=20_000)
    assert judging.look(room.desk, seat.export(other, room.folder).path).clashes == ()

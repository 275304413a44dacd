"""评委席 on screen: the keyboard run, the touch targets, the place after a power cut, the way in and out (ux §4.6; U39–U41)."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from db.store import Store
from tests.season import KEY, At
from tests.services.judging import JUDGES, MORNING, PIN, USUAL, Hall, hall, invented, marks, score_all, sitting
from ui.opening import SEAT, Opening
from ui.panel.criterion import GAP_PX, KEY_PX
from ui.panel.giving import GivePage
from ui.panel.scoring import ScorePage
from ui.panel.today import TodayPage
from ui.panel.window import SeatWindow
from ui.preferences import Preferences
from yingcai_desktop.services import judging, seat
from yingcai_desktop.services.judging import Issued
from yingcai_desktop.services.seat import Seat


@pytest.fixture
def room(at: At, tmp_path: Path) -> Iterator[Hall]:
    found = hall(at, tmp_path)
    yield found
    for laptop in found.laptops:
        laptop.close()


@pytest.fixture
def issued(room: Hall) -> Issued:
    return room.issue()


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Seat]:
    """Without an office."""
    found = invented(tmp_path)
    yield found
    found.close()


def shown(qtbot: QtBot, laptop: Seat, folder: Path) -> SeatWindow:
    made = SeatWindow(laptop, Preferences(folder / "w.ini"))
    qtbot.addWidget(made)
    made.resize(1366, 689)
    made.begin()
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    return made


@pytest.fixture
def window(qtbot: QtBot, laptop: Seat, tmp_path: Path) -> SeatWindow:
    return shown(qtbot, laptop, tmp_path)


def enter(qtbot: QtBot, window: SeatWindow, judge: str = JUDGES[1], pin: str = PIN) -> ScorePage:
    """Through the PIN, as a judge does."""
    today = window.pages["today"]
    assert isinstance(today, TodayPage)
    today.judge.set_code(judge)
    qtbot.keyClicks(today.pin, pin)
    qtbot.keyClick(today.pin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.sitting is not None)
    page = window.pages["score"]
    assert isinstance(page, ScorePage)
    return page


def people(window: SeatWindow) -> list[str]:
    return [one.uid for one in window.seat.task.candidates]


def type_child(qtbot: QtBot, page: ScorePage, texts: tuple[str, ...]) -> int:
    """Eight marks and Ctrl+Enter; returns how many keys it took."""
    count = 0
    for text in texts:
        edit = page.rows[page.place].edit
        qtbot.keyClicks(edit, text)
        qtbot.keyClick(edit, Qt.Key.Key_Return)
        count += len(text) + 1
    qtbot.keyClick(page.rows[page.place].edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    return count + 1


def test_u40_one_child_in_24_keys_without_the_mouse(qtbot: QtBot, window: SeatWindow) -> None:
    page = enter(qtbot, window)
    first, second = people(window)[:2]
    assert page.uid == first and page.rows[0].edit.hasFocus()

    assert type_child(qtbot, page, ("8", "8", "12", "15", "12", "8", "4", "12")) <= 24

    assert page.uid == second and page.place == 0 and page.rows[0].edit.hasFocus()
    board = seat.board(seat.sign_in(window.seat, JUDGES[1], PIN))
    assert board.lines[0].done and board.lines[0].total == 79


def test_u40_a_wrong_mark_is_refused_in_place(qtbot: QtBot, window: SeatWindow) -> None:
    page = enter(qtbot, window)
    for wrong in ("11", "8.3"):
        page.rows[0].edit.clear()
        qtbot.keyClicks(page.rows[0].edit, wrong)
        qtbot.keyClick(page.rows[0].edit, Qt.Key.Key_Return)
        assert page.place == 0 and page.rows[0].edit.hasFocus() and page.rows[0].note.text().startswith("×")
    qtbot.keyClicks(page.rows[0].edit, "8")
    assert page.rows[0].edit.text() == "8", "the next digit writes over the wrong one"
    qtbot.keyClick(page.rows[0].edit, Qt.Key.Key_Return)
    assert page.place == 1 and page.rows[0].note.text() == "满分 10"


@pytest.mark.parametrize("size", [(1366, 689), (1280, 641)])
def test_messages_take_no_room_from_the_keys(qtbot: QtBot, window: SeatWindow, size: tuple[int, int]) -> None:
    page = enter(qtbot, window)
    window.resize(*size)
    window.messages.warn("还有 2 项没有打分。")
    window.messages.error("没有保存。")
    page._take(7)
    qtbot.waitUntil(lambda: not page.rows[7].visibleRegion().isEmpty())
    assert all(key.height() >= KEY_PX for row in page.rows for key in row.keys.values())
    assert page.rows[7].visibleRegion().boundingRect().height() >= KEY_PX
    window.go("progress")
    assert window.messages._strips.strips() == [], "what was said of another page is over"


def test_a_finished_sheet_does_not_jump_at_somebody_who_has_gone_on(qtbot: QtBot, window: SeatWindow) -> None:
    enter(qtbot, window)
    window.preview("刘明的评分表", lambda _progress: b"%PDF", "评分表")
    window.go("progress")
    qtbot.waitUntil(lambda: bool(window.messages._strips.strips()), timeout=20_000)
    assert window._stack.currentWidget() is window.pages["progress"]
    assert "已经生成" in window.messages.kept[0].text


def test_there_is_one_main_button_and_it_is_what_comes_next(qtbot: QtBot, window: SeatWindow) -> None:
    page = enter(qtbot, window)

    def main() -> list[str]:
        return [b.text() for b in (page.go, page.submit) if b.property("look") == "primary"]

    assert main() == ["保存并下一位 Ctrl+Enter"]
    for _ in people(window):
        type_child(qtbot, page, ("8", "8", "12", "15", "12", "8", "4", "12"))
    assert main() == ["提交…"]
    seat.hand_in(window.sitting)
    page.entered()
    assert main() == ["打印签名表"] and page.go.text() == "下一位 PgDn"


@pytest.mark.parametrize("name", ["pin", "judge", "go"])
def test_the_way_in_is_as_large_as_a_finger(window: SeatWindow, name: str) -> None:
    assert getattr(window.pages["today"], name).height() >= KEY_PX


def test_the_order_of_the_day_is_on_the_first_page(window: SeatWindow) -> None:
    today = window.pages["today"]
    assert isinstance(today, TodayPage)
    assert [today.order.item(n).text().split()[1] for n in range(today.order.count())] == [one.name for one in window.seat.task.candidates]


def test_arrows_go_through_rows_and_marks_and_pages_through_candidates(qtbot: QtBot, window: SeatWindow) -> None:
    page = enter(qtbot, window)
    qtbot.keyClicks(page.rows[0].edit, "7")
    qtbot.keyClick(page.rows[0].edit, Qt.Key.Key_Right)
    assert page.rows[0].edit.text() == "8"
    qtbot.keyClick(page.rows[0].edit, Qt.Key.Key_Down)
    assert page.place == 1 and page.rows[0].keys[8].isChecked()
    qtbot.keyClick(page.rows[1].edit, Qt.Key.Key_Up)
    assert page.place == 0
    qtbot.keyClick(page.rows[0].edit, Qt.Key.Key_PageDown)
    assert page.uid == people(window)[1]
    qtbot.keyClick(page.rows[0].edit, Qt.Key.Key_PageUp)
    assert page.uid == people(window)[0] and page.place == 1, "the first row without a mark"


def test_an_extreme_mark_asks_for_one_line(qtbot: QtBot, window: SeatWindow) -> None:
    page = enter(qtbot, window)
    type_child(qtbot, page, ("10", "8", "12", "15", "12", "8", "4", "12"))
    assert page.uid == people(window)[0] and page.reason.hasFocus() and "使命意识" in page.reason_note.text()
    page.reason.insert("三次到野外采样")
    qtbot.keyClick(page.reason, Qt.Key.Key_Return)
    assert page.uid == people(window)[1]


@pytest.mark.parametrize("size", [(1366, 689), (1280, 641), (1216, 640)])
def test_u41_every_key_is_44_px_with_6_between(qtbot: QtBot, window: SeatWindow, size: tuple[int, int]) -> None:
    page = enter(qtbot, window)
    window.resize(*size)
    qtbot.wait(50)
    everything: list[QRect] = []
    for row in page.rows:
        keys = list(row.keys.values())
        assert all(key.width() >= KEY_PX and key.height() >= KEY_PX for key in keys)
        assert all(b.x() - (a.x() + a.width()) >= GAP_PX for a, b in itertools.pairwise(keys))
        everything += [QRect(key.mapTo(window, key.rect().topLeft()), key.size()) for key in keys]
        note = [one for one in row.findChildren(QLabel) if one.text() and one.sizeHint().width() > one.width()]
        assert not note, "no word of a criterion is cut"
    columns = sorted({rect.y() for rect in everything})
    assert all(b - a >= KEY_PX + GAP_PX for a, b in itertools.pairwise(columns))
    assert window.rect().contains(everything[-1]) and page.go.isVisible()


def test_touch_alone_scores_a_child(qtbot: QtBot, window: SeatWindow) -> None:
    page = enter(qtbot, window)
    for number, mark in enumerate((8, 8, 12, 15, 12, 8, 4, 12)):
        qtbot.mouseClick(page.rows[number].keys[mark], Qt.MouseButton.LeftButton)
    assert page.total.text() == "79"
    qtbot.mouseClick(page.go, Qt.MouseButton.LeftButton)
    assert page.uid == people(window)[1]


def test_power_cut_returns_to_the_same_row(qtbot: QtBot, window: SeatWindow, tmp_path: Path) -> None:
    page = enter(qtbot, window)
    type_child(qtbot, page, ("8", "8", "12", "15", "12", "8", "4", "12"))
    for text in ("8", "8.5"):
        qtbot.keyClicks(page.rows[page.place].edit, text)
        qtbot.keyClick(page.rows[page.place].edit, Qt.Key.Key_Return)
    task, path = window.seat.task, window.seat.store.path
    window.seat.store.close()

    again = Seat(Store.open(path, key=KEY), task, lambda: MORNING)
    other = shown(qtbot, again, tmp_path)
    page = enter(qtbot, other)
    assert (page.uid, page.place) == (people(other)[1], 2)
    assert page.rows[1].edit.text() == "8.5" and page.rows[2].edit.hasFocus()
    again.close()


def test_u39_nothing_of_another_judge_is_on_screen(qtbot: QtBot, window: SeatWindow) -> None:
    other = seat.sign_in(window.seat, JUDGES[0], PIN)
    seat.save(other, people(window)[0], marks(window.seat, "9.5", *USUAL[1:]), comment="别人的话")
    page = enter(qtbot, window)
    window.go("progress")
    window.go("score")
    shown = (
        [w.text() for w in window.findChildren(QLabel)]
        + [r.edit.text() for r in page.rows]
        + [page.comment.toPlainText()]
    )
    assert not any("9.5" in text or "别人的话" in text for text in shown)
    window.sign_out()
    assert "score" not in window.pages
    window.go("score")
    assert window.key == "today", "without a PIN there is no sheet"


def test_handed_in_is_read_only(qtbot: QtBot, window: SeatWindow) -> None:
    page = enter(qtbot, window)
    assert window.sitting is not None
    score_all(window.sitting)
    page.entered()
    assert not page.rows[0].isEnabled() and not page.missed.isEnabled() and page.submit.text() == "打印签名表"
    window.go("give")
    window.go("score")
    assert not page.comment.isEnabled()


def test_result_out_receipt_in_and_a_clear_screen(qtbot: QtBot, room: Hall, issued: Issued, tmp_path: Path) -> None:
    window = shown(qtbot, room.laptop(issued), tmp_path)
    judge = issued.pins[1][0]
    score_all(sitting(window.seat, issued, judge))
    window.go("give")
    page = window.pages["give"]
    assert isinstance(page, GivePage)
    page.export_to(room.folder)
    qtbot.waitUntil(lambda: bool(list(room.folder.glob("打分包_*.ycp"))) and page.export_button.isEnabled())
    (path,) = room.folder.glob("打分包_*.ycp")
    room.take(path)
    receipt = judging.give_receipt(room.desk, room.codes()[0], room.folder)
    where = window.seat.store.path
    page.wipe_with(receipt)
    qtbot.waitUntil(lambda: window.cleared)
    assert not where.exists() and not window.sidebar.isEnabled()
    assert any("本机已清除" in one.text() for one in window.findChildren(QLabel))


def test_the_way_in_by_the_first_window_and_after_a_power_cut(
    qtbot: QtBot, room: Hall, issued: Issued, tmp_path: Path
) -> None:
    preferences = Preferences(tmp_path / "own.ini")
    opening = Opening(preferences, tmp_path / "docs", 2025)
    opening.begin()
    gate = opening.gate
    assert gate is not None
    gate.seat_wanted.emit()  # type: ignore[attr-defined]
    gate = opening.gate
    gate.choose(issued.path)  # type: ignore[attr-defined]
    gate.words.edit.setText("falsch-falsch-falsch")  # type: ignore[attr-defined]
    gate.try_open()  # type: ignore[attr-defined]
    qtbot.waitUntil(gate.go.isEnabled)  # type: ignore[attr-defined]
    assert any("口令不对" in strip.text for strip in gate._strips.strips())
    gate.words.edit.setText(issued.passphrase)  # type: ignore[attr-defined]
    gate.try_open()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: opening.seat is not None)
    assert opening.seat is not None and Path(preferences.text(SEAT)).exists()
    opening.seat.close()
    opening.close()

    again = Opening(preferences, tmp_path / "docs", 2025)
    again.begin()
    assert type(again.gate).__name__ == "SeatGate"
    again.gate.words.edit.setText(issued.passphrase)  # type: ignore[union-attr]
    again.gate.try_open()  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: again.seat is not None)
    assert again.seat is not None
    again.seat.close()
    again.close()

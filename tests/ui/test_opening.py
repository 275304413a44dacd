"""From start to the open store: first run, unlock, lock, end; real files, real passphrases."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from db.store import Store
from ui.dialogs.first_run import FirstRunWindow
from ui.dialogs.lock import LockPage
from ui.dialogs.recover import RecoverWindow
from ui.dialogs.unlock import UnlockWindow
from ui.main_window import MainWindow
from ui.opening import Opening
from ui.pages.applicants import ApplicantsPage
from ui.parts.strip import Strip
from ui.preferences import Preferences
from yingcai_desktop.rules.duties import Duty
from yingcai_desktop.rules.recovery_code import grouped
from yingcai_desktop.services import attempts, signing_in, users
from yingcai_desktop.services.setup import create_office, create_store

WORDS = "three-words-and-more"
OTHER = "quite-other-words"


@pytest.fixture
def opening(qtbot: QtBot, preferences: Preferences, tmp_path: Path) -> Iterator[Opening]:
    made = Opening(preferences, tmp_path / "文档", 2025)
    yield made
    if made.gate is not None:
        made.gate.close()
    made.close()
    if made.window is not None:
        made.window.jobs.close()
        made.window.deleteLater()


def main_window(opening: Opening) -> MainWindow:
    assert opening.window is not None
    return opening.window


@pytest.fixture(autouse=True)
def no_attempts() -> None:
    attempts._failed.clear()


def office_at(path: Path) -> str:
    """A store with an administrator 高娃 and a clerk 陈静, closed; returns the code of its sheet."""
    desk, code = create_office(path, "150000", 2025, "高娃", WORDS, duties={Duty.CLERK})
    users.add(desk, "陈静", {Duty.CLERK}, "", OTHER)
    desk.store.close()
    return code


def unlock(qtbot: QtBot, opening: Opening, words: str, name: str = "") -> None:
    gate = opening.gate
    assert isinstance(gate, UnlockWindow)
    qtbot.waitUntil(lambda: gate._shown_for is not None)
    if name:
        gate.user.set_code(name)
    gate.passphrase.edit.setText(words)
    gate.try_open()
    qtbot.waitUntil(lambda: not gate._opening.busy, timeout=20000)


def test_first_run_ends_in_the_workbench(qtbot: QtBot, opening: Opening, preferences: Preferences, tmp_path: Path) -> None:
    opening.begin()
    gate = opening.gate
    assert isinstance(gate, FirstRunWindow)
    assert opening.window is None

    gate.city.setChecked(True)
    gate.office.set_code("150500")
    gate.name.setText("高娃")
    gate.passphrase.suggest()
    gate.try_create()
    qtbot.waitUntil(lambda: gate.sheet is not None, timeout=20000)
    assert opening.window is None, "the sheet comes first"
    gate.sheet.save_to(tmp_path / "恢复单.pdf")
    qtbot.waitUntil((tmp_path / "恢复单.pdf").exists, timeout=20000)
    gate.sheet.kept.setChecked(True)
    gate.sheet.go.click()

    window = main_window(opening)
    assert window.isVisible() and not gate.isVisible()
    assert window.key == "home"
    assert window.desk.store.office == "150500"
    assert window.desk.user.duties == {Duty.ADMIN, Duty.CLERK}
    assert window.windowTitle() == "工作台 · 英才培养管理"
    assert preferences.recent_stores() == [tmp_path / "文档" / "2025.ycdb"]
    preferences.sync()
    assert "高娃" not in preferences.path.read_text("utf-8")


def test_closing_at_the_sheet_gives_the_store_back(qtbot: QtBot, opening: Opening, tmp_path: Path) -> None:
    opening.begin()
    gate = opening.gate
    assert isinstance(gate, FirstRunWindow)
    gate.name.setText("高娃")
    gate.passphrase.suggest()
    gate.try_create()
    qtbot.waitUntil(lambda: gate.sheet is not None, timeout=20000)

    gate.close()

    assert [p.name for p in (tmp_path / "文档").iterdir()] == ["2025.ycdb"]


def test_a_known_store_is_unlocked_with_its_passphrase(
    qtbot: QtBot, opening: Opening, preferences: Preferences, tmp_path: Path
) -> None:
    path = tmp_path / "2025.ycdb"
    create_store(path, WORDS, "150000", 2025).store.close()
    preferences.remember_store(path)
    opening.begin()

    unlock(qtbot, opening, "not-these-words")
    assert opening.gate is not None
    assert any(strip.tone == "bad" for strip in opening.gate.findChildren(Strip))
    assert opening.session is None

    unlock(qtbot, opening, WORDS)
    assert main_window(opening).desk.store.path == path


def test_a_user_signs_in_and_is_offered_first_next_time(
    qtbot: QtBot, opening: Opening, preferences: Preferences, tmp_path: Path
) -> None:
    path = tmp_path / "2025.ycdb"
    office_at(path)
    preferences.remember_store(path)
    opening.begin()

    unlock(qtbot, opening, WORDS, "陈静")
    assert opening.session is None
    unlock(qtbot, opening, OTHER, "陈静")

    assert main_window(opening).desk.actor == "陈静"
    assert preferences.last_user(path, ["高娃", "陈静"]) == "陈静"
    preferences.sync()
    assert "陈静" not in preferences.path.read_text("utf-8")


def test_the_recovery_sheet_ends_in_the_workbench(
    qtbot: QtBot, opening: Opening, preferences: Preferences, tmp_path: Path
) -> None:
    path = tmp_path / "2025.ycdb"
    code = office_at(path)
    preferences.remember_store(path)
    opening.begin()
    assert isinstance(opening.gate, UnlockWindow)
    opening.gate.recovery_wanted.emit(path)
    gate = opening.gate
    assert isinstance(gate, RecoverWindow)

    gate.code.setText(" ".join(grouped(code)))
    gate.try_code()
    qtbot.waitUntil(lambda: gate.who.code() == "高娃", timeout=20000)
    gate.passphrase.suggest()
    gate.try_recover()
    qtbot.waitUntil(lambda: opening.window is not None, timeout=20000)

    assert main_window(opening).desk.actor == "高娃"


def test_one_can_go_from_one_gate_to_the_other(opening: Opening) -> None:
    opening.begin()
    first = opening.gate
    assert isinstance(first, FirstRunWindow)

    first.open_wanted.emit()
    second = opening.gate

    assert isinstance(second, UnlockWindow) and second.isVisible() and not first.isVisible()
    second.new_wanted.emit()
    assert isinstance(opening.gate, FirstRunWindow) and opening.gate is not first


def test_a_store_in_use_is_said_in_place(qtbot: QtBot, opening: Opening, preferences: Preferences, tmp_path: Path) -> None:
    path = tmp_path / "2025.ycdb"
    held = create_store(path, WORDS, "150000", 2025)
    preferences.remember_store(path)
    opening.begin()
    gate = opening.gate
    assert isinstance(gate, UnlockWindow)

    unlock(qtbot, opening, WORDS)

    assert gate.isVisible() and opening.session is None
    held.store.close()


def answer(qtbot: QtBot, page: LockPage, words: str) -> None:
    page.passphrase.edit.setText(words)
    page.try_unlock()
    qtbot.waitUntil(lambda: not page._aside.busy, timeout=20000)


def lock_page(window: MainWindow) -> LockPage:
    (page,) = (found for found in window.findChildren(LockPage) if found.isVisible())
    return page


def test_the_lock_page_opens_to_the_passphrase_alone(qtbot: QtBot, opening: Opening, tmp_path: Path) -> None:
    opening.enter(create_store(tmp_path / "2025.ycdb", WORDS, "150000", 2025), tmp_path / "2025.ycdb")
    window = main_window(opening)

    window.lock()
    window.lock()
    page = lock_page(window)
    answer(qtbot, page, "other")
    assert page.isVisible()

    with qtbot.waitSignal(page.destroyed):
        answer(qtbot, page, WORDS)
    window.lock()
    assert lock_page(window)


def test_u59_another_user_takes_the_seat_and_the_half_typed_form_stays(
    qtbot: QtBot, opening: Opening, tmp_path: Path
) -> None:
    path = tmp_path / "2025.ycdb"
    office_at(path)
    opening.enter(signing_in.open_as(path, "高娃", WORDS), path)
    window = main_window(opening)
    page = window.go("applicants")
    assert isinstance(page, ApplicantsPage)
    page.new()
    page.pane.form.boxes["name"].editor.inputs[0].setText("娜仁托")  # half typed
    window.lock()
    lock = lock_page(window)
    lock.change_seat()
    lock.who.set_code("陈静")

    answer(qtbot, lock, WORDS)
    assert lock.isVisible() and window.desk.actor == "高娃", "nobody takes a seat with another's password"
    with qtbot.waitSignal(lock.destroyed):
        answer(qtbot, lock, OTHER)

    assert window.desk.actor == "陈静" and window.desk.user.duties == {Duty.CLERK}
    assert not window.desk.may("user.add")
    assert page.pane.form.boxes["name"].editor.inputs[0].text() == "娜仁托"
    assert "陈静" in window.sidebar._user.text()


def test_who_takes_the_seat_is_chosen_with_the_arrows_and_enter(
    qtbot: QtBot, opening: Opening, tmp_path: Path
) -> None:
    path = tmp_path / "2025.ycdb"
    office_at(path)
    desk = signing_in.open_as(path, "高娃", WORDS)
    for name in ("李慧", "王芳"):
        users.add(desk, name, {Duty.CLERK}, "", OTHER)
    opening.enter(desk, path)
    window = main_window(opening)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.lock()
    lock = lock_page(window)
    assert window.isActiveWindow(), "no part of the lock page was a window of its own"
    lock.change_seat()
    assert lock.who.hasFocus()

    qtbot.keyClicks(lock.who, "cj")
    assert (lock.who.code(), lock.who.hasFocus()) == ("陈静", True)
    for _ in range(3):
        qtbot.keyClick(lock.who, Qt.Key.Key_Up)
    assert lock.who.currentIndex() == 0 and lock.who.hasFocus()
    qtbot.keyClick(lock.who, Qt.Key.Key_Return)

    assert lock.passphrase.edit.hasFocus() and lock.passphrase.edit.text() == ""


def test_nothing_can_be_locked_before_a_store_is_open(opening: Opening) -> None:
    opening.begin()

    opening.lock()

    assert opening.gate is not None and opening.gate.isEnabled()
    assert opening.gate.findChildren(LockPage) == []


def test_a_bug_before_the_store_is_open_is_said_in_place(opening: Opening, expect_log: Callable[[str], None]) -> None:
    expect_log("unexpected ZeroDivisionError")
    opening.begin()
    assert opening.gate is not None

    opening.trouble(ZeroDivisionError())

    (strip,) = opening.gate.findChildren(Strip)
    assert "保存问题报告…" in [button.text() for button in strip.findChildren(QPushButton)]


def test_the_end_leaves_one_closed_file(opening: Opening, tmp_path: Path) -> None:
    path = tmp_path / "2025.ycdb"
    opening.enter(create_store(path, WORDS, "150000", 2025), path)

    main_window(opening).close()
    opening.close()

    assert [p.name for p in tmp_path.glob("2025*")] == ["2025.ycdb"]
    Store.open(path, passphrase=WORDS).close()

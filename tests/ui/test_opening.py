"""From start to the open store: first run, unlock, lock, end; real files, real passphrases."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from db.store import Store
from ui.dialogs.first_run import FirstRunWindow
from ui.dialogs.lock import LockPage
from ui.dialogs.unlock import UnlockWindow
from ui.main_window import MainWindow
from ui.opening import Opening
from ui.parts.strip import Strip
from ui.preferences import Preferences
from yingcai_desktop.services.setup import create_store

WORDS = "three-words-and-more"


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


def test_first_run_ends_in_the_workbench(opening: Opening, preferences: Preferences, tmp_path: Path) -> None:
    opening.begin()
    gate = opening.gate
    assert isinstance(gate, FirstRunWindow)
    assert opening.window is None

    gate.city.setChecked(True)
    gate.office.set_code("150500")
    gate.passphrase.suggest()
    gate.try_create()

    window = main_window(opening)
    assert window.isVisible() and not gate.isVisible()
    assert window.key == "home"
    assert window.desk.store.office == "150500"
    assert window.windowTitle() == "工作台 · 英才培养管理"
    assert preferences.recent_stores() == [tmp_path / "文档" / "2025.ycdb"]


def test_a_known_store_is_unlocked_with_its_passphrase(
    opening: Opening, preferences: Preferences, tmp_path: Path
) -> None:
    path = tmp_path / "2025.ycdb"
    create_store(path, WORDS, "150000", 2025).store.close()
    preferences.remember_store(path)
    opening.begin()
    gate = opening.gate
    assert isinstance(gate, UnlockWindow)

    gate.passphrase.edit.setText("not-these-words")
    gate.try_open()
    assert any(strip.tone == "bad" for strip in gate.findChildren(Strip))
    assert opening.session is None

    gate.passphrase.edit.setText(WORDS)
    gate.try_open()
    assert main_window(opening).desk.store.path == path


def test_one_can_go_from_one_gate_to_the_other(opening: Opening) -> None:
    opening.begin()
    first = opening.gate
    assert isinstance(first, FirstRunWindow)

    first.open_wanted.emit()
    second = opening.gate

    assert isinstance(second, UnlockWindow) and second.isVisible() and not first.isVisible()
    second.new_wanted.emit()
    assert isinstance(opening.gate, FirstRunWindow) and opening.gate is not first


def test_a_store_in_use_is_said_in_place(opening: Opening, preferences: Preferences, tmp_path: Path) -> None:
    path = tmp_path / "2025.ycdb"
    held = create_store(path, WORDS, "150000", 2025)
    preferences.remember_store(path)
    opening.begin()
    gate = opening.gate
    assert isinstance(gate, UnlockWindow)

    gate.passphrase.edit.setText(WORDS)
    gate.try_open()

    assert gate.isVisible() and opening.session is None
    held.store.close()


def test_the_lock_page_opens_to_the_passphrase_alone(opening: Opening, tmp_path: Path) -> None:
    opening.enter(create_store(tmp_path / "2025.ycdb", WORDS, "150000", 2025), tmp_path / "2025.ycdb")
    window = main_window(opening)

    window.lock()
    window.lock()
    (page,) = window.findChildren(LockPage)
    page.passphrase.edit.setText("other")
    page.try_unlock()
    assert page.isVisible()

    page.passphrase.edit.setText(WORDS)
    page.try_unlock()
    assert not page.isVisible()
    window.lock()
    assert any(found.isVisible() for found in window.findChildren(LockPage))


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

"""The program is killed three seconds after something was typed: text, place and record are there again (U14)."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.season import KEY, At, reopened
from tests.ui.xkeys import Keyboard, available, server
from ui.main_window import MainWindow
from ui.pages.applicants import ApplicantsPage
from ui.preferences import Preferences
from ui.session import Session
from yingcai_desktop.services.trainees.students import students

TYPING = """
import sys
from pathlib import Path
from PySide6.QtTest import QTest
from db.store import Store
from ui.app import application
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.session import Session
from yingcai_desktop.desk import Desk
store, ini, key, uid, place, typed = sys.argv[1:]
app = application([], Preferences(Path(ini)))
session = Session(Desk(Store.open(Path(store), key=bytes.fromhex(key)), "经办甲"))
window = MainWindow(preferences=Preferences(Path(ini)))
window.sit_down(session)
window.begin()
window.show()
if place == "applicants":
    page = window.go("applicants")
    page.open_record(uid)
    field = page.pane.form.boxes["class_name"].editor.inputs[0]
else:
    tab = (window.go("training", tab="plans")).tab
    tab.open_record(uid)
    tab.pane.show_tab("stay")
    field = tab.pane.stay.reason
window.activateWindow()
field.setFocus()
QTest.keyClicks(field, typed)
QTest.qWait(500)
print("ready", flush=True)
app.exec()
"""
WORDS = "typed before the cut"


def typing(at: At, tmp_path: Path, qtbot: QtBot) -> tuple[Path, str]:
    """A store with applications, and one of them."""
    desk = at("applied")
    path = desk.store.path
    before = Session(desk)
    first = MainWindow(preferences=Preferences(tmp_path / "other.ini"))
    qtbot.addWidget(first)
    first.sit_down(before)
    register = first.go("applicants")
    assert isinstance(register, ApplicantsPage)
    uid = register.all_rows()[40].uid
    first.jobs.close()
    before.close()
    return path, uid


def cut(path: Path, ini: Path, uid: str, place: str, typed: str, env: Mapping[str, str], then: Callable[[], object]) -> None:
    """The program in a process of its own, killed three seconds after `then`."""
    command = [sys.executable, "-c", TYPING, str(path), str(ini), KEY.hex(), uid, place, typed]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **env}) as running:
        assert running.stdout is not None and running.stdout.readline() == "ready\n"
        then()
        time.sleep(3)
        running.send_signal(signal.SIGKILL)


def comes_back(path: Path, ini: Path, uid: str, qtbot: QtBot) -> None:
    """The same record with what was typed, and a word about the cut."""
    session = Session(reopened(path))
    window = MainWindow(preferences=Preferences(ini))
    qtbot.addWidget(window)
    window.sit_down(session)
    window.begin()

    page = window.page
    assert isinstance(page, ApplicantsPage)
    assert page.showing() == uid
    assert WORDS in page.pane.form.values()["class_name"]
    assert "没有正常退出" in window.messages.kept[0].text
    window.jobs.close()
    session.close()


def test_u14_a_kill_three_seconds_after_typing_loses_nothing(qtbot: QtBot, at: At, tmp_path: Path) -> None:
    path, uid = typing(at, tmp_path, qtbot)

    cut(path, tmp_path / "window.ini", uid, "applicants", WORDS, {}, lambda: None)

    comes_back(path, tmp_path / "window.ini", uid, qtbot)


@pytest.mark.skipif(not available(), reason="needs Xvfb and libXtst")
def test_u14_a_kill_three_seconds_after_real_keys_loses_nothing_under_x(qtbot: QtBot, at: At, tmp_path: Path) -> None:
    path, uid = typing(at, tmp_path, qtbot)
    with server() as display:
        keys = Keyboard(display)

        cut(
            path,
            tmp_path / "window.ini",
            uid,
            "applicants",
            "",
            {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display},
            lambda: [keys.press(key) for key in WORDS],
        )

    comes_back(path, tmp_path / "window.ini", uid, qtbot)


def test_u14_a_reason_nobody_has_pressed_the_button_for_is_there_after_a_kill(qtbot: QtBot, at: At, tmp_path: Path) -> None:
    desk = at("logged")
    path, ini = desk.store.path, tmp_path / "window.ini"
    with desk.read() as session:
        uid = next(s.uid for s in students(session, desk, "") if s.training)
    desk.store.close()
    cut(path, ini, uid, "training", WORDS, {}, lambda: None)

    session = Session(reopened(path))
    window = MainWindow(preferences=Preferences(ini))
    qtbot.addWidget(window)
    window.sit_down(session)
    window.begin()

    assert (window.key, window.page.help_heading()) == ("training", "计划与师资")
    tab: Any = window.page.tab  # type: ignore[attr-defined]
    assert tab.showing() == uid
    assert tab.pane.stay.reason.toPlainText() == "typed before the cut"
    assert "已放回" in tab.pane.stay.halfway._line.words.text()
    window.jobs.close()
    session.close()


def test_after_a_good_end_the_workbench_opens(qtbot: QtBot, at: At, preferences: Preferences) -> None:
    session = Session(at("applied"))
    window = MainWindow(preferences=preferences)
    qtbot.addWidget(window)
    window.sit_down(session)
    window.begin()
    window.go("applicants")
    window.close()

    again = MainWindow(preferences=preferences)
    qtbot.addWidget(again)
    again.sit_down(session)
    again.begin()

    assert again.key == "home"
    again.jobs.close()
    session.close()

"""The program is killed three seconds after something was typed: text, place and record are there again (U14)."""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from tests.season import KEY, At, reopened
from ui.main_window import MainWindow
from ui.pages.applicants import ApplicantsPage
from ui.preferences import Preferences
from ui.session import Session
from yingcai_desktop.services.trainees.students import students

TYPING = """
import sys
from pathlib import Path
from typing import Any
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from db.store import Store
from ui.app import application
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.session import Session
from yingcai_desktop.desk import Desk
store, ini, key, uid, place = sys.argv[1:]
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
field.setFocus()
QTest.keyClicks(field, "typed before the cut")
QTimer.singleShot(3000, lambda: print("typed", flush=True))
app.exec()
"""


def cut(path: Path, ini: Path, uid: str, place: str) -> None:
    """The program in a process of its own: somebody types, three seconds later the power goes."""
    command = [sys.executable, "-c", TYPING, str(path), str(ini), KEY.hex(), uid, place]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as typing:
        assert typing.stdout is not None and typing.stdout.readline() == "typed\n"
        typing.send_signal(signal.SIGKILL)


def test_u14_a_kill_three_seconds_after_typing_loses_nothing(qtbot: QtBot, at: At, tmp_path: Path) -> None:
    desk = at("applied")
    path, ini = desk.store.path, tmp_path / "window.ini"
    before = Session(desk)
    first = MainWindow(preferences=Preferences(tmp_path / "other.ini"))
    qtbot.addWidget(first)
    first.sit_down(before)
    register = first.go("applicants")
    assert isinstance(register, ApplicantsPage)
    uid = register.all_rows()[40].uid
    first.jobs.close()
    before.close()
    cut(path, ini, uid, "applicants")

    session = Session(reopened(path))
    window = MainWindow(preferences=Preferences(ini))
    qtbot.addWidget(window)
    window.sit_down(session)
    window.begin()

    page = window.page
    assert isinstance(page, ApplicantsPage)
    assert page.showing() == uid
    assert "typed before the cut" in page.pane.form.values()["class_name"]
    assert "没有正常退出" in window.messages.kept[0].text
    window.jobs.close()
    session.close()


def test_u14_a_reason_nobody_has_pressed_the_button_for_is_there_after_a_kill(qtbot: QtBot, at: At, tmp_path: Path) -> None:
    desk = at("logged")
    path, ini = desk.store.path, tmp_path / "window.ini"
    with desk.read() as session:
        uid = next(s.uid for s in students(session, desk, "") if s.training)
    desk.store.close()
    cut(path, ini, uid, "training")

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

"""Ctrl+Z of any page: named steps, more than a hundred of them, redo, the worker for long ones, cleared when something is locked."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from db.models import Application
from tests.season import At
from ui.main_window import MainWindow
from ui.parts.look import button
from ui.parts.strip import Strips
from ui.preferences import Preferences
from ui.undoing import Undoing
from yingcai_desktop.services import deeds
from yingcai_desktop.services.deeds import Deed


@pytest.fixture
def shell(qtbot: QtBot, preferences: Preferences, at: At) -> Iterator[MainWindow]:
    made = MainWindow(at("applied"), preferences)
    qtbot.addWidget(made)
    made.show()
    made.go("home")
    yield made
    made.jobs.close()


@pytest.fixture
def undoing(shell: MainWindow) -> Undoing:
    return Undoing(shell, shell.page)


def classes(shell: MainWindow) -> set[str]:
    with shell.desk.read() as session:
        return set(session.scalars(select(Application.class_name)))


def write(shell: MainWindow, text: str, count: int = 2) -> Deed[int]:
    desk = shell.desk
    with desk.read() as session:
        uids = session.scalars(select(Application.uid).order_by(Application.uid).limit(count)).all()

    def act() -> int:
        with desk.change("application.edit") as change:
            changed: int = change.update(Application, [{"uid": uid, "class_name": text} for uid in uids])
            return changed

    return deeds.done(desk, f"粘贴 {text}", act)


def said(shell: MainWindow) -> str:
    return shell.findChildren(Strips)[0].strips()[0].text


def test_the_strip_names_the_step_and_offers_the_way_back(shell: MainWindow, undoing: Undoing) -> None:
    undoing.did(write(shell, "甲班"))

    strip = shell.findChildren(Strips)[0].strips()[0]
    link = next(b for b in strip.findChildren(type(button(""))) if b.text() == "撤销 Ctrl+Z")
    assert (strip.text, link.toolTip()) == ("已粘贴 甲班。", "撤销 粘贴 甲班")
    link.click()
    assert "甲班" not in classes(shell)
    assert said(shell) == "已撤销 粘贴 甲班。"


def test_u12_more_than_a_hundred_named_steps_go_back_and_forth(shell: MainWindow, undoing: Undoing) -> None:
    before = classes(shell)
    for n in range(105):
        undoing.did(write(shell, f"{n}班"), aloud=False)
    words = undoing.undo_words

    for _ in range(105):
        undoing.undo()
    undone = classes(shell)
    for _ in range(105):
        undoing.redo()

    assert (words, undone, undoing.redo_words) == ("撤销 粘贴 104班", before, "")
    assert "104班" in classes(shell)


def test_after_a_redo_undo_names_the_step_again(shell: MainWindow, undoing: Undoing) -> None:
    undoing.did(write(shell, "甲班"))
    undoing.undo()
    redo = undoing.redo_words
    undoing.redo()

    assert (redo, undoing.undo_words) == ("重做 粘贴 甲班", "撤销 粘贴 甲班")


def test_a_new_step_ends_what_could_be_redone(shell: MainWindow, undoing: Undoing) -> None:
    undoing.did(write(shell, "甲班"))
    undoing.undo()
    undoing.did(write(shell, "乙班"))

    undoing.redo()

    assert said(shell) == "没有可以重做的操作。"


def test_a_step_overtaken_by_somebody_says_so_and_is_dropped(shell: MainWindow, undoing: Undoing) -> None:
    undoing.did(write(shell, "甲班"))
    write(shell, "乙班")

    undoing.undo()
    first = said(shell)
    undoing.undo()

    assert "后来又改过" in first
    assert said(shell) == "没有可以撤销的操作。"


def test_a_long_step_goes_back_on_the_worker(shell: MainWindow, undoing: Undoing, qtbot: QtBot) -> None:
    undoing.did(write(shell, "甲班", 600))

    undoing.undo()

    assert shell.jobs.busy()
    qtbot.waitUntil(lambda: not shell.jobs.busy())
    assert "甲班" not in classes(shell)
    assert undoing.redo_words == "重做 粘贴 甲班"


def test_a_lock_clears_the_stack(shell: MainWindow, undoing: Undoing) -> None:
    undoing.did(write(shell, "甲班"))

    undoing.clear()

    assert (undoing.undo_words, undoing.redo_words) == ("", "")

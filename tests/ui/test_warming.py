"""What the next step needs is imported beforehand: in slices, to the end, and not for a window that has gone."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui.warming import OF_OTHERS, THE_PAGES, THE_WINDOW, TO_UNLOCK, Warming


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A package of three modules; each says when it is imported."""
    folder = tmp_path / "warmed"
    folder.mkdir()
    for name in ("__init__", "one", "two"):
        (folder / f"{name}.py").write_text("", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield "warmed"
    for name in [name for name in sys.modules if name.partition(".")[0] == "warmed"]:
        del sys.modules[name]


def here() -> set[str]:
    return {name for name in sys.modules if name.partition(".")[0] == "warmed"}


def test_a_package_and_what_is_in_it_come_one_at_a_time(qtbot: QtBot, package: str) -> None:
    parent, seen = QObject(), []
    warming = Warming(parent, (), [package])
    warming._timer.timeout.connect(lambda: seen.append(len(here())))

    with qtbot.waitSignal(warming.done):
        pass

    assert seen[:3] == [1, 2, 3]
    assert here() == {"warmed", "warmed.one", "warmed.two"}


def test_nothing_is_imported_for_a_window_that_has_gone(qtbot: QtBot, package: str) -> None:
    parent = QObject()
    Warming(parent, (), [package])
    parent.deleteLater()

    qtbot.wait(150)

    assert here() == set()


@pytest.mark.parametrize("name", [*TO_UNLOCK, *THE_WINDOW, *OF_OTHERS, *THE_PAGES])
def test_what_is_named_is_there(name: str) -> None:
    __import__(name)

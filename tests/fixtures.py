"""Fixtures every room may use."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from db import connect
from tests.season import At, PlayedSeason, new_desk, reopened
from yingcai_desktop.desk import Desk

ASKED_OF_SQLITE = connect._PRAGMAS


@pytest.fixture(scope="session", autouse=True)
def nobody_cuts_the_power() -> Iterator[None]:
    """Nothing waits for the disk in this process, which is a quarter of the time: what a killed program leaves does not depend on it.

    That the store asks for it is proved once (tests/db/test_store.py); children that are killed have the program's own settings.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connect, "_PRAGMAS", tuple(one.replace("=EXTRA", "=OFF") for one in ASKED_OF_SQLITE))
        patch.setattr(os, "fsync", lambda _file: None)
        yield


@pytest.fixture
def real_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that is opened now waits for the disk, as the program does."""
    monkeypatch.setattr(connect, "_PRAGMAS", ASKED_OF_SQLITE)


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """A password costs next to nothing in this process; the real cost is proved once (tests/db/test_keyring.py)."""
    cheap(monkeypatch)


def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """For what is made before a test begins and opened in it."""
    monkeypatch.setitem(connect.COST, "memory_cost", 256)
    monkeypatch.setitem(connect.COST, "time_cost", 1)


@pytest.fixture(scope="session")
def played_season(tmp_path_factory: pytest.TempPathFactory) -> PlayedSeason:
    """Played by the first process that needs it; the others wait and take the same files."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with FileLock(shared / "season.lock"):
        return PlayedSeason(shared / "season")


@pytest.fixture
def at(played_season: PlayedSeason, tmp_path: Path) -> Iterator[At]:
    opened: list[Desk] = []

    def desk_at(milestone: str) -> Desk:
        desk = reopened(played_season.copy(milestone, tmp_path / f"{milestone}-{len(opened)}.ycdb"))
        opened.append(desk)
        return desk

    yield desk_at
    for desk in opened:
        desk.store.close()


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store nobody has written in yet, made once; copy it."""
    path = tmp_path_factory.mktemp("blank") / "office.ycdb"
    new_desk(path).store.close()
    return path


@pytest.fixture
def desk(blank: Path, tmp_path: Path) -> Iterator[Desk]:
    desk = reopened(shutil.copyfile(blank, tmp_path / "office.ycdb"))
    yield desk
    desk.store.close()

"""Fixtures every room may use."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.season import At, PlayedSeason, new_desk, reopened
from yingcai_desktop.desk import Desk


@pytest.fixture(scope="session")
def played_season(tmp_path_factory: pytest.TempPathFactory) -> PlayedSeason:
    return PlayedSeason(tmp_path_factory.mktemp("season"))


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


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = new_desk(tmp_path / "office.ycdb")
    yield desk
    desk.store.close()

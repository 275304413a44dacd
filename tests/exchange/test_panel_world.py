"""A panel's marks reach the office whole: whatever becomes of laptops, files and backups, nothing is dropped in silence (E09, E10, F18)."""

import os
import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.exchange.panel_world import PanelWorld, Step, Words, build, steps_of
from tests.season import At
from tests.services.judging import hall

WORLDS = int(os.environ.get("YINGCAI_WORLDS", "0"))
GATE = 8
LENGTH = 30
MUST_HAPPEN = {"handed in", "unlocked", "taken", "taken again", "clashes", "damaged", "laptops back", "offices back"}


@pytest.fixture
def built(at: At, tmp_path: Path) -> tuple[Path, Words]:
    made = hall(at, tmp_path)
    return made.folder, build(made)


def played(built: tuple[Path, Words], folder: Path, steps: Sequence[Step]) -> Counter[str]:
    """What happened in a world of its own, if it was all as the book says."""
    shutil.copytree(built[0], folder)
    world = PanelWorld(folder, built[1])
    try:
        world.play(steps)
    finally:
        world.close()
        shutil.rmtree(folder)
    return world.seen


def test_what_judges_handed_in_is_what_the_office_has(built: tuple[Path, Words], tmp_path: Path) -> None:
    seen: Counter[str] = Counter()
    for seed in range(GATE):
        seen += played(built, tmp_path / f"world-{seed}", steps_of(seed, LENGTH))
    assert seen.keys() >= MUST_HAPPEN, f"never happened: {MUST_HAPPEN - seen.keys()}"


@pytest.mark.skipif(not WORLDS, reason="scripts/soak")
@pytest.mark.timeout(0)
@pytest.mark.parametrize("seed", range(GATE, GATE + WORLDS))
def test_soak(built: tuple[Path, Words], tmp_path: Path, seed: int) -> None:
    played(built, tmp_path / "world", steps_of(seed, LENGTH))

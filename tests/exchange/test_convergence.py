"""Three offices on real stores: in the end they agree, and nothing was overwritten in silence (reliability T3).

How it is counted: a *world* is one run of three stores through `LENGTH` steps by chance and the exchange after it until nothing is new. A
*history* is what happened to one record in one world, from its first edit until all agree on it; a record nobody wrote to has none. The gate
plays 2,000 histories, always the same; `scripts/soak` plays `YINGCAI_WORLDS` worlds (2,000) more, each by a number that plays it again.
"""

import os
import shutil
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.convergence import STEPS, Step, World, steps_of

WORLDS = int(os.environ.get("YINGCAI_WORLDS", "0"))
PARTS, WORLDS_EACH, HISTORIES_EACH = 8, 9, 250
GATE = PARTS * WORLDS_EACH
LENGTH = 40
ONCE_FAILED = (647, 3105, 3205, 3225, 3259, 3272, 3358)
"""Worlds that the soak found; each of them passes since a fault was mended."""
MUST_HAPPEN = {
    "taken in",
    "repeated",
    "conflicts",
    "restores",
    "undos",
    "copies found out",
    "lost",
    "damaged",
    "misdelivered",
    "made",
}


def played(three: Path, folder: Path, steps: Iterable[Step]) -> Counter[str]:
    """What happened in a world of its own, if it was all as the book says."""
    shutil.copytree(three, folder)
    world = World(folder)
    try:
        world.play(steps)
    finally:
        world.close()
        shutil.rmtree(folder)
    return world.seen


@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", range(PARTS))
def test_in_the_end_everybody_agrees(three: Path, tmp_path: Path, part: int) -> None:
    seen: Counter[str] = Counter()
    for seed in range(part * WORLDS_EACH, (part + 1) * WORLDS_EACH):
        seen += played(three, tmp_path / f"world-{seed}", steps_of(seed, LENGTH))
    assert seen["histories"] >= HISTORIES_EACH, seen
    assert seen.keys() >= MUST_HAPPEN, f"never happened: {MUST_HAPPEN - seen.keys()}"


@pytest.mark.parametrize("seed", ONCE_FAILED)
def test_what_was_found_once_stays_mended(three: Path, tmp_path: Path, seed: int) -> None:
    played(three, tmp_path / "world", steps_of(seed, LENGTH))


@settings(max_examples=5, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 2**16)), min_size=8, max_size=20))
def test_whatever_happens_a_failure_is_told_by_its_shortest_story(
    three: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[Step]
) -> None:
    """By Hypothesis, which leaves out steps for as long as it still fails."""
    played(three, tmp_path_factory.mktemp("world") / "offices", steps)


@pytest.mark.skipif(not WORLDS, reason="scripts/soak")
@pytest.mark.timeout(0)
@pytest.mark.parametrize("seed", range(GATE, GATE + WORLDS))
def test_soak(three: Path, tmp_path: Path, seed: int) -> None:
    played(three, tmp_path / "world", steps_of(seed, LENGTH))

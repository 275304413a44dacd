"""Three offices on real stores: in the end they agree, and nothing was overwritten in silence (reliability T3).

How it is counted: a *world* is one run of three stores through `STEPS` steps by chance and the exchange after it until nothing is new; within
it each of some seventy records has a history of its own. The numbers here are worlds. The gate plays few of them, always the same, and so
many that every kind of thing happens; `scripts/soak` plays `YINGCAI_WORLDS` others (2,000), each by a number that plays it again.
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
GATE = 6
LENGTH = 40
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
def test_in_the_end_everybody_agrees(three: Path, tmp_path: Path) -> None:
    seen: Counter[str] = Counter()
    for seed in range(GATE):
        seen += played(three, tmp_path / f"world-{seed}", steps_of(seed, LENGTH))
    assert seen.keys() >= MUST_HAPPEN, f"never happened: {MUST_HAPPEN - seen.keys()}"


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

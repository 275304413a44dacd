"""Sums of a decision (附件1 三.4：30=5+5+5+10+5; 附件2 三（四）：100=50+25+25; features.md §6)."""

from decimal import Decimal

import pytest

from yingcai_desktop.rules.seats import seat_problems, weight_problems

SUBJECTS = ("数学", "物理", "化学", "生物", "计算机")
QUOTA = {"national": 30, "pilot": 100, "city.150100": 50, "city.150200": 25, "city.150500": 25}


def seats(**changes: int) -> dict[str, int]:
    found = {f"national.{s}": 10 if s == "生物" else 5 for s in SUBJECTS}
    for city, each in (("150100", 10), ("150200", 5), ("150500", 5)):
        found |= {f"pilot.{city}.{s}": each for s in SUBJECTS}
    return found | {key.replace("_", "."): value for key, value in changes.items()}


def test_the_notice_adds_up() -> None:
    assert seat_problems(QUOTA, seats()) == []


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"national_数学": 6}, ["national 合计 31，应为 30"]),
        ({"pilot_150100_数学": 11}, ["pilot 150100 合计 51，应为 50", "pilot 合计 101，应为 100"]),
        # a seat moved between cities keeps the total and is still wrong
        (
            {"pilot_150100_数学": 9, "pilot_150200_数学": 6},
            ["pilot 150100 合计 49，应为 50", "pilot 150200 合计 26，应为 25"],
        ),
        ({"pilot_150300_数学": 1}, ["pilot 合计 101，应为 100"]),  # a city without a quota
    ],
)
def test_wrong_sums_are_named(changes: dict[str, int], named: list[str]) -> None:
    problems = seat_problems(QUOTA, seats(**changes))

    assert len(problems) == len(named)
    assert all(words in problem for words, problem in zip(named, problems, strict=True))


@pytest.mark.parametrize(
    "decided",
    [
        {},
        {k: v for k, v in seats().items() if k.startswith("national")},
        {k: v for k, v in seats().items() if not k.startswith("pilot.150500")},  # that city has not signed yet
    ],
)
def test_what_is_not_decided_yet_is_no_wrong_sum(decided: dict[str, int]) -> None:
    assert seat_problems(QUOTA, decided) == []


def test_without_a_quota_there_is_nothing_to_compare() -> None:
    assert seat_problems({}, seats()) == []


def test_a_programme_by_total_alone() -> None:
    assert len(seat_problems({"pilot": 99}, seats())) == 1


@pytest.mark.parametrize(
    ("weights", "wrong"),
    [
        ({"test": "40", "interview": "60"}, False),
        ({"test": "33.3", "interview": "66.7"}, False),
        ({"test": "33.3", "interview": "66.6"}, True),
        ({"test": "40", "interview": "60", "practical": "10"}, True),
        ({"test": "40"}, False),  # the other is not decided yet
        ({}, False),
    ],
)
def test_weights_add_up_to_100(weights: dict[str, str], wrong: bool) -> None:
    assert bool(weight_problems({k: Decimal(v) for k, v in weights.items()})) is wrong

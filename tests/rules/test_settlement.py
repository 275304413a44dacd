"""Two programmes, one person (附件1 四（二）, 附件2 四（二）; domain.md §1, §3.18 双录)."""

from fractions import Fraction

import pytest

from yingcai_desktop.rules.admission import Entrant, GroupPlan
from yingcai_desktop.rules.places import MentorPlaces
from yingcai_desktop.rules.ranking import Marks, RankingRule
from yingcai_desktop.rules.rulings import Ruling, order_for, ruling_problems
from yingcai_desktop.rules.settlement import Dual, Settlement, settle

RULE = RankingRule(Fraction(40), Fraction(60), ("interview",))
NATIONAL, PILOT = ("national", "", "数学"), ("pilot", "150100", "数学")


def person(key: str, score: int, *, declined: bool = False) -> Entrant:
    return Entrant(key, "result", Marks(*(Fraction(score),) * 4), ("m",), True, declined)


def group(seats: int, *entrants: Entrant, ties: tuple[tuple[str, ...], ...] = ()) -> GroupPlan:
    rulings = tuple(Ruling(order) for order in ties)
    return GroupPlan(seats, Fraction(60), entrants, (MentorPlaces("m", "导师", 0, 30),), rulings)


def statuses(settlement: Settlement) -> dict[str, dict[str, str]]:
    return {g[0]: {o.id_number: o.status for o in r.outcomes} for g, r in settlement.groups.items()}


@pytest.mark.parametrize(
    ("dual", "keeper", "leaver"), [("national-first", "national", "pilot"), ("pilot-first", "pilot", "national")]
)
def test_the_programme_settled_first_keeps_the_person(dual: Dual, keeper: str, leaver: str) -> None:
    plans = {NATIONAL: group(1, person("a", 90), person("b", 80)), PILOT: group(1, person("a", 90), person("c", 80))}

    found = statuses(settle(plans, dual, RULE))

    assert found[keeper]["a"] == "admitted"
    assert found[leaver]["a"] == "left-dual"
    assert "waitlist" not in found[leaver].values()  # the seat went on to the next


def test_nobody_is_admitted_twice() -> None:
    people = tuple(person(str(n), 60 + n) for n in range(20))

    found = statuses(settle({NATIONAL: group(5, *people), PILOT: group(10, *people)}, "national-first", RULE))
    admitted = [key for outcomes in found.values() for key, status in outcomes.items() if status == "admitted"]

    assert len(admitted) == len(set(admitted)) == 15


def test_whoever_declined_the_first_stays_in_the_other() -> None:
    plans = {NATIONAL: group(1, person("a", 90, declined=True)), PILOT: group(1, person("a", 90))}

    assert statuses(settle(plans, "national-first", RULE)) == {
        "national": {"a": "declined"},
        "pilot": {"a": "admitted"},
    }


def test_while_the_first_has_open_ties_the_other_is_not_looked_at() -> None:
    tied = (person("b", 80), person("a", 80))

    result = settle({NATIONAL: group(1, *tied), PILOT: group(1, *tied)}, "national-first", RULE)

    assert [(t.group, t.ids) for t in result.ties] == [(NATIONAL, ("a", "b"))]
    assert result.groups == {}


def test_one_open_tie_of_the_second_stops_everything() -> None:
    plans = {NATIONAL: group(1, person("x", 90)), PILOT: group(1, person("b", 80), person("a", 80))}

    result = settle(plans, "national-first", RULE)

    assert [t.group for t in result.ties] == [PILOT]
    assert result.groups == {}


def test_open_ties_of_all_groups_of_a_programme_are_named() -> None:
    other = ("national", "", "物理")
    plans = {g: group(1, person("a", 80), person("b", 80)) for g in (NATIONAL, other, PILOT)}

    assert [t.group for t in settle(plans, "national-first", RULE).ties] == [NATIONAL, other]


def test_a_tie_dissolves_when_one_of_it_has_left() -> None:
    plans = {NATIONAL: group(1, person("a", 80)), PILOT: group(1, person("a", 80), person("b", 80))}

    assert statuses(settle(plans, "national-first", RULE))["pilot"] == {"b": "admitted", "a": "left-dual"}


def test_the_order_of_groups_does_not_matter() -> None:
    plans = {NATIONAL: group(1, person("a", 90), person("b", 80)), PILOT: group(1, person("a", 90), person("c", 80))}

    backwards = settle(dict(reversed(plans.items())), "national-first", RULE)

    assert dict(backwards.groups) == dict(settle(plans, "national-first", RULE).groups)


@pytest.mark.parametrize(
    ("ruling", "complaints"),
    [
        (Ruling(("a", "b"), "抽签", ("甲", "乙")), 0),
        (Ruling(("a",), "抽签", ("甲", "乙")), 1),
        (Ruling(("a", "b", "a"), "抽签", ("甲", "乙")), 1),
        (Ruling(("a", "b"), " ", ("甲", "乙")), 1),
        (Ruling(("a", "b"), "抽签", ("甲", "甲 ")), 1),  # two names, two people
        (Ruling((), "", ()), 3),
    ],
)
def test_a_ruling_has_an_order_a_reason_and_two_names(ruling: Ruling, complaints: int) -> None:
    assert len(ruling_problems(ruling)) == complaints


def test_an_order_that_does_not_name_everybody_does_not_stand() -> None:
    assert order_for(("a", "b"), [Ruling(("a", "c"))]) is None
    assert order_for(("a", "b"), []) is None
    assert order_for(("a", "b"), [Ruling(("c", "b", "a"))]) == ("b", "a")

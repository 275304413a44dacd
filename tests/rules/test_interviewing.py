"""Recusal, dealing around it, gaps of a panel, hints, leniency; the pilot's further form of examination (domain §3.5, §3.10)."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingcai_desktop.rules.interviewing import dealt_apart, hints, leniency, panel_gaps, recused_of
from yingcai_desktop.rules.panels import Component, component_problems, with_component

FORM = Component("动手实验", Decimal(20), Decimal(30), "zero")


def test_a_judge_of_the_same_school_or_declared_must_recuse() -> None:
    units = {"甲": "示例一中", "乙": "示例大学"}
    assert recused_of(["甲", "乙", "丙"], units, "示例一中", ["丙"]) == ("甲", "丙")
    assert recused_of(["甲", "乙"], units, "", []) == ()


@given(
    st.sets(st.text("0123456789", min_size=2, max_size=4), max_size=30),
    st.text(max_size=6),
    st.dictionaries(
        st.text("0123456789", min_size=2, max_size=4), st.sets(st.sampled_from(["A", "B", "C"])), max_size=10
    ),
)
def test_everybody_is_dealt_once_and_never_to_a_panel_that_must_recuse_while_another_is_free(
    ids: set[str], seed: str, barred: dict[str, set[str]]
) -> None:
    found = dealt_apart(ids, ["A", "B", "C"], seed, barred, {})

    assert sorted(one for rows in found.values() for one in rows) == sorted(ids)
    for panel, rows in found.items():
        for one in rows:
            assert panel not in barred.get(one, set()) or len(barred[one]) == 3
    assert found == dealt_apart(sorted(ids, reverse=True), ["A", "B", "C"], seed, barred, {})


def test_without_recusals_panels_are_even_and_latecomers_move_nobody() -> None:
    ids = [f"{n:03d}" for n in range(31)]
    first = dealt_apart(ids, ["A", "B"], "s", {}, {})
    placed = {one: panel for panel, rows in first.items() for one in rows}

    late = dealt_apart([*ids, "900"], ["A", "B"], "s", {}, placed)

    assert sorted(len(rows) for rows in first.values()) == [15, 16]
    assert sorted(late.values()) == [[], ["900"]]


def test_a_panel_below_the_signed_minimum_or_without_a_chair_cannot_begin() -> None:
    assert panel_gaps(["甲", "乙"], "", 3) == ["评委 2 人，少于签认的最少有效评委 3 人", "没有组长"]
    assert panel_gaps(["甲", "乙", "丙"], "甲", 3) == []


@pytest.mark.parametrize(
    ("totals", "found"),
    [
        ((80, 82, 85), ()),
        ((60, 80), ("spread",)),
        ((90, 75, 75), ("far",)),
        ((95, 60, 62), ("spread", "far")),
        ((80, 80, 80), ("equal",)),
        ((80, 80), ()),
        ((), ()),
    ],
)
def test_hints_about_odd_marks(totals: tuple[int, ...], found: tuple[str, ...]) -> None:
    assert hints([Fraction(t) for t in totals]) == found


def test_leniency_compares_the_same_candidates_only() -> None:
    off = leniency({"甲": {"a": Fraction(90), "b": Fraction(80)}, "乙": {"a": Fraction(80)}, "丙": {}})
    assert off == {"甲": Fraction(5, 2), "乙": Fraction(-5)}


def test_the_further_form_weighs_as_signed_and_exactly() -> None:
    assert with_component(Fraction(80), Decimal("17"), FORM) == Fraction(80) * 7 / 10 + Fraction(85) * 3 / 10
    assert with_component(Fraction(251, 3), Decimal(0), FORM) == Fraction(251, 3) * 7 / 10


def test_a_form_without_weight_or_maximum_is_refused() -> None:
    assert len(component_problems(Component("x", Decimal(0), Decimal(100), "zero"))) == 2
    assert component_problems(FORM) == []

"""抽签: order and panels, drawn so that anybody can draw them again (domain.md §2.5, §4.8)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingcai_desktop.rules.drawing import dealt, drawn

PEOPLE = [f"p{n:02d}" for n in range(20)]


def test_the_same_seed_draws_the_same_order_from_any_order() -> None:
    assert drawn(PEOPLE, "甲") == drawn(PEOPLE[::-1], "甲")
    assert drawn(PEOPLE, "甲") != drawn(PEOPLE, "乙")
    assert drawn(PEOPLE, "甲") != PEOPLE


@given(st.sets(st.text("0123456789X", min_size=1, max_size=6), min_size=2), st.text(max_size=4))
def test_one_more_candidate_changes_nobody_s_place_before_another(ids: set[str], seed: str) -> None:
    late = sorted(ids)[0]
    without = drawn(ids - {late}, seed)

    assert [one for one in drawn(ids, seed) if one != late] == without


def test_panels_hear_about_as_many_each_and_everybody_once() -> None:
    groups = dealt(PEOPLE, ("甲组", "乙组", "丙组"), "种子")

    assert sorted(len(g) for g in groups.values()) == [6, 7, 7]
    assert sorted(one for g in groups.values() for one in g) == PEOPLE
    assert list(groups) == ["甲组", "乙组", "丙组"]


def test_who_was_heard_by_a_panel_stays_there() -> None:
    groups = dealt(PEOPLE, ("甲组", "乙组"), "种子", {"p03": "乙组", "p07": "乙组", "p09": "撤销的组"})

    assert {"p03", "p07"} <= set(groups["乙组"])
    assert len(groups["甲组"]) == len(groups["乙组"]) == 10


def test_without_a_panel_nobody_is_dealt() -> None:
    with pytest.raises(ValueError, match="no panels"):
        dealt(PEOPLE, (), "种子")

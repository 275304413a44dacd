"""The walk of 录取 in one group (附件1 四（二）, 附件2 四（二）; domain.md §3.7–§3.9)."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from yingcai_desktop.rules.admission import Entrant, GroupOutcome, GroupPlan, Outcome, walk
from yingcai_desktop.rules.places import MentorPlaces
from yingcai_desktop.rules.ranking import Marks, RankingRule
from yingcai_desktop.rules.rulings import Ruling

RULE = RankingRule(Fraction(0), Fraction(100), ("interview",))
LINE = Fraction(60)


def mentor(uid: str, capacity: int = 5, order: int = 0, name: str = "") -> MentorPlaces:
    return MentorPlaces(uid, name or uid, order, capacity)


def person(key: str, score: int, *choices: str, adjust: bool = True, declined: bool = False) -> Entrant:
    """Somebody whose composite is `score`."""
    marks = Marks(Fraction(score), Fraction(score), Fraction(0), Fraction(0))
    return Entrant(key, "result", marks, choices or ("m",), adjust, declined)


def plan(
    seats: int,
    *entrants: Entrant,
    mentors: tuple[MentorPlaces, ...] = (mentor("m", 30),),
    ties: tuple[tuple[str, ...], ...] = (),
) -> GroupPlan:
    return GroupPlan(seats, LINE, entrants, mentors, tuple(Ruling(order) for order in ties))


def statuses(result: GroupOutcome) -> dict[str, str]:
    return {o.id_number: o.status for o in result.outcomes}


def outcome(result: GroupOutcome, key: str) -> Outcome:
    return next(o for o in result.outcomes if o.id_number == key)


def test_seats_go_by_rank_and_the_rest_wait() -> None:
    result = walk(plan(2, person("c", 70), person("a", 90), person("b", 80)), RULE)

    assert statuses(result) == {"a": "admitted", "b": "admitted", "c": "waitlist"}
    assert [o.rank for o in result.outcomes] == [1, 2, 3]
    assert outcome(result, "a").composite == 90
    assert (result.seats_left, result.open_tie) == (0, ())


def test_seats_that_nobody_takes_are_told() -> None:
    assert walk(plan(5, person("a", 90)), RULE).seats_left == 4
    assert walk(plan(5), RULE).seats_left == 5


def test_below_the_line_takes_no_seat() -> None:
    result = walk(plan(2, person("a", 90), person("b", 59), person("c", 60)), RULE)

    assert statuses(result) == {"a": "admitted", "c": "admitted", "b": "below-line"}
    assert outcome(result, "b").rank == 3


def test_declined_takes_no_seat_and_promotes_the_next() -> None:
    result = walk(plan(1, person("a", 90, declined=True), person("b", 80), person("c", 70)), RULE)

    assert statuses(result) == {"a": "declined", "b": "admitted", "c": "waitlist"}
    assert outcome(result, "b").promoted
    assert outcome(result, "b").rank == 2  # the original rank is kept


def test_declined_within_enough_seats_promotes_nobody() -> None:
    result = walk(plan(2, person("a", 90, declined=True), person("b", 80)), RULE)

    assert not outcome(result, "b").promoted


def test_somebody_below_the_line_promotes_nobody() -> None:
    """With the interview alone behind the composite nobody below the line can stand above; with the test in it somebody can."""
    by_test = RankingRule(Fraction(100), Fraction(0), ())
    high = Entrant("a", "result", Marks(Fraction(99), Fraction(50), Fraction(0), Fraction(0)), ("m",), True)

    result = walk(plan(1, high, person("b", 80)), by_test)

    assert statuses(result) == {"a": "below-line", "b": "admitted"}
    assert not outcome(result, "b").promoted


def test_without_a_mentor_the_seat_passes_on() -> None:
    people = (
        person("a", 90, "m", adjust=False),
        person("b", 80, "m", adjust=False),
        person("c", 70, "n", adjust=False),
    )

    result = walk(plan(2, *people, mentors=(mentor("m", 1), mentor("n", 1))), RULE)

    assert statuses(result) == {"a": "admitted", "b": "no-mentor", "c": "admitted"}
    assert outcome(result, "b").mentor is None
    assert outcome(result, "c").promoted  # third in the walk, two seats


def test_nobody_is_without_a_mentor_once_the_seats_are_gone() -> None:
    people = (person("a", 90), person("b", 80, "other", adjust=False))

    assert statuses(walk(plan(1, *people), RULE)) == {"a": "admitted", "b": "waitlist"}


class TestChoices:
    def test_the_first_choice_with_a_place_counts(self) -> None:
        people = (person("a", 90, "m", "n"), person("b", 80, "m", "n"), person("c", 70, "m", "n", "o"))

        result = walk(plan(3, *people, mentors=(mentor("m", 1), mentor("n", 1), mentor("o", 1))), RULE)

        assert [(o.mentor, o.choice) for o in result.outcomes] == [("m", 1), ("n", 2), ("o", 3)]

    def test_a_blank_choice_keeps_the_number_of_the_next(self) -> None:
        result = walk(plan(1, person("a", 90, "gone", "", "m")), RULE)

        assert outcome(result, "a").choice == 3

    def test_a_mentor_who_is_not_appointed_has_no_place(self) -> None:
        result = walk(plan(1, person("a", 90, "rejected", adjust=False)), RULE)

        assert statuses(result) == {"a": "no-mentor"}

    @pytest.mark.parametrize(
        ("mentors", "chosen"),
        [
            ((mentor("x", 1, 0), mentor("y", 2, 1)), "y"),  # most places left
            ((mentor("x", 2, 1), mentor("y", 2, 0)), "y"),  # then the university
            (
                (mentor("x", 2, 0, "乙"), mentor("y", 2, 0, "丁")),
                "y",
            ),  # then the name by code point: 丁 U+4E01 < 乙 U+4E59
            ((mentor("x", 0, 0), mentor("y", 1, 1)), "y"),
        ],
    )
    def test_adjusted_goes_to_the_freest(self, mentors: tuple[MentorPlaces, ...], chosen: str) -> None:
        for order in (mentors, mentors[::-1]):
            result = walk(plan(1, person("a", 90, "gone"), mentors=order), RULE)

            assert (outcome(result, "a").mentor, outcome(result, "a").choice) == (chosen, 0)

    def test_places_left_are_counted_as_the_walk_goes(self) -> None:
        people = tuple(person(key, score, "gone") for key, score in (("a", 90), ("b", 80), ("c", 70)))

        result = walk(plan(3, *people, mentors=(mentor("x", 2, 0), mentor("y", 2, 1))), RULE)

        assert [o.mentor for o in result.outcomes] == ["x", "y", "x"]


class TestTies:
    def test_a_tie_at_the_last_seat_stops_the_walk(self) -> None:
        result = walk(plan(1, person("b", 80), person("a", 80)), RULE)

        assert result.open_tie == ("a", "b")
        assert result.outcomes == ()

    def test_a_tie_that_fits_must_stand_too(self) -> None:
        """The order decides who chooses the mentor first."""
        assert walk(plan(5, person("b", 80), person("a", 80)), RULE).open_tie == ("a", "b")

    def test_a_tie_behind_the_last_seat_needs_no_ruling(self) -> None:
        result = walk(plan(1, person("a", 90), person("b", 80), person("c", 80)), RULE)

        assert statuses(result) == {"a": "admitted", "b": "waitlist", "c": "waitlist"}

    def test_the_signed_order_stands(self) -> None:
        result = walk(plan(1, person("a", 80), person("b", 80), ties=(("b", "a"),)), RULE)

        assert statuses(result) == {"b": "admitted", "a": "waitlist"}
        assert outcome(result, "a").rank == outcome(result, "b").rank == 1

    def test_the_signed_order_decides_who_chooses_first(self) -> None:
        people = (person("a", 80, "m", "n"), person("b", 80, "m", "n"))

        result = walk(plan(2, *people, mentors=(mentor("m", 1), mentor("n", 1)), ties=(("b", "a"),)), RULE)

        assert {o.id_number: o.mentor for o in result.outcomes} == {"b": "m", "a": "n"}

    def test_a_ruling_must_name_all_who_are_tied(self) -> None:
        people = (person("a", 80), person("b", 80), person("c", 80))

        assert walk(plan(1, *people, ties=(("a", "b"),)), RULE).open_tie == ("a", "b", "c")

    def test_a_ruling_may_name_people_who_have_left(self) -> None:
        people = (person("a", 80), person("b", 80), person("gone", 80))

        result = walk(plan(1, *people, ties=(("gone", "b", "a"),)), RULE, left={"gone"})

        assert statuses(result) == {"b": "admitted", "a": "waitlist", "gone": "left-dual"}

    def test_of_two_rulings_the_later_holds(self) -> None:
        result = walk(plan(1, person("a", 80), person("b", 80), ties=(("b", "a"), ("a", "b"))), RULE)

        assert statuses(result) == {"a": "admitted", "b": "waitlist"}

    def test_a_ruling_does_not_overturn_ranks(self) -> None:
        result = walk(plan(1, person("a", 90), person("b", 80), ties=(("b", "a"),)), RULE)

        assert statuses(result) == {"a": "admitted", "b": "waitlist"}

    def test_two_ties_need_two_rulings(self) -> None:
        people = (person("a", 90), person("b", 90), person("c", 80), person("d", 80))

        assert walk(plan(3, *people), RULE).open_tie == ("a", "b")
        assert walk(plan(3, *people, ties=(("a", "b"),)), RULE).open_tie == ("c", "d")
        assert statuses(walk(plan(3, *people, ties=(("a", "b"), ("d", "c"))), RULE))["c"] == "waitlist"

    def test_a_declined_equal_needs_no_ruling(self) -> None:
        result = walk(plan(1, person("a", 80), person("b", 80, declined=True)), RULE)

        assert statuses(result) == {"a": "admitted", "b": "declined"}

    def test_an_equal_whom_no_mentor_can_take_is_called_all_the_same(self) -> None:
        """no-mentor is what comes of being called; the order still has to be drawn."""
        people = (person("a", 80), person("b", 80, "gone", adjust=False))

        assert walk(plan(1, *people), RULE).open_tie == ("a", "b")
        assert statuses(walk(plan(1, *people, ties=(("b", "a"),)), RULE)) == {"b": "no-mentor", "a": "admitted"}
        assert statuses(walk(plan(1, *people, ties=(("a", "b"),)), RULE)) == {"a": "admitted", "b": "waitlist"}

    def test_a_tie_below_the_line_needs_no_ruling(self) -> None:
        assert statuses(walk(plan(2, person("a", 50), person("b", 50)), RULE)) == {"a": "below-line", "b": "below-line"}

    def test_a_declined_equal_does_not_make_the_other_promoted(self) -> None:
        result = walk(plan(1, person("a", 80), person("b", 80, declined=True)), RULE)

        assert not outcome(result, "a").promoted

    def test_a_ruling_that_placed_the_declined_first_makes_the_next_promoted(self) -> None:
        result = walk(plan(1, person("a", 80), person("b", 80, declined=True), ties=(("b", "a"),)), RULE)

        assert statuses(result) == {"b": "declined", "a": "admitted"}
        assert outcome(result, "a").promoted


def test_those_without_a_result_stand_at_the_end_unranked() -> None:
    people = (Entrant("z", "absent", None), Entrant("y", "no-result", None), person("a", 80), person("x", 99))

    result = walk(plan(1, *people), RULE, left={"x"})

    assert [(o.id_number, o.status, o.rank, o.composite) for o in result.outcomes] == [
        ("a", "admitted", 1, 80),
        ("x", "left-dual", 0, None),
        ("y", "no-result", 0, None),
        ("z", "absent", 0, None),
    ]


def test_whoever_left_is_left_whatever_the_interview_gave() -> None:
    result = walk(plan(1, Entrant("z", "absent", None)), RULE, left={"z"})

    assert statuses(result) == {"z": "left-dual"}


MENTORS = st.lists(
    st.builds(mentor, st.sampled_from("mno"), st.integers(0, 3), st.integers(0, 1)), unique_by=lambda m: m.uid
)
ENTRANTS = st.lists(
    st.builds(
        lambda key, score, choices, adjust, declined: person(key, score, *choices, adjust=adjust, declined=declined),
        st.integers(0, 99).map(str),
        st.integers(50, 100),
        st.lists(st.sampled_from("mnox"), min_size=1, max_size=3, unique=True),
        st.booleans(),
        st.booleans(),
    ),
    unique_by=lambda e: e.id_number,
    max_size=12,
)


@given(ENTRANTS, MENTORS, st.integers(0, 6), st.randoms(use_true_random=False))
def test_seats_and_places_are_never_exceeded(
    entrants: list[Entrant], mentors: list[MentorPlaces], seats: int, order: Random
) -> None:
    whole = tuple(sorted(e.id_number for e in entrants))
    wanted = plan(seats, *entrants, mentors=tuple(mentors), ties=(whole,))
    result = walk(wanted, RULE)
    admitted = [o for o in result.outcomes if o.status == "admitted"]

    assert sorted(o.id_number for o in result.outcomes) == list(whole)
    assert len(admitted) + result.seats_left == seats
    for m in mentors:
        assert sum(o.mentor == m.uid for o in admitted) <= m.capacity

    order.shuffle(entrants)
    order.shuffle(mentors)
    assert walk(plan(seats, *entrants, mentors=tuple(mentors), ties=(whole,)), RULE) == result


@given(ENTRANTS, st.integers(1, 6))
def test_nobody_waits_behind_a_worse_rank_that_got_in(entrants: list[Entrant], seats: int) -> None:
    result = walk(plan(seats, *entrants, mentors=(mentor("m", 30),)), RULE)
    assume(not result.open_tie)
    admitted = [o.rank for o in result.outcomes if o.status == "admitted"]
    waiting = [o.rank for o in result.outcomes if o.status == "waitlist"]

    assert not admitted or not waiting or max(admitted) < min(waiting)

"""面试人选 (附件1 四（二）：原则上 3:1; domain.md §3.4, §3.18; features.md §6)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingcai_desktop.rules.shortlist import reaches_line, shortlist, target


@pytest.mark.parametrize(
    ("ratio", "seats", "called"),
    [("3", 5, 15), ("3", 10, 30), ("2.5", 5, 13), ("1.01", 100, 101), ("3.0001", 1, 4), ("3", 0, 0), ("1.1", 10, 11)],
)
def test_target_is_exact_and_rounded_up(ratio: str, seats: int, called: int) -> None:
    assert target(ratio, seats) == called


def test_seats_of_both_programmes_make_90_and_300_interviews() -> None:
    assert sum(target("3", seats) for seats in (5, 5, 5, 10, 5)) == 90
    assert sum(target("3", seats) for seats in (50, 25, 25)) == 300


def test_all_tied_at_the_line_come_in() -> None:
    """生物 10 seats → 30; the 30th and 31st are equal: 31 come in (domain.md §3.18)."""
    scores = {f"{n:02d}": Fraction(100 - n) for n in range(29)} | {
        "29": Fraction(60),
        "30": Fraction(60),
        "31": Fraction(59),
    }

    result = shortlist(scores, target("3", 10))

    assert (len(result.people), result.tied, result.shortage, result.candidates) == (31, 1, 0, 32)
    assert result.tied_ids == ("29", "30")
    assert result.line == 60


def test_a_shortage_is_told() -> None:
    result = shortlist({"a": Fraction(80), "b": Fraction(70)}, 15)

    assert (result.shortage, result.tied, result.tied_ids, result.line) == (13, 0, (), 70)


def test_a_tie_that_just_fits_is_no_tie_at_the_line() -> None:
    result = shortlist({"a": Fraction(80), "b": Fraction(70), "c": Fraction(70)}, 3)

    assert (result.tied, result.tied_ids) == (0, ())


def test_ranks_are_shared() -> None:
    result = shortlist({"d": Fraction(1), "c": Fraction(2), "b": Fraction(2), "a": Fraction(3)}, 4)

    assert [(p.id_number, p.rank) for p in result.people] == [("a", 1), ("b", 2), ("c", 2), ("d", 4)]


@pytest.mark.parametrize(("candidates", "wanted"), [({}, 15), ({"a": Fraction(80)}, 0)])
def test_nobody_is_called(candidates: dict[str, Fraction], wanted: int) -> None:
    result = shortlist(candidates, wanted)

    assert (result.people, result.line, result.tied, result.shortage) == ((), None, 0, wanted)


def test_scores_equal_only_when_printed_are_not_tied() -> None:
    result = shortlist({"a": Fraction(84995, 1000), "b": Fraction(85004, 1000)}, 1)

    assert [p.id_number for p in result.people] == ["b"]


@pytest.mark.parametrize(
    ("status", "score", "passes"),
    [
        ("正常", Fraction(60), True),
        ("正常", Fraction(5999, 100), False),
        ("正常", None, False),
        ("缺考", None, False),
        ("违纪", Fraction(90), False),
        ("故障", None, False),
    ],
)
def test_who_is_a_candidate(status: str, score: Fraction | None, passes: bool) -> None:
    assert reaches_line(status, score, Fraction(60)) is passes


@given(st.dictionaries(st.text(max_size=4), st.integers(0, 10).map(Fraction)), st.integers(0, 20))
def test_the_line_never_cuts_a_tie(scores: dict[str, Fraction], wanted: int) -> None:
    result = shortlist(scores, wanted)
    called = {p.id_number for p in result.people}
    left_out = [score for key, score in scores.items() if key not in called]

    assert len(called) >= min(wanted, len(scores))
    assert all(p.score > score for p in result.people for score in left_out)
    assert len(called) - result.tied + result.shortage == wanted
    assert shortlist(dict(reversed(scores.items())), wanted) == result

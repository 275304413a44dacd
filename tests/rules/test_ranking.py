"""合成, 名次 and the tie chain (附件1 四（二）; domain.md §3.6, §3.7, §3.18; features.md §6)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingcai_desktop.rules.marks import printed
from yingcai_desktop.rules.ranking import Breaker, Compare, Marks, RankingRule, by_rank, composite, rank, shared_ranks

CHAIN: tuple[Breaker, ...] = ("interview", "innovation", "interest", "test")


def rule(*chain: Breaker, compare: Compare = "exact") -> RankingRule:
    return RankingRule(Fraction(40), Fraction(60), chain, compare)


def marks(test: str, interview: str, innovation: str = "10", interest: str = "10") -> Marks:
    return Marks(Fraction(test), Fraction(interview), Fraction(innovation), Fraction(interest))


def test_composite() -> None:
    value = composite(marks("76.5", "88.333"), rule())

    assert value == Fraction("83.5998")  # domain.md §3.18
    assert printed(value) == "83.60"


def test_weights_are_decided_not_assumed() -> None:
    assert composite(marks("80", "90"), RankingRule(Fraction("33.3"), Fraction("66.7"), ())) == Fraction("86.67")


def test_ranks_are_shared() -> None:
    values = {key: (Fraction(v),) for key, v in {"a": 1, "b": 3, "c": 2, "d": 2}.items()}

    assert shared_ranks(values) == {"b": 1, "c": 2, "d": 2, "a": 4}  # 1, 2, 2, 4


@pytest.mark.parametrize(
    ("first", "second", "chain"),
    [
        (marks("75", "80"), marks("78", "78"), ("interview",)),  # both 78: the interview decides
        (marks("80", "80", "12"), marks("80", "80", "11"), ("interview", "innovation")),
        (marks("80", "80", "12", "9"), marks("80", "80", "12", "8"), CHAIN),
        (marks("78", "78"), marks("75", "80"), ("test",)),  # another chain, another order
    ],
)
def test_the_chain_decides_in_its_order(first: Marks, second: Marks, chain: tuple[Breaker, ...]) -> None:
    assert composite(first, rule()) == composite(second, rule())
    assert rank({"z": first, "a": second}, rule(*chain)) == {"z": 1, "a": 2}


def test_equal_in_all_share_a_rank() -> None:
    people = {"b": marks("80", "80"), "a": marks("80", "80"), "c": marks("70", "70")}

    assert rank(people, rule(*CHAIN)) == {"a": 1, "b": 1, "c": 3}


def test_without_a_chain_the_composite_alone_counts() -> None:
    assert set(rank({"a": marks("75", "80"), "b": marks("78", "78")}, rule()).values()) == {1}


def test_exact_and_rounded_comparison_differ() -> None:
    """84.995 and 85.004 both print 85.00 (features.md §5.18)."""
    people = {"low": marks("84.995", "84.995"), "high": marks("85.004", "85.004")}

    assert rank(people, rule(*CHAIN)) == {"high": 1, "low": 2}
    assert rank(people, rule(*CHAIN, compare="rounded")) == {"high": 1, "low": 1}


def test_rounded_comparison_rounds_each_value_apart() -> None:
    """Composites equal after rounding, then the interviews, equal after rounding, then the tests."""
    people = {"a": marks("80.004", "80"), "b": marks("80.01", "80")}

    assert rank(people, rule("interview", "test", compare="rounded")) == {"b": 1, "a": 2}


def test_by_rank_walks_from_the_first() -> None:
    assert list(by_rank({"c": 2, "b": 2, "a": 4, "d": 1})) == [(1, ["d"]), (2, ["b", "c"]), (4, ["a"])]


POINTS = st.integers(0, 4).map(lambda n: Fraction(n, 2))
PEOPLE = st.dictionaries(st.text(max_size=3), st.builds(Marks, POINTS, POINTS, POINTS, POINTS), max_size=12)


@given(PEOPLE, st.sampled_from(["exact", "rounded"]))
def test_a_rank_is_one_more_than_the_number_ahead(people: dict[str, Marks], compare: Compare) -> None:
    ranks = rank(people, rule(*CHAIN, compare=compare))

    assert all(number == 1 + sum(other < number for other in ranks.values()) for number in ranks.values())


@given(PEOPLE)
def test_the_order_of_rows_does_not_matter(people: dict[str, Marks]) -> None:
    assert rank(dict(reversed(people.items())), rule(*CHAIN)) == rank(people, rule(*CHAIN))

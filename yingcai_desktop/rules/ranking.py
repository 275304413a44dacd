"""Composite score and rank with the signed chain of tie breakers (附件1 四（二）, 附件2 四（二）; domain.md §3.6, §3.7)."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Literal, TypeVar

from yingcai_desktop.rules.marks import rounded

K = TypeVar("K", bound=Hashable)
Breaker = Literal["interview", "innovation", "interest", "test"]
Compare = Literal["exact", "rounded"]


@dataclass(frozen=True, slots=True)
class RankingRule:
    """What the office signed: weights that add up to 100, the tie breakers in order, exact or rounded comparison."""

    test_weight: Fraction
    interview_weight: Fraction
    tie_break: tuple[Breaker, ...]
    compare: Compare = "exact"


@dataclass(frozen=True, slots=True)
class Marks:
    """The exact marks of one candidate; `interview` is the corrected one, out of 100 before any correction."""

    test: Fraction
    interview: Fraction
    innovation: Fraction
    interest: Fraction


def composite(marks: Marks, rule: RankingRule) -> Fraction:
    """(test × weight + corrected interview × weight) ÷ 100, exact (domain.md §3.6)."""
    return (marks.test * rule.test_weight + marks.interview * rule.interview_weight) / 100


def sort_key(marks: Marks, rule: RankingRule) -> tuple[Fraction, ...]:
    """What two candidates are compared by: composite, then the chain; each rounded first when the office signed so (domain.md §3.7)."""
    values = {
        "interview": marks.interview,
        "innovation": marks.innovation,
        "interest": marks.interest,
        "test": marks.test,
    }
    key = (composite(marks, rule), *(values[breaker] for breaker in rule.tie_break))
    return tuple(rounded(v) for v in key) if rule.compare == "rounded" else key


def rank(candidates: Mapping[K, Marks], rule: RankingRule) -> dict[K, int]:
    """Ranks 1, 2, 2, 4 of a group: those equal in everything compared share one; neither ID nor row order decides (domain.md §3.7)."""
    return shared_ranks({key: sort_key(marks, rule) for key, marks in candidates.items()})


def shared_ranks(values: Mapping[K, Sequence[Fraction]]) -> dict[K, int]:
    """Rank by value, the greater the better: one more than the number of greater ones, so equals share it."""
    ordered = sorted(values.items(), key=lambda item: tuple(item[1]), reverse=True)
    ranks: dict[K, int] = {}
    for _, equals in groupby(ordered, key=lambda item: tuple(item[1])):
        ranks.update(dict.fromkeys([key for key, _ in equals], len(ranks) + 1))
    return ranks


def by_rank(ranks: Mapping[str, int]) -> Iterable[tuple[int, list[str]]]:
    """Rank and everybody who shares it, ID numbers ascending, from the first rank on."""
    ordered = sorted(ranks, key=lambda key: (ranks[key], key))
    return [(number, list(sharing)) for number, sharing in groupby(ordered, key=lambda key: ranks[key])]

"""面试人选: ratio × seats, and everybody equal to the last of them (附件1 四（二）：面试学生与入选学生比例原则上为 3:1; 附件2 四（二）)."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from yingcai_desktop.rules.ranking import shared_ranks


@dataclass(frozen=True, slots=True)
class Called:
    """One person of the shortlist with the exact test score and the shared rank."""

    id_number: str
    score: Fraction
    rank: int


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The shortlist of a group; people by rank, then ID number (only for the eye)."""

    target: int
    candidates: int
    people: tuple[Called, ...]

    @property
    def line(self) -> Fraction | None:
        """The score of the last who entered; None when nobody did."""
        return self.people[-1].score if self.people else None

    @property
    def tied(self) -> int:
        """How many came in beyond the target because they equal the last."""
        return max(0, len(self.people) - self.target)

    @property
    def tied_ids(self) -> tuple[str, ...]:
        """Everybody equal to the last place, ID numbers ascending; empty when nobody came in beyond the target."""
        return tuple(sorted(p.id_number for p in self.people if p.score == self.line)) if self.tied else ()

    @property
    def shortage(self) -> int:
        """How many are lacking to the target."""
        return max(0, self.target - len(self.people))


def target(ratio: str | Decimal, seats: int) -> int:
    """How many to call: ⌈ratio × seats⌉, exact; the ratio is decimal (附件1 四（二）)."""
    return math.ceil(Fraction(ratio) * seats)


def reaches_line(status: str, score: Fraction | None, pass_line: Fraction) -> bool:
    """Whether a paper makes a candidate: 正常, and not below the subject's line (domain.md §3.4)."""
    return status == "正常" and score is not None and score >= pass_line


def shortlist(scores: Mapping[str, Fraction], wanted: int) -> Shortlist:
    """The first `wanted` of a group's candidates (ID number → exact score) and everybody equal to the last of them.

    附件1 四（二）, 附件2 四（二）. Nobody is called where no place is wanted.
    """
    ranks = shared_ranks({key: (score,) for key, score in scores.items()})
    called = [Called(key, scores[key], number) for key, number in ranks.items() if number <= wanted]
    return Shortlist(wanted, len(scores), tuple(sorted(called, key=lambda p: (p.rank, p.id_number))))

"""面试人选: ratio × seats, and everybody equal to the last of them (附件1 四（二）：面试学生与入选学生比例原则上为 3:1; 附件2 四（二）)."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from yingcai_desktop.rules.ranking import shared_ranks


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody whose paper reaches the line, with the exact test score out of 100."""

    id_number: str
    score: Fraction


@dataclass(frozen=True, slots=True)
class Called:
    """One person of the shortlist with the exact test score and the shared rank."""

    id_number: str
    score: Fraction
    rank: int


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The shortlist of a group, measured against `target`; `candidates` counts those it was made from.

    `entries` stand by rank, then ID number (only for the eye).
    """

    target: int
    candidates: int
    entries: tuple[Called, ...]

    @property
    def line(self) -> Fraction | None:
        """The score of the last who entered; None when nobody did."""
        return self.entries[-1].score if self.entries else None

    @property
    def tied(self) -> int:
        """How many came in beyond the target because they equal the last."""
        return max(0, len(self.entries) - self.target)

    @property
    def tied_ids(self) -> tuple[str, ...]:
        """Everybody equal to the last place, ID numbers ascending; empty when nobody came in beyond the target."""
        return tuple(sorted(e.id_number for e in self.entries if e.score == self.line)) if self.tied else ()

    @property
    def shortage(self) -> int:
        """How many are lacking to the target."""
        return max(0, self.target - len(self.entries))


def shortlist_target(ratio: str | Decimal, seats: int) -> int:
    """How many to call: ⌈ratio × seats⌉, exact; the ratio is decimal (附件1 四（二）)."""
    return math.ceil(Fraction(ratio) * seats)


def reaches_line(status: str, score: Fraction | None, pass_line: Fraction) -> bool:
    """Whether a paper makes a candidate: 正常, and not below the subject's line (domain.md §3.4)."""
    return status == "正常" and score is not None and score >= pass_line


def shortlist(candidates: Iterable[Candidate], seats: int, ratio: str | Decimal) -> Shortlist:
    """The first ⌈ratio × seats⌉ of a group's candidates by score, and everybody equal to the last of them.

    附件1 四（二）, 附件2 四（二）. Nobody is called where there are no seats.
    """
    scores = {c.id_number: c.score for c in candidates}
    target = shortlist_target(ratio, seats)
    ranks = shared_ranks({key: (score,) for key, score in scores.items()})
    called = [Called(key, scores[key], number) for key, number in ranks.items() if number <= target]
    return Shortlist(target, len(scores), tuple(sorted(called, key=lambda e: (e.rank, e.id_number))))

"""资格审查: who may sit the test (附件1 四（二）, 附件2 四（二）)."""

from dataclasses import dataclass
from typing import Literal

Result = Literal["eligible", "relaxed", "ineligible"]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the review looks at. Ranks and cohort are whole numbers ≥ 1, or None where the school gave none."""

    recommended: bool
    cohort: int | None = None
    subject_rank: int | None = None
    overall_rank: int | None = None
    pretraining: bool = False
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The scheme's percentages, inclusive. `ranks_required` false: the notice names none (附件2)."""

    ranks_required: bool
    subject_percent: int = 0
    overall_percent: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome with its reasons, in a fixed order."""

    result: Result
    reasons: tuple[str, ...] = ()


def within_percent(rank: int | None, cohort: int | None, percent: int) -> bool:
    """Whether a rank lies within the first `percent` of the year, the border included; exact, in whole numbers (附件1 四（二）)."""
    return rank is not None and cohort is not None and rank * 100 <= percent * cohort


def review(standing: Standing, thresholds: Thresholds, *, relaxation: bool) -> Verdict:
    """The verdict on one application (附件1 四（二）：学科前 10% 或综合前 15%; 附件2 四（二）).

    A school's 不推荐 alone decides. Otherwise every rank that passes is named; `relaxation` is the office's decision whether
    前置培养表现优秀 with proof helps where neither does.
    """
    if not standing.recommended:
        return Verdict("ineligible", ("not-recommended",))
    if not thresholds.ranks_required:
        return Verdict("eligible")
    passed = tuple(
        reason
        for reason, rank, percent in (
            ("subject-rank", standing.subject_rank, thresholds.subject_percent),
            ("overall-rank", standing.overall_rank, thresholds.overall_percent),
        )
        if within_percent(rank, standing.cohort, percent)
    )
    if passed:
        return Verdict("eligible", passed)
    if relaxation and standing.pretraining and standing.proof.strip():
        return Verdict("relaxed", ("pretraining",))
    return Verdict("ineligible", ("rank",))

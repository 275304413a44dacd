"""中期, 推荐 and 终评 (附件1 六（二）（三）, 附件2 七（二）（三）)."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from yingcai_desktop.rules.marks import mean
from yingcai_desktop.rules.ranking import shared_ranks

EXCELLENT = "优秀"
QUALIFIED = "合格"
UNQUALIFIED = "不合格"
NOT_ASSESSED = "未参评"
UNDECIDED = "未定"

VisitsCount = Literal["excellent", "qualified", "none"]


@dataclass(frozen=True, slots=True)
class GradingRule:
    """What the office signed for the year's evaluation; scores out of 100, `top_percent` 0: no share of 优秀."""

    excellent: Fraction
    qualified: Fraction
    top_percent: int
    min_experts: int
    visits: VisitsCount
    min_visits: int
    not_recommended: str


@dataclass(frozen=True, slots=True)
class Year:
    """One student's year. `totals`: the exact totals of the experts with 正常; `recommended` is true for every national trainee."""

    id_number: str
    recommended: bool
    project_report: bool
    training_report: bool
    mentor_grade: str
    visits: int
    totals: tuple[Fraction, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """The grade with its reasons, in a fixed order. `score` None and `rank` 0 where nothing was scored."""

    id_number: str
    recommended: bool
    score: Fraction | None
    experts: int
    rank: int
    grade: str
    reasons: tuple[str, ...]


def exits_at_midterm(conclusion: str, *, programme_exits: bool) -> bool:
    """Whether 中期 不合格 ends the training: in the pilot only (附件2 七（二）：不合格者退出); nationally it is recorded (附件1 六（二）)."""
    return programme_exits and conclusion == UNQUALIFIED


def is_recommended(city_recommended: bool | None, *, needs_recommendation: bool) -> bool:
    """Whether a trainee goes to the region's final: by the city's word in the pilot (附件2 七（三）), always nationally."""
    return not needs_recommendation or bool(city_recommended)


def final_grades(years: Iterable[Year], rule: GradingRule) -> list[Assessment]:
    """终评 of one programme (附件1 六（三）, 附件2 七（三）), by ID number.

    The score is the mean of the valid experts' totals; ranks 1, 2, 2, 4 go by score alone, over everybody of the programme who has one.
    """
    everyone = sorted(years, key=lambda y: y.id_number)
    scores = {y.id_number: mean(y.totals) for y in everyone if _scored(y, rule)}
    ranks = shared_ranks({key: (score,) for key, score in scores.items()})
    return [_assess(y, rule, scores.get(y.id_number), ranks.get(y.id_number, 0), len(scores)) for y in everyone]


def _scored(year: Year, rule: GradingRule) -> bool:
    return year.recommended and bool(year.totals) and len(year.totals) >= rule.min_experts


def _assess(year: Year, rule: GradingRule, score: Fraction | None, rank: int, scored: int) -> Assessment:
    if not year.recommended:
        grade, reasons = _without_final(year, rule)
        return Assessment(year.id_number, False, None, 0, 0, grade, reasons)
    if score is None:
        return Assessment(year.id_number, True, None, len(year.totals), 0, UNDECIDED, ("experts",))
    grade, reasons = _grade(year, rule, score, rank, scored)
    return Assessment(year.id_number, True, score, len(year.totals), rank, grade, reasons)


def _without_final(year: Year, rule: GradingRule) -> tuple[str, tuple[str, ...]]:
    """The grade of somebody the city did not recommend, as the office signed it: 未参评, or 合格 unless something else forbids."""
    if rule.not_recommended != QUALIFIED:
        return NOT_ASSESSED, ("not-recommended",)
    failed = _failures(year, rule)
    return (UNQUALIFIED if failed else QUALIFIED), ("not-recommended", *failed)


def _failures(year: Year, rule: GradingRule) -> tuple[str, ...]:
    """What makes 不合格 whatever the experts say, in order."""
    return _holding(
        ("materials", not (year.project_report and year.training_report)),
        ("mentor-grade", year.mentor_grade == UNQUALIFIED),
        ("visits", year.visits < rule.min_visits and rule.visits == "qualified"),
    )


def _grade(year: Year, rule: GradingRule, score: Fraction, rank: int, scored: int) -> tuple[str, tuple[str, ...]]:
    failed = (*_failures(year, rule), *_holding(("score", score < rule.qualified)))
    if failed:
        return UNQUALIFIED, failed
    short = _holding(
        ("score", score < rule.excellent),
        ("share", rule.top_percent > 0 and rank * 100 > rule.top_percent * scored),
        ("visits", year.visits < rule.min_visits and rule.visits == "excellent"),
    )
    return (QUALIFIED, short) if short else (EXCELLENT, ())


def _holding(*reasons: tuple[str, bool]) -> tuple[str, ...]:
    return tuple(code for code, holds in reasons if holds)

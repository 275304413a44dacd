"""培养达标: visits to the university, and face-to-face meetings a month (附件1 五（三）1：到校不少于 10 次; 附件2 五（三）1：每月面授不少于 2 次)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

APPROVED = "通过"
RETURNED = "退回"
WAITING = "待审"
NOT_HANDED_IN = "未交"
"""An activity that is registered while its log has not come; workbooks know only the three above."""
ON_CAMPUS = "到校"
HANDED_IN = frozenset({APPROVED, WAITING})

MODES = (ON_CAMPUS, "线上", "中学校内", "外出活动")
ACTIVITIES = ("阅读书目", "学术讨论", "学术报告", "课题研究", "实验", "讲座", "科学营", "野外考察", "竞赛", "其他")
"""Kinds of an activity of the growth log (附件1 五（三）1、3; domain.md §4.4)."""
GATHERINGS = (
    "科学家精神讲座报告", "高校科学营", "科学实习实践", "科普报告", "学术会议论坛", "培训班", "野外考察", "科技竞赛", "夏（冬）令营", "现场观摩", "其他",
)  # fmt: skip
"""Kinds of group activities (附件1 五（三）3, 附件2 五（三）3)."""

REVIEW_MOVES: Mapping[str, tuple[frozenset[str], str]] = {
    "hand-in": (frozenset({NOT_HANDED_IN, RETURNED}), WAITING),
    "approve": (frozenset({WAITING, RETURNED}), APPROVED),
    "return": (frozenset({WAITING, APPROVED}), RETURNED),
}
"""What can happen to an entry of the growth log: from which words to which (附件1 五（三）1：导师要对《成长日志》进行审核)."""


@dataclass(frozen=True, slots=True)
class Activity:
    """One row of the growth log. 到校 and 面授 are counted apart; only 通过 counts."""

    day: date
    mode: str
    face_to_face: bool
    review: str


@dataclass(frozen=True, slots=True)
class TrainingRule:
    """Minimum visits a cycle, and meetings a month (0: the programme asks for none); months as `2025-08` that nobody is held to."""

    season: int
    min_visits: int
    monthly_face_to_face: int
    by_month: bool
    exempt_months: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Compliance:
    """How one student stands. `months` in order, empty where the programme does not count by month."""

    visits: int
    months: dict[str, int]
    short_months: tuple[str, ...]
    ok: bool


def visit_days(activities: Iterable[Activity]) -> set[date]:
    """Distinct days on campus the mentor has approved: two rows of one day are one visit (domain.md §3.11)."""
    return {a.day for a in activities if a.mode == ON_CAMPUS and a.review == APPROVED}


def meeting_days(activities: Iterable[Activity]) -> set[date]:
    """Distinct days of face-to-face meetings the mentor has approved, on campus or not (附件2 五（三）1)."""
    return {a.day for a in activities if a.face_to_face and a.review == APPROVED}


def month_of(day: date) -> str:
    """`2025-08`."""
    return f"{day.year}-{day.month:02d}"


def counted_months(rule: TrainingRule, admitted_on: date, exited_on: date | None = None) -> list[str]:
    """Months a student is held to: from the one after admission to December of the season, without exempt ones.

    For an exited student only months before the month of exit. Nothing before January of the season counts: the cycle is
    January to December (附件2 五（一）).
    """
    first = 1 if admitted_on.year < rule.season else admitted_on.month + 1
    last = 12 if admitted_on.year <= rule.season else 0
    if exited_on is not None and exited_on.year <= rule.season:
        last = min(last, exited_on.month - 1 if exited_on.year == rule.season else 0)
    months = [f"{rule.season}-{month:02d}" for month in range(first, last + 1)]
    return [m for m in months if m not in rule.exempt_months]


def compliance(
    activities: Collection[Activity], rule: TrainingRule, admitted_on: date, exited_on: date | None = None
) -> Compliance:
    """How a student's log stands against the rule (附件1 五（三）1, 附件2 五（三）1). It warns; people decide (domain.md §3.11)."""
    visits = len(visit_days(activities))
    months: dict[str, int] = {}
    if rule.by_month:
        months = dict.fromkeys(counted_months(rule, admitted_on, exited_on), 0)
        for day in meeting_days(activities):
            if (month := month_of(day)) in months:
                months[month] += 1
    short = tuple(m for m, count in months.items() if count < rule.monthly_face_to_face)
    return Compliance(visits, months, short, visits >= rule.min_visits and not short)

"""How a year of training goes on: which months are judged on a day, and where the pace so far leads (附件1 五（三）1, 附件2 五（三）1).

It warns; nothing here decides anything about a student (domain.md §3.11).
"""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from fractions import Fraction

from yingcai_desktop.rules.training import (
    ON_CAMPUS,
    RETURNED,
    Activity,
    TrainingRule,
    counted_months,
    month_of,
    visit_days,
)

SOONEST = 28
"""Days after which a pace can be told from chance."""


class Month(StrEnum):
    """How a month of one student is looked at."""

    BEFORE = "before"  # up to the month of admission
    LEFT = "left"  # from the month of exit on
    EXEMPT = "exempt"
    AHEAD = "ahead"
    RUNNING = "running"
    SHORT = "short"
    MET = "met"
    FREE = "free"  # the programme asks for no monthly meetings


def month_states(
    rule: TrainingRule, met: dict[str, int], admitted_on: date, exited_on: date | None, today: date
) -> dict[str, Month]:
    """Every month of the season. Only months that are over and counted are judged; `met` are meeting days by month."""
    counted = set(counted_months(rule, admitted_on, exited_on))
    now, first = month_of(today), month_of(admitted_on)
    found: dict[str, Month] = {}
    for month in (f"{rule.season}-{n:02d}" for n in range(1, 13)):
        if month <= first:
            found[month] = Month.BEFORE
        elif exited_on is not None and month >= month_of(exited_on):
            found[month] = Month.LEFT
        elif month > now:
            found[month] = Month.AHEAD
        elif not rule.by_month:
            found[month] = Month.FREE
        elif month not in counted:
            found[month] = Month.EXEMPT
        elif month == now:
            found[month] = Month.RUNNING
        else:
            found[month] = Month.SHORT if met.get(month, 0) < rule.monthly_face_to_face else Month.MET
    return found


def forecast(activities: Collection[Activity], season: int, admitted_on: date, today: date) -> int | None:
    """Visits by 31 December at the pace so far (照此进度到12月 7/10), rounded down; None while it is too early to tell.

    The pace is that from admission on (from the first visit, if that was earlier) to today, today included.
    """
    end, counted = date(season, 12, 31), visit_days(activities)
    days = sorted(day for day in counted if day <= today)
    if today >= end:
        return len(counted)
    start = max(admitted_on, date(season, 1, 1))
    start = min([start, *days[:1]])
    passed = (today - start).days + 1
    if passed < SOONEST:
        return None
    return max(len(counted), int(len(days) + Fraction(len(days) * (end - today).days, passed)))


def days_away(activities: Collection[Activity], admitted_on: date, today: date) -> int:
    """Days since the last time on campus, whether its log is approved or not yet; since admission if there was none."""
    days = [a.day for a in activities if a.mode == ON_CAMPUS and a.review != RETURNED and a.day <= today]
    return max((today - max([admitted_on, *days])).days, 0)

"""培养达标 (附件1 五（三）1：到校不少于 10 次; 附件2 五（三）1：每月面授不少于 2 次; domain.md §3.11)."""

from datetime import date

import pytest

from yingcai_desktop.rules.training import Activity, TrainingRule, compliance, counted_months, visit_days

PILOT = TrainingRule(2025, 10, 2, by_month=True, exempt_months=frozenset({"2025-08"}))
NATIONAL = TrainingRule(2025, 10, 2, by_month=False)
ADMITTED = date(2025, 4, 25)


def activity(month: int, day: int, *, mode: str = "到校", face: bool = True, review: str = "通过") -> Activity:
    return Activity(date(2025, month, day), mode, face, review)


def full_year() -> list[Activity]:
    return [activity(month, day) for month in (5, 6, 7, 9, 10, 11, 12) for day in (3, 17)]


def test_two_rows_of_one_day_are_one_visit() -> None:
    assert len(visit_days([activity(5, 3), activity(5, 3), activity(5, 4)])) == 2


@pytest.mark.parametrize(
    "row",
    [
        activity(5, 3, mode="线上"),
        activity(5, 3, mode="外出活动"),
        activity(5, 3, review="待审"),
        activity(5, 3, review="退回"),
    ],
)
def test_what_is_no_visit(row: Activity) -> None:
    assert visit_days([row]) == set()


def test_visits_and_meetings_are_two_counts() -> None:
    rows = [activity(5, 3, mode="线上"), activity(5, 4, face=False), activity(5, 5, mode="线上", review="待审")]

    result = compliance(rows, PILOT, ADMITTED)

    assert result.visits == 1
    assert result.months["2025-05"] == 1


def test_a_full_year_is_in_order() -> None:
    result = compliance(full_year(), PILOT, ADMITTED)

    assert (result.visits, result.short_months, result.ok) == (14, (), True)
    assert list(result.months) == ["2025-05", "2025-06", "2025-07", "2025-09", "2025-10", "2025-11", "2025-12"]


def test_a_short_month_is_named_though_visits_are_enough() -> None:
    rows = [r for r in full_year() if r.day != date(2025, 10, 3)]

    result = compliance(rows, PILOT, ADMITTED)

    assert (result.short_months, result.ok) == (("2025-10",), False)


def test_meetings_twice_a_day_count_once() -> None:
    rows = [r for r in full_year() if r.day != date(2025, 10, 3)] + [activity(10, 17)]

    assert compliance(rows, PILOT, ADMITTED).short_months == ("2025-10",)


@pytest.mark.parametrize(("days", "ok"), [(9, False), (10, True)])
def test_ten_visits_are_enough(days: int, ok: bool) -> None:
    rows = [activity(5, day + 1) for day in range(days)]

    result = compliance(rows, NATIONAL, ADMITTED)

    assert (result.visits, result.months, result.short_months, result.ok) == (days, {}, (), ok)


@pytest.mark.parametrize(
    ("admitted", "exited", "months"),
    [
        (date(2025, 4, 1), None, ["05", "06", "07", "09", "10", "11", "12"]),
        (date(2025, 4, 30), date(2025, 7, 15), ["05", "06"]),  # only months before the month of exit
        (date(2025, 4, 30), date(2025, 5, 31), []),
        (date(2025, 4, 30), date(2025, 9, 1), ["05", "06", "07"]),
        (date(2025, 11, 30), None, ["12"]),
        (date(2025, 12, 1), None, []),
        (date(2024, 12, 20), None, ["01", "02", "03", "04", "05", "06", "07", "09", "10", "11", "12"]),
        (date(2025, 4, 30), date(2026, 1, 9), ["05", "06", "07", "09", "10", "11", "12"]),
        (date(2026, 1, 5), None, []),
    ],
)
def test_months_a_student_is_held_to(admitted: date, exited: date | None, months: list[str]) -> None:
    assert counted_months(PILOT, admitted, exited) == [f"2025-{m}" for m in months]


def test_meetings_outside_the_counted_months_do_not_show() -> None:
    result = compliance([activity(4, 26), activity(8, 1)], PILOT, ADMITTED)

    assert set(result.months.values()) == {0}
    assert result.visits == 2


def test_nobody_is_short_of_nothing() -> None:
    assert compliance([], TrainingRule(2025, 0, 0, by_month=True), ADMITTED).ok

"""培养进度: months that are judged, and the pace to December, on fixed days (附件1 五（三）1, 附件2 五（三）1; G02, G08)."""

from datetime import date

import pytest

from yingcai_desktop.rules.pace import Month, days_away, forecast, month_states
from yingcai_desktop.rules.training import Activity, TrainingRule

PILOT = TrainingRule(2025, 10, 2, by_month=True, exempt_months=frozenset({"2025-08"}))
NATIONAL = TrainingRule(2025, 10, 0, by_month=False)
ADMITTED = date(2025, 4, 25)


def on(*days: str, mode: str = "到校", review: str = "通过") -> list[Activity]:
    return [Activity(date.fromisoformat(f"2025-{d}"), mode, True, review) for d in days]


def test_only_months_that_are_over_are_judged() -> None:
    met = {"2025-04": 5, "2025-05": 2, "2025-06": 1, "2025-09": 0}
    states = month_states(PILOT, met, ADMITTED, None, date(2025, 9, 15))
    assert [states[f"2025-{n:02d}"] for n in range(1, 5)] == [Month.BEFORE] * 4
    assert states["2025-05"] == Month.MET
    assert states["2025-06"] == Month.SHORT
    assert states["2025-07"] == Month.SHORT
    assert states["2025-08"] == Month.EXEMPT
    assert states["2025-09"] == Month.RUNNING
    assert states["2025-10"] == Month.AHEAD


def test_who_left_in_july_is_judged_up_to_june() -> None:
    states = month_states(PILOT, {"2025-05": 2, "2025-06": 0}, ADMITTED, date(2025, 7, 15), date(2025, 12, 20))
    assert states["2025-06"] == Month.SHORT
    assert {states[f"2025-{n:02d}"] for n in range(7, 13)} == {Month.LEFT}


def test_the_national_programme_has_no_monthly_minimum() -> None:
    states = month_states(NATIONAL, {}, date(2025, 4, 20), None, date(2025, 9, 15))
    assert {states[f"2025-{n:02d}"] for n in range(5, 10)} == {Month.FREE}


@pytest.mark.parametrize(
    ("days", "today", "expected"),
    [
        (("05-10", "06-10", "07-10", "08-10"), date(2025, 9, 15), 6),  # 4 in 144 days, 107 to go: 4 + 2.97
        (("05-10", "05-24", "06-10", "06-24", "07-10"), date(2025, 8, 22), 10),  # 5 in 120 days, 131 to go: 10.46
        ((), date(2025, 9, 15), 0),
        (("05-01",), date(2025, 5, 10), None),  # 16 days: too early
        (("05-10", "06-10"), date(2025, 12, 31), 2),
        (("05-10", "06-10"), date(2026, 1, 20), 2),
        (("02-01",), date(2025, 5, 31), 2),  # counted from the earlier visit: 1 + 214 / 120
    ],
)
def test_the_pace_to_december(days: tuple[str, ...], today: date, expected: int | None) -> None:
    assert forecast(on(*days), 2025, ADMITTED, today) == expected


def test_two_visits_of_one_day_are_one_in_the_forecast() -> None:
    assert forecast(on("05-10", "05-10"), 2025, ADMITTED, date(2025, 9, 15)) == forecast(
        on("05-10"), 2025, ADMITTED, date(2025, 9, 15)
    )


def test_what_is_not_approved_makes_no_pace() -> None:
    assert forecast(on("05-10", review="待审") + on("05-11", review="未交"), 2025, ADMITTED, date(2025, 9, 15)) == 0


def test_days_away() -> None:
    today = date(2025, 9, 15)
    assert days_away(on("08-05"), ADMITTED, today) == 41
    assert days_away(on("08-05", review="未交"), ADMITTED, today) == 41
    assert days_away(on("08-05", review="退回"), ADMITTED, today) == (today - ADMITTED).days
    assert days_away(on("08-05", mode="线上"), ADMITTED, today) == (today - ADMITTED).days
    assert days_away([], ADMITTED, date(2025, 4, 1)) == 0

"""中期, 推荐, 终评 (附件1 六（二）（三）, 附件2 七（二）（三）; domain.md §3.10, §3.12)."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingcai_desktop.rules.grading import (
    Assessment,
    GradingRule,
    Year,
    exits_at_midterm,
    final_grades,
    is_recommended,
)

RULE = GradingRule(Fraction(85), Fraction(60), 50, 3, "excellent", 10, "未参评")


def year(key: str = "a", *totals: str, **changes: Any) -> Year:
    """A year without fault: three experts, all material, enough visits."""
    sound = Year(key, True, True, True, "优秀", 10, tuple(Fraction(t) for t in totals or ("90", "90", "90")))
    return replace(sound, **changes)


def grade(subject: Year, rule: GradingRule = RULE, *others: Year) -> Assessment:
    return next(a for a in final_grades([*others, subject], rule) if a.id_number == subject.id_number)


@pytest.mark.parametrize(
    ("conclusion", "programme_exits", "exits"),
    [("不合格", True, True), ("不合格", False, False), ("合格", True, False)],
)
def test_midterm_ends_the_training_in_the_pilot_only(conclusion: str, programme_exits: bool, exits: bool) -> None:
    assert exits_at_midterm(conclusion, programme_exits=programme_exits) is exits


@pytest.mark.parametrize(
    ("word", "needed", "recommended"),
    [(True, True, True), (False, True, False), (None, True, False), (None, False, True), (False, False, True)],
)
def test_the_city_recommends_in_the_pilot_only(word: bool | None, needed: bool, recommended: bool) -> None:
    assert is_recommended(word, needs_recommendation=needed) is recommended


@pytest.mark.parametrize(
    ("subject", "rule", "result", "reasons"),
    [
        (year(), RULE, "优秀", ()),
        (year("a", "85", "85", "85"), RULE, "优秀", ()),  # the line counts
        (year("a", "85", "85", "84.5"), RULE, "合格", ("score",)),  # 84.83: exact, not as printed
        (year("a", "60", "60", "60"), RULE, "合格", ("score",)),
        (year("a", "60", "60", "59.5"), RULE, "不合格", ("score",)),
        (year(project_report=False), RULE, "不合格", ("materials",)),
        (year(training_report=False), RULE, "不合格", ("materials",)),
        (year(mentor_grade="不合格"), RULE, "不合格", ("mentor-grade",)),
        (year(mentor_grade="合格"), RULE, "优秀", ()),
        (year(visits=9), RULE, "合格", ("visits",)),
        (year(visits=9), replace(RULE, visits="qualified"), "不合格", ("visits",)),
        (year(visits=10), replace(RULE, visits="qualified"), "优秀", ()),  # ten are enough
        (year(visits=0), replace(RULE, visits="none"), "优秀", ()),
        (
            year("a", "50", "50", "50", project_report=False, mentor_grade="不合格", visits=9),
            replace(RULE, visits="qualified"),
            "不合格",
            ("materials", "mentor-grade", "visits", "score"),
        ),
        (year("a", "50", "50", "50", visits=9), RULE, "不合格", ("score",)),  # visits only speak at 合格 here
    ],
)
def test_grades(subject: Year, rule: GradingRule, result: str, reasons: tuple[str, ...]) -> None:
    assessment = grade(subject, replace(rule, top_percent=0))

    assert (assessment.grade, assessment.reasons) == (result, reasons)


@pytest.mark.parametrize(
    ("totals", "rule", "result"),
    [
        (("90", "90"), RULE, ("未定", ("experts",), None, 2, 0)),
        ((), RULE, ("未定", ("experts",), None, 0, 0)),
        ((), replace(RULE, min_experts=0), ("未定", ("experts",), None, 0, 0)),  # no experts are no score of 0
        (("90", "90", "88.5"), RULE, ("优秀", (), Fraction("89.5"), 3, 1)),
    ],
)
def test_too_few_experts_leave_the_grade_open(
    totals: tuple[str, ...], rule: GradingRule, result: tuple[object, ...]
) -> None:
    subject = replace(year(), totals=tuple(Fraction(t) for t in totals), visits=10)
    found = grade(subject, replace(rule, top_percent=0))

    assert (found.grade, found.reasons, found.score, found.experts, found.rank) == result


def test_an_open_grade_comes_before_every_other() -> None:
    assert grade(year("a", "90", "90", project_report=False)).reasons == ("experts",)


def test_only_the_top_share_is_excellent() -> None:
    """50 % of four: ranks 1 and 2, and rank 2 shared by two is still rank 2."""
    years = [year("a", "99", "99", "99"), year("b", *["95"] * 3), year("c", *["95"] * 3), year("d", *["90"] * 3)]

    found = {a.id_number: (a.rank, a.grade, a.reasons) for a in final_grades(years, RULE)}

    assert found == {"a": (1, "优秀", ()), "b": (2, "优秀", ()), "c": (2, "优秀", ()), "d": (4, "合格", ("share",))}


def test_share_counts_the_scored_only() -> None:
    years = [year("a", *["99"] * 3), year("b", *["90"] * 3), year("c", "90"), year("d", recommended=False)]

    found = {a.id_number: a.reasons for a in final_grades(years, RULE)}

    assert found["a"] == ()  # 1 × 100 ≤ 50 × 2
    assert found["b"] == ("share",)  # 2 × 100 > 50 × 2


def test_reasons_of_qualified_stand_in_order() -> None:
    found = grade(year("b", "70", "70", "70", visits=3), RULE, year("a"))

    assert (found.grade, found.reasons) == ("合格", ("score", "share", "visits"))


def test_the_unqualified_count_among_the_ranks() -> None:
    first = year("a", *["99"] * 3, project_report=False)

    assert grade(year("b"), RULE, first).rank == 2


@pytest.mark.parametrize(
    ("changes", "word", "result", "reasons"),
    [
        ({}, "未参评", "未参评", ("not-recommended",)),
        ({"project_report": False}, "未参评", "未参评", ("not-recommended",)),
        ({}, "合格", "合格", ("not-recommended",)),
        ({"visits": 3}, "合格", "合格", ("not-recommended",)),
        ({"project_report": False}, "合格", "不合格", ("not-recommended", "materials")),
        (
            {"mentor_grade": "不合格", "training_report": False},
            "合格",
            "不合格",
            ("not-recommended", "materials", "mentor-grade"),
        ),
    ],
)
def test_not_recommended(changes: dict[str, Any], word: str, result: str, reasons: tuple[str, ...]) -> None:
    found = grade(year(recommended=False, **changes), replace(RULE, not_recommended=word))

    assert (found.grade, found.reasons) == (result, reasons)
    assert (found.score, found.experts, found.rank) == (None, 0, 0)


def test_not_recommended_and_too_few_visits_where_visits_qualify() -> None:
    rule = replace(RULE, not_recommended="合格", visits="qualified")

    assert grade(year(recommended=False, visits=9), rule).reasons == ("not-recommended", "visits")


@given(st.lists(st.integers(0, 200).map(lambda n: Fraction(n, 2)), max_size=10), st.integers(1, 100))
def test_the_share_of_excellent_is_kept(scores: list[Fraction], percent: int) -> None:
    years = [replace(year(str(n)), totals=(score,) * 3) for n, score in enumerate(scores)]
    found = final_grades(years, replace(RULE, top_percent=percent))

    assert all(a.rank * 100 <= percent * len(years) and (a.score or 0) >= 85 for a in found if a.grade == "优秀")
    assert final_grades(years[::-1], replace(RULE, top_percent=percent)) == found

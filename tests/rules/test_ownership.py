"""Whose record it is and who may write what, table by table (features K06)."""

import pytest

from yingcai_desktop import codes
from yingcai_desktop.rules.ownership import OWNERSHIP, allowed, is_region, may_make, may_reach, may_remove
from yingcai_desktop.rules.steps import CITY_STEPS, REGION_STEPS
from yingcai_desktop.rules.workflow import TABLES
from yingcai_desktop.vocabulary import STEPS

REGION, CITY, OTHER = "150000", "150200", "150500"


@pytest.mark.parametrize(
    ("table", "column", "author", "owner", "old", "new", "code"),
    [
        # the owner writes its own record
        ("application", "name", CITY, CITY, "甲", "乙", None),
        ("test_score", "raw", CITY, CITY, "60", "61", None),
        ("visit", "content", CITY, CITY, "", "实验", None),
        ("school", "name", REGION, REGION, "甲校", "乙校", None),
        # the other one asks
        ("application", "name", REGION, CITY, "甲", "乙", "ownership.owner-field"),
        ("application", "guardian_phone", REGION, CITY, "1", "2", "ownership.owner-field"),
        ("application", "ticket", REGION, CITY, "", "1", "ownership.owner-field"),
        ("application", "name", CITY, REGION, "甲", "乙", "ownership.owner-field"),
        ("test_score", "raw", CITY, REGION, "60", "61", "ownership.owner-field"),
        ("test_score", "raw", REGION, CITY, "60", "61", "ownership.owner-field"),
        ("interview_score", "marks", REGION, CITY, "{}", '{"x":"1"}', "ownership.owner-field"),
        ("school", "name", CITY, REGION, "甲校", "乙校", "ownership.owner-field"),
        ("selection", "status", REGION, CITY, "waitlist", "admitted", "ownership.owner-field"),
        ("annual_material", "city_score", REGION, CITY, "80", "90", "ownership.owner-field"),
        ("certificate", "grade", CITY, REGION, "合格", "优秀", "ownership.owner-field"),
        # what each writes in the other's record
        ("application", "opinion", REGION, CITY, "", "请补成绩单", None),
        ("application", "result", REGION, CITY, "", "eligible", None),
        ("application", "ticket", CITY, REGION, "", "1", None),
        ("mentor", "approval", REGION, CITY, "", "文号", None),
        ("mentor", "city_opinion", CITY, REGION, "", "通过", None),
        ("mentor", "city_opinion", REGION, CITY, "", "通过", "ownership.owner-field"),
        ("panel", "room", CITY, REGION, "", "101", None),
        ("panel", "subject", CITY, REGION, "数学", "物理", "ownership.owner-field"),
        ("publication", "receipt", REGION, CITY, "", "备1", None),
        ("publication", "start", REGION, CITY, None, "2025-04-20", "ownership.owner-field"),
        ("midterm_evaluation", "filing_number", REGION, CITY, "", "备2", None),
        ("midterm_evaluation", "conclusion", REGION, CITY, "合格", "不合格", "ownership.owner-field"),
        ("annual_material", "city_recommended", CITY, REGION, 0, 1, None),
        ("supervision_finding", "follow_up", CITY, REGION, "", "已整改", None),
        ("supervision_finding", "text", CITY, REGION, "甲", "乙", "ownership.owner-field"),
        ("trainee", "mentor_uid", CITY, REGION, "a", "b", None),
        ("trainee", "mentor_uid", REGION, CITY, "a", "b", "ownership.owner-field"),
        # marks and grades of the region, even in a city's own record
        ("assessment", "grade", CITY, CITY, "", "优秀", "ownership.region-field"),
        ("assessment", "grade", CITY, REGION, "", "优秀", "ownership.region-field"),
        ("assessment", "grade", REGION, CITY, "", "优秀", None),
        ("assessment", "recommended", CITY, CITY, 0, 1, None),
        ("assessment", "recommended", CITY, REGION, 0, 1, None),
        ("assessment", "recommended", REGION, CITY, 0, 1, "ownership.owner-field"),
        ("mentor", "approval", CITY, CITY, "", "文号", "ownership.region-field"),
        ("mentor", "term_end", CITY, CITY, None, "2030-01-01", "ownership.region-field"),
        # by value
        ("application", "result", CITY, CITY, "", "eligible", "ownership.region-field"),
        ("application", "result", CITY, CITY, "", "ineligible", None),
        ("application", "result", CITY, REGION, "", "relaxed", "ownership.region-field"),
        ("decision", "key", CITY, CITY, None, "seats.pilot.150200.数学", None),
        ("decision", "key", CITY, CITY, None, "seats.pilot.150500.数学", "ownership.region-field"),
        ("decision", "key", CITY, CITY, None, "seats.pilot.150200", "ownership.region-field"),
        ("decision", "key", CITY, CITY, None, "weights.test", "ownership.region-field"),
        ("decision", "key", CITY, CITY, "seats.pilot.150200.数学", "pass_line.pilot.数学", "ownership.region-field"),
        ("decision", "value", CITY, REGION, '{"value":5}', '{"value":6}', "ownership.owner-field"),
        ("step_result", "step", CITY, CITY, None, "admit", None),
        ("step_result", "step", CITY, CITY, None, "review-applicants", "ownership.region-field"),
        ("step_result", "step", CITY, CITY, None, "final", "ownership.region-field"),
        # never
        ("seal", "digest", CITY, CITY, "a", "b", "ownership.fixed"),
        ("amendment", "reason", REGION, REGION, "a", "b", "ownership.fixed"),
        ("tie_draw", "seed", CITY, CITY, "a", "b", "ownership.fixed"),
        ("application", "office", CITY, CITY, CITY, OTHER, "ownership.identity"),
        ("application", "office", REGION, CITY, CITY, REGION, "ownership.identity"),
        ("application", "name", CITY, OTHER, "甲", "乙", "ownership.other-city"),
        ("panel", "room", CITY, OTHER, "", "1", "ownership.other-city"),
        ("expert_score", "marks", REGION, REGION, "", "x", "ownership.stays"),
        ("user", "name", CITY, CITY, "甲", "乙", "ownership.stays"),
        ("no_such_table", "x", REGION, REGION, "", "x", "ownership.stays"),
        # what is not changed is nobody's offence; a new record may have blank fields
        ("application", "name", REGION, CITY, "甲", "甲", None),
        ("assessment", "grade", CITY, CITY, None, "", None),
        ("assessment", "experts", CITY, CITY, None, 0, None),
        ("assessment", "reasons", CITY, CITY, None, "[]", None),
        ("assessment", "grade", CITY, CITY, None, "合格", "ownership.region-field"),
        ("seal", "digest", CITY, CITY, None, "a", None),
    ],
)
def test_fields(table: str, column: str, author: str, owner: str, old: object, new: object, code: str | None) -> None:
    assert allowed(table, column, author, owner, old, new, "pilot") == code


@pytest.mark.parametrize(
    ("table", "author", "owner", "old", "new", "programme", "fine"),
    [
        ("application", CITY, CITY, None, "draft", "pilot", True),
        ("application", CITY, CITY, None, "recommended", "pilot", True),
        ("application", CITY, CITY, None, "city-passed", "pilot", True),  # made and passed between two packages
        ("application", CITY, CITY, None, "approved", "pilot", False),
        ("application", CITY, CITY, "recommended", "city-passed", "pilot", True),
        ("application", CITY, CITY, "city-passed", "recommended", "pilot", True),
        ("application", CITY, CITY, "recommended", "approved", "pilot", False),
        ("application", CITY, CITY, "city-passed", "approved", "pilot", False),
        ("application", CITY, CITY, "withdrawn", "approved", "pilot", False),  # no approval by taking back a withdrawal
        ("application", CITY, CITY, "rejected", "approved", "pilot", False),
        ("application", CITY, CITY, "approved", "withdrawn", "pilot", True),
        ("application", CITY, CITY, "recommended", "returned", "pilot", True),
        ("application", CITY, REGION, "recommended", "city-passed", "pilot", True),
        ("application", CITY, REGION, "approved", "withdrawn", "pilot", False),
        ("application", CITY, REGION, "draft", "submitted", "pilot", False),
        ("application", CITY, OTHER, "recommended", "city-passed", "pilot", False),
        ("application", CITY, CITY, "recommended", "city-passed", "national", False),
        ("application", REGION, CITY, "city-passed", "approved", "pilot", True),
        ("application", REGION, CITY, "recommended", "approved", "pilot", True),
        ("application", REGION, CITY, "approved", "city-passed", "pilot", True),  # taking back its own approval
        ("application", REGION, CITY, "city-passed", "rejected", "pilot", True),
        ("application", REGION, CITY, "draft", "submitted", "pilot", False),
        ("application", REGION, CITY, "draft", "approved", "pilot", False),
        ("application", REGION, CITY, "recommended", "withdrawn", "pilot", False),
        ("application", REGION, REGION, "recommended", "withdrawn", "pilot", True),
        ("application", REGION, REGION, None, "recommended", "national", True),
        ("mentor", CITY, CITY, None, "recommended", "pilot", True),
        ("mentor", CITY, CITY, "recommended", "city-passed", "pilot", True),
        ("mentor", CITY, CITY, "city-passed", "approved", "pilot", False),
        ("mentor", CITY, CITY, "city-passed", "appointed", "pilot", False),
        ("mentor", CITY, CITY, "appointed", "dismissed", "pilot", False),
        ("mentor", REGION, CITY, "city-passed", "appointed", "pilot", True),
        ("mentor", REGION, CITY, "recommended", "city-passed", "pilot", False),
        ("mentor", REGION, CITY, "appointed", "dismissed", "pilot", True),
        ("trainee", CITY, CITY, None, "training", "pilot", True),
        ("trainee", CITY, CITY, "training", "exited", "pilot", True),
        ("trainee", CITY, CITY, "exited", "training", "pilot", True),  # taking back its own 中途退出
        ("trainee", CITY, CITY, "training", "completed", "pilot", False),
        ("trainee", CITY, CITY, "completed", "training", "pilot", False),
        ("trainee", REGION, CITY, "exited", "training", "pilot", True),
        ("trainee", REGION, CITY, "training", "completed", "pilot", True),
        ("certificate", REGION, REGION, "issued", "void", "", True),
        ("certificate", REGION, REGION, "void", "invented", "", False),
        ("certificate", CITY, REGION, "issued", "void", "", False),
        ("application", REGION, REGION, "recommended", "nonsense", "pilot", False),
    ],
)
def test_states(table: str, author: str, owner: str, old: str | None, new: str, programme: str, fine: bool) -> None:
    code = allowed(table, "state", author, owner, old, new, programme)
    assert (code is None) is fine, code


@pytest.mark.parametrize("table", list(OWNERSHIP))
def test_nobody_touches_what_is_a_third_offices(table: str) -> None:
    """A city has no word in another city's record, nor in the national programme; nobody makes a record in another's name."""
    assert allowed(table, "anything", CITY, OTHER, "a", "b", "pilot") == "ownership.other-city"
    assert allowed(table, "anything", CITY, REGION, "a", "b", "national") == "ownership.national"
    assert allowed(table, "anything", CITY, CITY, "a", "b", "national") == "ownership.national"
    assert may_make(table, CITY, CITY, "national") == "ownership.national"
    assert may_make(table, CITY, REGION, "pilot") == "ownership.identity"
    assert may_make(table, REGION, CITY, "pilot") == "ownership.identity"
    assert may_make(table, REGION, REGION, "pilot") is None
    assert may_remove(table, CITY, OTHER, "pilot") in ("ownership.other-city", "ownership.fixed")
    assert may_remove(table, REGION, CITY, "pilot") in ("ownership.removal", "ownership.fixed")
    assert may_remove(table, CITY, REGION, "pilot") in ("ownership.removal", "ownership.fixed")


def test_what_only_the_region_makes() -> None:
    refused = {table for table in OWNERSHIP if may_make(table, CITY, CITY, "pilot") == "ownership.not-maker"}
    assert refused == {"school", "dual_place", "supervision", "supervision_finding", "certificate"}
    assert may_make("expert_score", REGION, REGION, "pilot") == "ownership.stays"
    assert may_remove("expert_score", REGION, REGION, "pilot") == "ownership.stays"


def test_what_is_never_removed() -> None:
    kept = {table for table in OWNERSHIP if may_remove(table, REGION, REGION) == "ownership.fixed"}
    assert kept == {"panel_draw", "seal", "sealed_mark", "amendment", "tie_draw", "certificate", "selection_lock"}


def test_columns_named_exist_and_reserved_ones_are_the_regions() -> None:
    from db.rows import models_by_table, shape_of

    for table, rule in OWNERSHIP.items():
        if table in models_by_table():
            named = rule.region | rule.city | rule.reserved
            assert named <= set(shape_of(models_by_table()[table]).names), table
        assert rule.reserved <= rule.region, table
        assert not rule.reserved & rule.city, table


def test_every_state_lives_in_a_travelling_table() -> None:
    assert TABLES.keys() <= OWNERSHIP.keys()


def test_reach() -> None:
    assert is_region(REGION) and not is_region(CITY)
    assert may_reach(REGION, "national", "") and may_reach(REGION, "pilot", CITY)
    assert may_reach(CITY, "pilot", CITY) and may_reach(CITY, "", "") and may_reach(CITY, "pilot", "")
    assert (
        not may_reach(CITY, "pilot", OTHER) and not may_reach(CITY, "national", CITY) and not may_reach(CITY, "", "-")
    )


def test_every_code_has_its_sentence() -> None:
    for code in codes.MESSAGES:
        if code.startswith("ownership."):
            assert "没有接收" in codes.sentence(code)


def test_steps_are_divided() -> None:
    assert CITY_STEPS.keys() | REGION_STEPS.keys() == STEPS.keys()
    assert not CITY_STEPS.keys() & REGION_STEPS.keys()

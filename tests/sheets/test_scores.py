"""test-scores and interview-scores (FORMAT §2 Score cell, §3)."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from tests.sheets.facts import ID, OTHER_ID, check, facts, person, refused, table
from yingcai_desktop.sheets.grid import Cell
from yingcai_desktop.sheets.kinds.interviews import CRITERIA
from yingcai_desktop.sheets.known import Known

TEST: Mapping[str, Cell | None] = {
    "项目": "试点",
    "准考证号": None,
    "身份证号": ID,
    "姓名": "巴图",
    "学科": "数学",
    "状态": "正常",
    "满分": None,
    "原始分": 85.5,
}
MARKS = dict(zip(CRITERIA, (9.5, 8.0, 12.0, 17.5, 13.0, 9.0, 4.0, 13.0), strict=True))
INTERVIEW: Mapping[str, Cell | None] = {
    "项目": "试点",
    "身份证号": ID,
    "姓名": "巴图",
    "学科": "数学",
    "组别": "甲组",
    "评委": "评一",
    "状态": "正常",
    **MARKS,
    "合计": 86.0,
}
BLANK_MARKS = dict.fromkeys((*CRITERIA, "合计"))


def known() -> Known:
    """One called to the interview, one approved, one not."""
    found = facts()
    found.people["pilot", ID] = person(approved=True, shortlisted=True)
    found.people["pilot", OTHER_ID] = person(uid="A2", name="孟和")
    found.tickets["pilot", "25210101"] = ID
    found.tickets["pilot", "25210102"] = OTHER_ID
    return found


def codes(kind: str, row: Mapping[str, Cell | None]) -> dict[str, str]:
    return {f.column: f.code for f in check(kind, table(row), known=known()).refusals}


def test_good_test_row() -> None:
    (row,) = check("test-scores", table(TEST), known=known()).tables["测试成绩"]
    assert row.key == ("pilot", ID)
    assert row.values == {
        "application_uid": "A1",
        "status": "正常",
        "full_mark": Decimal(100),
        "raw": Decimal("85.5"),
        "note": "",
    }


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"准考证号": "999"}, {"准考证号": "ticket.unknown"}),
        ({"准考证号": "999", "身份证号": None}, {"准考证号": "ticket.unknown"}),
        ({"身份证号": None}, {"身份证号": "cell.blank"}),
        ({"准考证号": "25210102"}, {"身份证号": "ticket.mismatch"}),
        ({"身份证号": "150199200903050098"}, {"身份证号": "id.check-digit"}),
        ({"项目": "国家"}, {"身份证号": "applicant.unknown"}),
        ({"身份证号": OTHER_ID, "姓名": "孟和"}, {"身份证号": "applicant.not-approved"}),
        ({"准考证号": "25210102", "身份证号": None, "姓名": "别名"}, {"身份证号": "applicant.not-approved"}),
        ({"姓名": "别人"}, {"姓名": "name.mismatch"}),
        ({"准考证号": "25210101", "身份证号": None, "姓名": "别人"}, {"姓名": "name.mismatch"}),
        ({"学科": "物理"}, {"学科": "subject.mismatch"}),
        ({"学科": "天文"}, {"学科": "subject.unknown"}),
        ({"状态": "迟到"}, {"状态": "value.invalid"}),
        ({"状态": "迟到", "原始分": None}, {"状态": "value.invalid"}),
        ({"满分": 0.0}, {"满分": "score.out-of-range"}),
        ({"满分": 10001.0}, {"满分": "score.out-of-range"}),
        ({"满分": "百分"}, {"满分": "score.not-number"}),
        ({"状态": "缺考"}, {"原始分": "score.not-allowed"}),
        ({"状态": "缺考", "原始分": "无"}, {"原始分": "score.not-allowed"}),
        ({"原始分": None}, {"原始分": "score.missing"}),
        ({"原始分": "八十"}, {"原始分": "score.not-number"}),
        ({"原始分": 71.125}, {"原始分": "score.precision"}),
        ({"原始分": 100.01}, {"原始分": "score.out-of-range"}),
        ({"原始分": -1.0}, {"原始分": "score.out-of-range"}),
        ({"满分": 0.0, "原始分": 120.0}, {"满分": "score.out-of-range"}),
    ],
)
def test_test_refusals(changes: Mapping[str, Cell | None], expected: dict[str, str]) -> None:
    assert codes("test-scores", {**TEST, **changes}) == expected


@pytest.mark.parametrize(
    "changes",
    [
        {"状态": "违纪", "原始分": None},
        {"准考证号": "25210101"},
        {"准考证号": "25210101", "身份证号": None},
        {"满分": 150.0, "原始分": 150.0},
        {"原始分": 0.0},
        {"原始分": "８５．５０"},
    ],
)
def test_test_accepted(changes: Mapping[str, Cell | None]) -> None:
    assert codes("test-scores", {**TEST, **changes}) == {}


def test_same_person_twice_by_ticket_and_number() -> None:
    rows = table(TEST, {**TEST, "准考证号": "25210101", "身份证号": None})
    assert refused(check("test-scores", rows, known=known())) == {(3, "身份证号", "score.duplicate")}


def test_good_interview_row() -> None:
    (row,) = check("interview-scores", table(INTERVIEW), known=known()).tables["面试评分"]
    assert row.key == ("pilot", ID, "评一")
    assert row.values["panel_uid"] == "P1"
    assert row.values["marks"]["使命意识"] == "9.5"
    assert row.values["total"] == Decimal(86)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"项目": "国家"}, {"身份证号": "applicant.unknown"}),
        ({"身份证号": OTHER_ID}, {"身份证号": "applicant.not-shortlisted"}),
        ({"姓名": "别人"}, {"姓名": "name.mismatch"}),
        ({"学科": "物理"}, {"学科": "subject.mismatch"}),
        ({"组别": "丁组"}, {"组别": "panel.unknown"}),
        ({"组别": None}, {"组别": "cell.blank"}),
        ({"评委": "路人"}, {"评委": "judge.unknown"}),
        ({"评委": "评三"}, {"评委": "judge.unknown"}),
        ({"状态": "迟到"}, {"状态": "value.invalid"}),
        ({"状态": "回避"}, dict.fromkeys((*CRITERIA, "合计"), "score.not-allowed")),
        ({"状态": "缺席", **BLANK_MARKS, "合计": 0.0}, {"合计": "score.not-allowed"}),
        ({"学习能力": None}, {"学习能力": "score.missing"}),
        ({"创新思维": 20.5}, {"创新思维": "score.out-of-range"}),
        ({"创新思维": -0.5}, {"创新思维": "score.out-of-range"}),
        ({"科学兴趣": 10.25}, {"科学兴趣": "score.step"}),
        ({"科学兴趣": 10.255}, {"科学兴趣": "score.precision"}),
        ({"合计": 86.5}, {"合计": "score.total-mismatch"}),
        ({"合计": 100.5}, {"合计": "score.out-of-range"}),
        ({"合计": "?"}, {"合计": "score.not-number"}),
        ({"创新思维": 20.5, "合计": 89.0}, {"创新思维": "score.out-of-range"}),
    ],
)
def test_interview_refusals(changes: Mapping[str, Cell | None], expected: dict[str, str]) -> None:
    assert codes("interview-scores", {**INTERVIEW, **changes}) == expected


@pytest.mark.parametrize("state", ["评委缺席", "缺席", "回避", "考生缺考", "缺考"])
def test_states_without_scores(state: str) -> None:
    assert codes("interview-scores", {**INTERVIEW, **BLANK_MARKS, "状态": state}) == {}


def test_total_may_be_blank_or_missing() -> None:
    assert codes("interview-scores", {k: v for k, v in INTERVIEW.items() if k != "合计"}) == {}


def test_judge_twice() -> None:
    rows = table(INTERVIEW, {**INTERVIEW, "评委": "评二"}, INTERVIEW)
    assert refused(check("interview-scores", rows, known=known())) == {(4, "评委", "score.duplicate")}


def test_other_panel_in_the_file_and_in_the_store() -> None:
    other = {**INTERVIEW, "组别": "乙组", "评委": "评三"}
    assert refused(check("interview-scores", table(INTERVIEW, other), known=known())) == {(3, "组别", "panel.other")}
    stored = known()
    stored.people["pilot", ID] = person(shortlisted=True, panel_uid="P1")
    assert refused(check("interview-scores", table(other), known=stored)) == {(2, "组别", "panel.other")}
    refused_first = {**INTERVIEW, "学习能力": None}
    assert refused(check("interview-scores", table(refused_first, other), known=known())) == {
        (2, "学习能力", "score.missing")
    }

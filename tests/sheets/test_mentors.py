"""mentors: 导师 and 团队成员 (FORMAT §3)."""

from collections.abc import Mapping

import pytest

from tests.sheets.facts import check, refused, table, warned
from yingcai_desktop.sheets.grid import Cell

MENTOR: Mapping[str, Cell | None] = {
    "项目": "试点",
    "姓名": "王五",
    "培养高校": "内师大",
    "学科": "数学",
    "学位": "博士研究生",
    "职称": "教授",
    "人才称号": "国家杰青",
    "可带学生数": 5.0,
    "高校推荐": "推荐",
    "盟市初审": "通过",
}
NATIONAL = {"项目": "英才计划", "培养高校": "内大", "盟市初审": None}
MEMBER: Mapping[str, Cell | None] = {
    "项目": "试点",
    "培养高校": "内师大",
    "学科": "数学",
    "导师姓名": "王五",
    "姓名": "赵六",
    "学位": "硕士",
    "职称": "讲师",
}


def test_good_rows() -> None:
    result = check("mentors", table(MENTOR, name="导师"), table(MEMBER, name="团队成员"))
    assert result.refusals == result.warnings == []
    assert result.tables["导师"][0].key == ("pilot", "内蒙古师范大学", "数学", "王五")
    assert result.tables["导师"][0].values["capacity"] == 5
    (member,) = result.tables["团队成员"]
    assert member.key == ("pilot", "内蒙古师范大学", "数学", "王五", "赵六")
    assert member.values["mentor"] == ("pilot", "内蒙古师范大学", "数学", "王五")


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"项目": "x"}, {"项目": "programme.unknown"}),
        ({"姓名": "x1"}, {"姓名": "name.invalid"}),
        ({"性别": "x"}, {"性别": "gender.invalid"}),
        ({"民族": "x"}, {"民族": "ethnicity.unknown"}),
        ({"手机": "x"}, {"手机": "phone.invalid"}),
        ({"培养高校": "x"}, {"培养高校": "university.unknown"}),
        ({"培养高校": "内大"}, {"培养高校": "university.not-in-programme"}),
        ({"学科": "x"}, {"学科": "subject.unknown"}),
        ({"学科": "生物"}, {"学科": "subject.not-offered"}),
        ({"学科": "生物", "项目": "x"}, {"项目": "programme.unknown", "学科": "subject.not-offered"}),
        ({"培养高校": "内大", "学科": "生物"}, {"培养高校": "university.not-in-programme"}),
        ({"学位": "x"}, {"学位": "value.invalid"}),
        ({"职称": "x"}, {"职称": "value.invalid"}),
        ({"可带学生数": "若干"}, {"可带学生数": "int.invalid"}),
        ({"可带学生数": 0.0}, {"可带学生数": "capacity.out-of-range"}),
        ({"可带学生数": 6.0}, {"可带学生数": "capacity.exceeds-limit"}),
        ({**NATIONAL, "可带学生数": 31.0}, {"可带学生数": "capacity.exceeds-limit"}),
        ({"项目": "x", "可带学生数": 99.0}, {"项目": "programme.unknown"}),
        ({"高校推荐": "x"}, {"高校推荐": "value.invalid"}),
        ({"盟市初审": None}, {"盟市初审": "cell.blank"}),
        ({"盟市初审": "x"}, {"盟市初审": "value.invalid"}),
    ],
)
def test_refusals(changes: Mapping[str, Cell | None], codes: dict[str, str]) -> None:
    assert {f.column: f.code for f in check("mentors", table({**MENTOR, **changes})).refusals} == codes


def test_national_needs_no_city() -> None:
    result = check("mentors", table({**MENTOR, **NATIONAL, "可带学生数": 30.0}))
    assert result.refusals == []


def test_city_review_is_asked_even_without_the_column() -> None:
    row = {k: v for k, v in MENTOR.items() if k != "盟市初审"}
    assert refused(check("mentors", table(row))) == {(2, "盟市初审", "cell.blank")}


def test_duplicates() -> None:
    result = check("mentors", table(MENTOR, MENTOR, name="导师"), table(MEMBER, MEMBER, name="团队成员"))
    assert [(f.sheet, f.row, f.column, f.code) for f in result.refusals] == [
        ("导师", 3, "姓名", "mentor.duplicate"),
        ("团队成员", 3, "姓名", "member.duplicate"),
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"人才称号": None}, {(2, "人才称号", "mentor.no-honour")}),
        ({"人才称号": "其他；其他、"}, {(2, "人才称号", "mentor.no-honour")}),
        ({"人才称号": "其他，国家优青"}, set()),
        ({"学位": "硕士"}, {(2, "学位", "mentor.not-doctor")}),
        ({**NATIONAL, "学位": "硕士"}, set()),
    ],
)
def test_warnings(changes: Mapping[str, Cell | None], expected: set[tuple[int, str, str]]) -> None:
    assert warned(check("mentors", table({**MENTOR, **changes}))) == expected


def test_member_of_a_refused_or_unknown_mentor() -> None:
    result = check("mentors", table({**MENTOR, "学位": "x"}, name="导师"), table(MEMBER, name="团队成员"))
    assert {(f.sheet, f.column, f.code) for f in result.refusals} == {
        ("导师", "学位", "value.invalid"),
        ("团队成员", "导师姓名", "mentor.unknown"),
    }


def test_member_of_a_stored_mentor_and_sheets_in_any_order() -> None:
    assert check("mentors", table({**MEMBER, "导师姓名": "张山"})).refusals == []
    assert check("mentors", table(MEMBER, name="团队成员"), table(MENTOR, name="导师")).refusals == []


@pytest.mark.parametrize(
    ("changes", "warns"),
    [
        ({"学位": "学士"}, True),
        ({"学位": "学士", "职称": "副教授"}, False),
        ({"学位": "硕士"}, False),
        ({"项目": "国家", "培养高校": "内大", "导师姓名": "通拉嘎·巴图"}, True),
        ({"项目": "国家", "培养高校": "内大", "导师姓名": "通拉嘎·巴图", "学位": "博士"}, False),
    ],
)
def test_member_qualification(changes: Mapping[str, Cell | None], warns: bool) -> None:
    result = check("mentors", table({**MEMBER, "导师姓名": "张山", **changes}))
    assert result.refusals == []
    assert warned(result) == ({(2, "学位", "member.not-qualified")} if warns else set())

"""applicants: every code of FORMAT §2 and §3 that a school can run into."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from tests.sheets.facts import GIRL, ID, OTHER_ID, check, facts, grid, number, person, refused, warned
from yingcai_desktop.sheets.grid import Cell
from yingcai_desktop.sheets.kinds import KINDS

HEAD = [c.title for c in KINDS["applicants"][0].columns]
GOOD: Mapping[str, Cell | None] = {
    "项目": "试点",
    "姓名": "巴图",
    "性别": "男",
    "民族": "蒙古",
    "身份证号": ID,
    "出生日期": date(2009, 3, 5),
    "盟市": "呼市",
    "学校": "呼市二中",
    "年级": "高1",
    "班级": 3.0,
    "报名学科": "数学",
    "第一志愿高校": "内师大",
    "第一志愿导师": "张山",
    "服从调剂": "√",
    "监护人姓名": "孟和",
    "监护人手机": 13800000000.0,
    "学生承诺": "Y",
    "监护人同意": "是",
    "学校意见": "同意推荐",
}
NATIONAL = {"项目": "国家", "第一志愿高校": "内大", "第一志愿导师": "通拉嘎•巴图", "年级人数": 800.0, "学科名次": 80.0}


def values(row: Mapping[str, Cell | None]) -> list[Cell | None]:
    return [row.get(title) for title in HEAD]


def test_good_row_is_typed() -> None:
    result = check("applicants", grid([HEAD, values(GOOD)]))
    assert result.refusals == result.warnings == []
    (row,) = result.tables["报名"]
    assert row.key == ("pilot", ID)
    assert row.values == {
        "programme": "pilot",
        "name": "巴图",
        "gender": "男",
        "ethnicity": "蒙古族",
        "id_number": ID,
        "birth_date": date(2009, 3, 5),
        "city": "150100",
        "school_uid": "S1",
        "grade": "高一",
        "class_name": "3",
        "subject": "数学",
        "cohort": None,
        "subject_rank": None,
        "overall_rank": None,
        "rank_basis": "",
        "pretraining": False,
        "proof": "",
        "returning": False,
        "choice1_uid": "M1",
        "choice2_uid": None,
        "choice3_uid": None,
        "adjust": True,
        "guardian_name": "孟和",
        "guardian_relation": "",
        "guardian_phone": "13800000000",
        "student_phone": "",
        "student_consent": True,
        "guardian_consent": True,
        "school_opinion": "推荐",
    }


CASES: list[tuple[Mapping[str, Cell | None], dict[str, str]]] = [
    ({"项目": "全国"}, {"项目": "programme.unknown"}),
    ({"项目": None}, {"项目": "cell.blank"}),
    ({"姓名": "Zhang San"}, {"姓名": "name.invalid"}),
    ({"姓名": "巴"}, {"姓名": "name.invalid"}),
    ({"姓名": "巴··图"}, {"姓名": "name.invalid"}),
    ({"姓名": 12.0}, {"姓名": "name.invalid"}),
    ({"姓名": " \u3000"}, {"姓名": "cell.blank"}),
    ({"性别": "M"}, {"性别": "gender.invalid"}),
    ({"民族": "火星族"}, {"民族": "ethnicity.unknown"}),
    ({"身份证号": float(ID)}, {"身份证号": "id.numeric-cell"}),
    ({"身份证号": date(2009, 3, 5)}, {"身份证号": "id.numeric-cell"}),
    ({"身份证号": None}, {"身份证号": "cell.blank"}),
    ({"身份证号": ID[:-1]}, {"身份证号": "id.length"}),
    ({"身份证号": ID[:14] + "O" + ID[15:]}, {"身份证号": "id.characters"}),
    ({"身份证号": "X" + ID[1:]}, {"身份证号": "id.characters"}),
    ({"身份证号": number("20090231")}, {"身份证号": "id.date"}),
    ({"身份证号": number("18990305")}, {"身份证号": "id.date"}),
    ({"身份证号": number("20260305")}, {"身份证号": "id.date"}),
    ({"身份证号": ID[:-1] + "5"}, {"身份证号": "id.check-digit"}),
    ({"身份证号": GIRL}, {"身份证号": "id.gender"}),
    ({"身份证号": GIRL, "性别": "?"}, {"性别": "gender.invalid"}),
    ({"出生日期": "2009-03-06"}, {"出生日期": "id.birth-date"}),
    ({"出生日期": "2009.03"}, {"出生日期": "date.invalid"}),
    ({"出生日期": "2009-02-30"}, {"出生日期": "date.invalid"}),
    ({"出生日期": 39877.0}, {"出生日期": "date.invalid"}),
    ({"盟市": "赤峰市"}, {"盟市": "city.unknown"}),
    ({"学校": "某中学"}, {"学校": "school.unknown"}),
    ({**NATIONAL, "学校": "包头九中", "盟市": "包头"}, {"学校": "school.not-in-programme"}),
    ({"盟市": "包头"}, {"学校": "school.city-mismatch", "第一志愿高校": "university.other-city"}),
    ({"年级": "高三"}, {"年级": "grade.not-allowed"}),
    ({"报名学科": "天文"}, {"报名学科": "subject.unknown"}),
    ({"学科名次": 3.0}, {"年级人数": "cell.blank"}),
    ({**NATIONAL, "年级人数": None}, {"年级人数": "cell.blank"}),
    ({"年级人数": "约800人"}, {"年级人数": "rank.cohort-invalid"}),
    ({"年级人数": 0.0}, {"年级人数": "rank.cohort-invalid"}),
    ({"年级人数": 800.0, "学科名次": "前5%"}, {"学科名次": "rank.not-integer"}),
    ({"年级人数": 800.0, "综合名次": 3.5}, {"综合名次": "rank.not-integer"}),
    ({"年级人数": 800.0, "学科名次": 0.0}, {"学科名次": "rank.out-of-range"}),
    ({"年级人数": 800.0, "综合名次": 801.0}, {"综合名次": "rank.exceeds-cohort"}),
    ({"年级人数": "?", "综合名次": 801.0}, {"年级人数": "rank.cohort-invalid"}),
    ({**NATIONAL, "学科名次": None}, {"学科名次": "rank.missing"}),
    ({"前置培养表现优秀": "优秀"}, {"前置培养表现优秀": "flag.invalid"}),
    ({"上届学员": "1"}, {"上届学员": "flag.invalid"}),
    ({"第一志愿高校": "北京大学"}, {"第一志愿高校": "university.unknown"}),
    ({"第一志愿高校": "内大"}, {"第一志愿高校": "university.not-in-programme"}),
    ({"第一志愿高校": "内科大"}, {"第一志愿高校": "university.other-city"}),
    ({"第一志愿高校": "内农大"}, {"第一志愿高校": "subject.not-offered"}),
    ({"第一志愿导师": "查无此人"}, {"第一志愿导师": "mentor.unknown"}),
    ({"第一志愿导师": "A"}, {"第一志愿导师": "name.invalid"}),
    ({"第二志愿高校": "内工大"}, {"第二志愿导师": "cell.blank"}),
    ({"第三志愿导师": "李斯"}, {"第三志愿高校": "cell.blank"}),
    ({"第二志愿高校": "内工大", "第二志愿导师": "张山"}, {"第二志愿导师": "mentor.unknown"}),
    ({"服从调剂": None}, {"服从调剂": "cell.blank"}),
    ({"监护人手机": "1380000000"}, {"监护人手机": "phone.invalid"}),
    ({"学生手机": "12800000000"}, {"学生手机": "phone.invalid"}),
    ({"学生承诺": "否"}, {"学生承诺": "consent.missing"}),
    ({"监护人同意": "N"}, {"监护人同意": "consent.missing"}),
    ({"学校意见": "待定"}, {"学校意见": "value.invalid"}),
]


@pytest.mark.parametrize(("changes", "codes"), CASES, ids=[str(c) for _, c in CASES])
def test_refusals(changes: Mapping[str, Cell | None], codes: dict[str, str]) -> None:
    result = check("applicants", grid([HEAD, values({**GOOD, **changes})]))
    assert {f.column: f.code for f in result.refusals} == codes
    assert result.refused_rows == 1
    assert result.tables["报名"] == []


def test_all_bad_cells_are_reported_in_order() -> None:
    row = {**GOOD, "姓名": None, "年级": "高三", "项目": "?", "学校意见": "?"}
    result = check("applicants", grid([HEAD, values(row)]))
    assert [f.column for f in result.refusals] == ["项目", "姓名", "年级", "学校意见"]


def test_same_key_twice_in_one_file() -> None:
    result = check("applicants", grid([HEAD, values(GOOD), values(GOOD)]))
    assert refused(result) == {(3, "身份证号", "id.duplicate")}


def test_duplicates_only_among_sound_rows() -> None:
    result = check("applicants", grid([HEAD, values({**GOOD, "年级": "高三"}), values(GOOD)]))
    assert refused(result) == {(2, "年级", "grade.not-allowed")}


def test_same_key_in_two_sheets() -> None:
    result = check("applicants", grid([HEAD, values(GOOD)], "一"), grid([HEAD, values(GOOD)], "二"))
    assert [(f.sheet, f.code) for f in result.refusals] == [("二", "id.duplicate")]


def test_application_of_another_school() -> None:
    known = facts()
    known.people["pilot", ID] = person(school_uid="S9")
    assert refused(check("applicants", grid([HEAD, values(GOOD)]), known=known)) == {(2, "身份证号", "id.duplicate")}
    known.people["pilot", ID] = person(school_uid="S1")
    assert refused(check("applicants", grid([HEAD, values(GOOD)]), known=known)) == set()


def test_other_programme() -> None:
    known = facts()
    known.people["national", ID] = person(name="别名")
    result = check("applicants", grid([HEAD, values(GOOD)]), known=known)
    assert refused(result) == {(2, "身份证号", "id.name-mismatch")}
    known.people["national", ID] = replace(person(), name="巴图", school_uid="S9")
    assert warned(check("applicants", grid([HEAD, values(GOOD)]), known=known)) == {(2, "身份证号", "dual.application")}


def test_other_programme_in_the_same_file() -> None:
    rows = [values(GOOD), values({**GOOD, **NATIONAL}), values({**GOOD, **NATIONAL, "姓名": "别名"})]
    result = check("applicants", grid([HEAD, *rows]))
    assert refused(result) == {(4, "身份证号", "id.name-mismatch")}
    assert (3, "身份证号", "dual.application") in warned(result)


WARNED: list[tuple[Mapping[str, Cell | None], set[tuple[int, str, str]]]] = [
    ({"前置培养表现优秀": "是"}, {(2, "证明材料", "relax.no-proof")}),
    ({"前置培养表现优秀": "是", "证明材料": "有"}, set()),
    ({"上届学员": "是"}, {(2, "上届学员", "returning.not-on-file")}),
    (
        {"第二志愿高校": "内师大", "第二志愿导师": "张 山"},
        {(2, "第二志愿导师", "choice.repeated"), (2, "第二志愿导师", "cell.normalised")},
    ),
    ({"第三志愿高校": "内工大", "第三志愿导师": "未聘"}, {(2, "第三志愿导师", "mentor.not-appointed")}),
    ({"身份证号": number("20110401"), "出生日期": "20110401"}, {(2, "出生日期", "age.unusual")}),
    ({"身份证号": number("20110331"), "出生日期": "20110331"}, set()),
    ({"身份证号": number("20060331"), "出生日期": 20060331.0}, {(2, "出生日期", "age.unusual")}),
    ({"身份证号": number("20060401"), "出生日期": "2006年4月1日"}, set()),
    ({"姓名": "巴 图"}, {(2, "姓名", "cell.normalised")}),
    ({"身份证号": f" {OTHER_ID}"}, {(2, "身份证号", "cell.normalised")}),
    ({"监护人姓名": "孟和•巴图"}, {(2, "监护人姓名", "cell.normalised")}),
]


@pytest.mark.parametrize(("changes", "expected"), WARNED)
def test_warnings(changes: Mapping[str, Cell | None], expected: set[tuple[int, str, str]]) -> None:
    result = check("applicants", grid([HEAD, values({**GOOD, **changes})]))
    assert result.refusals == []
    assert warned(result) == expected


def test_repeated_choice_is_dropped_and_keeps_its_place() -> None:
    again = {"第二志愿高校": "内师大", "第二志愿导师": "张山", "第三志愿高校": "内工大", "第三志愿导师": "李斯"}
    (row,) = check("applicants", grid([HEAD, values({**GOOD, **again})])).tables["报名"]
    assert [row.values[f"choice{n}_uid"] for n in (1, 2, 3)] == ["M1", None, "M2"]


def test_returning_on_file() -> None:
    row = {**GOOD, "身份证号": GIRL, "性别": "女", "上届学员": "是"}
    assert warned(check("applicants", grid([HEAD, values(row)]))) == set()


def test_returned_row_is_reported_with_dates_in_iso() -> None:
    result = check("applicants", grid([HEAD, values({**GOOD, "身份证号": number("20090306")})]))
    assert [(f.column, f.value) for f in result.refusals] == [("出生日期", "2009-03-05")]

"""visits, evaluations, alumni (FORMAT §3)."""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal

import pytest

from tests.sheets.facts import ID, OTHER_ID, check, facts, person, refused, table, warned
from yingcai_desktop.sheets.grid import Cell
from yingcai_desktop.sheets.known import Known

WHO: Mapping[str, Cell | None] = {"项目": "试点", "身份证号": ID, "姓名": "巴图"}
VISIT = {**WHO, "日期": "2025-5-10", "开始时间": time(9), "形式": "到校培养", "是否面授": "是", "审核": "已通过"}
MIDTERM = {**WHO, "汇报日期": None, "导师团队评价": "良好", "中期结论": "合格", "退出原因": None}
ANNUAL = {**WHO, "课题报告": "有", "培养报告": "是", "导师评价等级": "优秀", "盟市评议分": 88.5, "盟市推荐": "是"}
EXPERT = {
    **WHO,
    "学科": "数学",
    "专家": "钱七",
    "状态": "正常",
    "科学兴趣": 18.0,
    "学科基础知识": 20.5,
    "创新及科研潜质": 30.0,
    "综合能力": 18.0,
    "合计": 86.5,
}
EXPERT_BLANK = dict.fromkeys(("科学兴趣", "学科基础知识", "创新及科研潜质", "综合能力", "合计"))
ALUMNUS: Mapping[str, Cell | None] = {
    "身份证号": ID,
    "姓名": "巴图",
    "届": 2024.0,
    "项目": "试点",
    "学科": "数学",
    "更新日期": "2025-03-01",
    "阶段": "本科",
    "跟踪同意": "是",
}


def known() -> Known:
    """A trainee of each programme and one who has left."""
    found = facts()
    trainee = person(admitted=True, admitted_on=date(2025, 4, 25), team=("张山", "赵六"))
    found.people["pilot", ID] = found.people["national", ID] = trainee
    found.people["pilot", OTHER_ID] = person(uid="A2", name="孟和", admitted=True, exited=True)
    return found


def codes(kind: str, row: Mapping[str, Cell | None]) -> dict[str, str]:
    return {f.column: f.code for f in check(kind, table(row), known=known()).refusals}


EXITED = {"身份证号": OTHER_ID, "姓名": "孟和"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"身份证号": "150199200903050057"}, {"身份证号": "trainee.unknown"}),
        ({"姓名": "别人"}, {"姓名": "name.mismatch"}),
        ({"日期": "2025-6-31"}, {"日期": "date.invalid"}),
        ({"日期": "2024-12-31"}, {"日期": "date.outside-cycle"}),
        ({"开始时间": "下午"}, {"开始时间": "time.invalid"}),
        ({"形式": "电话"}, {"形式": "value.invalid"}),
        ({"是否面授": "对"}, {"是否面授": "flag.invalid"}),
        ({"审核": None}, {"审核": "cell.blank"}),
        (EXITED, {}),
    ],
)
def test_visits(changes: Mapping[str, Cell | None], expected: dict[str, str]) -> None:
    assert codes("visits", {**VISIT, **changes}) == expected


def test_visit_values() -> None:
    (row,) = check("visits", table(VISIT), known=known()).tables["成长日志"]
    assert row.key == ("pilot", ID, date(2025, 5, 10), "09:00")
    assert row.values["application_uid"] == "A1"
    assert (row.values["mode"], row.values["face_to_face"], row.values["review"]) == ("到校", True, "通过")


def test_visit_twice_on_the_same_hour() -> None:
    later = {**VISIT, "开始时间": "9：00", "日期": "20250510"}
    rows = table(VISIT, {**VISIT, "开始时间": "10:00"}, {**VISIT, "开始时间": None}, later)
    assert refused(check("visits", rows, known=known())) == {(5, "日期", "visit.duplicate")}


def test_visit_before_admission() -> None:
    result = check("visits", table({**VISIT, "日期": "2025-04-24"}, {**VISIT, "日期": "2025-04-25"}), known=known())
    assert warned(result) == {(2, "日期", "visit.before-admission")}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (EXITED, {"身份证号": "trainee.exited"}),
        ({"汇报日期": "7月"}, {"汇报日期": "date.invalid"}),
        ({"导师团队评价": "中"}, {"导师团队评价": "value.invalid"}),
        ({"中期结论": "待定"}, {"中期结论": "value.invalid"}),
        ({"中期结论": "不合格"}, {"退出原因": "cell.blank"}),
        ({"中期结论": "不合格", "项目": "国家"}, {}),
        ({"中期结论": "不合格", "退出原因": "转学"}, {}),
    ],
)
def test_midterm(changes: Mapping[str, Cell | None], expected: dict[str, str]) -> None:
    assert codes("evaluations", {**MIDTERM, **changes}) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (EXITED, {"身份证号": "trainee.exited"}),
        ({"课题报告": None}, {"课题报告": "cell.blank"}),
        ({"导师评价等级": "良"}, {"导师评价等级": "value.invalid"}),
        ({"盟市评议分": 100.5}, {"盟市评议分": "score.out-of-range"}),
        ({"盟市评议分": None}, {}),
        ({"盟市推荐": None}, {"盟市推荐": "cell.blank"}),
        ({"盟市推荐": "?"}, {"盟市推荐": "flag.invalid"}),
        ({"盟市推荐": "?", "项目": "国家"}, {}),
        ({"盟市推荐": None, "项目": "国家"}, {}),
    ],
)
def test_annual(changes: Mapping[str, Cell | None], expected: dict[str, str]) -> None:
    assert codes("evaluations", {**ANNUAL, **changes}) == expected


def test_recommendation_is_ignored_for_the_national_programme() -> None:
    (row,) = check("evaluations", table({**ANNUAL, "项目": "国家"}), known=known()).tables["年度材料"]
    assert row.values["city_recommended"] is None
    assert row.values["city_score"] == Decimal("88.5")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"学科": "物理"}, {"学科": "subject.mismatch"}),
        ({"专家": "张山"}, {"状态": "expert.conflict"}),
        ({"专家": "赵 六"}, {"状态": "expert.conflict"}),
        ({"专家": "张山", "状态": "回避", **EXPERT_BLANK}, {}),
        ({"状态": "缺席"}, dict.fromkeys(EXPERT_BLANK, "score.not-allowed")),
        ({"创新及科研潜质": 36.0}, {"创新及科研潜质": "score.out-of-range"}),
        ({"综合能力": 18.2}, {"综合能力": "score.step"}),
        ({"综合能力": None}, {"综合能力": "score.missing"}),
        ({"合计": 86.0}, {"合计": "score.total-mismatch"}),
    ],
)
def test_experts(changes: Mapping[str, Cell | None], expected: dict[str, str]) -> None:
    assert codes("evaluations", {**EXPERT, **changes}) == expected


def test_evaluations_twice() -> None:
    result = check(
        "evaluations",
        table(MIDTERM, MIDTERM, name="中期"),
        table(ANNUAL, ANNUAL, name="年度"),
        table(EXPERT, EXPERT, {**EXPERT, "专家": "孙八"}, name="专家"),
        known=known(),
    )
    assert [(f.sheet, f.row, f.column, f.code) for f in result.refusals] == [
        ("中期", 3, "身份证号", "evaluation.duplicate"),
        ("年度", 3, "身份证号", "evaluation.duplicate"),
        ("专家", 3, "专家", "score.duplicate"),
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"届": "二零二四"}, {"届": "int.invalid"}),
        ({"届": 2016.0}, {"届": "season.out-of-range"}),
        ({"届": 2025.0}, {"届": "season.out-of-range"}),
        ({"届": "2017"}, {}),
        ({"等级": "良"}, {"等级": "value.invalid"}),
        ({"更新日期": None}, {"更新日期": "cell.blank"}),
        ({"阶段": "留学中"}, {"阶段": "value.invalid"}),
        ({"拔尖计划": "?"}, {"拔尖计划": "flag.invalid"}),
        ({"跟踪同意": "否"}, {"跟踪同意": "consent.missing"}),
    ],
)
def test_alumni(changes: Mapping[str, Cell | None], expected: dict[str, str]) -> None:
    assert codes("alumni", {**ALUMNUS, **changes}) == expected


def test_alumni_twice() -> None:
    rows = table(ALUMNUS, {**ALUMNUS, "更新日期": "2025-03-02"}, {**ALUMNUS, "更新日期": "2025年3月1日"})
    assert refused(check("alumni", rows)) == {(4, "身份证号", "alumni.duplicate")}


PLAN: Mapping[str, Cell | None] = {**WHO, "课题": "草原土壤微生物", "选题情况": "已确定", "制定日期": "2025.5.6"}
BOOK: Mapping[str, Cell | None] = {**WHO, "书名": "微积分入门", "指定日期": "2025-05-10", "读完日期": "2025-06-10"}
HELPER: Mapping[str, Cell | None] = {**WHO, "合作导师": "周八", "单位": "内蒙古大学"}
NOTHING = dict.fromkeys(("课题", "选题情况", "制定日期"))


def in_training() -> Known:
    found = known()
    found.people["pilot", ID] = person(admitted=True, begun=True)
    found.people["pilot", OTHER_ID] = person(uid="A2", name="孟和", admitted=True, begun=True, exited=True)
    return found


@pytest.mark.parametrize(
    ("row", "changes", "expected"),
    [
        (PLAN, {"身份证号": "150199200903050057"}, {"身份证号": "trainee.unknown"}),
        (PLAN, {"项目": "国家"}, {"身份证号": "trainee.not-begun"}),
        (PLAN, EXITED, {"身份证号": "trainee.exited"}),
        (PLAN, {"姓名": "别人"}, {"姓名": "name.mismatch"}),
        (PLAN, {"选题情况": "想好了"}, {"选题情况": "value.invalid"}),
        (PLAN, {"制定日期": "五月"}, {"制定日期": "date.invalid"}),
        (PLAN, NOTHING, {"课题": "plan.empty"}),
        (PLAN, {"课题": None}, {}),
        (BOOK, {"书名": None}, {"书目文献": "cell.blank"}),
        (BOOK, {"读完日期": "2025-05-09"}, {"读完日期": "reading.before-given"}),
        (BOOK, EXITED, {"身份证号": "trainee.exited"}),
        (HELPER, {"合作导师": "Z8"}, {"合作导师": "name.invalid"}),
        (HELPER, {"身份证号": 15019920090305.0}, {"身份证号": "id.numeric-cell"}),
    ],
)
def test_plans(row: Mapping[str, Cell | None], changes: Mapping[str, Cell | None], expected: dict[str, str]) -> None:
    result = check("plans", table({**row, **changes}), known=in_training())
    assert {f.column: f.code for f in result.refusals} == expected


@pytest.mark.parametrize(("row", "on"), [(PLAN, "身份证号"), (BOOK, "书目文献"), (HELPER, "合作导师")])
def test_a_plan_twice_in_one_workbook(row: Mapping[str, Cell | None], on: str) -> None:
    assert refused(check("plans", table(row, row), known=in_training())) == {(3, on, "plan.duplicate")}


def test_the_three_tables_of_a_plan_in_one_workbook() -> None:
    result = check("plans", *(table(row, name=str(n)) for n, row in enumerate((PLAN, BOOK, HELPER))), known=in_training())
    assert {name: len(rows) for name, rows in result.tables.items()} == {"培养计划": 1, "阅读书目": 1, "合作导师": 1}
    (plan,) = result.tables["培养计划"]
    assert (plan.values["topic_state"], plan.values["made_on"], plan.values["goal"]) == ("已定", date(2025, 5, 6), "")

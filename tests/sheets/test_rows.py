"""Which rows count, and what merged and hidden ones mean (FORMAT §1, Rows; §6)."""

import pytest

from tests.sheets.facts import GIRL, ID, check, grid, warned
from tests.sheets.test_applicants import GOOD, HEAD, values
from yingcai_desktop.sheets.check import FileResult
from yingcai_desktop.sheets.grid import Area, Cell

GIRL_ROW = GOOD | {"身份证号": GIRL, "姓名": "图雅", "性别": "女"}


def load(*rows: list[Cell | None], merged: tuple[Area, ...] = (), hidden: tuple[int, ...] = ()) -> FileResult:
    return check("applicants", grid([HEAD, *rows], merged=merged, hidden=hidden))


@pytest.mark.parametrize(
    "skipped",
    [
        [],
        ["   "],
        ["示例：张三", "x", "y"],
        ["", "填写说明", "x"],
        [" \u200b示例"],
        ["注：身份证号用文本格式"],
        ["", "", "说明"],
        ["填表人：某某"],
        ["审核："],
        ["合计"],
        ["备注"],
    ],
)
def test_skipped_rows_do_not_end_the_table(skipped: list[Cell | None]) -> None:
    result = load(values(GOOD), skipped, values(GIRL_ROW))
    assert [r.row for r in result.tables["报名"]] == [2, 4]
    assert result.refused_rows == 0


@pytest.mark.parametrize("counted", [["注：", "x"], ["总计"], ["1", "示例"], ["", "0"]])
def test_other_rows_count(counted: list[Cell | None]) -> None:
    assert load(values(GOOD), counted).refused_rows == 1


def test_row_numbers_are_those_of_the_sheet() -> None:
    result = check("applicants", grid([HEAD, values(GOOD)], first=7))
    assert [r.row for r in result.tables["报名"]] == [8]


def test_hidden_rows_are_read() -> None:
    result = load(values(GOOD), hidden=(2,))
    assert [(w.row, w.column, w.code, w.value) for w in result.warnings] == [(2, "", "row.hidden", "")]


def test_vertical_merge_gives_its_value() -> None:
    school = HEAD.index("学校")
    result = load(values(GOOD), values(GIRL_ROW | {"学校": None}), merged=((2, school, 9, school),))
    assert [r.values["school_uid"] for r in result.tables["报名"]] == ["S1", "S1"]
    assert [(w.row, w.column, w.code, w.value) for w in result.warnings] == [(3, "学校", "cell.merged", "呼市二中")]


def test_merge_wins_over_what_it_covers_and_fills_no_blank_rows() -> None:
    city = HEAD.index("盟市")
    result = load(values(GOOD), values(GIRL_ROW | {"盟市": "包头"}), merged=((2, city, 500, city),))
    assert result.refused_rows == 0
    assert len(result.tables["报名"]) == 2


def test_other_merged_columns_are_not_filled() -> None:
    grade = HEAD.index("年级")
    result = load(values(GOOD), values(GIRL_ROW | {"年级": None}), merged=((2, grade, 3, grade),))
    assert [(f.row, f.column, f.code) for f in result.refusals] == [(3, "年级", "cell.blank")]


def test_merged_refused_value_is_reported_on_each_row() -> None:
    school = HEAD.index("学校")
    rows = [values(GOOD | {"学校": "无名中学"}), values(GIRL_ROW | {"学校": None})]
    result = load(*rows, merged=((2, school, 3, school),))
    assert [(f.row, f.code, f.value) for f in result.refusals] == [
        (2, "school.unknown", "无名中学"),
        (3, "school.unknown", "无名中学"),
    ]


def test_order_of_warnings() -> None:
    school = HEAD.index("学校")
    rows = [values(GOOD), values(GIRL_ROW | {"姓名": " 图 雅 ", "学校": None})]
    result = load(*rows, merged=((2, school, 3, school),), hidden=(3,))
    assert [(w.column, w.code, w.value) for w in result.warnings] == [
        ("", "row.hidden", ""),
        ("姓名", "cell.normalised", " 图 雅 "),
        ("学校", "cell.merged", "呼市二中"),
    ]


def test_refused_rows_give_no_warnings() -> None:
    result = load(values(GOOD | {"姓名": " 巴图", "年级": "高三"}), hidden=(2,))
    assert result.warnings == []


def test_numeric_identity_number_is_never_repaired() -> None:
    result = load(values(GOOD | {"身份证号": float(ID)}))
    assert [(f.code, f.value) for f in result.refusals] == [("id.numeric-cell", "150199200903050020")]
    assert warned(result) == set()

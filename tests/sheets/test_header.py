"""Finding tables in sheets (FORMAT §1, Sheets and Header; §8, Columns)."""

import pytest

from tests.sheets.facts import check, grid
from yingcai_desktop.sheets.grid import Grid
from yingcai_desktop.sheets.header import find_header, label
from yingcai_desktop.sheets.kinds import KINDS
from yingcai_desktop.sheets.layouts import Layout

(VISITS,), (APPLICANTS,), (ALUMNI,) = KINDS["visits"], KINDS["applicants"], KINDS["alumni"]
HEAD = ["项目", "身份证号", "姓名", "日期", "形式", "是否面授", "审核"]
TITLES = [c.title for c in APPLICANTS.columns]


def columns(sheet: Grid, layout: Layout = VISITS) -> dict[str, int]:
    header = find_header(sheet, layout)
    assert header is not None
    return dict(header.columns)


@pytest.mark.parametrize("above", range(10))
def test_header_among_first_ten_rows(above: int) -> None:
    assert columns(grid([["标题"]] * above + [HEAD])) == {t: n for n, t in enumerate(HEAD)}


def test_header_in_row_eleven_is_too_late() -> None:
    assert check("visits", grid([["标题"]] * 10 + [HEAD])).refused == "sheet.missing"


@pytest.mark.parametrize(
    "text",
    [
        "项目*",
        "* 项 目",
        "项\n目",
        "项目（必填）",
        "项目(国家/试点)",
        "项目【选填】",
        "\u3000项\u00a0目\u200b",
        "项目[a](b)",
        "项目（可填（国家））",
    ],
)
def test_decoration_is_dropped(text: str) -> None:
    assert label(text) == "项目"


@pytest.mark.parametrize(
    "layout", [layout for kind in KINDS.values() for layout in kind], ids=lambda layout: layout.name
)
def test_every_synonym_stands_for_its_column(layout: Layout) -> None:
    for column in layout.columns:
        for also in column.also:
            titles = [also if c is column else c.title for c in layout.columns]
            assert columns(grid([titles]), layout)[column.title] == layout.places[column.title]


def test_no_word_stands_for_two_columns() -> None:
    for layouts in KINDS.values():
        for layout in layouts:
            words = [w for c in layout.columns for w in (c.title, *c.also)]
            assert len(words) == len(set(words))


def _choices_pair() -> tuple[list[str], list[str], list[tuple[int, int, int, int]]]:
    plain = [t for t in TITLES if "志愿" not in t]
    upper = [*plain, "第一志愿", "", "第二志愿", "", "第三志愿", ""]
    lower = [""] * len(plain) + ["高校", "导师"] * 3
    n = len(plain)
    return upper, lower, [(2, n + k, 2, n + k + 1) for k in (0, 2, 4)]


def test_pair_joins_merged_groups() -> None:
    upper, lower, merged = _choices_pair()
    found = columns(grid([["汇总表"], upper, lower], merged=merged), APPLICANTS)
    assert set(found) == set(TITLES)
    assert [found[t] for t in ("第一志愿高校", "第一志愿导师", "第三志愿导师")] == [26, 27, 31]


def test_pair_with_vertically_merged_plain_columns() -> None:
    upper, lower, merged = _choices_pair()
    tall = [(2, n, 3, n) for n in range(26)]
    assert set(columns(grid([["汇总表"], upper, lower], merged=[*merged, *tall]), APPLICANTS)) == set(TITLES)


def test_merged_group_of_somebody_else_is_not_the_student() -> None:
    """`父亲` over `姓名` is an unknown column, not the student's name twice."""
    upper, lower = [*TITLES, "父亲", ""], [""] * len(TITLES) + ["姓名", "电话"]
    result = check("applicants", grid([upper, lower], merged=[(1, len(TITLES), 1, len(TITLES) + 1)]))
    assert result.refused == ""


def test_guardian_group() -> None:
    plain = [t for t in TITLES if not t.startswith("监护人") or t == "监护人同意"]
    upper, lower = [*plain, "监护人", "", ""], [""] * len(plain) + ["姓名", "关系", "手机"]
    found = columns(grid([upper, lower], merged=[(1, len(plain), 1, len(plain) + 2)]), APPLICANTS)
    assert set(found) == set(TITLES)


def test_tie_goes_to_the_single_row_then_the_upper() -> None:
    assert find_header(grid([HEAD, HEAD]), VISITS).last_row == 1  # type: ignore[union-attr]
    assert find_header(grid([["标题"], HEAD, ["国家"]]), VISITS).last_row == 2  # type: ignore[union-attr]


def test_title_merged_over_the_header_is_no_group() -> None:
    assert columns(grid([["成长日志汇总表"], HEAD], merged=[(1, 0, 1, 6)])) == {t: n for n, t in enumerate(HEAD)}


def test_any_order_and_unknown_columns() -> None:
    assert columns(grid([["序号", *reversed(HEAD), "备注2"]]))["项目"] == len(HEAD)


def test_missing_column() -> None:
    assert check("visits", grid([HEAD[:-1]])).refused == "sheet.missing"


def test_repeated_column_by_synonym() -> None:
    assert check("visits", grid([[*HEAD, "项目名称"]])).refused == "sheet.repeated-column"


def test_repeated_column_in_a_sheet_that_is_not_read() -> None:
    other = grid([["姓名", "姓名"]], "别的")
    assert check("visits", grid([HEAD]), other).refused == ""


def test_every_sheet_that_fits_is_read() -> None:
    row = ["国家"]
    result = check("visits", grid([HEAD, row], "一"), grid([["说明"]], "二"), grid([["标题"], HEAD, row], "三"))
    assert {(f.sheet, f.row) for f in result.refusals} == {("一", 2), ("三", 3)}
    assert result.refused_rows == 2


def test_a_sheet_belongs_to_the_first_table_that_fits() -> None:
    both = [
        "项目",
        "身份证号",
        "姓名",
        "导师团队评价",
        "中期结论",
        "退出原因",
        "课题报告",
        "培养报告",
        "导师评价等级",
        "盟市推荐",
    ]
    result = check("evaluations", grid([both, ["国家"]]))
    assert {f.column for f in result.refusals} >= {"中期结论"}
    assert not any(f.column == "课题报告" for f in result.refusals)

"""Blank workbooks to fill."""

import io
from pathlib import Path

import openpyxl
import pytest

from tests.sheets.facts import SCHEMES, check, facts
from tests.sheets.raw import read
from yingcai_desktop.sheets.check import check_book
from yingcai_desktop.sheets.kinds import KINDS
from yingcai_desktop.sheets.template import template

SCHOOLS = ("呼和浩特市第二中学", "包头市第九中学")


@pytest.mark.parametrize("kind", list(KINDS))
def test_blank_template_loads_as_nothing(kind: str) -> None:
    book = read(template(kind, SCHEMES, SCHOOLS))
    assert [s.name for s in book.sheets] == [*(layout.name for layout in KINDS[kind]), "填写说明"]
    result = check_book(kind, "模板.xlsx", book, facts())
    assert result.refused == ""
    assert set(result.tables) == {layout.name for layout in KINDS[kind]}
    assert not any(result.tables.values())
    assert result.refused_rows == 0


def test_filled_template_is_accepted(tmp_path: Path) -> None:
    from tests.sheets.test_applicants import GOOD, HEAD

    book = openpyxl.load_workbook(io.BytesIO(template("applicants", SCHEMES, SCHOOLS)))
    sheet = book["报名"]
    for column, title in enumerate(HEAD, 1):
        if GOOD.get(title) is not None:
            sheet.cell(3, column, GOOD[title])
    book.save(out := io.BytesIO())
    result = check_book("applicants", "模板.xlsx", read(out.getvalue()), facts())
    assert result.refusals == []
    assert len(result.tables["报名"]) == 1


def test_drop_downs_and_text_columns() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(template("applicants", SCHEMES, SCHOOLS)))["报名"]
    rules = {str(r.sqref).split(":")[0]: r.formula1 for r in sheet.data_validations.dataValidation}
    assert rules["A3"] == '"国家,试点"'
    assert rules["H3"] == '"呼和浩特市第二中学,包头市第九中学"'
    assert sheet["E1"].value == "身份证号*"
    assert sheet["E2"].number_format == "@"
    assert sheet.column_dimensions["E"].width > 18


def test_a_list_too_long_for_a_drop_down_is_left_out() -> None:
    many = [f"第{n}示例中学" for n in range(100)]
    assert not check("visits").tables
    sheet = openpyxl.load_workbook(io.BytesIO(template("applicants", SCHEMES, many)))["报名"]
    assert not any(str(r.sqref).startswith("H") for r in sheet.data_validations.dataValidation)

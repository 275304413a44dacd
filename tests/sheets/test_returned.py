"""Refused rows go back as the sender's own workbook (design §4, Workbook in)."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

from tests.sheets.facts import facts
from tests.sheets.raw import packed, parts
from tests.sheets.test_mentors import MENTOR
from yingcai_desktop.errors import Invalid
from yingcai_desktop.sheets.check import FileResult, check_book
from yingcai_desktop.sheets.returned import give_back
from yingcai_desktop.sheets.supervised import WorkbookReader


def sent(path: Path, *rows: dict[str, object], merge: str = "") -> tuple[Path, FileResult]:
    """A workbook of mentors as a university sends it, and what checking it found."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "导师"
    sheet.append(["推荐汇总表"])
    sheet["A1"].font = Font(size=20, bold=True)
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append(list(row.values()))
    sheet.column_dimensions["B"].width = 33
    if merge:
        sheet.merge_cells(merge)
    book.save(path)
    with WorkbookReader() as reader:
        return path, check_book("mentors", path.name, reader.read(path), facts())


def comments(path: Path) -> dict[str, str]:
    sheet = openpyxl.load_workbook(path)["导师"]
    return {c.coordinate: c.comment.text for row in sheet.iter_rows() for c in row if c.comment}


GOOD = {k: v for k, v in MENTOR.items() if k != "盟市初审"} | {"盟市初审": "通过"}
BAD = {**GOOD, "姓名": "Wang", "可带学生数": 9}


def test_comments_stand_on_the_bad_cells(tmp_path: Path) -> None:
    out = tmp_path / "退回.xlsx"
    assert give_back([sent(tmp_path / "a.xlsx", GOOD, BAD)], out) == [out]
    found = comments(out)
    assert set(found) == {"B4", "H4"}
    assert found["B4"].startswith("姓名“Wang”不合规范。")
    assert "附件2 五（三）1" in found["H4"]
    sheet = openpyxl.load_workbook(out)["导师"]
    assert (sheet["A1"].font.size, sheet.column_dimensions["B"].width) == (20, 33)
    assert [sheet[f"C{n}"].fill.fgColor.rgb for n in (3, 4)] == ["00000000", "00FFF2CC"]
    assert sheet["B4"].fill.fgColor.rgb == "00F8CBAD"
    assert sheet["B3"].value == "王五"


def test_what_comes_back_can_be_loaded_again(tmp_path: Path) -> None:
    path, result = sent(tmp_path / "a.xlsx", GOOD, BAD)
    give_back([(path, result)], out := tmp_path / "b.xlsx")
    with WorkbookReader() as reader:
        again = check_book("mentors", "b.xlsx", reader.read(out), facts())
    assert again.refusals == result.refusals


def test_column_that_is_not_there_and_merged_cell(tmp_path: Path) -> None:
    row = {k: v for k, v in GOOD.items() if k != "盟市初审"}
    give_back([sent(tmp_path / "a.xlsx", row)], out := tmp_path / "b.xlsx")
    assert comments(out) == {"A3": "盟市初审：必填项是空的。请补填后重新导入这一行。"}
    merged = [{**GOOD, "项目": "火星"}, {**GOOD, "姓名": "赵六"}]
    give_back([sent(tmp_path / "c.xlsx", *merged, merge="A3:A4")], out)
    found = comments(out)
    assert found["A3"].startswith("项目“火星”不在名录里")
    assert found["B4"].startswith("项目：项目“火星”不在名录里")


def test_several_files(tmp_path: Path) -> None:
    files = [sent(tmp_path / "甲.xlsx", BAD), sent(tmp_path / "乙.xlsx", GOOD), sent(tmp_path / "丙.xlsx", BAD)]
    out = tmp_path / "退回.xlsx"
    assert give_back(files, out) == [out, tmp_path / "退回-甲.xlsx", tmp_path / "退回-丙.xlsx"]
    rows = list(openpyxl.load_workbook(out).worksheets[0].values)
    assert rows[0] == ("文件", "工作表", "行", "列", "所填内容", "问题和办法")
    assert [r[:5] for r in rows[1:]] == [
        (f, "导师", 3, c, v) for f in ("甲.xlsx", "丙.xlsx") for c, v in (("姓名", "Wang"), ("可带学生数", "9"))
    ]
    assert comments(tmp_path / "退回-丙.xlsx").keys() == {"B3", "H3"}


def test_whole_file_refused_is_listed(tmp_path: Path) -> None:
    (path := tmp_path / "x.xlsx").write_bytes(b"no")
    with WorkbookReader() as reader:
        result = check_book("mentors", "x.xlsx", reader.read(path), facts())
    give_back([(path, result)], out := tmp_path / "退回.xlsx")
    rows = list(openpyxl.load_workbook(out).worksheets[0].values)
    assert rows[1][0] == "x.xlsx"
    assert rows[1][5].startswith("这不是 .xlsx 工作簿")


def test_workbook_openpyxl_cannot_take_is_given_back_as_a_list(tmp_path: Path) -> None:
    """Our reader needs no styles worth the name; openpyxl stumbles over these."""
    titles = list(GOOD)
    cells = lambda n, values: "".join(  # noqa: E731
        f'<c r="{chr(65 + i)}{n}" t="inlineStr"><is><t>{v}</t></is></c>' for i, v in enumerate(values)
    )
    data = f'<row r="1">{cells(1, titles)}</row><row r="2">{cells(2, BAD.values())}</row>'
    files = parts(data, styles="<fills><fill/></fills><cellXfs><xf/></cellXfs>")
    (path := tmp_path / "a.xlsx").write_bytes(packed(files))
    with WorkbookReader() as reader:
        result = check_book("mentors", "a.xlsx", reader.read(path), facts())
    assert len(result.refusals) == 2
    give_back([(path, result)], out := tmp_path / "退回.xlsx")
    assert [r[3] for r in list(openpyxl.load_workbook(out).worksheets[0].values)[1:]] == ["姓名", "可带学生数"]


def test_place_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="没有写成"):
        give_back([sent(tmp_path / "a.xlsx", BAD)], tmp_path / "no" / "b.xlsx")

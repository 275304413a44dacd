"""Lists that go out (FORMAT §6; reliability F15)."""

import csv
import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.sheets.facts import ID
from yingcai_desktop.errors import Invalid
from yingcai_desktop.sheets import writer
from yingcai_desktop.sheets.headings import HEADINGS

HEADING = writer.Heading("报名汇总表", "自治区", 2025, datetime(2025, 4, 1, 9, 30, tzinfo=UTC))
PERSON = {"programme": "pilot", "city": "150100", "subject": "数学", "id_number": ID, "name": "巴图"}
ATTACKS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x","y")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "http://a.b",
    "00123",
]


def sheet(rows: list[dict[str, Any]], what: str, out: Path) -> Any:
    writer.write(rows, what, out, HEADING)
    return openpyxl.load_workbook(out).worksheets[0]


def test_xlsx_head_and_words(tmp_path: Path) -> None:
    choices = [{"university": "内蒙古师范大学", "mentor": "张山"}]
    found = sheet([{**PERSON, "dual": True, "adjust": False, "choices": choices}], "applicants", tmp_path / "a.xlsx")
    assert found["A1"].value == "报名汇总表"
    assert found["A2"].value == "单位：自治区　　年度：2025　　导出时间：2025-04-01 09:30"
    head = [c.value for c in found[3]]
    row = dict(zip(head, (c.value for c in found[4]), strict=True))
    assert row["项目"] == "自治区青少年科技创新后备人才培养试点"
    assert (row["盟市"], row["身份证号"], row["兼报两项"], row["服从调剂"]) == ("呼和浩特市", ID, "是", "否")
    assert (row["第一志愿高校"], row["第一志愿导师"], row["第二志愿高校"]) == ("内蒙古师范大学", "张山", None)
    assert found["A3"].font.bold
    assert found.freeze_panes == "A4"
    assert found.auto_filter.ref == "A3:M4"
    assert found.print_title_rows == "$1:$3"
    assert found["D4"].number_format == "@"
    assert found["D4"].data_type == "s"


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_no_text_becomes_a_formula(attack: str, tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    cell = sheet([{**PERSON, "name": attack}], "eligibility", out)["E4"]
    assert cell.data_type == "s"
    assert cell.value.replace("_x000D_", "\r") == attack
    assert bool(cell.quotePrefix) is (attack[0] in "=+-@\t\r")
    with zipfile.ZipFile(out) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
        assert "hyperlink" not in archive.read("xl/worksheets/sheet1.xml").decode().lower()


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_csv_is_safe_and_readable(attack: str, tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    writer.write([{**PERSON, "name": attack, "score": "86.50"}], "grades", out, HEADING)
    content = out.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    head, row = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    found = dict(zip(head, row, strict=True))
    guarded = attack[0] in "=+-@\t\r"
    assert found["姓名"] == (f"'{attack}" if guarded else attack)
    assert found["终评分"] == "86.50"


def test_scores_are_numbers_with_their_places(tmp_path: Path) -> None:
    rows = [{**PERSON, "raw": "87.33", "factor": "0.9664", "state": "result", "method": "trimmed-1-1", "valid": 3}]
    found = sheet(rows, "interview-results", tmp_path / "a.xlsx")
    cells = {head.value: cell for head, cell in zip(found[3], found[4], strict=True)}
    assert (cells["面试原始分"].value, cells["面试原始分"].number_format) == (87.33, "0.00")
    assert (cells["修正系数"].value, cells["修正系数"].number_format) == (0.9664, "0.0000")
    assert cells["面试结果"].value == "有成绩"
    assert cells["计分办法"].value == "去一高一低平均"
    assert cells["有效评委"].value == 3


def test_people_and_months_become_lines_and_columns(tmp_path: Path) -> None:
    group = {"programme": "national", "city": "", "subject": "数学", "seats": 5}
    people = [
        {"id_number": ID, "name": "巴图", "score": "93.50", "rank": 1},
        {"id_number": ID, "name": "孟和", "score": "90.00", "rank": 2},
    ]
    found = sheet(
        [{**group, "people": people}, {**group, "subject": "物理", "people": []}], "shortlist", tmp_path / "a.xlsx"
    )
    lines = [[c.value for c in row] for row in found.iter_rows(min_row=4)]
    assert [line[4:] for line in lines] == [[ID, "巴图", 93.5, 1], [ID, "孟和", 90, 2], [None] * 4]
    months = [
        {**PERSON, "months": {"2025-06": 1}, "ok": True},
        {**PERSON, "months": {"2025-05": 2, "2025-06": 2}, "ok": False},
    ]
    found = sheet(months, "compliance", tmp_path / "b.xlsx")
    assert [c.value for c in found[3]][5:] == ["2025-05", "2025-06", "达标"]
    assert [c.value for c in found[4]][5:] == [None, 1, "是"]


def test_json_is_the_rows_themselves(tmp_path: Path) -> None:
    rows = [{**PERSON, "name": "程霞𬭊", "months": {}, "ok": True}]
    writer.write(rows, "compliance", tmp_path / "a.json", HEADING)
    content = (tmp_path / "a.json").read_text("utf-8")
    assert json.loads(content) == rows
    assert "程霞𬭊" in content


def test_empty_list(tmp_path: Path) -> None:
    assert sheet([], "waitlist", tmp_path / "a.xlsx")["A1"].value == "报名汇总表"
    writer.write([], "waitlist", tmp_path / "a.json", HEADING)
    assert json.loads((tmp_path / "a.json").read_text("utf-8")) == []


def test_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="没有写成"):
        writer.write([PERSON], "eligibility", tmp_path / "no" / "a.xlsx", HEADING)
    with pytest.raises(Invalid, match="不是能导出的格式"):
        writer.write([PERSON], "eligibility", tmp_path / "a.pdf", HEADING)
    (tmp_path / "dir.json").mkdir()
    with pytest.raises(Invalid, match="没有写成"):
        writer.write([PERSON], "eligibility", tmp_path / "dir.json", HEADING)
    assert [p.name for p in tmp_path.iterdir()] == ["dir.json"]


def test_headings_are_chinese() -> None:
    assert all(not heading.isascii() for heading in HEADINGS.values())

"""A list as it is seen: workbook and PDF with their heading; full numbers only with a line in the journal."""

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from db.models import Disclosure
from tests.documents.reading import page_count, page_size, pdfium_text
from tests.season import At
from yingcai_desktop.desk import Desk, SignedIn
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.rules.duties import Duty
from yingcai_desktop.services import disclosing, seen
from yingcai_desktop.services.logbook import Logbook
from yingcai_desktop.services.seen import Seen, SeenColumn

LIST = Seen(
    "报名登记",
    (SeenColumn("姓名"), SeenColumn("学校", 160), SeenColumn("年级人数", 70, number=True), SeenColumn("身份证号", 168)),
    (("博尔济吉特阿拉坦其其格·巴雅尔孟和图门乌力吉其木格", "通辽第五中学", "600", "150699********0017"), ("𬭎", "=1+1", "", "")),
    "后备人才", "状态 已提交；搜索“阿”", ("身份证号",),
)  # fmt: skip


@pytest.fixture
def office(at: At) -> Desk:
    return at("decided")


def entries(desk: Desk) -> list[Disclosure]:
    with desk.read() as session:
        return list(session.scalars(select(Disclosure)))


def test_the_workbook_says_office_year_time_and_filters_and_keeps_text_text(office: Desk, tmp_path: Path) -> None:
    out = tmp_path / "名单.xlsx"

    count = seen.write_workbook(office, LIST, out)

    sheet = openpyxl.load_workbook(out).active
    rows = list(sheet.iter_rows(values_only=True))
    assert (count, rows[0][0]) == (2, "报名登记")
    for words in ("自治区", "年度：2025", "2025-12-26 09:30", "范围：后备人才", "筛选：状态 已提交；搜索“阿”", "条数：2", "已遮盖：身份证号"):
        assert words in rows[1][0], words
    assert rows[2] == ("姓名", "学校", "年级人数", "身份证号")
    assert rows[3][2] == 600
    assert rows[4][1] == "=1+1"
    assert sheet["B5"].data_type == "s"


def test_the_same_on_paper_with_long_names_and_rare_characters(office: Desk) -> None:
    pdf = seen.as_pdf(office, LIST)

    text = "".join(pdfium_text(pdf).split())
    assert page_count(pdf) == 1
    assert page_size(pdf) == pytest.approx((595.3, 841.9), abs=0.2)
    for words in ("报名登记", "2025-12-2609:30", "后备人才", "状态已提交", "通辽第五中学", "600", "150699********0017", "𬭎"):
        assert words in text, words


def test_many_columns_lie_across(office: Desk) -> None:
    wide = replace(LIST, columns=tuple(SeenColumn(f"第{n}列", 90) for n in range(12)), rows=(("内容",) * 12,) * 80)

    pdf = seen.as_pdf(office, wide)

    assert page_size(pdf) == pytest.approx((841.9, 595.3), abs=0.2)
    assert page_count(pdf) > 1


def test_u57_a_list_with_full_numbers_leaves_a_line_before_it_leaves(office: Desk, tmp_path: Path) -> None:
    openly = replace(LIST, masked=(), open=("身份证号",))

    with pytest.raises(Invalid):
        seen.write_workbook(office, openly, tmp_path / "没有这个文件夹" / "名单.xlsx")
    seen.as_pdf(office, openly)

    assert [(e.way, e.place, e.columns, e.rows) for e in entries(office)] == [
        ("导出", "报名登记", ["身份证号"], 2),
        ("打印", "报名登记", ["身份证号"], 2),
    ]


def test_a_masked_list_leaves_no_line(office: Desk, tmp_path: Path) -> None:
    seen.write_workbook(office, LIST, tmp_path / "名单.xlsx")

    assert entries(office) == []


def test_who_may_not_open_numbers_gets_no_file(office: Desk, tmp_path: Path) -> None:
    office.user = SignedIn("u", "监督甲", frozenset({Duty.SUPERVISOR}))
    out = tmp_path / "名单.xlsx"

    with pytest.raises(NotAllowed, match="导出完整号码"):
        seen.write_workbook(office, replace(LIST, open=("身份证号",)), out)

    assert not out.exists()


def test_the_logbook_reads_well(office: Desk) -> None:
    disclosing.seen(office, "报名登记", "身份证号", "阿古拉（150199********0022）")
    book = Logbook(office)
    book.read()

    line = book.lines[0]
    assert (line.title, line.subject) == ("查看完整号码", "阿古拉（150199********0022）")
    assert {c.label: c.new for c in book.changes(line.n)} == {
        "方式": "查看", "名单": "报名登记", "内容": "身份证号", "人员": "阿古拉（150199********0022）", "条数": "1",
    }  # fmt: skip

"""Reports: one definition per figure, people behind every number, the same numbers in every file (features M01–M06)."""

from datetime import date
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from tests.season import At
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.services import exports, reports, summaries
from yingcai_desktop.services.reports import giving
from yingcai_desktop.services.reports.tables import Cell, Table, share
from yingcai_desktop.services.scope import EVERYTHING

EVERY_WAY = [(r.key, way) for r in reports.REPORTS for way in ([key for key, _ in r.ways] or [""])]


def total(table: Table, column: str) -> int:
    place = [c.key for c in table.columns].index(column)
    assert table.total is not None
    return int(table.total.cells[place].value or 0)


@pytest.fixture
def graded(at: At) -> Desk:
    return at("certified")


@pytest.mark.parametrize(("key", "way"), EVERY_WAY)
def test_every_number_of_people_is_the_number_of_people_behind_it(graded: Desk, key: str, way: str) -> None:
    table = reports.count(graded, key, way)

    counted = [cell for line in table.lines for cell in line.cells if cell.uids and not cell.percent]
    assert table.lines
    if key != "mentors":  # meetings and logs are counted there, not people
        assert all(cell.value == len(set(cell.uids)) for cell in counted)


@pytest.mark.parametrize(("key", "way"), EVERY_WAY)
def test_a_report_of_an_empty_store_is_empty_and_no_error(desk: Desk, key: str, way: str) -> None:
    table = reports.count(desk, key, way)

    assert table.is_empty or key == "cities"  # the notice gives the cities their seats before anybody has applied


def test_reports_statistics_and_lists_say_the_same(graded: Desk) -> None:
    groups = exports.export(graded, "statistics")
    outcomes, grades = reports.count(graded, "outcomes", "subject"), reports.count(graded, "grades", "subject")

    for key in ("applications", "tested", "shortlisted", "admitted"):
        assert total(outcomes, key) == sum(g[key] for g in groups), key
    for key in ("exited", "recommended", "excellent", "qualified", "unqualified", "certificates"):
        assert total(grades, key) == sum(g[key] for g in groups), key
    assert total(outcomes, "admitted") == len(exports.export(graded, "admitted"))
    assert total(grades, "certificates") == len(exports.export(graded, "certificates"))
    assert total(reports.count(graded, "pace", "city"), "ok") == sum(r["ok"] for r in exports.export(graded, "compliance", EVERYTHING))


def test_parted_by_anything_the_total_is_the_same(graded: Desk) -> None:
    ways = [key for key, _ in reports.BY_KEY["structure"].ways]

    totals = {total(reports.count(graded, "structure", way), "applications") for way in ways}

    assert totals == {len(exports.export(graded, "applicants"))}


def test_a_city_office_counts_its_own_part_of_the_pilot(at: At) -> None:
    desk = at("admitted")
    desk.store.office = "150200"

    table = reports.count(desk, "outcomes", "city")

    assert [line.label for line in table.lines] == ["包头市"]
    assert {p.programme for p in reports.behind(desk, table.lines[0].cells[0].uids)} == {"后备人才"}


def test_a_distribution_holds_everybody_with_a_score_once(graded: Desk) -> None:
    table = reports.count(graded, "marks", "test")

    uids = [uid for line in table.lines for cell in line.cells[:-1] for uid in cell.uids]
    assert len(uids) == len(set(uids)) == sum(g["tested"] for g in exports.export(graded, "statistics"))


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(Cell(1), Cell(3), "33.3%"), (Cell(2), Cell(3), "66.7%"), (Cell(1), Cell(8), "12.5%"), (Cell(0), Cell(0), "待定"), (Cell(None), Cell(3), "待定")],
)  # fmt: skip
def test_a_share_is_rounded_once_and_unknown_without_anybody(part: Cell, whole: Cell, text: str) -> None:
    assert share(part, whole).text == text


def test_a_share_is_exact_until_it_is_printed() -> None:
    assert share(Cell(1), Cell(3)).value == Fraction(100, 3)


def test_the_workbook_has_the_numbers_of_the_screen_as_numbers(graded: Desk, tmp_path: Path) -> None:
    out = tmp_path / "结构.xlsx"

    giving.as_workbook(graded, "outcomes", "school", "", out)

    sheet = openpyxl.load_workbook(out).active
    assert sheet is not None
    table = reports.count(graded, "outcomes", "school")
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert rows[0][1] == table.lines[0].cells[0].value
    assert rows[0][6] == pytest.approx(float(table.lines[0].cells[5].text.rstrip("%")))
    assert rows[-1][0] == "合计"


def test_the_pdf_says_the_numbers_and_what_they_count(graded: Desk) -> None:
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(giving.as_pdf(graded, "structure", "subject", ""))).pages)

    table = reports.count(graded, "structure", "subject")
    assert all(line.cells[0].text in text and line.label in text for line in table.lines)
    assert "资格审查结论为“符合”" in text.replace("\n", "")
    assert giving.as_pdf(graded, "structure", "subject", "") == giving.as_pdf(graded, "structure", "subject", "")


def test_the_yearly_data_are_all_reports_and_the_checklist(graded: Desk, tmp_path: Path) -> None:
    out = tmp_path / "总结.xlsx"

    count = giving.yearly_workbook(graded, "", out, lambda *_: None)

    book = openpyxl.load_workbook(out)
    assert len(book.sheetnames) == count == len(reports.REPORTS) + 1
    assert book.sheetnames[-1] == "总结与验收材料"
    assert len(PdfReader(BytesIO(giving.yearly_pdf(graded, ""))).pages) >= len(reports.REPORTS)


# 总结与验收材料


def test_every_unit_of_the_notice_owes_its_papers(at: At) -> None:
    desk = at("applied")

    due = summaries.checklist(desk)

    units = {(d.programme, d.unit) for d in due}
    assert ("national", "内蒙古大学") in units  # 附件1 八（六）
    assert {("pilot", f"{city}管理办公室") for city in ("呼和浩特市", "包头市", "通辽市")} <= units  # 附件2 六（八）
    assert all(sum(d.unit == unit and d.programme == programme for d in due) == 2 for programme, unit in units)


def test_papers_come_in_and_go_back(at: At) -> None:
    desk = at("applied")
    first, second = summaries.checklist(desk)[:2]

    assert summaries.receive(desk, [first.uid, second.uid], date(2025, 12, 20), "纸质") == 2
    assert summaries.receive(desk, [first.uid], date(2025, 12, 21)) == 0
    assert [d.received_on for d in summaries.checklist(desk)[:2]] == [date(2025, 12, 20)] * 2
    assert summaries.give_back(desk, [first.uid]) == 1
    assert summaries.checklist(desk)[0].received_on is None


def test_a_paper_cannot_have_come_tomorrow(at: At) -> None:
    desk = at("applied")

    with pytest.raises(NotAllowed, match="还没有到"):
        summaries.receive(desk, [summaries.checklist(desk)[0].uid], date(2025, 12, 27))

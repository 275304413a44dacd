"""Loading workbooks: one transaction, nothing half done, corrections reviewed again."""

import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from db.models import Application
from tests.season import SEASON, At
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, Undecided
from yingcai_desktop.services import intake

SHEET = SEASON / "inbox" / "报名-试点-包头九中.xlsx"


def rows_and_entries(desk: Desk) -> tuple[int, int]:
    with desk.read() as session:
        connection = session.connection()
        return tuple(connection.exec_driver_sql(f"SELECT count(*) FROM {t}").scalar() for t in ("application", "journal"))  # type: ignore[return-value]


def edited(target: Path, change: Callable[[openpyxl.worksheet.worksheet.Worksheet], None]) -> Path:
    """A copy of the school's workbook with something changed by hand."""
    shutil.copyfile(SHEET, target)
    book = openpyxl.load_workbook(target)
    change(book.worksheets[0])
    book.save(target)
    return target


def test_a_dry_run_counts_and_stores_nothing(at: At) -> None:
    desk = at("appointed")
    before = rows_and_entries(desk)

    result = intake.load(desk, "applicants", [SHEET], dry_run=True)

    assert not result.stored
    assert result.files[0].tally.new > 10
    assert rows_and_entries(desk) == before


def test_strict_stores_nothing_when_a_row_is_refused(at: At) -> None:
    desk = at("appointed")
    refused = SEASON / "inbox" / "报名-国家-内师大附中.xlsx"
    before = rows_and_entries(desk)

    result = intake.load(desk, "applicants", [SHEET, refused], strict=True)

    assert not result.accepted
    assert not result.stored
    assert rows_and_entries(desk) == before


def test_a_file_that_is_no_workbook_is_refused_and_the_others_are_loaded(at: At, tmp_path: Path) -> None:
    desk = at("appointed")
    letter = tmp_path / "报名.xlsx"
    letter.write_text("尊敬的老师：附件忘了……", "utf-8")

    result = intake.load(desk, "applicants", [letter, SHEET])

    assert [f.checked.refused for f in result.files] == ["file.not-xlsx", ""]
    assert not result.accepted
    assert result.files[1].tally.new > 10
    assert any("报名.xlsx" in line and "请" in line for line in result.sentences())


def test_a_missing_file_is_a_sentence_and_nothing_is_loaded(at: At, tmp_path: Path) -> None:
    desk = at("appointed")
    before = rows_and_entries(desk)

    with pytest.raises(Invalid, match="打不开"):
        intake.load(desk, "applicants", [SHEET, tmp_path / "没有这份.xlsx"])

    assert rows_and_entries(desk) == before


def test_cancelling_leaves_nothing(at: At) -> None:
    class Cancelled(Exception):
        pass

    def stop_late(done: int, total: int, what: str) -> None:
        if done == total - 1:
            raise Cancelled

    desk = at("appointed")
    before = rows_and_entries(desk)

    with pytest.raises(Cancelled):
        intake.load(desk, "applicants", [SHEET, SHEET], progress=stop_late)

    assert rows_and_entries(desk) == before


def test_without_the_decision_the_checks_need_nothing_is_loaded(desk: Desk) -> None:
    with pytest.raises(Undecided, match="报名截止日"):
        intake.load(desk, "applicants", [SHEET])


def test_a_correction_that_weighs_goes_back_to_review_and_one_that_does_not_stays(at: At, tmp_path: Path) -> None:
    desk = at("reviewed")

    def headings(sheet: openpyxl.worksheet.worksheet.Worksheet) -> tuple[int, dict[str, int]]:
        for row in sheet.iter_rows(max_row=10):
            names = {str(c.value).strip("* "): c.column for c in row if c.value}
            if "姓名" in names or "学生姓名" in names:
                return row[0].row, names
        raise AssertionError("no heading")

    def change(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        top, names = headings(sheet)
        phone = next(c for n, c in names.items() if n.startswith(("监护人手机", "监护人电话", "家长电话")))
        opinion = next(c for n, c in names.items() if n.startswith(("学校意见", "学校推荐意见")))
        sheet.cell(top + 2, phone).value = "13900000000"  # the heading has two rows
        sheet.cell(top + 3, opinion).value = "不推荐"

    result = intake.load(desk, "applicants", [edited(tmp_path / SHEET.name, change)])

    assert result.files[0].tally.changed == 2
    with desk.read() as session:
        phoned = session.scalars(select(Application).where(Application.guardian_phone == "13900000000")).one()
        doubted = session.scalars(select(Application).where(Application.school_opinion == "不推荐", Application.state == "recommended")).all()
    assert phoned.state == "approved"
    assert len(doubted) == 1

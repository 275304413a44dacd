"""到校签到表, 催办单 and the plan in 培养档案: real pages, read again (ux §4.9; G04, G06)."""

from datetime import date

import pytest

from tests.documents.reading import blankless, pdfium_text
from tests.season import At
from tests.services.boards import on
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.services.printing import growth
from yingcai_desktop.services.printing.records import training_record
from yingcai_desktop.services.scope import EVERYTHING
from yingcai_desktop.services.trainees import board as boards
from yingcai_desktop.services.trainees import gatherings, plans, teachers


@pytest.fixture
def desk(at: At) -> Desk:
    return on(at("logged"), "09-15")


def test_the_sign_in_sheet_has_everybody_in_training_once(desk: Desk) -> None:
    board = boards.board(desk)
    people = {r.uid for r in board.rows if r.student.city == "150500"}
    text = blankless(pdfium_text(growth.sign_in(desk, board, people, date(2025, 9, 20), "理学院")))
    staying = [r for r in board.rows if r.uid in people and r.student.training]
    assert f"应到：{len(staying)}人" in text
    assert "2025年9月20日" in text
    assert all(blankless(r.student.name) in text for r in staying)
    assert all(r.student.id_number not in text for r in staying)


def test_the_reminder_names_who_owes_what_mentor_by_mentor(desk: Desk) -> None:
    board = boards.board(desk)
    owing = [r for r in board.rows if growth.owes(r)]
    assert 0 < len(owing) < len(board.rows)
    row = next(r for r in owing if r.short and r.slow)
    text = blankless(pdfium_text(growth.reminders(desk, board, {row.uid})))
    assert f"{blankless(row.student.mentor)}老师" in text
    assert f"{row.visits}/{row.required}" in text and f"{row.forecast}/{row.required}" in text
    assert "、".join(f"{int(m[5:])}月" for m in row.short) in text
    fine = {r.uid for r in board.rows if not growth.owes(r)}
    with pytest.raises(NotAllowed, match="没有可打印"):
        growth.reminders(desk, board, fine)


def test_the_file_holds_plan_books_teachers_and_occasions(desk: Desk) -> None:
    row = boards.board(desk).rows[45]
    plans.save(desk, row.uid, {"topic": "草原土壤固碳", "made_on": "2025-05-06"})
    plans.add_books(desk, [row.uid], [("微生物学", "沈萍")], date(2025, 5, 6))
    plans.add_helper(desk, row.uid, "李某某", "内蒙古农业大学")
    teachers.appoint(desk, [row.uid], "乌日娜", date(2025, 5, 1))
    uid = gatherings.save(desk, {"kind": "科普报告", "title": "走近大科学装置", "day": "2025-09-10"})
    gatherings.sign_in(desk, uid, {row.uid: "到"})
    text = blankless(pdfium_text(training_record(desk, EVERYTHING, {row.uid})))
    for words in (
        "草原土壤固碳",
        "《微生物学》沈萍",
        "李某某，内蒙古农业大学",
        "乌日娜（2025年5月1日起）",
        "走近大科学装置",
        "八、教育跟踪",
    ):
        assert words in text
    assert text.count("一、基本信息") == 1

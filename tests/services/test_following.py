"""往届跟踪: consent, gaps, small numbers, a city's own (附件1 七, 附件2 八; J01–J05)."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from db.errors import StoreError
from db.models import AlumniRecord, Application, Disclosure, Trainee
from tests.season import At
from tests.services.boards import on, tasks
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed, Stale
from yingcai_desktop.services import deeds, intake
from yingcai_desktop.services.following import moving, people, saving, sheets
from yingcai_desktop.services.following.people import Count
from yingcai_desktop.services.trainees import board as boards
from yingcai_desktop.services.trainees.timeline import events

VALUES = {"updated_on": "2025-09-20", "stage": "本科", "university": "内蒙古大学", "consent": "1"}


@pytest.fixture
def desk(at: At) -> Desk:
    return on(at("logged"), "09-29")


def test_the_longest_silent_come_first_and_a_year_is_a_gap(desk: Desk) -> None:
    found = people.people(desk)
    assert [p.silent_days for p in found] == sorted((p.silent_days for p in found), reverse=True)
    desk.clock = lambda: datetime(2026, 9, 29, tzinfo=UTC)
    assert all(p.lost for p in people.people(desk))


def test_what_is_typed_is_checked(desk: Desk) -> None:
    number = people.people(desk)[0].uid
    for changes, words in (
        ({"stage": ""}, "阶段"),
        ({"consent": ""}, "同意"),
        ({"updated_on": "2025-10-01"}, "今天之后"),
        ({"updated_on": "x"}, "读不懂"),
    ):
        with pytest.raises(Invalid, match=words):
            saving.record(desk, number, VALUES | changes)
    saving.record(desk, number, VALUES)
    with pytest.raises(Invalid, match="已有一条"):
        saving.record(desk, number, VALUES)


def test_after_the_consent_was_taken_back_no_way_in_is_left(desk: Desk, tmp_path: Path) -> None:
    """The form, the workbook and SQL alike."""
    person = people.people(desk)[0]
    saving.stop(desk, person.uid, "本人", "来电")
    with pytest.raises(NotAllowed, match="撤回"):
        saving.record(desk, person.uid, VALUES)
    with pytest.raises(NotAllowed, match="撤回"), desk.change("alumni.record") as change:
        change.insert(AlumniRecord, [{"id_number": person.uid, "name": person.name, "season": 2024, "programme": "pilot", "subject": "数学",
                                      "updated_on": date(2025, 9, 29), "stage": "本科", "consent": True}])  # fmt: skip
    others = [p for p in people.people(desk) if p.last.reported_by == person.last.reported_by]
    assert all(p.uid != person.uid for group in sheets.units(others, "reporter").values() for p in group)
    told = people.statistics(desk, people.people(desk))
    assert told.stopped == 1
    assert sum(c.count for c in told.stages) == told.people - 1
    stop = next(p.stop_uid for p in people.people(desk) if p.uid == person.uid)
    saving.resume(desk, stop)
    saving.record(desk, person.uid, VALUES)


def test_a_workbook_row_of_somebody_who_said_stop_is_refused(desk: Desk, tmp_path: Path) -> None:
    import openpyxl

    person = people.people(desk)[0]
    out = tmp_path / "out"
    out.mkdir()
    sheets.write(desk, [person], "reporter", out)
    path = next(out.iterdir())
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    head = {str(c.value).rstrip("*"): c.column for c in sheet[1]}
    for title, value in (("更新日期", "2025-09-20"), ("阶段", "本科"), ("跟踪同意", "是")):
        sheet.cell(2, head[title]).value = value
    book.save(path)
    saving.stop(desk, person.uid, "本人")
    result = intake.load(desk, "alumni", [path])
    assert [f.code for f in result.files[0].checked.refusals] == ["consent.missing"]


def test_full_numbers_that_go_out_are_told_to_the_journal(desk: Desk, tmp_path: Path) -> None:
    found = people.people(desk)
    made = sheets.write(desk, found, "university", tmp_path)
    assert made == len(list(tmp_path.glob("*.xlsx"))) == len({p.last.university or "未填单位" for p in found})
    with desk.read() as session:
        told = session.scalars(select(Disclosure)).all()
    assert [(d.place, d.rows) for d in told] == [("往届跟踪表", len(found))]


def test_small_numbers_are_hidden() -> None:
    assert [Count("x", n).shown for n in (0, 1, 2, 3)] == ["0", "<3", "<3", "3"]


def test_a_city_follows_only_its_own(desk: Desk) -> None:
    assert people.people(desk)
    desk.store.__dict__["office"] = "150200"
    assert people.people(desk) == []


# 转入跟踪


def _graded(at: At) -> Desk:
    return on(at("graded"), "12-28")


def test_with_the_final_result_a_trainee_is_followed_once_and_it_can_be_taken_back(at: At) -> None:
    """附件1 七, 附件2 八: by name, grade and school; in the years of the person and in the line of the year; undone as one."""
    desk = _graded(at)
    with desk.read() as session:
        waiting = moving.candidates(session, desk)
    assert waiting and not any(c.declined for c in waiting)
    first, second = waiting[:2]
    uids = [first.student.uid, second.student.uid]
    assert tasks(desk)["alumni.move"].count == len(waiting)

    deed = deeds.done(desk, "转入跟踪", lambda: moving.move(desk, uids, consent=True))

    found = next(p for p in people.people(desk) if p.uid == first.student.id_number)
    line = found.lines[0]
    assert (line.season, line.stage, line.reported_by, line.updated_on, bool(line.moved)) == (2025, "高中在读", first.student.school, date(2025, 12, 28), True)
    assert line.grade == (first.grade if first.grade in ("优秀", "合格", "不合格") else "")
    assert found.again == ""  # the application is the one they come from
    row = next(r for r in boards.board(desk).rows if r.uid == first.student.uid)
    assert (date(2025, 12, 28), "转入跟踪") in {(e.day, e.words) for e in events(desk, row)}
    assert tasks(desk)["alumni.move"].count == len(waiting) - 2
    with pytest.raises(Stale, match="已经转入"):
        moving.move(desk, [first.student.uid], consent=True)

    deeds.undo(desk, deed)
    with desk.read() as session:
        assert moving.candidates(session, desk) == waiting


def test_nobody_is_followed_without_consent_or_result_by_any_way(at: At) -> None:
    desk = _graded(at)
    with desk.read() as session:
        uid = moving.candidates(session, desk)[0].student.uid
        number, gone = session.execute(
            select(Application.id_number, Application.uid).join(Trainee, Trainee.application_uid == Application.uid).where(Trainee.state == "exited")
        ).first()  # type: ignore[misc]
    with pytest.raises(Invalid, match="同意"):
        moving.move(desk, [uid], consent=False)
    with pytest.raises(Stale):
        moving.move(desk, [gone], consent=True)
    facts = {"id_number": number, "name": "某人", "season": 2025, "programme": "pilot", "subject": "数学", "updated_on": date(2025, 12, 28), "stage": "本科"}
    for values in ({"application_uid": gone, "consent": True}, {"application_uid": uid, "consent": False}):
        with pytest.raises(NotAllowed, match="终评结果"), desk.change("test.alumni") as change:
            change.insert(AlumniRecord, [facts | values])
    moving.move(desk, [uid], consent=True)
    with pytest.raises(StoreError), desk.change("test.alumni") as change:  # the same trainee again, under another number and year
        change.insert(AlumniRecord, [facts | {"application_uid": uid, "consent": True, "season": 2024}])


def test_before_the_final_nobody_can_be_moved(desk: Desk) -> None:
    with desk.read() as session:
        assert moving.candidates(session, desk) == []
    assert "alumni.move" not in tasks(desk)


def test_who_refuses_is_not_asked_again_and_may_agree_later(at: At) -> None:
    desk = _graded(at)
    with desk.read() as session:
        before = moving.candidates(session, desk)
    uid, number = before[0].student.uid, before[0].student.id_number
    moving.decline(desk, [uid])
    assert tasks(desk)["alumni.move"].count == len(before) - 1
    assert number not in {p.uid for p in people.people(desk)}
    with pytest.raises(NotAllowed, match="已登记"):
        moving.decline(desk, [uid])

    moving.move(desk, [uid], consent=True)

    assert next(p for p in people.people(desk) if p.uid == number).open


def test_the_sheets_of_this_seasons_alumni_come_back(at: At, tmp_path: Path) -> None:
    """A sheet of a trainee who was moved is taken, of one who was not it is refused."""
    import openpyxl

    desk = _graded(at)
    with desk.read() as session:
        one, other = (c.student for c in moving.candidates(session, desk)[:2])
    moving.move(desk, [one.uid], consent=True)
    path = tmp_path / "跟踪.xlsx"
    intake.write_template(desk, "alumni", path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    head = {str(c.value).rstrip("*"): c.column for c in sheet[1]}
    for line, s in enumerate((one, other), 3):
        row = {"身份证号": s.id_number, "姓名": s.name, "届": "2025", "项目": s.programme_name, "学科": s.subject, "更新日期": "2026-02-01",
               "阶段": "高中在读", "跟踪同意": "是"}  # fmt: skip
        for title, text in row.items():
            sheet.cell(line, head[title]).value = text
    book.save(path)

    checked = intake.load(desk, "alumni", [path]).files[0].checked

    assert [(f.row, f.code) for f in checked.refusals] == [(4, "season.out-of-range")]


def test_a_city_moves_its_own(at: At) -> None:
    desk = _graded(at)
    desk.store.__dict__["office"] = "150200"
    with desk.read() as session:
        waiting = moving.candidates(session, desk)
    assert {c.student.city for c in waiting} == {"150200"}

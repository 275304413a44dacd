"""培养过程, the services: registering, reviewing, leaving, plans, teachers, group activities — on copies of the sample season."""

from datetime import date

import pytest
from sqlalchemy import func, select

from db.models import InitialEvaluation, Meeting, MeetingGuest, SchoolTeacher, Trainee, Visit
from tests.season import At
from tests.services.boards import on
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed, Stale
from yingcai_desktop.rules.pace import Month
from yingcai_desktop.services import exports, history
from yingcai_desktop.services.trainees import board as boards
from yingcai_desktop.services.trainees import gatherings, leaving, log, plans, teachers, visits
from yingcai_desktop.services.trainees.board import Board
from yingcai_desktop.services.trainees.timeline import events
from yingcai_desktop.services.trainees.visits import Entry

DAY = date(2025, 9, 29)


def entry(day: date = DAY, **changes: object) -> Entry:
    return Entry(
        **({"day": day, "mode": "到校", "face_to_face": True, "place": "数学学院", "instructor": "团队"} | changes)
    )  # type: ignore[arg-type]


@pytest.fixture
def desk(at: At) -> Desk:
    return on(at("logged"), "10-15")


def board(desk: Desk) -> Board:
    return boards.board(desk)


def pilot(desk: Desk, count: int = 3) -> list[str]:
    return [r.uid for r in board(desk).rows if r.student.programme == "pilot" and r.student.training][:count]


def test_counts_are_those_of_the_rule(desk: Desk) -> None:
    """One truth: what the screen counts is what `export compliance` says."""
    told = {(r["programme"], r["id_number"]): r for r in exports.export(desk, "compliance")}
    rows = board(desk).rows
    assert len(rows) == len(told) > 100
    for row in rows:
        other = told[row.student.programme, row.student.id_number]
        assert row.visits == other["visits"]
        assert {c.month: c.meetings for c in row.cells if c.month in other["months"]} == other["months"]


def test_a_registered_visit_counts_as_a_loaded_one_once_its_log_is_approved(desk: Desk) -> None:
    uid = pilot(desk)[0]
    before = board(desk).row(uid)
    assert before is not None
    visits.register(desk, [uid], entry())
    waiting = board(desk).row(uid)
    assert waiting is not None
    assert (waiting.visits, waiting.pending_visits) == (before.visits, before.pending_visits + 1)
    assert DAY in waiting.open_logs
    line = next(x for x in log.lines(desk) if x.student.uid == uid and x.day == DAY)
    visits.hand_in(desk, line.uid, line.revision, "读书报告讨论", date(2025, 9, 30))
    assert visits.review(desk, [line.uid], "approve") == 1
    after = board(desk).row(uid)
    assert after is not None
    assert (after.visits, after.pending_visits) == (before.visits + 1, before.pending_visits)
    assert DAY not in after.open_logs
    with desk.read() as session:
        held = session.get(Visit, line.uid)
        assert held is not None
        assert (held.review, held.reviewed_by, held.reviewed_on) == ("通过", after.student.mentor, date(2025, 10, 15))


def test_two_activities_of_one_day_are_one_visit(desk: Desk) -> None:
    uid = pilot(desk)[0]
    visits.register(desk, [uid], entry(review="通过"))
    once = board(desk).row(uid)
    visits.register(desk, [uid], entry(start_time="14:00", review="通过"))
    twice = board(desk).row(uid)
    assert once is not None and twice is not None
    assert once.visits == twice.visits
    assert [c.meetings for c in once.cells] == [c.meetings for c in twice.cells]


def test_a_whole_group_is_registered_in_one_change_and_nobody_twice(desk: Desk) -> None:
    group = pilot(desk, 20)
    visits.register(desk, group[:2], entry())
    done = visits.register(desk, group, entry())
    assert (len(done.stored), len(done.already)) == (18, 2)
    assert "没有重复登记" in done.said
    with desk.read() as session:
        assert session.scalar(select(func.count()).where(Visit.day == DAY, Visit.application_uid.in_(group))) == 20
        first = next(iter(history.of_record(session, desk, "visit", log.lines(desk)[0].uid)))
    again = visits.register(desk, group[:3], entry(place="另一处"))
    assert not again.stored
    assert again.said.startswith("3 人当天已登记过")
    assert first.title in ("登记到校与面授", "导入成长日志")


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2025, 10, 16), "visit.future"),
        (date(2024, 12, 30), "date.outside-cycle"),
        (date(2026, 1, 2), "date.outside-cycle"),
    ],
)
def test_days_that_cannot_be_are_refused(desk: Desk, day: date, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        visits.register(desk, pilot(desk), entry(day))
    assert refused.value.problems[0].code == code


def test_a_day_before_admission_is_a_warning(desk: Desk) -> None:
    assert visits.before_admission(date(2025, 3, 1), [date(2025, 4, 25)])
    assert visits.register(desk, pilot(desk), entry(date(2025, 3, 1))).stored


def test_who_left_has_no_activity_afterwards_and_is_judged_before_only(desk: Desk) -> None:
    uid = pilot(desk)[0]
    leaving.leave(desk, uid, date(2025, 7, 10), "转学到外地")
    row = board(desk).row(uid)
    assert row is not None and row.student.state_name == "已退出"
    assert {c.state for c in row.cells if c.month >= "2025-07"} == {Month.LEFT}
    assert row.forecast is None and not row.behind
    with pytest.raises(NotAllowed, match="已经退出"):
        visits.register(desk, [uid], entry())
    assert visits.register(desk, [uid], entry(date(2025, 6, 11), start_time="08:00")).stored


def test_leaving_takes_two_people_and_a_reason(desk: Desk) -> None:
    uid = pilot(desk)[0]
    with pytest.raises(NotAllowed, match="理由"):
        leaving.leave(desk, uid, date(2025, 7, 10), " ")
    alone = Desk(desk.store, "经办甲", "", desk.clock)
    with pytest.raises(NotAllowed, match="两人"):
        leaving.leave(alone, uid, date(2025, 7, 10), "转学")
    with pytest.raises(Invalid, match="退出日期"):
        leaving.leave(desk, uid, date(2025, 11, 1), "转学")
    leaving.leave(desk, uid, date(2025, 7, 10), "转学")
    assert leaving.reinstate(desk, uid, "手续撤回").endswith("已恢复培养。")
    with desk.read() as session:
        trainee = session.scalars(select(Trainee).where(Trainee.application_uid == uid)).one()
        assert (trainee.state, trainee.exited_on, trainee.exit_reason) == ("training", None, "")


def test_a_log_that_has_not_come_cannot_be_approved_and_a_return_needs_words(desk: Desk) -> None:
    uid = pilot(desk)[0]
    visits.register(desk, [uid], entry())
    line = next(x for x in log.lines(desk) if x.student.uid == uid and x.day == DAY)
    with pytest.raises(NotAllowed, match="未交"):
        visits.review(desk, [line.uid], "approve")
    visits.hand_in(desk, line.uid, line.revision, "内容", DAY)
    with pytest.raises(Invalid, match="意见"):
        visits.review(desk, [line.uid], "return")
    visits.review(desk, [line.uid], "return", "太短")
    again = next(x for x in log.lines(desk) if x.uid == line.uid)
    assert (again.review, again.review_note, again.lacking) == ("退回", "太短", True)
    with pytest.raises(Stale):
        visits.correct(desk, line.uid, line.revision, entry())


def test_the_word_of_the_store_for_the_log(desk: Desk) -> None:
    """No path writes another word than the four."""
    from db.errors import StoreError

    with pytest.raises(StoreError), desk.change("test") as change:
        change.insert(
            Visit,
            [{"application_uid": pilot(desk)[0], "day": DAY, "mode": "到校", "face_to_face": False, "review": "好"}],
        )


def test_a_city_sees_and_writes_only_its_own(desk: Desk) -> None:
    everybody = board(desk).rows
    other = next(r.uid for r in everybody if r.student.city == "150500" and r.student.training)
    desk.store.__dict__["office"] = "150200"
    own = board(desk).rows
    assert {r.student.city for r in own} == {"150200"}
    assert {r.student.programme for r in own} == {"pilot"}
    assert {x.student.city for x in log.lines(desk)} == {"150200"}
    with pytest.raises(Stale):
        visits.register(desk, [other], entry())


def test_plan_books_and_helpers(desk: Desk) -> None:
    uid = pilot(desk)[0]
    assert plans.save(desk, uid, {"topic": "草原土壤微生物", "topic_state": "已定", "made_on": "2025-05-06"})
    assert not plans.save(desk, uid, {"topic": "草原土壤微生物"})
    with pytest.raises(Invalid, match="日期"):
        plans.save(desk, uid, {"made_on": "五月"})
    assert plans.add_books(desk, [uid], [("微生物学", "沈萍"), ("微生物学", "沈萍"), ("", "")], date(2025, 5, 6)) == 1
    assert plans.add_books(desk, pilot(desk), [("微生物学", "沈萍")], None) == 2
    plans.add_helper(desk, uid, "李某某", "内蒙古农业大学", "土壤学")
    with pytest.raises(Invalid, match="已经登记过"):
        plans.add_helper(desk, uid, "李某某", "内蒙古农业大学")
    with desk.read() as session:
        held = plans.file_of(session, uid)
    assert held.values["topic"] == "草原土壤微生物"
    plans.finish_book(desk, held.books[0].uid, date(2025, 6, 1))
    row = board(desk).row(uid)
    assert row is not None and row.planned and row.topic == "草原土壤微生物"


def test_the_line_of_the_year_has_the_meeting_and_the_initial_evaluation(desk: Desk) -> None:
    row = board(desk).row(pilot(desk, 1)[0])
    assert row is not None
    assert not {"师生见面会", "初期评价 较好"} & {e.words for e in events(desk, row)}
    with desk.change("meeting.record") as change:
        meeting = Meeting(programme="pilot", city=row.student.city, title="见面会", day=date(2025, 4, 25))
        change.add(meeting)
    with desk.change("meeting.sign") as change:
        change.insert(MeetingGuest, [{"meeting_uid": meeting.uid, "role": "student", "name": row.student.name, "application_uid": row.uid}])
    with desk.change("evaluation.initial") as change:
        change.insert(InitialEvaluation, [
            {"application_uid": row.uid, "evaluated_on": date(2025, 5, 10), "condition": "较好", "topic_settled": "已定题", "overall": "需关注"},
        ])  # fmt: skip

    found = {e.words: (e.day, e.tone) for e in events(desk, row)}
    assert found["师生见面会"] == (date(2025, 4, 25), "ok")
    assert found["初期评价 较好"] == (date(2025, 5, 10), "warn")


def test_another_teacher_is_a_new_dated_line(desk: Desk) -> None:
    uid = pilot(desk)[0]
    teachers.appoint(desk, pilot(desk), "乌日娜", date(2025, 5, 1), subject="物理")
    teachers.appoint(desk, [uid], "哈斯额尔敦", date(2025, 9, 1), reason="原教师调动")
    teachers.appoint(desk, [uid], "以后的", date(2025, 12, 1))
    with pytest.raises(Invalid, match="已登记过"):
        teachers.appoint(desk, [uid], "又一位", date(2025, 9, 1))
    row = board(desk).row(uid)
    assert row is not None and row.teacher == "哈斯额尔敦"
    with desk.read() as session:
        assert [t.name for t in teachers.history(session, uid)] == ["以后的", "哈斯额尔敦", "乌日娜"]
        assert session.scalar(select(func.count()).select_from(SchoolTeacher)) == 5


def test_group_activities_and_their_sign_in(desk: Desk) -> None:
    people = [r.uid for r in board(desk).rows][:100]
    uid = gatherings.save(desk, {"kind": "科普报告", "title": "走近大科学装置", "day": "2025-09-10", "place": "报告厅"})
    assert gatherings.sign_in(desk, uid, dict.fromkeys(people, "到")) == 100
    assert gatherings.sign_in(desk, uid, {people[0]: "请假", people[1]: "", people[2]: "到"}) == 2
    row = gatherings.rows(desk)[0]
    assert (row.present, row.excused, row.absent) == (98, 1, 0)
    before = [r.visits for r in board(desk).rows]
    assert before == [r.visits for r in board(desk).rows], "an activity of the group is no visit"
    later = gatherings.save(desk, {"kind": "野外考察", "title": "草原", "day": "2025-11-01"})
    with pytest.raises(NotAllowed, match="还不能签到"):
        gatherings.sign_in(desk, later, {people[0]: "到"})
    with pytest.raises(Invalid, match="类型"):
        gatherings.save(desk, {"kind": "春游", "title": "草原", "day": "2025-11-01"})
    gatherings.remove(desk, uid)
    assert [g.uid for g in gatherings.rows(desk)] == [later]


def test_by_mentor_the_one_farthest_behind_is_shown(desk: Desk) -> None:
    found = boards.by_mentor(board(desk))
    assert sum(m.students for m in found) == sum(r.student.training for r in board(desk).rows)
    assert all(m.forecast is None or m.forecast >= m.visits for m in found)


def test_a_workbook_completes_what_was_registered(desk: Desk) -> None:
    """The same activity from the workbook is the same record, corrected: one row, one count."""
    from yingcai_desktop.services.landing import LANDINGS
    from yingcai_desktop.services.trainees.students import students

    with desk.read() as session:
        student = next(s for s in students(session, desk) if s.uid == pilot(desk)[0])
    visits.register(desk, [student.uid], entry())
    assert LANDINGS["成长日志"].key == ("application_uid", "day", "start_time")
    assert sum(x.student.uid == student.uid and x.day == DAY for x in log.lines(desk)) == 1

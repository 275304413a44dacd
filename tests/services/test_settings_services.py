"""What 系统设置 keeps: signed decisions, the days of the year, units with their people, the directory of schools."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from db.models import ReminderDays, Visit
from tests.season import At
from tests.services.boards import on
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.services import calendar, deciding, history, reminding, signing, units
from yingcai_desktop.services.decided import decided
from yingcai_desktop.services.scope import EVERYTHING
from yingcai_desktop.services.trainees import board as boards
from yingcai_desktop.services.trainees import log
from yingcai_desktop.services.workbench.facts import Facts
from yingcai_desktop.services.workbench.year import due


def value(desk: Desk, key: str) -> object:
    with desk.read() as session:
        return deciding.stored(session).get(key)


# 签认


def test_a_signed_value_stands_with_who_when_and_under_what(desk: Desk) -> None:
    signing.sign(desk, {"ratio": "3"}, "主任办公会纪要〔2025〕3号")

    line = next(d for d in decided(desk) if d.uid == "ratio")
    assert (line.signed, line.value, line.actor, line.file) == (True, "3∶1", "经办甲", "主任办公会纪要〔2025〕3号")


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ({"weights.test": "40"}, "权重"),  # alone it does not add up to 100
        ({"interview.min_judges": "二"}, "整数"),
        ({"ratio": ""}, "还没有填写"),
        ({"interview.aggregate": "median"}, "之一"),
        ({"midterm.date": "7月15日"}, "日期"),
        ({f"seats.pilot.150100.{s}": "9" for s in ("数学", "物理", "化学", "生物", "计算机")}, "名额"),
    ],
)
def test_what_does_not_hold_together_is_refused_and_nothing_kept(at: At, texts: dict[str, str], words: str) -> None:
    desk = at("decided")
    before = {key: value(desk, key) for key in texts}
    if texts == {"weights.test": "40"}:
        texts = {"weights.test": "50"}

    with pytest.raises(Invalid, match=words):
        signing.sign(desk, texts, "纪要")

    assert {key: value(desk, key) for key in before} == before


def test_no_signature_without_a_document(desk: Desk) -> None:
    with pytest.raises(Invalid, match="依据"):
        signing.sign(desk, {"ratio": "3"}, "  ")


def test_the_selection_is_frozen_once_training_is_open_in_the_window_too(at: At) -> None:
    desk = at("training")

    with pytest.raises(NotAllowed, match="培养已经开始"):
        signing.sign(desk, {"ratio": "2"}, "纪要")


def test_lists_and_flags_are_typed_as_text(at: At) -> None:
    desk = at("decided")

    signing.sign(desk, {"training.exempt_months": "2025-07，2025-08"}, "纪要")
    signing.sign(desk, {"relaxation": "False"}, "纪要")
    signing.sign(desk, {"ranking.tie_break": "面试得分， 测试分"}, "纪要")

    assert value(desk, "training.exempt_months") == ["2025-07", "2025-08"]
    assert value(desk, "relaxation") is False
    assert value(desk, "ranking.tie_break") == ["interview", "test"]
    assert signing.text_of(value(desk, "ranking.tie_break")) == "面试得分、测试分"


def test_a_seat_plan_is_signed_whole(desk: Desk) -> None:
    assert signing.together(desk, "seats.pilot.150100.数学") == [
        f"seats.pilot.150100.{s}" for s in ("数学", "物理", "化学", "生物", "计算机")
    ]
    assert signing.together(desk, "seats.national") == [f"seats.national.{s}" for s in ("数学", "物理", "化学", "生物", "计算机")]
    assert signing.together(desk, "weights.interview") == ["weights.test", "weights.interview"]


# 日程


def test_the_days_of_an_office_take_the_place_of_the_months_of_the_notice(desk: Desk) -> None:
    desk.clock = lambda: datetime(2025, 4, 10, tzinfo=UTC)

    assert calendar.set_stage(desk, "pilot|潜质测试", "2025-04-12", "2025-04-13", "通知") == ""

    row = next(r for r in calendar.stages(desk) if r.uid == "pilot|潜质测试")
    assert (row.start, row.end, row.is_set, row.months) == (date(2025, 4, 12), date(2025, 4, 13), True, "3—4月")
    with desk.read() as session:
        facts = Facts(session, desk.schemes, EVERYTHING, date(2025, 4, 10))
        assert due(facts, "潜质测试", "pilot") == date(2025, 4, 13)
        assert due(facts, "潜质测试", "national") == date(2025, 4, 30)


def test_days_beyond_the_notice_are_kept_and_said(desk: Desk) -> None:
    said = calendar.set_stage(desk, "pilot|年度评价总结", "2025-12-01", "2026-01-29", "")

    assert "超出通知" in said
    assert "附件2 六（八）" in said


@pytest.mark.parametrize(("start", "end"), [("2025-04-13", "2025-04-12"), ("4月1日", "2025-04-12")])
def test_days_that_cannot_be_are_refused(desk: Desk, start: str, end: str) -> None:
    with pytest.raises(Invalid):
        calendar.set_stage(desk, "pilot|潜质测试", start, end, "")

    assert not any(r.is_set for r in calendar.stages(desk))


# 机构


def test_a_unit_says_whom_it_lacks(at: At) -> None:
    desk = at("decided")
    university = next(u for u in units.units(desk) if u.uid == "内蒙古大学")
    assert university.lacks == "缺组长、缺联系人"

    units.save_person(desk, "内蒙古大学", {"name": "那顺 布和", "post": units.LEADER, "position": "副校长"})
    units.save_person(desk, "内蒙古大学", {"name": "陈静", "post": "联系人", "phone": "0471-0000000"})

    university = next(u for u in units.units(desk) if u.uid == "内蒙古大学")
    assert (university.leader, university.contact, university.lacks) == ("那顺布和", "陈静", "")


def test_the_same_person_twice_in_one_post_is_refused(at: At) -> None:
    desk = at("decided")
    uid = units.save_person(desk, "内蒙古大学", {"name": "陈静", "post": "联系人"})

    with pytest.raises(Invalid, match="已有"):
        units.save_person(desk, "内蒙古大学", {"name": "陈静", "post": "联系人"})
    assert units.save_person(desk, "内蒙古大学", {"name": "陈静", "post": "联系人", "phone": "1"}, uid) == uid

    units.remove_person(desk, uid)
    assert not next(u for u in units.units(desk) if u.uid == "内蒙古大学").people


def test_a_school_of_the_national_programme_is_one_of_the_three(at: At) -> None:
    desk = at("decided")

    with pytest.raises(Invalid, match=r"附件1 三\.3"):
        units.save_school(desk, {"name": "呼和浩特市第六示例中学", "city": "150100", "national": "1"})
    uid = units.save_school(desk, {"name": "呼和浩特市第六示例中学", "city": "150100", "pilot": "1", "aliases": "呼市六中，六中"})

    row = next(s for s in units.schools(desk) if s.uid == uid)
    assert (row.programmes, row.aliases) == (("pilot",), ("呼市六中", "六中"))


def test_one_short_name_belongs_to_one_school(at: At) -> None:
    desk = at("decided")

    with pytest.raises(Invalid, match="呼市一中"):
        units.save_school(desk, {"name": "呼和浩特市第六示例中学", "city": "150100", "pilot": "1", "aliases": "呼市一中"})


# 提醒天数


def test_the_days_of_a_reminder_hold_for_screen_sheet_and_list_and_are_in_the_journal(at: At) -> None:
    """Who stayed away for longer than the office lets pass: map, 催办单 and log list go by the same number (ux §4.9; G03)."""
    desk = on(at("logged"), "09-29")

    def found() -> tuple[set[str], set[str]]:
        board = boards.board(desk)
        return {r.uid for r in board.rows if r.stays_away}, {line.uid for line in log.lines(desk) if line.late}

    with desk.change("test.log") as change:
        visit = change.scalars(select(Visit).where(Visit.day < date(2025, 9, 10)).order_by(Visit.day.desc())).first()
        assert visit is not None
        visit.review = "未交"
    away, late = found()
    assert visit.uid in late and away

    reminding.set_days(desk, reminding.AWAY, "365")
    reminding.set_days(desk, reminding.LATE, "20")
    reminding.set_days(desk, reminding.LATE, "300 天", "办公室通知")

    assert found() == (set(), set())
    assert [(r.days, r.is_set, r.note) for r in reminding.reminders(desk)] == [(365, True, ""), (300, True, "办公室通知")]
    with desk.read() as session:
        uid = session.scalars(select(ReminderDays.uid).where(ReminderDays.kind == reminding.LATE)).one()
        act, _first = history.of_record(session, desk, "reminder_days", uid)
    assert (act.actor, act.reason, act.title) == ("经办甲", "办公室通知", "设定提醒天数")
    assert ("天数", "20", "300") in [(c.label, c.old, c.new) for c in act.changes]


@pytest.mark.parametrize("text", ["", "0", "366", "-3", "两周", "1.5", "٣"])
def test_days_of_a_reminder_are_a_whole_number_of_a_year(desk: Desk, text: str) -> None:
    with pytest.raises(Invalid, match="整数"):
        reminding.set_days(desk, reminding.AWAY, text)
    assert not any(r.is_set for r in reminding.reminders(desk))


def test_another_office_keeps_its_own_days(desk: Desk) -> None:
    reminding.set_days(desk, reminding.AWAY, "10")
    with desk.read() as session:
        assert reminding.days(session, desk.store.office)[reminding.AWAY] == 10
        assert reminding.days(session, "150200")[reminding.AWAY] == 30

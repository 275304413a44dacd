"""面试的组织 on real stores: recusal by every way in, the supervised draw, the schedule, late changes that lose no mark."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from sqlalchemy import func, select

from db.errors import StoreError
from db.models import Application, InterviewScore, Panel, PanelDraw, PanelPlace, School
from tests.documents.reading import pypdf_text
from tests.season import At
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.services import interviews, panels, selection
from yingcai_desktop.services.panels import PanelForm
from yingcai_desktop.services.printing import panels as paper
from yingcai_desktop.services.scope import Scope

MATHS = ("national", "", "数学")


def panel_uids(desk: Desk, group: tuple[str, str, str] = MATHS) -> dict[str, str]:
    return {card.name: card.uid for card in panels.board(desk).panels if card.group == group}


def fit(desk: Desk, group: tuple[str, str, str] = MATHS) -> None:
    """Every panel of the group has a chair."""
    for uid in panel_uids(desk, group).values():
        form = panels.form_of(desk, uid)
        panels.save(desk, replace(form, chair=form.judges[0][0]))


def people_of(desk: Desk, group: tuple[str, str, str] = MATHS) -> list[panels.HeardRow]:
    return [row for row in panels.board(desk).people if row.group == group]


def school_of(desk: Desk, uid: str) -> str:
    with desk.read() as session:
        return session.scalars(
            select(School.name).join(Application, Application.school_uid == School.uid).where(Application.uid == uid)
        ).one()


def test_a_panel_is_formed_with_chair_and_staff_and_checked(at: At) -> None:
    desk = at("shortlisted")
    with pytest.raises(Invalid, match="组长“丁”不在评委里"):
        panels.save(desk, PanelForm(MATHS, "丙组", (("甲", ""), ("乙", "")), "丁"))
    with pytest.raises(Invalid, match="须由不同的人担任"):
        panels.save(desk, PanelForm(MATHS, "丙组", (("甲", ""),), "甲", {"记分员": "戊", "核分员": "戊"}))
    with pytest.raises(Invalid, match="评委不能兼任"):
        panels.save(desk, PanelForm(MATHS, "丙组", (("甲", ""),), "甲", {"记分员": "甲"}))

    uid = panels.save(desk, PanelForm(MATHS, "丙组", (("甲", "示例大学"), ("乙", "")), "甲", {"记分员": "戊"}))

    assert panels.form_of(desk, uid) == PanelForm(
        MATHS, "丙组", (("甲", "示例大学"), ("乙", "")), "甲", {"记分员": "戊"}, uid
    )
    panels.remove(desk, uid)
    with pytest.raises(LookupError):
        panels.form_of(desk, uid)


def test_the_draw_takes_two_people_a_number_and_fit_panels_and_is_made_once(at: At) -> None:
    desk = at("shortlisted")
    with pytest.raises(NotAllowed, match=r"还不能抽签：.*没有组长"):
        panels.draw(desk, MATHS, "4711")
    fit(desk)
    with pytest.raises(NotAllowed, match="见证人"):
        panels.draw(replace(desk, witness=""), MATHS, "4711")
    with pytest.raises(Invalid, match="4 位以上的数字"):
        panels.draw(desk, MATHS, "12")

    count = panels.draw(desk, MATHS, "47 11")

    assert count == len(people_of(desk))
    sheet = panels.draw_sheet(desk, MATHS)
    assert sheet is not None
    assert (sheet.seed, sheet.actor, sheet.witness) == ("2025/面试/national/数学/4711", "经办甲", "见证乙")
    assert [[n for n, _p in rows] for _name, rows in sheet.panels] == [
        list(range(1, len(rows) + 1)) for _n, rows in sheet.panels
    ]
    with pytest.raises(NotAllowed, match="不能重抽"):
        panels.draw(desk, MATHS, "9999")
    pages = pypdf_text(paper.draw_pdf(desk, MATHS))
    assert "4711" in pages and "见证乙" in pages


def test_the_same_number_draws_the_same_order(at: At) -> None:
    orders = []
    for _ in range(2):
        desk = at("shortlisted")
        fit(desk)
        panels.draw(desk, MATHS, "4711")
        orders.append([(row.panel, row.number, row.name) for row in people_of(desk)])
    assert orders[0] == orders[1]


def test_the_draw_keeps_a_candidate_from_a_judge_of_the_same_school(at: At) -> None:
    desk = at("shortlisted")
    first, *_ = people_of(desk)
    school = school_of(desk, first.uid)
    uids = panel_uids(desk)
    if len(uids) < 2:
        panels.save(desk, PanelForm(MATHS, "另一组", (("申", ""), ("酉", ""), ("戌", "")), "申"))
        uids = panel_uids(desk)
    one = next(iter(uids))
    form = panels.form_of(desk, uids[one])
    panels.save(desk, replace(form, judges=((form.judges[0][0], school), *form.judges[1:])))
    fit(desk)

    panels.draw(desk, MATHS, "4711")

    assert all(row.panel != one for row in people_of(desk) if school_of(desk, row.uid) == school)
    assert not any(row.away for row in people_of(desk))


def test_no_way_in_gives_a_mark_of_a_judge_who_must_not_judge(at: At) -> None:
    desk = at("interviewed")
    with desk.read() as session:
        row = session.scalars(
            select(InterviewScore).where(InterviewScore.status == "正常").order_by(InterviewScore.uid)
        ).first()
        assert row is not None
        uid, person, judge, panel = row.uid, row.application_uid, row.judge, row.panel_uid
    with pytest.raises(NotAllowed, match="已经给须回避的考生打过分"):
        panels.recuse(desk, person, judge, "近亲属")
    with desk.change("interview-scores.load") as change:
        change.update(InterviewScore, [{"uid": uid, "status": "回避", "marks": {}, "total": None}])
    panels.recuse(desk, person, judge, "近亲属")

    with pytest.raises(NotAllowed, match="须对考生回避"), desk.change("interview-scores.load") as change:
        change.update(InterviewScore, [{"uid": uid, "status": "正常", "marks": {"创新思维": "9"}}])
    form = panels.form_of(desk, panel)
    others = [j for j in form.judges if j[0] != judge]
    with pytest.raises(NotAllowed, match="已经给须回避的考生打过分"):
        panels.save(desk, replace(form, judges=((others[0][0], school_of(desk, person)), *others[1:], (judge, ""))))


def test_a_recusal_is_declared_with_its_reason_and_taken_back_with_one(at: At) -> None:
    desk = at("shortlisted")
    row = people_of(desk)[0]
    judge = panels.form_of(desk, panel_uids(desk)[row.panel]).judges[0][0]
    with pytest.raises(Invalid, match="写明情况"):
        panels.recuse(desk, row.uid, judge, "其他利害关系")
    with pytest.raises(Invalid, match="不是这个学科的评委"):
        panels.recuse(desk, row.uid, "路人", "近亲属")
    uid = panels.recuse(desk, row.uid, judge, "近亲属")

    assert [away for one in people_of(desk) if one.uid == row.uid for away in one.away] == [(judge, "近亲属", uid)]
    with pytest.raises(Invalid, match="写明理由"):
        panels.unrecuse(desk, uid, " ")
    panels.unrecuse(desk, uid, "登记错人")
    assert not any(one.away for one in people_of(desk))


# Late changes (E10)


def test_a_replaced_judge_loses_no_mark_and_stops_nobody(at: At) -> None:
    desk = at("interviewed")
    with desk.read() as session:
        before = {r.person.uid: r.corrected for r in interviews.results(session, desk.schemes)}
    uid = next(iter(panel_uids(desk).values()))
    old = panels.form_of(desk, uid).judges[0][0]

    kept = panels.replace_judge(desk, uid, old, "新评委", "临时有课", unit="示例大学")

    assert kept > 0
    with desk.read() as session:
        assert {r.person.uid: r.corrected for r in interviews.results(session, desk.schemes)} == before
        assert interviews.missing_scores(session, desk.schemes, Scope()) == {}
        panel = session.get(Panel, uid)
        assert panel is not None and "新评委" in panel.judges and panel.replaced == {old: "新评委"}
    assert old in {row.judge for row in panels.summary(desk, MATHS).judges}


def test_marks_of_a_replaced_judge_may_be_set_aside_but_stay_visible(at: At) -> None:
    desk = at("interviewed")
    uid = next(iter(panel_uids(desk).values()))
    old = panels.form_of(desk, uid).judges[0][0]

    panels.replace_judge(desk, uid, old, "新评委", "与考生有利害关系", counts=False)

    rows = [row for row in panels.summary(desk, MATHS).rows if row.aside]
    assert rows and all("新评委" in row.missing for row in rows)
    assert all(old in row.aside[0] and "不计分" in row.aside[0] for row in rows)
    with desk.read() as session:
        assert interviews.missing_scores(session, desk.schemes, Scope())


def test_a_candidate_who_moves_keeps_the_marks_counted_or_not(at: At) -> None:
    desk = at("interviewed")
    other = panels.save(desk, PanelForm(MATHS, "备用组", (("申", ""), ("酉", ""), ("戌", "")), "申"))
    fit(desk)
    panels.draw(desk, MATHS, "4711")
    one = next(row for row in people_of(desk) if row.sheets and row.panel != "备用组")
    with desk.read() as session:
        total = session.scalar(select(func.count()).select_from(InterviewScore))

    with pytest.raises(Invalid, match="写明原因"):
        panels.move(desk, one.uid, other, " ")
    moved = panels.move(desk, one.uid, other, "原组评委回避")

    assert moved == one.sheets
    row = next(row for row in panels.summary(desk, MATHS).rows if row.uid == one.uid)
    assert (row.panel, row.missing, len(row.aside)) == ("备用组", ("申", "酉", "戌"), one.sheets)
    with desk.read() as session:
        assert session.scalar(select(func.count()).select_from(InterviewScore)) == total


def test_a_candidate_never_moves_to_a_judge_who_must_recuse(at: At) -> None:
    desk = at("shortlisted")
    fit(desk)
    panels.draw(desk, MATHS, "4711")
    one = people_of(desk)[0]
    other = panels.save(desk, PanelForm(MATHS, "备用组", (("申", school_of(desk, one.uid)), ("酉", "")), "申"))
    with pytest.raises(NotAllowed, match=r"申须对.*回避"):
        panels.move(desk, one.uid, other, "换组")


# Schedule


def test_the_schedule_gives_everybody_a_time_and_refuses_a_judge_in_two_places(at: At) -> None:
    desk = at("shortlisted")
    fit(desk)
    panels.draw(desk, MATHS, "4711")
    first = next(iter(panel_uids(desk).items()))
    panels.schedule(desk, first[1], day=date(2025, 4, 19), starts_at="8：30", room="A101", minutes=12)

    with desk.read() as session:
        slots = [s for s in panels.timetable(session, desk) if s.panel_uid == first[1]]
    assert [s.time for s in slots[:3]] == ["08:30", "08:42", "08:54"]
    judge = panels.form_of(desk, first[1]).judges[0]
    second = panels.save(desk, PanelForm(MATHS, "丁组", (judge, ("酉", "")), judge[0]))
    with pytest.raises(Invalid, match=f"{judge[0]}同一时间在"):
        panels.schedule(desk, second, day=date(2025, 4, 19), starts_at="08:35", room="A102", minutes=12)
    with pytest.raises(Invalid, match="08:30 的样子"):
        panels.schedule(desk, second, day=date(2025, 4, 19), starts_at="25:00", room="A102", minutes=12)
    pages = pypdf_text(paper.timetable_pdf(desk, Scope("national")))
    assert "08:42" in pages and "A101" in pages


# Summary


def test_the_summary_says_what_each_judge_gave_and_explains_a_spread(at: At) -> None:
    desk = at("interviewed")
    made = panels.summary(desk, MATHS)
    assert made.rows and made.component == ""
    whole = [row for row in made.rows if row.final is not None]
    assert whole and all(row.final == row.before for row in whole)
    assert all(abs(judge.off or 0) < 100 and judge.given <= judge.of for judge in made.judges)
    odd = made.rows[0]

    panels.explain(desk, odd.uid, "评委甲认为表达不清，经合议维持")

    after = {row.uid: row for row in panels.summary(desk, MATHS).rows}
    assert after[odd.uid].note.startswith("评委甲")
    assert {uid: row.final for uid, row in after.items()} == {row.uid: row.final for row in made.rows}


def test_two_people_and_the_seed_are_in_the_store_itself(at: At) -> None:
    desk = at("shortlisted")
    with pytest.raises((StoreError, NotAllowed)), desk.change("panel.draw") as change:
        change.add(
            PanelDraw(programme="national", city="", subject="数学", seed="x", actor="甲", witness="甲", drawn_at="x")
        )
    with desk.read() as session:
        assert session.scalars(select(PanelPlace)).first() is None


def test_the_walk_of_the_selection_uses_the_drawn_panels(at: At) -> None:
    desk = at("interviewed")
    with desk.read() as session:
        before = {r.person.uid: r.corrected for r in interviews.results(session, desk.schemes)}
    fit(desk)
    panels.draw(desk, MATHS, "4711")
    with desk.read() as session:
        after = {r.person.uid: r.corrected for r in interviews.results(session, desk.schemes)}
        assert selection.preview(session, desk.schemes)
    assert after == before  # whoever has marks stays with the panel that gave them
    assert Fraction(0) not in after.values()
    assert Decimal(0) == 0


def test_a_part_of_the_results_is_what_stands_in_the_whole(at: At) -> None:
    """Factors rest on whole groups: reading one city or programme alone changes nobody's result."""
    desk = at("interviewed")
    with desk.read() as session:
        whole = interviews.results(session, desk.schemes)
        for scope in (Scope("pilot", "150200"), Scope("national"), Scope("", "150100")):
            part = interviews.results(session, desk.schemes, scope)
            assert part == [r for r in whole if scope.covers(r.person.programme, r.person.city)]
            assert part

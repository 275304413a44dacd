"""Undo as a change like any other: values, new and deleted records, states by the table; never over what came later."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from db.journal import differences, head, verify_chain
from db.models import AlumniRecord, Application, Decision, Mentor, School, TeamMember, TestScore
from tests.season import At
from tests.services.forms import form
from yingcai_desktop.desk import Desk, SignedIn
from yingcai_desktop.errors import NotAllowed, Stale
from yingcai_desktop.rules.duties import Duty
from yingcai_desktop.services import deeds, history
from yingcai_desktop.services.applications import reviewing, saving
from yingcai_desktop.services.applications.register import Register


@pytest.fixture
def office(at: At) -> Desk:
    return at("applied")


def classes(desk: Desk) -> dict[str, str]:
    with desk.read() as session:
        return dict(session.execute(select(Application.uid, Application.class_name)).all())


def paste(desk: Desk, text: str, count: int = 40) -> Callable[[], Any]:
    """Write a text into a column of many records."""
    uids = sorted(classes(desk))[:count]

    def act() -> int:
        with desk.change("application.edit", reason="粘贴") as change:
            return change.update(Application, [{"uid": uid, "class_name": text} for uid in uids])

    return act


def sound(desk: Desk) -> bool:
    with desk.read() as session:
        return not verify_chain(session) and not differences(session)


def test_a_deed_knows_its_stretch_of_the_journal_and_what_the_act_returned(office: Desk) -> None:
    with office.read() as session:
        before = head(session).n

    deed = deeds.done(office, "粘贴 40 格", paste(office, "甲班"))

    assert (deed.first, deed.last, deed.entries, deed.result) == (before + 1, before + 40, 40, 40)
    assert deed.said == "已粘贴 40 格。"
    assert deed.reversible
    assert not deed.moved


def test_an_act_that_changes_nothing_is_no_deed(office: Desk) -> None:
    deeds.done(office, "粘贴", paste(office, "甲班"))

    again = deeds.done(office, "粘贴", paste(office, "甲班"))

    assert (again.entries, again.reversible) == (0, False)


def test_undo_and_redo_restore_all_values_as_changes_with_their_names(office: Desk) -> None:
    before = classes(office)
    deed = deeds.done(office, "粘贴 40 格", paste(office, "甲班"))
    after = classes(office)

    back = deeds.undo(office, deed)
    undone = classes(office)
    again = deeds.undo(office, back)

    assert undone == before != after == classes(office)
    assert (back.title, back.said, again.said) == ("撤销 粘贴 40 格", "已撤销 粘贴 40 格。", "已重做 粘贴 40 格。")
    assert [(a.action, a.reason) for a in history.actions(office)[-2:]] == [
        ("deed.undo", "撤销 粘贴 40 格"),
        ("deed.redo", "重做 粘贴 40 格"),
    ]
    assert sound(office)


def test_a_hundred_deeds_on_the_same_records_go_back_one_by_one(office: Desk) -> None:
    before = classes(office)
    done = [deeds.done(office, f"粘贴 {n}", paste(office, f"{n}班", 3)) for n in range(101)]

    for deed in reversed(done):
        deeds.undo(office, deed)

    assert classes(office) == before


def test_several_changes_of_one_act_are_one_deed(office: Desk) -> None:
    before = classes(office)
    deed = deeds.done(office, "两次", lambda: (paste(office, "甲班")(), paste(office, "乙班", 50)()))

    deeds.undo(office, deed)

    assert classes(office) == before


def test_an_act_within_an_act_is_a_deed_of_its_own(office: Desk) -> None:
    """A page that saves its form because of somebody else's commit: undoing the commit leaves the form alone."""
    inner: list[deeds.Deed[Any]] = []

    def nested(changes: Any) -> None:
        if office.store.listeners.count(nested):
            office.store.listeners.remove(nested)
            inner.append(deeds.done(office, "里面", paste(office, "里班", 1)))

    office.store.listeners.append(nested)

    outer = deeds.done(office, "外面", paste(office, "外班", 5))

    assert (inner[0].entries, outer.entries) == (1, 5)


def test_a_deed_that_a_service_returns_is_taken_in(office: Desk) -> None:
    inner = deeds.done(office, "页面的话", lambda: deeds.done(office, "服务的话", paste(office, "甲班")))

    assert inner.entries == 40
    assert inner.reversible


@pytest.mark.parametrize("later", ["changed", "deleted"])
def test_a_record_that_moved_on_keeps_everything_as_it_is(office: Desk, later: str) -> None:
    act = saving.create(office, form(office))
    deed = deeds.done(office, "改班级", lambda: _class(office, act.result, "甲班"))
    if later == "changed":
        _class(office, act.result, "乙班")
    else:
        with office.change("application.drop") as change:
            change.delete(Application, [act.result])
    with office.read() as session:
        entries = head(session).n

    with pytest.raises(Stale, match="“巴图·孟和”的报名后来又改过，不能撤销"):
        deeds.undo(office, deed)

    with office.read() as session:
        assert head(session).n == entries


def test_what_was_deleted_comes_back_under_its_uid(office: Desk) -> None:
    with office.read() as session:
        member = session.scalars(select(TeamMember)).first()
        assert member is not None
        held = (member.uid, member.name, member.mentor_uid, member.office)

    def remove() -> None:
        with office.change("mentor.edit") as change:
            change.delete(TeamMember, [held[0]])

    deeds.undo(office, deeds.done(office, "删除 1 名团队成员", remove))

    with office.read() as session:
        back = session.get(TeamMember, held[0])
        assert back is not None
        assert (back.uid, back.name, back.mentor_uid, back.office) == held
    assert sound(office)


def test_what_was_new_stays_once_others_build_on_it(office: Desk) -> None:
    act = saving.create(office, form(office))
    with office.change("test-scores.load") as change:
        change.insert(TestScore, [{"application_uid": act.result, "status": "缺考", "full_mark": _hundred()}])

    with pytest.raises(Stale, match="“巴图·孟和”的报名已经有了测试成绩"):
        deeds.undo(office, act)


def test_a_number_taken_by_another_record_since_is_said_and_nothing_happens(office: Desk) -> None:
    with office.read() as session:
        one, other = session.execute(
            select(Application.uid, Application.id_number).where(Application.programme == "pilot").limit(2)
        ).all()
    deed = deeds.done(office, "改证件号", lambda: _number(office, one.uid, "150699200903059990"))
    _number(office, other.uid, one.id_number)

    with pytest.raises(Stale, match="号码已被别的记录占用"):
        deeds.undo(office, deed)


def test_states_go_back_only_where_the_table_leads_back(office: Desk) -> None:
    uid = next(r.uid for r in Register(office).rows if r.result == "eligible")
    passed = reviewing.carry_out(office, reviewing.plan(office, "approve", [uid]))
    deeds.undo(office, passed)
    reviewing.carry_out(office, reviewing.plan(office, "approve", [uid]))
    returned = reviewing.carry_out(office, reviewing.plan(office, "return", [uid]), "补盖章")

    assert (passed.reversible, passed.moved, returned.reversible) == (True, True, False)
    with pytest.raises(NotAllowed, match="不能退回原来的状态"):
        deeds.undo(office, returned)


def test_a_way_back_that_asks_for_two_people_asks_for_them_in_undo_too(at: At) -> None:
    desk = at("training")
    from db.models import Trainee
    from yingcai_desktop.services import review

    def leave() -> None:
        with desk.change("trainee.leave", reason="转学") as change:
            trainee = change.scalars(select(Trainee)).first()
            assert trainee is not None
            review.move(change, trainee, "leave", exit_reason="转学")

    deed = deeds.done(desk, "中途退出", leave)
    desk.witness = ""

    with pytest.raises(NotAllowed, match="须由两人办理"):
        deeds.undo(desk, deed)


def test_signed_decisions_are_never_taken_back(office: Desk) -> None:
    with office.read() as session:
        uid = session.scalars(select(Decision.uid)).first()

    def sign() -> None:
        with office.change("decision.record") as change:
            change.update(Decision, [{"uid": uid, "value": {"value": "另一个值"}}])

    deed = deeds.done(office, "登记决定", sign)

    assert not deed.reversible
    with pytest.raises(NotAllowed, match="已经签字、编号或办结"):
        deeds.undo(office, deed)


def test_an_old_stretch_of_the_journal_can_be_undone_too(office: Desk) -> None:
    load = next(a for a in history.actions(office) if a.action == "alumni.load")

    deeds.undo(office, deeds.of_span(office, "导入往届", load.first, load.last))

    with office.read() as session:
        assert session.scalars(select(AlumniRecord)).all() == []
        assert session.scalars(select(Mentor)).first() is not None
        assert session.scalars(select(School)).first() is not None


def test_only_who_may_do_a_thing_may_take_it_back(office: Desk) -> None:
    uid = next(r.uid for r in Register(office).rows if r.result == "eligible")
    back = deeds.undo(office, reviewing.carry_out(office, reviewing.plan(office, "approve", [uid])))
    office.user = SignedIn("u1", "经办甲", frozenset({Duty.CLERK}))

    with pytest.raises(NotAllowed, match="须由审核办理"):
        deeds.undo(office, back)


def _class(desk: Desk, uid: str, text: str) -> None:
    with desk.change("application.edit") as change:
        change.update(Application, [{"uid": uid, "class_name": text}])


def _number(desk: Desk, uid: str, number: str) -> None:
    with desk.change("application.edit") as change:
        change.update(Application, [{"uid": uid, "id_number": number}])


def _hundred() -> Any:
    from decimal import Decimal

    return Decimal(100)

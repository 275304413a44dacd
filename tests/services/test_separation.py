"""录入≠审核: who entered does not review, in the form, in a batch and in the steps of the year (domain §3.16)."""

from collections.abc import Iterable

import pytest
from sqlalchemy import select

from db.models import Mentor, User
from tests.season import SEASON, At
from yingcai_desktop.desk import Desk, SignedIn
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.rules.duties import Duty
from yingcai_desktop.services import intake, mentors, stages
from yingcai_desktop.services.applications import reviewing, saving
from yingcai_desktop.services.applications.register import Register


def seated(desk: Desk, name: str, duties: Iterable[Duty] = (Duty.CLERK, Duty.REVIEWER)) -> Desk:
    with desk.change("user.add") as change:
        if change.scalars(select(User)).first() is None:
            change.add(User(name="高娃", duties=["admin"]))
    return Desk(desk.store, name, "", desk.clock, SignedIn(name, name, frozenset(duties)))


def waiting(desk: Desk) -> list[str]:
    return [r.uid for r in Register(desk).rows if r.state == "recommended" and r.programme == "national" and r.result == "eligible"][:2]


def test_who_corrected_an_application_does_not_approve_it(at: At) -> None:
    desk = at("applied")
    one, other = waiting(desk)
    me, another = seated(desk, "陈静"), seated(desk, "李慧")
    values, revision = saving.stored(desk, one)
    saving.edit(me, one, revision, values | {"class_name": "七班"})

    plan = reviewing.plan(me, "approve", [one, other])
    assert [t.uid for t in plan.ready] == [other]
    assert "另一人审核" in plan.blocked_words
    assert [t.uid for t in reviewing.plan(me, "return", [one]).ready] == [one]  # sending back needs no other
    assert [t.uid for t in reviewing.plan(another, "approve", [one, other]).ready] == [one, other]
    assert [t.uid for t in reviewing.plan(desk, "approve", [one, other]).ready] == [one, other]  # no users, as before

    with pytest.raises(NotAllowed, match="不能自己审核"):  # another's plan in my hands
        reviewing.carry_out(me, reviewing.plan(another, "approve", [one, other]))
    reviewing.carry_out(another, reviewing.plan(another, "approve", [one, other]))


def test_another_roles_verb_is_not_even_planned(at: At) -> None:
    desk = at("applied")
    with pytest.raises(NotAllowed, match="须由审核办理"):
        reviewing.plan(seated(desk, "陈静", {Duty.CLERK}), "approve", waiting(desk))


def test_who_loaded_the_workbook_does_not_run_the_review_step(at: At) -> None:
    desk = at("decided")
    me = seated(desk, "陈静")
    intake.load(me, "mentors", sorted((SEASON / "inbox").glob("*导师*.xlsx"))[:1])

    with pytest.raises(NotAllowed, match="不能自己审核"):
        stages.advance(me, "review-mentors")

    stages.advance(seated(desk, "李慧"), "review-mentors")


def test_one_mentor_as_well(at: At) -> None:
    desk = at("decided")
    me = seated(desk, "陈静")
    intake.load(me, "mentors", sorted((SEASON / "inbox").glob("*导师*.xlsx"))[:1])
    with desk.read() as session:
        uid = next(m.uid for m in session.scalars(select(Mentor)) if m.state == "recommended")
    with pytest.raises(NotAllowed, match="不能自己审核"):
        mentors.act(me, uid, "approve")
    assert mentors.act(seated(desk, "李慧"), uid, "approve") == "approved"

"""The desk asks who sits there: what they may not do is refused with who may."""

import pytest
from sqlalchemy import select

from db.models import Draft
from yingcai_desktop.desk import Desk, SignedIn
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.rules.duties import Duty
from yingcai_desktop.services import drafts


def seated(desk: Desk, *duties: Duty) -> Desk:
    user = SignedIn("0" * 32, "陈静", frozenset(duties))
    return Desk(desk.store, user.name, "", desk.clock, user)


def test_a_store_without_users_permits_everything(desk: Desk) -> None:
    assert desk.may("selection.admit") and desk.may("user.add-nobody-knows")


def test_what_a_role_may_not_do_is_refused_and_says_who_may(desk: Desk) -> None:
    supervisor = seated(desk, Duty.SUPERVISOR)

    with pytest.raises(NotAllowed) as refused:
        drafts.keep(supervisor, "form", "a", {"姓名": "x"}, 0)

    assert "陈静的角色是监督" in refused.value.message and "经办" in refused.value.message
    with desk.read() as session:
        assert session.scalars(select(Draft)).all() == []


def test_what_a_role_may_do_is_done_in_the_users_name(desk: Desk) -> None:
    clerk = seated(desk, Duty.CLERK)

    drafts.keep(clerk, "form", "a", {"姓名": "x"}, 0)

    assert clerk.may("application.edit") and not clerk.may("application.approve")


def test_an_administrator_is_told_why_not_scores(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match="管理员不经手成绩"):
        seated(desk, Duty.ADMIN, Duty.CLERK).require("test-scores.load")


def test_a_witness_is_there_for_one_act(desk: Desk) -> None:
    clerk = seated(desk, Duty.REVIEWER)

    two = clerk.with_witness("李慧")
    two.require_witness("录取")

    assert clerk.witness == ""
    with pytest.raises(NotAllowed):
        clerk.require_witness("录取")
    with pytest.raises(NotAllowed):
        clerk.with_witness(clerk.actor).require_witness("录取")

"""同分: a ruling of two people or a supervised draw, once (domain.md §3.7, ux U42)."""

import pytest
from sqlalchemy import select

from db.models import TieRuling
from tests.season import At
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.rules.settlement import OpenTie
from yingcai_desktop.services import selection, stages
from yingcai_desktop.services.scope import EVERYTHING
from yingcai_desktop.services.selecting import ties


def open_ties(desk: Desk) -> tuple[OpenTie, ...]:
    with desk.read() as session:
        return selection.preview(session, desk.schemes, EVERYTHING).ties


def test_a_ruling_of_two_people_lets_the_admission_go_on(at: At) -> None:
    desk = at("interviewed")
    tie = open_ties(desk)[0]

    with pytest.raises(NotAllowed, match="两人"):
        ties.rule(desk.with_witness(""), tie.group, tie.ids, "上会研究")
    with pytest.raises(Invalid, match="理由"):
        ties.rule(desk, tie.group, tie.ids, "")
    while found := open_ties(desk):
        for one in found:
            ties.rule(desk, one.group, tuple(reversed(one.ids)), "上会研究决定")

    assert stages.advance(desk, "admit").counts["admitted"] == 130
    with desk.read() as session:
        kept = session.scalars(select(TieRuling)).first()
        assert kept is not None
        assert kept.by == ["经办甲", "见证乙"]


def test_a_draw_keeps_its_seed_and_witness_and_cannot_be_repeated(at: At) -> None:
    desk = at("interviewed")
    tie = open_ties(desk)[0]

    for called in ("", "12", "一二三四"):
        with pytest.raises(Invalid, match="数字"):
            ties.draw(desk, tie.group, tie.ids, called)
    drawn = ties.draw(desk, tie.group, tie.ids, "20 250419")

    assert sorted(drawn.order) == list(tie.ids)
    assert drawn.seed.endswith("/20250419")
    assert (drawn.actor, drawn.witness) == ("经办甲", "见证乙")
    with pytest.raises(NotAllowed, match="不能重抽"):
        ties.draw(desk, tie.group, tuple(reversed(tie.ids)), "99999")
    assert tie not in open_ties(desk)
    with desk.read() as session:
        assert ties.draws(session, tie.group) == [drawn]


def test_the_same_number_gives_the_same_order_anywhere(at: At) -> None:
    one, two = at("interviewed"), at("interviewed")
    tie = open_ties(one)[0]

    assert ties.draw(one, tie.group, tie.ids, "7531").order == ties.draw(two, tie.group, tie.ids, "7531").order

"""Review of chosen applications: the plan says who and why not; both chains of the notice; reasons where they are asked for."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from db.models import Application
from db.store import Store
from tests.season import KEY, At
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed, Stale
from yingcai_desktop.services import deeds
from yingcai_desktop.services.applications import reviewing, saving
from yingcai_desktop.services.applications.register import Register, Row


@pytest.fixture
def office(at: At) -> Desk:
    return at("applied")


def of(desk: Desk, programme: str, result: str) -> list[Row]:
    return [r for r in Register(desk).rows if r.programme == programme and r.result == result]


def test_a_plan_names_who_passes_and_says_why_the_others_do_not(office: Desk) -> None:
    fit, beyond = of(office, "national", "eligible")[:3], of(office, "national", "ineligible")[:2]

    plan = reviewing.plan(office, "approve", [r.uid for r in (*fit, *beyond)])

    assert [t.uid for t in plan.ready] == [r.uid for r in fit]
    assert plan.names == "、".join(r.name for r in fit)
    assert {b.why for b in plan.blocked} == {"排名超限，没有可放宽的前置培养依据（附件1 四（二））"}


def test_a_plan_writes_nothing(office: Desk) -> None:
    rows = Register(office).rows

    reviewing.plan(office, "approve", [r.uid for r in rows])

    assert Register(office).rows == rows


def test_carrying_out_moves_everybody_with_the_verdict_in_one_act(office: Desk) -> None:
    chosen = [*of(office, "national", "eligible")[:2], *of(office, "national", "relaxed")[:1]]

    act = reviewing.carry_out(office, reviewing.plan(office, "approve", [r.uid for r in chosen]))

    with office.read() as session:
        found = [session.get(Application, r.uid) for r in chosen]
        assert [(a.state, a.result) for a in found if a] == [("approved", "eligible")] * 2 + [("approved", "relaxed")]
    assert act.reversible
    assert act.said.startswith("自治区复审通过 3 条：")


def test_nobody_is_moved_when_one_of_them_has_moved_on(office: Desk) -> None:
    first, second = of(office, "pilot", "eligible")[:2]
    plan = reviewing.plan(office, "approve", [first.uid, second.uid])
    values, revision = saving.stored(office, second.uid)
    saving.edit(office, second.uid, revision, values | {"class_name": "改过"})

    with pytest.raises(Stale, match="一条也没有办理"):
        reviewing.carry_out(office, plan)

    assert {Register(office).row(r.uid).state for r in (first, second)} == {"recommended"}  # type: ignore[union-attr]


@pytest.mark.parametrize("verb", ["return", "reject", "withdraw"])
def test_sending_back_needs_a_reason_and_keeps_it(office: Desk, verb: str) -> None:
    uid = of(office, "pilot", "eligible")[0].uid
    plan = reviewing.plan(office, verb, [uid])

    with pytest.raises(NotAllowed, match="要写明理由"):
        reviewing.carry_out(office, plan, "  ")
    reviewing.carry_out(office, plan, "成绩证明没有盖章")

    with office.read() as session:
        record = session.get(Application, uid)
        assert record is not None
        assert (record.opinion, record.state) == ("成绩证明没有盖章", plan_target(verb))


def plan_target(verb: str) -> str:
    return {"return": "returned", "reject": "rejected", "withdraw": "withdrawn"}[verb]


def test_an_act_on_many_is_undone_as_one(office: Desk) -> None:
    before = Register(office).rows
    act = reviewing.carry_out(office, reviewing.plan(office, "approve", [r.uid for r in before]))

    deeds.undo(office, act)

    assert [r.state for r in Register(office).rows] == [r.state for r in before]


def test_the_region_approves_and_a_city_passes_only_the_pilot(at: At, tmp_path: Path) -> None:
    region = at("applied")
    with Store.create(tmp_path / "city.ycdb", key=KEY, office="150100", season=2025) as store:
        city = Desk(store, "李慧", "", lambda: datetime(2025, 3, 31, tzinfo=UTC))

        assert [v.verb for v in reviewing.verbs(region, "recommended", "pilot")] == [
            "approve",
            "return",
            "reject",
            "withdraw",
        ]
        assert [v.verb for v in reviewing.verbs(city, "recommended", "pilot")] == [
            "city-pass",
            "return",
            "reject",
            "withdraw",
        ]
        assert reviewing.forward(city, "recommended", "national") is None


def test_the_way_of_a_typed_application_through_the_chain(office: Desk) -> None:
    from tests.services.forms import form

    uid = saving.create(office, form(office)).result
    states = []
    for _ in range(4):
        row = Register(office).row(uid)
        assert row is not None
        way = reviewing.forward(office, row.state, row.programme)
        if way is None:
            break
        reviewing.carry_out(office, reviewing.plan(office, way.verb, [uid]))
        states.append(way.target.value)

    assert states == ["submitted", "recommended", "approved"]

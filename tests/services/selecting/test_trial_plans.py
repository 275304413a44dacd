"""Named what-ifs: kept, compared by name with the official plan, marked on paper, and never part of a result (ux U43; features F05)."""

from decimal import Decimal
from io import BytesIO

import pypdf
import pytest
from sqlalchemy import select

from db.models import Decision, Selection, TrialPlan
from tests.season import At
from tests.services.marking import by_hand
from tests.services.selecting.test_locks import lock
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.services import deeds
from yingcai_desktop.services.selecting import board, material, trial, trial_plans
from yingcai_desktop.services.selecting.trial import Plan

PART = ("national", "")
GROUP = ("national", "", "计算机")


def plan(weight: int, seats: int = 5, line: str = "60") -> Plan:
    return Plan(weight, Decimal(line), seats)


def outcome(desk: Desk) -> list[tuple[str, ...]]:
    with desk.read() as session:
        rows = [(s.application_uid, s.status, str(s.rank), s.composite) for s in session.scalars(select(Selection))]
        return sorted(rows) + sorted((d.key, str(d.value)) for d in session.scalars(select(Decision)))


def test_kept_plans_stand_beside_the_official_one_with_who_comes_and_goes_by_name(at: At) -> None:
    desk = at("admitted")
    before = outcome(desk)
    trial_plans.keep(desk, GROUP, " 六四开 ", plan(60))
    trial_plans.keep(desk, GROUP, "多一名", plan(40, seats=6))

    found = board.read(desk, PART)
    first, *tried = trial_plans.compare(desk, found, GROUP)

    assert first.name == "正式方案" and first.trial.same and first.plan == trial.official(found, GROUP)
    assert [(t.name, t.weights, t.plan.seats) for t in tried] == [("六四开", "60∶40", 5), ("多一名", "40∶60", 6)]
    assert (tried[0].comes, tried[0].goes) == ("彭晨星（7→4）", "傅雨华（5→10）")
    assert len(tried[1].trial.comes) == 1 and tried[1].goes == "—"
    names = {row.name: [t.of(row) for t in (first, *tried)] for row in trial_plans.differing(found, GROUP, (first, *tried))}
    assert names["彭晨星"][:2] == ["— 7", "录取 4"] and names["傅雨华"][:2] == ["录取 5", "— 10"]
    assert all(len({o.startswith("录取") for o in outcomes}) == 2 for outcomes in names.values())
    assert outcome(desk) == before


def test_the_digest_of_a_lock_knows_nothing_of_plans(at: At) -> None:
    plain, tried = at("admitted"), at("admitted")
    trial_plans.keep(tried, GROUP, "六四开", plan(60))
    assert lock(plain, PART).digest == lock(tried, PART).digest


@pytest.mark.parametrize("name", ["", "  ", "正式方案", "很长很长很长很长很长很长很"])
def test_a_name_that_cannot_be_is_refused(at: At, name: str) -> None:
    desk = at("admitted")
    with pytest.raises(Invalid, match="没有存"):
        trial_plans.keep(desk, GROUP, name, plan(60))


def test_two_plans_of_a_subject_do_not_share_a_name_and_there_are_not_too_many(at: At) -> None:
    desk = at("admitted")
    for n in range(trial_plans.MOST):
        trial_plans.keep(desk, GROUP, f"方案{n}", plan(50 + n))
    with pytest.raises(Invalid, match="已经有名为"):
        trial_plans.keep(desk, GROUP, "方案0", plan(70))
    with pytest.raises(NotAllowed, match="先删除"):
        trial_plans.keep(desk, GROUP, "又一个", plan(70))
    trial_plans.keep(desk, ("national", "", "数学"), "方案0", plan(70))


def test_keeping_and_giving_up_are_taken_back(at: At) -> None:
    desk = at("admitted")
    kept = deeds.done(desk, "存方案", lambda: trial_plans.keep(desk, GROUP, "六四开", plan(60)))
    gone = deeds.done(desk, "删除方案", lambda: trial_plans.remove(desk, kept.result))
    deeds.undo(desk, gone)
    with desk.read() as session:
        assert [t.name for t in session.scalars(select(TrialPlan))] == ["六四开"]
    other = deeds.done(desk, "存方案", lambda: trial_plans.keep(desk, GROUP, "七三开", plan(70)))
    deeds.undo(desk, other)
    with desk.read() as session:
        assert [t.name for t in session.scalars(select(TrialPlan))] == ["六四开"]


def text_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages]


def test_every_printed_page_says_that_it_is_no_result_and_the_official_page_never_shows_a_plan(at: At) -> None:
    desk = at("admitted")
    found = board.read(desk, PART)
    with pytest.raises(NotAllowed, match="还没有存过"):
        trial_plans.page(desk, found, GROUP)
    trial_plans.keep(desk, GROUP, "六四开", plan(60))

    pages = text_of(trial_plans.page(desk, found, GROUP))

    assert len(pages) == 2
    for page in pages:
        assert "试　算" in page and "不是录取结果" in page
    assert "彭晨星" in pages[0] and "六四开" in pages[0] and "录取 4" in pages[1]
    assert not any("六四开" in page or "试　算" in page for page in text_of(material.ranking(desk, PART, "计算机")))


def test_no_sql_keeps_a_plan_without_a_name_or_with_a_weight_that_cannot_be(at: At) -> None:
    desk = at("admitted")
    columns = "uid, office, revision, programme, city, subject, name, test_weight, pass_line, seats, made_by, made_at"
    for name, weight in ((" ", 60), ("六四开", 101)):
        with pytest.raises(Exception, match="constraint"), by_hand(desk) as connection:
            connection.exec_driver_sql(f"INSERT INTO trial_plan ({columns}) VALUES ('x', '', 1, 'national', '', '数学', '{name}', {weight}, '60', 5, 'x', 'x')")

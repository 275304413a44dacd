"""Figures of the workbench: those of the lists, obeying the scope; one broken card; what the page costs."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event, select

from db.models import Application, Decision, Mentor, School, ShortlistEntry, TestScore
from tests.season import NOW, At, new_desk
from tests.services.boards import board, on, tasks
from tests.strict_logs import ExpectLog
from yingcai_desktop.desk import Desk
from yingcai_desktop.services import workbench
from yingcai_desktop.services.exports import export
from yingcai_desktop.services.workbench import Heads

# Figures


@pytest.mark.parametrize("milestone", ["applied", "reviewed", "shortlisted", "admitted", "training", "certified"])
@pytest.mark.parametrize("programme", ["", "national", "pilot"])
def test_the_figures_are_those_of_the_statistics(at: At, milestone: str, programme: str) -> None:
    desk = on(at(milestone), "04-12")
    rows = [r for r in export(desk, "statistics") if programme in ("", r["programme"])]
    funnel = {key: count for key, _, count in board(desk, programme).funnel.value or []}

    sums = {
        "applications": sum(r["applications"] for r in rows),
        "approved": sum(r["eligible"] + r["relaxed"] for r in rows),
        "tested": sum(r["tested"] for r in rows),
        "called": sum(r["shortlisted"] for r in rows),
        "admitted": sum(r["admitted"] for r in rows),
    }

    assert {key: count or 0 for key, count in funnel.items()} == sums


def test_what_is_not_known_yet_is_not_zero(at: At) -> None:
    funnel = [count for *_, count in board(on(at("applied"), "03-28")).funnel.value or []]

    assert funnel == [558, None, None, None, None]


def test_seats_by_subject_and_by_city(at: At) -> None:
    shown = board(on(at("shortlisted"), "04-12"))
    subjects = {line.label: line.heads for line in (shown.subjects.value or [])[0].subjects}
    cities = {line.label: line.heads for line in shown.cities.value or []}

    assert (subjects["物理"].called, subjects["物理"].wanted, subjects["物理"].seats) == (6, 15, 5)
    assert subjects["数学"].missing == 0
    assert (cities["呼和浩特市"].called, cities["呼和浩特市"].wanted, cities["呼和浩特市"].missing) == (148, 150, 2)


def test_seats_of_the_notice_stand_while_no_plan_is_signed(desk: Desk) -> None:
    shown = board(on(desk, "03-02"))

    assert [line.heads.seats for line in (shown.subjects.value or [])[0].subjects] == [5, 5, 5, 10, 5]
    assert [line.heads.seats for line in shown.cities.value or []] == [50, 25, 25]
    assert [line.heads.wanted for line in shown.cities.value or []] == [150, 75, 75]


def test_heads_add_up_and_unknown_stays_unknown() -> None:
    total = Heads(applications=2, called=1, wanted=3, seats=1) + Heads(applications=3, wanted=3, seats=1)

    assert total == Heads(applications=5, called=1, wanted=6, seats=2)
    assert total.missing == 5


def test_schools_come_by_number_with_the_rest_together(at: At) -> None:
    desk = on(at("applied"), "03-28")
    shown = board(desk).schools.value or []

    assert sum(s.count for s in shown) == 558
    assert [s.count for s in shown[:-1]] == sorted((s.count for s in shown[:-1]), reverse=True)
    assert (shown[-1].uid, shown[-1].label) == ("", "其余 8 校")
    assert shown[2].label == "民大附中分校"


def test_arrivals_say_whole_part_and_missing(at: At) -> None:
    desk = on(at("tested"), "05-02")
    away = (
        select(TestScore.uid)
        .join(Application, Application.uid == TestScore.application_uid)
        .where(Application.city == "150500")
    )
    with desk.change("test-scores.load") as change:
        change.delete(TestScore, list(change.scalars(away)))
        change.delete(TestScore, [change.scalars(select(TestScore.uid)).first() or ""])

    rows = {a.label: a.cells for a in board(desk).arrivals.value or []}

    assert [cell.tone for cell in rows["包头市"]][:1] == ["ok"]
    assert (rows["通辽市"][1].text, rows["通辽市"][1].tone) == ("未到", "bad")
    assert "warn" in {a[1].tone for a in rows.values()}
    assert rows["通辽市"][4].text == ""


# The year


def test_the_year_is_done_running_late_or_to_come(at: At) -> None:
    stages_of = {s.name: s.state for s in board(on(at("reviewed"), "05-10")).year.value or []}

    assert stages_of == {
        "推荐导师": "done", "学生报名": "done", "潜质测试": "late", "面试": "late", "师生见面会": "late", "培养周期": "now",
        "初期评价": "now", "中期评价": "todo", "年度评价总结": "todo",
    }  # fmt: skip


def test_each_programme_has_its_own_year(at: At) -> None:
    desk = on(at("reviewed"), "04-02")
    national, pilot = (board(desk, p).year.value or [] for p in ("national", "pilot"))

    assert "师生见面会" not in [s.name for s in national]
    assert {s.name: s.start.month for s in pilot}["中期评价"] == 6
    assert {s.name: (s.start, s.clauses) for s in national}["中期评价"] == (date(2025, 7, 1), ("附件1 六（二）",))


# Scope


def test_the_scope_switch_is_obeyed_by_everything(at: At) -> None:
    desk = on(at("shortlisted"), "04-12")
    national, pilot = board(desk, "national"), board(desk, "pilot")

    assert [a.label for a in national.arrivals.value or []] == ["英才计划"]
    assert national.cities.value == []
    assert {t.rule: t.count for t in national.tasks.value or []}["interviews.missing"] == 71
    assert {t.rule: t.count for t in pilot.tasks.value or []}["interviews.missing"] == 291
    assert (pilot.subjects.value or [])[0].title == "后备人才学科名额"
    assert sum(s.count for s in national.schools.value or []) == 150


@pytest.fixture
def baotou(at: At, tmp_path: Path) -> Iterator[Desk]:
    """包头's own store with its applicants and one of 呼和浩特, who is none of its business."""
    region, made = at("applied"), new_desk(tmp_path / "city.ycdb", office="150200")
    with region.read() as session, made.store.change("package.apply", actor="数据包", at=NOW) as change:
        for model in (Decision, School, Mentor, Application):
            rows = [
                {c.key: getattr(r, c.key) for c in model.__table__.columns if c.key not in ("office", "revision")}
                for r in session.scalars(select(model))
            ]
            change.insert(model, [r for r in rows if model is not Application or r["city"] in ("150200", "150100")])
    yield made
    made.store.close()


def test_a_city_sees_its_own_part_of_the_pilot(baotou: Desk) -> None:
    shown = board(on(baotou, "03-28"))

    assert (shown.scope.programme, shown.scope.city) == ("pilot", "150200")
    assert [a.label for a in shown.arrivals.value or []] == ["包头市"]
    assert {t.rule: t.count for t in shown.tasks.value or []} == {"applications.review": 103}
    assert [line.heads.seats for line in (shown.subjects.value or [])[0].subjects] == [5] * 5
    assert shown.cities.value == []
    assert (shown.funnel.value or [])[0][2] == 103


def test_one_place_is_not_named_again(at: At) -> None:
    desk = on(at("shortlisted"), "04-12")

    assert tasks(desk, "national")["interviews.missing"].detail == "数学 16 · 物理 6 · 化学 14 · 生物 20 · 计算机 15"
    assert tasks(desk, "pilot")["interviews.missing"].detail == "呼市 148 · 包头 72 · 通辽 71"


def test_the_national_programme_is_not_a_citys(baotou: Desk) -> None:
    shown = board(on(baotou, "03-28"), "national")

    assert shown.subjects.value == shown.arrivals.value == shown.tasks.value == []
    assert len(shown.year.value or []) == 9


# The start, a broken card, the cost


@pytest.mark.parametrize(
    ("milestone", "states"),
    [
        ("decided", ["done", "now", "todo"]),
        ("appointed", ["done", "done", "now"]),
        ("applied", ["done", "done", "done"]),
    ],
)
def test_three_steps_lead_into_an_empty_store(at: At, milestone: str, states: list[str]) -> None:
    shown = board(on(at(milestone), "03-28"))

    assert [step.state for step in shown.start.value or []] == states
    assert shown.begun.value == (milestone == "applied")


def test_a_broken_card_leaves_the_others_alone(at: At, expect_log: ExpectLog) -> None:
    desk = on(at("shortlisted"), "04-12")
    with desk.change("decision.record") as change:  # a value no version of the program would store
        uid = change.scalars(select(Decision.uid).where(Decision.key == "seats.national.数学")).one()
        change.update(Decision, [{"uid": uid, "value": {"value": "五"}}])
    expect_log("a card of the workbench failed")

    shown = workbench.board(desk)

    assert isinstance(shown.subjects.error, ValueError)
    assert shown.year.value and shown.schools.value
    assert shown.year.error is shown.schools.error is None


@pytest.mark.parametrize("milestone", ["applied", "shortlisted", "certified"])
def test_the_page_costs_a_handful_of_queries(at: At, milestone: str) -> None:
    desk = on(at(milestone), "11-12")
    asked: list[str] = []
    with desk.read() as session:
        engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", lambda _c, _k, statement, *_: asked.append(statement))

    board(desk, deep=False)

    selects = [statement for statement in asked if statement.startswith("SELECT")]
    assert 8 <= len(selects) <= 28


def test_nobody_called_means_nobody_is_missed(at: At) -> None:
    desk = on(at("shortlisted"), "04-12")
    with desk.change("shortlist.make") as change:
        change.delete(ShortlistEntry, list(change.scalars(select(ShortlistEntry.uid))))

    assert list(tasks(desk)) == ["shortlist.short"]
    assert tasks(desk)["shortlist.short"].count == 20

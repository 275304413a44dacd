"""Tasks of the workbench over the sample season: each appears when its rule holds and goes when it does not."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select

from db.models import Application, Decision, InterviewScore, Mentor, Panel, Selection, TestScore
from tests.season import At
from tests.services.boards import board, on, tasks, uids
from yingcai_desktop.desk import Desk
from yingcai_desktop.services import stages
from yingcai_desktop.services.exports import export
from yingcai_desktop.services.workbench import Task

# Tasks through the year


def test_an_empty_store_asks_for_the_decisions_first(desk: Desk) -> None:
    found = tasks(on(desk, "03-02"))

    assert list(found) == ["decisions.missing"]
    assert found["decisions.missing"].deadline == date(2025, 3, 31)
    assert found["decisions.missing"].count == 15


def test_each_decision_that_a_step_asks_for_is_missed_when_it_goes(at: At) -> None:
    desk = on(at("decided"), "03-02")
    assert "decisions.missing" not in tasks(desk)

    with desk.change("decision.record") as change:
        keys = ("weights.test", "certificate.number", "pass_line.pilot.数学")
        change.delete(Decision, list(change.scalars(select(Decision.uid).where(Decision.key.in_(keys)))))

    missing = tasks(desk)["decisions.missing"]
    assert missing.count == 3
    assert missing.detail == "测试分数线、测试与面试权重 等 3 项"
    assert missing.deadline == date(2025, 4, 20)


def test_a_decision_whose_stage_is_done_is_no_task_any_more(at: At) -> None:
    desk = on(at("admitted"), "04-22")
    with desk.change("decision.record") as change:
        change.delete(
            Decision, list(change.scalars(select(Decision.uid).where(Decision.key == "pass_line.pilot.数学")))
        )

    assert "decisions.missing" not in tasks(desk)


@pytest.mark.parametrize(
    ("milestone", "day", "rules"),
    [
        ("decided", "03-03", []),
        ("mentors-loaded", "03-10", ["mentors.review"]),
        ("appointed", "03-25", []),
        ("applied", "03-28", ["applications.review"]),
        ("reviewed", "04-02", ["tests.missing"]),
        ("tested", "04-10", ["step.shortlist"]),
        ("shortlisted", "04-12", ["interviews.missing", "shortlist.short"]),
        ("interviewed", "04-16", ["shortlist.short", "ties.open"]),
        ("admitted", "04-22", ["step.open-training"]),
        ("training", "04-28", ["initial.missing"]),
        ("training", "07-02", ["initial.missing", "midterm.missing", "training.months"]),
        ("midterm", "07-20", ["training.months"]),
        ("logged", "09-10", ["training.months"]),
        ("logged", "11-10", ["annual.missing", "training.months", "training.visits"]),
        ("annual", "12-05", ["step.recommend", "training.months", "training.visits"]),
        ("recommended", "12-10", ["step.final", "training.months", "training.visits"]),
        ("graded", "12-20", ["alumni.move", "certificates.missing"]),
        ("certified", "12-27", ["alumni.move"]),
    ],
)
def test_the_year_asks_for_what_is_next(at: At, milestone: str, day: str, rules: list[str]) -> None:
    assert sorted(tasks(on(at(milestone), day))) == rules


def test_a_task_goes_when_its_day_has_come_and_is_red_when_it_has_passed(at: At) -> None:
    desk = at("applied")

    tones = {day: tasks(on(desk, day))["applications.review"].tone for day in ("03-10", "03-31", "04-01")}

    assert tones == {"03-10": "warn", "03-31": "warn", "04-01": "bad"}


def test_information_is_marked_within_a_week_of_its_day(at: At) -> None:
    desk = at("shortlisted")

    tones = [tasks(on(desk, day))["shortlist.short"].tone for day in ("04-12", "04-13", "04-20", "04-21")]

    assert tones == ["info", "warn", "warn", "bad"]


@pytest.mark.parametrize(
    ("today", "words"),
    [
        ("04-08", "截止 4月10日 · 剩 2 天 · 包头 3"),
        ("04-10", "今天截止 · 包头 3"),
        ("04-13", "4月10日截止，已过 3 天 · 包头 3"),
        ("01-01", "截止 4月10日 · 包头 3"),
        ("26", "2025年4月10日截止 · 包头 3"),
    ],
)
def test_the_deadline_is_said_in_words(today: str, words: str) -> None:
    task = Task("tests.missing", "", "包头 3", 3, date(2025, 4, 10))

    day = date(2026, 1, 1) if today == "26" else date.fromisoformat(f"2025-{today}")

    assert task.line(day) == words


def test_tasks_come_by_deadline_those_without_one_last(at: At) -> None:
    found = board(on(at("logged"), "11-10"), last_backup=None).tasks.value or []

    assert [t.rule for t in found][-1] == "backup.old"
    assert [t.deadline for t in found[:-1]] == sorted(t.deadline for t in found[:-1] if t.deadline)


# What a task counts


def test_those_no_rank_admits_are_named_among_the_applications_to_review(at: At) -> None:
    desk = on(at("applied"), "03-28")
    with desk.read() as session:
        people = list(session.scalars(select(Application).where(Application.programme == "national")))
        over = [
            a
            for a in people
            if not any(_share(r, a.cohort) <= limit for r, limit in ((a.subject_rank, 10), (a.overall_rank, 15)))
        ]

    task = tasks(desk)["applications.review"]

    assert task.count == len(export(desk, "applicants"))
    assert task.detail == f"其中 {len(over)} 名排名超出前 10% / 前 15%"
    assert len(over) > 20


def _share(rank: int | None, cohort: int | None) -> Fraction:
    """Per cent of the year; beyond every limit where the school gave no rank."""
    return Fraction(rank * 100, cohort) if rank and cohort else Fraction(101)


def test_when_all_are_reviewed_one_by_one_the_step_is_still_asked_for(at: At) -> None:
    desk = on(at("applied"), "03-28")
    with desk.change("application.approve") as change:
        change.update(
            Application, [{"uid": uid, "state": "approved"} for uid in change.scalars(select(Application.uid))]
        )

    assert list(tasks(desk)) == ["step.review-applicants"]


def test_what_was_sent_back_is_waited_for(at: At) -> None:
    desk = on(at("reviewed"), "04-02")
    one = uids(desk, select(Application.uid).where(Application.city == "150500"))[0]
    with desk.change("application.return", reason="补正") as change:
        change.update(Application, [{"uid": one, "state": "returned"}])

    assert tasks(desk)["applications.returned"].detail == "通辽 1"


def test_mentors_approved_but_not_appointed_are_named(at: At) -> None:
    desk = on(at("mentors-loaded"), "03-20")
    stages.advance(desk, "review-mentors")

    task = tasks(desk)["mentors.appoint"]

    assert task.count == len(uids(desk, select(Mentor.uid).where(Mentor.state == "approved"))) > 0
    assert "mentors.review" not in tasks(desk)


def test_one_city_whose_marks_have_not_come_is_named(at: At) -> None:
    desk = on(at("tested"), "04-08")
    away = (
        select(TestScore.uid)
        .join(Application, Application.uid == TestScore.application_uid)
        .where(Application.programme == "pilot", Application.city == "150500")
    )
    with desk.change("test-scores.load") as change:
        change.delete(TestScore, list(change.scalars(away)))

    task = tasks(desk)["tests.missing"]

    assert (task.title, task.detail) == ("通辽市测试成绩未到", "通辽 99 名")
    assert "step.shortlist" in tasks(desk, "national")
    assert "step.shortlist" not in tasks(desk, "pilot")


def test_a_group_without_panel_and_a_judge_without_row_are_found(at: At) -> None:
    desk = on(at("interviewed"), "04-16")
    panel = select(Panel.uid).where(Panel.programme == "national", Panel.subject == "物理")
    with desk.change("decision.record") as change:
        rows = select(InterviewScore.uid).where(InterviewScore.panel_uid.in_(panel))
        change.delete(InterviewScore, list(change.scalars(rows)))
        change.delete(Panel, list(change.scalars(panel)))
        one = change.scalars(select(InterviewScore.uid)).first()
        change.delete(InterviewScore, [one or ""])

    found = tasks(desk)

    assert found["panels.missing"].detail == "英才计划 物理 6 人"
    assert found["interviews.missing"].count == 7
    assert "ties.open" not in found


def test_ties_are_named_and_only_announced_to_a_screen_in_a_hurry(at: At) -> None:
    desk = on(at("interviewed"), "04-16")

    assert tasks(desk)["ties.open"].detail == "英才计划 化学 2 人"
    assert "ties.checking" in tasks(desk, deep=False)
    assert "ties.open" not in tasks(desk, deep=False)


def test_seats_nobody_got_are_counted(at: At) -> None:
    desk = on(at("admitted"), "04-22")
    here = (
        select(Selection.uid)
        .join(Application, Application.uid == Selection.application_uid)
        .where(
            Application.programme == "pilot",
            Application.city == "150200",
            Application.subject == "数学",
            Selection.status == "admitted",
        )
    )
    gone = uids(desk, here)[:2]
    with desk.change("selection.admit") as change:
        change.delete(Selection, gone)

    assert tasks(desk)["seats.open"].title == "还有 2 个名额空缺"
    assert tasks(desk)["seats.open"].detail == "包头 数学 2 个"


@pytest.mark.parametrize(("days", "told"), [(0, False), (7, False), (8, True)])
def test_an_old_backup_is_a_task(at: At, days: int, told: bool) -> None:
    desk = on(at("applied"), "03-28")

    found = tasks(desk, last_backup=desk.clock() - timedelta(days=days))

    assert ("backup.old" in found) == told
    assert tasks(desk, last_backup=None)["backup.old"].title == "还没有备份"

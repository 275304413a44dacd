"""The steps of the year: their order, their two people, and the ways round them."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from db.errors import StoreError
from db.models import Application, Certificate, Mentor, Selection, StepResult, Trainee
from tests.season import At
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.services import deciding, progress, stages
from yingcai_desktop.services.scope import Scope
from yingcai_desktop.services.workbench.facts import Facts


@pytest.mark.parametrize(
    ("milestone", "step"),
    [
        ("mentors-loaded", "appoint"),
        ("applied", "shortlist"),
        ("reviewed", "admit"),
        ("interviewed", "open-training"),
        ("admitted", "midterm"),
        ("admitted", "recommend"),
        ("annual", "final"),
        ("recommended", "certify"),
        ("training", "admit"),
        ("training", "shortlist"),
        ("training", "open-training"),
        ("training", "review-applicants"),
    ],
)
def test_a_step_out_of_order_is_refused(at: At, milestone: str, step: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        stages.advance(at(milestone), step)

    assert [p.code for p in refused.value.problems] == ["step.order"]


@pytest.mark.parametrize("witness", ["", "经办甲"])
@pytest.mark.parametrize(
    ("milestone", "step"), [("interviewed", "admit"), ("recommended", "final"), ("graded", "certify")]
)
def test_two_people_are_required(at: At, milestone: str, step: str, witness: str) -> None:
    desk = at(milestone)
    desk.witness = witness

    with pytest.raises(NotAllowed, match="两人"):
        stages.advance(desk, step)


def test_the_journal_names_both_people(at: At) -> None:
    desk = at("admitted")

    stages.advance(desk, "admit")

    with desk.read() as session:
        header = session.connection().exec_driver_sql("SELECT header FROM journal ORDER BY n DESC LIMIT 1").scalar()
    text = bytes(header).decode() if isinstance(header, bytes) else str(header)
    assert "经办甲" in text
    assert "见证乙" in text


BAOTOU, TONGLIAO = Scope("pilot", "150200"), Scope("pilot", "150500")


def test_one_citys_step_does_not_let_another_city_pass(at: At) -> None:
    """附件2 六（二）–（五）: every city goes through the steps itself."""
    desk = at("tested")

    stages.advance(desk, "shortlist", BAOTOU)

    for scope in (TONGLIAO, Scope("pilot"), Scope()):
        with pytest.raises(NotAllowed) as refused:
            stages.advance(desk, "admit", scope)
        assert [p.code for p in refused.value.problems] == ["step.order"]
        assert scope == TONGLIAO or "通辽市" in refused.value.message


def test_every_city_after_the_other_makes_the_step_done(at: At) -> None:
    desk = at("interviewed")
    _forget(desk, "shortlist")
    for city in ("150100", "150200", "150500"):
        _record(desk, "shortlist", Scope("pilot", city))

    with pytest.raises(NotAllowed, match="同分"):  # the order is kept: what stops it now is the interview
        stages.advance(desk, "admit", Scope("pilot"))


def test_a_city_that_has_opened_training_is_closed_and_the_others_are_not(at: At) -> None:
    desk = at("admitted")
    _record(desk, "open-training", BAOTOU)

    assert stages.advance(desk, "admit", TONGLIAO).counts["admitted"] == 25
    for scope in (BAOTOU, Scope("pilot"), Scope()):
        with pytest.raises(NotAllowed, match="更正程序"):
            stages.advance(desk, "admit", scope)


def _record(desk: Desk, step: str, scope: Scope) -> None:
    with desk.change("test.step") as change:
        progress.record(desk, change, step, scope, {})


def _forget(desk: Desk, step: str) -> None:
    with desk.change("test.step") as change:
        for known in change.scalars(select(StepResult).where(StepResult.step == step)).all():
            change.delete(known)


def test_admitting_again_gives_the_same_list(at: At) -> None:
    desk = at("admitted")
    before = _places(desk)

    stages.advance(desk, "admit")

    assert _places(desk) == before


def test_one_programme_can_be_settled_alone_and_keeps_who_was_settled_first(at: At) -> None:
    desk = at("admitted")
    before = _places(desk)

    outcome = stages.advance(desk, "admit", Scope("pilot"))

    assert outcome.counts["admitted"] == 100
    assert _places(desk) == before


def _places(desk: Desk) -> set[tuple[str, str, str | None, int | None]]:
    with desk.read() as session:
        rows = session.execute(
            select(Selection.application_uid, Selection.status, Selection.mentor_uid, Selection.choice)
        )
        return {tuple(row) for row in rows}


_CERTIFICATE = ("application_uid", "number", "sequence", "grade", "issue_date", "state")


def test_the_store_itself_refuses_a_student_too_many(at: At) -> None:
    """附件2 五（三）1: not through any program."""
    desk = at("admitted")
    with desk.read() as session:
        full = next(
            m
            for m in session.scalars(select(Mentor).where(Mentor.programme == "pilot"))
            if m.capacity == len(session.scalars(select(Selection).where(Selection.mentor_uid == m.uid)).all())
        )
        waiting = session.scalars(select(Selection).where(Selection.status == "waitlist")).first()
        assert waiting is not None

    with pytest.raises(NotAllowed, match="超过了可带人数"), desk.change("test.crowd") as change:
        change.update(Selection, [{"uid": waiting.uid, "status": "admitted", "mentor_uid": full.uid}])


def test_a_mentor_cannot_have_fewer_places_than_students_since_the_admission(at: At) -> None:
    desk = at("admitted")

    with pytest.raises(NotAllowed, match="请先调整师生匹配"), desk.change("test.correct") as change:
        holders = change.execute(select(Selection.mentor_uid).where(Selection.status == "admitted")).scalars().all()
        change.update(Mentor, [{"uid": next(uid for uid in holders if holders.count(uid) > 1), "capacity": 1}])

    stages.advance(desk, "open-training")
    with desk.read() as session:
        assert session.scalars(select(Trainee)).first() is not None


def test_any_other_constraint_that_refuses_is_a_bug(at: At) -> None:
    desk = at("certified")
    with desk.read() as session:
        given = session.scalars(select(Certificate)).first()
        assert given is not None

    with pytest.raises(StoreError, match="UNIQUE"), desk.change("test.twice") as change:
        change.insert(Certificate, [{name: getattr(given, name) for name in _CERTIFICATE}])


def test_the_store_itself_refuses_a_certificate_for_the_unqualified(at: At) -> None:
    desk = at("certified")
    with desk.read() as session:
        given = session.scalars(select(Certificate)).first()
        assert given is not None

    with pytest.raises(NotAllowed, match="不是该学员的终评等级"), desk.change("test.forge") as change:
        change.update(Certificate, [{"uid": given.uid, "grade": "不合格"}])


def test_an_exited_student_reaches_no_certificate(at: At) -> None:
    """附件2 七（二）: 不合格者退出."""
    desk = at("certified")
    with desk.read() as session:
        exited = set(session.scalars(select(Trainee.application_uid).where(Trainee.state == "exited")))
        certified = set(session.scalars(select(Certificate.application_uid)))

    assert len(exited) == 4
    assert not exited & certified


def test_certifying_again_numbers_nobody_twice(at: At) -> None:
    desk = at("certified")
    with desk.read() as session:
        before = dict(session.execute(select(Certificate.application_uid, Certificate.number)).all())

    stages.advance(desk, "certify")

    with desk.read() as session:
        assert dict(session.execute(select(Certificate.application_uid, Certificate.number)).all()) == before


def test_a_grade_that_no_longer_allows_a_certificate_voids_it_and_keeps_the_number(at: At) -> None:
    from db.models import Assessment

    desk = at("certified")
    with desk.change("test.regrade") as change:
        certificate = change.scalars(select(Certificate).order_by(Certificate.sequence)).first()
        assert certificate is not None
        assessment = change.scalars(
            select(Assessment).where(Assessment.application_uid == certificate.application_uid)
        ).one()
        assessment.grade = "不合格"
        uid, number = certificate.uid, certificate.number

    outcome = stages.advance(desk, "certify")

    assert outcome.counts["certificates"] == 46
    with desk.read() as session:
        void = session.get(Certificate, uid)
        assert void is not None
        assert (void.state, void.number) == ("void", number)


def test_of_several_rulings_on_one_tie_the_last_signed_holds(at: At, tmp_path: Path) -> None:
    """All of them are signed in one file, in the same instant."""
    desk = at("admitted")
    first, second = "150299200901272735", "150299201006113273"
    assert _admitted_of(desk, first, second) == {first}
    head = (
        '[[ties]]\nprogramme = "pilot"\ncity = "150200"\nsubject = "数学"\nreason = "抽签"\nby = ["甲", "乙"]\norder = '
    )
    orders = [*([f"另{n}", first, second] for n in range(12)), ["另", second, first]]
    file = tmp_path / "裁定.toml"
    file.write_text("".join(f"{head}{json.dumps(order)}\n" for order in orders), "utf-8")

    deciding.decide(desk, file)
    stages.advance(desk, "admit")

    assert _admitted_of(desk, first, second) == {second}


def _admitted_of(desk: Desk, *numbers: str) -> set[str]:
    query = (
        select(Application.id_number)
        .join(Selection, Selection.application_uid == Application.uid)
        .where(Application.programme == "pilot", Application.id_number.in_(numbers), Selection.status == "admitted")
    )
    with desk.read() as session:
        return set(session.scalars(query))


def test_training_begins_although_nobody_applied_in_one_city(at: At) -> None:
    """A city with nobody in it has no 录取 to wait for, and can still be selected when people come (附件2 六（七）)."""
    desk = at("admitted")
    _forget(desk, "admit")
    _leave(desk, "150500")
    for scope in (Scope("national"), Scope("pilot", "150100"), BAOTOU):
        _record(desk, "admit", scope)

    counts = stages.advance(desk, "open-training").counts

    assert counts["trainees"] == 105
    with desk.read() as session:
        assert not progress.having(session, "open-training", [("pilot", "150500")])
        assert progress.having(session, "open-training", [("pilot", "150100"), ("national", "")]) == [("pilot", "150100"), ("national", "")]
        facts = Facts(session, desk.schemes, Scope(), desk.clock().date())
        assert facts.done("open-training")


def test_a_city_still_selecting_holds_up_no_other(at: At) -> None:
    desk = at("admitted")
    _forget(desk, "admit")
    for scope in (Scope("national"), Scope("pilot", "150100"), BAOTOU):
        _record(desk, "admit", scope)
    with desk.change("test.selection") as change:
        ours = change.scalars(select(Application.uid).where(Application.city == "150500", Application.programme == "pilot")).all()
        gone = change.scalars(select(Selection.uid).where(Selection.application_uid.in_(ours))).all()
        change.delete(Selection, gone)

    with pytest.raises(NotAllowed, match="通辽市"):
        stages.advance(desk, "open-training")
    assert stages.begin_training(desk).counts["trainees"] == 105
    with pytest.raises(NotAllowed):  # nobody is waiting any more
        stages.begin_training(desk)


def _leave(desk: Desk, city: str) -> None:
    """Everybody of one city of the pilot has withdrawn before the selection."""
    with desk.change("test.leave") as change:
        people = change.scalars(select(Application).where(Application.city == city, Application.programme == "pilot")).all()
        for person in people:
            person.state = "withdrawn"
        gone = change.scalars(select(Selection.uid).where(Selection.application_uid.in_([p.uid for p in people]))).all()
        change.delete(Selection, gone)

"""分组统计: one row per group, one definition per figure."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Assessment, Certificate, Selection, ShortlistEntry, TestScore, Trainee
from yingcai_desktop.desk import Desk
from yingcai_desktop.rules.grading import EXCELLENT, QUALIFIED, UNQUALIFIED
from yingcai_desktop.rules.states import IN_FORCE, TraineeState
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services import deciding, interviews
from yingcai_desktop.services.people import group_of, people
from yingcai_desktop.services.scope import Scope

Row = dict[str, Any]


def statistics(desk: Desk, scope: Scope) -> list[Row]:
    """Seats and heads of every group, from application to certificate."""
    schemes = desk.schemes
    with desk.read() as session:
        seats = deciding.stored(session).part("seats")
        rows = people(session, schemes)
        groups = {p.uid: group_of(schemes, p) for p in rows}
        verdicts = [(p.uid, p.result) for p in rows]
        counts = {name: Counter(groups[uid] for uid in uids if uid in groups) for name, uids in _heads(session, schemes, verdicts)}
    return [
        {
            "programme": g[0],
            "city": g[1],
            "subject": g[2],
            "seats": int(seats.get(".".join(filter(None, g)), 0)),
            **{name: counter[g] for name, counter in counts.items()},
        }
        for g in schemes.groups()
        if scope.covers(g[0], g[1])
    ]


def _heads(session: Session, schemes: Schemes, verdicts: list[tuple[str, str]]) -> Iterable[tuple[str, list[str]]]:
    """Figure → application uids counted by it."""
    yield "applications", [uid for uid, _ in verdicts]
    for result in ("eligible", "relaxed", "ineligible"):
        yield result, [uid for uid, verdict in verdicts if verdict == result]
    yield "tested", list(session.scalars(select(TestScore.application_uid).where(TestScore.status == "正常")))
    yield "shortlisted", list(session.scalars(select(ShortlistEntry.application_uid)))
    yield "interviewed", [r.person.uid for r in interviews.results(session, schemes) if r.interview.state == "result"]
    for status in ("admitted", "waitlist"):
        yield status, list(session.scalars(select(Selection.application_uid).where(Selection.status == status)))
    yield "exited", list(session.scalars(select(Trainee.application_uid).where(Trainee.state == TraineeState.EXITED)))
    assessed = session.execute(select(Assessment.application_uid, Assessment.recommended, Assessment.grade)).all()
    yield "recommended", [uid for uid, recommended, _ in assessed if recommended]
    for name, grade in (("excellent", EXCELLENT), ("qualified", QUALIFIED), ("unqualified", UNQUALIFIED)):
        yield name, [uid for uid, _, given in assessed if given == grade]
    yield "certificates", list(session.scalars(select(Certificate.application_uid).where(Certificate.state.in_(IN_FORCE))))


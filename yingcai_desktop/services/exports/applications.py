"""Applications and their eligibility."""

from collections import Counter
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import AlumniRecord, Application, Mentor
from yingcai_desktop.desk import Desk
from yingcai_desktop.services.people import people
from yingcai_desktop.services.scope import Scope

Row = dict[str, Any]


def applicants(desk: Desk, scope: Scope) -> list[Row]:
    """Every application with its choices; `dual`: also applied to the other programme; `returning`: known as last season's trainee."""
    with desk.read() as session:
        rows = people(session, desk.schemes, scope)
        choices = _choices(session)
        adjust = dict(session.execute(select(Application.uid, Application.adjust)).all())
        dual = dual_ids(session)
        returning = alumni_of(session, desk.store.season - 1)
    return [
        {
            **p.as_json(),
            "gender": p.gender,
            "ethnicity": p.ethnicity,
            "birth_date": p.birth_date.isoformat(),
            "school": p.school,
            "grade": p.grade,
            "dual": p.id_number in dual,
            "returning": p.id_number in returning,
            "adjust": adjust[p.uid],
            "choices": [{"university": u, "mentor": m} for u, m in choices[p.uid]],
        }
        for p in rows
    ]


def eligibility(desk: Desk, scope: Scope) -> list[Row]:
    """The verdict of the last review with its reasons; people not yet reviewed are left out."""
    with desk.read() as session:
        rows = people(session, desk.schemes, scope)
    return [{**p.as_json(), "result": p.result, "reasons": list(p.reasons)} for p in rows if p.result]


def dual_ids(session: Session) -> set[str]:
    """ID numbers that stand in more than one programme."""
    counted = Counter(session.scalars(select(Application.id_number)))
    return {number for number, count in counted.items() if count > 1}


def alumni_of(session: Session, season: int) -> set[str]:
    """ID numbers on file as trainees of a season."""
    return set(session.scalars(select(AlumniRecord.id_number).where(AlumniRecord.season == season)))


def _choices(session: Session) -> dict[str, list[tuple[str, str]]]:
    mentors = {u: (univ, name) for u, univ, name in session.execute(select(Mentor.uid, Mentor.university, Mentor.name))}
    columns = (Application.uid, Application.choice1_uid, Application.choice2_uid, Application.choice3_uid)
    return {uid: [mentors[m] for m in chosen if m] for uid, *chosen in session.execute(select(*columns))}

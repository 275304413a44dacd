"""The admitted: one row a person, from the last 录取 and, once training is open, the trainee's state."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Mentor, Selection, Trainee
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services.people import Person, people
from yingcai_desktop.services.scope import EVERYTHING, Scope


@dataclass(frozen=True, slots=True)
class Admitted:
    """One admitted person. `status` is admitted, then training or exited; `composite` an exact fraction as text.

    Mentor and university are blank while none has been found yet.
    """

    person: Person
    mentor_uid: str
    university: str
    mentor: str
    rank: int
    composite: str
    choice: int
    promoted: bool
    status: str
    exited_on: date | None


def admitted(session: Session, schemes: Schemes, scope: Scope = EVERYTHING) -> list[Admitted]:
    """Everybody admitted, in the order of every list (programme, city, subject, ID number). A later change of mentor counts."""
    query = (
        select(
            Selection.application_uid,
            Mentor.uid,
            Mentor.university,
            Mentor.name,
            Selection.rank,
            Selection.composite,
            Selection.choice,
            Selection.promoted,
            Trainee.state,
            Trainee.exited_on,
        )
        .outerjoin(Trainee, Trainee.application_uid == Selection.application_uid)
        .outerjoin(Mentor, Mentor.uid == func.coalesce(Trainee.mentor_uid, Selection.mentor_uid))
        .where(Selection.status == "admitted")
    )
    found = {row[0]: row[1:] for row in session.execute(query)}
    places = select(Selection.application_uid).where(Selection.status == "admitted")
    return [
        Admitted(p, row[0] or "", row[1] or "", row[2] or "", *row[3:5], row[5] or 0, row[6], row[7] or "admitted", row[8])
        for p in people(session, schemes, scope, places)
        if (row := found.get(p.uid))
    ]


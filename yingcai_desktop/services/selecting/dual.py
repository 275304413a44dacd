"""两个项目都入选: who stands admitted twice (附件1 四（二）, 附件2 四（二）; domain.md §3.18 双录)."""

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Selection
from yingcai_desktop.errors import Problem
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services.people import Person, group_of, people


def both(session: Session, schemes: Schemes) -> list[list[Person]]:
    """The applications of everybody admitted in more than one programme, a list a person."""
    admitted = set(session.scalars(select(Selection.application_uid).where(Selection.status == "admitted")))
    found: dict[str, list[Person]] = defaultdict(list)
    for person in people(session, schemes):
        if person.uid in admitted:
            found[person.id_number].append(person)
    return [rows for rows in found.values() if len(rows) > 1]


def twice(session: Session, schemes: Schemes) -> list[Problem]:
    """One problem (`dual.admission`) for each group somebody admitted twice belongs to."""
    return [
        Problem("dual.admission", *group_of(schemes, one), ids=(one.id_number,)) for rows in both(session, schemes) for one in rows
    ]

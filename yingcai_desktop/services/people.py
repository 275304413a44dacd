"""The people of a season as plain rows: what every list, step and export starts from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from db.models import Application, School
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services.scope import EVERYTHING, Scope

Group = tuple[str, str, str]
"""Programme, city (blank where seats are not counted by city), subject."""


@dataclass(frozen=True, slots=True)
class Person:
    """One application with the names a list needs. `city` is the applicant's own."""

    uid: str
    programme: str
    city: str
    subject: str
    id_number: str
    name: str
    gender: str
    ethnicity: str
    birth_date: date
    school: str
    grade: str
    class_name: str
    state: str
    result: str
    reasons: Sequence[str]

    def as_json(self) -> dict[str, object]:
        """PERSON of FORMAT.md §6."""
        return {
            "programme": self.programme,
            "city": self.city,
            "subject": self.subject,
            "id_number": self.id_number,
            "name": self.name,
        }


def people(session: Session, schemes: Schemes, scope: Scope = EVERYTHING, among: Select[Any] | None = None) -> list[Person]:
    """Every application in scope, in the order of every list: programme, city, subject, ID number; `among`: only these uids."""
    query = select(
        Application.uid,
        Application.programme,
        Application.city,
        Application.subject,
        Application.id_number,
        Application.name,
        Application.gender,
        Application.ethnicity,
        Application.birth_date,
        School.name,
        Application.grade,
        Application.class_name,
        Application.state,
        Application.result,
        Application.reasons,
    ).join(School, School.uid == Application.school_uid)
    if scope.programme:
        query = query.where(Application.programme == scope.programme)
    if scope.city:
        query = query.where(Application.city == scope.city)
    if among is not None:
        query = query.where(Application.uid.in_(among))
    found: Iterable[Any] = session.execute(query)
    rows = [Person(*row) for row in found]
    rows.sort(key=lambda p: (*schemes.place(p.programme, p.city, p.subject), p.id_number))
    return rows


def group_of(schemes: Schemes, person: Person) -> Group:
    """The group whose seats a person competes for."""
    return person.programme, schemes.group_city(person.programme, person.city), person.subject


def grouped(schemes: Schemes, rows: list[Person]) -> dict[Group, list[Person]]:
    """People by group, groups in order."""
    groups: dict[Group, list[Person]] = {}
    for row in sorted(rows, key=lambda p: schemes.place(*group_of(schemes, p))):
        groups.setdefault(group_of(schemes, row), []).append(row)
    return groups

"""What checking and showing an application looks up: schools, mentors, people already there, and what the office has signed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.models import AlumniRecord, Application, Mentor, School
from yingcai_desktop.rules.states import ApplicationState, MentorState
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services import deciding

GONE = (ApplicationState.REJECTED, ApplicationState.WITHDRAWN)
"""Applications that no longer take a mentor's place."""


@dataclass(frozen=True, slots=True)
class SchoolChoice:
    """A school that takes part; `short` is what people call it."""

    uid: str
    name: str
    short: str
    city: str
    programmes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MentorChoice:
    """A mentor somebody can choose. `city` is blank in the national programme."""

    uid: str
    programme: str
    university: str
    city: str
    subject: str
    name: str
    capacity: int
    appointed: bool


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """An application as far as others must know of it."""

    uid: str
    programme: str
    id_number: str
    name: str
    birth_date: date
    school: str
    choice1_uid: str
    state: str


@dataclass
class Known:
    """The lookups, by uid, by identity number, by name and birth date; `chosen` counts first choices by mentor."""

    schemes: Schemes
    schools: dict[str, SchoolChoice]
    mentors: dict[str, MentorChoice]
    last_season: frozenset[str]
    relaxation: bool | None = None
    """Whether 前置培养 may relax the ranks; None while nobody has decided."""
    apply_until: date | None = None
    by_id: dict[str, list[KnownPerson]] = field(default_factory=dict)
    by_person: dict[tuple[str, date], list[KnownPerson]] = field(default_factory=dict)
    chosen: dict[str, int] = field(default_factory=dict)

    def add(self, people: Iterable[KnownPerson]) -> None:
        """Take people into the lookups."""
        for p in people:
            self.by_id.setdefault(p.id_number, []).append(p)
            self.by_person.setdefault((p.name, p.birth_date), []).append(p)
            if p.state not in GONE:
                self.chosen[p.choice1_uid] = self.chosen.get(p.choice1_uid, 0) + 1

    def remove(self, person: KnownPerson) -> None:
        """Forget one person again."""
        self.by_id[person.id_number].remove(person)
        self.by_person[person.name, person.birth_date].remove(person)
        if person.state not in GONE:
            self.chosen[person.choice1_uid] -= 1


def read_known(session: Session, schemes: Schemes) -> Known:
    """Everything but the people: a few short tables."""
    decisions = deciding.stored(session)
    until, relaxation = decisions.get("apply_until"), decisions.get("relaxation")
    last = select(AlumniRecord.id_number).where(AlumniRecord.season == schemes.season - 1)
    return Known(
        schemes,
        _schools(session),
        _mentors(session, schemes),
        frozenset(session.scalars(last)),
        None if relaxation is None else bool(relaxation),
        None if until is None else date.fromisoformat(str(until)[:10]),
    )


def known_about(session: Session, schemes: Schemes, values: Mapping[str, str], born: date | None) -> Known:
    """The lookups one application needs: only people with its identity number, its name, or its first mentor."""
    known = read_known(session, schemes)
    same = or_(
        Application.id_number == values.get("id_number", ""),
        (Application.name == values.get("name", "")) & (Application.birth_date == born),
        Application.choice1_uid == values.get("choice1_uid", ""),
    )
    a = Application
    columns = (a.uid, a.programme, a.id_number, a.name, a.birth_date, a.school_uid, a.choice1_uid, a.state)
    known.add(person(known.schools, *row) for row in session.execute(select(*columns).where(same)))
    return known


def person(
    schools: Mapping[str, SchoolChoice], uid: str, programme: str, id_number: str, name: str, born: date, school_uid: str,
    choice1_uid: str, state: str,
) -> KnownPerson:  # fmt: skip
    """A stored application as others know it."""
    school = schools[school_uid].short if school_uid in schools else ""
    return KnownPerson(uid, programme, id_number, name, born, school, choice1_uid, state)


def _schools(session: Session) -> dict[str, SchoolChoice]:
    columns = (School.uid, School.name, School.aliases, School.city, School.programmes)
    return {
        uid: SchoolChoice(uid, name, min((*aliases, name), key=len), city, tuple(programmes))
        for uid, name, aliases, city, programmes in session.execute(select(*columns).order_by(School.city, School.name))
    }


def _mentors(session: Session, schemes: Schemes) -> dict[str, MentorChoice]:
    cities = {(s.programme, u.name): u.city for s in schemes.programmes.values() for u in s.universities}
    m = Mentor
    columns = (m.uid, m.programme, m.university, m.subject, m.name, m.capacity, m.state)
    return {
        uid: MentorChoice(
            uid, programme, university, cities.get((programme, university), ""), subject, name, capacity,
            state == MentorState.APPOINTED,
        )
        for uid, programme, university, subject, name, capacity, state in session.execute(select(*columns))
    }  # fmt: skip

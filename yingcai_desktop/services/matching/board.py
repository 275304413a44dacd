"""The board of one part: mentors with their students, students without one, in plain rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import (
    AlumniRecord,
    Application,
    Mentor,
    MentorChange,
    School,
    Selection,
    SelectionLock,
    TieRuling,
    Trainee,
)
from yingcai_desktop.desk import Desk
from yingcai_desktop.rules.states import MentorState
from yingcai_desktop.services import progress
from yingcai_desktop.services.people import Group, group_of, people
from yingcai_desktop.services.progress import Part
from yingcai_desktop.services.scope import Scope
from yingcai_desktop.sheets.headings import CHOICES


@dataclass(frozen=True, slots=True)
class Student:
    """One admitted student. `returner`: 上届学员, found in the records, never typed (features B04)."""

    uid: str
    id_number: str
    name: str
    gender: str
    school: str
    school_short: str
    grade: str
    subject: str
    rank: int
    order: int
    mentor: str
    choice: int | None
    choices: tuple[str, ...]
    adjust: bool
    returner: bool
    training: bool

    @property
    def choice_words(self) -> str:
        """第一志愿 …, 调剂; blank without a mentor."""
        return CHOICES.get(self.choice, "") if self.mentor and self.choice is not None else ""


@dataclass(frozen=True, slots=True)
class Card:
    """One appointed mentor with students; `pending`: students without a mentor who named this one."""

    uid: str
    name: str
    university: str
    order: int
    capacity: int
    students: tuple[Student, ...]
    pending: int

    @property
    def free(self) -> int:
        """Places left; never below zero."""
        return max(0, self.capacity - len(self.students))


@dataclass(frozen=True, slots=True)
class GroupBoard:
    """One group: who waits, and every mentor."""

    group: Group
    waiting: tuple[Student, ...]
    cards: tuple[Card, ...]

    @property
    def students(self) -> list[Student]:
        """Everybody, by rank."""
        return sorted([*self.waiting, *(s for c in self.cards for s in c.students)], key=lambda s: (s.rank, s.order))


@dataclass(frozen=True, slots=True)
class Past:
    """One move: when, from whom, to whom, why, by whom."""

    day: str
    before: str
    after: str
    reason: str
    actor: str


@dataclass(frozen=True)
class Board:
    """One part. `formal`: the list is locked or training is open, so that every move needs a reason."""

    part: Part
    groups: Mapping[Group, GroupBoard] = field(default_factory=dict)
    settled: bool = False
    training: bool = False
    formal: bool = False
    past: Mapping[str, tuple[Past, ...]] = field(default_factory=dict)
    mentors: Mapping[str, str] = field(default_factory=dict)


def read(desk: Desk, part: Part) -> Board:
    """Read one part."""
    with desk.read() as session:
        settled = not progress.lacking(session, "admit", [part])
        training = bool(progress.having(session, "open-training", [part]))
        locked = session.scalars(
            select(SelectionLock.uid).where(SelectionLock.programme == part[0], SelectionLock.city == part[1], SelectionLock.state == "locked")
        ).first()
        students = _students(session, desk, part)
        names = dict(session.execute(select(Mentor.uid, Mentor.name)).all())
        groups = {g: _group(session, desk, g, [s for k, s in students if k == g]) for g in desk.schemes.groups() if g[:2] == part}
        return Board(part, groups, settled, training, training or locked is not None, _past(session, names), names)


def group_mentors(session: Session, desk: Desk, group: Group) -> list[Mentor]:
    """The appointed mentors of a group, in the order of the universities."""
    cities = {u.name: u.city for u in desk.schemes[group[0]].universities}
    query = select(Mentor).where(Mentor.programme == group[0], Mentor.subject == group[2], Mentor.state == MentorState.APPOINTED)
    found = [m for m in session.scalars(query) if cities.get(m.university, "") == group[1]]
    return sorted(found, key=lambda m: (desk.schemes.university_order.get(m.university, 99), m.name, m.uid))


def _group(session: Session, desk: Desk, group: Group, students: list[Student]) -> GroupBoard:
    waiting = tuple(sorted((s for s in students if not s.mentor), key=lambda s: (s.rank, s.order)))
    cards = []
    for m in group_mentors(session, desk, group):
        mine = sorted((s for s in students if s.mentor == m.uid), key=lambda s: (s.rank, s.order))
        order = desk.schemes.university_order.get(m.university, 99)
        cards.append(Card(m.uid, m.name, m.university, order, m.capacity, tuple(mine), sum(m.uid in s.choices for s in waiting)))
    return GroupBoard(group, waiting, tuple(cards))


def _students(session: Session, desk: Desk, part: Part) -> list[tuple[Group, Student]]:
    a = Application
    asked = {uid: (tuple(c or "" for c in chosen), adjust) for uid, adjust, *chosen in session.execute(select(a.uid, a.adjust, a.choice1_uid, a.choice2_uid, a.choice3_uid))}
    trainees = {uid: (mentor, state) for uid, mentor, state in session.execute(select(Trainee.application_uid, Trainee.mentor_uid, Trainee.state))}
    chosen = {s.application_uid: (s.rank, s.mentor_uid, s.choice) for s in session.scalars(select(Selection).where(Selection.status == "admitted"))}
    last = set(session.scalars(select(AlumniRecord.id_number).where(AlumniRecord.season == desk.store.season - 1)))
    short = {name: min((*aliases, name), key=len) for name, aliases in session.execute(select(School.name, School.aliases))}
    ruled = {number: place for order in session.scalars(select(TieRuling.order)) for place, number in enumerate(order)}
    found = []
    for p in people(session, desk.schemes, Scope(part[0])):
        group = group_of(desk.schemes, p)
        if p.uid not in chosen or group[:2] != part:
            continue
        mentor, state = trainees.get(p.uid, (None, ""))
        if state == "exited":
            continue
        rank, selected, choice = chosen[p.uid]
        now = mentor or selected or ""
        choices, adjust = asked[p.uid]
        number = next((n for n, uid in enumerate(choices, 1) if uid == now), 0) if now else None
        found.append(
            (group, Student(
                p.uid, p.id_number, p.name, p.gender, p.school, short.get(p.school, p.school), p.grade, p.subject, rank,
                ruled.get(p.id_number, 0), now, number if mentor or choice is None else choice, choices, adjust, p.id_number in last, bool(mentor),
            ))
        )  # fmt: skip
    return found


def _past(session: Session, names: Mapping[str, str]) -> dict[str, tuple[Past, ...]]:
    found: dict[str, list[Past]] = {}
    for c in session.scalars(select(MentorChange).order_by(MentorChange.day, MentorChange.uid)):
        before, after = names.get(c.from_uid or "", "（无）"), names.get(c.to_uid or "", "（无）")
        found.setdefault(c.application_uid, []).append(Past(str(c.day), before, after, c.reason, c.actor))
    return {uid: tuple(rows) for uid, rows in found.items()}

"""教育跟踪档案: one person, many lines; who has not been heard of; who comes back as an applicant (附件2 八; J01–J03)."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from db.models import AlumniRecord, Application, TrackingStop
from yingcai_desktop.desk import Desk
from yingcai_desktop.services.review import state_label
from yingcai_desktop.services.workbench import scope_of

YEAR = 365
"""Days after which somebody counts as not heard of (J02)."""
FEW = 3
"""Fewer people than this are shown as “<3” (J05)."""


@dataclass(frozen=True, slots=True)
class Line:
    """What was known on one day."""

    uid: str
    season: int
    programme: str
    subject: str
    grade: str
    updated_on: date
    reported_by: str
    stage: str
    university: str
    major: str
    research: str
    route: str
    top_plan: bool | None
    moved: bool
    """Whether the following began with this line: 转入跟踪."""


@dataclass(frozen=True, slots=True)
class Person:
    """One former trainee. `uid` is the identity number, by which years and programmes are one person; `lines` latest first.

    `stopped`: the consent was taken back; then only name and years are told.
    """

    uid: str
    name: str
    lines: tuple[Line, ...]
    stopped: date | None
    stop_uid: str
    silent_days: int
    again: str
    again_state: str

    @property
    def last(self) -> Line:
        """What is known now."""
        return self.lines[0]

    @property
    def id_number(self) -> str:
        """The whole number."""
        return self.uid

    @property
    def seasons(self) -> str:
        """2023、2024."""
        return "、".join(str(s) for s in sorted({line.season for line in self.lines}))

    @property
    def stage_now(self) -> str:
        """For the pick; a sealed one is in no stage."""
        return self.last.stage if self.open else ""

    @property
    def lost(self) -> bool:
        """Not heard of for more than a year, though nobody said stop."""
        return self.stopped is None and (self.silent_days > YEAR or self.last.stage == "失联")

    @property
    def open(self) -> bool:
        """Whether details may be told."""
        return self.stopped is None


def people(desk: Desk, programme: str = "") -> list[Person]:
    """Everybody this office follows; a city its own records. The longest silent first."""
    scope, today = scope_of(desk, programme), desk.clock().date()
    a = AlumniRecord
    columns = (
        a.id_number, a.name, a.uid, a.season, a.programme, a.subject, a.grade, a.updated_on, a.reported_by, a.stage,
        a.university, a.major, a.research, a.route, a.top_plan, a.application_uid.is_not(None),
    )  # fmt: skip
    query = select(*columns).order_by(a.updated_on.desc(), a.season.desc())
    if scope.city:
        query = query.where(a.office == desk.store.office)
    found: dict[str, list[Line]] = defaultdict(list)
    names: dict[str, str] = {}
    with desk.read() as session:
        rows: Sequence[Any] = session.execute(query).all()
        stops = {s.id_number: s for s in session.scalars(select(TrackingStop).where(TrackingStop.resumed_on.is_(None)))}
        again = {n: (uid, state) for uid, n, state in session.execute(select(Application.uid, Application.id_number, Application.state))}
    for number, name, *facts in rows:
        names.setdefault(number, name)
        found[number].append(Line(*facts))
    made = [_person(n, names[n], lines, stops.get(n), again.get(n) if all(line.season < desk.store.season for line in lines) else None, today) for n, lines in found.items()]
    kept = [p for p in made if not scope.programme or any(line.programme == scope.programme for line in p.lines)]
    return sorted(kept, key=lambda p: (-p.silent_days, p.uid))


def _person(
    number: str, name: str, lines: list[Line], stop: TrackingStop | None, again: tuple[str, str] | None, today: date
) -> Person:
    uid, state = again or ("", "")
    return Person(
        number, name, tuple(lines), stop.stopped_on if stop else None, stop.uid if stop else "",
        max((today - lines[0].updated_on).days, 0), uid, state_label("application", state) if state else "",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Count:
    """How many are in one group; `shown` hides small ones."""

    name: str
    count: int

    @property
    def shown(self) -> str:
        """The number, or “<3”."""
        return f"<{FEW}" if 0 < self.count < FEW else str(self.count)


@dataclass(frozen=True, slots=True)
class Statistics:
    """Where they are now: by stage, by university, in 拔尖计划. Who took the consent back is in none of them."""

    people: int
    stopped: int
    lost: int
    stages: tuple[Count, ...]
    universities: tuple[Count, ...]
    top_plan: Count
    training_university: Count


def statistics(desk: Desk, everybody: Sequence[Person]) -> Statistics:
    """Counted by person, as they stand last."""
    told = [p for p in everybody if p.open]
    stages = Counter(p.last.stage for p in told)
    universities = Counter(p.last.university for p in told if p.last.university)
    ours = {u.name for s in desk.schemes.programmes.values() for u in s.universities}
    return Statistics(
        len(everybody), len(everybody) - len(told), sum(p.lost for p in told),
        tuple(Count(*pair) for pair in stages.most_common()),
        tuple(Count(*pair) for pair in universities.most_common()),
        Count("拔尖计划", sum(any(line.top_plan for line in p.lines) for p in told)),
        Count("升入培养高校", sum(p.last.university in ours for p in told)),
    )  # fmt: skip

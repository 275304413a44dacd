"""Every trainee with the year's evaluations as one frozen row: what the tabs of 考核评价, the growth view and the prints read."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import (
    AnnualMaterial,
    Assessment,
    ExpertScore,
    ExpertTask,
    InitialEvaluation,
    MidtermEvaluation,
    Trainee,
)
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Undecided
from yingcai_desktop.rules import evidence
from yingcai_desktop.rules.grading import Assessment as Grade
from yingcai_desktop.rules.marks import printed
from yingcai_desktop.rules.training import Activity, visit_days
from yingcai_desktop.services import deciding, evaluation
from yingcai_desktop.services.admitted import Admitted, admitted
from yingcai_desktop.services.review import state_label
from yingcai_desktop.services.scope import EVERYTHING, Scope
from yingcai_desktop.services.training import activities
from yingcai_desktop.sheets.headings import REASONS

Texts = Mapping[str, str]
"""The fields of a form as text; empty when the record does not exist yet."""


@dataclass(frozen=True, slots=True)
class Row:
    """One trainee. `uid` is the application's. `initial`, `midterm`, `annual` hold the stored fields as texts of a form."""

    uid: str
    programme: str
    programme_name: str
    city: str
    city_name: str
    subject: str
    name: str
    id_number: str
    school: str
    university: str
    mentor: str
    state: str
    state_name: str
    visits: int
    least_visits: int
    initial: Texts = field(default_factory=dict)
    midterm: Texts = field(default_factory=dict)
    annual: Texts = field(default_factory=dict)
    waivers: Texts = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)
    exited_on: date | None = None
    exit_reason: str = ""
    exits_at_midterm: bool = False
    needs_recommendation: bool = False
    city_score: Decimal | None = None
    city_order: int | None = None
    city_recommended: bool | None = None
    tasks: int = 0
    marked: int = 0
    dimensions: Mapping[str, float] = field(default_factory=dict)
    score: str = ""
    rank: int = 0
    suggested: str = ""
    grade: str = ""
    grade_reason: str = ""
    reasons: tuple[str, ...] = ()

    @property
    def active(self) -> bool:
        """Whether the trainee is still in training."""
        return self.state != "exited"

    @property
    def missing(self) -> tuple[str, ...]:
        """Pieces of evidence nobody handed in and nobody waived."""
        return tuple(piece for piece, state in self.evidence.items() if state == "missing")

    @property
    def reason_words(self) -> str:
        """Why the rules suggest this grade."""
        return "、".join(REASONS.get(code, code) for code in self.reasons)

    @property
    def to_final(self) -> bool:
        """Whether the trainee goes to 终评."""
        return self.active and (not self.needs_recommendation or bool(self.city_recommended))


def own_part(desk: Desk, scope: Scope) -> Scope:
    """The scope as this office works on it: the region all of it, a city only its own part of the programme that goes by city."""
    office = desk.store.office
    if office not in desk.schemes.city_names:
        return scope
    by_city = next((s.programme for s in desk.schemes.programmes.values() if s.by_city), "")
    return Scope(scope.programme or by_city, office)


class Register:
    """The rows of a scope; `read()` again after a commit."""

    def __init__(self, desk: Desk, scope: Scope = EVERYTHING, *, suggesting: bool = True) -> None:
        """`suggesting`: work out what the rules would grade now; costs as much as all the rest, and only 终评 asks."""
        self._desk, self._scope, self._suggesting = desk, own_part(desk, scope), suggesting
        self.rows: list[Row] = []
        self._rows: dict[str, Row] = {}

    def read(self) -> None:
        """Everything, in a handful of queries."""
        with self._desk.read() as session:
            self.rows = rows(session, self._desk, self._scope, suggesting=self._suggesting)
        self._rows = {row.uid: row for row in self.rows}

    def row(self, uid: str) -> Row | None:
        """One trainee."""
        return self._rows.get(uid)


def rows(session: Session, desk: Desk, scope: Scope = EVERYTHING, *, suggesting: bool = True) -> list[Row]:
    """Everybody whose training is open, those who have left included, in the order of every list."""
    everybody = admitted(session, desk.schemes, EVERYTHING if suggesting else scope)  # who is best of all depends on all
    people = [a for a in everybody if a.status != "admitted" and scope.covers(a.person.programme, a.person.city)]
    if not people:
        return []
    decisions = deciding.stored(session)
    least = int(decisions.get("training.min_visits") or 0)
    logs = activities(session)
    facts = _Facts(session)
    if suggesting and any(a.status == "training" and not facts.graded(a.person.uid) for a in people):  # a confirmed grade needs none
        facts.suggestions = _suggestions(session, everybody, logs)
    return [_row(desk, facts, a, len(visit_days(logs.get(a.person.uid, []))), least) for a in people]


class _Facts:
    """What is on file of everybody, by application."""

    def __init__(self, session: Session) -> None:
        self.trainees = {t.application_uid: t for t in session.scalars(select(Trainee))}
        self.initial = {r.application_uid: r for r in session.scalars(select(InitialEvaluation))}
        self.midterm = {r.application_uid: r for r in session.scalars(select(MidtermEvaluation))}
        self.annual = {r.application_uid: r for r in session.scalars(select(AnnualMaterial))}
        self.assessments = {r.application_uid: r for r in session.scalars(select(Assessment))}
        self.tasks = Counter(session.scalars(select(ExpertTask.application_uid)))
        self.marks: dict[str, list[Mapping[str, str]]] = {}
        for uid, marks in session.execute(
            select(ExpertScore.application_uid, ExpertScore.marks).where(ExpertScore.status == "正常")
        ):
            self.marks.setdefault(uid, []).append(marks)
        self.suggestions: Mapping[str, Grade] = {}

    def graded(self, uid: str) -> bool:
        """Whether the grade of an application is confirmed."""
        found = self.assessments.get(uid)
        return found is not None and bool(found.grade)


def _suggestions(
    session: Session, everybody: list[Admitted], logs: Mapping[str, list[Activity]]
) -> Mapping[str, Grade]:
    """What the rules say now; nothing while a decision they rest on is not signed."""
    try:
        return evaluation.suggested(session, everybody, logs)
    except Undecided:
        return {}


def _row(desk: Desk, facts: _Facts, a: Admitted, visits: int, least: int) -> Row:
    p, scheme = a.person, desk.schemes[a.person.programme]
    trainee = facts.trainees[p.uid]
    material, graded, says = facts.annual.get(p.uid), facts.assessments.get(p.uid), facts.suggestions.get(p.uid)
    done = facts.graded(p.uid)
    marks = facts.marks.get(p.uid, [])
    return Row(
        p.uid,
        p.programme,
        scheme.short,
        p.city,
        desk.schemes.city_names.get(p.city, p.city),
        p.subject,
        p.name,
        p.id_number,
        p.school,
        a.university,
        a.mentor,
        trainee.state,
        state_label("trainee", trainee.state),
        visits,
        least,
        initial=texts(facts.initial.get(p.uid)),
        midterm=texts(facts.midterm.get(p.uid)),
        annual=texts(material),
        waivers=dict(material.waivers) if material else {},
        evidence=_evidence(material, visits, least),
        exited_on=trainee.exited_on,
        exit_reason=trainee.exit_reason,
        exits_at_midterm=scheme.midterm.exits,
        needs_recommendation=scheme.final.needs_recommendation,
        city_score=material.city_score if material else None,
        city_order=material.city_order if material else None,
        city_recommended=material.city_recommended if material else None,
        tasks=facts.tasks[p.uid],
        marked=len(marks),
        dimensions=dimensions(marks, scheme.final.dimensions),
        score=_score(graded.score if done and graded else "" if says is None or says.score is None else str(says.score)),
        rank=graded.rank if done and graded else says.rank if says else 0,
        suggested=(graded.suggested or graded.grade) if done and graded else says.grade if says else "",
        grade=graded.grade if graded else "",
        grade_reason=graded.grade_reason if graded else "",
        reasons=tuple(graded.reasons if done and graded else says.reasons if says else ()),
    )


def _score(exact: str) -> str:
    return printed(Fraction(exact)) if exact else ""


def _evidence(material: AnnualMaterial | None, visits: int, least: int) -> Mapping[str, str]:
    return evidence.states(
        project=bool(material and material.project_report),
        training=bool(material and material.training_report),
        visits=visits,
        least_visits=least,
        mentor_grade=material.mentor_grade if material else "",
        waived=material.waivers if material else (),
    )


def dimensions(marks: Iterable[Mapping[str, str]], maxima: Mapping[str, int]) -> dict[str, float]:
    """Dimension → mean of the experts as a share of its maximum (0–1), for the radar; empty without marks."""
    given = list(marks)
    if not given:
        return {}
    return {name: sum(float(m.get(name, "0")) for m in given) / len(given) / most for name, most in maxima.items()}


def texts(record: Any) -> dict[str, str]:
    """The stored fields as a form shows them: dates ISO, yes `1`, nothing blank."""
    if record is None:
        return {}
    values = [(key, nullable, getattr(record, key)) for key, nullable in _fields_of(record.__table__)]
    found = {key: text(value) for key, _, value in values}
    answered = {key: "0" for key, nullable, value in values if nullable and value is False}  # a No is no blank there
    return found | answered


@cache
def _fields_of(table: Any) -> tuple[tuple[str, bool], ...]:
    """What a form shows of a table, and whether it may be left open."""
    hidden = {"uid", "office", "revision", "application_uid"}
    return tuple((c.key, bool(c.nullable)) for c in table.columns if c.key not in hidden)


def text(value: Any) -> str:
    """One value as text of a form."""
    if value is None or value is False:
        return ""
    if value is True:
        return "1"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, list):
        return "、".join(map(str, value))
    return str(value)

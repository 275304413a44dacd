"""What the workbench rests on: the season in a handful of narrow queries, each run only when a card asks for it."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import cached_property
from typing import NamedTuple, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import (
    AnnualMaterial,
    Application,
    Assessment,
    Certificate,
    InitialEvaluation,
    Mentor,
    MidtermEvaluation,
    Panel,
    School,
    Selection,
    ShortlistEntry,
    StageDays,
    StepResult,
    SupervisionFinding,
    TestScore,
    Trainee,
)
from yingcai_desktop.decisions import Decisions
from yingcai_desktop.rules.panels import missing_judges
from yingcai_desktop.rules.states import IN_FORCE, ApplicationState, TraineeState
from yingcai_desktop.scheme import Scheme, Schemes
from yingcai_desktop.services import deciding, interviews, progress
from yingcai_desktop.services.interviews import PanelSheets
from yingcai_desktop.services.people import Group
from yingcai_desktop.services.scope import Scope

T = TypeVar("T")


class Applicant(NamedTuple):
    """One application, as far as the workbench looks at it."""

    uid: str
    programme: str
    city: str
    subject: str
    school_uid: str
    state: str
    cohort: int | None
    subject_rank: int | None
    overall_rank: int | None


class MentorRow(NamedTuple):
    """One mentor with the city of the university (blank in the national programme)."""

    programme: str
    city: str
    state: str


class Facts:
    """The season within one scope, on one day. Everything is read at most once, in the session given.

    `deep`: whether rules may do work a screen should not wait for.
    """

    def __init__(self, session: Session, schemes: Schemes, scope: Scope, today: date, *, deep: bool = True) -> None:
        self.session, self.schemes, self.scope, self.today, self.deep = session, schemes, scope, today, deep

    @property
    def season(self) -> int:
        """The year."""
        return self.schemes.season

    @cached_property
    def programmes(self) -> list[Scheme]:
        """The programmes in scope that have groups here; a city has those that count seats by city."""
        return [self.schemes[p] for p in progress.programmes_of(self.schemes, self.scope)]

    @cached_property
    def groups(self) -> list[Group]:
        """Every group in scope, in order."""
        return [g for g in self.schemes.groups() if self.scope.covers(g[0], g[1])]

    @cached_property
    def decisions(self) -> Decisions:
        """What has been signed."""
        return deciding.stored(self.session)

    @cached_property
    def stage_days(self) -> dict[tuple[str, str], tuple[date, date]]:
        """(programme, stage) → the days this office has set for it."""
        return {(d.programme, d.stage): (d.start, d.end) for d in self.session.scalars(select(StageDays))}

    @cached_property
    def steps(self) -> frozenset[tuple[str, str, str]]:
        """(step, programme, city) that are done; a blank city stands for the whole programme."""
        return frozenset(self.session.execute(select(StepResult.step, StepResult.programme, StepResult.city)))

    def done(self, step: str, programme: str = "") -> bool:
        """Whether a step is done for a programme, or (blank) for every one in scope that has it: by every city that counts its own seats."""
        wanted = [p for p in progress.parts(self.schemes, self.scope) if has_step(self.schemes[p[0]], step)]
        needed = [p for p in wanted if programme in ("", p[0])]
        return bool(needed) and all({(step, p, city), (step, p, "")} & self.steps for p, city in needed)

    @cached_property
    def applicants(self) -> list[Applicant]:
        """Everybody in scope."""
        a = Application
        query = select(
            a.uid, a.programme, a.city, a.subject, a.school_uid, a.state, a.cohort, a.subject_rank, a.overall_rank
        )  # fmt: skip
        rows = map(Applicant._make, self.session.execute(query))
        return [row for row in rows if self.scope.covers(row.programme, row.city)]

    @cached_property
    def groups_of(self) -> dict[str, Group]:
        """Application → its group."""
        return {a.uid: (a.programme, self.schemes.group_city(a.programme, a.city), a.subject) for a in self.applicants}

    @cached_property
    def approved(self) -> list[Applicant]:
        """Those who passed the eligibility review."""
        return [a for a in self.applicants if a.state == ApplicationState.APPROVED]

    @cached_property
    def schools(self) -> dict[str, tuple[str, str, tuple[str, ...]]]:
        """School → its name, city and aliases."""
        rows = self.session.execute(select(School.uid, School.name, School.city, School.aliases))
        return {uid: (name, city, tuple(aliases)) for uid, name, city, aliases in rows}

    @cached_property
    def mentors(self) -> list[MentorRow]:
        """Every mentor in scope."""
        cities = {(s.programme, u.name): u.city for s in self.schemes.programmes.values() for u in s.universities}
        columns = (Mentor.programme, Mentor.university, Mentor.state)
        rows = (
            MentorRow(programme, cities.get((programme, university), ""), state)
            for programme, university, state in self.session.execute(select(*columns))
        )
        return [row for row in rows if self.scope.covers(row.programme, row.city)]

    @cached_property
    def papers(self) -> dict[str, str]:
        """Application → status of the test paper."""
        return self._mine(dict(self.session.execute(select(TestScore.application_uid, TestScore.status)).all()))

    @cached_property
    def shortlisted(self) -> frozenset[str]:
        """Applications called to the interview."""
        return frozenset(self.session.scalars(select(ShortlistEntry.application_uid))) & self.groups_of.keys()

    @cached_property
    def panels(self) -> dict[str, tuple[Group, frozenset[str]]]:
        """Panel → its group and its judges."""
        columns = (Panel.uid, Panel.programme, Panel.city, Panel.subject, Panel.judges)
        rows = self.session.execute(select(*columns))
        return {uid: ((programme, city, subject), frozenset(judges)) for uid, programme, city, subject, judges in rows}

    @cached_property
    def judged(self) -> dict[str, PanelSheets]:
        """Application → the judges it has, and their rows that count."""
        return interviews.sheets_by_candidate(self.session)

    @cached_property
    def unjudged(self) -> list[str]:
        """Shortlisted applications whose panel has judges without a row; they stop 录取 (FORMAT: docs/workbooks.md §5)."""
        return [uid for uid in self.shortlisted if not self._complete(uid)]

    def _complete(self, uid: str) -> bool:
        found = self.judged.get(uid)
        return found is not None and not missing_judges(found.judges, found.sheets)

    @cached_property
    def outcomes(self) -> dict[str, str]:
        """Application → status of the last 录取."""
        return self._mine(dict(self.session.execute(select(Selection.application_uid, Selection.status)).all()))

    @cached_property
    def admitted(self) -> list[str]:
        """Applications admitted by the last 录取."""
        return [uid for uid, status in self.outcomes.items() if status == "admitted"]

    @cached_property
    def trainees(self) -> dict[str, str]:
        """Application → state of the trainee."""
        return self._mine(dict(self.session.execute(select(Trainee.application_uid, Trainee.state)).all()))

    @cached_property
    def in_training(self) -> list[str]:
        """Applications of trainees that have not exited."""
        return [uid for uid, state in self.trainees.items() if state != TraineeState.EXITED]

    @cached_property
    def initials(self) -> frozenset[str]:
        """Applications with an initial evaluation."""
        return frozenset(self.session.scalars(select(InitialEvaluation.application_uid)))

    @cached_property
    def problems(self) -> list[date | None]:
        """The day by which each problem of a supervision that is not put right must be."""
        open_ones = SupervisionFinding.done_on.is_(None), SupervisionFinding.kind == "问题"
        return list(self.session.scalars(select(SupervisionFinding.due).where(*open_ones)))

    @cached_property
    def midterms(self) -> frozenset[str]:
        """Applications with a midterm evaluation."""
        return frozenset(self.session.scalars(select(MidtermEvaluation.application_uid)))

    @cached_property
    def annual(self) -> frozenset[str]:
        """Applications with annual material."""
        return frozenset(self.session.scalars(select(AnnualMaterial.application_uid)))

    @cached_property
    def grades(self) -> dict[str, str]:
        """Application → final grade; blank before 终评."""
        return self._mine(dict(self.session.execute(select(Assessment.application_uid, Assessment.grade)).all()))

    @cached_property
    def certified(self) -> frozenset[str]:
        """Applications with a certificate in force."""
        query = select(Certificate.application_uid).where(Certificate.state.in_([s.value for s in IN_FORCE]))
        return frozenset(self.session.scalars(query))

    def seats(self, group: Group) -> int | None:
        """Signed seats of a group; `None` while nobody has signed them."""
        value = self.decisions.get(".".join(("seats", *filter(None, group))))
        return None if value is None else int(value)

    def _mine(self, found: Mapping[str, T]) -> dict[str, T]:
        """Of the rows of the store, those of applications in scope."""
        return {uid: value for uid, value in found.items() if uid in self.groups_of}


def has_step(scheme: Scheme, step: str) -> bool:
    """Recommendation and certificates are asked for by one programme only (附件2 七（三）)."""
    if step == "recommend":
        return scheme.final.needs_recommendation
    return scheme.final.certificates if step == "certify" else True


def tally(facts: Facts, uids: Collection[str]) -> dict[Group, int]:
    """How many of these applications each group has."""
    counts: dict[Group, int] = dict.fromkeys(facts.groups, 0)
    for uid in uids:
        group = facts.groups_of.get(uid)
        if group is not None:
            counts[group] = counts.get(group, 0) + 1
    return counts

"""What checking a workbook needs to know, gathered from the schemes, the decisions and the store in a handful of queries."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import (
    AlumniRecord,
    Application,
    Expert,
    InterviewScore,
    Mentor,
    Panel,
    PanelPlace,
    Recusal,
    School,
    Selection,
    ShortlistEntry,
    TeamMember,
    TrackingStop,
    Trainee,
)
from yingcai_desktop.decisions import Decisions
from yingcai_desktop.rules.states import ApplicationState, MentorState, TraineeState
from yingcai_desktop.scheme import Scheme, Schemes
from yingcai_desktop.services import deciding
from yingcai_desktop.services.fixed import fixed
from yingcai_desktop.services.mentors import load
from yingcai_desktop.services.panels.hearing import declared
from yingcai_desktop.sheets.known import (
    Known,
    KnownMentor,
    KnownPanel,
    KnownPerson,
    KnownSchool,
    MentorKey,
    PersonKey,
    ProgrammeRules,
    word_list,
)
from yingcai_desktop.sheets.text import folded

NEEDED = {"applicants": ("apply_until",), "interview-scores": ("interview.step",)}
"""Decisions a kind of workbook cannot be checked without."""


def known(session: Session, schemes: Schemes, kind: str) -> Known:
    """Everything stored and decided that the checks of one kind of workbook look up.

    Raises `Undecided` when a decision the checks need has not been signed.
    """
    decisions = deciding.stored(session)
    for key in NEEDED.get(kind, ()):
        decisions.text(key)
    facts = _words(schemes, decisions)
    _add_schools(session, facts)
    _add_mentors(session, facts)
    _add_people(session, facts, decisions)
    for p in session.scalars(select(Panel)):
        schools = {judge: school.uid for judge, unit in p.units.items() if (school := facts.schools.get(folded(unit)))}
        facts.panels[p.programme, p.city, p.subject, p.name] = KnownPanel(p.uid, frozenset((*p.judges, *p.replaced)), schools)
    facts.fixed = fixed(session, kind)
    last = select(AlumniRecord.id_number).where(AlumniRecord.season == schemes.season - 1)
    facts.last_season = frozenset(session.scalars(last))
    followed = select(AlumniRecord.id_number).where(AlumniRecord.season == schemes.season)
    facts.followed = frozenset(session.scalars(followed))
    facts.stopped = frozenset(session.scalars(select(TrackingStop.id_number).where(TrackingStop.resumed_on.is_(None))))
    return facts


def _words(schemes: Schemes, decisions: Decisions) -> Known:
    """The vocabulary of the schemes with the rules that concern a cell."""
    programmes = schemes.programmes.values()
    until, step = decisions.get("apply_until"), decisions.get("interview.step")
    return Known(
        season=schemes.season,
        rules={s.programme: _rules(s) for s in programmes},
        programmes=word_list((s.programme, (s.label, s.name, *s.aliases)) for s in programmes),
        cities=word_list((c.code, (c.name, c.code, *c.aliases)) for c in schemes.common.cities),
        subjects=word_list((s.name, (s.name, *s.aliases)) for s in schemes.common.subjects),
        grades=word_list((g.name, (g.name, *g.aliases)) for g in schemes.common.grades),
        universities=word_list((u.name, (u.name, *u.aliases)) for s in programmes for u in s.universities),
        apply_until=_day(until),
        interview_step=None if step is None else Decimal(str(step)),
    )


def _rules(scheme: Scheme) -> ProgrammeRules:
    return ProgrammeRules(
        by_city=scheme.by_city,
        ranks_required=scheme.eligibility.ranks_required,
        city_review=scheme.mentors.city_review,
        doctorate_expected=scheme.mentors.doctorate_expected,
        needs_recommendation=scheme.final.needs_recommendation,
        midterm_exits=scheme.midterm.exits,
        capacity_limit=scheme.mentors.capacity_limit,
        member_degrees=scheme.mentors.member_degrees,
        member_titles=scheme.mentors.member_titles,
        offers={u.name: u.subjects for u in scheme.universities},
        university_city={u.name: u.city for u in scheme.universities},
        criteria=scheme.interview.criteria,
        dimensions=scheme.final.dimensions,
    )


def _add_schools(session: Session, facts: Known) -> None:
    """A school answers to its name and its aliases; a name wins over an alias."""
    schools = {s.name: KnownSchool(s.uid, s.name, s.city, frozenset(s.programmes)) for s in session.scalars(select(School))}
    facts.schools.update({folded(name): school for name, school in schools.items()})
    for s in session.scalars(select(School)):
        for alias in s.aliases:
            facts.schools.setdefault(folded(alias), schools[s.name])


def _add_mentors(session: Session, facts: Known) -> None:
    placed = load.placed(session)
    columns = (Mentor.uid, Mentor.programme, Mentor.university, Mentor.subject, Mentor.name, Mentor.state)
    for uid, programme, university, subject, name, state in session.execute(select(*columns)):
        key: MentorKey = (programme, university, subject, name)
        facts.mentors[key] = KnownMentor(uid, state == MentorState.APPOINTED, placed.get(uid, 0))


def _add_people(session: Session, facts: Known, decisions: Decisions) -> None:
    """Applications and how far each has come."""
    days = {p: decisions.get(f"admission.{p}") for p in facts.rules}
    shortlisted = set(session.scalars(select(ShortlistEntry.application_uid)))
    panels = _panels(session)
    recused = declared(session)
    placed = select(Selection.application_uid, Selection.mentor_uid).where(Selection.status == "admitted")
    mentors = dict(session.execute(placed).all())
    trainees = {t.application_uid: t for t in session.scalars(select(Trainee))}
    teams = _teams(session) if mentors else {}
    barred, teachers = _declared(session), _teachers(session)
    columns = (
        Application.uid,
        Application.programme,
        Application.id_number,
        Application.name,
        Application.school_uid,
        Application.city,
        Application.subject,
        Application.state,
        Application.ticket,
    )
    for uid, programme, id_number, name, school_uid, city, subject, state, ticket in session.execute(select(*columns)):
        key: PersonKey = (programme, id_number)
        trainee = trainees.get(uid)
        mentor = trainee.mentor_uid if trainee else mentors.get(uid)
        facts.people[key] = KnownPerson(
            uid,
            name,
            school_uid,
            city,
            subject,
            approved=state == ApplicationState.APPROVED,
            shortlisted=uid in shortlisted,
            panel_uid=panels.get(uid, ""),
            recused=frozenset(recused.get(uid, ())),
            admitted=uid in mentors,
            begun=trainee is not None,
            exited=trainee is not None and trainee.state == TraineeState.EXITED,
            admitted_on=_day(days[programme]) if uid in mentors else None,
            team=(*teams.get(mentor or "", ()), *barred.get(uid, ()), *teachers.get(school_uid, ())),
        )
        if ticket:
            facts.tickets[programme, ticket] = id_number


def _declared(session: Session) -> dict[str, list[str]]:
    """Application → experts who must not judge it, as declared (亲属 …)."""
    found: dict[str, list[str]] = {}
    for uid, name in session.execute(select(Recusal.application_uid, Expert.name).join(Expert, Expert.uid == Recusal.expert_uid)):
        found.setdefault(uid, []).append(name)
    return found


def _teachers(session: Session) -> dict[str, list[str]]:
    """School → experts who work there (domain.md §3.10: 同校教师)."""
    schools = {word: uid for uid, name, aliases in session.execute(select(School.uid, School.name, School.aliases)) for word in (name, *aliases)}
    found: dict[str, list[str]] = {}
    for name, unit in session.execute(select(Expert.name, Expert.unit)):
        if unit in schools:
            found.setdefault(schools[unit], []).append(name)
    return found


def _panels(session: Session) -> dict[str, str]:
    """Application → the panel that hears them: drawn, or else the one whose marks they have."""
    scores = select(InterviewScore.application_uid, InterviewScore.panel_uid).where(InterviewScore.set_aside == "")
    drawn = select(PanelPlace.application_uid, PanelPlace.panel_uid)
    return dict(session.execute(scores).all()) | dict(session.execute(drawn).all())


def _day(text: object) -> date | None:
    return None if text is None else date.fromisoformat(str(text)[:10])


def _teams(session: Session) -> dict[str, frozenset[str]]:
    """Mentor → the mentor's own name and the names of the team."""
    names: dict[str, set[str]] = {uid: {name} for uid, name in session.execute(select(Mentor.uid, Mentor.name))}
    rows: Iterable[tuple[str, str]] = session.execute(select(TeamMember.mentor_uid, TeamMember.name)).all()
    for mentor_uid, name in rows:
        names[mentor_uid].add(name)
    return {uid: frozenset(found) for uid, found in names.items()}

"""录取: ranking, seats and mentors, both programmes in the decided order (附件1 四（二）, 附件2 四（二）)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.gate import Change
from db.models import Application, Declination, Mentor, Selection, ShortlistEntry, TieRuling
from db.revisions import JOURNAL
from yingcai_desktop.decisions import Decisions
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed, Problem
from yingcai_desktop.rules.admission import Entrant, GroupPlan
from yingcai_desktop.rules.admission import Outcome as Placed
from yingcai_desktop.rules.places import MentorPlaces
from yingcai_desktop.rules.ranking import Marks, RankingRule
from yingcai_desktop.rules.rulings import Ruling
from yingcai_desktop.rules.settlement import OpenTie, Settlement, settle
from yingcai_desktop.rules.states import ApplicationState, MentorState
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services import deciding, exams, interviews, progress
from yingcai_desktop.services.outcome import Outcome, problems_by_group
from yingcai_desktop.services.people import Group, Person, grouped, people
from yingcai_desktop.services.scope import EVERYTHING, Scope
from yingcai_desktop.services.selecting import dual, locked

_GONE = (ApplicationState.WITHDRAWN, ApplicationState.REJECTED)
"""Who took the application back or turned out unfit after the shortlist takes no place (domain.md §3.8)."""
COUNTED = ("admitted", "waitlist", "no-mentor", "below-line", "declined", "no-result", "absent", "left-dual")


def admit(desk: Desk, scope: Scope = EVERYTHING) -> Outcome:
    """Settle the selection afresh; may be repeated until training opens.

    Raises `NotAllowed` with `scores.missing` (judges' rows lacking) or `tie.unresolved` (an order people must settle), `Undecided`.
    A scope settles its own groups and takes the other programme's admitted, as stored, for gone where they come first; a city knows
    them from the region's package, and waits for it.
    """
    schemes = desk.schemes
    with desk.read() as session:
        locked.refuse(session, schemes, scope, "录取")
        _refuse_missing(interviews.missing_scores(session, schemes, scope))
        known = case(session, schemes, scope)
        dual.refuse_unsettled(desk, session, known.decisions, known.programmes)
    settlement, candidates = known.settled(), known.candidates
    _refuse_ties(settlement.ties)
    counts = _counts(settlement)
    with desk.change("selection.admit") as change:
        _store(change, candidates, settlement)
        dual.tell(change, known.decisions, known.programmes)
        progress.record(desk, change, "admit", scope, counts)
    return Outcome("admit", counts, _seats_open(settlement))


def preview(session: Session, schemes: Schemes, scope: Scope = EVERYTHING) -> Settlement:
    """What `admit` would settle now, or the ties that would stop it; nothing is kept. Missing rows are not looked at."""
    return case(session, schemes, scope).settled()


@dataclass(frozen=True)
class Case:
    """Everything a settlement of a scope rests on, as it stands; `left`: people the other programme, settled first, has admitted."""

    decisions: Decisions
    candidates: Mapping[Group, "list[Candidate]"]
    plans: Mapping[Group, GroupPlan]
    left: frozenset[str]

    @property
    def programmes(self) -> set[str]:
        """The programmes settled in it."""
        return {group[0] for group in self.plans}

    def settled(self) -> Settlement:
        """The walk through every group, or the ties that stop it."""
        return settle(self.plans, self.decisions.text("dual"), ranking_rule(self.decisions), self.left)  # type: ignore[arg-type]  # checked when it was decided


def case(session: Session, schemes: Schemes, scope: Scope = EVERYTHING) -> Case:
    """Read a case. Raises `Undecided`."""
    decisions, candidates = deciding.stored(session), _candidates(session, schemes)
    plans = _plans(session, schemes, decisions, candidates, scope)
    return Case(decisions, candidates, plans, frozenset(dual.placed(session, decisions, {g[0] for g in plans})))


def ranking_rule(decisions: Decisions) -> RankingRule:
    """The signed weights and tie-break chain."""
    return RankingRule(
        Fraction(decisions.number("weights.test")),
        Fraction(decisions.number("weights.interview")),
        tuple(decisions.words("ranking.tie_break")),  # type: ignore[arg-type]  # checked when it was decided
        decisions.text("ranking.compare"),  # type: ignore[arg-type]  # checked when it was decided
    )


def _refuse_missing(missing: Mapping[Group, list[str]]) -> None:
    problems = problems_by_group("scores.missing", missing)
    if problems:
        count = sum(len(p.ids) for p in problems)
        raise NotAllowed(
            f"还不能录取：{count} 名面试人选缺评委打分（评委缺席、回避、考生缺考也要登记状态）。请补齐面试成绩表后重做；什么都没有改动。",
            problems,
        )


def _refuse_ties(ties: tuple[OpenTie, ...]) -> None:
    if ties:
        raise NotAllowed(
            f"还不能录取：有 {len(ties)} 处同分影响名额，须由人裁定先后（两人签认、写明理由）。请在“遴选录取”里裁定，或在决定文件里用 [[ties]] 登记后重做；什么都没有改动。",
            [Problem("tie.unresolved", *t.group, ids=t.ids) for t in ties],
        )


class Candidate:
    """A shortlisted person with marks; keeps the exact values for the record."""

    def __init__(self, person: Person, test: Fraction, result: interviews.Result | None) -> None:
        self.person = person
        self.test, self.result = test, result
        given = result.interview if result else None
        self.state = given.state if given else "no-result"
        self.marks: Marks | None = None
        if result and given and result.corrected is not None and given.innovation is not None and given.interest is not None:
            self.marks = Marks(test, result.corrected, given.innovation, given.interest)


def _candidates(session: Session, schemes: Schemes) -> dict[Group, list[Candidate]]:
    called = {e.application_uid: Fraction(e.score) for e in session.scalars(select(ShortlistEntry))}
    papers = exams.papers(session)
    results = {r.person.uid: r for r in interviews.results(session, schemes)}
    rows = [p for p in people(session, schemes) if p.uid in called]
    return {
        group: [Candidate(p, _test(papers.get(p.uid), called[p.uid]), results.get(p.uid)) for p in members]
        for group, members in grouped(schemes, rows).items()
    }


def _test(paper: exams.Paper | None, listed: Fraction) -> Fraction:
    """The score of the paper as it stands; the listed one where the paper was withdrawn since."""
    return paper[1] if paper and paper[1] is not None else listed


def _plans(
    session: Session, schemes: Schemes, decisions: Decisions, candidates: Mapping[Group, list[Candidate]], scope: Scope
) -> dict[Group, GroupPlan]:
    columns = (Application.choice1_uid, Application.choice2_uid, Application.choice3_uid)
    choices = {uid: tuple(c or "" for c in chosen) for uid, *chosen in session.execute(select(Application.uid, *columns))}
    adjust = dict(session.execute(select(Application.uid, Application.adjust)).all())
    declined = set(session.execute(select(Declination.programme, Declination.id_number)).all())
    mentors = _mentors(session, schemes)
    rulings = _rulings(session)
    line = Fraction(decisions.number("interview.pass_line"))
    return {
        g: GroupPlan(
            decisions.seats(*g),
            line,
            tuple(
                Entrant(
                    c.person.id_number,
                    c.state,
                    c.marks,
                    choices[c.person.uid],
                    adjust[c.person.uid],
                    (g[0], c.person.id_number) in declined or c.person.state in _GONE,
                )
                for c in candidates.get(g, [])
            ),
            tuple(mentors.get(g, [])),
            tuple(rulings.get(g, [])),
        )
        for g in schemes.groups()
        if scope.covers(*g[:2])
    }


def _mentors(session: Session, schemes: Schemes) -> dict[Group, list[MentorPlaces]]:
    """Group → its appointed mentors. A mentor belongs to the city of the university."""
    cities = {(s.programme, u.name): u.city for s in schemes.programmes.values() for u in s.universities}
    found: dict[Group, list[MentorPlaces]] = {}
    for m in session.scalars(select(Mentor).where(Mentor.state == MentorState.APPOINTED)):
        group = (m.programme, cities.get((m.programme, m.university), ""), m.subject)
        order = schemes.university_order.get(m.university, 99)
        found.setdefault(group, []).append(MentorPlaces(m.uid, m.name, order, m.capacity))
    return found


def _rulings(session: Session) -> dict[Group, list[Ruling]]:
    """In the order in which they were signed, which only the journal knows: the last one holds."""
    found: dict[Group, list[Ruling]] = {}
    signed = select(JOURNAL.c.record, func.min(JOURNAL.c.n).label("n")).group_by(JOURNAL.c.record).subquery()
    for t in session.scalars(select(TieRuling).join(signed, signed.c.record == TieRuling.uid).order_by(signed.c.n)):
        found.setdefault((t.programme, t.city, t.subject), []).append(Ruling(tuple(t.order), t.reason, tuple(t.by)))
    return found


def _counts(settlement: Settlement) -> dict[str, int]:
    placed = [o for g in settlement.groups.values() for o in g.outcomes]
    by_status: Counter[str] = Counter(o.status for o in placed)
    return {s.replace("-", "_"): by_status[s] for s in COUNTED} | {"promoted": sum(o.promoted for o in placed)}


def _seats_open(settlement: Settlement) -> tuple[Problem, ...]:
    return tuple(
        Problem("admit.seats-open", *group, detail=str(result.seats_left))
        for group, result in settlement.groups.items()
        if result.seats_left
    )


def _store(change: Change, candidates: Mapping[Group, list[Candidate]], settlement: Settlement) -> None:
    """Afresh: the groups' old outcomes go first, so that a mentor's places are free again."""
    found = {(g, c.person.id_number): c for g, rows in candidates.items() for c in rows}
    fresh = [
        _record(found[group, o.id_number], o) for group, result in settlement.groups.items() for o in result.outcomes
    ]
    covered = {c.person.uid for (group, _), c in found.items() if group in settlement.groups}
    known = dict(change.execute(select(Selection.application_uid, Selection.uid)).all())
    change.delete(Selection, [uid for application, uid in known.items() if application in covered])
    change.insert(Selection, fresh)


def _record(candidate: Candidate, placed: Placed) -> dict[str, Any]:
    marks = candidate.marks if placed.rank else None
    exact = (
        {"test": marks.test, "interview": marks.interview, "innovation": marks.innovation, "interest": marks.interest}
        if marks
        else {}
    )
    return {
        "application_uid": candidate.person.uid,
        "status": placed.status,
        "rank": placed.rank,
        "composite": "" if placed.composite is None else str(placed.composite),
        **{k: str(v) for k, v in exact.items()},
        "mentor_uid": placed.mentor,
        "choice": placed.choice,
        "promoted": placed.promoted,
    }

"""学科潜质测试: who is called to the interview (附件1 四（二）, 附件2 四（二）)."""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.gate import Change
from db.models import ShortlistEntry, TestScore
from yingcai_desktop.decisions import Decisions
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed, Problem, Undecided
from yingcai_desktop.rules.marks import test_score
from yingcai_desktop.rules.shortlist import Shortlist, reaches_line, target
from yingcai_desktop.rules.shortlist import shortlist as call
from yingcai_desktop.rules.states import ApplicationState
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services import deciding, progress
from yingcai_desktop.services.outcome import Outcome, problems_by_group
from yingcai_desktop.services.people import Group, Person, group_of, grouped, people
from yingcai_desktop.services.scope import EVERYTHING, Scope
from yingcai_desktop.services.selecting import locked

APPROVED = ApplicationState.APPROVED

Paper = tuple[str, Fraction | None]
"""Status, and score out of 100 (None unless 正常)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One person of a shortlist; `score` an exact fraction as text."""

    person: Person
    score: str
    rank: int


@dataclass(frozen=True, slots=True)
class ShortlistedGroup:
    """A group's shortlist as stored, with what it was measured against."""

    seats: int
    target: int
    candidates: int
    entries: tuple[Entry, ...]


def shortlist(desk: Desk, scope: Scope = EVERYTHING) -> Outcome:
    """确定面试人选: the first `ratio × seats` of each group by test score, and everybody equal to the last of them.

    Raises `NotAllowed` (`scores.missing`) while an approved applicant has no test row, `Undecided` for a missing decision.
    """
    with desk.read() as session:
        locked.refuse(session, desk.schemes, scope, "确定面试人选")
        decisions = deciding.stored(session)
        groups = {g: p for g, p in grouped(desk.schemes, approved(session, desk.schemes)).items() if scope.covers(*g[:2])}
        scores = papers(session)
        called_before = {p.uid for p in people(session, desk.schemes) if scope.covers(*group_of(desk.schemes, p)[:2])}
    _refuse_missing(groups, scores)
    ratio = decisions.number("ratio")
    results = {
        g: call(_candidates(groups.get(g, []), scores, pass_line(decisions, g)), target(ratio, decisions.seats(*g)))
        for g in desk.schemes.groups()
        if scope.covers(*g[:2])
    }
    with desk.change("shortlist.make") as change:
        _store(change, groups, results, called_before)
        progress.record(desk, change, "shortlist", scope, _counts(results))
    return Outcome("shortlist", _counts(results), _problems(results))


def approved(session: Session, schemes: Schemes) -> list[Person]:
    """Applicants whose eligibility has been confirmed."""
    return [p for p in people(session, schemes) if p.state == APPROVED]


def papers(session: Session) -> dict[str, Paper]:
    """Application → status and score out of 100 (blank unless 正常)."""
    rows = session.execute(select(TestScore.application_uid, TestScore.status, TestScore.raw, TestScore.full_mark))
    return {uid: (status, None if raw is None else test_score(raw, full)) for uid, status, raw, full in rows}


def pass_line(decisions: Decisions, group: Group) -> Fraction:
    """The decided test line of a group's subject, out of 100."""
    return Fraction(decisions.number(f"pass_line.{group[0]}.{group[2]}"))


def _refuse_missing(groups: dict[Group, list[Person]], scores: dict[str, Paper]) -> None:
    missing = {g: [p.id_number for p in rows if p.uid not in scores] for g, rows in groups.items()}
    problems = problems_by_group("scores.missing", missing)
    if problems:
        count = sum(len(p.ids) for p in problems)
        raise NotAllowed(
            f"还不能确定面试人选：{count} 名资格通过的学生没有测试成绩（缺考也要登记状态）。请补齐成绩表后重做；什么都没有改动。",
            problems,
        )


def _candidates(rows: list[Person], scores: dict[str, Paper], line: Fraction) -> dict[str, Fraction]:
    """ID number → score of everybody who may be called."""
    rows_with = [(p.id_number, *scores[p.uid]) for p in rows]
    return {key: score for key, status, score in rows_with if score is not None and reaches_line(status, score, line)}


def _store(change: Change, groups: dict[Group, list[Person]], results: dict[Group, Shortlist], in_scope: Collection[str]) -> None:
    """The new list replaces the old one of the same groups; who stays keeps the record, who is not approved any more has none."""
    uids = {(g, p.id_number): p.uid for g, rows in groups.items() for p in rows}
    wanted = {uids[g, c.id_number]: {"score": str(c.score), "rank": c.rank} for g, r in results.items() for c in r.people}
    stored = list(change.scalars(select(ShortlistEntry)))
    known = {e.application_uid: e.uid for e in stored}
    kept = {e.application_uid for e in stored if e.exception} & set(uids.values())
    covered = set(in_scope) - kept
    change.delete(ShortlistEntry, [e for uid, e in known.items() if uid in covered and uid not in wanted])
    change.update(ShortlistEntry, [{"uid": known[u], "exception": "", **v} for u, v in wanted.items() if u in known])
    change.insert(ShortlistEntry, [{"application_uid": u, **v} for u, v in wanted.items() if u not in known])


def _counts(results: dict[Group, Shortlist]) -> dict[str, int]:
    return {
        "candidates": sum(r.candidates for r in results.values()),
        "shortlisted": sum(len(r.people) for r in results.values()),
        "tied": sum(r.tied for r in results.values()),
        "shortage": sum(r.shortage for r in results.values()),
    }


def _problems(results: dict[Group, Shortlist]) -> tuple[Problem, ...]:
    found = []
    for group, result in results.items():
        if result.shortage:
            found.append(Problem("shortlist.shortage", *group, detail=str(result.shortage)))
        if result.tied:
            found.append(Problem("shortlist.tied", *group, ids=result.tied_ids))
    return tuple(found)


def shortlisted_groups(session: Session, schemes: Schemes, scope: Scope = EVERYTHING) -> dict[Group, ShortlistedGroup]:
    """The shortlist of every group in scope as stored; empty before the first one was made."""
    if not progress.is_done(session, "shortlist"):
        return {}
    decisions = deciding.stored(session)
    rows = people(session, schemes, Scope(scope.programme))
    scores = papers(session)
    stored = {e.application_uid: e for e in session.scalars(select(ShortlistEntry))}
    by_group = grouped(schemes, rows)
    found: dict[Group, ShortlistedGroup] = {}
    for group in schemes.groups():
        if not scope.covers(*group[:2]):
            continue
        rows_here = by_group.get(group, [])
        try:
            found[group] = _as_stored(decisions, group, rows_here, scores, stored)
        except Undecided:  # what one programme has not signed yet is no obstacle to the other
            if any(p.uid in stored for p in rows_here):
                raise
    return found


def _as_stored(
    decisions: Decisions, group: Group, rows: list[Person], scores: dict[str, Paper], stored: dict[str, ShortlistEntry]
) -> ShortlistedGroup:
    seats = decisions.seats(*group)
    entries = [Entry(p, stored[p.uid].score, stored[p.uid].rank) for p in rows if p.uid in stored]
    entries.sort(key=lambda e: (e.rank, e.person.id_number))
    with_paper = [p for p in rows if p.state == APPROVED and p.uid in scores]
    candidates = len(_candidates(with_paper, scores, pass_line(decisions, group)))
    return ShortlistedGroup(seats, target(decisions.number("ratio"), seats), candidates, tuple(entries))

"""From the test to the place: shortlist, interview results, ranking, admitted, waitlist."""

from fractions import Fraction
from typing import Any

from sqlalchemy import select

from db.models import Selection
from yingcai_desktop.desk import Desk
from yingcai_desktop.rules.marks import printed
from yingcai_desktop.services import exams, interviews
from yingcai_desktop.services.admitted import admitted as admitted_people
from yingcai_desktop.services.people import people
from yingcai_desktop.services.scope import Scope

Row = dict[str, Any]

_UNRANKED = ("no-result", "absent", "left-dual")


def score_text(exact: str) -> str:
    """An exact fraction as printed, two places; blank stays blank."""
    return printed(Fraction(exact)) if exact else ""


def shortlist(desk: Desk, scope: Scope) -> list[Row]:
    """One row per group with the people called to the interview, as the last shortlist has it."""
    with desk.read() as session:
        groups = exams.shortlisted_groups(session, desk.schemes, scope)
    return [
        {
            "programme": programme,
            "city": city,
            "subject": subject,
            "seats": g.seats,
            "target": g.target,
            "candidates": g.candidates,
            "line": score_text(g.entries[-1].score if g.entries else ""),
            "shortlisted": len(g.entries),
            "tied": max(0, len(g.entries) - g.target),
            "shortage": max(0, g.target - len(g.entries)),
            "people": [
                {
                    "id_number": e.person.id_number,
                    "name": e.person.name,
                    "school": e.person.school,
                    "score": score_text(e.score),
                    "rank": e.rank,
                }
                for e in g.entries
            ],
        }
        for (programme, city, subject), g in groups.items()
    ]


def interview_results(desk: Desk, scope: Scope) -> list[Row]:
    """Everybody with interview rows, with the correction between panels."""
    with desk.read() as session:
        rows = interviews.results(session, desk.schemes, scope)
    return [
        {
            **r.person.as_json(),
            "panel": r.panel,
            "state": r.interview.state,
            "valid": r.interview.valid,
            "judge_absent": r.interview.judge_absent,
            "recused": r.interview.recused,
            "method": r.interview.method,
            "raw": _fraction(r.interview.raw),
            "factor": _fraction(r.factor, 4),
            "corrected": _fraction(r.corrected),
            "innovation": _fraction(r.interview.innovation),
            "interest": _fraction(r.interview.interest),
        }
        for r in rows
    ]


def _fraction(value: Fraction | None, places: int = 2) -> str:
    return "" if value is None else printed(value, places)


def ranking(desk: Desk, scope: Scope) -> list[Row]:
    """Everybody the last 录取 looked at: by rank; those without a rank at the end of the group."""
    with desk.read() as session:
        chosen = {s.application_uid: s for s in session.scalars(select(Selection))}
        rows = [(p, chosen[p.uid]) for p in people(session, desk.schemes, scope) if p.uid in chosen]
    rows.sort(
        key=lambda r: (
            *desk.schemes.place(r[0].programme, r[0].city, r[0].subject),
            r[1].status in _UNRANKED,
            r[1].rank,
            r[0].id_number,
        )
    )
    return [
        {
            **p.as_json(),
            "rank": s.rank,
            "test": score_text(s.test),
            "interview": score_text(s.interview),
            "composite": score_text(s.composite),
            "innovation": score_text(s.innovation),
            "interest": score_text(s.interest),
            "status": s.status,
        }
        for p, s in rows
    ]


def admitted(desk: Desk, scope: Scope) -> list[Row]:
    """录取名单 (internal): rank, composite, mentor and how the place came about."""
    with desk.read() as session:
        rows = admitted_people(session, desk.schemes, scope)
    rows.sort(key=lambda a: (*desk.schemes.place(a.person.programme, a.person.city, a.person.subject), a.rank))
    return [
        {
            **a.person.as_json(),
            "school": a.person.school,
            "grade": a.person.grade,
            "rank": a.rank,
            "composite": score_text(a.composite),
            "university": a.university,
            "mentor": a.mentor,
            "choice": a.choice,
            "promoted": a.promoted,
            "status": a.status,
        }
        for a in rows
    ]


def waitlist(desk: Desk, scope: Scope) -> list[Row]:
    """候补名单 by rank."""
    fields = ("programme", "city", "subject", "id_number", "name", "rank", "composite")
    return [{f: row[f] for f in fields} for row in ranking(desk, scope) if row["status"] == "waitlist"]

"""The year of training: compliance, grades, certificates."""

from typing import Any

from sqlalchemy import select

from db.models import Assessment, Certificate
from yingcai_desktop.desk import Desk
from yingcai_desktop.rules.states import IN_FORCE
from yingcai_desktop.services import training
from yingcai_desktop.services.admitted import admitted
from yingcai_desktop.services.exports.selection import score_text
from yingcai_desktop.services.scope import Scope

Row = dict[str, Any]


def compliance(desk: Desk, scope: Scope) -> list[Row]:
    """Visits and monthly face-to-face meetings of every trainee (附件1 五（三）1, 附件2 五（三）1)."""
    with desk.read() as session:
        rows = training.compliance(session, desk.schemes, scope)
    return [
        {
            **a.person.as_json(),
            "status": a.status,
            "visits": c.visits,
            "months": dict(c.months),
            "short_months": list(c.short_months),
            "ok": c.ok,
        }
        for a, c in rows
    ]


def grades(desk: Desk, scope: Scope) -> list[Row]:
    """The outcome of 终评 of trainees that have not exited (附件2 七（三）)."""
    with desk.read() as session:
        found = {a.application_uid: a for a in session.scalars(select(Assessment))}
        staying = [a.person for a in admitted(session, desk.schemes, scope) if a.status != "exited"]
        rows = [(p, found[p.uid]) for p in staying if p.uid in found]
    return [
        {
            **p.as_json(),
            "recommended": g.recommended,
            "score": score_text(g.score),
            "experts": g.experts,
            "rank": g.rank,
            "grade": g.grade,
            "reasons": list(g.reasons),
        }
        for p, g in rows
    ]


def certificates(desk: Desk, scope: Scope) -> list[Row]:
    """证书登记册, by number; void certificates keep their line in the store but are not listed."""
    with desk.read() as session:
        found = {c.application_uid: c for c in session.scalars(select(Certificate).where(Certificate.state.in_(IN_FORCE)))}
        rows = [(a, found[a.person.uid]) for a in admitted(session, desk.schemes, scope) if a.person.uid in found]
    rows.sort(key=lambda r: r[1].sequence)
    return [
        {
            "number": c.number,
            **a.person.as_json(),
            "school": a.person.school,
            "university": a.university,
            "mentor": a.mentor,
            "grade": c.grade,
            "issue_date": c.issue_date.isoformat(),
        }
        for a, c in rows
    ]

"""导师: review and appointment (附件1 四（一）、八（一）; 附件2 四（一）、六（一）)."""

from datetime import date
from typing import Any

from sqlalchemy import select

from db.models import Mentor
from yingcai_desktop.decisions import Decisions
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.rules.mentors import MentorRules, Nomination, review_mentor
from yingcai_desktop.rules.states import MentorState
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services import deciding, progress
from yingcai_desktop.services.outcome import Outcome
from yingcai_desktop.services.review import move, move_many
from yingcai_desktop.services.scope import EVERYTHING, Scope

REVIEWABLE = (MentorState.RECOMMENDED, MentorState.CITY_PASSED, MentorState.APPROVED, MentorState.REJECTED)
APPOINTABLE = (MentorState.APPROVED, MentorState.ENDORSED, MentorState.PUBLISHED)


def city_of(schemes: Schemes, mentor: Mentor) -> str:
    """The city of a mentor's university; blank for the national programme."""
    found = (u.city for u in schemes[mentor.programme].universities if u.name == mentor.university)
    return next(found, "")


def review_mentors(desk: Desk, scope: Scope = EVERYTHING) -> Outcome:
    """自治区复审 of every mentor still under review; each 原则上 may be set aside by the signed `mentors.exception_reason`."""
    with desk.read() as session:
        exception = deciding.stored(session).text("mentors.exception_reason")
    with desk.change("mentor.review", reason="自治区复审") as change:
        rows = [m for m in change.scalars(select(Mentor)) if m.state in REVIEWABLE and _covered(desk, scope, m)]
        verdicts = {m.uid: reasons_of(desk.schemes, m, exception) for m in rows}
        facts = {uid: {"review_reasons": list(reasons)} for uid, reasons in verdicts.items()}
        for verb, wanted in (("approve", MentorState.APPROVED), ("reject", MentorState.REJECTED)):
            chosen = [m for m in rows if bool(verdicts[m.uid]) == (verb == "reject")]
            move_many(change, verb, [m for m in chosen if m.state != wanted], facts)
        rejected = sum(1 for reasons in verdicts.values() if reasons)
        counts = {"approved": len(rows) - rejected, "rejected": rejected}
        progress.record(desk, change, "review-mentors", scope, counts)
    return Outcome("review-mentors", counts)


def appoint(desk: Desk, scope: Scope = EVERYTHING) -> Outcome:
    """聘任 of all approved, on the signed document and for the signed term."""
    with desk.read() as session:
        decisions = deciding.stored(session)
    approval = decisions.filled("mentors.approval")
    with desk.change("mentor.appoint", reason=approval) as change:
        rows = [m for m in change.scalars(select(Mentor)) if m.state in APPOINTABLE and _covered(desk, scope, m)]
        terms = {p: _term(decisions, p) for p in sorted({m.programme for m in rows})}
        move_many(change, "appoint", rows, {m.uid: {"approval": approval, **terms[m.programme]} for m in rows})
        counts = {"appointed": len(rows)}
        progress.record(desk, change, "appoint", scope, counts)
    return Outcome("appoint", counts)


def act(desk: Desk, uid: str, verb: str, reason: str = "", **facts: Any) -> str:
    """One step of the chain for one mentor — 盟市初审, 复审, 审定, 公示, 聘任, 退回, 解聘 … — by its verb; returns the new state.

    附件1 八（一）, 附件2 六（一）. Raises `NotAllowed` where the table has no such step, or a reason or second person is missing,
    `Undecided` for an appointment nobody has signed.
    """
    with desk.read() as session:
        decisions = deciding.stored(session)
    with desk.change(f"mentor.{verb}", reason=reason) as change:
        mentor = change.get(Mentor, uid)
        if mentor is None:
            raise NotAllowed("没有找到这位导师，可能已被删除。请刷新后重试。")
        move(change, mentor, verb, **(appointment(decisions, mentor, verb) | facts))
        return mentor.state


def appointment(decisions: Decisions, mentor: Mentor, verb: str) -> dict[str, Any]:
    """Approval and term that go with 聘任; with 续聘 the next term, which begins the day after the last one (附件1 四（一）)."""
    if verb == "appoint":
        return {"approval": decisions.filled("mentors.approval"), **_term(decisions, mentor.programme)}
    if verb == "renew":
        start = date.fromordinal(mentor.term_end.toordinal() + 1) if mentor.term_end else decisions.day(f"mentors.term.{mentor.programme}.start")
        return {"approval": decisions.filled("mentors.approval"), **_from(decisions, mentor.programme, start)}
    return {}


def _covered(desk: Desk, scope: Scope, mentor: Mentor) -> bool:
    return scope.covers(mentor.programme, city_of(desk.schemes, mentor))


def reasons_of(schemes: Schemes, mentor: Mentor, exception: str) -> tuple[str, ...]:
    """Why a mentor is not approved; `exception` is the signed reason for all, the mentor's own goes before it."""
    rule = schemes[mentor.programme].mentors
    nomination = Nomination(
        mentor.honours, mentor.degree, mentor.university_opinion == "推荐", mentor.city_opinion == "通过"
    )
    return review_mentor(nomination, MentorRules(rule.city_review, rule.doctorate_expected), mentor.exception or exception)


def _term(decisions: Decisions, programme: str) -> dict[str, Any]:
    """聘期: from the signed day, whole years, to the day before."""
    return _from(decisions, programme, decisions.day(f"mentors.term.{programme}.start"))


def _from(decisions: Decisions, programme: str, start: date) -> dict[str, Any]:
    end = _years_later(start, decisions.whole(f"mentors.term.{programme}.years"))
    return {"term_start": start, "term_end": date.fromordinal(end.toordinal() - 1)}


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February into a common year
        return day.replace(year=day.year + years, month=3, day=1)

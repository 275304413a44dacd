"""Review of chosen mentors, one or many: first a plan that says who and who not, then the move (附件1 八（一）, 附件2 六（一）)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from db.models import Mentor
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed, Stale
from yingcai_desktop.rules.ownership import role_of
from yingcai_desktop.rules.states import MentorState
from yingcai_desktop.rules.workflow import MENTOR, Transition, may_say, verbs_from
from yingcai_desktop.services import deciding, deeds, review, separation
from yingcai_desktop.services.applications.reviewing import Blocked, Plan, Target, listed
from yingcai_desktop.services.deeds import Deed
from yingcai_desktop.services.mentors.register import Register, Row
from yingcai_desktop.services.mentors.steps import appointment, reasons_of

_NOT_PRESSED = ("recommend", "amend")
_FORWARD = ("city-pass", "approve", "endorse", "publish", "appoint")
_WHY = {
    "not-recommended": "高校没有推荐",
    "city-rejected": "盟市没有初审通过（附件2 六（一））",
    "principle": "“原则上”的条件未达到，还没有写例外理由（附件1 四（一）、附件2 四（一））",
}


def verbs(desk: Desk, state: str, programme: str) -> list[Transition]:
    """What this office and this person can press in a state, forward first."""
    rows = [
        row
        for row in verbs_from("mentor", state, programme)
        if row.verb not in _NOT_PRESSED and may_say(row, role_of(desk.store.office))
    ]
    rows = [row for row in rows if desk.may(f"mentor.{row.verb}")]
    return sorted(rows, key=lambda row: _FORWARD.index(row.verb) if row.verb in _FORWARD else len(_FORWARD))


def forward(desk: Desk, state: str, programme: str) -> Transition | None:
    """The verb that takes a mentor one step on; in the pilot no step is left out."""
    rows = [row for row in verbs(desk, state, programme) if row.verb in _FORWARD]
    if programme == "pilot" and state in (MentorState.APPROVED, MentorState.ENDORSED):
        rows = [row for row in rows if row.verb != "appoint"]
    return rows[0] if rows else None


def plan(desk: Desk, verb: str, uids: Sequence[str]) -> Plan:
    """Who a verb would move and who not, in the order given; nothing is written. Raises `NotAllowed` for another role's verb."""
    desk.require(f"mentor.{verb}")
    register = Register(desk)
    rows = {row.uid: row for row in register.rows}
    with desk.read() as session:
        own = separation.entered_by_me(desk, session, uids) if verb in separation.REVIEWING else set()
        exception = str(deciding.stored(session).get("mentors.exception_reason") or "")
        found = {m.uid: m for m in session.scalars(select(Mentor).where(Mentor.uid.in_(uids)))}
        ready: list[Target] = []
        blocked: list[Blocked] = []
        for uid in uids:
            mentor, row = found.get(uid), rows.get(uid)
            if mentor is None or row is None:
                blocked.append(Blocked(uid, row.name if row else "（未存入的草稿）", "还没有存入导师库"))
            elif uid in own:
                blocked.append(Blocked(uid, mentor.name, "由本人录入或更正，须由另一人审核"))
            elif why := _obstacle(desk, mentor, row, verb, exception):
                blocked.append(Blocked(uid, mentor.name, why))
            else:
                ready.append(Target(uid, mentor.name, mentor.revision))
    way = next(t for t in MENTOR if t.verb == verb)
    return Plan(verb, way.label, way.needs_reason, way.clause, tuple(ready), tuple(blocked))


def _obstacle(desk: Desk, mentor: Mentor, row: Row, verb: str, exception: str) -> str:
    if all(way.verb != verb for way in verbs(desk, mentor.state, mentor.programme)):
        return f"现在是“{review.state_label('mentor', mentor.state)}”"
    if verb == "approve":
        reasons = reasons_of(desk.schemes, mentor, exception)
        if reasons:
            return _WHY[reasons[0]]
        if row.unexplained:
            return _WHY["principle"]
    if verb == "expire" and (row.left is None or row.left >= 0):
        return "聘期还没有到"
    if verb in ("dismiss", "expire") and row.placed:
        return f"还有 {row.placed} 名学生，先调整师生匹配"
    return ""


def carry_out(desk: Desk, plan: Plan, reason: str = "") -> Deed[None]:
    """Move everybody a plan names, in one change.

    Raises `NotAllowed` when there is nobody, a reason or second person is missing; `Undecided` for an appointment nobody signed; `Stale`.
    """
    if not plan.ready:
        raise NotAllowed(f"没有可以办理“{plan.label}”的导师。{plan.blocked_words}")
    left = f"没有办理 {len(plan.blocked)} 人（{plan.blocked_words}）。" if plan.blocked else ""
    said = f"{plan.label} {len(plan.ready)} 人：{plan.names}。{left}"
    names = [t.name for t in plan.ready]
    return deeds.done(desk, plan.label, lambda: _carry_out(desk, plan, reason.strip()), said=said, about=listed(names))


def _carry_out(desk: Desk, plan: Plan, reason: str) -> None:
    with desk.read() as session:
        decisions = deciding.stored(session)
    seen = {t.uid: t.revision for t in plan.ready}
    with desk.change(f"mentor.{plan.verb}", reason=reason) as change:
        found = {m.uid: m for m in change.scalars(select(Mentor).where(Mentor.uid.in_(seen)))}
        if any(uid not in found or found[uid].revision != seen[uid] for uid in seen):
            raise Stale("选中的导师里有后来改过的，为免办错，一个也没有办理。请刷新后重选。")
        chosen = [found[uid] for uid in seen]
        facts: dict[str, dict[str, Any]] = {m.uid: appointment(decisions, m, plan.verb) for m in chosen}
        if plan.verb == "city-pass":
            facts = {m.uid: {"city_opinion": "通过"} for m in chosen}
        elif plan.verb in ("approve", "return"):
            facts = {m.uid: {"review_reasons": []} for m in chosen}
        review.move_many(change, plan.verb, chosen, facts)

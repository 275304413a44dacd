"""Review of chosen applications, one or many: first a plan that says who and who not, then the move (附件1 八（二）, 附件2 六（二）)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from db.models import Application
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed, Stale
from yingcai_desktop.rules.eligibility import Verdict
from yingcai_desktop.rules.ownership import role_of
from yingcai_desktop.rules.states import ApplicationState
from yingcai_desktop.rules.workflow import APPLICATION, Role, Transition, may_say, verbs_from
from yingcai_desktop.services import deciding, deeds, review, separation
from yingcai_desktop.services.deeds import Deed
from yingcai_desktop.services.review_applicants import verdict_of

_NOT_PRESSED = ("create", "load", "amend")
"""Verbs that follow from saving and loading, never from a button."""
_FORWARD = ("submit", "recommend", "city-pass", "approve")


@dataclass(frozen=True, slots=True)
class Target:
    """One application a verb will move."""

    uid: str
    name: str
    revision: int


@dataclass(frozen=True, slots=True)
class Blocked:
    """One application it will not move, and why."""

    uid: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a verb would do to a choice of applications."""

    verb: str
    label: str
    needs_reason: bool
    clause: str
    ready: tuple[Target, ...]
    blocked: tuple[Blocked, ...]

    @property
    def names(self) -> str:
        """A few of those it moves."""
        return listed([t.name for t in self.ready], 5)

    @property
    def blocked_words(self) -> str:
        """Who stays out and why, reason by reason."""
        by_reason: dict[str, list[str]] = {}
        for one in self.blocked:
            by_reason.setdefault(one.why, []).append(one.name)
        return "；".join(f"{listed(names)}：{why}" for why, names in by_reason.items())


def listed(names: Sequence[str], most: int = 3) -> str:
    """A few names and how many there are: `阿古拉、王一诺、白天佑 等 18 人`."""
    shown = "、".join(names[:most])
    return f"{shown} 等 {len(names)} 人" if len(names) > most else shown


def verbs(desk: Desk, state: str, programme: str) -> list[Transition]:
    """What this office and this person can press in a state, forward first (附件1 八（二）: the region; 附件2 六（二）: the city before it)."""
    rows = [
        row
        for row in verbs_from("application", state, programme)
        if row.verb not in _NOT_PRESSED and _ours(desk, row) and desk.may(f"application.{row.verb}")
    ]
    return sorted(rows, key=lambda row: row.verb not in _FORWARD)


def forward(desk: Desk, state: str, programme: str) -> Transition | None:
    """The verb that takes an application one step on."""
    return next((row for row in verbs(desk, state, programme) if row.verb in _FORWARD), None)


def _ours(desk: Desk, row: Transition) -> bool:
    """What `may_say` permits; the region, whose 复审 may follow 推荐, has no use for a button of the city's word."""
    office = role_of(desk.store.office)
    return may_say(row, office) and (row.role is not Role.CITY or office is Role.CITY)


def plan(desk: Desk, verb: str, uids: Sequence[str]) -> Plan:
    """Who a verb would move and who not, in the order given; nothing is written. Raises `NotAllowed` for another role's verb."""
    desk.require(f"application.{verb}")
    with desk.read() as session:
        own = separation.entered_by_me(desk, session, uids) if verb in separation.REVIEWING else set()
        relaxation = deciding.stored(session).get("relaxation")
        found = {a.uid: a for a in session.scalars(select(Application).where(Application.uid.in_(uids)))}
        ready: list[Target] = []
        blocked: list[Blocked] = []
        for uid in uids:
            if (record := found.get(uid)) is None:
                blocked.append(Blocked(uid, "（未存入的草稿）", "还没有存入登记簿"))
            elif uid in own:
                blocked.append(Blocked(uid, record.name, "由本人录入或更正，须由另一人审核"))
            elif why := _obstacle(desk, record, verb, relaxation):
                blocked.append(Blocked(uid, record.name, why))
            else:
                ready.append(Target(uid, record.name, record.revision))
    row = next(t for t in APPLICATION if t.verb == verb)
    return Plan(verb, row.label, row.needs_reason, row.clause, tuple(ready), tuple(blocked))


def _obstacle(desk: Desk, record: Application, verb: str, relaxation: bool | None) -> str:
    if all(row.verb != verb for row in verbs(desk, record.state, record.programme)):
        return f"现在是“{review.state_label('application', record.state)}”"
    if verb in ("approve", "city-pass"):
        verdict = verdict_of(desk.schemes, record, relaxation=bool(relaxation))
        if verdict.result == "ineligible":
            return _unfit(verdict, relaxation, record)
    return ""


def _unfit(verdict: Verdict, relaxation: bool | None, record: Application) -> str:
    """Why somebody cannot pass, with the clause and what would help."""
    if verdict.reasons == ("not-recommended",):
        return "学校不推荐"
    if relaxation is None and record.pretraining:
        return "排名超限，可否放宽还没有决定"
    return "排名超限，没有可放宽的前置培养依据（附件1 四（二））"


def carry_out(desk: Desk, plan: Plan, reason: str = "") -> Deed[None]:
    """Move everybody a plan names, in one change.

    Raises `NotAllowed` when there is nobody or a reason is asked for and missing, `Stale` if one of them has moved on since.
    """
    if not plan.ready:
        raise NotAllowed(f"没有可以办理“{plan.label}”的报名。{plan.blocked_words}")
    names = [t.name for t in plan.ready]
    return deeds.done(desk, plan.label, lambda: _carry_out(desk, plan, reason.strip()), said=_said(plan), about=listed(names))


def _carry_out(desk: Desk, plan: Plan, reason: str) -> None:
    with desk.read() as session:
        relaxation = bool(deciding.stored(session).get("relaxation"))
    seen = {t.uid: t.revision for t in plan.ready}
    with desk.change(f"application.{plan.verb}", reason=reason) as change:
        records = {a.uid: a for a in change.scalars(select(Application).where(Application.uid.in_(seen)))}
        if any(uid not in records or records[uid].revision != seen[uid] for uid in seen):
            raise Stale("选中的报名里有后来改过的，为免办错，一条也没有办理。请刷新后重选。")
        chosen = [records[uid] for uid in seen]
        facts = {a.uid: _facts(desk, a, plan.verb, reason, relaxation=relaxation) for a in chosen}
        review.move_many(change, plan.verb, chosen, facts)


def _facts(desk: Desk, record: Application, verb: str, reason: str, *, relaxation: bool) -> dict[str, Any]:
    """What goes with a move: the verdict, or that there is none any more; a reason stays as 审核意见."""
    facts: dict[str, Any] = {"opinion": reason} if reason else {}
    if verb == "approve":
        verdict = verdict_of(desk.schemes, record, relaxation=relaxation)
        facts |= {"result": verdict.result, "reasons": list(verdict.reasons)}
    elif verb == "reject":
        verdict = verdict_of(desk.schemes, record, relaxation=relaxation)
        unfit = verdict.result == "ineligible"
        facts |= {"result": "ineligible", "reasons": list(verdict.reasons) if unfit else []}
    elif record.state in (ApplicationState.APPROVED, ApplicationState.REJECTED):
        facts |= {"result": "", "reasons": []}
    return facts


def _said(plan: Plan) -> str:
    left = f"没有办理 {len(plan.blocked)} 条（{plan.blocked_words}）。" if plan.blocked else ""
    return f"{plan.label} {len(plan.ready)} 条：{plan.names}。{left}"


def reasons_offered(words: Sequence[str]) -> list[str]:
    """Ready-made reasons for 退回 and 不通过 from what the checks found; at most four."""
    return list(dict.fromkeys(w.rstrip("。") for w in words if w))[:4]

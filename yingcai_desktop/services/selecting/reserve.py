"""候补与递补: who gives a place up and why, and who follows; original ranks are kept (domain.md §3.8; features F03)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.gate import Change
from db.models import Application, Declination, Selection
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed, Problem
from yingcai_desktop.rules.places import OpenPlaces
from yingcai_desktop.rules.rulings import order_for
from yingcai_desktop.services import progress, selection
from yingcai_desktop.services.people import Group, Person, group_of, people
from yingcai_desktop.services.scope import Scope
from yingcai_desktop.services.selecting import dual, locked, locks

CAUSES: Mapping[str, str] = {
    "gave-up": "本人放弃", "unqualified": "资格复核不符合", "objection": "公示异议成立", "dual": "两个项目双重录取",
}  # fmt: skip
"""Why a place becomes free (domain.md §3.8)."""


@dataclass(frozen=True, slots=True)
class Substituted:
    """What a 递补 did: who left, who came in their place (blank: nobody could), and who was passed over for want of a mentor."""

    left: str
    came: str
    came_rank: int
    passed: tuple[str, ...]
    edition: int


@dataclass(frozen=True, slots=True)
class _Standing:
    person: Person
    row: Selection


def decline(desk: Desk, uid: str, cause: str, note: str) -> None:
    """放弃登记 before the list is locked: kept for the next 录取, which passes the person over."""
    reason = _reason(cause, note)
    with desk.read() as session:
        person = _person(desk, session, uid)
        _refuse_late(desk, session, person)
        locked.refuse(session, desk.schemes, Scope(*group_of(desk.schemes, person)[:2]), "登记放弃")
        _refuse_known(session, person)
    with desk.change("selection.decline", reason=reason) as change:
        change.add(Declination(programme=person.programme, id_number=person.id_number, reason=reason))


def substitute(desk: Desk, uid: str, cause: str, note: str) -> Substituted:
    """递补 of a locked list: the admitted person leaves for a reason, the next of the same group comes in, all others stay as they are.

    The list gets a new edition with its own snapshot. Two people. Raises `NotAllowed` (`tie.unresolved` while the next share a rank).
    """
    reason = _reason(cause, note)
    desk.require_witness("递补")
    with desk.read() as session:
        person = _person(desk, session, uid)
        group = group_of(desk.schemes, person)
        _refuse_late(desk, session, person)
        _refuse_known(session, person)
        held = locked.lock_of(session, group[:2])
        if held is None:
            raise NotAllowed("名单还没有锁定：请登记放弃，然后重新办理录取，候补会依次补上。")
        maker = held.maker
        case = selection.case(session, desk.schemes, Scope(*group[:2]))
        if desk.witness == maker:
            raise NotAllowed(f"递补的见证人不能是录取的经办人“{maker}”。请另一位同事见证；什么都没有改动。")
    with desk.change("selection.substitute", reason=reason) as change:
        standing = _standing(change.session, desk, group)
        leaving = next((s for s in standing if s.person.uid == uid and s.row.status == "admitted"), None)
        if leaving is None:
            raise NotAllowed(f"{person.name}不在录取名单里，不用递补。没有改动。")
        known = locked.lock_of(change.session, group[:2])
        assert known is not None
        locks.open_up(desk, change, known, locked.SUPERSEDED, f"递补：{person.name}，{reason}")
        change.add(Declination(programme=person.programme, id_number=person.id_number, reason=reason))
        leaving.row.status, leaving.row.mentor_uid, leaving.row.choice, leaving.row.promoted = "declined", None, None, False
        change.flush()
        came, passed = _follow(desk, change, case, group, standing)
        dual.tell(change, case.decisions, case.programmes)
        words = f"{person.name}{CAUSES[cause]}，" + (f"{came.person.name}递补" if came else "无人可递补")
        kept = locks.keep(desk, change, (group[0], group[1]), maker, words)
        number = kept.number
    return Substituted(
        person.name, came.person.name if came else "", came.row.rank if came else 0, tuple(s.person.name for s in passed), number
    )


def _follow(
    desk: Desk, change: Change, case: selection.Case, group: Group, standing: Sequence[_Standing]
) -> tuple[_Standing | None, list[_Standing]]:
    """The first of the waiting with a mentor left takes the seat; who has none is passed over, as in the walk.

    Who took the application back meanwhile, or turned out unfit, waits for nothing.
    """
    plan = case.plans[group]
    entrants = {e.id_number: e for e in plan.entrants}
    waiting = [s for s in standing if s.row.status == "waitlist" and not entrants[s.person.id_number].declined]
    taken = dict(
        change.execute(select(Selection.mentor_uid, func.count()).where(Selection.status == "admitted").group_by(Selection.mentor_uid)).all()
    )
    places = OpenPlaces([_with_left(m, taken.get(m.uid, 0)) for m in plan.mentors])
    passed: list[_Standing] = []
    while waiting:
        best = min(s.row.rank for s in waiting)
        sharing = {s.person.id_number: s for s in waiting if s.row.rank == best}
        order = list(sharing) if len(sharing) == 1 else order_for(list(sharing), plan.rulings)
        if order is None:
            raise NotAllowed(
                f"还不能递补：候补里有 {len(sharing)} 人同为第 {best} 名，请先裁定先后或抽签。什么都没有改动。",
                [Problem("tie.unresolved", *group, ids=tuple(sorted(sharing)))],
            )
        for number in order:
            following = sharing[number]
            entrant = entrants[number]
            place = places.find(entrant.choices, adjust=entrant.adjust)
            if place is not None:
                row = following.row
                row.status, row.mentor_uid, row.choice, row.promoted = "admitted", place.mentor, place.choice, True
                change.flush()
                return following, passed
            following.row.status = "no-mentor"
            passed.append(following)
        waiting = [s for s in waiting if s.row.rank != best]
    return None, passed


def waitlist(session: Session, desk: Desk, group: Group) -> list[tuple[int, str, str]]:
    """候补名单 of a group: rank, name, composite as an exact fraction."""
    rows = [s for s in _standing(session, desk, group) if s.row.status == "waitlist"]
    return [(s.row.rank, s.person.name, s.row.composite) for s in rows]


def _with_left(mentor: Any, taken: int) -> Any:
    from dataclasses import replace

    return replace(mentor, capacity=max(0, mentor.capacity - taken))


def _standing(session: Session, desk: Desk, group: Group) -> list[_Standing]:
    """Everybody of a group with a rank, by rank, then exact composite, then ID number (only for the eye)."""
    mine = {p.uid: p for p in people(session, desk.schemes, Scope(group[0])) if group_of(desk.schemes, p) == group}
    rows = [_Standing(mine[s.application_uid], s) for s in session.scalars(select(Selection)) if s.application_uid in mine]
    ranked = [s for s in rows if s.row.rank]
    return sorted(ranked, key=lambda s: (s.row.rank, -Fraction(s.row.composite or 0), s.person.id_number))


def _person(desk: Desk, session: Session, uid: str) -> Person:
    if session.get(Application, uid) is None:
        raise NotAllowed("没有找到这名考生，可能已被删除。请刷新后重试。")
    return next(p for p in people(session, desk.schemes) if p.uid == uid)


def _reason(cause: str, note: str) -> str:
    if cause not in CAUSES:
        raise Invalid("没有登记：请选择名额空出的原因。")
    if not note.strip():
        raise Invalid(f"没有登记：请写明“{CAUSES[cause]}”的情况（时间、经办、依据）。")
    return f"{CAUSES[cause]}：{note.strip()}"


def _refuse_known(session: Session, person: Person) -> None:
    query = select(Declination.uid).where(Declination.programme == person.programme, Declination.id_number == person.id_number)
    if session.scalars(query).first() is not None:
        raise NotAllowed(f"{person.name}的放弃已经登记过。没有改动。")


def _refuse_late(desk: Desk, session: Session, person: Person) -> None:
    part = group_of(desk.schemes, person)[:2]
    if progress.having(session, "open-training", [part]):
        raise NotAllowed(
            f"{desk.schemes.group_name(*part, '')}已经开始培养，不再递补（中途退出在“培养过程”办理）。没有改动。",
            [Problem("step.order", *part)],
        )

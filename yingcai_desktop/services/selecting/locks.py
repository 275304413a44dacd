"""锁定, 解锁 and 核对 of a selection: two people, a snapshot with its digest, and nothing moves underneath (ux U45)."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.gate import Change
from db.models import Selection, SelectionLock, StepResult
from yingcai_desktop import codes
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed, Problem, Refusal
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services import interviews, progress, selection
from yingcai_desktop.services.people import group_of, people
from yingcai_desktop.services.progress import Part
from yingcai_desktop.services.scope import Scope
from yingcai_desktop.services.selecting import dual, locked, snapshot
from yingcai_desktop.services.selecting.unsealed import unsealed

WORD = "锁定"
"""What the second person types."""


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock as a screen shows it."""

    uid: str
    number: int
    state: str
    maker: str
    locker: str
    locked_at: str
    digest: str
    why: str
    opened_at: str
    opened_by: tuple[str, ...]
    opened_why: str


def current(session: Session, part: Part) -> Lock | None:
    """The lock in force, or None."""
    lock = locked.lock_of(session, part)
    return _shown(lock) if lock else None


def history(desk: Desk, part: Part) -> list[Lock]:
    """Every edition, the latest first."""
    with desk.read() as session:
        return [_shown(lock) for lock in reversed(locked.editions(session, part))]


def blockers(desk: Desk, part: Part) -> list[str]:
    """What must be settled before this part can be locked, one sentence each; empty when it can be."""
    with desk.read() as session:
        return _blockers(session, desk.schemes, part)


def lock(desk: Desk, part: Part, typed: str) -> Lock:
    """锁定. The witness of the desk is the second person and must not be who took the 录取; both stand in the journal.

    Raises `NotAllowed` (`lock.blocked`) with everything that is still open, or when the word or the second person is missing.
    """
    name = desk.schemes.group_name(*part, "")
    if typed.strip() != WORD:
        raise NotAllowed(f"没有锁定：请由第二人逐字输入“{WORD}”两个字。")
    desk.require_witness(f"锁定{name}遴选结果")
    with desk.read() as session:
        if locked.lock_of(session, part):
            raise NotAllowed(f"{name}遴选结果已经锁定，不必再锁。")
        found = _blockers(session, desk.schemes, part)
        maker = maker_of(session, part)
    if found:
        raise NotAllowed(f"还不能锁定{name}：{'；'.join(found)}。什么都没有改动。", [Problem("lock.blocked", *part, detail=f) for f in found])
    if desk.witness == maker:
        raise NotAllowed(f"锁定的人不能是录取的经办人“{maker}”。请另一位同事来锁定；什么都没有改动。")
    with desk.change("selection.lock", reason=f"锁定{name}遴选结果") as change:
        return _shown(keep(desk, change, part, maker, "锁定"))


def keep(desk: Desk, change: Change, part: Part, maker: str, why: str) -> SelectionLock:
    """Keep the snapshot of a part as it stands in this change, as the next edition."""
    change.flush()
    tree = snapshot.taken(change.session, desk.schemes, part)
    number = max((known.number for known in locked.editions(change.session, part)), default=0) + 1
    made = SelectionLock(
        programme=part[0], city=part[1], number=number, state=locked.LOCKED, maker=maker, locker=desk.witness,
        locked_at=desk.clock().isoformat(timespec="seconds"), why=why, snapshot=tree, digest=snapshot.digest(tree),
    )  # fmt: skip
    change.add(made)
    change.flush()
    return made


def open_up(desk: Desk, change: Change, known: SelectionLock, state: str, why: str) -> None:
    """End a lock inside a change: the record and its snapshot stay."""
    known.state = state
    known.opened_at = desk.clock().isoformat(timespec="seconds")
    known.opened_by = [desk.actor, desk.witness]
    known.opened_why = why
    change.flush()


def unlock(desk: Desk, part: Part, reason: str) -> None:
    """解锁: a reason and a second person; the old snapshot stays. Not once training is open."""
    name = desk.schemes.group_name(*part, "")
    if not reason.strip():
        raise NotAllowed("没有解锁：请写明理由。")
    desk.require_witness(f"解锁{name}遴选结果")
    with desk.read() as session:
        if progress.having(session, "open-training", [part]):
            raise NotAllowed(f"{name}已经开始培养，遴选结果不能再解锁。确需更正的，请走更正程序。", [Problem("step.order", *part)])
        if locked.lock_of(session, part) is None:
            raise NotAllowed(f"{name}遴选结果没有锁定，不必解锁。")
    with desk.change("selection.unlock", reason=reason.strip()) as change:
        known = locked.lock_of(change.session, part)
        assert known is not None  # nobody else writes to this store
        open_up(desk, change, known, locked.UNLOCKED, reason.strip())


def verify(desk: Desk, part: Part) -> list[str]:
    """核对: whether the kept snapshot is sound and the store still says the same; sentences of what differs, empty when all is well."""
    with desk.read() as session:
        known = locked.lock_of(session, part)
        if known is None:
            raise NotAllowed(f"{desk.schemes.group_name(*part, '')}遴选结果没有锁定，没有可核对的快照。")
        kept: dict[str, Any] = known.snapshot
        found = [] if snapshot.digest(kept) == known.digest else ["快照与它的摘要不符，数据文件可能被改动过"]
        return found + snapshot.differences(kept, snapshot.taken(session, desk.schemes, part))


def maker_of(session: Session, part: Part) -> str:
    """Who took the last 录取 of a part."""
    query = select(StepResult.city, StepResult.actor, StepResult.done_at).where(
        StepResult.step == "admit", StepResult.programme == part[0]
    )
    rows = [row for row in session.execute(query) if row.city in ("", part[1])]
    return max(rows, key=lambda row: row.done_at).actor if rows else ""


def _blockers(session: Session, schemes: Schemes, part: Part) -> list[str]:
    scope = Scope(*part)
    if progress.lacking(session, "admit", [part]):
        return ["还没有办理录取"]
    found = []
    if missing := sum(map(len, interviews.missing_scores(session, schemes, scope).values())):
        found.append(f"{missing} 名面试人选缺评委打分")
    found += unsealed(session, schemes, part)
    try:
        settled = selection.preview(session, schemes, scope)
    except Refusal as refused:  # a decision was taken away since
        return [*found, refused.message]
    found += [f"{schemes.group_name(*tie.group)}有 {len(tie.ids)} 人同分未定先后" for tie in settled.ties]
    if not settled.ties and not missing and moved_on(session, schemes, part, settled):
        found.append("录取之后成绩、决定或放弃登记有改动，请重新办理录取")
    found += [codes.sentence_of(one, schemes) for one in dual.twice(session, schemes) if part[0] == one.programme]
    if unplaced := _unplaced(session, schemes, part):
        found.append(f"{unplaced} 名录取学生还没有导师，请先在“师生匹配”安排")
    return found


def moved_on(session: Session, schemes: Schemes, part: Part, settled: Any) -> bool:
    """Whether a settlement taken now gives other outcomes, ranks or totals than the stored one."""
    now = {
        (o.id_number, o.status, o.rank, "" if o.composite is None else str(o.composite))
        for group in settled.groups.values()
        for o in group.outcomes
    }
    mine = {p.uid: p.id_number for p in people(session, schemes, Scope(part[0])) if group_of(schemes, p)[1] == part[1]}
    stored = {
        (mine[s.application_uid], s.status, s.rank, s.composite)
        for s in session.scalars(select(Selection))
        if s.application_uid in mine
    }
    return now != stored


def _unplaced(session: Session, schemes: Schemes, part: Part) -> int:
    mine = {p.uid for p in people(session, schemes, Scope(part[0])) if group_of(schemes, p)[1] == part[1]}
    waiting = session.scalars(
        select(Selection.application_uid).where(Selection.status == "admitted", Selection.mentor_uid.is_(None))
    )
    return sum(uid in mine for uid in waiting)


def _shown(lock: SelectionLock) -> Lock:
    return Lock(
        lock.uid, lock.number, lock.state, lock.maker, lock.locker, lock.locked_at, lock.digest, lock.why, lock.opened_at,
        tuple(lock.opened_by), lock.opened_why,
    )  # fmt: skip

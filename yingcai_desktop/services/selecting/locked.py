"""Whether a selection is locked, and the refusal that says so. Reads nothing but the locks, so that every step may ask."""

from collections.abc import Iterable
from typing import NoReturn

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import SelectionLock
from yingcai_desktop.errors import NotAllowed, Problem
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services import progress
from yingcai_desktop.services.progress import Part
from yingcai_desktop.services.scope import Scope

LOCKED, UNLOCKED, SUPERSEDED = "locked", "unlocked", "superseded"


def lock_of(session: Session, part: Part) -> SelectionLock | None:
    """The lock in force over a part, or None."""
    query = select(SelectionLock).where(SelectionLock.programme == part[0], SelectionLock.state == LOCKED)
    return next((lock for lock in session.scalars(query) if lock.city in ("", part[1])), None)


def editions(session: Session, part: Part) -> list[SelectionLock]:
    """Every lock a part has ever had, the first edition first."""
    query = select(SelectionLock).where(SelectionLock.programme == part[0], SelectionLock.city == part[1])
    return list(session.scalars(query.order_by(SelectionLock.number)))


def refuse(session: Session, schemes: Schemes, scope: Scope, doing: str) -> None:
    """Raises `NotAllowed` (`selection.locked`) while any part of the scope is locked."""
    found = [part for part in progress.parts(schemes, scope) if lock_of(session, part)]
    if found:
        names = "、".join(schemes.group_name(*part, "") for part in found)
        _refuse(f"还不能办理“{doing}”：{names}的遴选结果已经锁定", found)


def refuse_keys(session: Session, keys: Iterable[str], names: str) -> None:
    """Raises `NotAllowed` while a lock rests on one of these decided values."""
    locks = session.execute(select(SelectionLock.programme, SelectionLock.city).where(SelectionLock.state == LOCKED))
    held = [(p, c) for p, c in locks for key in keys if rests_on(key, p, c)]
    if held:
        _refuse(f"没有登记：锁定的遴选结果用到了{names}", held)


def rests_on(key: str, programme: str, city: str) -> bool:
    """As the trigger of the store sees it (db/models/freezing.py)."""
    if f".{programme}" not in key and (".national" in key or ".pilot" in key):
        return False
    return not key.startswith("seats.pilot.") or key.startswith(f"seats.pilot.{city}")


def _refuse(what: str, parts: Iterable[Part]) -> NoReturn:
    raise NotAllowed(
        f"{what}。什么都没有改动；确需更正的，请在“遴选录取”由另一人见证解锁，写明理由；只是有人放弃的，办理递补。",
        [Problem("selection.locked", *part) for part in dict.fromkeys(parts)],
    )

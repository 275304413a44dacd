"""Which steps of the year are done, by programme."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.gate import Change
from db.models import StepResult
from yingcai_desktop.desk import Desk


def is_done(session: Session, step: str, programme: str = "") -> bool:
    """Whether a step has been completed, for one programme or (blank) for any."""
    query = select(StepResult.uid).where(StepResult.step == step)
    if programme:
        query = query.where(StepResult.programme == programme)
    return session.scalars(query.limit(1)).first() is not None


def record(desk: Desk, change: Change, step: str, programmes: list[str], counts: Mapping[str, int]) -> None:
    """Remember that a step is done: when, by whom, with whom, and what it counted."""
    known = {r.programme: r.uid for r in change.session.scalars(select(StepResult).where(StepResult.step == step))}
    fields = {
        "done_at": desk.clock().isoformat(timespec="seconds"),
        "actor": desk.actor,
        "witness": desk.witness,
        "counts": dict(counts),
    }
    change.update(StepResult, [{"uid": known[p], **fields} for p in programmes if p in known])
    change.insert(StepResult, [{"step": step, "programme": p, **fields} for p in programmes if p not in known])

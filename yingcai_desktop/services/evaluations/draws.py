"""Each 专家分工 that was drawn, the earlier ones beside the one that holds: when, by whom, why again, and who was to judge whom (附件2 七（三）)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.gate import Change
from db.models import EntryMark, EntrySheet, Expert, ExpertDraw, ExpertScore, ExpertTask
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed


@dataclass(frozen=True, slots=True)
class Draw:
    """One assignment as it was drawn. `given`: application → names of the experts; `holds`: no later one has taken its place."""

    number: int
    at: datetime
    actor: str
    seed: str
    each: int
    reason: str
    given: Mapping[str, tuple[str, ...]]
    holds: bool

    @property
    def words(self) -> str:
        """第 2 次 2025-12-20 09:30 经办甲，抽签码 …，重新分配理由：…"""
        why = f"，重新分配理由：{self.reason}" if self.reason else ""
        return f"第 {self.number} 次 {self.at:%Y-%m-%d %H:%M} {self.actor}，抽签码 {self.seed}{why}"


def draws(session: Session) -> list[Draw]:
    """Every assignment, the one that holds first."""
    names = dict(session.execute(select(Expert.uid, Expert.name)).all())
    held = session.scalars(select(ExpertDraw).order_by(ExpertDraw.number.desc())).all()
    return [
        Draw(
            d.number, datetime.fromisoformat(d.drawn_at), d.actor, d.seed, d.each, d.reason,
            {uid: tuple(names.get(e, e) for e in chosen) for uid, chosen in d.given.items()}, n == 0,
        )
        for n, d in enumerate(held)
    ]  # fmt: skip


def marked(session: Session) -> bool:
    """Whether an expert has marked somebody given to them, or the first of their marks has been typed: from then on the assignment stands."""
    own = select(Expert.name, ExpertTask.application_uid).join(Expert, Expert.uid == ExpertTask.expert_uid).subquery()
    scored = select(ExpertScore.uid).join(
        own, (ExpertScore.expert == own.c.name) & (ExpertScore.application_uid == own.c.application_uid)
    )
    typed = (
        select(EntryMark.uid)
        .join(EntrySheet, (EntrySheet.uid == EntryMark.sheet_uid) & (EntrySheet.kind == "expert"))
        .join(own, (EntrySheet.judge == own.c.name) & (EntryMark.application_uid == own.c.application_uid))
    )
    return any(session.execute(query.limit(1)).first() is not None for query in (scored, typed))


def record(desk: Desk, change: Change, given: Mapping[str, tuple[str, ...]], each: int, seed: str, reason: str) -> None:
    """Keep an assignment. Raises `NotAllowed` once marking has begun, `Invalid` for another one without a reason."""
    if marked(change.session):
        raise NotAllowed(
            "已经有专家按现在的分工评了分，不能重新分配，没有改动。个别专家不能到会的，请把评分状态记为“缺席”。"
        )
    number = len(change.execute(select(ExpertDraw.uid)).all()) + 1
    if number > 1 and not reason.strip():
        raise Invalid("专家没有重新分配：请写明理由。原来的分工会留在“分工记录”里。")
    change.insert(
        ExpertDraw,
        [{
            "number": number, "drawn_at": desk.clock().isoformat(timespec="seconds"), "actor": desk.actor, "seed": seed, "each": each,
            "reason": reason.strip() if number > 1 else "", "given": {uid: list(chosen) for uid, chosen in given.items()},
        }],
    )  # fmt: skip

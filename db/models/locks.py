"""锁定: a selection two people have closed, with the snapshot of what it rested on and what came out."""

from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from db.base import Record
from db.models.labels import field


class SelectionLock(Record):
    """The closed selection of one programme, or of one of its cities; `number` counts the editions of its list from 1.

    `state`: locked · unlocked · superseded (by the edition after a 递补). `digest` is the SHA-256 of the canonical JSON of `snapshot`.
    `maker` took the last 录取, `locker` is another person. While one is locked the store itself refuses every change underneath.
    """

    __tablename__ = "selection_lock"
    __table_args__ = (UniqueConstraint("programme", "city", "number"),)

    programme: Mapped[str] = field("项目")
    city: Mapped[str] = field("盟市", default="")
    number: Mapped[int] = field("版次")
    state: Mapped[str] = field("锁定状态")
    maker: Mapped[str] = field("录取经办")
    locker: Mapped[str] = field("锁定人")
    locked_at: Mapped[str] = field("锁定时间")
    why: Mapped[str] = field("说明", default="")
    snapshot: Mapped[dict[str, Any]] = field("快照")
    digest: Mapped[str] = field("摘要")
    opened_at: Mapped[str] = field("解锁时间", default="")
    opened_by: Mapped[list[str]] = field("解锁人", default=list)
    opened_why: Mapped[str] = field("解锁理由", default="")

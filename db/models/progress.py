"""Which steps of the year are done."""

from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from db.base import Record
from db.models.labels import field


class StepResult(Record):
    """The last completed run of a step for one programme, with what it counted."""

    __tablename__ = "step_result"
    __table_args__ = (UniqueConstraint("step", "programme"),)

    step: Mapped[str] = field("步骤")
    programme: Mapped[str] = field("项目")
    done_at: Mapped[str] = field("完成时间")
    actor: Mapped[str] = field("经办")
    witness: Mapped[str] = field("见证", default="")
    counts: Mapped[dict[str, Any]] = field("结果")

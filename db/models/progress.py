"""Which steps of the year are done."""

from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from db.base import Record
from db.models.labels import field


class StepResult(Record):
    """The last completed run of a step, with what it counted: for a whole programme (blank city), or for one of its cities."""

    __tablename__ = "step_result"
    __table_args__ = (UniqueConstraint("step", "programme", "city"),)

    step: Mapped[str] = field("步骤")
    programme: Mapped[str] = field("项目")
    city: Mapped[str] = field("盟市", default="")
    done_at: Mapped[str] = field("完成时间")
    actor: Mapped[str] = field("经办")
    witness: Mapped[str] = field("见证", default="")
    counts: Mapped[dict[str, Any]] = field("结果")

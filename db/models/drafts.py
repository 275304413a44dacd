"""Half-typed forms: kept, but no part of the record until they are saved."""

from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from db.base import Scratch
from db.models.labels import field


class Draft(Scratch):
    """The text of a form as it stands, by form and record; unjournaled."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("form", "record"),)

    form: Mapped[str] = field("表单")
    record: Mapped[str] = field("记录")
    values: Mapped[dict[str, Any]] = field("内容")
    saved_at: Mapped[str] = field("时间")

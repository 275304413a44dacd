"""Who saw or took out identity and telephone numbers in full (ux §3, Privacy; U57)."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from db.base import Record
from db.models.labels import field


class Disclosure(Record):
    """One look at full numbers, or one list that left with them. The journal says who and when."""

    __tablename__ = "disclosure"
    __table_args__ = (CheckConstraint("way IN ('查看', '导出', '打印')", name="way"),)

    way: Mapped[str] = field("方式")
    place: Mapped[str] = field("名单")
    columns: Mapped[list[str]] = field("内容")
    about: Mapped[str] = field("人员", default="")
    rows: Mapped[int] = field("条数", default=1)

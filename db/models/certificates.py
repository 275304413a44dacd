"""培养证书."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped

from db.base import Record
from db.models.labels import field


class Certificate(Record):
    """A numbered certificate. The store itself refuses any grade but 优秀 and 合格 (附件2 七（三）); a number is never used again."""

    __tablename__ = "certificate"
    __table_args__ = (CheckConstraint("grade IN ('优秀', '合格')", name="grade"),)

    application_uid: Mapped[str] = field("学员", ForeignKey("application.uid"), unique=True)
    number: Mapped[str] = field("证书号", unique=True)
    sequence: Mapped[int] = field("顺序号")
    grade: Mapped[str] = field("等级")
    issue_date: Mapped[date] = field("颁发日期")
    state: Mapped[str] = field("状态")

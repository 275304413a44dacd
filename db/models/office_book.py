"""What an office keeps about itself and its partners: 领导小组 and contacts of each unit, and the exact days of the year."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from db.base import Record
from db.models.labels import field


class UnitPerson(Record):
    """Somebody with a post in a unit: 领导小组 or contact (附件1 二（二）、（三）, 附件2 二（三）、（四）)."""

    __tablename__ = "unit_person"
    __table_args__ = (UniqueConstraint("unit", "post", "name"),)

    unit: Mapped[str] = field("单位")
    post: Mapped[str] = field("职责")
    name: Mapped[str] = field("姓名")
    position: Mapped[str] = field("职务", default="")
    phone: Mapped[str] = field("电话", default="")
    email: Mapped[str] = field("邮箱", default="")
    address: Mapped[str] = field("地址", default="")
    note: Mapped[str] = field("备注", default="")


class StageDays(Record):
    """The days an office has set for a stage of the notice's year; without a row the months of the notice hold."""

    __tablename__ = "stage_days"
    __table_args__ = (UniqueConstraint("programme", "stage"),)

    programme: Mapped[str] = field("项目")
    stage: Mapped[str] = field("阶段")
    start: Mapped[date] = field("开始")
    end: Mapped[date] = field("截止")
    note: Mapped[str] = field("依据", default="")


class ReminderDays(Record):
    """After how many days an office wants to be reminded of something; without a row the program's own number holds."""

    __tablename__ = "reminder_days"
    __table_args__ = (UniqueConstraint("office", "kind"), CheckConstraint("days BETWEEN 1 AND 365", name="days"))

    kind: Mapped[str] = field("提醒事项")
    days: Mapped[int] = field("天数")
    note: Mapped[str] = field("依据或说明", default="")

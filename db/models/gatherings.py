"""集体活动: lectures, camps, conferences and excursions of many trainees, and who came."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from db.base import Record
from db.models.labels import field


class Gathering(Record):
    """One group activity (附件1 五（三）3, 附件2 五（三）3). `city` is blank for one of the whole region, `programme` for both."""

    __tablename__ = "gathering"

    programme: Mapped[str] = field("项目", default="")
    city: Mapped[str] = field("盟市", default="")
    kind: Mapped[str] = field("活动类型")
    title: Mapped[str] = field("活动名称")
    day: Mapped[date] = field("日期")
    until: Mapped[date | None] = field("结束日期", default=None)
    place: Mapped[str] = field("地点", default="")
    host: Mapped[str] = field("组织单位", default="")
    content: Mapped[str] = field("内容", default="")


class Attendance(Record):
    """Whether one trainee came to a group activity."""

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("gathering_uid", "application_uid"),
        CheckConstraint("status IN ('到', '请假', '缺席')", name="status"),
    )

    gathering_uid: Mapped[str] = field("集体活动", ForeignKey("gathering.uid"), index=True)
    application_uid: Mapped[str] = field("学员", ForeignKey("application.uid"), index=True)
    status: Mapped[str] = field("签到")

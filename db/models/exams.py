"""考务: where and when a test is sat, and what happened on the day (domain.md §4.9, 考务附表)."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from db.base import Record
from db.models.labels import field


class ExamSession(Record):
    """One subject's test of one city: site, time as printed, machines a room; `rooms` lists them where they differ, each `name` and `seats`."""

    __tablename__ = "exam_session"
    __table_args__ = (
        UniqueConstraint("programme", "city", "subject"),
        CheckConstraint("room_size BETWEEN 1 AND 99", name="room_size"),
    )

    programme: Mapped[str] = field("项目")
    city: Mapped[str] = field("盟市")
    subject: Mapped[str] = field("学科")
    site: Mapped[str] = field("考点", default="")
    starts: Mapped[str] = field("考试时间", default="")
    room_size: Mapped[int] = field("每场人数")
    rooms: Mapped[list[dict[str, Any]]] = field("各考场座位", default=list)


class ExamEvent(Record):
    """异常登记: 缺考、违纪、转场、故障 of one candidate, as the invigilators wrote it."""

    __tablename__ = "exam_event"

    application_uid: Mapped[str] = field("考生", ForeignKey("application.uid"), index=True)
    kind: Mapped[str] = field("情况")
    detail: Mapped[str] = field("经过", default="")
    handled_by: Mapped[str] = field("监考员")
    noted_at: Mapped[str] = field("登记时间")

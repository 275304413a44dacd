"""师生匹配: how a mentor came to a student, and 师生见面会."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from db.base import Record
from db.models.labels import field


class MentorChange(Record):
    """One move of a student from one mentor to another; the last one holds, the rest is history (附件1 五（二）, 附件2 五（三）)."""

    __tablename__ = "mentor_change"

    application_uid: Mapped[str] = field("学员", ForeignKey("application.uid"), index=True)
    from_uid: Mapped[str | None] = field("原导师", ForeignKey("mentor.uid"), default=None)
    to_uid: Mapped[str | None] = field("新导师", ForeignKey("mentor.uid"), default=None)
    day: Mapped[date] = field("变更日期")
    reason: Mapped[str] = field("变更理由", default="")
    actor: Mapped[str] = field("经办")


class Meeting(Record):
    """师生见面会: one session of a programme, or of one of its cities (附件1 八（五）, 附件2 六（六）)."""

    __tablename__ = "meeting"

    programme: Mapped[str] = field("项目")
    city: Mapped[str] = field("盟市", default="")
    title: Mapped[str] = field("场次")
    day: Mapped[date] = field("日期")
    start_time: Mapped[str] = field("开始时间", default="")
    place: Mapped[str] = field("地点", default="")
    note: Mapped[str] = field("会议记录", default="")


class MeetingGuest(Record):
    """Somebody who signed in; `role`: student · mentor · teacher · parent. `application_uid` is the student of a teacher or parent."""

    __tablename__ = "meeting_guest"
    __table_args__ = (UniqueConstraint("meeting_uid", "role", "application_uid", "mentor_uid"),)

    meeting_uid: Mapped[str] = field("场次", ForeignKey("meeting.uid"), index=True)
    role: Mapped[str] = field("身份")
    name: Mapped[str] = field("姓名")
    application_uid: Mapped[str | None] = field("学员", ForeignKey("application.uid"), default=None)
    mentor_uid: Mapped[str | None] = field("导师", ForeignKey("mentor.uid"), default=None)
    signed_at: Mapped[str] = field("签到时间", default="")

"""中学指导教师: who accompanies a trainee at school, from which day on."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from db.base import Record
from db.models.labels import field


class SchoolTeacher(Record):
    """One teacher of one trainee since a day; a change is a new row, the last one counts (附件1 二（三）, 附件2 五（三）2)."""

    __tablename__ = "school_teacher"
    __table_args__ = (UniqueConstraint("application_uid", "since"),)

    application_uid: Mapped[str] = field("学员", ForeignKey("application.uid"), index=True)
    since: Mapped[date] = field("起始日期")
    name: Mapped[str] = field("中学指导教师")
    subject: Mapped[str] = field("任教学科", default="")
    title: Mapped[str] = field("职务职称", default="")
    phone: Mapped[str] = field("教师手机", default="")
    reason: Mapped[str] = field("更换原因", default="")

"""培养计划: what mentor and student mean to do in the year, what is to be read, and who helps from another field."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from db.base import Record
from db.models.labels import field


class TrainingPlan(Record):
    """The plan of one trainee (附件1 八（五）, 附件2 六（七）：导师根据学生兴趣和实际情况提出培养计划)."""

    __tablename__ = "training_plan"

    application_uid: Mapped[str] = field("学员", ForeignKey("application.uid"), unique=True)
    topic: Mapped[str] = field("课题", default="")
    topic_state: Mapped[str] = field("选题情况", default="")
    goal: Mapped[str] = field("培养目标", default="")
    approach: Mapped[str] = field("培养方式与内容", default="")
    schedule: Mapped[str] = field("进度安排", default="")
    made_by: Mapped[str] = field("制定人", default="")
    made_on: Mapped[date | None] = field("制定日期", default=None)


class ReadingItem(Record):
    """One title of a reading list (附件1 五（三）1, 附件2 五（三）1：指定阅读书目)."""

    __tablename__ = "reading_item"
    __table_args__ = (UniqueConstraint("application_uid", "title"),)

    application_uid: Mapped[str] = field("学员", ForeignKey("application.uid"), index=True)
    title: Mapped[str] = field("书目文献")
    author: Mapped[str] = field("作者", default="")
    assigned_on: Mapped[date | None] = field("指定日期", default=None)
    finished_on: Mapped[date | None] = field("读完日期", default=None)


class CoMentor(Record):
    """A mentor of another discipline, laboratory or university who trains a student as well (附件1 五（三）1, 附件2 五（三）1)."""

    __tablename__ = "co_mentor"
    __table_args__ = (UniqueConstraint("application_uid", "name", "university"),)

    application_uid: Mapped[str] = field("学员", ForeignKey("application.uid"), index=True)
    name: Mapped[str] = field("姓名")
    university: Mapped[str] = field("单位", default="")
    subject: Mapped[str] = field("学科方向", default="")
    task: Mapped[str] = field("合作内容", default="")

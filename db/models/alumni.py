"""往届学员: one line of follow-up."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from db.base import Record
from db.models.labels import field


class AlumniRecord(Record):
    """What is known of a former trainee on one day (附件1 七, 附件2 八)."""

    __tablename__ = "alumni_record"
    __table_args__ = (UniqueConstraint("id_number", "season", "updated_on"),)

    id_number: Mapped[str] = field("身份证号", index=True)
    name: Mapped[str] = field("姓名")
    season: Mapped[int] = field("届")
    programme: Mapped[str] = field("项目")
    subject: Mapped[str] = field("学科")
    grade: Mapped[str] = field("等级", default="")
    updated_on: Mapped[date] = field("更新日期")
    reported_by: Mapped[str] = field("填报单位", default="")
    stage: Mapped[str] = field("阶段")
    university: Mapped[str] = field("大学", default="")
    major: Mapped[str] = field("专业", default="")
    research: Mapped[str] = field("研究方向", default="")
    route: Mapped[str] = field("升学途径", default="")
    top_plan: Mapped[bool | None] = field("拔尖计划", default=None)
    consent: Mapped[bool] = field("跟踪同意")
    application_uid: Mapped[str | None] = field("转入自", ForeignKey("application.uid"), unique=True, default=None)
    """The trainee this line begins to follow, blank on every other line: unique, so that nobody is moved twice."""


class TrackingStop(Record):
    """Somebody does not want to be followed any more: what is known is sealed, nothing new is taken in (个人信息保护法第15条)."""

    __tablename__ = "tracking_stop"
    __table_args__ = (UniqueConstraint("id_number", "stopped_on"),)

    id_number: Mapped[str] = field("身份证号", index=True)
    name: Mapped[str] = field("姓名")
    stopped_on: Mapped[date] = field("撤回日期")
    asked_by: Mapped[str] = field("撤回人", default="本人")
    note: Mapped[str] = field("说明", default="")
    resumed_on: Mapped[date | None] = field("重新同意日期", default=None)

"""导师 and the members of their teams."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from db.base import Record
from db.models.labels import field


class Mentor(Record):
    """A mentor of one programme, university and subject (附件1 四（一）, 附件2 四（一）).

    The pilot's cap of five students is a constraint of the store as well (附件2 五（三）1): no path can get round it.
    """

    __tablename__ = "mentor"
    __table_args__ = (
        UniqueConstraint("programme", "university", "subject", "name"),
        CheckConstraint("capacity >= 1 AND (programme <> 'pilot' OR capacity <= 5)", name="capacity"),
    )

    programme: Mapped[str] = field("项目")
    name: Mapped[str] = field("姓名")
    gender: Mapped[str] = field("性别", default="")
    ethnicity: Mapped[str] = field("民族", default="")
    birth_month: Mapped[str] = field("出生年月", default="")
    employer: Mapped[str] = field("工作单位", default="")
    university: Mapped[str] = field("培养高校")
    department: Mapped[str] = field("院系", default="")
    subject: Mapped[str] = field("学科")
    degree: Mapped[str] = field("学位")
    title: Mapped[str] = field("职称")
    position: Mapped[str] = field("行政职务", default="")
    honours: Mapped[str] = field("人才称号", default="")
    research: Mapped[str] = field("研究方向", default="")
    capacity: Mapped[int] = field("可带学生数")
    phone: Mapped[str] = field("手机", default="")
    university_opinion: Mapped[str] = field("高校推荐")
    city_opinion: Mapped[str] = field("盟市初审", default="")
    state: Mapped[str] = field("状态")
    review_reasons: Mapped[list[str]] = field("审核理由", default=list)
    exception: Mapped[str] = field("例外理由", default="")
    """Why a 原则上 is set aside for this mentor or team; asked for before approval (附件1 四（一）, 附件2 四（一）)."""
    approval: Mapped[str] = field("批准文号", default="")
    term_start: Mapped[date | None] = field("聘期起", default=None)
    term_end: Mapped[date | None] = field("聘期止", default=None)


class TeamMember(Record):
    """A member of a mentor's team."""

    __tablename__ = "team_member"
    __table_args__ = (UniqueConstraint("mentor_uid", "name"),)

    mentor_uid: Mapped[str] = field("导师", ForeignKey("mentor.uid"), index=True)
    name: Mapped[str] = field("姓名")
    gender: Mapped[str] = field("性别", default="")
    degree: Mapped[str] = field("学位")
    title: Mapped[str] = field("职称")
    research: Mapped[str] = field("研究方向", default="")
    role: Mapped[str] = field("分工", default="")

"""报名: one person's application to one programme."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from db.base import Record
from db.models.labels import field


class Application(Record):
    """One person's application to one programme in this season (domain.md §4.1).

    `result` and `reasons` are the eligibility verdict of the last review; `state` moves only through `services/review.move()`.
    """

    __tablename__ = "application"
    __table_args__ = (
        UniqueConstraint("programme", "id_number"),
        CheckConstraint("programme IN ('national', 'pilot')", name="programme"),
    )

    programme: Mapped[str] = field("项目")
    name: Mapped[str] = field("姓名", index=True)
    gender: Mapped[str] = field("性别")
    ethnicity: Mapped[str] = field("民族", default="")
    id_number: Mapped[str] = field("身份证号", index=True)
    birth_date: Mapped[date] = field("出生日期")
    city: Mapped[str] = field("盟市")
    school_uid: Mapped[str] = field("学校", ForeignKey("school.uid"), index=True)
    grade: Mapped[str] = field("年级")
    class_name: Mapped[str] = field("班级", default="")
    subject: Mapped[str] = field("报名学科")
    cohort: Mapped[int | None] = field("年级人数", default=None)
    subject_rank: Mapped[int | None] = field("学科名次", default=None)
    overall_rank: Mapped[int | None] = field("综合名次", default=None)
    rank_basis: Mapped[str] = field("排名依据", default="")
    pretraining: Mapped[bool] = field("前置培养表现优秀", default=False)
    proof: Mapped[str] = field("证明材料", default="")
    returner: Mapped[bool] = field("上届学员", default=False)
    choice1_uid: Mapped[str] = field("第一志愿导师", ForeignKey("mentor.uid"))
    choice2_uid: Mapped[str | None] = field("第二志愿导师", ForeignKey("mentor.uid"), default=None)
    choice3_uid: Mapped[str | None] = field("第三志愿导师", ForeignKey("mentor.uid"), default=None)
    adjust: Mapped[bool] = field("服从调剂")
    guardian_name: Mapped[str] = field("监护人姓名")
    guardian_relation: Mapped[str] = field("监护人关系", default="")
    guardian_phone: Mapped[str] = field("监护人手机")
    student_phone: Mapped[str] = field("学生手机", default="")
    student_consent: Mapped[bool] = field("学生承诺")
    guardian_consent: Mapped[bool] = field("监护人同意")
    school_opinion: Mapped[str] = field("学校意见")
    ticket: Mapped[str] = field("准考证号", default="")
    state: Mapped[str] = field("状态")
    result: Mapped[str] = field("资格", default="")
    reasons: Mapped[list[str]] = field("资格理由", default=list)
    opinion: Mapped[str] = field("审核意见", default="")

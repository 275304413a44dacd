"""考核评价: midterm, annual material, experts' marks and the final grade."""

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from db.base import Record
from db.models.labels import field


class MidtermEvaluation(Record):
    """中期评价 (附件1 六（二）, 附件2 七（二）)."""

    __tablename__ = "midterm_evaluation"

    application_uid: Mapped[str] = field("学员", ForeignKey("application.uid"), unique=True)
    report_date: Mapped[date | None] = field("汇报日期", default=None)
    team_grade: Mapped[str] = field("导师团队评价")
    conclusion: Mapped[str] = field("中期结论")
    exit_reason: Mapped[str] = field("退出原因", default="")


class AnnualMaterial(Record):
    """年度材料 (附件2 七（三）): what was handed in, the mentor's grade, the city's recommendation."""

    __tablename__ = "annual_material"

    application_uid: Mapped[str] = field("学员", ForeignKey("application.uid"), unique=True)
    project_report: Mapped[bool] = field("课题报告")
    training_report: Mapped[bool] = field("培养报告")
    mentor_grade: Mapped[str] = field("导师评价等级")
    city_score: Mapped[Decimal | None] = field("盟市评议分", default=None)
    city_recommended: Mapped[bool | None] = field("盟市推荐", default=None)


class ExpertScore(Record):
    """One expert's marks for one trainee; `marks` as in `InterviewScore`."""

    __tablename__ = "expert_score"
    __table_args__ = (UniqueConstraint("application_uid", "expert"),)

    application_uid: Mapped[str] = field("学员", ForeignKey("application.uid"), index=True)
    expert: Mapped[str] = field("专家")
    status: Mapped[str] = field("状态")
    marks: Mapped[dict[str, str]] = field("四项分数", default=dict)
    total: Mapped[Decimal | None] = field("合计", default=None)


class Assessment(Record):
    """The outcome of 终评 for one trainee. `score` is an exact fraction as text, blank where there is none; `rank` 0: none."""

    __tablename__ = "assessment"

    application_uid: Mapped[str] = field("学员", ForeignKey("application.uid"), unique=True)
    recommended: Mapped[bool] = field("推荐终评")
    score: Mapped[str] = field("终评分", default="")
    experts: Mapped[int] = field("有效专家数", default=0)
    rank: Mapped[int] = field("名次", default=0)
    grade: Mapped[str] = field("等级", default="")
    reasons: Mapped[list[str]] = field("理由", default=list)

"""考核评价: initial and midterm evaluation, annual material, experts' marks and the final grade."""

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from db.base import Record
from db.models.labels import field


class InitialEvaluation(Record):
    """初期评价 by the mentor (附件1 六（一）, 附件2 七（一）): how the training goes, the topic, its progress."""

    __tablename__ = "initial_evaluation"

    application_uid: Mapped[str] = field("学员", ForeignKey("application.uid"), unique=True)
    evaluated_on: Mapped[date | None] = field("评价日期", default=None)
    condition: Mapped[str] = field("培养状态")
    topic: Mapped[str] = field("课题选题", default="")
    topic_settled: Mapped[str] = field("选题情况")
    progress: Mapped[str] = field("课题进展", default="")
    opinion: Mapped[str] = field("评价意见", default="")
    overall: Mapped[str] = field("总体意见", default="正常")
    signer: Mapped[str] = field("评价人", default="")


class MidtermEvaluation(Record):
    """中期评价 (附件1 六（二）, 附件2 七（二）): a report by subject, the team's grade, the goals of the second half, what to coordinate."""

    __tablename__ = "midterm_evaluation"

    application_uid: Mapped[str] = field("学员", ForeignKey("application.uid"), unique=True)
    report_date: Mapped[date | None] = field("汇报日期", default=None)
    team_grade: Mapped[str] = field("导师团队评价")
    conclusion: Mapped[str] = field("中期结论")
    exit_reason: Mapped[str] = field("退出原因", default="")
    report_title: Mapped[str] = field("汇报题目", default="")
    goal: Mapped[str] = field("下半年培养目标", default="")
    coordination: Mapped[str] = field("需协调的问题", default="")
    filing_number: Mapped[str] = field("退出备案号", default="")


class AnnualMaterial(Record):
    """年度材料 (附件2 七（三）): what was handed in, the mentor's grade, the city's opinion.

    `report_kinds`: which papers make up the 培养报告. `waivers`: piece of evidence nobody has to hand in → why.
    """

    __tablename__ = "annual_material"

    application_uid: Mapped[str] = field("学员", ForeignKey("application.uid"), unique=True)
    project_report: Mapped[bool] = field("课题报告")
    training_report: Mapped[bool] = field("培养报告")
    mentor_grade: Mapped[str] = field("导师评价等级")
    city_score: Mapped[Decimal | None] = field("盟市评议分", default=None)
    city_recommended: Mapped[bool | None] = field("盟市推荐", default=None)
    city_order: Mapped[int | None] = field("盟市排序", default=None)
    city_opinion: Mapped[str] = field("盟市评议意见", default="")
    project_title: Mapped[str] = field("课题题目", default="")
    report_kinds: Mapped[list[str]] = field("培养报告内容", default=list)
    mentor_comment: Mapped[str] = field("导师评语", default="")
    waivers: Mapped[dict[str, str]] = field("免交事由", default=dict)


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
    """The outcome of 终评 for one trainee. `score` is an exact fraction as text, blank where there is none; `rank` 0: none.

    `suggested` is the grade the signed rules give, `grade` the one two people confirmed; where they differ, `grade_reason` says why.
    """

    __tablename__ = "assessment"

    application_uid: Mapped[str] = field("学员", ForeignKey("application.uid"), unique=True)
    recommended: Mapped[bool] = field("推荐终评")
    score: Mapped[str] = field("终评分", default="")
    experts: Mapped[int] = field("有效专家数", default=0)
    rank: Mapped[int] = field("名次", default=0)
    grade: Mapped[str] = field("等级", default="")
    reasons: Mapped[list[str]] = field("理由", default=list)
    suggested: Mapped[str] = field("建议等级", default="")
    grade_reason: Mapped[str] = field("定级理由", default="")

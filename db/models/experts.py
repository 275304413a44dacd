"""专家咨询委员会 and the experts of 终评 (附件2 二（二）、七（三）): who they are, whom they must not judge, whom they judge."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from db.base import Record
from db.models.labels import field


class Expert(Record):
    """An expert the region may ask. `committee`: member of the 专家咨询委员会. `active` false: not asked any more."""

    __tablename__ = "expert"
    __table_args__ = (UniqueConstraint("name", "unit"),)

    name: Mapped[str] = field("姓名")
    unit: Mapped[str] = field("工作单位")
    title: Mapped[str] = field("职称", default="")
    field_of_work: Mapped[str] = field("专业领域", default="")
    subjects: Mapped[list[str]] = field("评审学科", default=list)
    committee: Mapped[bool] = field("专家咨询委员会委员", default=False)
    appointed_on: Mapped[date | None] = field("聘任日期", default=None)
    document: Mapped[str] = field("聘任文号", default="")
    active: Mapped[bool] = field("在聘", default=True)


class Recusal(Record):
    """回避: an expert who must not judge a student for a reason nobody can look up (亲属 …), as declared."""

    __tablename__ = "recusal"
    __table_args__ = (UniqueConstraint("expert_uid", "application_uid"),)

    expert_uid: Mapped[str] = field("专家", ForeignKey("expert.uid"), index=True)
    application_uid: Mapped[str] = field("学员", ForeignKey("application.uid"), index=True)
    reason: Mapped[str] = field("回避事由")


class ExpertTask(Record):
    """专家分工: an expert judges a student. `code` stands for the name where the sheets are blind; `seed` made the draw repeatable."""

    __tablename__ = "expert_task"
    __table_args__ = (UniqueConstraint("expert_uid", "application_uid"),)

    expert_uid: Mapped[str] = field("专家", ForeignKey("expert.uid"), index=True)
    application_uid: Mapped[str] = field("学员", ForeignKey("application.uid"), index=True)
    code: Mapped[str] = field("学员代码", default="")
    seed: Mapped[str] = field("抽签码", default="")


class ExpertDraw(Record):
    """专家分工 as it was drawn: made anew only with a reason and before the first mark; never changed, so that the earlier ones can be seen.

    `given`: application → experts; who was taken off by a 回避 afterwards is still in it.
    """

    __tablename__ = "expert_draw"
    __table_args__ = (UniqueConstraint("number"), CheckConstraint("number = 1 OR trim(reason) <> ''", name="reason"))

    number: Mapped[int] = field("第几次")
    drawn_at: Mapped[str] = field("分配时间")
    actor: Mapped[str] = field("经办")
    seed: Mapped[str] = field("抽签码")
    each: Mapped[int] = field("每名学员专家数")
    reason: Mapped[str] = field("重新分配理由", default="")
    given: Mapped[dict[str, Any]] = field("分工", default=dict)

"""Marks as they stand on paper: the aptitude test and the interview."""

from decimal import Decimal

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from db.base import Record
from db.models.labels import field


class TestScore(Record):
    """学科潜质测试: one paper. `raw` is blank unless `status` is 正常."""

    __test__ = False  # the name begins with Test; pytest must not collect it
    __tablename__ = "test_score"

    application_uid: Mapped[str] = field("考生", ForeignKey("application.uid"), unique=True)
    status: Mapped[str] = field("状态")
    full_mark: Mapped[Decimal] = field("满分")
    raw: Mapped[Decimal | None] = field("原始分", default=None)
    note: Mapped[str] = field("备注", default="")


class InterviewScore(Record):
    """One judge's marks for one candidate: `marks` maps each criterion to decimal text; empty unless `status` is 正常.

    `set_aside`: why a row is kept but not counted (the judge was replaced, the candidate moved); blank: it counts.
    """

    __tablename__ = "interview_score"
    __table_args__ = (UniqueConstraint("application_uid", "judge"),)

    application_uid: Mapped[str] = field("考生", ForeignKey("application.uid"), index=True)
    panel_uid: Mapped[str] = field("组别", ForeignKey("panel.uid"))
    judge: Mapped[str] = field("评委")
    status: Mapped[str] = field("状态")
    marks: Mapped[dict[str, str]] = field("八项分数", default=dict)
    total: Mapped[Decimal | None] = field("合计", default=None)
    comment: Mapped[str] = field("评语", default="")
    set_aside: Mapped[str] = field("不计分的原因", default="")

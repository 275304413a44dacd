"""试算方案: what somebody tried on one group and kept under a name, to lay beside others (ux §4.7 存为方案; features F05)."""

from decimal import Decimal

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from db.base import Record
from db.models.labels import field


class TrialPlan(Record):
    """Values to try: percent of the test, the interview's line, seats. Who would come in is computed when looked at; no result is ever kept."""

    __tablename__ = "trial_plan"
    __table_args__ = (
        UniqueConstraint("programme", "city", "subject", "name"),
        CheckConstraint("trim(name) <> ''", name="named"),
        CheckConstraint("test_weight BETWEEN 0 AND 100 AND seats BETWEEN 0 AND 999", name="values"),
    )

    programme: Mapped[str] = field("项目")
    city: Mapped[str] = field("盟市")
    subject: Mapped[str] = field("学科")
    name: Mapped[str] = field("方案名称")
    test_weight: Mapped[int] = field("笔试权重")
    pass_line: Mapped[Decimal] = field("面试最低分")
    seats: Mapped[int] = field("名额")
    made_by: Mapped[str] = field("存方案的人")
    made_at: Mapped[str] = field("存方案的时间")

"""总结与验收: what each unit hands in at the end of the year."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from db.base import Record
from db.models.labels import field


class SummaryItem(Record):
    """One paper one unit has handed in (附件1 八（六）, 附件2 六（八）); what is not handed in yet has no record."""

    __tablename__ = "summary_item"
    __table_args__ = (UniqueConstraint("programme", "unit", "item"),)

    programme: Mapped[str] = field("项目")
    unit: Mapped[str] = field("单位")
    item: Mapped[str] = field("材料")
    received_on: Mapped[date] = field("收到日期")
    note: Mapped[str] = field("备注", default="")

"""公示与备案: when a list was published and filed, and what was objected to it."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from db.base import Record
from db.models.labels import field


class Publication(Record):
    """The 公示 of one programme, or of one of its cities, and its 备案 (附件1 八（四）, 附件2 六（五）; domain.md §3.13, §4.10)."""

    __tablename__ = "publication"
    __table_args__ = (UniqueConstraint("programme", "city"),)

    programme: Mapped[str] = field("项目")
    city: Mapped[str] = field("盟市", default="")
    start: Mapped[date | None] = field("公示起", default=None)
    end: Mapped[date | None] = field("公示止", default=None)
    telephone: Mapped[str] = field("联系电话", default="")
    email: Mapped[str] = field("电子邮箱", default="")
    address: Mapped[str] = field("通信地址", default="")
    taken_down: Mapped[date | None] = field("撤下日期", default=None)
    filed_on: Mapped[date | None] = field("备案日期", default=None)
    receipt: Mapped[str] = field("备案回执号", default="")


class Objection(Record):
    """公示异议: what somebody objected, until when it must be answered, and what came of it. `outcome` blank: still open."""

    __tablename__ = "objection"

    programme: Mapped[str] = field("项目")
    city: Mapped[str] = field("盟市", default="")
    application_uid: Mapped[str | None] = field("涉及考生", ForeignKey("application.uid"), default=None)
    received: Mapped[date] = field("收到日期")
    sender: Mapped[str] = field("反映人", default="")
    content: Mapped[str] = field("反映内容")
    due: Mapped[date] = field("办结期限")
    outcome: Mapped[str] = field("处理结果", default="")
    answer: Mapped[str] = field("处理意见", default="")
    decided_on: Mapped[date | None] = field("办结日期", default=None)

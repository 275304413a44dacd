"""What the notice leaves open and an office has signed (FORMAT: docs/workbooks.md §4)."""

from datetime import date
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from db.base import Record
from db.models.labels import field


class Decision(Record):
    """One decided value: a dotted key such as `weights.test` and its value as JSON."""

    __tablename__ = "decision"

    key: Mapped[str] = field("事项", unique=True)
    value: Mapped[dict[str, Any]] = field("决定")


class Panel(Record):
    """面试组 of one group, with its judges by name: those who sit now.

    `units`: judge → school or university, for 回避; `staff`: 记分员, 核分员, 监督员; `replaced`: a judge who left → who sits instead.
    `held_on`, `starts_at` (`08:30`), `room` and `minutes` a candidate are the schedule; blank or 0 until it is made.
    """

    __tablename__ = "panel"
    __table_args__ = (UniqueConstraint("programme", "city", "subject", "name"),)

    programme: Mapped[str] = field("项目")
    city: Mapped[str] = field("盟市")
    subject: Mapped[str] = field("学科")
    name: Mapped[str] = field("组别")
    judges: Mapped[list[str]] = field("评委")
    chair: Mapped[str] = field("组长", default="")
    units: Mapped[dict[str, str]] = field("评委单位", default=dict)
    staff: Mapped[dict[str, str]] = field("工作人员", default=dict)
    replaced: Mapped[dict[str, str]] = field("更换的评委", default=dict)
    held_on: Mapped[date | None] = field("面试日期", default=None)
    starts_at: Mapped[str] = field("开始时间", default="")
    room: Mapped[str] = field("面试地点", default="")
    minutes: Mapped[int] = field("每人分钟", default=0)


class TieRuling(Record):
    """A tie settled by people: the order of ID numbers, the reason and two names."""

    __tablename__ = "tie_ruling"

    programme: Mapped[str] = field("项目")
    city: Mapped[str] = field("盟市")
    subject: Mapped[str] = field("学科")
    order: Mapped[list[str]] = field("顺序")
    reason: Mapped[str] = field("理由")
    by: Mapped[list[str]] = field("裁定人")


class Declination(Record):
    """放弃: somebody who gives the place up, with the reason."""

    __tablename__ = "declination"
    __table_args__ = (UniqueConstraint("programme", "id_number"),)

    programme: Mapped[str] = field("项目")
    id_number: Mapped[str] = field("身份证号")
    reason: Mapped[str] = field("理由")

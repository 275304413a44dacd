"""双录: sheets of marks entered twice from paper by two people, and what each of them typed (features D05)."""

from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from db.base import Record
from db.models.labels import field


class EntrySheet(Record):
    """One sheet of paper: a room of the test, a judge's sheet of one panel, the pilot's further form of a group, an expert's sheet.

    `panel` is the room (`01`) or the uid of the 面试组; `judge` the judge or expert. A pass belongs to the first who types in it. The totals
    are those on the paper; blank times: not yet. `compared`: both passes have been laid side by side, nothing typed may change any more.
    """

    __tablename__ = "entry_sheet"
    __table_args__ = (
        UniqueConstraint("kind", "programme", "city", "subject", "panel", "judge"),
        CheckConstraint("kind IN ('test', 'interview', 'component', 'expert')", name="kind"),
        CheckConstraint("second_by = '' OR second_by <> first_by", name="two_people"),
        CheckConstraint(
            "third_by = '' OR third_by NOT IN (first_by, second_by) "
            "OR (third_with <> third_by AND third_with IN (first_by, second_by))",
            name="third_person",
        ),
    )

    kind: Mapped[str] = field("类别")
    programme: Mapped[str] = field("项目")
    city: Mapped[str] = field("盟市")
    subject: Mapped[str] = field("学科")
    panel: Mapped[str] = field("考场或面试组")
    judge: Mapped[str] = field("评委或专家")
    full_mark: Mapped[Decimal] = field("满分")
    first_by: Mapped[str] = field("第一遍录入人", default="")
    second_by: Mapped[str] = field("第二遍录入人", default="")
    first_total: Mapped[Decimal | None] = field("第一遍纸面合计", default=None)
    second_total: Mapped[Decimal | None] = field("第二遍纸面合计", default=None)
    first_closed: Mapped[str] = field("第一遍提交时间", default="")
    second_closed: Mapped[str] = field("第二遍提交时间", default="")
    compared: Mapped[bool] = field("已核对", default=False)
    third_by: Mapped[str] = field("核定人", default="")
    third_with: Mapped[str] = field("共同核定人", default="")
    settled: Mapped[str] = field("核定时间", default="")


class EntryMark(Record):
    """What one person typed for one candidate, as text; `turn` 1 and 2 are the passes, 3 is what was settled over the paper.

    `zeros` are the marks of 0 confirmed a second time; `picked` maps each difference to first, second or paper, with `note` the paper's number.
    """

    __tablename__ = "entry_mark"
    __table_args__ = (
        UniqueConstraint("sheet_uid", "turn", "application_uid"),
        CheckConstraint("turn IN (1, 2, 3)", name="turn"),
    )

    sheet_uid: Mapped[str] = field("录入单", ForeignKey("entry_sheet.uid"))
    application_uid: Mapped[str] = field("考生", ForeignKey("application.uid"), index=True)
    turn: Mapped[int] = field("遍次")
    by: Mapped[str] = field("录入人")
    status: Mapped[str] = field("状态", default="")
    marks: Mapped[dict[str, str]] = field("分数", default=dict)
    zeros: Mapped[list[str]] = field("已确认的 0 分", default=list)
    picked: Mapped[dict[str, str]] = field("采用", default=dict)
    note: Mapped[str] = field("纸面依据", default="")

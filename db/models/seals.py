"""封存: marks frozen by two people with a digest, and the amendments (更正单) that alone may change them (features D09, reliability §3.8)."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from db.base import Record
from db.models.labels import field


class Seal(Record):
    """One seal: whose marks, how many, their sums, and the SHA-256 over their lines. Never changed, never removed.

    `journal_n` and `journal_hash` are the end of the journal when it was made (reliability §3.4).
    """

    __tablename__ = "seal"
    __table_args__ = (
        UniqueConstraint("kind", "programme", "city", "subject", "panel", "judge"),
        CheckConstraint("kind IN ('test', 'interview', 'component', 'expert')", name="kind"),
        CheckConstraint("sealed_by <> '' AND sealed_with <> '' AND sealed_by <> sealed_with", name="two_people"),
    )

    kind: Mapped[str] = field("类别")
    programme: Mapped[str] = field("项目")
    city: Mapped[str] = field("盟市")
    subject: Mapped[str] = field("学科")
    panel: Mapped[str] = field("面试组")
    judge: Mapped[str] = field("评委或专家")
    count: Mapped[int] = field("份数")
    sums: Mapped[dict[str, Any]] = field("合计")
    paper_total: Mapped[str] = field("纸面总分")
    digest: Mapped[str] = field("封存码")
    journal_n: Mapped[int] = field("操作记录条数")
    journal_hash: Mapped[str] = field("操作记录末码")
    sealed_by: Mapped[str] = field("封存人")
    sealed_with: Mapped[str] = field("共同封存人")
    sealed_at: Mapped[str] = field("封存时间")


class SealedMark(Record):
    """One frozen mark: `score_uid` in the table of its kind, and its canonical line at the time."""

    __tablename__ = "sealed_mark"

    seal_uid: Mapped[str] = field("封存", ForeignKey("seal.uid"), index=True)
    application_uid: Mapped[str] = field("考生", ForeignKey("application.uid"))
    score_uid: Mapped[str] = field("成绩", unique=True)
    line: Mapped[str] = field("成绩行")


class Amendment(Record):
    """更正单: what a sealed mark was, what it is from now on, why, on which paper, and the two who answer for it. Never changed."""

    __tablename__ = "amendment"
    __table_args__ = (
        UniqueConstraint("seal_uid", "number"),
        CheckConstraint("amended_by <> '' AND amended_with <> '' AND amended_by <> amended_with", name="two_people"),
        CheckConstraint("trim(reason) <> '' AND trim(paper) <> ''", name="grounds"),
    )

    seal_uid: Mapped[str] = field("封存", ForeignKey("seal.uid"))
    number: Mapped[int] = field("更正单号")
    application_uid: Mapped[str] = field("考生", ForeignKey("application.uid"))
    score_uid: Mapped[str] = field("成绩", index=True)
    judge: Mapped[str] = field("评委或专家", default="")
    old_line: Mapped[str] = field("原成绩行")
    new_line: Mapped[str] = field("更正后成绩行")
    reason: Mapped[str] = field("更正理由")
    paper: Mapped[str] = field("纸面文号")
    amended_by: Mapped[str] = field("更正人")
    amended_with: Mapped[str] = field("共同更正人")
    amended_at: Mapped[str] = field("更正时间")

"""督导 by the 专家咨询委员会 (附件2 二（二）): 查阅培养档案, 听取工作报告, 开展调研访谈, what was found, and what followed."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from db.base import Record
from db.models.labels import field


class Supervision(Record):
    """One act. `dossiers` are the applications whose files may be opened, and only until `closes_at`."""

    __tablename__ = "supervision"

    kind: Mapped[str] = field("督导方式")
    day: Mapped[date] = field("日期")
    place: Mapped[str] = field("受督导单位")
    city: Mapped[str] = field("盟市", default="")
    experts: Mapped[list[str]] = field("参加专家", default=list)
    subject_matter: Mapped[str] = field("内容", default="")
    dossiers: Mapped[list[str]] = field("可查阅档案", default=list)
    closes_at: Mapped[str] = field("查阅截止", default="")
    conclusion: Mapped[str] = field("总体评价", default="")


class SupervisionFinding(Record):
    """问题 or 典型案例 of one act. A problem is followed up until `done_on`."""

    __tablename__ = "supervision_finding"

    supervision_uid: Mapped[str] = field("督导", ForeignKey("supervision.uid"), index=True)
    kind: Mapped[str] = field("类别")
    text: Mapped[str] = field("发现")
    responsible: Mapped[str] = field("责任单位", default="")
    due: Mapped[date | None] = field("整改期限", default=None)
    follow_up: Mapped[str] = field("整改情况", default="")
    done_on: Mapped[date | None] = field("整改完成", default=None)


class DossierView(Record):
    """A file that was opened under a supervision: by whom and when. Never changed."""

    __tablename__ = "dossier_view"

    supervision_uid: Mapped[str] = field("督导", ForeignKey("supervision.uid"), index=True)
    application_uid: Mapped[str] = field("学员", ForeignKey("application.uid"), index=True)
    viewer: Mapped[str] = field("查阅人")
    opened_at: Mapped[str] = field("查阅时间")

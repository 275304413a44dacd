"""面试的组织: who is heard by which panel and when drawn, who must not judge whom, and what is kept beside the marks."""

from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from db.base import Record
from db.models.labels import field


class PanelDraw(Record):
    """分组抽签 of one group: made once, with a second person who calls out the number in the seed; latecomers are drawn with the same seed."""

    __tablename__ = "panel_draw"
    __table_args__ = (
        UniqueConstraint("programme", "city", "subject"),
        CheckConstraint("actor <> '' AND witness <> '' AND actor <> witness", name="two_people"),
    )

    programme: Mapped[str] = field("项目")
    city: Mapped[str] = field("盟市")
    subject: Mapped[str] = field("学科")
    seed: Mapped[str] = field("抽签码")
    actor: Mapped[str] = field("经办")
    witness: Mapped[str] = field("监督人")
    drawn_at: Mapped[str] = field("抽签时间")


class PanelPlace(Record):
    """面试安排: the panel that hears a candidate, and the drawn number there. `moved`: why it is not the drawn panel any more."""

    __tablename__ = "panel_place"
    __table_args__ = (UniqueConstraint("panel_uid", "position"),)

    application_uid: Mapped[str] = field("考生", ForeignKey("application.uid"), unique=True)
    panel_uid: Mapped[str] = field("组别", ForeignKey("panel.uid"), index=True)
    position: Mapped[int] = field("抽签序号")
    moved: Mapped[str] = field("调组原因", default="")


class PanelRecusal(Record):
    """面试回避: a judge who must not judge a candidate, as declared; same school needs no declaration (domain.md §3.10)."""

    __tablename__ = "panel_recusal"
    __table_args__ = (UniqueConstraint("application_uid", "judge"), CheckConstraint("trim(judge) <> ''", name="judge"))

    application_uid: Mapped[str] = field("考生", ForeignKey("application.uid"), index=True)
    judge: Mapped[str] = field("评委")
    kind: Mapped[str] = field("回避关系")
    note: Mapped[str] = field("说明", default="")


class ComponentScore(Record):
    """动手实验、观察 of the pilot, where the office has signed it (附件2 四（二）). `raw` is blank unless `status` is 正常."""

    __tablename__ = "component_score"
    __table_args__ = (CheckConstraint("(status = '正常') = (raw IS NOT NULL)", name="marked"),)

    application_uid: Mapped[str] = field("考生", ForeignKey("application.uid"), unique=True)
    status: Mapped[str] = field("状态")
    full_mark: Mapped[Decimal] = field("满分")
    raw: Mapped[Decimal | None] = field("得分", default=None)
    note: Mapped[str] = field("备注", default="")


class SpreadNote(Record):
    """评分差异说明: why the judges of one candidate are far apart. It explains; it never changes a mark (features E11)."""

    __tablename__ = "spread_note"
    __table_args__ = (CheckConstraint("trim(reason) <> ''", name="reason"),)

    application_uid: Mapped[str] = field("考生", ForeignKey("application.uid"), unique=True)
    reason: Mapped[str] = field("差异说明")

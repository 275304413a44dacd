"""抽签: a tie that neither the signed chain nor anybody's ruling has settled."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from db.base import Record
from db.models.labels import field


class TieDraw(Record):
    """One supervised draw. The seed holds the number called out by the witness; the same people are never drawn twice (`tied`)."""

    __tablename__ = "tie_draw"
    __table_args__ = (UniqueConstraint("programme", "city", "subject", "tied"),)

    programme: Mapped[str] = field("项目")
    city: Mapped[str] = field("盟市")
    subject: Mapped[str] = field("学科")
    tied: Mapped[list[str]] = field("同分考生")
    seed: Mapped[str] = field("抽签码")
    order: Mapped[list[str]] = field("抽签顺序")
    actor: Mapped[str] = field("经办")
    witness: Mapped[str] = field("监督人")
    drawn_at: Mapped[str] = field("抽签时间")

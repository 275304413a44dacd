"""Schools that take part, and what they are called."""

from sqlalchemy.orm import Mapped

from db.base import Record
from db.models.labels import field


class School(Record):
    """A 参与中学 (附件1 三.3, 附件2 三（三）); recorded with the decisions."""

    __tablename__ = "school"

    name: Mapped[str] = field("学校", unique=True)
    city: Mapped[str] = field("盟市")
    programmes: Mapped[list[str]] = field("参与项目")
    aliases: Mapped[list[str]] = field("简称")
    synthetic: Mapped[bool] = field("示例学校", default=False)

"""A year of training: the trainee and the activities."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from db.base import Record
from db.models.labels import field


class Trainee(Record):
    """学员: an admitted person once training is open (附件1 五, 附件2 五)."""

    __tablename__ = "trainee"

    application_uid: Mapped[str] = field("学员", ForeignKey("application.uid"), unique=True)
    mentor_uid: Mapped[str] = field("导师", ForeignKey("mentor.uid"), index=True)
    state: Mapped[str] = field("状态")
    admitted_on: Mapped[date] = field("录取日期")
    exited_on: Mapped[date | None] = field("退出日期", default=None)
    exit_reason: Mapped[str] = field("退出原因", default="")


class Visit(Record):
    """One activity and its entry of the growth log; 到校 and 面授 are two separate counts (附件2 五（三）1).

    `review`: 未交 while the activity is registered and its log has not come, then 待审, 通过 or 退回; only 通过 counts.
    """

    __tablename__ = "visit"
    __table_args__ = (
        UniqueConstraint("application_uid", "day", "start_time"),
        CheckConstraint("review IN ('未交', '待审', '通过', '退回')", name="review"),
    )

    application_uid: Mapped[str] = field("学员", ForeignKey("application.uid"), index=True)
    day: Mapped[date] = field("日期")
    start_time: Mapped[str] = field("开始时间", default="")
    mode: Mapped[str] = field("形式")
    activity_type: Mapped[str] = field("活动类型", default="")
    face_to_face: Mapped[bool] = field("是否面授")
    place: Mapped[str] = field("地点", default="")
    instructor: Mapped[str] = field("指导人", default="")
    content: Mapped[str] = field("内容", default="")
    review: Mapped[str] = field("审核")
    handed_in_on: Mapped[date | None] = field("日志提交日期", default=None)
    review_note: Mapped[str] = field("审核意见", default="")
    reviewed_by: Mapped[str] = field("审核导师", default="")
    reviewed_on: Mapped[date | None] = field("审核日期", default=None)

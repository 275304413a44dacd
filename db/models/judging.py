"""评委席: what the office keeps of the tasks it gave to panels and what came back, and what the panel's own laptop keeps for a day."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from db.base import Record, Scratch
from db.models.labels import field


class PanelTask(Record):
    """面试任务 as it was given out: `code` is the laptop's name as an office, `signer` and `seal` its public keys. No PIN, no passphrase.

    `taken`: ids of the results that came in from it; `receipts`: how many receipts were given.
    """

    __tablename__ = "panel_task"

    panel_uid: Mapped[str] = field("组别", ForeignKey("panel.uid"), index=True)
    number: Mapped[int] = field("第几份")
    code: Mapped[str] = field("评委席编号", unique=True)
    signer: Mapped[str] = field("签名公钥")
    seal: Mapped[str] = field("加密公钥")
    judges: Mapped[list[str]] = field("评委")
    candidates: Mapped[list[str]] = field("考生")
    made_at: Mapped[str] = field("制作时间")
    file_name: Mapped[str] = field("文件名")
    check_code: Mapped[str] = field("校验码")
    taken: Mapped[list[str]] = field("已导入的打分包", default=list)
    receipts: Mapped[int] = field("回执份数", default=0)


class PanelReturn(Record):
    """What one judge handed in on one laptop, as it came last: `rows` maps a candidate to state, marks, reason and comment.

    `editions`: an id for each time it was handed in there, the last one last; `laptop` has a "#2" behind it where a laptop that was copied or
    went back to a backup has handed in twice over. `dropped`: candidates for whom another laptop's row was chosen. `counted`: candidates the judge's paper does not have (replaced, moved)
    → blank where the row counts, else why not. `set_aside`: why none of it is used.
    """

    __tablename__ = "panel_return"
    __table_args__ = (UniqueConstraint("panel_uid", "judge", "laptop"),)

    panel_uid: Mapped[str] = field("组别", ForeignKey("panel.uid"))
    judge: Mapped[str] = field("评委")
    laptop: Mapped[str] = field("评委席电脑")
    editions: Mapped[list[str]] = field("历次提交")
    handed_at: Mapped[str] = field("提交时间")
    left: Mapped[str] = field("中途离开的原因", default="")
    unlocked: Mapped[list[str]] = field("解锁的原因", default=list)
    rows: Mapped[dict[str, Any]] = field("评分")
    dropped: Mapped[list[str]] = field("以另一台为准的考生", default=list)
    counted: Mapped[dict[str, str]] = field("表外评分的处理", default=dict)
    set_aside: Mapped[str] = field("不采用的原因", default="")


class SeatTask(Scratch):
    """The task on the panel's laptop, with the panel's keys and the PIN verifiers: like the keys of an office not journaled."""

    __tablename__ = "seat_task"

    number: Mapped[int] = field("第几份", unique=True)
    document: Mapped[bytes] = field("面试任务")


class SeatMark(Record):
    """What one judge gave one candidate at the laptop, as text; `seconds` the candidate was before the judge."""

    __tablename__ = "seat_mark"
    __table_args__ = (UniqueConstraint("judge", "candidate"),)

    judge: Mapped[str] = field("评委")
    candidate: Mapped[str] = field("考生")
    status: Mapped[str] = field("状态", default="")
    marks: Mapped[dict[str, str]] = field("八项分数", default=dict)
    reason: Mapped[str] = field("高分低分说明", default="")
    comment: Mapped[str] = field("评语", default="")
    seconds: Mapped[int] = field("用时", default=0)


class SeatJudge(Record):
    """Where a judge is: the open candidate and row, and whether everything is handed in. `editions`: an id for each time it was, `exported`: that of the last export."""

    __tablename__ = "seat_judge"
    __table_args__ = (CheckConstraint("handed_at = '' OR editions != '[]'", name="handed"),)

    judge: Mapped[str] = field("评委", unique=True)
    candidate: Mapped[str] = field("正在评的考生", default="")
    place: Mapped[int] = field("正在评的项", default=0)
    handed_at: Mapped[str] = field("提交时间", default="")
    editions: Mapped[list[str]] = field("历次提交", default=list)
    exported: Mapped[str] = field("已导出到哪次提交", default="")
    left: Mapped[str] = field("中途离开的原因", default="")
    unlocked: Mapped[list[str]] = field("解锁的原因", default=list)


HANDED_IN = "the judge has handed in"
"""What the triggers say when somebody would alter marks that are handed in."""

"""Who was called to the interview, who was selected, and who has a place in the other programme."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from db.base import Record
from db.models.labels import field


class ShortlistEntry(Record):
    """面试人选: one person of a group's shortlist. `score` is an exact fraction out of 100, written `251/3`.

    `exception`: why somebody below the line was called all the same (原则上 3:1); such a place survives another making of the list.
    """

    __tablename__ = "shortlist_entry"

    application_uid: Mapped[str] = field("考生", ForeignKey("application.uid"), unique=True)
    score: Mapped[str] = field("测试分")
    rank: Mapped[int] = field("名次")
    exception: Mapped[str] = field("破例理由", default="")


class Selection(Record):
    """The outcome of the last 录取 for one interviewed person; exact fractions as text, blank where there is no result.

    `status`: admitted waitlist no-mentor below-line declined no-result absent left-dual. `choice` 1–3, 0 = adjusted; blank place: None.
    """

    __tablename__ = "selection"

    application_uid: Mapped[str] = field("考生", ForeignKey("application.uid"), unique=True)
    status: Mapped[str] = field("结果")
    rank: Mapped[int] = field("名次", default=0)
    test: Mapped[str] = field("测试分", default="")
    interview: Mapped[str] = field("面试分", default="")
    composite: Mapped[str] = field("合成分", default="")
    innovation: Mapped[str] = field("创新思维", default="")
    interest: Mapped[str] = field("科学兴趣", default="")
    mentor_uid: Mapped[str | None] = field("导师", ForeignKey("mentor.uid"), default=None, index=True)
    choice: Mapped[int | None] = field("志愿顺位", default=None)
    promoted: Mapped[bool] = field("递补", default=False)


class DualPlace(Record):
    """双录取: the applicant has a place in the programme that is settled first, so that this application takes none (决定 `dual`).

    Written by the 录取 of that programme: a city learns of its own applicants alone, and nothing but this.
    """

    __tablename__ = "dual_place"

    application_uid: Mapped[str] = field("考生", ForeignKey("application.uid"), unique=True)
    programme: Mapped[str] = field("先定的项目")

"""活动与日志 as a list: every activity with whose it is, whether its log has come, and what the mentor said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from db.models import Visit
from yingcai_desktop.desk import Desk
from yingcai_desktop.rules.training import NOT_HANDED_IN, RETURNED, WAITING
from yingcai_desktop.services import reminding
from yingcai_desktop.services.trainees.students import Student, students


@dataclass(frozen=True, slots=True)
class Line:
    """One activity. `age` is how many days ago it was; `late_after`: days after which the office is reminded of a log that has not come."""

    uid: str
    revision: int
    student: Student
    age: int
    day: date
    start_time: str
    mode: str
    activity_type: str
    face_to_face: bool
    place: str
    instructor: str
    content: str
    review: str
    handed_in_on: date | None
    review_note: str
    reviewed_by: str
    reviewed_on: date | None
    late_after: int

    @property
    def name(self) -> str:
        """Whose it is."""
        return self.student.name

    @property
    def programme(self) -> str:
        """For the scope."""
        return self.student.programme

    @property
    def subject(self) -> str:
        """For the pick."""
        return self.student.subject

    @property
    def city(self) -> str:
        """For the pick."""
        return self.student.city

    @property
    def waiting(self) -> bool:
        """Whether the mentor still has to look."""
        return self.review == WAITING

    @property
    def lacking(self) -> bool:
        """Whether the log is still to come, or to come again."""
        return self.review in (NOT_HANDED_IN, RETURNED)

    @property
    def late(self) -> bool:
        """Whether it is to come and longer overdue than the office lets pass."""
        return self.lacking and self.age > self.late_after


def lines(desk: Desk, programme: str = "") -> list[Line]:
    """Every activity this office sees, latest first."""
    today = desk.clock().date()
    with desk.read() as session:
        known = {s.uid: s for s in students(session, desk, programme)}
        columns = (
            Visit.uid, Visit.revision, Visit.application_uid, Visit.day, Visit.start_time, Visit.mode, Visit.activity_type,
            Visit.face_to_face, Visit.place, Visit.instructor, Visit.content, Visit.review, Visit.handed_in_on,
            Visit.review_note, Visit.reviewed_by, Visit.reviewed_on,
        )  # fmt: skip
        rows: Iterable[Any] = session.execute(
            select(*columns).order_by(Visit.day.desc(), Visit.start_time.desc())
        ).all()
        late = reminding.days(session, desk.store.office)[reminding.LATE]
    return [
        Line(uid, revision, known[owner], (today - day).days, day, *[*more, late])
        for uid, revision, owner, day, *more in rows
        if owner in known
    ]

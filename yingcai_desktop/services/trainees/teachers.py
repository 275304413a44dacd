"""中学指导教师: one for every trainee; a change is a new dated line, the old ones stay (附件1 二（三）, 附件2 五（三）2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import SchoolTeacher
from yingcai_desktop import codes
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, Problem
from yingcai_desktop.rules.names import name_problem, normalise_name
from yingcai_desktop.services.trainees.students import named, require


@dataclass(frozen=True, slots=True)
class Teacher:
    """One line of the history."""

    uid: str
    since: date
    name: str
    subject: str
    title: str
    phone: str
    reason: str


def history(session: Session, uid: str) -> list[Teacher]:
    """Every teacher of a trainee, latest first."""
    t = SchoolTeacher
    query = select(t.uid, t.since, t.name, t.subject, t.title, t.phone, t.reason).where(t.application_uid == uid)
    return [Teacher(*row) for row in session.execute(query.order_by(t.since.desc()))]


def appoint(
    desk: Desk, uids: Sequence[str], name: str, since: date, *, subject: str = "", title: str = "", phone: str = "", reason: str = ""
) -> str:  # fmt: skip
    """Give these trainees a teacher from a day on; returns the sentence.

    Raises `Invalid` for a bad name, or when somebody got a teacher on that very day already.
    """
    name = normalise_name(name)
    if code := name_problem(name):
        raise Invalid(codes.sentence(code, value=name), [Problem(code, detail="name")])
    with desk.change("teacher.appoint", reason=reason.strip()) as change:
        known = require(change.session, desk, uids)
        same = select(SchoolTeacher.application_uid).where(
            SchoolTeacher.since == since, SchoolTeacher.application_uid.in_(list(known))
        )
        if twice := [known[uid][0] for (uid,) in change.execute(same)]:
            raise Invalid(
                f"{named(twice)}在 {since.isoformat()} 已登记过中学指导教师，没有保存。填错的请先撤销那一次，再登记。",
                [Problem("date.invalid", detail="since")],
            )
        values = {
            "since": since,
            "name": name,
            "subject": subject,
            "title": title,
            "phone": phone,
            "reason": reason.strip(),
        }
        change.insert(SchoolTeacher, [{"application_uid": uid, **values} for uid in known])
    return f"已登记中学指导教师 {name}：{named(n for n, _ in known.values())}，自 {since.isoformat()} 起。"


def remove(desk: Desk, uid: str) -> None:
    """Take back a line entered by mistake."""
    with desk.change("teacher.remove") as change:
        change.delete(SchoolTeacher, [uid])

"""师生见面会: sessions and who signed in — mentors, students, school teachers, parents (附件1 八（五）, 附件2 六（六）; features G07)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session as Reading

from db.models import Application, Meeting, MeetingGuest, SchoolTeacher
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.services.matching import board
from yingcai_desktop.services.progress import Part

ROLES: Mapping[str, str] = {"student": "学生", "parent": "家长", "teacher": "中学指导教师", "mentor": "导师"}


@dataclass(frozen=True, slots=True)
class Session:
    """One meeting with how many signed in, by role."""

    uid: str
    title: str
    day: date
    start_time: str
    place: str
    note: str
    signed: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody expected. `uid` is role and person; `signed_at` blank: not there yet."""

    uid: str
    role: str
    name: str
    about: str
    subject: str
    signed_at: str

    @property
    def role_words(self) -> str:
        """学生, 家长 …"""
        return ROLES[self.role]


def sessions(desk: Desk, part: Part) -> list[Session]:
    """Every meeting of a part, by day."""
    with desk.read() as session:
        rows = list(session.scalars(select(Meeting).where(Meeting.programme == part[0], Meeting.city == part[1]).order_by(Meeting.day, Meeting.start_time)))
        guests = session.execute(select(MeetingGuest.meeting_uid, MeetingGuest.role)).all()
        return [
            Session(m.uid, m.title, m.day, m.start_time, m.place, m.note, {r: sum(g == (m.uid, r) for g in map(tuple, guests)) for r in ROLES})
            for m in rows
        ]


def keep(desk: Desk, part: Part, title: str, day: date, place: str, start_time: str = "", note: str = "", uid: str = "") -> None:
    """Record a meeting, or change one. Raises `Invalid`."""
    if not title.strip() or not place.strip():
        raise Invalid("没有登记：请写明见面会的场次名称和地点。")
    with desk.change("meeting.record") as change:
        row = change.get(Meeting, uid) if uid else None
        if row is None:
            row = Meeting(programme=part[0], city=part[1], title="", day=day)
            change.add(row)
        row.title, row.day, row.place, row.start_time, row.note = title.strip(), day, place.strip(), start_time.strip(), note.strip()


def roster(desk: Desk, part: Part, uid: str) -> list[Guest]:
    """Who is expected: every admitted student, a parent and a school teacher of each, every mentor with students."""
    found = board.read(desk, part)
    with desk.read() as session:
        signed = {(g.role, g.application_uid or g.mentor_uid or ""): (g.name, g.signed_at) for g in session.scalars(select(MeetingGuest).where(MeetingGuest.meeting_uid == uid))}
        parents = dict(session.execute(select(Application.uid, Application.guardian_name)).all())
        teachers = _teachers(session)
    rows = []
    for group, one in found.groups.items():
        for s in one.students:
            for role, name in (("student", s.name), ("parent", parents[s.uid]), ("teacher", teachers.get(s.uid, ""))):
                known = signed.get((role, s.uid))
                about = s.school_short if role == "student" else f"{s.name}的{'家长' if role == 'parent' else '指导教师'}"
                rows.append(Guest(f"{role}/{s.uid}", role, known[0] if known else name, about, group[2], known[1] if known else ""))
        for c in one.cards:
            if c.students:
                known = signed.get(("mentor", c.uid))
                rows.append(Guest(f"mentor/{c.uid}", "mentor", c.name, c.university, group[2], known[1] if known else ""))
    return rows


def sign_in(desk: Desk, part: Part, meeting: str, guests: list[str], *, present: bool) -> int:
    """Sign people in, or take it back; returns how many changed. A school teacher nobody has named is signed in as such."""
    known = {g.uid: g for g in roster(desk, part, meeting)}
    unknown = [one for one in guests if one not in known]
    if unknown:
        raise NotAllowed("名单里没有这些人，没有签到。请刷新后重试。")
    moment = desk.clock().isoformat(timespec="minutes")
    changed = [known[one] for one in guests if bool(known[one].signed_at) != present]
    with desk.change("meeting.sign") as change:
        rows = {(g.role, g.application_uid or g.mentor_uid): g for g in change.scalars(select(MeetingGuest).where(MeetingGuest.meeting_uid == meeting))}
        for guest in changed:
            role, _, person = guest.uid.partition("/")
            if not present:
                change.delete(rows[role, person])
                continue
            whose = {"mentor_uid": person} if role == "mentor" else {"application_uid": person}
            change.add(MeetingGuest(meeting_uid=meeting, role=role, name=guest.name or ROLES[role], signed_at=moment, **whose))
    return len(changed)


def _teachers(session: Reading) -> dict[str, str]:
    """Application → its 中学指导教师, the last one."""
    return dict(session.execute(select(SchoolTeacher.application_uid, SchoolTeacher.name).order_by(SchoolTeacher.since)).all())

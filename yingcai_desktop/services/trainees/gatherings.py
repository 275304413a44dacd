"""集体活动 and who came: lectures, camps, conferences, excursions (附件1 五（三）3, 附件2 五（三）3; G05)."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from db.models import Attendance, Gathering
from yingcai_desktop import codes
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed, Problem, Stale
from yingcai_desktop.rules.training import GATHERINGS
from yingcai_desktop.services.trainees.students import require
from yingcai_desktop.services.workbench import scope_of

PRESENT, EXCUSED, ABSENT = "到", "请假", "缺席"
STATUSES = (PRESENT, EXCUSED, ABSENT)
TEXTS = ("kind", "title", "place", "host", "content")
_GONE = "这次集体活动已经不在登记里，没有保存。请刷新后核对。"


@dataclass(frozen=True, slots=True)
class Row:
    """One activity with its counts."""

    uid: str
    revision: int
    programme: str
    city: str
    kind: str
    title: str
    day: date
    until: date | None
    place: str
    host: str
    content: str
    present: int
    excused: int
    absent: int

    def values(self) -> dict[str, str]:
        """As a form holds it."""
        days = {"day": self.day.isoformat(), "until": self.until.isoformat() if self.until else ""}
        return {name: getattr(self, name) for name in TEXTS} | days


def rows(desk: Desk, programme: str = "") -> list[Row]:
    """Every group activity this office sees, latest first; one of the whole region is seen by every office that has it."""
    scope = scope_of(desk, programme)
    g = Gathering
    with desk.read() as session:
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for uid, status in session.execute(select(Attendance.gathering_uid, Attendance.status)):
            counts[uid][status] += 1
        columns = (g.uid, g.revision, g.programme, g.city, g.kind, g.title, g.day, g.until, g.place, g.host, g.content)
        found = session.execute(select(*columns).order_by(g.day.desc(), g.title)).all()
    return [
        Row(*row, *(counts[row[0]][s] for s in STATUSES))
        for row in found
        if (not row[2] or scope.programme in ("", row[2])) and (not row[3] or scope.city in ("", row[3]))
    ]


def attendance(desk: Desk, uid: str) -> dict[str, str]:
    """Trainee → 到, 请假 or 缺席 of one activity."""
    with desk.read() as session:
        query = select(Attendance.application_uid, Attendance.status).where(Attendance.gathering_uid == uid)
        return dict(session.execute(query).all())


def save(desk: Desk, values: Mapping[str, str], uid: str = "", revision: int | None = None, programme: str = "") -> str:
    """Store a new activity, or a correction; returns its uid. Raises `Invalid` naming the field, `Stale` when it has moved on."""
    wanted = sound(desk, values)
    with desk.change("gathering.edit" if uid else "gathering.create") as change:
        if uid:
            held = change.get(Gathering, uid, revision)
            if held is None:
                raise Stale(_GONE)
            for name, value in wanted.items():
                setattr(held, name, value)
            return uid
        return change.insert(Gathering, [{**wanted, "programme": programme, "city": scope_of(desk, programme).city}])[0]


def sign_in(desk: Desk, uid: str, marks: Mapping[str, str]) -> int:
    """Record who came; a blank mark takes a record away. Returns how many changed. Raises `NotAllowed` for a day still to come."""
    with desk.change("gathering.sign-in") as change:
        held = change.get(Gathering, uid)
        if held is None:
            raise Stale(_GONE)
        if held.day > desk.clock().date():
            raise NotAllowed(f"“{held.title}”在 {held.day.isoformat()} 举行，还不能签到。请在活动当天或以后登记。")
        require(change.session, desk, marks)
        query = select(Attendance.application_uid, Attendance.uid, Attendance.status).where(
            Attendance.gathering_uid == uid
        )
        there = {owner: (record, status) for owner, record, status in change.execute(query)}
        fresh = [
            {"gathering_uid": uid, "application_uid": u, "status": s} for u, s in marks.items() if s and u not in there
        ]
        other = [{"uid": there[u][0], "status": s} for u, s in marks.items() if s and u in there and there[u][1] != s]
        gone = [there[u][0] for u, s in marks.items() if not s and u in there]
        change.insert(Attendance, fresh)
        change.update(Attendance, other)
        change.delete(Attendance, gone)
    return len(fresh) + len(other) + len(gone)


def remove(desk: Desk, uid: str) -> None:
    """Take an activity away with its sign-in."""
    with desk.change("gathering.delete") as change:
        present = select(Attendance.uid).where(Attendance.gathering_uid == uid)
        change.delete(Attendance, [one for (one,) in change.execute(present)])
        change.delete(Gathering, [uid])


def sound(desk: Desk, values: Mapping[str, str]) -> dict[str, Any]:
    """The fields as stored; raises `Invalid` naming the first that is wrong."""
    wanted: dict[str, Any] = {name: values.get(name, "").strip() for name in TEXTS}
    if not wanted["title"]:
        raise Invalid("还没有填写活动名称，没有保存。", [Problem("cell.blank", detail="title")])
    if wanted["kind"] not in GATHERINGS:
        raise Invalid("还没有选活动类型，没有保存（附件1 五（三）3）。", [Problem("value.invalid", detail="kind")])
    wanted["day"] = _day(values.get("day", ""), "day")
    wanted["until"] = _day(values["until"], "until") if values.get("until", "").strip() else None
    if wanted["day"].year != desk.store.season:
        raise Invalid(
            codes.sentence("date.outside-cycle", value=wanted["day"].isoformat()),
            [Problem("date.outside-cycle", detail="day")],
        )
    if wanted["until"] is not None and wanted["until"] < wanted["day"]:
        raise Invalid("结束日期早于开始日期，没有保存。请核对日期。", [Problem("date.invalid", detail="until")])
    return wanted


def _day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise Invalid(codes.sentence("date.invalid", value=text), [Problem("date.invalid", detail=field)]) from error

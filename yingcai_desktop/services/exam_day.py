"""考务 of the test day: site and time of each test, seats exchanged for a reason, and what happened (features D02–D04; domain.md §4.9)."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Application, EntrySheet, ExamEvent, ExamSession
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.rules import tickets
from yingcai_desktop.services import seating
from yingcai_desktop.services.scope import EVERYTHING, Scope
from yingcai_desktop.services.seating import Place, Test

EVENTS = ("缺考", "违纪", "转场", "故障", "其他")
"""What is registered of a candidate on the day; the mark's own state is entered with the marks (D04)."""


@dataclass(frozen=True, slots=True)
class Day:
    """Site, time as it is printed, machines a room."""

    site: str
    starts: str
    room_size: int


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the register."""

    uid: str
    name: str
    ticket: str
    kind: str
    detail: str
    handled_by: str
    noted_at: str


def sessions(desk: Desk) -> dict[Test, Day]:
    """Test → what an office has registered."""
    with desk.read() as session:
        return {(s.programme, s.city, s.subject): Day(s.site, s.starts, s.room_size) for s in session.scalars(select(ExamSession))}


def save_session(desk: Desk, test: Test, site: str, starts: str, room_size: int) -> None:
    """Register site, time and machines a room. Raises `Invalid` for a size no ticket number can say."""
    if not 1 <= room_size <= tickets.MAX_SEAT:
        raise Invalid(f"每场人数 {room_size} 不对：应在 1 到 {tickets.MAX_SEAT} 之间。没有保存。")
    programme, city, subject = test
    values = {"site": site.strip(), "starts": starts.strip(), "room_size": room_size}
    with desk.change("exam.session") as change:
        query = select(ExamSession).where(ExamSession.programme == programme, ExamSession.city == city, ExamSession.subject == subject)
        held = change.scalars(query).one_or_none()
        if held is None:
            change.insert(ExamSession, [{"programme": programme, "city": city, "subject": subject, **values}])
        else:
            change.update(ExamSession, [{"uid": held.uid, **values}])


def swap(desk: Desk, test: Test, one: tuple[int, int], other: tuple[int, int], reason: str) -> None:
    """Exchange two desks (room, seat) of a test, one of which may be free: the ticket numbers go with the desks.

    Raises `NotAllowed` without a reason, when nobody sits at either, or when marks of one of the rooms are being entered.
    """
    if not reason.strip():
        raise NotAllowed("调换座位要写明理由。没有改动。")
    with desk.change("exam.swap", reason=reason.strip()) as change:
        places = _places(change.session, desk, test)
        _refuse_begun(change.session, test, {one[0], other[0]})
        first, second = places.get(one), places.get(other)
        numbers = {desk_: _number(desk, test, desk_) for desk_ in (one, other)}
        moved = [(first, numbers[other]), (second, numbers[one])]
        rows = [{"uid": place.person.uid, "ticket": number} for place, number in moved if place is not None]
        if not rows or one == other:
            raise NotAllowed("这两个座位没有可以调换的考生。没有改动。")
        change.update(Application, rows)


def _places(session: Session, desk: Desk, test: Test) -> dict[tuple[int, int], Place]:
    found = seating.seated(session, desk.schemes, Scope(test[0], test[1])).get(test, [])
    return {(p.room, p.seat): p for p in found}


def _number(desk: Desk, test: Test, at: tuple[int, int]) -> str:
    place = desk.schemes.subject_names.index(test[2])
    return tickets.ticket_number(desk.store.season, test[0], test[1], place, tickets.Desk(*at))


def _refuse_begun(session: Session, test: Test, rooms: set[int]) -> None:
    query = select(EntrySheet.panel).where(
        EntrySheet.kind == "test", EntrySheet.programme == test[0], EntrySheet.city == test[1], EntrySheet.subject == test[2]
    )
    begun = sorted(set(session.scalars(query)) & {f"{room:02d}" for room in rooms})
    if begun:
        raise NotAllowed(f"第{'、'.join(begun)}考场的成绩已经开始录入，座位不能再调换。没有改动；转场的请登记“异常登记”。")


def note_event(desk: Desk, application_uid: str, kind: str, detail: str, handled_by: str) -> None:
    """Register what happened to a candidate. Raises `Invalid` for an unknown kind or without the invigilator's name."""
    if kind not in EVENTS or not handled_by.strip():
        raise Invalid("异常登记要选情况，并写明监考员。没有登记。")
    with desk.change("exam.event", reason=kind) as change:
        at = desk.clock().isoformat(timespec="minutes")
        values = {"application_uid": application_uid, "kind": kind, "detail": detail.strip(), "handled_by": handled_by.strip(), "noted_at": at}
        change.insert(ExamEvent, [values])


def events(desk: Desk, scope: Scope = EVERYTHING) -> list[Event]:
    """The register, by ticket."""
    with desk.read() as session:
        rows = session.execute(select(ExamEvent, Application).join(Application, Application.uid == ExamEvent.application_uid)).all()
        found = [
            Event(e.uid, a.name, a.ticket, e.kind, e.detail, e.handled_by, e.noted_at[:16].replace("T", " "))
            for e, a in rows
            if scope.covers(a.programme, a.city)
        ]
    return sorted(found, key=lambda e: (e.ticket, e.noted_at))

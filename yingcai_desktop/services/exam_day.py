"""考务 of the test day: site and time of each test, seats exchanged for a reason, and what happened (features D02–D04; domain.md §4.9)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Application, EntrySheet, ExamEvent, ExamSession
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.rules import tickets
from yingcai_desktop.rules.seating import Rooms
from yingcai_desktop.services import seating
from yingcai_desktop.services.scope import EVERYTHING, Scope
from yingcai_desktop.services.seating import Place, Test

EVENTS = ("缺考", "违纪", "转场", "故障", "其他")
"""What is registered of a candidate on the day; the mark's own state is entered with the marks (D04)."""


@dataclass(frozen=True, slots=True)
class Day:
    """Site, time as it is printed, the rooms."""

    site: str
    starts: str
    rooms: Rooms

    def place_of(self, room: int) -> str:
        """Where a room is: the site and what the room is called there."""
        return f"{self.site} {self.rooms.name(room)}".strip()


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
        return {(s.programme, s.city, s.subject): Day(s.site, s.starts, seating.rooms_of(s)) for s in session.scalars(select(ExamSession))}


def save_session(desk: Desk, test: Test, day: Day) -> None:
    """Register site, time and rooms. Raises `Invalid` for sizes no ticket number can say."""
    sizes = (day.rooms.usual, *(room.seats for room in day.rooms.listed))
    if wrong := [size for size in sizes if not 1 <= size <= tickets.MAX_SEAT]:
        raise Invalid(f"每场人数 {wrong[0]} 不对：应在 1 到 {tickets.MAX_SEAT} 之间。没有保存。")
    if len(day.rooms.listed) > tickets.MAX_ROOM:
        raise Invalid(f"考场 {len(day.rooms.listed)} 个太多：准考证号最多编 {tickets.MAX_ROOM} 个。没有保存。")
    programme, city, subject = test
    rooms = [{"name": room.name, "seats": room.seats} for room in day.rooms.listed]
    values = {"site": day.site.strip(), "starts": day.starts.strip(), "room_size": day.rooms.usual, "rooms": rooms}
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
        _refuse_no_desk(change.session, test, [at for at in (one, other) if at not in places])
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


def _refuse_no_desk(session: Session, test: Test, desks: Sequence[tuple[int, int]]) -> None:
    rooms = seating.rooms_of_tests(session).get(test)
    if rooms is not None and any(seat > rooms.seats(room) for room, seat in desks):
        room, seat = next((r, s) for r, s in desks if s > rooms.seats(r))
        raise NotAllowed(f"第{room:02d}考场只有 {rooms.seats(room)} 个座位，没有 {seat:02d} 号。没有改动；请另选座位，或先改“各考场座位”。")


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

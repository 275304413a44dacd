"""The test day: tickets, seating plans and sign-in sheets; whoever has no desk yet is given one first (domain.md §2.6, §3.14)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from yingcai_desktop.decisions import Decisions
from yingcai_desktop.desk import Desk
from yingcai_desktop.documents.exam import (
    Room,
    Seat,
    Seating,
    SignIn,
    door_signs_pdf,
    room_records_pdf,
    seating_pdf,
    sign_in_pdf,
)
from yingcai_desktop.documents.page import Heading
from yingcai_desktop.documents.ticket import Ticket, Tickets, tickets_pdf
from yingcai_desktop.rules.identity import mask_id
from yingcai_desktop.rules.seating import room_columns
from yingcai_desktop.services import deciding, exam_day
from yingcai_desktop.services import seating as seats
from yingcai_desktop.services.applications.materials import photos
from yingcai_desktop.services.exam_day import Day
from yingcai_desktop.services.printing.heading import heading, nothing, unit
from yingcai_desktop.services.scope import Scope
from yingcai_desktop.services.seating import ROOM_SIZE, Place, Test


def tickets(desk: Desk, scope: Scope, only: Collection[str] = ()) -> bytes:
    """准考证, four to a page, by programme and city, then room and seat. Site and time as registered, else lines to write on; `only` these applications, if given."""
    found, days = _placed(desk, "tickets", scope), exam_day.sessions(desk)
    if only:
        kept = {test: [place for place in places if place.person.uid in only] for test, places in found.items()}
        found = {test: places for test, places in kept.items() if places}
    with desk.read() as session:
        portraits = photos(session, {place.person.uid for places in found.values() for place in places})
    batches = [
        Tickets(
            unit(desk),
            desk.store.season,
            desk.schemes[programme].name,
            desk.schemes.city_names.get(city, city),
            tuple(_ticket(place, days.get(test), portraits) for test in tests for place in found[test]),
        )
        for (programme, city), tests in groupby(found, key=lambda test: test[:2])
    ]
    return tickets_pdf(*batches)


def seating(desk: Desk, scope: Scope) -> bytes:
    """门贴 and 座次表 of every room; the seed of the draw stands below the plan."""
    return seating_pdf(*(Seating(about, rooms) for about, rooms in _rooms(desk, "seating", scope)))


def sign_in(desk: Desk, scope: Scope) -> bytes:
    """签到表, one sheet per room."""
    return sign_in_pdf(*(SignIn(replace(about, basis=()), rooms) for about, rooms in _rooms(desk, "sign-in", scope)))


def door_signs(desk: Desk, scope: Scope) -> bytes:
    """门贴 of every room."""
    return door_signs_pdf(*(Seating(about, rooms) for about, rooms in _rooms(desk, "door-signs", scope)))


def room_records(desk: Desk, scope: Scope) -> bytes:
    """考场登记表 of every room (domain.md §1 6: absences, incidents, two invigilators)."""
    return room_records_pdf(*(SignIn(replace(about, basis=()), rooms) for about, rooms in _rooms(desk, "room-records", scope)))


def _placed(desk: Desk, what: str, scope: Scope) -> dict[Test, list[Place]]:
    seats.assign(desk, scope)
    with desk.read() as session:
        found = seats.seated(session, desk.schemes, scope)
    if not found:
        nothing(desk, what, "review-applicants", scope)
    return found


def _ticket(place: Place, day: Day | None, portraits: Mapping[str, bytes]) -> Ticket:
    p = place.person
    return Ticket(
        place.ticket,
        p.name,
        p.school,
        p.subject,
        p.grade,
        p.gender,
        mask_id(p.id_number),
        site=day.place_of(place.room) if day else "",
        when=day.starts if day else "",
        room=_room_name(place),
        seat=f"{place.seat:02d}",
        photo=portraits.get(p.uid),
    )


def _room_name(place: Place) -> str:
    return f"第{place.room:02d}考场"


def _rooms(desk: Desk, what: str, scope: Scope) -> Iterator[tuple[Heading, tuple[Room, ...]]]:
    found, days = _placed(desk, what, scope), exam_day.sessions(desk)
    with desk.read() as session:
        decisions = deciding.stored(session)
    for test, places in found.items():
        rooms = tuple(_room(list(members), days.get(test)) for _, members in groupby(places, key=lambda place: place.room))
        yield _about(desk, decisions, test), rooms


def _about(desk: Desk, decisions: Decisions, test: Test) -> Heading:
    minutes = next(s.test_minutes for s in desk.schemes.common.subjects if s.name == test[2])
    drawn = f"座位按抽签码“{seats.seed_of(desk.store.season, desk.schemes, test)}”随机编排，同校考生尽量不相邻；补编的考生取下一空位，已发准考证号不变"
    return heading(desk, decisions, test, facts=(("考试时长", f"{minutes}分钟"),), also=(drawn,))


def _room(places: Sequence[Place], day: Day | None) -> Room:
    first = places[0]
    size = max(day.rooms.seats(first.room) if day else ROOM_SIZE, *(place.seat for place in places))
    members = tuple(Seat(p.seat, p.ticket, p.person.name, p.person.school, p.person.grade) for p in places)
    return Room(_room_name(first), members, subject=first.person.subject, site=day.place_of(first.room) if day else "", when=day.starts if day else "", columns=room_columns(size))

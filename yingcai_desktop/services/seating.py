"""准考证号 and seats of the 学科潜质测试 (domain.md §2.6, §3.14): once given they stay; late candidates take the next free desk."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Application, ExamSession
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.rules import tickets
from yingcai_desktop.rules.ownership import is_region
from yingcai_desktop.rules.seating import Room, Rooms, Sitter, room_columns, seat_candidates
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services.exams import APPROVED
from yingcai_desktop.services.people import Person, people
from yingcai_desktop.services.scope import EVERYTHING, Scope

ROOM_SIZE = 30
"""Seats of a room unless an office says otherwise: its number of machines (domain.md §2.6)."""


@dataclass(frozen=True, slots=True)
class Place:
    """A candidate with ticket and desk."""

    person: Person
    ticket: str
    room: int
    seat: int


Test = tuple[str, str, str]
"""Programme, the candidates' own city, subject: who sits one paper in one place."""


def assign(desk: Desk, scope: Scope = EVERYTHING, room_size: int = ROOM_SIZE) -> int:
    """Give every approved applicant in scope who has none a 准考证号 and its desk; returns how many were given.

    Nobody is moved or renumbered (features D01, D02), except who has changed the subject, city or programme of the number. Rooms hold
    `room_size` candidates, 1–99, unless the test has a size or rooms of its own (`ExamSession`). Raises `NotAllowed` when a test would need
    more than 99 rooms, or more desks than its listed rooms have. Tests of people another office registered are left to it.
    """
    with desk.read() as session:
        others = _others_tests(session, desk)
    return _assign(desk, scope, room_size, lambda test: test not in others)


def assign_test(desk: Desk, test: Test, room_size: int = ROOM_SIZE) -> int:
    """`assign` for one test only."""
    return _assign(desk, Scope(test[0], test[1]), room_size, lambda other: other == test)


def _assign(desk: Desk, scope: Scope, room_size: int, wanted: Callable[[Test], bool]) -> int:
    with desk.read() as session:
        rooms = rooms_of_tests(session)
        fresh = {
            uid: number
            for test, members in _tests(session, desk.schemes, scope).items()
            if wanted(test)
            for uid, number in _fresh(desk, test, members, rooms.get(test, Rooms(room_size))).items()
        }
    if fresh:
        with desk.change("tickets.assign", reason="编排考场座位，编定准考证号") as change:
            change.update(Application, [{"uid": uid, "ticket": number} for uid, number in fresh.items()])
    return len(fresh)


def _others_tests(session: Session, desk: Desk) -> set[Test]:
    """At the region: tests a city holds, whose people came in its packages (附件2 六（三）)."""
    if not is_region(desk.store.office):
        return set()
    columns = (Application.programme, Application.city, Application.subject)
    return {(p, c, s) for p, c, s in session.execute(select(*columns).where(Application.office != desk.store.office).distinct())}


def rooms_of_tests(session: Session) -> dict[Test, Rooms]:
    """Test → its rooms, where an office has said so."""
    return {(s.programme, s.city, s.subject): rooms_of(s) for s in session.scalars(select(ExamSession))}


def rooms_of(session: ExamSession) -> Rooms:
    """The rooms of a test as they are stored."""
    return Rooms(session.room_size, tuple(Room(str(room["name"]), int(room["seats"])) for room in session.rooms))


def waiting(session: Session, schemes: Schemes, scope: Scope = EVERYTHING) -> dict[Test, list[Person]]:
    """Approved applicants without a desk of their own test."""
    found: dict[Test, list[Person]] = {}
    for test, members in _tests(session, schemes, scope).items():
        start = _start(schemes, test)
        found[test] = [p for p, ticket in members if p.state == APPROVED and not _belongs(ticket, start)]
    return found


def seated(session: Session, schemes: Schemes, scope: Scope = EVERYTHING) -> dict[Test, list[Place]]:
    """Approved applicants with a ticket of their own test, by test, room and seat."""
    found: dict[Test, list[Place]] = {}
    for test, members in _tests(session, schemes, scope).items():
        start = _start(schemes, test)
        desks = [(p, ticket, tickets.desk_of(ticket)) for p, ticket in members if p.state == APPROVED and _belongs(ticket, start)]
        if desks:
            found[test] = sorted((Place(p, t, d.room, d.seat) for p, t, d in desks), key=lambda s: (s.room, s.seat))
    return found


def seed_of(season: int, schemes: Schemes, test: Test) -> str:
    """What the draw of a test starts from; printed on the seating plan so that anybody can repeat it."""
    programme, city, subject = test
    return f"{season} {schemes[programme].short} {schemes.city_names.get(city, city)} {subject}"


def _tests(session: Session, schemes: Schemes, scope: Scope) -> dict[Test, list[tuple[Person, str]]]:
    """Everybody who has or should have a desk, by test; also those no longer approved, whose desk stays theirs."""
    numbers = dict(session.execute(select(Application.uid, Application.ticket)).all())
    found: dict[Test, list[tuple[Person, str]]] = {}
    for p in people(session, schemes, scope):
        if p.state == APPROVED or numbers[p.uid]:
            found.setdefault((p.programme, p.city, p.subject), []).append((p, numbers[p.uid]))
    return found


def _start(schemes: Schemes, test: Test) -> str:
    programme, city, subject = test
    return tickets.ticket_group(schemes.season, programme, city, schemes.subject_names.index(subject))


def _belongs(ticket: str, start: str) -> bool:
    return ticket.startswith(start) and tickets.is_ticket_number(ticket)


def _fresh(desk: Desk, test: Test, members: Sequence[tuple[Person, str]], rooms: Rooms) -> dict[str, str]:
    """Application → new number, of those approved without a number of this test."""
    schemes, (programme, city, subject) = desk.schemes, test
    start = _start(schemes, test)
    held = {p.id_number: tickets.desk_of(ticket) for p, ticket in members if _belongs(ticket, start)}
    waiting = {p.id_number: p.uid for p, _ in members if p.state == APPROVED and p.id_number not in held}
    if not waiting:
        return {}
    sizes = _room_sizes(held, len(waiting), rooms)
    if len(sizes) > tickets.MAX_ROOM:
        raise NotAllowed(
            f"{schemes.group_name(*test)}有 {len(waiting) + len(held)} 名考生，按每场 {rooms.usual} 人要 {len(sizes)} 个考场，"
            f"准考证号最多编 {tickets.MAX_ROOM} 个。没有编排；请加大每场人数后重做。"
        )
    if (lacking := len(waiting) - _free(held, sizes)) > 0:
        raise NotAllowed(
            f"{schemes.group_name(*test)}的 {len(sizes)} 个考场共 {rooms.total} 个座位，还有 {lacking} 名考生没有座位。"
            "没有编排；请在“各考场座位”里增加考场或座位后重做。"
        )
    sitters = [Sitter(p.id_number, p.school) for p, _ in members if p.id_number in held or p.id_number in waiting]
    plan = seat_candidates(sitters, sizes, seed_of(schemes.season, schemes, test), held, room_columns)
    place = schemes.subject_names.index(subject)
    return {
        uid: tickets.ticket_number(schemes.season, programme, city, place, plan[key]) for key, uid in waiting.items()
    }


def _room_sizes(held: Mapping[str, tickets.Desk], waiting: int, rooms: Rooms) -> list[int]:
    """Desks of each room: as listed, or as many of one size as it takes; no fewer rooms than are in use."""
    if not 1 <= rooms.usual <= tickets.MAX_SEAT:
        raise NotAllowed(f"每场人数 {rooms.usual} 不对：应在 1 到 {tickets.MAX_SEAT} 之间。没有编排。")
    used = max((d.room for d in held.values()), default=0)
    if rooms.listed:
        return [rooms.seats(number) for number in range(1, max(used, len(rooms.listed)) + 1)]
    short = max(0, waiting - _free(held, [rooms.usual] * used))
    return [rooms.usual] * (used + -(-short // rooms.usual))


def _free(held: Mapping[str, tickets.Desk], sizes: Sequence[int]) -> int:
    """Desks of these rooms at which nobody sits."""
    return sum(sizes) - sum(1 for d in held.values() if d.room <= len(sizes) and d.seat <= sizes[d.room - 1])

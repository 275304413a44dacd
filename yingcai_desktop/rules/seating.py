"""考场编排: rooms and seats, drawn with a kept seed, the same school apart where it can be (domain.md §2.6, §3.14)."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from yingcai_desktop.rules.text import half_width
from yingcai_desktop.rules.tickets import MAX_ROOM, MAX_SEAT, Desk

COLUMNS = 5
"""Columns of seats in a room, unless it has fewer seats (domain.md §2.6: 5 列 × 6 行)."""


_BETWEEN = re.compile(r"[,，、;；\n]+")


@dataclass(frozen=True, slots=True)
class Sitter:
    """A candidate and the school, which should not be the neighbour's."""

    id_number: str
    school: str


@dataclass(frozen=True, slots=True)
class Room:
    """A room as the office listed it: what it is called on the spot (机房201; may be blank), and its machines."""

    name: str
    seats: int


@dataclass(frozen=True, slots=True)
class Rooms:
    """The rooms of a test: those listed, in the order of their numbers; without a list as many of the `usual` size as it takes."""

    usual: int
    listed: tuple[Room, ...] = ()

    def seats(self, number: int) -> int:
        """Machines of the room with this number, from 1; 0 for one that is not on the list."""
        if not self.listed:
            return self.usual
        return self.listed[number - 1].seats if 0 < number <= len(self.listed) else 0

    def name(self, number: int) -> str:
        """What a room is called on the spot; blank where nobody said."""
        return self.listed[number - 1].name if 0 < number <= len(self.listed) else ""

    @property
    def total(self) -> int:
        """Machines of all listed rooms."""
        return sum(room.seats for room in self.listed)


def read_rooms(text: str) -> tuple[Room, ...]:
    """`机房201 40，机房202 28` or `40、28` as rooms. Raises `ValueError` with the part that says no number of seats from 1 to 99."""
    parts = [part.split() for part in _BETWEEN.sub(",", half_width(text)).split(",") if part.strip()]
    rooms = []
    for part in parts:
        seats = part[-1].removesuffix("座").removesuffix("人")
        if not (seats.isascii() and seats.isdigit() and 1 <= int(seats) <= MAX_SEAT):
            raise ValueError(" ".join(part))
        rooms.append(Room(" ".join(part[:-1]), int(seats)))
    if len(rooms) > MAX_ROOM:
        raise ValueError(f"{len(rooms)} 个考场")
    return tuple(rooms)


def written(rooms: Iterable[Room]) -> str:
    """Rooms as they are typed: `机房201 40，机房202 28`."""
    return "，".join(f"{room.name} {room.seats}".strip() for room in rooms)


def room_columns(size: int) -> tuple[int, ...]:
    """Seats in each column of a room of `size` seats."""
    count = min(COLUMNS, max(1, size))
    deep, more = divmod(size, count)
    return tuple(deep + (n < more) for n in range(count))


def touching(columns: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """Seat → the seats before, behind and beside it. Seats are numbered down the first column and up the second (S 形)."""
    places: dict[tuple[int, int], int] = {}
    for n, deep in enumerate(columns):
        for at in range(deep):
            places[deep - 1 - at if n % 2 else at, n] = len(places) + 1
    around = ((-1, 0), (1, 0), (0, -1), (0, 1))
    return {
        seat: tuple(places[row + down, column + across] for down, across in around if (row + down, column + across) in places)
        for (row, column), seat in places.items()
    }


def seat_candidates(
    sitters: Iterable[Sitter],
    room_sizes: Sequence[int],
    seed: str,
    seated: Mapping[str, Desk] | None = None,
    columns_of: Callable[[int], Sequence[int]] = lambda size: (size,),
) -> dict[str, Desk]:
    """A desk for every candidate: the same candidates and seed give the same plan whatever their order (domain.md §2.6).

    `seated` stay where they are, and a late candidate gets the next free desk: nobody is moved, no printed ticket changes. `columns_of` a
    room of some size say who sits beside whom; without it a room is one line. Raises `ValueError` when the rooms have fewer desks than candidates.
    """
    people = list(sitters)
    plan = dict(seated or {})
    waiting = [s for s in people if s.id_number not in plan]
    free = _free_desks(room_sizes, set(plan.values()))
    if len(waiting) > len(free):
        raise ValueError(f"{len(waiting)} candidates for {len(free)} free desks")
    schools = {s.id_number: s.school for s in people}
    taken = {desk: schools.get(key, "") for key, desk in plan.items()}
    near = {size: touching(columns_of(size)) for size in set(room_sizes)}
    for desk, sitter in _drawn(waiting, free, taken, seed, lambda desk: near[room_sizes[desk.room - 1]].get(desk.seat, ())):
        plan[sitter.id_number] = desk
    return plan


def _free_desks(room_sizes: Sequence[int], taken: set[Desk]) -> list[Desk]:
    desks = (Desk(room, seat) for room, size in enumerate(room_sizes, 1) for seat in range(1, size + 1))
    return [desk for desk in desks if desk not in taken]


def _drawn(
    sitters: list[Sitter], free: list[Desk], taken: dict[Desk, str], seed: str, near: Callable[[Desk], tuple[int, ...]]
) -> Iterable[tuple[Desk, Sitter]]:
    """Desk by desk: the school with fewest neighbours there, then with most people still waiting, then as the lot fell."""
    draw = Random(seed)  # a lottery people can repeat, not a secret
    schools: dict[str, list[Sitter]] = defaultdict(list)
    for sitter in sorted(sitters, key=lambda s: s.id_number):
        schools[sitter.school].append(sitter)
    for members in schools.values():
        draw.shuffle(members)
    lot = {school: draw.random() for school in sorted(schools)}
    last = ""
    for desk in free[: len(sitters)]:
        beside = Counter(taken.get(Desk(desk.room, seat), "") for seat in near(desk))
        beside[last] += 1  # the last desk of one room and the first of the next may share a wall
        last = max(schools, key=lambda s: (-beside[s], len(schools[s]), lot[s]))
        taken[desk] = last
        yield desk, schools[last].pop()
        if not schools[last]:
            del schools[last]

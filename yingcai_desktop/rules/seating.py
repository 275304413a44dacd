"""考场编排: rooms and seats, drawn with a kept seed, the same school apart where it can be (domain.md §2.6, §3.14)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from yingcai_desktop.rules.tickets import Desk

COLUMNS = 5
"""Columns of seats in a room, unless it has fewer seats (domain.md §2.6: 5 列 × 6 行)."""


@dataclass(frozen=True, slots=True)
class Sitter:
    """A candidate and the school, which should not be the neighbour's."""

    id_number: str
    school: str


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
    room_sizes: Collection[int],
    seed: str,
    seated: Mapping[str, Desk] | None = None,
    columns: Sequence[int] = (),
) -> dict[str, Desk]:
    """A desk for every candidate: the same candidates and seed give the same plan whatever their order (domain.md §2.6).

    `seated` stay where they are, and a late candidate gets the next free desk: nobody is moved, no printed ticket changes. `columns` of a
    room say who sits beside whom; without them a room is one line. Raises `ValueError` when the rooms have fewer desks than candidates.
    """
    people = list(sitters)
    plan = dict(seated or {})
    waiting = [s for s in people if s.id_number not in plan]
    free = _free_desks(room_sizes, set(plan.values()))
    if len(waiting) > len(free):
        raise ValueError(f"{len(waiting)} candidates for {len(free)} free desks")
    schools = {s.id_number: s.school for s in people}
    taken = {desk: schools.get(key, "") for key, desk in plan.items()}
    near = touching(columns or (max(room_sizes, default=0),))
    for desk, sitter in _drawn(waiting, free, taken, seed, near):
        plan[sitter.id_number] = desk
    return plan


def _free_desks(room_sizes: Collection[int], taken: set[Desk]) -> list[Desk]:
    desks = (Desk(room, seat) for room, size in enumerate(room_sizes, 1) for seat in range(1, size + 1))
    return [desk for desk in desks if desk not in taken]


def _drawn(
    sitters: list[Sitter], free: list[Desk], taken: dict[Desk, str], seed: str, near: Mapping[int, tuple[int, ...]]
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
        beside = Counter(taken.get(Desk(desk.room, seat), "") for seat in near.get(desk.seat, ()))
        beside[last] += 1  # the last desk of one room and the first of the next may share a wall
        last = max(schools, key=lambda s: (-beside[s], len(schools[s]), lot[s]))
        taken[desk] = last
        yield desk, schools[last].pop()
        if not schools[last]:
            del schools[last]

"""考场编排: rooms and seats, drawn with a kept seed, the same school apart where it can be (domain.md §2.6, §3.14)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from random import Random

from yingcai_desktop.rules.tickets import Desk


@dataclass(frozen=True, slots=True)
class Sitter:
    """A candidate and the school, which should not be the neighbour's."""

    id_number: str
    school: str


def seat_candidates(
    sitters: Iterable[Sitter], room_sizes: Collection[int], seed: str, seated: Mapping[str, Desk] | None = None
) -> dict[str, Desk]:
    """A desk for every candidate: the same candidates and seed give the same plan whatever their order (domain.md §2.6).

    `seated` stay where they are, and a late candidate gets the next free desk: nobody is moved, no printed ticket changes. Raises `ValueError`
    when the rooms have fewer desks than candidates.
    """
    plan = dict(seated or {})
    waiting = [s for s in sitters if s.id_number not in plan]
    free = _free_desks(room_sizes, set(plan.values()))
    if len(waiting) > len(free):
        raise ValueError(f"{len(waiting)} candidates for {len(free)} free desks")
    drawn = zip(_apart(waiting, seed), free, strict=False)
    return plan | {sitter.id_number: desk for sitter, desk in drawn}


def _free_desks(room_sizes: Collection[int], taken: set[Desk]) -> list[Desk]:
    desks = (Desk(room, seat) for room, size in enumerate(room_sizes, 1) for seat in range(1, size + 1))
    return [desk for desk in desks if desk not in taken]


def _apart(sitters: list[Sitter], seed: str) -> list[Sitter]:
    """A drawn order without two of one school in a row, as long as any other school is left."""
    draw = Random(seed)  # a lottery people can repeat, not a secret
    schools: dict[str, list[Sitter]] = defaultdict(list)
    for sitter in sorted(sitters, key=lambda s: s.id_number):
        schools[sitter.school].append(sitter)
    for members in schools.values():
        draw.shuffle(members)
    lot = {school: draw.random() for school in sorted(schools)}
    order: list[Sitter] = []
    while schools:
        last = order[-1].school if order else None
        others = [s for s in schools if s != last] or list(schools)
        largest = max(others, key=lambda s: (len(schools[s]), lot[s]))
        order.append(schools[largest].pop())
        if not schools[largest]:
            del schools[largest]
    return order

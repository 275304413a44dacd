"""录取: the walk through one group in rank order (附件1 四（二）, 附件2 四（二）; domain.md §3.7–§3.9)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from yingcai_desktop.rules.places import MentorPlaces, OpenPlaces, Place
from yingcai_desktop.rules.ranking import Marks, RankingRule, by_rank, composite, rank
from yingcai_desktop.rules.rulings import Ruling, order_for

Status = Literal[
    "admitted", "waitlist", "no-mentor", "below-line", "declined", "no-result", "absent", "left-dual"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entrant:
    """One shortlisted person. `marks` is None without an interview result, and `state` then says why.

    `choices` are mentors by uid in the order of the choices; `declined`: the place was given up in advance.
    """

    id_number: str
    state: Literal["result", "no-result", "absent"]
    marks: Marks | None
    choices: tuple[str, ...] = ()
    adjust: bool = False
    declined: bool = False


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """Everything the walk of one group needs. `pass_line` is the office's line on the corrected interview score."""

    seats: int
    pass_line: Fraction
    entrants: tuple[Entrant, ...]
    mentors: tuple[MentorPlaces, ...] = ()
    rulings: tuple[Ruling, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one entrant. `rank` 0 and `composite` None: not ranked. `mentor` and `choice` for the admitted only."""

    id_number: str
    status: Status
    rank: int = 0
    composite: Fraction | None = None
    mentor: str | None = None
    choice: int | None = None
    promoted: bool = False


@dataclass(frozen=True, slots=True)
class GroupOutcome:
    """The walk of one group: by rank, the unranked last. `open_tie`: whose order must be settled first, then nothing else counts."""

    outcomes: tuple[Outcome, ...]
    seats_left: int
    open_tie: tuple[str, ...] = ()


def walk(plan: GroupPlan, rule: RankingRule, left: Collection[str] = ()) -> GroupOutcome:
    """录取 in one group (附件1 四（二）, 附件2 四（二）).

    `left` are the people the programme settled first has admitted: they are gone before anybody is ranked, whatever the
    interview gave. The walk stops at the first tie whose order is not settled.
    """
    staying = {e.id_number: e for e in plan.entrants if e.id_number not in left}
    marks = {key: e.marks for key, e in staying.items() if e.state == "result" and e.marks is not None}
    group = _Walk(plan, staying, {key: composite(m, rule) for key, m in marks.items()})
    below = {key for key, m in marks.items() if m.interview < plan.pass_line}
    for number, sharing in by_rank(rank(marks, rule)):
        for key in (k for k in sharing if k in below):
            group.record(key, "below-line", number)
        open_tie = group.call([k for k in sharing if k not in below], number)
        if open_tie:
            return GroupOutcome((), group.seats_left, open_tie)
    return GroupOutcome((*group.outcomes, *_unranked(plan.entrants, left, marks)), group.seats_left)


class _Walk:
    """The state of one walk: seats and mentors' places left, the place reached (people below the line not counted)."""

    def __init__(self, plan: GroupPlan, entrants: Mapping[str, Entrant], composites: Mapping[str, Fraction]) -> None:
        self.outcomes: list[Outcome] = []
        self.seats_left = plan.seats
        self._plan = plan
        self._entrants = entrants
        self._composites = composites
        self._places = OpenPlaces(plan.mentors)
        self._reached = 0

    def call(self, sharing: list[str], number: int) -> tuple[str, ...]:
        """Deal with everybody who shares a rank; their ID numbers, ascending, when their order is not settled."""
        order = self._order(sharing)
        if order is None:
            return tuple(sorted(self._able(sharing)))
        for key in order:
            self._reached += 1
            self._deal(key, number)
        return ()

    def _order(self, sharing: list[str]) -> list[str] | None:
        """The order in which people of one rank are called; None while a ruling is needed and does not stand.

        While a seat is free, whoever has not declined needs a settled order (domain.md §3.7), also when no mentor would be left for
        somebody: that shows only once the person is called. Those who declined come last unless the ruling names them too.
        """
        whole = order_for(sharing, self._plan.rulings) if len(sharing) > 1 else None
        if whole is not None:
            return list(whole)
        able = self._able(sharing)
        if len(able) > 1 and self.seats_left:
            ruled = order_for(able, self._plan.rulings)
            if ruled is None:
                return None
            able = list(ruled)
        return [*able, *(k for k in sharing if k not in able)]

    def _able(self, sharing: Iterable[str]) -> list[str]:
        """Those of one rank who could take a seat: everybody who has not declined it."""
        return [k for k in sharing if not self._entrants[k].declined]

    def _find(self, key: str) -> Place | None:
        entrant = self._entrants[key]
        return self._places.find(entrant.choices, adjust=entrant.adjust)

    def _deal(self, key: str, number: int) -> None:
        if self._entrants[key].declined:
            self.record(key, "declined", number)
        elif not self.seats_left:
            self.record(key, "waitlist", number)
        elif (place := self._find(key)) is None:
            self.record(key, "no-mentor", number)
        else:
            self._places.take(place)
            self.seats_left -= 1
            self.record(key, "admitted", number, place)

    def record(self, key: str, status: Status, number: int, place: Place | None = None) -> None:
        """Write down what became of one person; 递补 is whoever got a seat from beyond the number of seats (domain.md §3.8)."""
        promoted = place is not None and self._reached > self._plan.seats
        mentor, choice = (place.mentor, place.choice) if place else (None, None)
        self.outcomes.append(Outcome(key, status, number, self._composites[key], mentor, choice, promoted))


def _unranked(entrants: Iterable[Entrant], left: Collection[str], ranked: Collection[str]) -> list[Outcome]:
    """Those without a rank, ID numbers ascending: left for the other programme, absent, or without a result."""
    outcomes = []
    for entrant in sorted(entrants, key=lambda e: e.id_number):
        if entrant.id_number in left:
            outcomes.append(Outcome(entrant.id_number, "left-dual"))
        elif entrant.id_number not in ranked:
            outcomes.append(Outcome(entrant.id_number, "absent" if entrant.state == "absent" else "no-result"))
    return outcomes

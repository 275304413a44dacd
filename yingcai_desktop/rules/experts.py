"""终评 experts: who must not judge whom, and who judges whom, evenly (附件2 七（三）; 导师回避: domain.md §3.10, §4.7)."""

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from yingcai_desktop.rules.drawing import drawn

CONFLICTS: Mapping[str, str] = {
    "mentor": "本人导师",
    "team": "导师团队成员",
    "choice": "志愿导师",
    "school": "同校",
    "kin": "亲属等申报事由",
}
"""Why an expert must not judge a student, in words."""


@dataclass(frozen=True, slots=True)
class Student:
    """What ties a student to people: names of mentor, team and mentors chosen; the school by all its names; experts declared."""

    key: str
    subject: str
    school: Collection[str] = ()
    mentor: str = ""
    team: Collection[str] = ()
    choices: Collection[str] = ()
    declared: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Judge:
    """An expert; `subjects` are those the expert may judge."""

    key: str
    name: str
    unit: str
    subjects: Collection[str]


class TooFewExperts(ValueError):
    """Some students have fewer experts who may judge them than are asked for; `short`: student → how many may."""

    def __init__(self, short: Mapping[str, int]) -> None:
        super().__init__(f"{len(short)} students")
        self.short = dict(short)


def conflict(judge: Judge, student: Student) -> str:
    """The code of the first reason in `CONFLICTS` that holds, blank if none does."""
    if judge.name == student.mentor:
        return "mentor"
    if judge.name in student.team:
        return "team"
    if judge.name in student.choices:
        return "choice"
    if judge.unit in student.school:
        return "school"
    return "kin" if judge.key in student.declared else ""


def allowed(judges: Iterable[Judge], student: Student) -> list[str]:
    """Experts of the student's subject who may judge."""
    return [j.key for j in judges if student.subject in j.subjects and not conflict(j, student)]


def assign(may: Mapping[str, Collection[str]], each: int, seed: str, loads: Iterable[str] = ()) -> dict[str, tuple[str, ...]]:
    """Student → `each` of the experts who may judge, so that loads are as even as the conflicts let them be.

    The same people and seed give the same answer whatever their order. `loads`: every expert, idle ones too. Raises `TooFewExperts`.
    """
    short = {student: len(set(experts)) for student, experts in may.items() if len(set(experts)) < each}
    if short:
        raise TooFewExperts(short)
    experts = drawn({*loads, *(e for found in may.values() for e in found)}, seed)
    turn = {expert: n for n, expert in enumerate(experts)}
    load = dict.fromkeys(experts, 0)
    given: dict[str, list[str]] = {}
    for student in drawn(may, seed):
        chosen = sorted(set(may[student]), key=lambda e: (load[e], turn[e]))[:each]
        given[student] = chosen
        for expert in chosen:
            load[expert] += 1
    while path := _relief(given, may, load, experts):
        for student, giver, taker in path:
            given[student][given[student].index(giver)] = taker
        load[path[0][1]] -= 1
        load[path[-1][2]] += 1
    return {student: tuple(sorted(chosen, key=turn.__getitem__)) for student, chosen in given.items()}


Move = tuple[str, str, str]
"""Student, the expert who gives the student up, the expert who takes over."""


def _relief(
    given: Mapping[str, Sequence[str]], may: Mapping[str, Collection[str]], load: Mapping[str, int], experts: Sequence[str]
) -> list[Move]:
    """A chain of moves that takes one student off an expert and gives one to an expert with at least two fewer; [] when there is none.

    Without such a chain no other assignment is more even (every cost-reducing path is gone: Harvey et al., semi-matchings).
    """
    ways: dict[str, list[Move]] = {expert: [] for expert in experts}
    for student, chosen in given.items():
        free = [e for e in experts if e in may[student] and e not in chosen]
        for giver in chosen:
            ways[giver] += [(student, giver, taker) for taker in free]
    for start in sorted(experts, key=lambda e: -load[e]):
        came: dict[str, Move] = {}
        queue, seen = deque([start]), {start}
        while queue:
            at = queue.popleft()
            if load[at] <= load[start] - 2:
                return _chain(came, start, at)
            for move in ways[at]:
                if move[2] not in seen:
                    seen.add(move[2])
                    came[move[2]] = move
                    queue.append(move[2])
    return []


def _chain(came: Mapping[str, Move], start: str, end: str) -> list[Move]:
    """The moves from `start` to `end`. No student moves twice: a shortest chain passes each student once."""
    moves: list[Move] = []
    at = end
    while at != start:
        moves.append(came[at])
        at = came[at][1]
    return moves[::-1]

"""Typing a sheet as two people do: helpers of the tests of double entry and sealing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal

from sqlalchemy.engine import Connection

from tests.season import At
from yingcai_desktop.desk import Desk
from yingcai_desktop.rules.entry import Given
from yingcai_desktop.services import entry, seating
from yingcai_desktop.services.entry import Paper
from yingcai_desktop.services.scope import Scope

CITY = Scope("pilot", "150200")


def person(desk: Desk, name: str, witness: str = "") -> Desk:
    """The same store, somebody else in front of it."""
    return replace(desk, actor=name, witness=witness)


def seated(at: At, milestone: str = "reviewed") -> tuple[Desk, Paper]:
    """A store whose test of 包头 is seated, and its first sheet."""
    desk = at(milestone)
    seating.assign(desk, CITY)
    return desk, entry.papers(desk, "test", CITY)[0]


def mark(text: str, *zeros: str) -> Given:
    return Given("", {"原始分": text}, frozenset(zeros))


def fill(desk: Desk, paper: Paper, turn: int, other: dict[int, Given] | None = None) -> dict[str, Given]:
    """Type a whole pass: 60, 61, 62 …, but for the rows in `other`."""
    rows = {line.uid: (other or {}).get(n, mark(str(60 + n))) for n, line in enumerate(paper.lines)}
    return entry.save(desk, paper, turn, rows)


def total(desk: Desk, paper: Paper, turn: int) -> Decimal:
    """What an honest typist would find on the paper."""
    found = entry.view(desk, paper, turn).total
    return Decimal(found.numerator) / Decimal(found.denominator)


def enter(desk: Desk, paper: Paper, turn: int, other: dict[int, Given] | None = None) -> None:
    """Type a pass and hand it in."""
    fill(desk, paper, turn, other)
    entry.close(desk, paper, turn, total(desk, paper, turn))


@contextmanager
def by_hand(desk: Desk) -> Iterator[Connection]:
    """A way around every service: SQL inside a change, as a foolish program of ours could write it."""
    with desk.change("application.edit") as change, change.session.writing():
        yield change.session.connection()

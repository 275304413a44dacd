"""单位签认的决定: every value with who signed it, when and from which file, and what is still unsigned."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from db import journal
from db.journal import Entry
from db.models import Decision
from yingcai_desktop.decision_names import TITLES, name_of
from yingcai_desktop.desk import Desk
from yingcai_desktop.services.decided_words import clause_of, programme_of, value_of
from yingcai_desktop.services.scope import EVERYTHING
from yingcai_desktop.services.workbench.facts import Facts
from yingcai_desktop.services.workbench.undecided import missing


@dataclass(frozen=True, slots=True)
class Decided:
    """One value of the decision file; `uid` is its key. Unsigned ones have no value, person, time or file."""

    uid: str
    part: str
    name: str
    value: str
    clause: str
    programme: str
    signed: bool
    actor: str = ""
    witness: str = ""
    at: str = ""
    file: str = ""


def decided(desk: Desk) -> list[Decided]:
    """Everything signed and everything some step will still ask for, in the order of the file."""
    order = {part: place for place, part in enumerate(TITLES)}
    with desk.read() as session:
        rows = session.execute(select(Decision.uid, Decision.key, Decision.value)).all()
        last = {entry.uid: entry for entry in journal.after(session, 0, [uid for uid, *_ in rows])}
        lines = [_signed(desk, last[uid], key, value["value"]) for uid, key, value in rows]
        facts = Facts(session, desk.schemes, EVERYTHING, desk.clock().date())
        lines += [_unsigned(desk, key) for _stage, key in missing(facts)]
    return sorted(lines, key=lambda line: order.get(line.uid.split(".", 1)[0], len(order)))


def _signed(desk: Desk, last: Entry, key: str, value: Any) -> Decided:
    schemes = desk.schemes
    return Decided(
        key, part_of(key), name_of(schemes, key), value_of(schemes, key, value), clause_of(schemes, key), programme_of(schemes, key),
        True, last.actor, last.witness, _moment(last.at), last.reason,
    )  # fmt: skip


def _unsigned(desk: Desk, key: str) -> Decided:
    schemes = desk.schemes
    return Decided(key, part_of(key), name_of(schemes, key), "", clause_of(schemes, key), programme_of(schemes, key), False)


def part_of(key: str) -> str:
    """The part of the file a key belongs to, as a clerk calls it."""
    return TITLES.get(key.split(".", 1)[0], "其他")


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"

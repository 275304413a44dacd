"""What happened, read from the journal: the acts of an office in order, and everything that was done to one record.

Identity numbers and telephone numbers are masked here: the journal holds them whole, people who look back need not see them.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.base import Record
from db.journal import Entry
from db.journal import history as journal_of
from db.models import Application, Mentor
from db.revisions import JOURNAL
from yingcai_desktop.desk import Desk
from yingcai_desktop.rules.identity import mask_id
from yingcai_desktop.services.entry.blind import blinded
from yingcai_desktop.services.telling import Names, action_name, reason_told, told

LOAD = ".load"
"""How the code of every act that loads workbooks ends."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one act, as a clerk reads it; numbers of people masked."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Act:
    """One act on one record. `kind` is `new`, `changed` or `deleted`; `action` the code, `title` its words."""

    at: datetime
    actor: str
    witness: str
    action: str
    title: str
    reason: str
    kind: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """How a record came in."""

    at: datetime
    actor: str
    reason: str
    loaded: bool

    @property
    def words(self) -> str:
        """The workbook it came from, or that somebody typed it."""
        return files(self.reason) if self.loaded else f"{self.actor} 录入"


@dataclass(frozen=True, slots=True)
class Action:
    """One act of the office: everything one change wrote. `first`–`last` are journal numbers, `rows` how many records."""

    first: int
    last: int
    at: str
    actor: str
    witness: str
    action: str
    reason: str
    rows: int
    subject: str

    def as_json(self) -> dict[str, object]:
        """One line of `audit --json`."""
        return {
            "n": self.first,
            "last": self.last,
            "at": self.at,
            "actor": self.actor,
            "witness": self.witness,
            "action": self.action,
            "reason": self.reason,
            "rows": self.rows,
            "subject": self.subject,
        }

    @property
    def sentence(self) -> str:
        """`2025-04-02 14:32 陈静（见证 李慧）自治区复审通过：阿古拉（150199********0022）。理由：…`."""
        who = f"{self.actor}（见证 {self.witness}）" if self.witness else self.actor
        what = self.subject or f"{self.rows} 条"
        reason = f"。理由：{self.reason}" if self.reason else ""
        return f"{datetime.fromisoformat(self.at):%Y-%m-%d %H:%M} {who} {action_name(self.action)}：{what}{reason}"


def files(reason: str) -> str:
    """The workbooks of one load: the name of a single one, else how many they were."""
    names = reason.split("、")
    return names[0].removesuffix(".xlsx") if len(names) == 1 else f"{len(names)} 份工作簿一起导入"


class _Header(msgspec.Struct):
    n: int
    type: str
    record: str
    kind: str
    action: str
    actor: str
    witness: str
    reason: str
    at: str
    store: str


_header = msgspec.json.Decoder(_Header).decode


def actions(desk: Desk) -> list[Action]:
    """Every act from the first to the last; the revisions of one change are one act."""
    with desk.read() as session:
        headers = map(_header, session.scalars(select(JOURNAL.c.header).order_by(JOURNAL.c.n)))
        acts = [list(group) for _, group in groupby(headers, key=_one_change)]
        people = _people(session, {rows[0].record for rows in acts if len(rows) == 1})
    return [_action(rows, people) for rows in acts]


def _one_change(h: _Header) -> tuple[str, ...]:
    return h.store, h.action, h.actor, h.witness, h.reason, h.at


def _action(rows: list[_Header], people: dict[str, str]) -> Action:
    h = rows[0]
    subject = people.get(h.record, "") if len(rows) == 1 else ""
    count = len({row.record for row in rows})
    return Action(h.n, rows[-1].n, h.at, h.actor, h.witness, h.action, h.reason, count, subject)


def _people(session: Session, uids: Collection[str]) -> dict[str, str]:
    """Name of an application or mentor that one act was about, the number masked."""
    found: dict[str, str] = {}
    for uid, name, number in session.execute(select(Application.uid, Application.name, Application.id_number)):
        if uid in uids:
            found[uid] = f"{name}（{mask_id(number)}）"
    found.update({uid: name for uid, name in session.execute(select(Mentor.uid, Mentor.name)) if uid in uids})
    return found


def of_record(session: Session, desk: Desk, table: str, uid: str) -> list[Act]:
    """Everything that was done to one record, latest first."""
    names = Names(session, desk.schemes)
    blind = blinded(session)
    return [_act(entry, names, hide=blind(entry)) for entry in reversed(journal_of(session, table, uid))]


def _act(entry: Entry, names: Names, *, hide: bool = False) -> Act:
    changes = () if hide or entry.kind == "new" else tuple(_changes(entry, names))
    reason = files(entry.reason) if entry.action.endswith(LOAD) else reason_told(names.schemes, entry.reason)
    return Act(
        entry.at, entry.actor, entry.witness, entry.action, action_name(entry.action), reason, entry.kind, changes
    )


def _changes(entry: Entry, names: Names) -> Iterable[FieldChange]:
    for column, (old, new) in entry.changes.items():
        label = names.label(entry.table, column)
        if label:
            yield FieldChange(label, told(names, column, old), told(names, column, new))


def origins(session: Session, model: type[Record], uids: Collection[str] | None = None) -> dict[str, Origin]:
    """How each record of a kind came in; of these uids only, if given. Found by record: the whole journal is many times as long."""
    header: Any = JOURNAL.c.header
    query = select(JOURNAL.c.record, header).where(
        func.json_extract(header, "$.kind") == "new",
        JOURNAL.c.record.in_(select(model.uid) if uids is None else uids),
    )
    rows: Iterable[tuple[str, str]] = session.execute(query)
    return {uid: _origin(_header(text)) for uid, text in rows}


def _origin(h: _Header) -> Origin:
    return Origin(datetime.fromisoformat(h.at), h.actor, h.reason, h.action.endswith(LOAD))

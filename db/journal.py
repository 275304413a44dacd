"""Reading the journal: is the chain whole, what happened to a record, and do the tables say what the journal says.

Appending is `db.revisions`; these functions take a session or a connection and change nothing (except `reconcile`).
"""

import hashlib
import itertools
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from db.base import Record
from db.revisions import START, Head, Revision, RevisionKind, Stamp, append, digest, link
from db.revisions import head as _head
from db.rows import Shape, Stored, models_by_table, plain, shape_of

Source = Session | Connection
Tables = dict[str, dict[str, dict[str, Stored]]]
"""Table → uid → column → stored value."""


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the chain is not what was written."""

    n: int
    what: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One revision as people read it: `changes` maps column → (old, new) in Python values."""

    n: int
    kind: RevisionKind
    table: str
    uid: str
    actor: str
    witness: str
    at: datetime
    action: str
    reason: str
    store: str
    changes: dict[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the tables and the journal disagree; `field` is empty when a whole row is missing on one side."""

    table: str
    uid: str
    field: str
    journal: Any
    stored: Any


class Header(msgspec.Struct, frozen=True):
    """The head of an entry, as `db.revisions.append` writes it."""

    action: str
    actor: str
    at: str
    body_hash: str
    kind: RevisionKind
    n: int
    reason: str
    record: str
    store: str
    type: str
    witness: str
    parents: list[str] = []
    heads: list[str] | None = None


_header = msgspec.json.Decoder(Header).decode
_body: msgspec.json.Decoder[dict[str, Any]] = msgspec.json.Decoder(dict[str, Any])


def _connection(source: Source) -> Connection:
    return source.connection() if isinstance(source, Session) else source


def head(source: Source) -> Head:
    """The end of the chain, to be printed or sent along (L02)."""
    return _head(_connection(source))


def verify_chain(source: Source, known: Iterable[Head] = ()) -> tuple[Break, ...]:
    """Every place where the chain is broken; empty when it is whole (F26).

    `known` are heads from paper or from other offices: only they show that a tail was cut off and written anew.
    """
    connection = _connection(source)
    witnessed = {one.n: one.hash for one in known if one.n}
    breaks: list[Break] = []
    previous, last = START, 0
    for n, record, header, stored, salt, body in connection.exec_driver_sql(
        "SELECT j.n, j.record, j.header, j.hash, b.salt, b.body FROM journal j LEFT JOIN journal_body b ON b.n = j.n ORDER BY j.n"
    ):
        if n != last + 1:
            breaks.append(Break(last + 1, "entries are missing"))
        what = _flaw(n, record, header, previous, stored, salt, body)
        if what is None and witnessed.pop(n, stored) != stored:
            what = "not the entry that others have seen"
        if what is not None:
            breaks.append(Break(n, what))
        previous, last = stored, n
    breaks += [Break(n, "the end is cut off: others have seen this entry") for n in sorted(witnessed) if n > last]
    counted = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = 'journal'").scalar()
    if (counted or 0) != last:
        breaks.append(Break(last + 1, "the end is cut off"))
    if orphans := connection.exec_driver_sql(
        "SELECT min(n) FROM journal_body WHERE n NOT IN (SELECT n FROM journal)"
    ).scalar():
        breaks.append(Break(orphans, "a body without an entry"))
    return tuple(breaks)


def _flaw(
    n: int, record: str, header: str, previous: bytes, stored: bytes, salt: bytes | None, body: bytes | None
) -> str | None:
    if link(previous, digest(header)) != stored:
        return "the hash does not follow from the entry before"
    try:
        read = _header(header)
    except msgspec.MsgspecError:
        return "the header cannot be read"
    if read.n != n or read.record != record:
        return "the header names another entry"
    if salt is None or body is None:
        return "the body is missing"
    if hashlib.sha256(salt + body).hexdigest() != read.body_hash:
        return "the body is not the one that was written"
    return None


_READ = "SELECT j.n, j.header, b.body FROM journal j JOIN journal_body b ON b.n = j.n"


def history(source: Source, table: str, uid: str) -> list[Entry]:
    """Everything that happened to one record, oldest first."""
    rows = _connection(source).exec_driver_sql(f"{_READ} WHERE j.record = ? ORDER BY j.n", (uid,))
    return [entry for entry in _entries(rows) if entry.table == table]


def between(source: Source, first: int, last: int) -> list[Entry]:
    """Entries `first` to `last`, both inclusive, oldest first."""
    return list(_entries(_connection(source).exec_driver_sql(f"{_READ} WHERE j.n BETWEEN ? AND ? ORDER BY j.n", (first, last))))


def after(source: Source, n: int, uids: Iterable[str]) -> list[Entry]:
    """What happened to these records after entry `n`, oldest first."""
    wanted = msgspec.json.encode(list(uids)).decode()
    rows = _connection(source).exec_driver_sql(
        f"{_READ} WHERE j.n > ? AND j.record IN (SELECT value FROM json_each(?)) ORDER BY j.n", (n, wanted)
    )
    return list(_entries(rows))


def removed(source: Source, tables: Iterable[str]) -> dict[str, dict[str, dict[str, Stored]]]:
    """Table → uid → last stored values of every record that was removed, of these tables; a record that came back is among them too."""
    found: dict[str, dict[str, dict[str, Stored]]] = {table: {} for table in tables}
    # a header is text this program wrote, and a quotation mark inside a value is escaped: finding this takes a quarter of the time of parsing
    rows = _connection(source).exec_driver_sql(f"""{_READ} WHERE instr(j.header, '"kind":"deleted"') ORDER BY j.n""")
    for _n, header, body in rows:
        read = _header(header)
        if read.type in found:
            found[read.type][read.record] = _body.decode(zlib.decompress(body))
    return found


def _entries(rows: Iterable[Sequence[Any]]) -> Iterator[Entry]:
    models = models_by_table()
    for n, header, body in rows:
        read = _header(header)
        model = models.get(read.type)
        changes = _typed(None if model is None else shape_of(model), read.kind, _body.decode(zlib.decompress(body)))
        at = datetime.fromisoformat(read.at)
        yield Entry(
            n,
            read.kind,
            read.type,
            read.record,
            read.actor,
            read.witness,
            at,
            read.action,
            read.reason,
            read.store,
            changes,
        )


def _typed(shape: Shape | None, kind: RevisionKind, body: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    def loaded(name: str, value: Stored) -> Any:
        field = None if shape is None else shape.by_name.get(name)
        return value if field is None else field.loaded(value)

    if kind == "changed":
        return {name: (loaded(name, old), loaded(name, new)) for name, (old, new) in body.items()}
    if kind == "new":
        return {name: (None, loaded(name, value)) for name, value in body.items()}
    return {name: (loaded(name, value), None) for name, value in body.items()}


def rebuild(source: Source) -> Tables:
    """The tables as the journal says they must be, from the first entry on."""
    tables: Tables = {}
    for _, header, body in _connection(source).exec_driver_sql(f"{_READ} ORDER BY j.n"):
        read = _header(header)
        rows = tables.setdefault(read.type, {})
        if read.kind == "deleted":
            rows.pop(read.record, None)
            continue
        values = _body.decode(zlib.decompress(body))
        if read.kind == "new":
            rows[read.record] = values
        else:
            rows.setdefault(read.record, {}).update({name: new for name, (_, new) in values.items()})
    return tables


def projection(source: Source) -> Tables:
    """The tables as they stand."""
    connection = _connection(source)
    tables: Tables = {}
    for table, model in models_by_table().items():
        if not issubclass(model, Record):
            continue
        shape = shape_of(model)
        place = shape.names.index("uid")
        rows = connection.exec_driver_sql(shape.select_all)
        tables[table] = {row[place]: {name: plain(value) for name, value in shape.as_dict(row).items()} for row in rows}
    return tables


def differences(source: Source, limit: int = 1000) -> list[Difference]:
    """账实核对: where the tables do not say what the journal says; at most `limit` of them."""
    journal, stored = rebuild(source), projection(source)
    found = (
        difference
        for table in sorted(journal.keys() | stored.keys())
        for difference in _differing(table, journal.get(table, {}), stored.get(table, {}))
    )
    return list(itertools.islice(found, limit))


def _differing(
    table: str, journal: dict[str, dict[str, Stored]], stored: dict[str, dict[str, Stored]]
) -> Iterator[Difference]:
    for uid in journal.keys() | stored.keys():
        ours, theirs = journal.get(uid), stored.get(uid)
        if ours == theirs:
            continue
        if ours is None or theirs is None:
            yield Difference(table, uid, "", ours, theirs)
            continue
        for name in sorted(ours.keys() | theirs.keys()):
            if ours.get(name) != theirs.get(name):
                yield Difference(table, uid, name, ours.get(name), theirs.get(name))


def reconcile(connection: Connection, action: str) -> None:
    """After a migration: journal what it did to the rows, as the program's own act, so that 账实核对 stays exact."""
    journal, stored = rebuild(connection), projection(connection)
    revisions = []
    for table in sorted(journal.keys() | stored.keys()):
        was, now = journal.get(table, {}), stored.get(table, {})
        for uid in sorted(was.keys() | now.keys()):
            if uid not in was:
                revisions.append(Revision(table, uid, "new", dict(now[uid])))
            elif uid not in now:
                revisions.append(Revision(table, uid, "deleted", dict(was[uid])))
            elif changed := {
                name: [was[uid].get(name), now[uid].get(name)]
                for name in sorted(was[uid].keys() | now[uid].keys())
                if was[uid].get(name) != now[uid].get(name)
            }:
                revisions.append(Revision(table, uid, "changed", changed))
    if revisions:
        store = connection.exec_driver_sql("SELECT store_id FROM store_info").scalar_one()
        at = datetime.now().astimezone().isoformat()
        append(connection, Stamp(store, action, "program", "", "", at), revisions)

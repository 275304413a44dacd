"""The journal's own tables and the one function that appends to them: an append-only, hash-chained list of revisions.

Header and body are apart: a reader without the body cannot guess a score from its salted hash, and a body could be erased without
breaking the chain. h(n) = SHA-256(h(n-1) ‖ SHA-256(header(n))), h(0) = 32 zero bytes; body_hash = SHA-256(salt ‖ body). The chain runs
over digests so that an office which must not read an entry can still witness it. h(n) in hexadecimal is the revision's id wherever
it travels. Numbers decide the order, never the time (reliability F6, F26, §3.4).
"""

import hashlib
import os
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import msgspec
from sqlalchemy import DDL, Column, ForeignKey, Integer, LargeBinary, String, Table, Text, event
from sqlalchemy.engine import Connection

from db.base import Base
from db.errors import JOURNAL_GUARD
from db.rows import Stored

START = bytes(32)
"""The hash before the first entry."""

JOURNAL = Table(
    "journal",
    Base.metadata,
    Column("n", Integer, primary_key=True),
    Column("record", String, nullable=False, index=True),  # as in the header; found by it
    Column("header", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    sqlite_autoincrement=True,  # sqlite_sequence remembers the last number: a tail cut off locally is noticed
)
BODIES = Table(
    "journal_body",
    Base.metadata,
    Column("n", Integer, ForeignKey("journal.n"), primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

JOURNAL_TRIGGERS = {
    f"{table}_no_{verb.lower()}": f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, '{JOURNAL_GUARD}'); END"
    for table in ("journal", "journal_body")
    for verb in ("UPDATE", "DELETE")
}
for _name, _sql in JOURNAL_TRIGGERS.items():
    event.listen(BODIES if _name.startswith("journal_body") else JOURNAL, "after_create", DDL(_sql))  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped

RevisionKind = Literal["new", "changed", "deleted"]


@dataclass(frozen=True, slots=True)
class Revision:
    """What happened to one record. Body of new and deleted: all stored values; of changed: {column: [old, new]}.

    `heads`: the entry is nobody's own revision, it brings the row to what these revisions say (a package was taken in or undone).
    `parents`: what it follows, where that is more than the record's last entry (a conflict was settled).
    """

    table: str
    uid: str
    kind: RevisionKind
    body: dict[str, Any]
    heads: tuple[str, ...] | None = None
    parents: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who did it, and why; the same for every revision of one change."""

    store: str
    action: str
    actor: str
    witness: str
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain: how many entries, and the hash over all of them. Goes on paper and into packages (L02)."""

    n: int
    hash: bytes


_encode = msgspec.json.Encoder(order="sorted").encode


def compare(before: dict[str, Stored], after: dict[str, Stored]) -> dict[str, list[Stored]]:
    """Column → [old, new] for what differs."""
    return {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}


def head(connection: Connection) -> Head:
    """The last entry's number and hash; number 0 for an empty journal."""
    row = connection.exec_driver_sql("SELECT n, hash FROM journal ORDER BY n DESC LIMIT 1").one_or_none()
    return Head(0, START) if row is None else Head(*row)


class _Carried(msgspec.Struct):
    heads: list[str] | None = None


_carried = msgspec.json.Decoder(_Carried).decode


def digest(header: str) -> bytes:
    """What of an entry goes into the chain: SHA-256 of its header."""
    return hashlib.sha256(header.encode()).digest()


def link(previous: bytes, header_digest: bytes) -> bytes:
    """h(n) from h(n-1) and the digest of the n-th header."""
    return hashlib.sha256(previous + header_digest).digest()


def heads_of(header: str, hash_: bytes) -> list[str]:
    """The revisions an entry stands for: itself, or those it brought the row to."""
    heads = _carried(header).heads if '"heads":[' in header else None
    return [hash_.hex()] if heads is None else heads


def standing(connection: Connection, records: Iterable[str]) -> dict[str, list[str]]:
    """What each of these records stands at: the revisions its next one will follow. Records without history are left out."""
    uids = msgspec.json.encode(list(records)).decode()
    sql = "SELECT record, max(n), hash, header FROM journal WHERE record IN (SELECT value FROM json_each(?)) GROUP BY record"
    return {record: heads_of(header, stood) for record, _, stood, header in connection.exec_driver_sql(sql, (uids,))}


def append(connection: Connection, stamp: Stamp, revisions: Sequence[Revision]) -> None:
    """Add entries to the chain, in the transaction the connection is in. The latch must be lifted."""
    last = head(connection)
    parents = standing(connection, [revision.uid for revision in revisions])
    number, previous = last.n, last.hash
    salts = os.urandom(16 * len(revisions))
    entries: list[tuple[int, str, str, bytes]] = []
    bodies: list[tuple[int, bytes, bytes]] = []
    common = {
        "action": stamp.action,
        "actor": stamp.actor,
        "at": stamp.at,
        "reason": stamp.reason,
        "store": stamp.store,
        "witness": stamp.witness,
    }
    for place, revision in enumerate(revisions):
        number += 1
        salt = salts[16 * place : 16 * place + 16]
        body = zlib.compress(_encode(revision.body), 1)
        fields: dict[str, Any] = common | {
            "body_hash": hashlib.sha256(salt + body).hexdigest(),
            "kind": revision.kind,
            "n": number,
            "record": revision.uid,
            "type": revision.table,
        }
        if follows := parents.get(revision.uid, []) if revision.parents is None else sorted(revision.parents):
            fields["parents"] = follows
        if revision.heads is not None:
            fields["heads"] = sorted(revision.heads)
        header = _encode(fields).decode()
        previous = link(previous, digest(header))
        parents[revision.uid] = [previous.hex()] if revision.heads is None else fields["heads"]
        entries.append((number, revision.uid, header, previous))
        bodies.append((number, salt, body))
    if entries:
        connection.exec_driver_sql("INSERT INTO journal (n, record, header, hash) VALUES (?, ?, ?, ?)", entries)
        connection.exec_driver_sql("INSERT INTO journal_body (n, salt, body) VALUES (?, ?, ?)", bodies)

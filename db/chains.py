"""The journals of other offices beside our own: which chains there are, what of them we have witnessed, what we may read.

A chain is one store's journal under one id. After a restore the store goes on under a new id that branches off the old one, so a
chain has a base: the entry it follows. `witnessed` keeps the digest of every entry of another's chain, `received` the entries themselves
where they were meant for us; both only grow (reliability §3.4–3.5). Our own entries stay in `journal`.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import DDL, Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, event
from sqlalchemy.engine import Connection

from db.base import Base
from db.errors import JOURNAL_GUARD
from db.revisions import START, Head, digest, head, link

CHAIN = Table(
    "chain",
    Base.metadata,
    Column("store", String, primary_key=True),
    Column("office", String, nullable=False),
    Column("base_store", String, nullable=False),
    Column("base_n", Integer, nullable=False),
    Column("mine", Boolean, nullable=False),
)
WITNESSED = Table(
    "witnessed",
    Base.metadata,
    Column("store", String, ForeignKey("chain.store"), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("digest", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
)
RECEIVED = Table(
    "received",
    Base.metadata,
    Column("store", String, ForeignKey("chain.store"), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("record", String, nullable=False),
    Column("header", Text, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("package", String, nullable=False),
    Index("ix_received_record", "record"),
    Index("ix_received_package", "package"),
)

CHAIN_TRIGGERS = {
    f"{table.name}_no_{verb.lower()}": (
        table,
        f"CREATE TRIGGER {table.name}_no_{verb.lower()} BEFORE {verb} ON {table.name} "
        f"BEGIN SELECT RAISE(ABORT, '{JOURNAL_GUARD}'); END",
    )
    for table in (CHAIN, WITNESSED, RECEIVED)
    for verb in ("UPDATE", "DELETE")
}
for _table, _sql in CHAIN_TRIGGERS.values():
    event.listen(_table, "after_create", DDL(_sql))  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped


@dataclass(frozen=True, slots=True)
class Chain:
    """One store's journal: its id, its office, the entry it follows (`base_n` 0: it begins with the first)."""

    store: str
    office: str
    base_store: str = ""
    base_n: int = 0
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """One entry as it travels: all of it."""

    store: str
    n: int
    header: str
    salt: bytes
    body: bytes


def begin(connection: Connection, store: str, office: str) -> None:
    """A chain of our own begins where the journal stands now; whoever calls holds the transaction and the latch."""
    before = connection.exec_driver_sql(
        "SELECT store FROM chain WHERE mine ORDER BY base_n DESC, rowid DESC LIMIT 1"
    ).scalar()
    base = head(connection).n
    connection.exec_driver_sql("INSERT INTO chain VALUES (?, ?, ?, ?, 1)", (store, office, before or "", base))


class Chains:
    """The chains a store knows, as they stand when first asked; one for each piece of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        rows = connection.exec_driver_sql("SELECT store, office, base_store, base_n, mine FROM chain ORDER BY rowid")
        self.known = {row[0]: Chain(row[0], row[1], row[2], row[3], bool(row[4])) for row in rows}
        self._received: dict[str, set[int]] = {}
        own = [chain for chain in self.known.values() if chain.mine]
        ends = [*(chain.base_n for chain in own[1:]), head(connection).n]
        self._own = dict(zip((chain.store for chain in own), ends, strict=True))

    def heads(self) -> dict[str, Head]:
        """How far we know each chain, and the hash there; chains of which we have no entry are left out."""
        found: dict[str, Head] = {}
        for store, last in self._own.items():
            if last > self.known[store].base_n:
                found[store] = Head(last, self.hash_at(store, last) or START)
        for store, n, hash_ in self._connection.exec_driver_sql(
            "SELECT store, max(n), hash FROM witnessed GROUP BY store"
        ):
            if store not in found or n > found[store].n:
                found[store] = Head(n, hash_)
        return found

    def hash_at(self, store: str, n: int) -> bytes | None:
        """The hash of entry `n` of a chain, or of the chain it branched off where `n` lies before its base; None where we lack it."""
        if n == 0:
            return START
        while (chain := self.known.get(store)) is not None:
            if n > chain.base_n:
                return self._one("hash", store, n)
            store = chain.base_store
        return None

    def link_at(self, store: str, n: int) -> tuple[bytes, bytes] | None:
        """Digest and hash of entry `n` of a chain; None where we do not have it, or it belongs to the chain it branched off."""
        if store not in self.known or n <= self.known[store].base_n:
            return None
        hash_ = self._one("hash", store, n)
        if hash_ is None:
            return None
        if n <= self._own.get(store, 0):
            return digest(
                self._connection.exec_driver_sql("SELECT header FROM journal WHERE n = ?", (n,)).scalar_one()
            ), hash_
        return self._one("digest", store, n) or b"", hash_

    def _one(self, column: str, store: str, n: int) -> bytes | None:
        if n <= self._own.get(store, 0):
            found = self._connection.exec_driver_sql(f"SELECT {column} FROM journal WHERE n = ?", (n,)).scalar()
        else:
            asked = f"SELECT {column} FROM witnessed WHERE store = ? AND n = ?"
            found = self._connection.exec_driver_sql(asked, (store, n)).scalar()
        return None if found is None else bytes(found)

    def slice_of(self, store: str, after: int) -> list[tuple[int, bytes]]:
        """(number, digest) of the entries of a chain behind `after`, in order, as far as we know them."""
        return [(n, one) for n, one, _hash in self.stretch_of(store, after)]

    def stretch_of(self, store: str, after: int) -> list[tuple[int, bytes, bytes]]:
        """(number, digest, hash), likewise."""
        found: list[tuple[int, bytes, bytes]] = []
        if (end := self._own.get(store, 0)) > after:
            start = max(after, self.known[store].base_n)
            rows = self._connection.exec_driver_sql(
                "SELECT n, header, hash FROM journal WHERE n > ? AND n <= ? ORDER BY n", (start, end)
            )
            found += [(n, digest(header), hash_) for n, header, hash_ in rows]
        rows = self._connection.exec_driver_sql(
            "SELECT n, digest, hash FROM witnessed WHERE store = ? AND n > ? ORDER BY n", (store, after)
        )
        return found + [(n, one, hash_) for n, one, hash_ in rows]

    def line_of(self, store: str) -> dict[str, float]:
        """How far a store that writes this chain goes along each: all of it, and what it branched off up to there."""
        found: dict[str, float] = {}
        end = math.inf
        while store in self.known:
            found[store] = end
            store, end = self.known[store].base_store, self.known[store].base_n
        return found

    def has(self, store: str, n: int) -> bool:
        """Whether we have the entry itself, not only its link."""
        if store in self.known and self.known[store].base_n < n <= self._own.get(store, 0):
            return True
        if store not in self._received:
            rows = self._connection.exec_driver_sql("SELECT n FROM received WHERE store = ?", (store,))
            self._received[store] = {number for (number,) in rows}
        return n in self._received[store]

    def only_theirs(self, office: str) -> set[str]:
        """Records an office made that never became a row here, as it had removed them before we heard of them."""
        rows = self._connection.exec_driver_sql(
            "SELECT r.record FROM received r JOIN chain c ON c.store = r.store WHERE c.office = ? "
            "AND json_extract(r.header, '$.kind') = 'new' AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.record = r.record)",
            (office,),
        )
        return {record for (record,) in rows}

    def records_behind(self, store: str, n: int) -> set[str]:
        """What the entries of a chain behind `n` are about, as far as we hold them."""
        start = max(n, self.known[store].base_n)
        rows = self._connection.exec_driver_sql(
            "SELECT record FROM received WHERE store = ? AND n > ? UNION SELECT record FROM journal WHERE n > ? AND n <= ?",
            (store, n, start, self._own.get(store, 0)),
        )
        return {record for (record,) in rows}

    def entries_of(self, records: Iterable[str]) -> list[tuple[Sent, bytes]]:
        """Every entry about these records that we can read, ours and others', with its hash."""
        wanted = msgspec.json.encode(sorted(set(records))).decode()
        found: list[tuple[Sent, bytes]] = []
        rows = self._connection.exec_driver_sql(
            "SELECT j.n, j.header, b.salt, b.body, j.hash FROM journal j JOIN journal_body b ON b.n = j.n "
            "WHERE j.record IN (SELECT value FROM json_each(?)) ORDER BY j.n",
            (wanted,),
        )
        for n, header, salt, body, hash_ in rows:
            store = next(store for store, end in reversed(self._own.items()) if self.known[store].base_n < n <= end)
            found.append((Sent(store, n, header, salt, body), hash_))
        rows = self._connection.exec_driver_sql(
            "SELECT r.store, r.n, r.header, r.salt, r.body, w.hash FROM received r "
            "JOIN witnessed w ON w.store = r.store AND w.n = r.n "
            "WHERE r.record IN (SELECT value FROM json_each(?)) ORDER BY r.store, r.n",
            (wanted,),
        )
        return found + [(Sent(*row), hash_) for *row, hash_ in rows]


def meet(connection: Connection, chain: Chain) -> None:
    """Get to know another store's chain; the same again is fine."""
    connection.exec_driver_sql(
        "INSERT INTO chain SELECT ?, ?, ?, ?, 0 WHERE NOT EXISTS (SELECT 1 FROM chain WHERE store = ?)",
        (chain.store, chain.office, chain.base_store, chain.base_n, chain.store),
    )


def witness(connection: Connection, store: str, links: Sequence[tuple[int, bytes, bytes]]) -> None:
    """Keep (number, digest, hash) of a chain's next entries."""
    if links:
        values = [(store, n, one, hash_) for n, one, hash_ in links]
        connection.exec_driver_sql("INSERT INTO witnessed (store, n, digest, hash) VALUES (?, ?, ?, ?)", values)


def receive(connection: Connection, entries: Sequence[tuple[Sent, str]], package: str) -> None:
    """Keep entries of others, each with the record it is about."""
    if entries:
        values = [(one.store, one.n, record, one.header, one.salt, one.body, package) for one, record in entries]
        connection.exec_driver_sql(
            "INSERT INTO received (store, n, record, header, salt, body, package) VALUES (?, ?, ?, ?, ?, ?, ?)", values
        )


def continues(previous: bytes, links: Iterable[tuple[int, bytes]]) -> list[tuple[int, bytes, bytes]]:
    """The hashes of a stretch that follows `previous`: (number, digest, hash)."""
    found = []
    for n, one in links:
        previous = link(previous, one)
        found.append((n, one, previous))
    return found

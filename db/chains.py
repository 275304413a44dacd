"""The journals of other offices beside our own: which chains there are, what of them we have witnessed, what we may read.

A chain is one store's journal under one id. After a restore the store goes on under a new id that branches off the old one, so a
chain has a base: the entry it follows. `witnessed` keeps the digest of every entry of another's chain, `received` the entries themselves
where they were meant for us; both only grow (reliability §3.4–3.5). Our own entries stay in `journal`.
"""

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


def chains(connection: Connection) -> dict[str, Chain]:
    """Every chain we know of, by id."""
    rows = connection.exec_driver_sql("SELECT store, office, base_store, base_n, mine FROM chain ORDER BY rowid")
    return {row[0]: Chain(row[0], row[1], row[2], row[3], bool(row[4])) for row in rows}


def heads(connection: Connection) -> dict[str, Head]:
    """How far we know each chain, and the hash there; a chain we only know the name of stands at its base with no hash of its own."""
    found: dict[str, Head] = {}
    own = [chain for chain in chains(connection).values() if chain.mine]
    for chain, after in zip(own, [*own[1:], None], strict=True):
        last = head(connection).n if after is None else after.base_n
        if last > chain.base_n:
            found[chain.store] = Head(last, hash_at(connection, chain.store, last) or START)
    rows = connection.exec_driver_sql("SELECT store, max(n), hash FROM witnessed GROUP BY store")
    for store, n, hash_ in rows:
        found[store] = max(found.get(store, Head(0, START)), Head(n, hash_), key=lambda one: one.n)
    return found


def hash_at(connection: Connection, store: str, n: int) -> bytes | None:
    """The hash of entry `n` of a chain, or of the chain it branched off where `n` lies before its base; None where we do not have it."""
    if n == 0:
        return START
    known = chains(connection)
    while (chain := known.get(store)) is not None:
        if n > chain.base_n:
            if chain.mine and n <= _own_end(known, chain, connection):
                return connection.exec_driver_sql("SELECT hash FROM journal WHERE n = ?", (n,)).scalar()
            return connection.exec_driver_sql(
                "SELECT hash FROM witnessed WHERE store = ? AND n = ?", (store, n)
            ).scalar()
        store = chain.base_store
    return None


def link_at(connection: Connection, store: str, n: int) -> tuple[bytes, bytes] | None:
    """Digest and hash of entry `n` of a chain; None where we do not have it, or it belongs to the chain it branched off."""
    known = chains(connection)
    if store not in known or n <= known[store].base_n:
        return None
    if known[store].mine and n <= _own_end(known, known[store], connection):
        row = connection.exec_driver_sql("SELECT header, hash FROM journal WHERE n = ?", (n,)).one()
        return digest(row[0]), row[1]
    found = connection.exec_driver_sql("SELECT digest, hash FROM witnessed WHERE store = ? AND n = ?", (store, n)).first()
    return None if found is None else (found[0], found[1])


def _own_end(known: dict[str, Chain], chain: Chain, connection: Connection) -> int:
    """The last entry our own journal holds under a chain's id."""
    later = [one.base_n for one in known.values() if one.mine and one.base_store == chain.store]
    return min(later) if later else head(connection).n


def slice_of(connection: Connection, store: str, after: int) -> list[tuple[int, bytes]]:
    """(number, digest) of the entries of a chain behind `after`, in order, as far as we know them."""
    known = chains(connection)
    chain = known[store]
    found: list[tuple[int, bytes]] = []
    if chain.mine:
        end = _own_end(known, chain, connection)
        rows = connection.exec_driver_sql(
            "SELECT n, header FROM journal WHERE n > ? AND n <= ? ORDER BY n", (max(after, chain.base_n), end)
        )
        found += [(n, digest(header)) for n, header in rows]
    rows = connection.exec_driver_sql(
        "SELECT n, digest FROM witnessed WHERE store = ? AND n > ? ORDER BY n", (store, after)
    )
    return found + [(n, one) for n, one in rows]


def entries_of(connection: Connection, records: Iterable[str]) -> list[Sent]:
    """Every entry about these records that we can read, ours and others'."""
    wanted = msgspec.json.encode(sorted(set(records))).decode()
    known = chains(connection)
    own = sorted((chain for chain in known.values() if chain.mine), key=lambda chain: chain.base_n)
    found: list[Sent] = []
    rows = connection.exec_driver_sql(
        "SELECT j.n, j.header, b.salt, b.body FROM journal j JOIN journal_body b ON b.n = j.n "
        "WHERE j.record IN (SELECT value FROM json_each(?)) ORDER BY j.n",
        (wanted,),
    )
    for n, header, salt, body in rows:
        store = next(chain.store for chain in reversed(own) if n > chain.base_n)
        found.append(Sent(store, n, header, salt, body))
    rows = connection.exec_driver_sql(
        "SELECT store, n, header, salt, body FROM received WHERE record IN (SELECT value FROM json_each(?)) ORDER BY store, n",
        (wanted,),
    )
    return found + [Sent(*row) for row in rows]


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

"""The one gate for writing: a `Change` is one transaction whose every row becomes a revision in the journal.

Two ways in, journaled alike: ORM objects (`add`, attribute changes, `delete`) and the bulk path (`insert`, `update`,
`delete` with uids, `bring` for what other offices sent). Everything else that tries to write is refused: by the sessions of `db.sessions`, and below them by the latch.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, TypeVarTuple, overload

from sqlalchemy import Select
from sqlalchemy.engine import Connection, Result, ScalarResult

from db import blobs
from db.base import Base, Record, Scratch, new_uid
from db.chains import Chain, Sent, meet, receive, witness
from db.errors import Kind, NotAChange, StoreError
from db.revisions import Revision, RevisionKind, compare
from db.rows import Shape, Stored, shape_of
from db.sessions import ChangeSession, images

T = TypeVar("T", bound=Base)
Ts = TypeVarTuple("Ts")


@dataclass(frozen=True)
class Changes:
    """What a committed change touched: (table, uid) pairs, and its entries in the journal, `first` to `last` (none: last < first)."""

    action: str
    touched: frozenset[tuple[str, str]]
    first: int = 1
    last: int = 0

    def of(self, *tables: str) -> bool:
        """Whether any row of these tables was touched."""
        return any(table in tables for table, _ in self.touched)


@dataclass(frozen=True, slots=True)
class Brought:
    """One row as it must become; `values` None: gone. Column → stored value, without uid and revision.

    `heads`: the revisions the row then stands for (`db.revisions.Revision`). None: it is a revision of ours, following `parents`, that
    names every column in `settled` even where the value stays; `anew`: it is made again after somebody removed it.
    `last`: what is known of one that is gone and was not here either.
    """

    uid: str
    values: Mapping[str, Stored] | None
    heads: tuple[str, ...] | None = None
    parents: tuple[str, ...] | None = None
    settled: frozenset[str] = frozenset()
    anew: bool = False
    last: Mapping[str, Stored] | None = None


class Change:
    """One transaction. `session` is for ORM work; the methods here are what a service needs."""

    def __init__(self, session: ChangeSession) -> None:
        self.session = session

    def add(self, record: Base) -> None:
        """Keep a new record."""
        self.session.add(record)

    def add_all(self, records: Iterable[Base]) -> None:
        """Keep new records; for hundreds and more use `insert`, which is thirty times as fast."""
        self.session.add_all(records)

    def get(self, model: type[T], uid: str, revision: int | None = None) -> T | None:
        """The record, or None. With `revision`: raises `stale` if it has moved on since that one."""
        record = self.session.get(model, uid)
        if revision is not None and isinstance(record, Record) and record.revision != revision:
            raise StoreError(Kind.STALE, f"{record.__tablename__} {uid}: {revision} is now {record.revision}")
        return record

    def scalars(self, statement: Select[T]) -> ScalarResult[T]:
        """The records a select finds, this change's own included."""
        return self.session.scalars(statement)

    def execute(self, statement: Select[*Ts]) -> Result[*Ts]:
        """The rows a select finds; any other statement is refused."""
        return self.session.execute(statement)

    def flush(self) -> None:
        """Write and journal what is pending now, so that a constraint speaks here and not later."""
        self.session.flush()

    def insert(self, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> list[str]:
        """Bulk: insert rows given by attribute name; uid, office, revision and defaults are filled in. Returns the uids."""
        connection = self._ready(model)
        shape = shape_of(model)
        values: list[tuple[Stored, ...]] = []
        uids: list[str] = []
        for row in rows:
            given: dict[str, Any] = {"uid": row.get("uid") or new_uid()}
            if shape.journaled:
                given |= {"office": row.get("office") or self.session.office, "revision": 1}
            values.append(shape.filled(row, given))
            uids.append(given["uid"])
        revisions = [
            Revision(shape.table, uid, "new", shape.as_dict(value)) for uid, value in zip(uids, values, strict=True)
        ]
        self._write(connection, shape, [(shape.insert, values)], revisions if shape.journaled else [])
        self.session.touched.update((shape.table, uid) for uid in uids)
        return uids

    def update(self, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> int:
        """Bulk: each row has `uid` and the attributes to change; returns how many rows really changed.

        `revision`, where given, is the one the caller saw: raises `stale` when the record has moved on, or
        for an unknown uid. A row that changes nothing gets no revision.
        """
        connection = self._ready(model)
        shape = shape_of(model)
        held = images(connection, shape, [row["uid"] for row in rows])
        statements: dict[tuple[str, ...], list[tuple[Stored, ...]]] = {}
        revisions: list[Revision] = []
        for row in rows:
            uid = row["uid"]
            changed = _difference(shape, held.get(uid), row)
            if not changed:
                continue
            held[uid] |= {name: new for name, (_, new) in changed.items()}  # the same uid may come twice
            names = tuple(changed)
            statements.setdefault(names, []).append((*(new for _, new in changed.values()), uid))
            revisions.append(Revision(shape.table, uid, "changed", dict(changed)))
        written = [(shape.update(names), values) for names, values in statements.items()]
        self._write(connection, shape, written, revisions if shape.journaled else [])
        self._forget(model, [revision.uid for revision in revisions])
        return len(revisions)

    @overload
    def delete(self, record: Base, /) -> None: ...
    @overload
    def delete(self, model: type[Base], uids: Sequence[str], /) -> None: ...
    def delete(self, target: Base | type[Base], uids: Sequence[str] | None = None, /) -> None:
        """Remove one record, or the rows of a model by uid. The journal keeps a tombstone with the last values (F22)."""
        if not isinstance(target, type):
            self.session.delete(target)
            return
        connection = self._ready(target)
        shape = shape_of(target)
        wanted = list(dict.fromkeys(uids or ()))
        held = images(connection, shape, wanted)
        if missing := [uid for uid in wanted if uid not in held]:
            raise StoreError(Kind.STALE, f"no longer there: {shape.table} {missing[0]}")
        revisions = [Revision(shape.table, uid, "deleted", dict(held[uid])) for uid in wanted]
        rows: list[tuple[Stored, ...]] = [(uid,) for uid in wanted]
        self._write(connection, shape, [(shape.delete, rows)], revisions if shape.journaled else [])
        self._forget(target, wanted)

    def bring(self, model: type[Record], brought: Sequence[Brought]) -> None:
        """Rows as a package, its undoing or a settled conflict wants them; `stale` when one is not what the caller saw.

        Deletions first, so that what they held is free for the others. The rules the store keeps itself hold here too.
        """
        connection = self._ready(model)
        shape = shape_of(model)
        held = images(connection, shape, [one.uid for one in brought])
        deleted: list[tuple[Stored, ...]] = []
        updated: dict[str, list[tuple[Stored, ...]]] = {}
        inserted: list[tuple[Stored, ...]] = []
        revisions: list[Revision] = []
        for one in brought:
            row = held.get(one.uid)
            if row is None and one.values is None:
                if one.heads is None:
                    revisions.append(
                        Revision(shape.table, one.uid, "deleted", dict(one.last or {}), parents=one.parents)
                    )
            elif one.values is None:
                deleted.append((one.uid,))
                revisions.append(Revision(shape.table, one.uid, "deleted", dict(row or {}), one.heads, one.parents))
            elif row is None:
                values = {name: one.values.get(name) for name in shape.names if name != "uid"} | {"revision": 1}
                inserted.append(tuple(one.uid if name == "uid" else values[name] for name in shape.names))
                revisions.append(Revision(shape.table, one.uid, "new", values, one.heads, one.parents))
            else:
                number = row["revision"]
                assert isinstance(number, int)
                changed = {
                    name: [row.get(name), value]
                    for name, value in one.values.items()
                    if name != "revision" and (row.get(name) != value or name in one.settled)
                } | {"revision": [number, number + 1]}
                updated.setdefault(shape.update(changed), []).append((*(new for _, new in changed.values()), one.uid))
                body = {**row, **{name: new for name, (_, new) in changed.items()}} if one.anew else changed
                kind: RevisionKind = "new" if one.anew else "changed"
                revisions.append(Revision(shape.table, one.uid, kind, body, one.heads, one.parents))
        self._write(connection, shape, [(shape.delete, deleted), *updated.items(), (shape.insert, inserted)], revisions)
        self._forget(model, [one.uid for one in brought])

    def receive(
        self,
        package: str,
        met: Iterable[Chain],
        links: Mapping[str, Sequence[tuple[int, bytes, bytes]]],
        entries: Sequence[tuple[Sent, str]],
    ) -> None:
        """Keep what a package brings of other offices' chains (`db.chains`); the rows follow by `bring`."""
        self.session.flush()
        connection = self.session.connection()
        with self.session.writing():
            for chain in met:
                meet(connection, chain)
            for store, stretch in links.items():
                witness(connection, store, stretch)
            receive(connection, entries, package)

    def keep_blob(self, data: bytes, media: str) -> str:
        """Keep a file beside the tables and return its SHA-256, which a record then names; a file that is there already stays.

        Raises `constraint` for an empty file or one beyond `blobs.LARGEST`. The bytes are not journaled.
        """
        with self.session.writing():
            return blobs.put(self.session.connection(), data, media)

    def _ready(self, model: type[Base]) -> Connection:
        if not issubclass(model, Record | Scratch):
            raise NotAChange(f"{model.__name__} is neither a record nor scratch")
        self.session.flush()  # what was added before comes before
        return self.session.connection()

    def _write(
        self,
        connection: Connection,
        shape: Shape,
        statements: Sequence[tuple[str, list[tuple[Stored, ...]]]],
        revisions: Sequence[Revision],
    ) -> None:
        with self.session.writing():
            for sql, values in statements:
                if values:
                    connection.exec_driver_sql(sql, values)
            self.session.keep(connection, revisions)

    def _forget(self, model: type[Base], uids: Iterable[str]) -> None:
        """Objects loaded before a bulk statement read themselves again when next looked at."""
        for uid in uids:
            self.session.touched.add((shape_of(model).table, uid))
            loaded = self.session.identity_map.get(self.session.identity_key(model, uid))
            if loaded is not None:
                self.session.expire(loaded)


def _difference(shape: Shape, held: dict[str, Stored] | None, row: Mapping[str, Any]) -> dict[str, list[Stored]]:
    """Column → [old, new] of one bulk update row, the next revision included; empty when nothing changes."""
    if held is None:
        raise StoreError(Kind.STALE, f"no longer there: {shape.table} {row['uid']}")
    expected = row.get("revision")
    if expected is not None and held.get("revision") != expected:
        raise StoreError(Kind.STALE, f"{shape.table} {row['uid']}: {expected} is now {held['revision']!r}")
    fields = shape.by_key
    wanted = {fields[key].name: fields[key].stored(row[key]) for key in row if key not in ("uid", "revision")}
    changed = compare(held, wanted)
    revision = held.get("revision")
    if changed and isinstance(revision, int):
        changed["revision"] = [revision, revision + 1]
    return changed

"""The two kinds of session: one that can only look, and one that journals whatever its flushes write.

What a flush wrote is found by comparing the stored rows before and after, not by what the ORM believes.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec
from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import ORMExecuteState, Session, object_session
from sqlalchemy.orm.exc import StaleDataError

from db.base import Base, Record, Scratch
from db.connect import latch_of
from db.errors import Kind, NotAChange, StoreError
from db.revisions import Revision, Stamp, append, compare, head
from db.rows import Shape, Stored, shape_of


class ReadSession(Session):
    """A session that can only look."""

    def add(self, instance: object, _warn: bool = True) -> None:
        """Refused."""
        raise NotAChange("a read session was given an object to add")

    def delete(self, instance: object) -> None:
        """Refused."""
        raise NotAChange("a read session was asked to delete")

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        """Refused when there is something to write."""
        if self.new or self.deleted or any(self.is_modified(item) for item in self.dirty):
            raise NotAChange("a read session was asked to write")

    def commit(self) -> None:
        """Refused when there is something to write; else the end of looking."""
        self.flush()
        super().commit()


class ChangeSession(Session):
    """The session inside a change: each flush lifts the latch, writes, and journals what it wrote."""

    def __init__(self, bind: Engine, stamp: Stamp, office: str) -> None:
        super().__init__(bind, expire_on_commit=False)
        self.stamp = stamp
        self.office = office
        self.touched: set[tuple[str, str]] = set()
        self.before: dict[tuple[type[Base], str], dict[str, Stored]] = {}
        self.written: dict[tuple[type[Base], str], None] = {}
        self.failed = False
        self.last = 0
        self.judge: Callable[[Connection, Sequence[Revision]], None] | None = None

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        """Write what changed and journal it, in this transaction."""
        if not (self.new or self.dirty or self.deleted):
            return
        self.before.clear()
        self.written.clear()
        with self.writing():
            super().flush(objects)
            self._journal()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Lift the latch for what belongs together; when it fails, the change can no longer be committed."""
        try:
            with latch_of(self.connection()).lifted():
                yield
        except BaseException:
            self.failed = True
            raise

    def _journal(self) -> None:
        """Compare the rows as they were with the rows as they are: the journal records what the table holds."""
        connection = self.connection()
        after: dict[tuple[type[Base], str], dict[str, Stored]] = {}
        for model in dict.fromkeys(model for model, _ in self.written):
            rows = images(connection, shape_of(model), [uid for kind, uid in self.written if kind is model])
            after.update({(model, uid): row for uid, row in rows.items()})
        revisions = []
        for model, uid in self.written:
            revision = _revision(shape_of(model).table, uid, self.before.get((model, uid)), after.get((model, uid)))
            if revision is not None:
                revisions.append(revision)
                self.touched.add((revision.table, uid))
        self.keep(connection, revisions)

    def keep(self, connection: Connection, revisions: Sequence[Revision]) -> None:
        """Journal revisions, unless whoever opened the change objects to one: then nothing of the change is kept."""
        if self.judge is not None:
            self.judge(connection, revisions)
        append(connection, self.stamp, revisions)

    def commit(self) -> None:
        """Refused: a change is committed by the gate, whole."""
        raise NotAChange("only the gate commits")

    def finish(self) -> None:
        """Commit; called by the store alone. Returns only when the change is safe on disk (F1)."""
        self.flush()
        if self.failed:  # a caller swallowed the error: part of the write may be missing
            raise NotAChange("a write inside the change failed; nothing of it is kept")
        self.last = head(self.connection()).n
        kept = self.connection().connection.driver_connection
        try:
            super().commit()
        except BaseException:
            # SQLite keeps the transaction open when COMMIT is refused (a reference to nothing, a full disk)
            if kept is not None:
                kept.rollback()
            raise


def _revision(
    table: str, uid: str, before: dict[str, Stored] | None, after: dict[str, Stored] | None
) -> Revision | None:
    if before is None:
        return None if after is None else Revision(table, uid, "new", after)
    if after is None:
        return Revision(table, uid, "deleted", before)
    changed = compare(before, after)
    return Revision(table, uid, "changed", dict(changed)) if changed else None


def images(connection: Connection, shape: Shape, uids: Iterable[str]) -> dict[str, dict[str, Stored]]:
    """The stored rows of these uids, without the uid itself."""
    wanted = msgspec.json.encode(list(uids)).decode()
    place = shape.names.index("uid")
    rows = connection.exec_driver_sql(shape.select_some, (wanted,))
    return {row[place]: shape.as_dict(row) for row in rows}


def _change_session(target: Base) -> ChangeSession:
    session = object_session(target)
    if not isinstance(session, ChangeSession):
        raise NotAChange(f"{type(target).__name__} written outside a change")
    if not isinstance(target, Record | Scratch):
        raise NotAChange(f"{type(target).__name__} is neither a record nor scratch")
    return session


@event.listens_for(Base, "before_insert", propagate=True)
def _inserting(mapper: Any, connection: Connection, target: Base) -> None:
    session = _change_session(target)
    if isinstance(target, Record):
        target.office = target.office or session.office


@event.listens_for(Base, "before_update", propagate=True)
@event.listens_for(Base, "before_delete", propagate=True)
def _altering(mapper: Any, connection: Connection, target: Base) -> None:
    session = _change_session(target)
    if isinstance(target, Record):
        key = (type(target), target.uid)
        if key not in session.before:
            session.before.update(
                {(key[0], uid): row for uid, row in images(connection, shape_of(key[0]), [target.uid]).items()}
            )


@event.listens_for(Base, "after_insert", propagate=True)
@event.listens_for(Base, "after_update", propagate=True)
@event.listens_for(Base, "after_delete", propagate=True)
def _written(mapper: Any, connection: Connection, target: Base) -> None:
    session = _change_session(target)
    if isinstance(target, Record):
        session.written[type(target), target.uid] = None
    elif isinstance(target, Scratch):
        session.touched.add((target.__tablename__, target.uid))


@event.listens_for(ReadSession, "do_orm_execute")
@event.listens_for(ChangeSession, "do_orm_execute")
def _no_statements(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        raise NotAChange("a statement bypasses the journal; use the change's insert, update or delete")


@contextmanager
def staleness() -> Iterator[None]:
    """SQLAlchemy's word for a lost update, in ours."""
    try:
        yield
    except StaleDataError as error:
        raise StoreError(Kind.STALE, str(error)) from error

"""One office's store: a single encrypted file, one process, one writer at a time, any number of readers.

Readers and the writer have connections of their own (write-ahead log), so a screen can look while a worker imports.
"""

import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock
from sqlalchemy import Engine
from sqlalchemy.engine import Connection

from db import keyfile, schema
from db.connect import WAIT_SECONDS, Key, engine, latch_of, make_key, new_salt, salt_of
from db.copying import settle, verified_copy
from db.errors import Kind, NotAChange, StoreError
from db.files import replace, sync
from db.gate import Change, Changes
from db.locking import give_back, take, take_if_free
from db.revisions import Stamp, head
from db.sessions import ChangeSession, ReadSession, staleness

_log = logging.getLogger(__name__)


class Store:
    """An open store. Make one with `create` or `open`; close it, or use it in a `with` statement."""

    def __init__(self, path: Path, key: Key, lock: FileLock | None, *, read_only: bool) -> None:
        self.path = path
        self.key = key
        self.read_only = read_only
        self.listeners: list[Callable[[Changes], None]] = []
        self._lock = lock
        self._turn = threading.Lock()
        self._writing_thread: int | None = None
        self._closed = False
        self._begun = False
        self._reader = engine(path, key, "ro" if not read_only else _looking_mode(path, lock))
        self._writer = None if read_only else engine(path, key, "rw", writes=True)
        self.office = ""
        self.season = 0
        self.store_id = ""

    @classmethod
    def create(
        cls, path: Path, *, passphrase: str | None = None, key: bytes | None = None, office: str, season: int
    ) -> Self:
        """Make a store and open it. Raises `exists` rather than overwrite; a crash leaves either nothing or all of it."""
        path = path.resolve()
        if not path.parent.is_dir():
            raise StoreError(Kind.MISSING, f"folder of {path.name}")
        lock = take(path)
        try:
            if path.exists():
                raise StoreError(Kind.EXISTS, path.name)
            made = make_key(new_salt(), passphrase=passphrase, key=key)
            _build(path, made, office, season)
            return cls._opened(path, made, lock, read_only=False)
        except BaseException:
            give_back(lock)
            raise

    @classmethod
    def open(
        cls, path: Path, *, passphrase: str | None = None, key: bytes | None = None, read_only: bool = False
    ) -> Self:
        """Open an existing store; an older schema is migrated after a verified backup beside it.

        Raises StoreError: missing, not_ours, wrong_key, newer, older (read-only), locked, read_only, corrupt.
        """
        path = path.resolve()
        salt = salt_of(path)
        if not read_only and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
            raise StoreError(Kind.READ_ONLY, path.name)
        lock = take_if_free(path) if read_only else take(path)
        try:
            made = make_key(salt, passphrase=passphrase, key=key)
            if not read_only:
                keyfile.lay_out(path)
            return cls._opened(path, made, lock, read_only=read_only)
        except BaseException:
            if not read_only:
                keyfile.put_away(path)
            give_back(lock)
            raise

    @classmethod
    def _opened(cls, path: Path, key: Key, lock: FileLock | None, *, read_only: bool) -> Self:
        store = cls(path, key, lock, read_only=read_only)
        try:
            store._begin()
        except BaseException:
            store._dispose()
            raise
        return store

    def _begin(self) -> None:
        with (self._writer or self._reader).connect() as connection:
            number = schema.schema_of(connection)
            if number < schema.SCHEMA:
                if self.read_only:
                    raise StoreError(Kind.OLDER, f"schema {number}")
                connection.rollback()
                self._upgrade(connection, number)
            info = schema.read_info(connection)
        self.office, self.season, self.store_id = info.office, info.season, info.store_id
        self._begun = True

    def _upgrade(self, connection: Connection, number: int) -> None:
        beside = self.path.with_name(f"{self.path.stem}.before-{schema.revision_id(schema.SCHEMA)}{self.path.suffix}")
        latch = latch_of(connection)
        with latch.lifted(), latch.unreferenced(), connection.begin():
            schema.upgrade(connection, lambda: verified_copy(self.path, self.key, beside, overwrite=True))
        _log.info("store migrated from schema %d to %d", number, schema.SCHEMA)

    @contextmanager
    def read(self) -> Iterator[ReadSession]:
        """A session that can only look, at one consistent state from its first query on."""
        self._must_be_open()
        with ReadSession(self._reader, autoflush=False) as session:
            yield session

    @contextmanager
    def change(self, action: str, *, actor: str, witness: str = "", reason: str = "", at: datetime) -> Iterator[Change]:
        """The one way to write: all of the block is committed and journaled, or nothing of it.

        `at` is only displayed. Raises StoreError: busy (another thread writes), read_only, full, stale, constraint …;
        NotAChange for writes around the gate and for a change inside a change.
        """
        stamp = Stamp(self.store_id, action, actor, witness, reason, at.isoformat())
        with self._my_turn() as writer, staleness(), ChangeSession(writer, stamp, self.office) as session:
            connection = session.connection()  # BEGIN IMMEDIATE now: what is read below is what is changed
            with latch_of(connection).lifted():
                # rows of one change may come in any order; references are checked when it is committed
                connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            before = head(connection).n
            yield Change(session)
            session.finish()
            changes = Changes(action, frozenset(session.touched), before + 1, session.last)
        if changes.touched:
            self._tell(changes)

    def _tell(self, changes: Changes) -> None:
        for listener in tuple(self.listeners):
            try:
                listener(changes)
            except Exception:  # the change is committed: a screen that fails to reload must not make it look undone
                _log.exception("a listener failed after %s", changes.action)

    @contextmanager
    def _my_turn(self) -> Iterator[Engine]:
        self._must_be_open()
        if self._writer is None:
            raise StoreError(Kind.READ_ONLY, "opened read-only")
        if self._writing_thread == threading.get_ident():
            raise NotAChange("a change inside a change")
        if not self._turn.acquire(timeout=WAIT_SECONDS):
            raise StoreError(Kind.BUSY, "another thread is writing")
        self._writing_thread = threading.get_ident()
        try:
            yield self._writer
        finally:
            self._writing_thread = None
            self._turn.release()

    def renew_chain(self) -> None:
        """Start a new chain id, as after a restore: entries written from now on cannot be taken for others' (F20)."""
        with self._my_turn() as writer, writer.connect() as connection:
            with latch_of(connection).lifted(), connection.begin():
                fresh = schema.renew_chain(connection)
            self.store_id = fresh

    def _must_be_open(self) -> None:
        if self._closed:
            raise StoreError(Kind.MISSING, "the store is closed")

    def close(self) -> None:
        """Leave one file behind: the write-ahead log is written back and removed, the lock released. Twice is fine."""
        if self._closed:
            return
        self._closed = True
        self._dispose()

    def _dispose(self) -> None:
        try:
            self._reader.dispose()
            if self._writer is not None:
                self._writer.dispose()
                if self._begun:
                    settle(self.path, self.key)
                    keyfile.put_away(self.path)
        finally:
            give_back(self._lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _build(path: Path, key: Key, office: str, season: int) -> None:
    """A new store under a temporary name, whole, then its own name."""
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)
    made = engine(draft, key, "rwc", writes=True)
    with made.connect() as connection, latch_of(connection).lifted(), connection.begin():
        schema.build(connection, office, season)
    made.dispose()
    settle(draft, key)
    sync(draft)
    replace(draft, path)


def _looking_mode(path: Path, lock: FileLock | None) -> str:
    """`frozen` (no files beside it) unless a crash left a log to read, or another program may be writing."""
    log = path.with_name(f"{path.name}-wal")
    writable = os.access(path.parent, os.W_OK)
    return "frozen" if not log.exists() and (lock is not None or not writable) else "ro"

"""One connection to an encrypted file: the key, the PRAGMAs and the latch that keeps every writer but the gate out."""

import secrets
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from argon2.low_level import Type, hash_secret_raw
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Connection, ExceptionContext
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool
from sqlalchemy.util import LRUCache

from db.errors import Kind, StoreError, translated

SALT_BYTES = 16
KEY_BYTES = 32
PAGE_BYTES = 4096
WAIT_SECONDS = 5
COST = {"time_cost": 4, "memory_cost": 128 * 1024, "parallelism": 4}
"""argon2id: 128 MiB, 4 passes, about half a second (reliability §3.3)."""
OLDEST_SQLITE = (3, 51, 3)  # earlier ones can corrupt a WAL that is reset at the wrong instant (reliability §1)

_PRAGMAS = (
    "synchronous=EXTRA",  # = FULL in WAL: a commit that was confirmed survives a power cut (F1)
    "foreign_keys=ON",
    "recursive_triggers=ON",  # else REPLACE slips past the journal's delete trigger (reliability §3.1)
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "temp_store=MEMORY",  # no plain text in temporary files (F28)
    "secure_delete=ON",
    f"busy_timeout={WAIT_SECONDS * 1000}",
    "mmap_size=0",
    "fullfsync=ON",  # only macOS knows the difference
)


@dataclass(frozen=True)
class Key:
    """The 256-bit key of one file and the salt that stands, in clear, in its first 16 bytes."""

    secret: bytes = field(repr=False)
    salt: bytes

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES or len(self.salt) != SALT_BYTES:
            raise ValueError("a key has 32 bytes and a salt 16")

    @property
    def pragma(self) -> str:
        """The raw key and salt as SQLCipher reads them; no second derivation inside."""
        return f"\"x'{self.secret.hex()}{self.salt.hex()}'\""


def make_key(salt: bytes, *, passphrase: str | None = None, key: bytes | None = None) -> Key:
    """A key from a passphrase (half a second of work, F27) or from 32 ready bytes."""
    if (passphrase is None) == (key is None):
        raise ValueError("give a passphrase or a key, not both")
    if passphrase is not None:
        key = stretched(passphrase, salt)
    assert key is not None
    return Key(key, salt)


def stretched(secret: str, salt: bytes) -> bytes:
    """32 bytes from what a person typed; about half a second, never on the UI thread."""
    # NFC: the same characters typed on another system are the same passphrase
    typed = unicodedata.normalize("NFC", secret).encode()
    return hash_secret_raw(typed, salt, hash_len=KEY_BYTES, type=Type.ID, **COST)


def new_salt() -> bytes:
    """Sixteen random bytes for a new file."""
    return secrets.token_bytes(SALT_BYTES)


def salt_of(path: Path) -> bytes:
    """The salt of an existing file; raises `missing`, `not_ours` or `io` when it cannot be a store at all."""
    try:
        with path.open("rb") as file:
            head = file.read(SALT_BYTES)
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise StoreError(Kind.MISSING, path.name) from error
    except OSError as error:
        raise StoreError(Kind.IO, f"{path.name}: {error.strerror}") from error
    odd = size % PAGE_BYTES and not path.with_name(f"{path.name}.keys").exists()  # else half-moved key slots (db/keyfile.py)
    if head == b"SQLite format 3\0" or size < PAGE_BYTES or odd:
        raise StoreError(Kind.NOT_OURS, path.name)
    return head


def connect(path: Path, key: Key, mode: str = "rw") -> sqlcipher.Connection:
    """Open `path`: mode `rw` (must exist), `rwc` (may create), `ro`, or `frozen` (read-only, nobody else writes).

    Not yet proof that the key fits: read something. Threads may share it, one at a time.
    """
    if sqlcipher.sqlite_version_info < OLDEST_SQLITE:
        raise RuntimeError(f"SQLite {sqlcipher.sqlite_version} is too old for write-ahead logging")
    query = "mode=ro&immutable=1" if mode == "frozen" else f"mode={mode}"
    dbapi = sqlcipher.connect(
        f"{path.resolve().as_uri()}?{query}", uri=True, isolation_level=None, check_same_thread=False
    )
    dbapi.execute("PRAGMA cipher_log_level=NONE")
    dbapi.execute(f"PRAGMA key={key.pragma}")
    for pragma in _PRAGMAS:
        if sys.platform == "darwin" or not pragma.startswith("fullfsync"):
            dbapi.execute(f"PRAGMA {pragma}")
    return dbapi


_LOOKING = frozenset(
    {
        sqlcipher.SQLITE_SELECT,
        sqlcipher.SQLITE_READ,
        sqlcipher.SQLITE_FUNCTION,
        sqlcipher.SQLITE_RECURSIVE,
        sqlcipher.SQLITE_TRANSACTION,
        sqlcipher.SQLITE_SAVEPOINT,
    }
)
_READABLE_PRAGMAS = frozenset(
    {
        "application_id",
        "cipher_integrity_check",
        "cipher_version",
        "foreign_key_check",
        "foreign_keys",
        "integrity_check",
        "journal_mode",
        "page_count",
        "quick_check",
        "recursive_triggers",
        "synchronous",
        "table_info",
        "table_list",
        "user_version",
    }
)


def _only_look(action: int, first: str | None, second: str | None, base: str | None, inner: str | None) -> int:
    """SQLite asks this for everything a statement would do; only looking is allowed."""
    if action in _LOOKING:
        return int(sqlcipher.SQLITE_OK)
    if action == sqlcipher.SQLITE_PRAGMA and first in _READABLE_PRAGMAS:
        takes_an_argument = first in {"table_info", "foreign_key_check", "integrity_check", "quick_check"}
        if second is None or takes_an_argument:
            return int(sqlcipher.SQLITE_OK)
    return int(sqlcipher.SQLITE_DENY)


class Latch:
    """Keeps a connection from writing except inside `lifted()`, which only `db.gate`, `db.sessions` and `db.store` use.

    Setting the authorizer makes SQLite prepare every statement again, so none prepared while lifted slips through later.
    """

    def __init__(self, dbapi: sqlcipher.Connection) -> None:
        self._dbapi = dbapi
        dbapi.set_authorizer(_only_look)

    @contextmanager
    def lifted(self) -> Iterator[None]:
        """Writing is possible inside; nesting is not needed and not supported."""
        self._dbapi.set_authorizer(None)
        try:
            yield
        finally:
            self._dbapi.set_authorizer(_only_look)

    @contextmanager
    def unreferenced(self) -> Iterator[None]:
        """References are not enforced inside: a migration drops and renames tables. Enter it before the transaction.

        A rename leaves other tables' triggers alone: one that looks into the table being rebuilt would stop it.
        """
        self._dbapi.execute("PRAGMA foreign_keys=OFF")
        self._dbapi.execute("PRAGMA legacy_alter_table=ON")
        try:
            yield
        finally:
            self._dbapi.execute("PRAGMA legacy_alter_table=OFF")
            self._dbapi.execute("PRAGMA foreign_keys=ON")


class StoreDialect(SQLiteDialect_pysqlite):
    """SQLite, the same one in every engine: a statement put into words for one store or way in is so for all."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return type(other) is StoreDialect

    def __hash__(self) -> int:
        return hash(StoreDialect)


registry.register("sqlite.store", __name__, "StoreDialect")
_COMPILED: LRUCache[Any, Any] = LRUCache(1000)


def engine(path: Path, key: Key, mode: str, *, writes: bool = False) -> Engine:
    """SQLAlchemy on top of `connect`: latched, explicit transactions, and every SQLite error as a StoreError.

    A writing engine has one kept connection and begins with the write lock; a reading one keeps two warm.
    """
    made = create_engine(
        "sqlite+store://",
        module=sqlcipher,
        execution_options={"compiled_cache": _COMPILED},
        hide_parameters=True,  # names and identity numbers stay out of errors and logs (F28)
        creator=lambda: connect(path, key, mode),
        poolclass=QueuePool,
        pool_size=1 if writes else 2,
        max_overflow=0 if writes else 8,
    )

    @event.listens_for(made, "connect")
    def _connected(dbapi: sqlcipher.Connection, record: ConnectionPoolEntry) -> None:
        if writes and dbapi.execute("PRAGMA journal_mode=WAL").fetchone() != ("wal",):
            raise StoreError(Kind.IO, "write-ahead log refused")  # N07: read back, not hoped for
        if not writes:
            dbapi.execute("PRAGMA query_only=ON")
        record.info["latch"] = Latch(dbapi)

    @event.listens_for(made, "begin")
    def _begun(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    @event.listens_for(made, "handle_error")
    def _failed(context: ExceptionContext) -> None:
        if (trouble := translated(context.original_exception)) is not None:
            raise trouble from context.original_exception

    return made


def latch_of(connection: Connection) -> Latch:
    """The latch of a connection made by `engine`."""
    latch = connection.info["latch"]
    assert isinstance(latch, Latch)
    return latch

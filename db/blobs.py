"""Files kept in the store: each once, under the SHA-256 of its bytes, never altered and never taken away.

The journal holds only the digest (in the record that names the file), so that it stays small. A file goes in through
`Change.keep_blob` alone; deleting the record that names it leaves the file, because undoing must find it again.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import DDL, CheckConstraint, Column, Integer, LargeBinary, String, Table, event, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from db.base import Base
from db.errors import Kind, StoreError

LARGEST = 20 * 1024 * 1024
"""Bytes of one file (F16)."""
BLOB_GUARD = "a kept file stays as it is"
"""What the triggers say when they refuse."""

BLOBS = Table(
    "blobs",
    Base.metadata,
    Column("sha256", String, primary_key=True),
    Column("media", String, nullable=False),
    Column("size", Integer, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    CheckConstraint("length(sha256) = 64", name="digest"),
    CheckConstraint(f"size BETWEEN 1 AND {LARGEST}", name="size"),
    CheckConstraint("length(bytes) = size", name="whole"),
)
for _verb in ("UPDATE", "DELETE"):
    _sql = f"CREATE TRIGGER blobs_no_{_verb.lower()} BEFORE {_verb} ON blobs BEGIN SELECT RAISE(ABORT, '{BLOB_GUARD}'); END"
    event.listen(BLOBS, "after_create", DDL(_sql))  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy

_INSERT = "INSERT INTO blobs (sha256, media, size, bytes) VALUES (?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Blob:
    """One file: `media` is its media type, e.g. `image/jpeg`."""

    sha256: str
    media: str
    data: bytes


def digest(data: bytes) -> str:
    """The name of a file: SHA-256 in 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def put(connection: Connection, data: bytes, media: str) -> str:
    """Keep a file in the transaction the connection is in, unless it is there already; the latch must be lifted. Returns its name."""
    if not 0 < len(data) <= LARGEST:
        raise StoreError(Kind.CONSTRAINT, f"a file of {len(data)} bytes")
    name = digest(data)
    if connection.exec_driver_sql("SELECT 1 FROM blobs WHERE sha256 = ?", (name,)).first() is None:
        connection.exec_driver_sql(_INSERT, (name, media, len(data), data))
    return name


def read(session: Session, sha256: str) -> Blob:
    """One file. Raises `corrupt` when it is not there or its bytes are not those of its name."""
    row = session.execute(select(BLOBS.c.media, BLOBS.c.bytes).where(BLOBS.c.sha256 == sha256)).one_or_none()
    if row is None or digest(row.bytes) != sha256:
        raise StoreError(Kind.CORRUPT, f"file {sha256[:12]}")
    return Blob(sha256, row.media, row.bytes)


def read_many(session: Session, names: Iterable[str]) -> dict[str, Blob]:
    """Several files by name, each once; raises as `read` does."""
    return {name: read(session, name) for name in dict.fromkeys(names)}


def damaged(source: Session | Connection) -> Iterator[str]:
    """The names of files whose bytes no longer hash to them; one file in memory at a time."""
    connection = source.connection() if isinstance(source, Session) else source
    for name in connection.exec_driver_sql("SELECT sha256 FROM blobs ORDER BY sha256").scalars().all():
        data = connection.exec_driver_sql("SELECT bytes FROM blobs WHERE sha256 = ?", (name,)).scalar_one()
        if not isinstance(data, bytes) or digest(data) != name:
            yield name

"""Copies that can be trusted: made from a live store, opened again with the key, checked whole, and only then named."""

import contextlib
import logging
import os
import re
import shutil
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from db import blobs, keyfile
from db.connect import PAGE_BYTES, Key, connect, engine, salt_of
from db.errors import Kind, StoreError, translated
from db.files import replace, sync
from db.journal import verify_chain

_log = logging.getLogger(__name__)

SPARE_BYTES = 20 * 1024 * 1024
"""Room to leave on the disk after a copy (F2); small, so that a nearly full stick still takes a backup."""

_TRIES = 3
_NUMBER = re.compile(r"page (\d+)")


def require_room(folder: Path, need: int) -> None:
    """Raise `full` unless `folder`'s disk has `need` bytes and some to spare (F2)."""
    free = shutil.disk_usage(folder).free
    if free < need + SPARE_BYTES:
        raise StoreError(Kind.FULL, f"{free} bytes free, {need + SPARE_BYTES} needed")


def settle(path: Path, key: Key) -> None:
    """Write the log back into the file, so that an idle store is one file. On a full disk the log simply stays."""
    if not path.with_name(f"{path.name}-wal").exists():  # the last connection to close has done it
        return
    try:
        dbapi = connect(path, key, "rw")
        with contextlib.closing(dbapi):
            dbapi.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except sqlcipher.Error as error:
        _log.warning("the write-ahead log stays beside the store: %s", translated(error) or error)


def damaged_pages(said: list[tuple[str]], path: Path) -> list[tuple[str]]:
    """What the cipher's check says of the database's own pages; the key slots behind it are none of SQLCipher's."""
    pages = keyfile.bare_size(path) // PAGE_BYTES
    return [line for line in said if not any(int(n) > pages for n in _NUMBER.findall(line[0]))]


def row_counts(dbapi: sqlcipher.Connection) -> dict[str, int]:
    """Table → number of rows."""
    tables = dbapi.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    return {name: dbapi.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in tables}


def verify(path: Path, key: Key) -> dict[str, int]:
    """Read every page, every journal entry and every kept file of a store nobody writes to; returns its row counts.

    Raises `corrupt`, `wrong_key`, `not_ours` … for a copy that must not be kept or restored (F29).
    """
    if salt_of(path) != key.salt:  # SQLCipher believes the salt it is given; the next passphrase would not open it
        raise StoreError(Kind.CORRUPT, f"{path.name}: the salt")
    try:
        with contextlib.closing(connect(path, key, "frozen")) as dbapi:
            if damaged := damaged_pages(dbapi.execute("PRAGMA cipher_integrity_check").fetchall(), path):
                raise StoreError(Kind.CORRUPT, damaged[0][0])
            if (result := dbapi.execute("PRAGMA integrity_check").fetchall()) != [("ok",)]:
                raise StoreError(Kind.CORRUPT, str(result[0][0]))
            counts = row_counts(dbapi)
    except sqlcipher.Error as error:
        raise (translated(error) or StoreError(Kind.CORRUPT, str(error))) from error
    reading = engine(path, key, "frozen")
    try:
        with reading.connect() as connection:
            if breaks := verify_chain(connection):
                raise StoreError(Kind.CORRUPT, f"journal entry {breaks[0].n}: {breaks[0].what}")
            if (name := next(blobs.damaged(connection), None)) is not None:
                raise StoreError(Kind.CORRUPT, f"file {name[:12]}")
    finally:
        reading.dispose()
    return counts


def verified_copy(source: Path, key: Key, target: Path, *, overwrite: bool = False) -> Path:
    """Copy a store, also while it is being written to: VACUUM INTO → open → check → fsync → rename (F29).

    The copy has the same key, salt and key slots: the same passwords open it. Raises `exists`, `full`, `corrupt`; the target appears only when good.
    """
    if target.exists() and not overwrite:
        raise StoreError(Kind.EXISTS, target.name)
    require_room(target.parent, 2 * source.stat().st_size)
    draft = target.with_name(f".{target.name}.part")
    try:
        for _ in range(_TRIES):
            draft.unlink(missing_ok=True)
            before, after = _vacuum_into(source, key, draft)
            if before == after:  # else somebody committed in between: the counts cannot be compared
                break
        if verify(draft, key) != before and before == after:
            raise StoreError(Kind.CORRUPT, "the copy has other row counts")
        if slots := keyfile.copied(source):
            keyfile.attach(draft, slots)
        sync(draft)
        replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)
    return target


def _vacuum_into(source: Path, key: Key, draft: Path) -> tuple[dict[str, int], dict[str, int]]:
    """Make the copy; returns the source's row counts before and after."""
    try:
        # a writable connection takes its log away again when it is the last one; on read-only media there is none
        writable = os.access(source, os.W_OK) and os.access(source.parent, os.W_OK)
        with contextlib.closing(connect(source, key, "rw" if writable else "frozen")) as dbapi:
            before = row_counts(dbapi)
            dbapi.execute("VACUUM INTO ?", (str(draft),))
            return before, row_counts(dbapi)
    except sqlcipher.Error as error:
        raise (translated(error) or StoreError(Kind.CORRUPT, str(error))) from error

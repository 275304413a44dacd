"""Where the key slots of a store are.

An idle store is one file: its slots stand as pages of their own behind the database, where SQLite never looks. While the store is
open they lie beside it (`2025.ycdb.keys`), because SQLite may write over or cut off what follows its pages. A copy of the closed file
is complete, and so is a backup; at whatever instant the program is killed, one of the two places holds all slots.
"""

import contextlib
import errno
import os
from pathlib import Path

from db.connect import PAGE_BYTES, Key, salt_of
from db.errors import Kind, StoreError
from db.files import replace
from db.keyring import MAGIC, MOST_PAGES, Keyring, decoded, encoded, open_slot


def unlock(path: Path, name: str, password: str) -> tuple[Key, str]:
    """The store's key and the id of the slot that gave it; raises `wrong_key` when no slot of that name opens."""
    salt = salt_of(path)
    for slot in (read(path) or Keyring()).of(name):
        key = open_slot(slot, password, salt)
        if key is not None:
            return key, slot.id
    raise StoreError(Kind.WRONG_KEY, "no slot opens")


def beside(path: Path) -> Path:
    """The slots of an open store."""
    return path.with_name(f"{path.name}.keys")


def read(path: Path) -> Keyring | None:
    """The slots of a store, open or idle; None when it has none. Raises `corrupt` for slots that are not what was written."""
    try:
        if (file := beside(path)).exists():
            return decoded(file.read_bytes())
        tail = _tail(path)
    except OSError as error:
        raise StoreError(Kind.IO, f"{path.name}: {error.strerror}") from error
    return None if tail is None else decoded(tail)


def write(path: Path, ring: Keyring) -> None:
    """Replace the slots of an open store: all of the new ones or all of the old, whatever happens."""
    file = beside(path)
    draft = file.with_name(f".{file.name}.new")
    try:
        with draft.open("wb") as out:
            out.write(encoded(ring))
            out.flush()
            os.fsync(out.fileno())
        replace(draft, file)
    except OSError as error:
        raise StoreError(Kind.FULL if error.errno == errno.ENOSPC else Kind.IO, f"{file.name}: {error.strerror}") from error
    finally:
        draft.unlink(missing_ok=True)


def bare_size(path: Path) -> int:
    """How long the database itself is, without the slots behind it."""
    size = path.stat().st_size
    start = _start(path, size)
    if start is not None:
        return start
    # killed while the first bytes of the slots were being written: they lie beside it as well
    return size - size % PAGE_BYTES if beside(path).exists() else size


def lay_out(path: Path) -> None:
    """Before a store is opened for writing: the slots move from behind the database to beside it. The lock is held."""
    size, bare = path.stat().st_size, bare_size(path)
    if bare == size:
        return
    if not beside(path).exists() and (tail := _tail(path)) is not None:
        write(path, decoded(tail))
    with path.open("r+b") as file:
        file.truncate(bare)
        os.fsync(file.fileno())


def put_away(path: Path) -> None:
    """After a store was closed: the slots move behind the database, so that the file is complete by itself.

    They stay beside it while a write-ahead log does, for then the file is not complete anyway.
    """
    file = beside(path)
    if not file.exists() or path.with_name(f"{path.name}-wal").exists():
        return
    with contextlib.suppress(OSError):  # a full or read-only disk: they are safe where they are
        attach(path, file.read_bytes())
        file.unlink()


def attach(path: Path, encoded: bytes) -> None:
    """Put slots behind a database nobody has open."""
    bare = bare_size(path)
    with path.open("r+b") as out:
        out.truncate(bare)
        out.seek(bare)
        out.write(encoded)
        out.flush()
        os.fsync(out.fileno())


def copied(source: Path) -> bytes | None:
    """The slots of a store as they are to be put behind a copy of it."""
    ring = read(source)
    return None if ring is None else encoded(ring)


def _tail(path: Path) -> bytes | None:
    start = _start(path, path.stat().st_size)
    if start is None:
        return None
    with path.open("rb") as file:
        file.seek(start)
        return file.read()


def _start(path: Path, size: int) -> int | None:
    """Where the slots begin; an encrypted page begins with these sixteen bytes once in 2^128."""
    first = max(PAGE_BYTES, (size // PAGE_BYTES - MOST_PAGES) * PAGE_BYTES)
    with path.open("rb") as file:
        file.seek(first)
        data = file.read()
    for at in range(0, len(data), PAGE_BYTES):
        if data[at : at + len(MAGIC)] == MAGIC:
            return first + at
    return None

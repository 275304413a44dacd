"""One program at a time per store (F5): a lock of the operating system, given back by itself when the program is killed."""

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from db.errors import Kind, StoreError


def take(path: Path) -> FileLock:
    """The lock of the store at `path`; raises `locked` when another program has it, `read_only` when none can be made."""
    lock = FileLock(path.with_name(f"{path.name}.lock"), thread_local=False)  # opened by a worker, closed by the window
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise StoreError(Kind.LOCKED, path.name) from error
    except OSError as error:
        raise StoreError(Kind.READ_ONLY, f"{path.name}.lock: {error.strerror}") from error
    return lock


def take_if_free(path: Path) -> FileLock | None:
    """The lock where it can be had: a reader beside a running program, or on a read-only medium, goes without."""
    try:
        return take(path)
    except StoreError:
        return None


def give_back(lock: FileLock | None) -> None:
    """Release, and take the empty lock file away while nobody else can hold it: an idle store is one file."""
    if lock is None or not lock.is_locked:
        return
    with contextlib.suppress(OSError):  # Windows keeps an open file; filelock does not mind finding it next time
        Path(lock.lock_file).unlink()
    lock.release()


@contextmanager
def held(path: Path) -> Iterator[None]:
    """The lock for the length of a block."""
    lock = take(path)
    try:
        yield
    finally:
        give_back(lock)

"""What can go wrong with a store, in one vocabulary; the desk turns each kind into a Chinese sentence."""

import enum
import sqlite3

import sqlcipher3.dbapi2 as sqlcipher


class Kind(enum.StrEnum):
    """The kinds of trouble; they compare equal to their text."""

    LOCKED = "locked"  # another running program has this store open (F5)
    BUSY = "busy"  # another thread of this program is still writing
    FULL = "full"  # no room on the disk (F2)
    READ_ONLY = "read_only"  # the medium, the folder or the session does not allow writing (F3)
    CORRUPT = "corrupt"  # pages, or the journal's chain, are not what was written (F26)
    WRONG_KEY = "wrong_key"  # the passphrase is wrong, or the first page is damaged: nobody can tell which
    NOT_OURS = "not_ours"  # a file of something else
    NEWER = "newer"  # written by a later version of the program (F11)
    OLDER = "older"  # needs a migration, which this opening may not do
    EXISTS = "exists"
    MISSING = "missing"
    IO = "io"  # the disk or the medium failed under us (F4)
    STALE = "stale"  # somebody else changed the record since it was read
    CONSTRAINT = "constraint"  # a rule kept by the database itself
    NOT_A_CHANGE = "not_a_change"  # a bug: a write that went around the gate


class StoreError(Exception):
    """Something is wrong with the store; `kind` says what, `detail` says where (English, for the log)."""

    def __init__(self, kind: Kind | str, detail: str = "") -> None:
        self.kind = Kind(kind)
        self.detail = detail
        super().__init__(f"{self.kind}: {detail}" if detail else str(self.kind))


class NotAChange(StoreError):
    """A bug: something tried to write without going through `Store.change`."""

    def __init__(self, detail: str) -> None:
        super().__init__(Kind.NOT_A_CHANGE, detail)


JOURNAL_GUARD = "the journal is append-only"
"""What the journal's triggers say when they refuse."""

_KINDS = {
    sqlite3.SQLITE_BUSY: Kind.BUSY,
    sqlite3.SQLITE_LOCKED: Kind.BUSY,
    sqlite3.SQLITE_READONLY: Kind.READ_ONLY,
    sqlite3.SQLITE_IOERR: Kind.IO,
    sqlite3.SQLITE_CORRUPT: Kind.CORRUPT,
    sqlite3.SQLITE_FULL: Kind.FULL,
    sqlite3.SQLITE_CANTOPEN: Kind.IO,
    sqlite3.SQLITE_CONSTRAINT: Kind.CONSTRAINT,
    sqlite3.SQLITE_AUTH: Kind.NOT_A_CHANGE,
    sqlite3.SQLITE_NOTADB: Kind.WRONG_KEY,
}


def translated(error: BaseException) -> StoreError | None:
    """The one place that reads SQLite's result codes. None means: not the store's trouble but a bug in a statement."""
    if not isinstance(error, sqlcipher.Error):
        return None
    code = getattr(error, "sqlite_errorcode", None)
    kind = _KINDS.get(code & 0xFF) if isinstance(code, int) else None
    if kind is None:
        return None
    if kind is Kind.NOT_A_CHANGE or JOURNAL_GUARD in str(error):
        return NotAChange(str(error))
    return StoreError(kind, str(error))

"""Putting a backup in place of a store: checked first, and the present store is kept beside it (N06, reliability §3.2)."""

import contextlib
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from db import keyfile
from db.connect import Key, make_key, salt_of
from db.copying import require_room, settle, verify
from db.errors import Kind, StoreError
from db.files import replace, sync
from db.locking import held
from db.store import Store


@dataclass(frozen=True)
class Restored:
    """What stands there now, and where the former store went (None when there was none)."""

    path: Path
    kept: Path | None
    office: str
    season: int


def restore(
    backup: Path, target: Path, *, at: datetime, passphrase: str | None = None, key: bytes | None = None
) -> Restored:
    """Replace `target` by `backup`. `at` names the copy of the present store: `2025.恢复前-20250901-080000.ycdb`.

    The restored store starts a new chain id, so that what is entered from now on is never taken for what the former one
    wrote after the backup (F20). Raises StoreError before anything is touched: missing, not_ours, wrong_key, newer,
    corrupt (the backup), locked (the store is open), full, exists (the backup is the store itself).
    """
    backup, target = backup.resolve(), target.resolve()
    if backup == target:
        raise StoreError(Kind.EXISTS, "a store cannot be restored from itself")
    fitting = make_key(salt_of(backup), passphrase=passphrase, key=key)
    if not target.parent.is_dir():
        raise StoreError(Kind.MISSING, f"folder of {target.name}")
    with held(target):
        size = backup.stat().st_size + (target.stat().st_size if target.exists() else 0)
        require_room(target.parent, 2 * size)
        draft = target.with_name(f".{target.name}.restoring")
        try:
            office, season = _prepare(backup, draft, fitting)
            kept = _set_aside(target, fitting, at) if target.exists() else None
            replace(draft, target)
        finally:
            draft.unlink(missing_ok=True)
            keyfile.beside(draft).unlink(missing_ok=True)
    return Restored(target, kept, office, season)


def _prepare(backup: Path, draft: Path, key: Key) -> tuple[str, int]:
    """A checked copy with a chain id of its own."""
    try:
        verify(backup, key)
        shutil.copyfile(backup, draft)
        if slots := keyfile.copied(backup):  # also those that still lie beside it after a crash
            keyfile.attach(draft, slots)
        sync(draft)
        if verify(draft, key) != verify(backup, key):
            raise StoreError(Kind.CORRUPT, "the copy differs from the backup")
    except OSError as error:
        raise StoreError(Kind.IO, f"{backup.name}: {error.strerror}") from error
    with Store.open(draft, key=key.secret) as store:
        store.renew_chain()
        office, season = store.office, store.season
    sync(draft)
    return office, season


def _set_aside(target: Path, key: Key, at: datetime) -> Path:
    """A copy of the present store as it is, its log included; even a damaged one is kept."""
    with contextlib.suppress(StoreError):
        if salt_of(target) == key.salt:
            settle(target, key)
    stem = f"{target.stem}.恢复前-{at:%Y%m%d-%H%M%S}"
    kept = target.with_name(f"{stem}{target.suffix}")
    turn = 1
    while kept.exists():
        turn += 1
        kept = target.with_name(f"{stem}-{turn}{target.suffix}")
    log = target.with_name(f"{target.name}-wal")
    slots = keyfile.beside(target)
    kept_too = (log, kept.with_name(f"{kept.name}-wal")), (slots, keyfile.beside(kept))
    for source, copy in ((target, kept), *kept_too):
        if source.exists():
            shutil.copyfile(source, copy)
            sync(copy)
    # a log left beside the restored file would be replayed into it
    log.unlink(missing_ok=True)
    slots.unlink(missing_ok=True)  # nor may the former slots stand for those in the backup
    target.with_name(f"{target.name}-shm").unlink(missing_ok=True)
    return kept

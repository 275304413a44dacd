"""Checking, backing up and restoring an office's store (reliability §3.2; docs/cli.md)."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from yingcai_desktop.desk import Desk, local_time
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.keeping.backup import Backup, backups_in, make_backup, thin
from yingcai_desktop.keeping.check import WHAT_TO_DO, Report
from yingcai_desktop.keeping.check import check as check_store
from yingcai_desktop.keeping.restore import restore as restore_store
from yingcai_desktop.keeping.trouble import speaking
from yingcai_desktop.services import signing_in

FOLDER = "备份"
"""The folder beside the store in which backups lie when none is named."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of a check, as a person reads it."""

    sound: bool
    sentence: str


def check(desk: Desk) -> list[Finding]:
    """The full check: pages, references, the journal's chain, tables against journal."""
    with speaking():
        report = check_store(desk.store)
    return [_sound(report)] if report.sound else [*(Finding(False, f.message) for f in report.findings), Finding(False, WHAT_TO_DO)]


def _sound(report: Report) -> Finding:
    entries = f"{report.head.n} 条" if report.head else "0 条"
    digest = f"，末条校验码 {report.head.hash.hex()[:16]}" if report.head else ""
    return Finding(True, f"数据文件完好：页面、引用、操作记录链（{entries}{digest}）都核对无误，账实相符。")


def backup(desk: Desk, folder: Path | None = None) -> Path:
    """A backup that has been opened and checked, in `folder` or beside the store; older ones beside the store are thinned."""
    place = folder or folder_of(desk)
    with speaking():
        made = make_backup(desk.store, place, at=desk.clock())
        if folder is None:
            thin(place)
    return made


def folder_of(desk: Desk) -> Path:
    """Where this store's backups lie by default."""
    return desk.store.path.parent / FOLDER


def last_backup(desk: Desk) -> datetime | None:
    """When the newest backup beside the store was made."""
    place = folder_of(desk)
    return max((b.at for b in backups_in(place)), default=None) if place.is_dir() else None


@dataclass(frozen=True, slots=True)
class Loss:
    """What going back to a backup would undo: how many entries of the journal, and the acts they belong to, latest first."""

    entries: int
    acts: tuple[str, ...]


def loss(desk: Desk, backup_file: Path) -> Loss:
    """What was done since a backup of this store was made.

    Raises `NotAllowed` for anybody but 管理员, `StorageTrouble` when the backup cannot be opened with this store's key.
    """
    desk.require("store.restore")
    from db.journal import head
    from db.store import Store
    from yingcai_desktop.services.logbook import Logbook

    with speaking(), Store.open(backup_file, key=desk.store.key.secret, read_only=True) as old, old.read() as session:
        known = head(session).n
    book = Logbook(desk)
    book.read()
    since = [line for line in book.lines if line.n > known]
    acts = dict.fromkeys(f"{line.at}　{line.actor}　{line.title}" + (f" {line.rows} 条" if line.rows > 1 else "") for line in since)
    return Loss(len(since), tuple(acts))


def go_back(desk: Desk, backup_file: Path) -> Path | None:
    """Close the store and put a checked backup in its place; returns the kept copy of what was there. The desk is of no use afterwards."""
    desk.require("store.restore")
    path, key = desk.store.path, desk.store.key.secret
    with speaking():
        desk.store.close()
        return restore_store(backup_file, path, at=desk.clock(), key=key).kept


def backups(desk: Desk) -> list[Backup]:
    """The backups beside the store, newest first."""
    return backups_in(folder_of(desk))


def restore(backup_file: Path, store: Path, passphrase: str, name: str = "") -> Path | None:
    """Put a checked backup in the place of a store; returns the kept copy of what was there, if anything.

    `name` is the user whose password it is, where the backup has users. Raises `NotAllowed`, `StorageTrouble`.
    """
    with speaking():
        if not signing_in.names(backup_file):
            return restore_store(backup_file, store, at=local_time(), passphrase=passphrase).kept
        if not name:
            raise NotAllowed("这份备份有登记的用户，请写明用户名，并用本人的口令恢复。没有改动。")
        key = signing_in.key_of(backup_file, name, passphrase)
        return restore_store(backup_file, store, at=local_time(), key=key.secret).kept

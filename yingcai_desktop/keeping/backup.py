"""Backups: made while work goes on, opened and checked before they count, thinned by age (reliability §3.2, N06)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from db.copying import verified_copy
from db.errors import Kind, StoreError
from db.store import Store

LAST, DAILY, WEEKLY, MONTHLY = 10, 12, 10, 9
"""How many are kept: the newest ones, and the newest of each day, week and month; milestones always."""

_NAME = re.compile(
    r"(?P<season>\d{4})-(?P<office>\d{6})-(?P<at>\d{8}-\d{6})(?P<milestone>-留存)?(?:-(?P<turn>\d+))?\.ycdb"
)
_AT = "%Y%m%d-%H%M%S"


@dataclass(frozen=True, order=True)
class Backup:
    """A backup by its name: `2025-150000-20250901-080000.ycdb`, with `-留存` for one that is never thinned."""

    at: datetime
    path: Path
    season: int
    office: str
    milestone: bool


def make_backup(store: Store, folder: Path, *, at: datetime, milestone: bool = False) -> Path:
    """A verified, encrypted copy in `folder`, under the passphrase of the store; returns its path.

    `milestone` marks what must be kept until the retention date (a sealed result). Raises StoreError: missing (the
    folder's parent), read_only, full, corrupt (the store itself does not pass the check).
    """
    try:
        folder.mkdir(exist_ok=True)
    except FileNotFoundError as error:
        raise StoreError(Kind.MISSING, folder.name) from error
    except OSError as error:
        raise StoreError(Kind.READ_ONLY, f"{folder.name}: {error.strerror}") from error
    stem = f"{store.season}-{store.office}-{at.strftime(_AT)}{'-留存' if milestone else ''}"
    target = folder / f"{stem}.ycdb"
    turn = 1
    while target.exists():  # twice within a second
        turn += 1
        target = folder / f"{stem}-{turn}.ycdb"
    return verified_copy(store.path, store.key, target)


def read_name(path: Path) -> Backup | None:
    """What a backup's name says; None for any other file."""
    match = _NAME.fullmatch(path.name)
    if match is None:
        return None
    try:
        at = datetime.fromisoformat(match["at"].replace("-", "T"))  # the office's wall clock
    except ValueError:
        return None
    return Backup(at, path, int(match["season"]), match["office"], match["milestone"] is not None)


def backups_in(folder: Path) -> list[Backup]:
    """The backups of a folder, newest first; an absent folder has none."""
    if not folder.is_dir():
        return []
    return sorted(filter(None, map(read_name, folder.iterdir())), reverse=True)


def superfluous(backups: Iterable[Backup]) -> list[Backup]:
    """Which of them the policy lets go, oldest first. Every office and season is thinned by itself; pure."""
    chains: dict[tuple[int, str], list[Backup]] = {}
    for backup in sorted(backups, reverse=True):
        chains.setdefault((backup.season, backup.office), []).append(backup)
    return sorted(gone for chain in chains.values() for gone in _superfluous(chain))


def _superfluous(newest_first: list[Backup]) -> set[Backup]:
    kept = {backup for backup in newest_first if backup.milestone}
    kept.update(newest_first[:LAST])
    for period, count in (("%Y-%j", DAILY), ("%G-%V", WEEKLY), ("%Y-%m", MONTHLY)):
        newest_of: dict[str, Backup] = {}
        for backup in newest_first:
            newest_of.setdefault(backup.at.strftime(period), backup)
        kept.update(list(newest_of.values())[:count])
    return set(newest_first) - kept


def thin(folder: Path) -> list[Path]:
    """Remove what the policy lets go; returns what was removed."""
    gone = [backup.path for backup in superfluous(backups_in(folder))]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone

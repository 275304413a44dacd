"""Files that are on the disk when we say so, under their name or not at all."""

import os
import time
from pathlib import Path

_PATIENCE_SECONDS = 3.0  # a virus scanner may hold a fresh file for a moment (F31)


def sync(path: Path) -> None:
    """Wait until the file is on the disk."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # a folder cannot be opened there; NTFS journals the rename itself
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace(source: Path, target: Path) -> None:
    """Rename onto `target`, patient with virus scanners, and wait until the folder knows."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            source.replace(target)
            break
        except PermissionError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
    _sync_folder(target.parent)

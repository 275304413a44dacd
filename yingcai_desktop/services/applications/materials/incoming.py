"""Files that come in, read and drawn anew in the child process before anything is written (reliability F16)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from db.models.materials import PHOTO
from yingcai_desktop import codes
from yingcai_desktop.rules.identity import mask_id
from yingcai_desktop.scans.reading import JPEG, PHOTO_PIXELS, SCAN_PIXELS, Scan

SUFFIXES = ("jpg", "jpeg", "png", "bmp", "tif", "tiff", "webp", "pdf")
"""What the file dialog offers; what a file is, its bytes say."""
_NAME_LIMIT = 80
_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_ONE_PHOTO = "照片只留一张，这一张没有用"

Report = Callable[[int, int, str], None]


@dataclass
class Read:
    """Files as read by the child, ready for one change."""

    scans: list[tuple[str, str, Scan]] = field(default_factory=list)
    """Kind, file name, what is kept."""
    refused: list[tuple[str, str]] = field(default_factory=list)


def read_files(files: Sequence[tuple[Path, str]], report: Report = lambda *_: None) -> Read:
    """What these files, each for its material, become; a bad one stops none of the others."""
    from yingcai_desktop.scans.supervised import ScanReader

    read = Read()
    with ScanReader() as reader:
        for number, (path, kind) in enumerate(files):
            report(number, len(files), path.name)
            shown = _tidy(path.name)
            scan = reader.read(path, PHOTO_PIXELS if kind == PHOTO else SCAN_PIXELS)
            code = scan.refused or ("scan.not-a-picture" if kind == PHOTO and scan.media != JPEG else "")
            if code:
                message = codes.MESSAGES[code]
                read.refused.append((shown, f"{message.what}。{message.todo}"))
            elif kind == PHOTO and any(k == PHOTO for k, _n, _s in read.scans):
                read.refused.append((shown, _ONE_PHOTO))
            else:
                read.scans.append((kind, shown, scan))
    return read


def _tidy(name: str) -> str:
    """A file name for the list: identity numbers masked, not endless."""
    stem, dot, suffix = _NUMBER.sub(lambda found: mask_id(found[0]), name).rpartition(".")
    return f"{stem[:_NAME_LIMIT]}{dot}{suffix[:_NAME_LIMIT]}"

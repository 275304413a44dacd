"""Reading scans without trusting them: the parent's side (reliability F16, §3.9)."""

from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from yingcai_desktop.scans.reading import SCAN_PIXELS, Scan
from yingcai_desktop.sheets.supervised import WorkbookReader

_scan = msgspec.msgpack.Decoder(Scan).decode


class ScanReader:
    """One child process for all files of one act; a file that kills it is `scan.unreadable`, and the next gets a new child."""

    def __init__(self) -> None:
        self._reader = WorkbookReader()

    def __enter__(self) -> Self:
        self._reader.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._reader.__exit__(kind, error, trace)

    def read(self, path: Path, pixels: int = SCAN_PIXELS) -> Scan:
        """One file; everything wrong with it is in `Scan.refused`."""
        try:
            answer = self._reader.scan(path, pixels)
        except OSError:
            return Scan("scan.unreadable")
        return Scan("scan.unreadable") if answer is None else _scan(answer)

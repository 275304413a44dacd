"""The child process in which files from outside are read: limited in memory and time, one for all files of a command.

Frames both ways: four bytes of length, then MessagePack. A request is a path, answered by a `Book`; a path with marks, answered by
the marked workbook; or a path with a number of pixels, answered by a `Scan`. Imports only what reading needs.
"""

import os
import struct
import sys
from collections.abc import Sequence
from datetime import date, time
from typing import IO, TYPE_CHECKING, Any

import msgspec

from yingcai_desktop.sheets.grid import Book, Grid

if TYPE_CHECKING:
    from yingcai_desktop.sheets.marking import Mark

CHILD_SWITCH = "--read-workbooks"
"""The hidden argument with which the packaged program starts itself as the child."""
MEMORY_LIMIT = 2 * 1024**3
"""Bytes of address space (POSIX)."""
ANSWER_LIMIT = 256 * 1024**2
"""Bytes of one answer: a long text that a million cells share must not fill the parent's memory."""
SECONDS_PER_FILE = 60
"""Processor seconds for one file (POSIX); the parent waits as long by the clock."""

_LENGTH = struct.Struct(">I")
_DAY, _TIME = 1, 2


def send(stream: IO[bytes], payload: bytes) -> None:
    """Write one frame."""
    stream.write(_LENGTH.pack(len(payload)) + payload)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """Read one frame; None at the end of the stream, when it is cut short, or longer than `ANSWER_LIMIT`."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > ANSWER_LIMIT:
        return None
    payload = stream.read(length)
    return payload if len(payload) == length else None


def _pack(cell: date | time) -> msgspec.msgpack.Ext:
    return msgspec.msgpack.Ext(_TIME if isinstance(cell, time) else _DAY, cell.isoformat().encode())


def _unpack(code: int, data: memoryview) -> Any:
    text = bytes(data).decode()
    return time.fromisoformat(text) if code == _TIME else date.fromisoformat(text)


def encode(book: Book) -> bytes:
    """A book as MessagePack; days and times of day travel as extensions, so that no text is mistaken for one."""
    sheets = [
        (
            sheet.name,
            [
                (n, {c: _pack(v) if isinstance(v, date | time) else v for c, v in cells.items()})
                for n, cells in sheet.rows.items()
            ],
            sheet.merged,
            sorted(sheet.hidden),
        )
        for sheet in book.sheets
    ]
    return msgspec.msgpack.encode((book.refused, sheets))


def decode(payload: bytes) -> Book:
    """The reverse of `encode`."""
    refused, sheets = msgspec.msgpack.decode(payload, ext_hook=_unpack, strict=False)
    return Book(
        [
            Grid(name, dict(rows), [(a, b, c, d) for a, b, c, d in merged], frozenset(hidden))
            for name, rows, merged, hidden in sheets
        ],
        refused,
    )


_UNSAFE = encode(Book([], "file.unsafe"))


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = MEMORY_LIMIT if hard == resource.RLIM_INFINITY else min(MEMORY_LIMIT, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _limit_time() -> None:
    """Allow this file its processor seconds on top of what earlier files took."""
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        seconds = int(used.ru_utime + used.ru_stime) + SECONDS_PER_FILE
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        most = seconds if hard == resource.RLIM_INFINITY else min(seconds, hard)
        resource.setrlimit(resource.RLIMIT_CPU, (most, hard))


def ask(path: bytes, marks: Sequence["Mark"] | None = None, pixels: int = 0) -> bytes:
    """A request: read the workbook at `path`, mark it, or read the scan of which at most `pixels` are kept."""
    return msgspec.msgpack.encode((path, marks, pixels))


def _answer(request: bytes) -> bytes:
    """What to send back. A workbook openpyxl cannot mark ends the child: the parent takes that for a no."""
    name, marks, pixels = msgspec.msgpack.decode(request, type=tuple[bytes, list[Any] | None, int])
    path = os.fsdecode(name)
    if pixels:
        from pathlib import Path

        from yingcai_desktop.scans.reading import read_scan

        return msgspec.msgpack.encode(read_scan(Path(path), pixels))
    if marks is not None:
        from yingcai_desktop.sheets.marking import Mark, marked

        return marked(path, msgspec.convert(marks, list[Mark]))
    from yingcai_desktop.sheets.reader import read_book

    try:
        with open(path, "rb") as file:  # noqa: PTH123  -- pathlib would be one more import to wait for
            answer = encode(read_book(file))
    except MemoryError:
        return _UNSAFE
    return answer if len(answer) <= ANSWER_LIMIT else _UNSAFE


def child_main() -> int:
    """Read workbooks until the parent closes the pipe. Never returns on a killed or exhausted process; the parent notices."""
    _limit_memory()
    with os.fdopen(0, "rb") as requests, os.fdopen(os.dup(1), "wb") as answers:
        while (request := receive(requests)) is not None:
            _limit_time()
            send(answers, _answer(request))
    return 0


if __name__ == "__main__":
    sys.exit(child_main())

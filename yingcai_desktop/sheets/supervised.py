"""Reading files without trusting them: the parent's side of the child process (reliability §3.9)."""

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import Self

from yingcai_desktop.sheets.child import CHILD_SWITCH, SECONDS_PER_FILE, ask, decode, receive, send
from yingcai_desktop.sheets.grid import Book
from yingcai_desktop.sheets.marking import Mark

_PACKAGE_ROOT = Path(__file__).resolve().parents[2]


class WorkbookReader:
    """One child process for all files of a command; a file that kills it is `file.unsafe`, and the next gets a new child.

    `with WorkbookReader() as reader: book = reader.read(path)`
    """

    def __init__(self, seconds: float = SECONDS_PER_FILE) -> None:
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def read(self, path: Path) -> Book:
        """Read one file. Raises `OSError` when it cannot be opened; everything wrong inside it is in `Book.refused`."""
        answer = self._ask(path, None)
        return Book([], "file.unsafe") if answer is None else decode(answer)

    def mark(self, path: Path, marks: Sequence[Mark]) -> bytes | None:
        """The workbook with comments on the marked cells; None when that is not possible within the limits."""
        return self._ask(path, marks)

    def scan(self, path: Path, pixels: int) -> bytes | None:
        """A picture or PDF as the child answers it (`scans/supervised.py` reads the answer); None when the child died over it."""
        return self._ask(path, None, pixels)

    def _ask(self, path: Path, marks: Sequence[Mark] | None, pixels: int = 0) -> bytes | None:
        """The child's answer about a file; None when the child died over it or took too long."""
        with path.open("rb"):
            pass
        child = self._child or self._start()
        watchdog = Timer(self._seconds, child.kill)
        watchdog.start()
        try:
            answer = self._exchange(child, ask(os.fsencode(path.resolve()), marks, pixels))
        finally:
            watchdog.cancel()
        if answer is None:
            self._stop()
        return answer

    @staticmethod
    def _exchange(child: subprocess.Popen[bytes], request: bytes) -> bytes | None:
        assert child.stdin is not None and child.stdout is not None
        try:
            send(child.stdin, request)
            return receive(child.stdout)
        except OSError:  # the child is gone
            return None

    def _start(self) -> subprocess.Popen[bytes]:
        frozen = getattr(sys, "frozen", False)
        command = [sys.executable, CHILD_SWITCH] if frozen else [sys.executable, "-m", "yingcai_desktop.sheets.child"]
        self._child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # an exhausted child's last words say nothing to a clerk
            env=os.environ | {"PYTHONPATH": str(_PACKAGE_ROOT)},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        return self._child

    def _stop(self) -> None:
        if self._child is None:
            return
        child, self._child = self._child, None
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                with suppress(OSError):  # what was still to be sent to a dead child
                    stream.close()
        child.kill()
        child.wait()

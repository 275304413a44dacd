"""Long work away from the screen: an ordinary function `work(progress) -> result` on one worker thread.

Results and errors come back on the UI thread. The strip appears only when a job lasts; cancelling raises `Cancelled` at the
next `progress(…)`, so the transaction around the work rolls back and nothing is left half done.
"""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout
from shiboken6 import isValid

from ui.messages import Messages
from ui.parts.job_strip import JobStrip
from ui.parts.look import holder, stack

log = logging.getLogger(__name__)

PATIENCE_MS = 500  # shorter work shows nothing at all
_REPORT_EVERY = 0.05  # seconds between two reports to the screen

Progress = Callable[[int, int, str], None]


class Cancelled(Exception):
    """Raised inside the work at the next progress report after 取消."""


class Job(QObject):
    """One piece of work under way. Signals arrive on the UI thread; `ended` comes last, whatever happened."""

    moved = Signal(int, int, str)
    finished = Signal(object)
    failed = Signal(object)
    stopped = Signal()
    ended = Signal()
    _back = Signal(str, object)

    def __init__(self, title: str, work: Callable[[Progress], Any], note: str = "") -> None:
        super().__init__()
        self.title, self.note = title, note
        self._work, self._stop = work, threading.Event()
        self._started = self._told = 0.0
        self._back.connect(self._land)

    def cancel(self) -> None:
        """Ask the work to stop at its next report. Safe from any thread, any number of times."""
        self._stop.set()

    def progress(self, done: int, total: int = 0, text: str = "") -> None:
        """What the work calls: `done` of `total`. Raises `Cancelled` after 取消. Costs nothing when called often."""
        if self._stop.is_set():
            raise Cancelled
        now = time.monotonic()
        if now - self._told >= _REPORT_EVERY or done == total:
            self._told = now
            self.moved.emit(done, total, text)

    def seconds_left(self, done: int, total: int) -> float | None:
        """A guess from the pace so far; `None` while there is nothing to judge by."""
        spent = time.monotonic() - self._started
        return spent * (total - done) / done if done and total > done and spent > 1 else None

    def run(self) -> None:
        """Do the work; called on the worker thread."""
        self._started = time.monotonic()
        try:
            if self._stop.is_set():
                raise Cancelled
            result = self._work(self.progress)
        except Cancelled:
            self._back.emit("stopped", None)
        except BaseException as error:  # everything the work raises belongs to the UI thread, nothing may vanish
            self._back.emit("failed", error)
        else:
            self._back.emit("finished", result)

    def _land(self, outcome: str, value: object) -> None:
        if outcome == "stopped":
            self.stopped.emit()
        else:
            getattr(self, outcome).emit(value)
        self.ended.emit()


class Jobs(QObject):
    """One worker for the window. `place` is the layout at the foot where strips appear."""

    def __init__(self, place: QVBoxLayout, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._place, self._messages = place, messages
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="job")
        self._reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="read")
        self.running: list[Job] = []
        self._reading: list[Job] = []
        self._closed = False

    def start(
        self,
        title: str,
        work: Callable[[Progress], Any],
        done: Callable[[Any], object] | None = None,
        *,
        failed: Callable[[BaseException], object] | None = None,
        note: str = "",
    ) -> Job:
        """Run `work` next; `done(result)` or `failed(error)` follow on the UI thread (default: the messages speak)."""
        job = Job(title, work, note)
        if self._closed:  # a timer of a window that is going: nobody waits for it any more
            return job
        self.running.append(job)
        if done is not None:
            job.finished.connect(done)
        job.failed.connect(failed or self._messages.trouble)
        job.stopped.connect(lambda: self._messages.info(f"已取消：{title}。没有留下半截数据。"))
        job.ended.connect(lambda: self._over(job))
        QTimer.singleShot(PATIENCE_MS, job, lambda: self._show(job))
        self._worker.submit(job.run)
        return job

    def read(self, work: Callable[[], Any], done: Callable[[Any], object]) -> None:
        """A short look beside everything else: it shows nothing, nobody waits for it, and one that fails is only noted."""
        if self._closed:
            return
        job = Job("", lambda _progress: work())
        self._reading.append(job)
        job.finished.connect(lambda found: None if self._closed else done(found))
        job.failed.connect(lambda error: log.info("not read: %s", type(error).__name__))
        job.ended.connect(lambda: self._reading.remove(job))
        self._reader.submit(job.run)

    def busy(self) -> bool:
        """Whether anything runs or waits."""
        return bool(self.running)

    def close(self) -> None:
        """Cancel everything and wait for the worker: called when the window closes."""
        self._closed = True
        for job in self.running:
            job.cancel()
        for worker in (self._worker, self._reader):
            worker.shutdown(wait=True, cancel_futures=True)

    def _show(self, job: Job) -> None:
        if job not in self.running or not isValid(self._place):  # over, or the window went first
            return
        strip = JobStrip(job.title, job.note)
        strip.cancelled.connect(job.cancel)
        job.moved.connect(lambda n, total, text: strip.show_progress(n, total, text, job.seconds_left(n, total)))
        frame = holder(stack(strip, margins=(20, 0, 20, 14)))
        job.ended.connect(frame.hide)
        job.ended.connect(frame.deleteLater)
        self._place.addWidget(frame)

    def _over(self, job: Job) -> None:
        if job in self.running:
            self.running.remove(job)
        job.deleteLater()

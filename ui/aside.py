"""Short work beside the window's one worker: checking a password takes half a second, and the worker may be busy for minutes."""

import contextlib
from collections.abc import Callable
from threading import Thread
from typing import Any

from PySide6.QtCore import QObject, Signal


class Aside(QObject):
    """One piece of work at a time; `done(result)` or `failed(error)` follow on the UI thread, unless the parent is gone by then."""

    _back = Signal(bool, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.busy = False
        self._heard: tuple[Callable[[Any], object], Callable[[Any], object]] | None = None
        self._back.connect(self._land)

    def run(self, work: Callable[[], Any], done: Callable[[Any], object], failed: Callable[[BaseException], object]) -> None:
        """Start it; ignored while another one runs."""
        if self.busy:
            return
        self.busy, self._heard = True, (done, failed)
        Thread(target=self._work, args=(work,), name="aside").start()

    def _work(self, work: Callable[[], Any]) -> None:
        result: object
        try:
            good, result = True, work()
        except BaseException as error:  # everything the work raises belongs to the UI thread, nothing may vanish
            good, result = False, error
        with contextlib.suppress(RuntimeError):  # the window has gone meanwhile
            self._back.emit(good, result)

    def _land(self, good: bool, result: object) -> None:
        heard, self._heard, self.busy = self._heard, None, False
        if heard is not None:
            heard[0 if good else 1](result)

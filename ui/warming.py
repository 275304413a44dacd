"""What the next step needs, imported while nobody waits for it: first beside the UI thread, then on it in short slices.

Our own modules are imported on the UI thread alone once a window of work is open: two threads that import modules of one package from
two ends can find each other in the way, and Python then refuses one of them.
"""

import sys
from collections import deque
from collections.abc import Iterable
from importlib import import_module
from pkgutil import iter_modules
from threading import Thread

from PySide6.QtCore import QObject, QTimer, Signal

from ui.places import PLACES

PAUSE_MS = 30
"""Between two slices: hands come first."""
TO_UNLOCK = tuple(
    f"yingcai_desktop.services.{name}" for name in ("setup", "signing_in", "witnessing", "safekeeping", "workbench")
)
"""What opens a data file and fills the workbench; no Qt in it."""
THE_WINDOW = ("ui.parts", "ui.main_window", "ui.session", "ui.idle", "ui.pages.home")
"""What shows when it is open."""
OF_OTHERS = ("pypinyin", "openpyxl", "reportlab.pdfgen.canvas", "reportlab.platypus", "pypdfium2", "xlsxwriter")
"""Large libraries behind the pages."""
THE_PAGES = ("yingcai_desktop.services", "yingcai_desktop.services.printing",
             *dict.fromkeys(place.page.partition(":")[0] for place in PLACES if place.page))  # fmt: skip
"""What is gone to then, and what is on it."""


class Warming(QObject):
    """Ends by itself; goes with its parent."""

    done = Signal()

    def __init__(self, parent: QObject, beside: Iterable[str], here: Iterable[str]) -> None:
        super().__init__(parent)
        self._left = deque(here)
        self._timer = QTimer(self, interval=PAUSE_MS)
        self._timer.timeout.connect(self._next)
        self._timer.start()
        self._beside = Thread(target=_import, args=(tuple(beside),), name="warming")
        self._beside.start()

    def wait(self) -> None:
        """Until nothing is imported beside any more: whoever is about to import the same would only get in its way."""
        self._beside.join()

    def _next(self) -> None:
        """One module that is not there yet, then what is in it if it is a package; nothing while something is imported beside."""
        if self._beside.is_alive():
            return
        while self._left:
            name = self._left.popleft()
            fresh = name not in sys.modules
            path = getattr(import_module(name), "__path__", ())
            self._left.extendleft(f"{name}.{found.name}" for found in iter_modules(path) if not found.ispkg)
            if fresh:
                return
        self._timer.stop()
        self.done.emit()


def _import(names: Iterable[str]) -> None:
    for name in names:
        import_module(name)

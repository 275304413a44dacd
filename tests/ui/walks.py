"""Walks through the window: every page, every tab and the pane of its first record, looked at for all that must hold everywhere.

Opening them is most of the work of looking, so one walk serves many rows of the acceptance table; each row has its own test, which reads
what the walk found. `walked("certified")` (tests/ui/conftest.py) is made by the first test that asks.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui import walker
from tests.ui.frames import kind, shows, specimens
from ui import theme
from ui.commands import COMMANDS
from ui.main_window import MainWindow
from ui.pages.base import Page
from ui.pages.register import RegisterPage
from ui.pages.tabbed import TabbedPage
from ui.parts.cells import pill_text
from ui.parts.table import Table
from ui.places import PLACES

SIZES = ((1440, 900), (1366, 689), (1280, 641), (1216, 640))
"""1440×900 at 100 %; a 1366×768 screen; 1080p at 150 %; the least, as at 200 % on a large screen — in logical pixels."""
COMMON = SIZES[1]
PATIENCE = 20.0
"""Seconds for what runs in the background."""


@dataclass
class Found:
    """What was seen on a walk."""

    stray: list[str] = field(default_factory=list)
    """What was shown as a window of its own."""
    complaints: dict[str, list[str]] = field(default_factory=dict)
    """Where, in which size → what the walker says of it."""
    uncallable: list[str] = field(default_factory=list)
    """Where, which command → has a handler that cannot be called."""
    pills: dict[str, set[str]] = field(default_factory=dict)
    """Tone → words in cells of that colour."""
    frames: dict[str, dict[str, int]] = field(default_factory=dict)
    """Light or dark → kind of widget → length of the frame it wears while it has the keyboard."""
    shares: dict[str, float] = field(default_factory=dict)
    """Page → how much of it is nearly white in the dark."""


Walked = Callable[[str], Found]
"""Milestone of the season → what a walk through it found."""


class Watch(QObject):
    """Writes down everything but the main window that is shown without a parent."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at every event of the program."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


def idle(window: MainWindow) -> None:
    """Until nothing runs in the background and all is laid out."""
    end = time.monotonic() + PATIENCE
    while window.jobs.busy():
        assert time.monotonic() < end, "the job does not end"
        QTest.qWait(5)
    walker.settle(window)


def faces_of(page: Page) -> Iterator[str]:
    """Every tab of a page, and the pane of its first record."""
    if not isinstance(page, TabbedPage):
        yield ""
        yield from _with_pane(page, "")
        return
    for key in page.segments.keys():  # noqa: SIM118  # a method
        page.show_tab(key)
        yield key
        yield from _with_pane(page.tab, key)


def _with_pane(page: Page, key: str) -> Iterator[str]:
    if isinstance(page, RegisterPage) and page.table.rows.shown:
        page.open_record(page.table.rows.shown[0].uid)
        yield f"{key}+pane"


def through(window: MainWindow) -> Iterator[str]:
    """Everything in turn, at rest."""
    for place in PLACES:
        page = window.go(place.key)
        idle(window)
        for face in faces_of(page):
            idle(window)
            yield f"{place.key}/{face}"


def watched(going: Iterator[str], app: QApplication, watch: Watch) -> Iterator[str]:
    """The same with the watch on while things open; it sees every event of the program and so slows all of them."""
    while True:
        app.installEventFilter(watch)
        where = next(going, None)
        app.removeEventFilter(watch)
        if where is None:
            return
        yield where


def cut_in_every_size(window: MainWindow, where: str, found: dict[str, list[str]]) -> None:
    """What the walker says of what is on show, in every size, from the present one to the other end and the next time back.

    It was painted when it opened; here only what is laid out counts.
    """
    sizes = SIZES if (window.width(), window.height()) == SIZES[0] else SIZES[::-1]
    window.setUpdatesEnabled(False)
    for size in sizes:
        window.resize(*size)
        idle(window)
        if wrong := walker.complaints(window):
            found[f"{where} {size[0]}×{size[1]}"] = wrong
    window.setUpdatesEnabled(True)


def pills(window: MainWindow) -> Iterator[tuple[str, str]]:
    """(tone, words) of the pills of every list on show."""
    for table in window.findChildren(Table):
        if table.isVisible():
            for column in table.rows.columns:
                if column.kind == "pill" and column.tone is not None:
                    for row in table.rows.shown:
                        if (text := column.text(row)) and (tone := column.tone(row)) != "plain":
                            yield tone, pill_text(text, tone)


def frames(window: MainWindow, found: dict[str, int]) -> None:
    """How what Tab reaches shows that it has the keyboard; what looks alike once."""
    for widget in list(specimens(window)):
        if kind(widget) not in found and widget.isVisible():
            found[kind(widget)] = shows(window, widget)


def light_share(image: QImage) -> float:
    """How much of a picture is nearly white, sampled every fourth pixel."""
    small = image.scaled(image.width() // 4, image.height() // 4).convertToFormat(QImage.Format.Format_RGB32)
    points = memoryview(small.constBits()).cast("I").tolist()
    light = {colour for colour in set(points) if QColor.fromRgb(colour).lightness() > 225}
    return sum(point in light for point in points) / len(points)


def uncallable(window: MainWindow, where: str) -> Iterator[str]:
    """Commands whose handler here is no such thing."""
    for command in COMMANDS:
        handler = window._handler(command)
        if handler is not None and not callable(handler):
            yield f"{where} {command.id}"


def walk(window: MainWindow, app: QApplication, *, sizes: bool = False, modes: Sequence[str] = ()) -> Found:
    """Open everything once and look at it: in every size, and once more in each of these modes with the keyboard on every kind of widget."""
    found, watch = Found(), Watch()
    window.resize(*SIZES[0])
    window.show()
    for where in watched(through(window), app, watch):
        found.uncallable += uncallable(window, where)
        for tone, words in pills(window):
            found.pills.setdefault(tone, set()).add(words)
        if sizes:
            cut_in_every_size(window, where, found.complaints)
        elif wrong := walker.complaints(window):
            found.complaints[where] = wrong
    found.stray = watch.seen
    window.resize(*COMMON)
    window.activateWindow()
    for mode in modes:
        theme.switch(app, mode)
        lengths = found.frames.setdefault(mode, {})
        for where in through(window):
            frames(window, lengths)
            if mode == "dark":
                found.shares.setdefault(where.partition("/")[0], light_share(window.grab().toImage()))
    return found

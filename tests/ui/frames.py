"""How whatever has the keyboard shows it: the frame that appears around it, measured in a picture of it without and one with it."""

from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView, QWidget

from tests.ui import walker
from tests.ui.test_theme import contrast
from ui.main_window import MainWindow

THIN, THICK = 2, 6
"""Pixels of a frame; a filled handle is thicker than any."""


def frame(before: QImage, after: QImage) -> int:
    """How many columns of pixels show a new frame: a short upright run of one new colour that stands out from above or below."""
    old, new = (memoryview(image.constBits()).cast("I") for image in (before, after))
    wide, found = after.bytesPerLine() // 4, 0
    for x in range(after.width()):
        was, now = old[x::wide].tolist(), new[x::wide].tolist()
        if was != now:
            column = [(colour, colour != other) for colour, other in zip(now, was, strict=True)]
            found += any(_stands_out(run, column) for run in _runs(column))
    return found


def _runs(column: list[tuple[int, bool]]) -> Iterator[tuple[int, int]]:
    """(first, one after last) of each run of one new colour."""
    start = 0
    for y in range(1, len(column) + 1):
        if y == len(column) or column[y] != column[start]:
            if column[start][1] and y - start >= THIN:
                yield start, y
            start = y


def _stands_out(run: tuple[int, int], column: list[tuple[int, bool]]) -> bool:
    first, last = run
    beside = [column[y][0] for y in (first - 1, last) if 0 <= y < len(column)]
    if last - first > THICK and first > 0 and last < len(column):
        return False  # a new ground, not a frame
    name = QColor.fromRgb(column[first][0]).name()
    return any(contrast(name, QColor.fromRgb(one).name()) >= 3 for one in beside)


def kind(widget: QWidget) -> str:
    """Widgets that look alike are looked at once: class, look, and the states that colour them."""
    parts = [
        type(widget).__name__,
        *(str(widget.property(name)) for name in ("look", "note", "flat") if widget.property(name)),
    ]
    return " ".join([*parts, "checked"] if getattr(widget, "isChecked", lambda: False)() else parts)


def specimens(window: MainWindow) -> Iterator[QWidget]:
    """What Tab can reach now."""
    for widget in walker.seen(window):
        if widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
            yield widget


def spot(widget: QWidget) -> QRect:
    """Where the frame is drawn: around the widget, or around the current cell of a list."""
    area = widget.rect()
    if isinstance(widget, QTableView) and widget.currentIndex().isValid():
        cell = widget.visualRect(widget.currentIndex())
        area = QRect(widget.viewport().mapTo(widget, cell.topLeft()), cell.size())
    return area.adjusted(-3, -3, 3, 3)


def shows(window: MainWindow, widget: QWidget) -> int:
    """How long the frame is that comes with the keyboard."""
    if (
        isinstance(widget, QAbstractItemView)
        and not widget.currentIndex().isValid()
        and widget.model()
        and widget.model().rowCount()
    ):
        widget.setFocus()
        widget.setCurrentIndex(widget.model().index(0, 0))
    elsewhere = next(one for one in window.sidebar.buttons.values() if one is not widget)
    widget.setFocus(Qt.FocusReason.TabFocusReason)  # what lies below the fold comes into sight
    QApplication.processEvents()
    area = spot(widget)
    area = QRect(widget.mapTo(window, area.topLeft()), area.size()).intersected(window.rect())
    elsewhere.setFocus()
    QApplication.processEvents()
    before = window.grab(area).toImage().convertToFormat(QImage.Format.Format_RGB32)
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    after = window.grab(area).toImage().convertToFormat(QImage.Format.Format_RGB32)
    return frame(before, after)

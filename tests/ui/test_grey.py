"""Printed grey, or seen by somebody who tells no red from green: what a colour says, words and marks say too (U30)."""

from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage

from tests.ui import walker
from tests.ui.applicants import Opener as ApplicantsOpener
from tests.ui.selecting import Opened, Opener
from tests.ui.walks import Walked
from ui.main_window import MainWindow
from ui.parts.table import Table
from ui.theme import TONES

DARKER = 80
"""Levels of grey, of 255, by which ink differs from the paper it lies on."""
WORDS = 30
"""Points by which other words differ; tints and outlines alone stay below."""


def grey(window: MainWindow, area: QRect) -> QImage:
    """A part of the window without its colours."""
    return window.grab(area).toImage().convertToFormat(QImage.Format.Format_Grayscale8)


def ink(image: QImage) -> frozenset[tuple[int, int]]:
    """Where something is written: points that differ from the commonest grey of their own tint or ground, whatever that is."""
    levels = [[image.pixelColor(x, y).value() for x in range(image.width())] for y in range(image.height())]
    every = sorted(level for row in levels for level in row)
    ground = every[len(every) // 2]
    return frozenset(
        (x, y) for y, row in enumerate(levels) for x, level in enumerate(row) if abs(level - ground) > DARKER
    )


def cell(window: MainWindow, table: Table, row: int, column: int) -> QRect:
    """Inside of a cell, in the window; the frozen part lies over the first columns."""
    view = table.part if column < table.frozen else table
    place = view.visualRect(table.rows.index(row, column)).adjusted(12, 10, -12, -10)  # within the outline of a pill
    return QRect(view.viewport().mapTo(window, place.topLeft()), place.size())


def states(opened: Opened) -> dict[str, frozenset[tuple[int, int]]]:
    """Status → what is written in the pill of the first candidate who has it."""
    tab = opened.go(tab="admission", programme="national", subject="计算机")
    table = tab.table
    table.clearSelection()
    column = next(n for n, one in enumerate(table.rows.columns) if one.kind == "pill")
    written = {}
    for number, row in enumerate(table.rows.shown):
        if row.status not in written:
            table.scrollTo(table.rows.index(number, column))
            walker.settle(opened.window)
            written[row.status] = ink(grey(opened.window, cell(opened.window, table, number, column)))
    return written


def test_u30_admitted_and_waitlisted_are_told_apart_without_colour(open_place: Opener) -> None:
    written = states(open_place("selection", "admitted"))

    assert {"admitted", "waitlist"} <= set(written)
    assert all(len(one ^ other) > WORDS for one, other in combinations(written.values(), 2))


def test_u30_colour_alone_would_be_found(open_place: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same words in pills of other tints: in grey nothing tells them apart."""
    monkeypatch.setattr("ui.parts.cells.pill_text", lambda _text, _tone: "状态")
    written = states(open_place("selection", "admitted"))

    assert len(written) > 1
    assert all(len(one) > WORDS for one in written.values())
    assert all(len(one ^ other) <= WORDS for one, other in combinations(written.values(), 2))


def test_u30_an_error_in_a_form_is_seen_without_colour(open_applicants: ApplicantsOpener) -> None:
    opened = open_applicants("applied")
    opened.page.new()
    walker.settle(opened.window)
    box = opened.page.pane.form.boxes["name"]
    area = QRect(box.mapTo(opened.window, QPoint(0, 0)), box.size())
    before = ink(grey(opened.window, area))
    opened.page.pane.main_button.click()
    walker.settle(opened.window)
    area = QRect(box.mapTo(opened.window, QPoint(0, 0)), box.size())

    after = ink(grey(opened.window, area))

    assert box.note.text() == "× 必填"
    assert len(after - before) > 40, "the words and the thicker frame"


@pytest.mark.timeout(600)
def test_u30_every_coloured_cell_of_every_list_has_words(walked: Walked) -> None:
    said = walked("certified").pills

    assert {"ok", "warn", "bad", "info"} <= set(said)
    assert all(words.strip() for all_words in said.values() for words in all_words)
    symbols = {TONES[tone][2] for tone in ("ok", "warn", "bad")}
    assert all(words[0] in symbols for tone in ("ok", "warn", "bad") for words in said[tone]), said

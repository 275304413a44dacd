"""A clerk's hands: everything goes through the keyboard of a real window. No mouse, no call of a page's own methods.

Chinese arrives as an input method sends it, in one committed piece; what Latin letters and digits a clerk types are key presses.
"""

import time
from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QFileDialog, QLabel, QWidget

from ui.parts.combo import PickCombo
from ui.parts.grid import Grid
from ui.parts.segments import Segments
from ui.parts.table import Table

PATIENCE = 20.0
"""Seconds for something that runs in the background."""
FAR = 400
"""More Tabs than any page has stops."""


class Hands:
    """At one program. What cannot be reached by keyboard fails with what could be."""

    def __init__(self, window: Callable[[], Any]) -> None:
        """`window()` is the window on show: it changes when the gate opens."""
        self._window = window

    # Looking

    @property
    def window(self) -> Any:
        """The window on show."""
        return self._window()

    @property
    def focus(self) -> QWidget:
        """What has the keyboard."""
        found = QApplication.focusWidget()
        assert found is not None, "nothing has the keyboard"
        return found

    def said(self) -> str:
        """The latest message of the program."""
        messages = getattr(self.window, "messages", None)  # the gate before the window has none
        return str(messages.kept[0].text) if messages is not None and messages.kept else ""

    def words(self) -> list[str]:
        """What the labels and buttons on show say."""
        return [_words(part) for part in self.window.findChildren(QWidget) if part.isVisible() and _words(part)]

    def sees(self, text: str) -> bool:
        """Whether some label or button on show says it."""
        return any(text in words for words in self.words())

    def names(self) -> list[str]:
        """What Tab can reach, for a message that helps."""
        parts = self.window.findChildren(QWidget)
        return [
            _name(p) for p in parts if p.isVisible() and p.isEnabled() and p.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]

    def until(self, true: Callable[[], object], what: str = "") -> None:
        """Wait for it."""
        end = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < end, f"waited in vain: {what or true}; said: {self.said()}"
            QTest.qWait(5)

    def settle(self) -> None:
        """Until nothing runs in the background."""
        QTest.qWait(1)
        if hasattr(self.window, "jobs"):
            self.until(lambda: not self.window.jobs.busy(), "the job")
        QTest.qWait(1)

    # Keys

    def key(self, *chords: str, times: int = 1) -> None:
        """`Ctrl+N`, `Down`, `Alt+2`; to whatever has the keyboard, shortcuts included."""
        for chord in chords * times:
            self.wake()
            pressed = QKeySequence(chord)[0]
            target = QApplication.focusWidget() or self.window
            QTest.keyClick(target, pressed.key(), pressed.keyboardModifiers())
            QTest.qWait(1)  # nobody is quicker than the event loop

    def wake(self) -> None:
        """Without a window manager nobody gives the keyboard to a dialog, or back to the window when a list of choices has closed."""
        front = QApplication.activeModalWidget() or self.window
        if QApplication.activeWindow() is not front and QApplication.activePopupWidget() is None:
            front.activateWindow()
            QTest.qWait(1)

    def type(self, text: str) -> None:
        """Text as a person types it: Chinese through the input method, the rest key by key."""
        self.wake()
        for plain, run in groupby(text, str.isascii):
            piece = "".join(run)
            if plain:
                for letter in piece:  # the first one may open an editor
                    QTest.keyClicks(self.focus, letter)
            else:
                event = QInputMethodEvent()
                event.setCommitString(piece)
                QApplication.sendEvent(self.focus, event)

    def tab_to(self, fits: Callable[[QWidget], bool], what: str) -> QWidget:
        """Tab until the keyboard is there; where a grid keeps Tab for itself, F6 to the next part of the window."""
        for _ in range(FAR):
            here = QApplication.focusWidget()
            if here is not None and fits(here):
                return here
            self.key("Tab")
            if QApplication.focusWidget() is here:
                self.key("F6")
        raise AssertionError(f"not reached by keyboard: {what}; within reach: {self.names()}")

    def to(self, name: str) -> QWidget:
        """To the control of that name."""
        return self.tab_to(lambda part: _is(part, name), name)

    def press(self, text: str) -> None:
        """The button, link, tab or box of that name: Tab to it and Space."""
        self.tab_to(lambda part: isinstance(part, QAbstractButton) and _is(part, text), f"button {text}")
        self.key("Space")
        self.settle()

    def answer_file_dialog(self, path: Path) -> None:
        """Ready for the dialog of the operating system the next key opens: the name typed, Enter."""

        def answer() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, QFileDialog):
                QTimer.singleShot(10, answer)
                return
            try:
                self.key("Ctrl+A")
                self.type(str(path))
                self.key("Return")
            finally:
                if dialog.isVisible():  # it would wait for ever
                    dialog.reject()

        QTimer.singleShot(10, answer)

    def turn_to(self, text: str) -> None:
        """The segment whose words begin so: Tab to its row, → until it is on."""

        def among(part: QWidget) -> bool:
            return any(_words(one).startswith(text) for one in part.findChildren(QAbstractButton))

        page = self.window.page  # the scope in the top bar has segments of the same words
        self.tab_to(
            lambda part: page.isAncestorOf(part) and isinstance(part.parent(), Segments) and among(part.parentWidget()),
            f"segment {text}",
        )
        for _ in self.focus.parentWidget().findChildren(QAbstractButton):
            if _words(self.focus).startswith(text):
                return
            self.key("Right")
            self.settle()
        assert _words(self.focus).startswith(text), f"the segment {text} does not open"

    def fill(self, name: str, text: str) -> None:
        """Into the field of that name, over what stands there."""
        self.to(name)
        if isinstance(self.focus, PickCombo):
            self.pick(text)
            return
        self.key("Ctrl+A")
        self.type(text)

    def pick(self, typed: str) -> None:
        """In the choice that has the keyboard: the first letters of the pinyin, or ↓ to the words."""
        combo = self.focus
        assert isinstance(combo, QComboBox)
        if typed.isascii():
            self.type(typed)
            return
        self.key("Home")
        for _ in range(combo.count()):
            if typed in combo.currentText():
                return
            self.key("Down")
        raise AssertionError(f"{typed} is not offered: {[combo.itemText(n) for n in range(combo.count())]}")

    def form(self, values: Iterable[tuple[str, str]]) -> None:
        """Field by field in the order of the form; `✓` ticks a box."""
        for name, text in values:
            if text == "✓":
                self.press(name)
            else:
                self.fill(name, text)

    # Lists

    def list(self, name: str = "") -> Table:
        """Into the list of that name, or the first."""
        found = self.tab_to(lambda part: isinstance(part, Table) and (not name or _is(part, name)), f"list {name}")
        assert isinstance(found, Table)
        return found

    def grid(self) -> None:
        """Into the grid of marks."""
        self.tab_to(lambda part: isinstance(part, Grid), "grid")

    def to_total(self) -> None:
        """From the grid on to the total of the paper: F6."""
        self.key("F6")
        assert _is(self.focus, "纸面合计"), _name(self.focus)
        self.key("Ctrl+A")

    def read(self, name: str) -> tuple[tuple[str, ...], ...]:
        """What stands in the list of that name, row by row."""
        rows = self.list(name).rows
        columns = range(rows.columnCount())
        return tuple(
            tuple(str(rows.data(rows.index(row, column)) or "") for column in columns) for row in range(rows.rowCount())
        )

    def says(self, table: Table) -> str:
        """The row the keyboard is on."""
        number = table.currentIndex().row()
        return " ".join(
            str(table.rows.data(table.rows.index(number, c)) or "") for c in range(table.rows.columnCount())
        )

    def row(self, text: str, name: str = "") -> None:
        """To the row that says it, by ↓; from the last row on to the first."""
        table = self.list(name)
        for _ in range(2 * table.rows.rowCount() + 1):
            if text in self.says(table):
                return
            before = table.currentIndex().row()
            self.key("Down")
            if table.currentIndex().row() == before:
                self.key("Ctrl+Home")
        raise AssertionError(f"no row says {text}")


def _words(part: QWidget) -> str:
    return part.text() if isinstance(part, QLabel | QAbstractButton) else ""


def _name(part: QWidget) -> str:
    return _bare(part.accessibleName() or _words(part))


def _bare(text: str) -> str:
    return text.removesuffix("，必填").rstrip("…").strip()


def _is(part: QWidget, name: str) -> bool:
    return _bare(name) in (_bare(part.accessibleName()), _bare(_words(part)))

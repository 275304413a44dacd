"""The pattern of every register: filter and chips above, list with frozen columns, pane at the right, batch bar below.

A page says what its columns, picks and views are, gives its rows, and fills the pane; this class keeps filter, selection, counts,
status and keys. Rows are frozen dataclasses with a `uid`; nothing of the store reaches a widget.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from ui.giving import Giving
from ui.pages.base import PAGE_MARGINS, Page, Shell
from ui.parts.detail import DetailPane, ListAndDetail
from ui.parts.empty import EmptyState
from ui.parts.filters import FilterBar, Pick, View, Wanted
from ui.parts.list_card import ListCard
from ui.parts.look import emphasise, holder, stack
from ui.parts.rows import Column
from ui.parts.strip import Action
from ui.parts.table import Table
from ui.places import Place

SOON_MS = 1
"""After what is waiting, painting included; a timer of 0 would come before it."""

Keep = Callable[[Any], bool]
"""Whether a row stays on show."""


@dataclass(frozen=True, slots=True)
class SavedView:
    """A chip: its words and which rows it keeps."""

    key: str
    text: str
    keep: Keep


@dataclass(frozen=True, slots=True)
class Declared:
    """What a register is made of. `frozen` counts the tick column, if there is one; `field_of` names the row's field a pick compares."""

    columns: Sequence[Column]
    frozen: int
    picks: Sequence[Pick]
    field_of: Mapping[str, str]
    views: Sequence[SavedView]
    placeholder: str
    unit: str
    none_found: str
    ticks: bool = True


class RegisterPage(Page):
    """Subclasses give `declared`, `all_rows`, `show_record` and the pane."""

    declared: Declared

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        self._views = {view.key: view for view in self.declared.views}
        self._pane_wanted = True
        self._begun = False
        self._pinned = ""
        self.pane = self.make_pane()
        self.filter = FilterBar(
            self.declared.placeholder,
            self.declared.picks,
            [View(view.key, view.text) for view in self.declared.views],
            buttons := self.buttons(),
        )
        self._main = next((one for one in buttons if one.property("look") == "primary"), None)
        self.table = Table(
            self.declared.columns,
            name=place.title,
            frozen=self.declared.frozen,
            checks=self.declared.ticks,
            unit=self.declared.unit,
            preferences=shell.preferences,
            view=place.key,
        )
        none = EmptyState(self.declared.none_found, "换一个条件试试，或者清除筛选。", [Action("清除筛选", self.filter.clear)],
                          "magnifying-glass")  # fmt: skip
        self.card = ListCard(self.table, self.empty_state(), none)
        self.giving = Giving(shell, self, self.table, place.title, filters=self.filter.words, chosen=self.chosen_rows)
        self.foot = stack(self.giving.panel, gap=10)
        main = holder(stack((self.card, 1), self.foot, gap=10), "plain")
        self.area = ListAndDetail(main, self.pane)
        self.body = stack(self.filter, (self.area, 1), gap=12, margins=PAGE_MARGINS)
        self.setLayout(self.body)
        self.pane.hide()
        self._connect()
        self._recall()

    # What a register overrides

    def all_rows(self) -> Sequence[Any]:
        """Every row of the scope chosen now."""
        return ()

    def make_pane(self) -> DetailPane:
        """The pane at the right."""
        raise NotImplementedError

    def buttons(self) -> Sequence[QPushButton]:
        """At the right of the filter; the last is the main one."""
        return ()

    def empty_state(self) -> EmptyState:
        """What stands there while there is nothing at all."""
        raise NotImplementedError

    def show_record(self, uid: str) -> None:
        """Fill the pane."""

    def showing(self) -> str:
        """The uid of the record in the pane."""
        return ""

    def leave_record(self) -> None:
        """Another record is about to be shown, or none."""

    def needle(self, text: str) -> tuple[str, Keep | None]:
        """What to search in the columns, and a test of its own for words no column shows (a whole identity number)."""
        return text, None

    def edit_record(self) -> None:
        """Put the keyboard into the pane."""

    def chosen_rows(self) -> Sequence[str]:
        """The records a batch, an export or a print is about: the ticked ones on show, or several selected rows; none means all on show."""
        chosen = self.table.batch()
        return chosen if len(chosen) > 1 or self.table.rows.checked_shown() else []

    # Commands (ui/commands.py)

    def export(self) -> None:
        """Ctrl+E: what is seen, as a workbook; the chosen rows only, if several are chosen."""
        self.giving.export()

    def print_page(self) -> None:
        """Ctrl+P: the same on paper."""
        self.giving.print_page()

    # What pages use

    def show_rows(self) -> None:
        """Show the rows again: same filter, same record, same place; chips and status follow.

        The record in the pane stays in the list even if it no longer fits the filter: nobody loses it in the middle of a form.
        """
        rows = self.all_rows()
        self._pinned = self.showing()
        self.table.show_rows(rows)
        self.filter.set_counts({view.key: sum(map(view.keep, rows)) for view in self.declared.views})
        if self.showing() and self.showing() != self.table.current():
            self.table.select(self.showing())  # a new record has got its row
        self._tell()

    def open_record(self, uid: str) -> bool:
        """Show one record, dropping the filter if it hides it."""
        self._pane_wanted = True
        if self.table.rows.row_of(uid) < 0:
            self.filter.clear()
        if not self.table.select(uid):
            return False
        self._current_changed(uid)
        return True

    def open_again(self) -> None:
        """The record that was in the pane, if it is still there."""
        uid = self.shell.preferences.text(f"left/{self.place.key}")
        if uid:
            self.open_record(uid)

    def focus_filter(self) -> None:
        """Ctrl+F."""
        self.filter.focus()

    def focus_work_area(self) -> None:
        """The list, or the first button of the empty state."""
        if self.table.isVisible():
            if not self.table.current():
                self.table.select(self.table.rows.shown[0].uid)
            self.table.setFocus()
        else:
            self.filter.focus()

    def panes(self) -> Sequence[QWidget]:
        """F6: filter, list, pane."""
        return self.filter, self.table, self.pane

    def set_pane(self, shown: bool) -> None:
        """Open the pane or put it away; the keyboard goes back to the list."""
        self._pane_wanted = shown
        if shown and self.table.current():
            self._current_changed(self.table.current())
        elif not shown:
            self.pane.hide()
            self.table.setFocus()

    # Inside

    def _connect(self) -> None:
        self.filter.changed.connect(self._narrow)
        self.filter.setFocusProxy(self.filter.search)
        self.table.current_changed.connect(self._row_moved)
        self.table.opened.connect(self._opened)
        self.table.status_changed.connect(self.set_status)
        self.pane.closed.connect(lambda: self.set_pane(False))
        for keys, do in (("Alt+Down", lambda: self.table.step(1)), ("Alt+Up", lambda: self.table.step(-1))):
            QShortcut(QKeySequence(keys), self, do, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _narrow(self, wanted: Wanted) -> None:
        fields = [(self.declared.field_of[key], code) for key, code in wanted.picks.items() if code]
        view = self._views[wanted.view].keep
        needle, extra = self.needle(wanted.text)

        self._pinned = ""

        def keep(row: Any) -> bool:
            if row.uid == self._pinned:
                return True
            if any(getattr(row, name) != code for name, code in fields) or not view(row):
                return False
            return extra is None or extra(row)

        self.table.filter(needle, keep)
        self._tell()
        self._remember(wanted)

    def _tell(self) -> None:
        total = self.table.rows.total()
        self.filter.show_count(len(self.table.rows.shown), total)
        if self._main is not None:
            emphasise(self._main, bool(total))  # while there is nothing, the main button is the one of the empty state
        self.set_status(self.table.status())

    def _row_moved(self, uid: str) -> None:
        """The pane follows; when the page is opened a moment later, once the list is there."""
        if self._begun:
            self._current_changed(uid)
        elif uid and self._pane_wanted:
            self.area.keep_room()
            QTimer.singleShot(SOON_MS, self, self._begin)

    def _begin(self) -> None:
        if not self._begun and self.table.current():
            self._current_changed(self.table.current())

    def _current_changed(self, uid: str) -> None:
        self._begun = True
        self.shell.preferences.put(f"left/{self.place.key}", uid)
        if uid and uid == self.showing():
            self.pane.setVisible(self._pane_wanted)
            return
        self.leave_record()
        if not uid:
            self.pane.hide()
        elif self._pane_wanted:
            self.show_record(uid)
            self.pane.show()

    def _opened(self, uid: str) -> None:
        self._pane_wanted = True
        self._current_changed(uid)
        self.edit_record()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc, when nothing nearer wants it, closes the pane; F2 goes into the form."""
        if event.key() == Qt.Key.Key_Escape and self.pane.isVisible():
            self.set_pane(False)
        elif event.key() == Qt.Key.Key_F2 and self.table.current():
            self._opened(self.table.current())
        else:
            super().keyPressEvent(event)

    def _remember(self, wanted: Wanted) -> None:
        state = json.dumps({"picks": dict(wanted.picks), "view": wanted.view})
        self.shell.preferences.put(f"filter/{self.place.key}", state)

    def _recall(self) -> None:
        """The filter of last time; words typed into the search box are never kept (they may be names)."""
        try:
            state = json.loads(self.shell.preferences.text(f"filter/{self.place.key}", "{}"))
        except ValueError:
            return
        for key, code in state.get("picks", {}).items():
            if key in self.filter.combos and self.filter.combos[key].findData(code) >= 0:
                self.filter.combos[key].set_code(code)
        if state.get("view") in self._views:
            self.filter.chips[state["view"]].setChecked(True)
        self._narrow(self.filter.wanted())

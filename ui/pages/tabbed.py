"""A page of sub-tabs under a row of segments (潜质测试: 考场安排 · 准考证 · 成绩录入 …): the page is the frame, the open tab the work.

A tab is made when it is first opened. Only the tab on show hears of commits and of the scope; the others are read again when they are
opened next. Commands (Ctrl+N, Ctrl+P, Ctrl+E, Ctrl+Z …) go to the open tab.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from ui.pages.base import PAGE_MARGINS, Page, Shell
from ui.parts.detail import DetailPane
from ui.parts.faces import Faces
from ui.parts.look import row, stack
from ui.parts.search_box import Hit
from ui.parts.segments import Segments
from ui.places import Place, named

TAB_MARGINS = (PAGE_MARGINS[0], 12, PAGE_MARGINS[2], PAGE_MARGINS[3])
"""Around a tab: it begins right under the segments."""


class Tab(Page):
    """One tab: a page without a sidebar entry. Any `Page` (a `RegisterPage` too) may be one; its `place` is the page's with its own key.

    `self.place.key` is `exams/seats`, so that what a tab remembers is its own.
    """


@dataclass(frozen=True, slots=True)
class TabSpec:
    """A tab as data: `make(shell, place)` gives the widget when it is first opened."""

    key: str
    text: str
    make: Callable[[Shell, Place], Page]


def when_opened(name: str, *shared: Any) -> Callable[[Shell, Place], Page]:
    """A tab named `"module:Class"`, imported when it is first opened; `shared` is what the tabs of a page have in common."""

    def make(shell: Shell, place: Place) -> Page:
        tab: Page = named(name)(shell, place, *shared)
        return tab

    return make


class TabbedPage(Page):
    """Subclasses give `specs`. The tab of last time is opened again."""

    specs: Sequence[TabSpec] = ()
    first = ""
    """The tab to open while none is remembered, if it is not the first of the row."""

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        self._specs = {spec.key: spec for spec in self.tab_specs()}
        self.tabs: dict[str, Page] = {}
        self.segments = Segments([(spec.key, spec.text) for spec in self._specs.values()], f"{place.title}分页")
        self.segments.chosen.connect(self._chosen)
        for number, key in enumerate(self._specs, 1):
            self.segments.set_tip(key, f"Alt+{number}")
        self.stack = Faces()
        self.head = row(self.segments, None, gap=8, margins=(PAGE_MARGINS[0], PAGE_MARGINS[1], PAGE_MARGINS[2], 0))
        self.setLayout(stack(self.head, (self.stack, 1), gap=0))
        for number, key in enumerate(list(self._specs)[:9]):
            shortcut = QShortcut(QKeySequence(f"Alt+{number + 1}"), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._pressed, number, key))
        self._key = ""
        held = shell.preferences.text(f"tab/{place.key}", "")
        self._open(next(key for key in (held, self.first, next(iter(self._specs))) if key in self._specs))

    # What a page overrides

    def tab_specs(self) -> Sequence[TabSpec]:
        """Which tabs there are, in order; a city may have fewer than the region."""
        return self.specs

    # What pages use

    @property
    def tab(self) -> Page:
        """The open tab."""
        return self.tabs[self._key]

    def show_tab(self, key: str) -> bool:
        """Open a tab; False while the one on show cannot be left."""
        if key == self._key:
            return True
        if key not in self._specs or not self.tab.may_leave():
            self.segments.choose(self._key)
            return False
        self._open(key)
        self.tab.entered()
        return True

    def set_tab_text(self, key: str, text: str) -> None:
        """A tab with a count: 差异 3."""
        self.segments.set_text(key, text)

    # What the window tells and asks

    def command(self, name: str) -> Callable[[], object] | None:
        """The open tab's, else the page's own."""
        return self.tab.command(name) or super().command(name)

    def refresh(self) -> None:
        """The open tab now, the others when they are opened."""
        self.tab.refresh()
        self._others_stale()

    def scope_changed(self, scope: str) -> None:
        """The open tab now, the others when they are opened."""
        self.tab.scope_changed(scope)
        self._others_stale()

    def store_changed(self, changes: Any, tables: Iterable[str]) -> None:
        """Every tab takes it as a page would: at once if it is on show."""
        tables = set(tables)
        for tab in self.tabs.values():
            tab.store_changed(changes, tables)

    def seat_taken(self) -> None:
        """Every tab."""
        for tab in self.tabs.values():
            tab.seat_taken()

    def mark_stale(self) -> None:
        """All of them."""
        for tab in self.tabs.values():
            tab.mark_stale()

    def entered(self) -> None:
        """The open tab has come to the front."""
        self.tab.entered()
        super().entered()

    def open_at(self, **what: object) -> None:
        """`tab`: its key; the rest is handed to the tab."""
        if isinstance(key := what.pop("tab", None), str) and not self.show_tab(key):
            return
        if what:
            self.tab.open_at(**what)

    def open_again(self) -> None:
        """The tab of last time is open already."""
        self.tab.open_again()

    def focus_work_area(self) -> None:
        """Where the work of the open tab begins."""
        self.tab.focus_work_area()

    def panes(self) -> Sequence[QWidget]:
        """F6: the segments, then the panes of the open tab."""
        return (self.segments, *self.tab.panes())

    def hits(self, text: str) -> Sequence[Hit]:
        """Of the open tab."""
        return self.tab.hits(text)

    def help_heading(self) -> str:
        """The words of the open tab."""
        return self._specs[self._key].text

    def clauses(self) -> Sequence[str]:
        """Of the open tab."""
        return self.tab.clauses()

    def may_leave(self) -> bool:
        """Whether the open tab lets go."""
        return self.tab.may_leave()

    # Inside

    def _chosen(self, key: str) -> None:
        if self.show_tab(key):
            self.segments.focus()

    def _pressed(self, number: int, key: str) -> None:
        """Alt+1…9; inside a pane with tabs of its own they are the pane's."""
        pane: QWidget | None = QApplication.focusWidget()
        while pane is not None and pane is not self and not isinstance(pane, DetailPane):
            pane = pane.parentWidget()
        if isinstance(pane, DetailPane) and len(pane.tabs.keys()) > 1:
            if number < len(pane.tabs.keys()):
                pane.show_tab(pane.tabs.keys()[number])
        elif self.show_tab(key):
            self.tab.focus_work_area()

    def _open(self, key: str) -> None:
        if key not in self.tabs:
            spec = self._specs[key]
            made = spec.make(self.shell, replace(self.place, key=f"{self.place.key}/{key}", title=spec.text))
            made.status_changed.connect(partial(self._told, key))
            self.tabs[key] = made
            self.stack.addWidget(made)
        self._key = key
        self.segments.choose(key)
        self.stack.setCurrentWidget(self.tabs[key])
        self.shell.preferences.put(f"tab/{self.place.key}", key)

    def _told(self, key: str, text: str) -> None:
        if key == self._key:
            self.set_status(text)

    def _others_stale(self) -> None:
        for key, tab in self.tabs.items():
            if key != self._key:
                tab.mark_stale()

"""What every page is: a widget with a title that knows which tables it shows and where its work begins.

The window makes a page when it is first opened, tells it about commits that touch its tables (`on_changes`), about a new scope
(`scope_changed`), and calls its command methods (`ui/commands.py`: `new`, `print_page`, `export`, `undo`, …) by name.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.jobs import Jobs, Progress
from ui.messages import Messages
from ui.parts.look import look
from ui.parts.save_light import SaveLight
from ui.parts.search_box import Hit
from ui.places import Place
from ui.preferences import Preferences

PAGE_MARGINS = (20, 14, 20, 14)


class Shell(Protocol):
    """What a page may ask of the window it lives in. `desk` is the office's `Desk`, `session` the open `Session` around it (ui/session.py);
    both are `None` while no store is open."""

    desk: Any
    session: Any
    messages: Messages
    jobs: Jobs
    light: SaveLight
    preferences: Preferences

    @property
    def scope(self) -> str:
        """`both`, `national` or `pilot`."""

    @property
    def programme(self) -> str:
        """The same as the services say it: blank for both."""

    def go(self, place: str, **what: object) -> "Page":
        """Open a place; `what` is handed to its `open_at`."""

    def preview(
        self, title: str, make: Callable[[Progress], bytes], name: str, *, printed: Callable[[Any], object] | None = None
    ) -> None:
        """打印预览 in place of the page: `make` runs as a job and gives the PDF, `name` is proposed for the file.

        Back on the page the keyboard is where it was. `printed` is told what went to the printer (ui/printing.py: `Sent`).
        """

    def leave_preview(self) -> None:
        """Back from the preview to the page."""

    def set_badge(self, place: str, count: int) -> None:
        """The number at a sidebar entry."""

    def show_facts(self, *, season: str = "", office: str = "", user: str = "", store: str = "", backup: str = "") -> None:
        """Who and where: top bar, sidebar, status bar."""

    def second_person(self, doing: str, then: Callable[[Any], object], clause: str = "", action: str = "") -> None:
        """Where two people are required: another one fit for `action` signs in on the spot, then `then(desk_with_witness)` for that one act."""

    def refresh_badges(self) -> None:
        """Ask again how much work waits."""

    def show_clause(self, *clauses: str) -> None:
        """The wording of the notice behind some citations, e.g. `附件2 五（三）1`."""

    def choose_theme(self, wanted: str) -> None:
        """`light`, `dark` or `system`."""

    @property
    def restore_wanted(self) -> Any:
        """A signal: emit the path of a backup to go back to."""

    @property
    def idle_chosen(self) -> Any:
        """A signal: emit the minutes until the window locks."""


class Page(QWidget):
    """Base of all pages. Subclasses set `watches` and override what they need; all methods are called on the UI thread."""

    watches: Sequence[str] = ()
    """Tables whose commits make this page stale."""

    status_changed = Signal(str)

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__()
        self.shell, self.place = shell, place
        self.title = place.title
        self.setAccessibleName(place.title)
        look(self, look="canvas")
        self._stale = False
        self._status = "就绪"

    # What a page overrides

    def refresh(self) -> None:
        """Read again what is shown, keeping the selection and the place of the view."""

    def on_changes(self, changes: Any) -> None:
        """A commit touched `watches`; `changes` is the gate's `Changes`. The default reads everything again."""
        self.refresh()

    def scope_changed(self, scope: str) -> None:
        """两个项目 / 英才计划 / 后备人才 was chosen. The default reads everything again."""
        self.refresh()

    def open_at(self, **what: object) -> None:
        """Show a certain thing, e.g. `uid="…"` or `view="待复核"`."""

    def open_again(self) -> None:
        """After a power cut: show what was shown before."""

    def focus_work_area(self) -> None:
        """Put the keyboard where work begins: never on the sidebar."""
        self.setFocus()

    def panes(self) -> Sequence[QWidget]:
        """What F6 visits in order, after the sidebar."""
        return ()

    def hits(self, text: str) -> Sequence[Hit]:
        """What the Ctrl+K box may offer from this page."""
        return ()

    def command(self, name: str) -> Callable[[], object] | None:
        """What a command of `ui/commands.py` does here; None if it does not apply. A part of the page may have a command's name."""
        found = getattr(self, name, None)
        return found if callable(found) else None

    def help_heading(self) -> str:
        """The heading in the page's help to open at (its tab); blank: from the top."""
        return ""

    def clauses(self) -> Sequence[str]:
        """Citations of the notice behind what the keyboard is in, for Shift+F1; none: those of the stage of the year."""
        return ()

    def may_leave(self) -> bool:
        """False only while something typed could not be stored; the page then says so itself."""
        return True

    def seat_taken(self) -> None:
        """Another user sits at the desk: drop the undo stack (`self.undoing`, if there is one) and read again what they may do."""
        undoing = getattr(self, "undoing", None)
        if undoing is not None:
            undoing.clear()
        self.rights_changed()

    def offer(self, action: str, *widgets: QWidget) -> None:
        """Show these only to somebody who may do the action, now and whenever another user sits down."""
        self.__dict__.setdefault("_offered", []).append((action, widgets))
        if self.shell.desk is not None and not self.shell.desk.may(action):
            for widget in widgets:
                widget.hide()

    def rights_changed(self) -> None:
        """`self.shell.desk.may(…)` may answer differently now: show, hide or disable what depends on it; what was offered (`offer`) follows."""
        for action, widgets in self.__dict__.get("_offered", ()):
            for widget in widgets:
                widget.setVisible(self.shell.desk is None or bool(self.shell.desk.may(action)))

    # What the window calls

    def store_changed(self, changes: Any, tables: Iterable[str]) -> None:
        """Take a commit now if the page is on show, or when it is next opened."""
        if self.watches and not set(tables).isdisjoint(self.watches):
            if self.isVisible():
                self.on_changes(changes)
            else:
                self._stale = True

    def mark_stale(self) -> None:
        """Read everything again when the page is next opened."""
        self._stale = True

    def entered(self) -> None:
        """The page has come to the front."""
        if self._stale:
            self._stale = False
            self.refresh()
        self.status_changed.emit(self._status)

    # What a page calls

    def set_status(self, text: str) -> None:
        """The left of the status bar: counts, or the sum of a selection."""
        self._status = text
        if self.isVisible():
            self.status_changed.emit(text)

"""The page 操作记录: the journal as a long list, read on the worker; one entry in the pane; the check of the chain."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QPushButton

from ui.jobs import Progress
from ui.pages.base import Shell
from ui.pages.history.columns import PICKS, declared
from ui.pages.history.pane import EntryPane
from ui.pages.register import RegisterPage
from ui.parts.empty import EmptyState
from ui.parts.look import button
from ui.parts.strip import Action, Strip, Strips
from ui.places import Place
from ui.undoing import Undoing
from yingcai_desktop.services import deeds, logbook
from yingcai_desktop.services.deeds import Deed
from yingcai_desktop.services.deeds_back import LASTING
from yingcai_desktop.services.logbook import SOURCES, Line, Logbook, Verdict
from yingcai_desktop.services.subjects import TABLES

_PLACES = {"mentor": "mentors", "team_member": "mentors", "decision": "settings", "school": "settings"}
"""Table → the place its records are found at; those with an application open the applicant."""


class HistoryPage(RegisterPage):
    """Read-only. Old and new values are unpacked when a line is seen, opened or exported."""

    watches = tuple(TABLES)

    def __init__(self, shell: Shell, place: Place) -> None:
        self.shell = shell
        self.book: Logbook | None = None
        self._reading = self._again = False
        self.declared = declared(self._summary)
        super().__init__(shell, place)
        self.undoing = Undoing(shell, self)
        self.verdict = Strips()
        self.body.insertWidget(1, self.verdict)
        self.pane.opened.connect(self._open)
        self.pane.undo_wanted.connect(self._undo_change)
        self.pane.chosen.connect(self.open_record)
        self.refresh()

    # The register

    def all_rows(self) -> Sequence[Line]:
        """Lines of the scope; what belongs to no programme belongs to every scope."""
        lines = self.book.lines if self.book else []
        scope = self.shell.scope
        return lines if scope == "both" else [line for line in lines if line.programme in (scope, "")]

    def make_pane(self) -> EntryPane:
        """Old and new values."""
        self.pane: EntryPane = EntryPane()
        return self.pane

    def buttons(self) -> Sequence[QPushButton]:
        """校验, 导出."""
        return (
            button("导出", "", "upload-simple", self.export, tip="导出现在看到的记录（Ctrl+E）"),
            button("校验记录", "primary", "shield-check", self.check, tip="逐条核对，看记录有没有缺失或改动"),
        )

    def empty_state(self) -> EmptyState:
        """A store always has entries once something was done."""
        return EmptyState("还没有操作记录", "登记、导入、审核之后，谁在何时改了什么会自动记在这里。",
                          (Action("去报名登记", lambda: self.shell.go("applicants"), "student"),), "list")  # fmt: skip

    def showing(self) -> str:
        """The entry in the pane."""
        return self.pane.line.uid if self.pane.line else ""

    def leave_record(self) -> None:
        """Nothing is edited here."""
        self.pane.line = None

    def show_record(self, uid: str) -> None:
        """Old and new values of one entry, and its siblings."""
        number = int(uid)
        book = self.book
        if book is None or not 1 <= number <= len(book.lines):
            return
        line = _line(book, number)
        same = [_line(book, n) for n in book.of_change(line)]
        undoable = line.source != SOURCES["program"] and not any(one.table in LASTING for one in same)
        openable = bool(line.application) or line.table in _PLACES
        self.pane.show_line(line, book.changes(number), same, openable=openable, undoable=undoable)

    def edit_record(self) -> None:
        """The keyboard to old and new values."""
        self.pane.fields.setFocus()

    # What the window tells and asks

    def refresh(self) -> None:
        """Read the journal again, away from the screen."""
        if self.shell.desk is None:
            return
        if self._reading:
            self._again = True
            return
        self._reading, desk = True, self.shell.desk

        def work(progress: Progress) -> Logbook:
            book = Logbook(desk)
            book.read()
            return book

        job = self.shell.jobs.start("读取操作记录", work, self._read)
        job.ended.connect(self._ended)

    def scope_changed(self, scope: str) -> None:
        """Only the lines of another scope."""
        self.show_rows()

    def open_at(self, **what: object) -> None:
        """`view`, or the code of a pick: `actor`, `title`, `month`, `table`, `source`; `n`: an entry."""
        for key, combo in self.filter.combos.items():
            if isinstance(code := what.get(key), str):
                combo.set_code(code)
        view = str(what.get("view", ""))
        self.filter.set_view(view if view in self._views else self.filter.view())
        if isinstance(n := what.get("n"), int):
            self.open_record(str(n))

    def undo(self) -> None:
        """Ctrl+Z: of what was taken back from here."""
        self.undoing.undo()

    def redo(self) -> None:
        """Ctrl+Y."""
        self.undoing.redo()

    def check(self) -> None:
        """校验记录: walk the whole chain; the verdict stays on the page."""
        desk = self.shell.desk
        if desk is not None:
            self.shell.jobs.start("校验记录", lambda progress: logbook.verify(desk), self._verified)

    # Inside

    def _summary(self, line: Line) -> str:
        return self.book.summary(line.n, line.kind) if self.book else ""

    def _read(self, book: Logbook) -> None:
        self.book = book
        options: dict[str, Callable[[Line], tuple[str, str]]] = {
            "actor": lambda r: (r.actor, r.actor),
            "title": lambda r: (r.title, r.title),
            "month": lambda r: (r.month, f"{r.month[:4]}年{int(r.month[5:])}月"),
            "table": lambda r: (r.table, TABLES.get(r.table, r.table)),
            "source": lambda r: (r.source, r.source),
        }
        for key, _label in PICKS:
            self.filter.set_options(key, list(dict.fromkeys(map(options[key], book.lines))))
        self.pane.line = None
        self.show_rows()
        if self.table.current() and self.pane.isVisible():
            self.show_record(self.table.current())

    def _ended(self) -> None:
        self._reading = False
        if self._again:
            self._again = False
            self.refresh()

    def _verified(self, verdict: Verdict) -> None:
        for strip in self.verdict.strips():
            self.verdict.take(strip)
        self.verdict.show_strip(Strip(verdict.sentence, "ok" if verdict.sound else "bad"))

    def _open(self, line: Line) -> None:
        if line.application:
            self.shell.go("applicants", uid=line.application)
        elif line.table in _PLACES:
            self.shell.go(_PLACES[line.table], uid=line.record)

    def _undo_change(self, line: Line) -> None:
        desk = self.shell.desk
        title = f"{line.title}（{line.at}，{line.rows} 条）" if line.rows > 1 else f"{line.title} {line.subject}"

        def work(progress: Progress) -> Deed[Any]:
            span = deeds.of_span(desk, title, line.first, line.first + line.rows - 1)
            return deeds.undo(desk, span)

        self.shell.jobs.start(f"撤销 {title}", work, self.undoing.did)


def _line(book: Logbook, number: int) -> Line:
    """Latest first: the line of entry `number`."""
    return book.lines[len(book.lines) - number]

"""What 专家 and 督导 share: a register whose pane is a form of a record of its own, stored when it is sound."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from ui.pages.base import Shell
from ui.pages.evaluation.plan import PlanBar
from ui.pages.halfway import Halfway
from ui.pages.register import RegisterPage
from ui.pages.tabbed import TAB_MARGINS
from ui.parts.detail import DetailPane
from ui.parts.fields import Field
from ui.parts.form import Form, FormFooter, Section
from ui.parts.look import button
from ui.places import Place
from ui.undoing import Undoing
from yingcai_desktop.errors import Refusal
from yingcai_desktop.scheme import Schemes, load_schemes
from yingcai_desktop.services import deeds

NEW = "new"
"""The uid of a form that is not stored yet."""


class CardTab(RegisterPage):
    """Subclasses give the list, `sections`, `extra` tabs, how a row fills the form and how the form is stored."""

    noun = ""

    def __init__(self, shell: Shell, place: Place) -> None:
        self.shell = shell
        self.schemes: Schemes = shell.desk.schemes if shell.desk else load_schemes(2025)
        self.rows: Sequence[Any] = ()
        self._uid, self._base = "", {}  # type: str, Mapping[str, str]
        super().__init__(shell, place)
        self.body.setContentsMargins(*TAB_MARGINS)
        self.undoing = Undoing(shell, self)
        self.plan = PlanBar(shell)
        self.foot.addWidget(self.plan)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.save_now)
        self.form.committed.connect(self._committed)
        self.halfway = Halfway(shell, self, f"card/{place.key}", {"form": self.form})
        self.halfway.told.connect(self.footer.show_kept)
        self.pane.print_wanted.connect(self.print_page)
        self.refresh()

    # What a tab overrides

    def read(self) -> Sequence[Any]:
        """Every record."""
        raise NotImplementedError

    def sections(self) -> Sequence[Section]:
        """The form."""
        raise NotImplementedError

    def extra(self) -> Sequence[tuple[str, str, QWidget]]:
        """Further tabs of the pane."""
        return ()

    def values_of(self, row: Any) -> dict[str, str]:
        """A record as the form shows it; `None`: a new one."""
        raise NotImplementedError

    def store(self, uid: str, values: Mapping[str, str]) -> str:
        """Store the form under a uid (blank: new) and return it. Raises a `Refusal` in words."""
        raise NotImplementedError

    def show_more(self, row: Any) -> None:
        """Fill the head and the further tabs."""

    # The register

    def all_rows(self) -> Sequence[Any]:
        """Every record: neither experts nor supervision belong to one programme."""
        return self.rows

    def make_pane(self) -> DetailPane:
        """The form and what else there is."""
        self.form = Form(self.sections())
        self.pane: DetailPane = DetailPane([("form", self.noun, self.form), *self.extra()], self.noun)
        self.save_button: QPushButton = button("保存", "primary", do=self.save_now, tip="Ctrl+Enter")
        self.footer = FormFooter(self.form, [self.save_button])
        self.pane.set_footer(self.footer)
        self.pane.setFocusProxy(next(iter(self.form.boxes.values())).editor.inputs[0])
        return self.pane

    def showing(self) -> str:
        """The record in the pane."""
        return self._uid

    def row(self) -> Any:
        """It, or None while it is new."""
        return next((r for r in self.rows if r.uid == self._uid), None)

    def show_record(self, uid: str) -> None:
        """Fill the pane."""
        self._uid = uid
        self._show(again=False)

    def leave_record(self) -> None:
        """Store what is sound; what is not stays a draft."""
        self.form.flush()
        if self._uid and self._uid != NEW:
            self.save(aloud=False)
        self.halfway.leave()
        self._uid = ""

    def edit_record(self) -> None:
        """The keyboard into the form."""
        self.pane.show_tab("form")
        self.form.focus()

    def refresh(self) -> None:
        """Read again; the record in the pane stays, and what is being typed as well."""
        if self.shell.desk is None:
            return
        self.rows = self.read()
        self.show_rows()
        if self._uid:
            self._show(again=True)

    def scope_changed(self, scope: str) -> None:
        """Nothing here belongs to one programme."""

    def may_leave(self) -> bool:
        """False once, while something typed is neither stored nor a draft."""
        self.form.flush()
        again, self._warned = self._warned, self.dirty() and not self.save(aloud=True) and self.halfway.keeper.failed
        return again or not self._warned

    _warned = False

    # Commands

    def new(self) -> None:
        """Ctrl+N: an empty form beside the list."""
        self.leave_record()
        self.table.clear_current()
        self._uid = NEW
        self._show(again=False)
        self.pane.show()
        self.edit_record()

    def save_now(self) -> None:
        """Ctrl+S, Ctrl+Enter."""
        self.form.flush()
        self.save(aloud=True)

    def undo(self) -> None:
        """Ctrl+Z."""
        self.undoing.undo()

    def redo(self) -> None:
        """Ctrl+Y."""
        self.undoing.redo()

    def print_page(self) -> None:
        """Ctrl+P."""

    # Inside

    def dirty(self) -> bool:
        """Whether the form differs from what is stored."""
        return bool(self._uid) and self.form.values() != self._base

    def save(self, *, aloud: bool) -> bool:
        """Store the form; False if the service refused, which is then said if `aloud`."""
        if not self.dirty():
            return True
        uid, values = "" if self._uid == NEW else self._uid, self.form.values()
        self._base = values
        try:
            deed = deeds.done(self.shell.desk, f"登记{self.noun}", lambda: self.store(uid, values))
        except Refusal as refused:
            self._base = {}
            if aloud:
                self.shell.messages.refusal(refused)
            return False
        if uid:
            self.halfway.stored(self.form.values())
        else:
            self.halfway.done()
        self.halfway.leave()
        self._uid = deed.result
        self.shell.light.saved(self.shell.desk.clock())
        self.footer.show_kept(f"已保存 {self.shell.desk.clock():%H:%M}")
        self.undoing.did(deed, aloud=not uid)
        self.refresh()
        return True

    def attempt(self, title: str, act: Callable[[], Any], *, aloud: bool = True) -> bool:
        """A change that is no form; what is refused is said."""
        try:
            deed = deeds.done(self.shell.desk, title, act)
        except Refusal as refused:
            self.shell.messages.refusal(refused)
            return False
        self.plan.carried_out()
        self.shell.light.saved(self.shell.desk.clock())
        self.undoing.did(deed, aloud=aloud)
        self.refresh()
        return True

    def _committed(self, _key: str) -> None:
        """An existing record stores itself as soon as it is sound; a new one waits for 保存."""
        if self._uid and self._uid != NEW:
            self.save(aloud=False)

    def _show(self, *, again: bool) -> None:
        row = self.row()
        if row is None and self._uid != NEW:
            self._uid = ""
            self.pane.hide()
            return
        stored = self.values_of(row)
        if not again or not self.dirty():
            self.form.show_values(stored)
            self._base = self.form.values()
            self.halfway.open(self._uid, self._base)
        self.show_more(row)


def flags(prefix: str, words: Sequence[str]) -> tuple[Field, ...]:
    """A tick for each word."""
    return tuple(Field(f"{prefix}{word}", word, "flag", placeholder="是") for word in words)


def ticked(prefix: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """The words whose tick is set."""
    return tuple(key.removeprefix(prefix) for key, value in values.items() if key.startswith(prefix) and value == "1")


def tick_values(prefix: str, words: Sequence[str], chosen: Sequence[str]) -> dict[str, str]:
    """Ticks as texts."""
    return {f"{prefix}{word}": "1" if word in chosen else "" for word in words}

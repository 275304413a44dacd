"""One record under the clerk's hands: shown, checked while typed, kept as a draft, stored when a field is left (ux §3, Saving).

A draft is written 400 ms after the last keystroke, whatever stands in the form; the register itself changes only when a field is left
and nothing in the form is bad. Leaving a record never asks: what could not be stored stays as its draft.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, Signal

from ui.pages.base import Shell
from ui.pages.keeping import Keeper
from ui.parts.form import Finding, Form
from yingcai_desktop.errors import Invalid, Refusal
from yingcai_desktop.services import drafts
from yingcai_desktop.services.applications.checks import Check, blocking
from yingcai_desktop.services.deeds import Deed

_AT_ONCE = ("choice", "flag")  # editors whose value is whole as soon as it is picked


class Editor(QObject):
    """`done(Deed, created)` after a save, `checked(list)` after every check, `trouble(Refusal)` when something could not be kept.

    `kept(text)` says where the text is now, `unseen(count)` how many required fields nobody has been to. A subclass says what kind of
    record it is (`FORM`, `FIELDS`, `NOUN`) and which services store it.
    """

    FORM = ""
    FIELDS: Sequence[str] = ()
    NOUN = "登记簿"

    done = Signal(object, bool)
    checked = Signal(object)
    trouble = Signal(object)
    kept = Signal(str)
    unseen = Signal(int)

    def __init__(self, shell: Shell, form: Form) -> None:
        super().__init__(form)
        self.shell, self.form = shell, form
        self.register: Any = None
        self.uid, self.revision, self.new = "", 0, False
        self.checks: list[Check] = []
        self.saving = self._leaving = False
        self._base: dict[str, str] = {}
        self._seen: set[str] = set()
        self.keeper = Keeper(shell, self, self.FORM)
        self.keeper.kept.connect(self._kept)
        self.keeper.trouble.connect(self._fail)
        form.edited.connect(self._edited)
        form.committed.connect(self._committed)
        for key, box in form.boxes.items():
            box.editor.left.connect(lambda key=key: self._left(key))

    # What a subclass gives

    def stored(self, uid: str) -> tuple[dict[str, str], int]:
        """The texts of a stored record and its revision. Raises `Stale` if it is gone."""
        raise NotImplementedError

    def create(self, values: Mapping[str, str]) -> Deed[str]:
        """Store a new record under `uid`. Raises `Invalid` while a field is bad."""
        raise NotImplementedError

    def edit(self, values: Mapping[str, str]) -> Deed[str] | None:
        """Store a correction over `revision`; None when nothing differs."""
        raise NotImplementedError

    def prepared(self, values: Mapping[str, str]) -> dict[str, str]:
        """Texts as they would be stored."""
        raise NotImplementedError

    def check(self, values: Mapping[str, str]) -> list[Check]:
        """What is to be said about prepared texts."""
        raise NotImplementedError

    def fill_options(self, values: Mapping[str, str]) -> None:
        """Options of choices that depend on other fields."""

    def clear_options(self) -> None:
        """What the record before had chosen is no option here."""

    def picked(self, key: str) -> None:
        """A choice was made: fill in what it brings with it."""

    def derived(self, values: Mapping[str, str]) -> dict[str, str]:
        """Fields filled in by a rule."""
        return {}

    def form_values(self) -> dict[str, str]:
        """Everything that stands in the form."""
        return self.form.values()

    def show_form(self, values: Mapping[str, str]) -> None:
        """Another record in the form."""
        self.form.show_values(values)

    def update_form(self, values: Mapping[str, str]) -> None:
        """These fields changed elsewhere."""
        self.form.update_values(values)

    # What the page uses

    @property
    def failed(self) -> bool:
        """Whether something typed is neither in the register nor in a draft."""
        return self.keeper.failed

    def open(self, uid: str, register: Any, *, new: bool) -> drafts.Kept | None:
        """Show a record, its draft on top; returns the draft if there is one."""
        self.register, self.new = register, new
        draft = register.draft(uid)
        self.uid = uid
        self._base, self.revision = (dict.fromkeys(self.FIELDS, ""), 0) if new else self.stored(uid)
        self._seen = set() if new else set(self.FIELDS)
        values = {**self._base, **(draft.values if draft else {}), **self.keeper.held(uid)}
        self.clear_options()
        self.fill_options(values)
        self.show_form(values)
        self.recheck()
        return draft

    def settle(self) -> None:
        """Store what can be stored, keep the rest as a draft, now."""
        if self.uid and not self.saving:
            self.form.flush()
            self.save()

    def follow(self) -> None:
        """Values were put into a new form: options and checks follow."""
        self.fill_options(self.form_values())
        self.recheck()

    def close(self) -> None:
        """Leave the record: store what can be stored, keep the rest as a draft."""
        if self.saving:  # the commit itself took the record off the list
            self._leaving = True
            return
        self.settle()
        self.uid = ""

    def reload(self) -> None:
        """The record changed elsewhere: show that; what is typed stays, unless both touched one field (then saving says so)."""
        row = self.register.row(self.uid) if self.register else None
        if row is None or self.register is None or not row.stored or row.revision == self.revision:
            self.recheck()
            return
        typed = self._typed()
        if not typed:
            self.open(self.uid, self.register, new=False)
            return
        base, revision = self.stored(self.uid)
        changed = {key: text for key, text in base.items() if text != self._base[key]}
        if not changed.keys() & typed.keys():
            self._base, self.revision = base, revision
            self.update_form(changed)
        self.recheck()

    def gone(self) -> bool:
        """Whether the record shown has left the register, e.g. because its making was undone."""
        return bool(self.uid) and not self.new and self.register is not None and self.register.row(self.uid) is None

    def discard(self) -> None:
        """放弃改动: the stored values again."""
        uid, new, register = self.uid, self.new, self.register
        self.show_form(self._base)
        self.keeper.forget(uid)
        drafts.drop(self.shell.desk, self.FORM, uid)
        self.uid = ""
        if register is not None and not new:
            register.refresh_drafts()
            self.open(uid, register, new=False)

    def values(self) -> dict[str, str]:
        """The form as it would be stored."""
        return self.prepared(self.form_values())

    def dirty(self) -> bool:
        """Whether the form differs from what is stored."""
        return bool(self.uid) and self.values() != self.prepared(self._base)

    def sound(self) -> bool:
        """Whether nothing keeps the form from being stored; if not, everything missing is shown."""
        self._seen = set(self.FIELDS)
        self.recheck()
        return not blocking(self.checks)

    def save(self) -> bool:
        """Store the form; False if it stays a draft. Whatever happens, nothing typed is lost."""
        if not self.dirty():
            return True
        self.recheck()
        if blocking(self.checks) or self.shell.jobs.busy():
            self.keep()
            return False
        self.shell.light.saving()
        self.saving = True
        try:
            deed = self._store()
        except Refusal as refused:
            if self.keep() and not isinstance(refused, Invalid):
                self._fail(refused)  # what was typed is at least a draft
            return False
        finally:
            self.saving = False
        self._saved(deed)
        if self._leaving:
            self._leaving, self.uid = False, ""
        return True

    def keep(self) -> bool:
        """Keep the form as a draft; False if even that could not be done."""
        if not self.uid or not self.dirty():
            return self.keeper.write()
        self.shell.light.saving()
        return self.keeper.put(self.uid, self._typed(), self.revision)

    def recheck(self) -> None:
        """Check everything and show it under the fields; a blank field nobody has been to is no error yet."""
        if self.register is None or not self.uid:
            return
        values = self.values()
        self.checks = self.check(values)
        shown = {c.field: Finding(c.level, c.text) for c in self.checks if c.field in self._seen or c.level == "ok"}
        self.form.update_values(self.derived(values))
        self.form.show_findings(shown)
        self.unseen.emit(sum(c.level == "bad" and c.field not in shown for c in self.checks))
        self.checked.emit(self.checks)

    # Inside

    def _typed(self) -> Mapping[str, str]:
        """Only what differs from the register, so that a draft never takes back what others have changed since."""
        return {key: text for key, text in self.form_values().items() if key in self.FIELDS and text != self._base[key]}

    def _store(self) -> Deed[str] | None:
        values = self.values()
        return self.create(values) if self.new else self.edit(values)

    def _saved(self, deed: Deed[str] | None) -> None:
        self.keeper.forget(self.uid)
        created, self.new = self.new, False
        self._base, self.revision = self.stored(self.uid)
        now = self.shell.desk.clock()
        self.shell.light.saved(now)
        self.kept.emit(f"已存入{self.NOUN} {now:%H:%M}")
        if deed is not None:
            self.done.emit(deed, created)

    def _kept(self, at: datetime) -> None:
        self.shell.light.saved(at)
        self.kept.emit(f"草稿已自动保存 {at:%H:%M}")

    def _fail(self, refused: Refusal) -> None:
        self.shell.light.failed()
        self.kept.emit("没有保存，内容仍在本页" if self.failed else f"没有存入{self.NOUN}，内容已留作草稿")
        self.trouble.emit(refused)

    def _edited(self, key: str) -> None:
        self.shell.light.saving()
        if self.form.boxes[key].finding is not None:
            self.recheck()

    def _committed(self, key: str) -> None:
        if not self.uid:
            return
        kind = self.form.boxes[key].spec.kind
        if kind in _AT_ONCE:
            self._seen.add(key)
            self._follow(key)
        self.recheck()
        if kind in _AT_ONCE:
            self.save()
        else:
            self.keep()
        if not self.dirty() and not self.failed:
            self._nothing_left()

    def _left(self, key: str) -> None:
        if not self.uid:
            return
        self._seen.add(key)
        self.recheck()
        if self.dirty():
            self.save()

    def _nothing_left(self) -> None:
        """Typed back to what is stored: the draft goes, the light is calm again."""
        self.keeper.forget(self.uid)
        if self.register and self.register.draft(self.uid) and not self.shell.jobs.busy():
            drafts.drop(self.shell.desk, self.FORM, self.uid)
        self.shell.light.saved(self.shell.desk.clock())

    def _follow(self, key: str) -> None:
        """What a choice brings with it."""
        self.picked(key)
        self.fill_options(self.form_values())

    def touched(self, key: str) -> None:
        """A part of the form that is no field of it (a team) has settled."""
        if not self.uid:
            return
        self._seen.add(key)
        self.shell.light.saving()
        self.recheck()
        if self.dirty():
            self.save()
        elif not self.failed:
            self._nothing_left()

"""One application under the clerk's hands: shown, checked while typed, kept as a draft, stored when a field is left (ux §3, Saving).

A draft is written 400 ms after the last keystroke, whatever stands in the form; the register itself changes only when a field is left
and nothing in the form is bad. Leaving a record never asks: what could not be stored stays as its draft.
"""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from ui.pages.applicants.sections import mentor_options, school_options
from ui.pages.base import Shell
from ui.parts.form import Finding, Form
from yingcai_desktop.errors import Invalid, Refusal
from yingcai_desktop.services import drafts
from yingcai_desktop.services.applications import saving
from yingcai_desktop.services.applications.acts import Act
from yingcai_desktop.services.applications.checks import Check, blocking, check
from yingcai_desktop.services.applications.checks_contact import CHOICES
from yingcai_desktop.services.applications.fields import FIELDS
from yingcai_desktop.services.applications.register import FORM, Register

_AGAIN_MS = 700  # a store busy with a job is asked again
_AT_ONCE = ("choice", "flag")  # editors whose value is whole as soon as it is picked
_REFILLS = ("programme", "city", "subject", "school_uid")


class Editor(QObject):
    """`done(Act)` after a save, `checked(list)` after every check, `trouble(Refusal)` when something could not be kept.

    `kept(text)` says where the text is now, `unseen(count)` how many required fields nobody has been to.
    """

    done = Signal(object)
    checked = Signal(object)
    trouble = Signal(object)
    kept = Signal(str)
    unseen = Signal(int)

    def __init__(self, shell: Shell, form: Form) -> None:
        super().__init__(form)
        self.shell, self.form = shell, form
        self.register: Register | None = None
        self.uid, self.revision, self.new = "", 0, False
        self.checks: list[Check] = []
        self.failed = self.saving = self._leaving = False
        self._base: dict[str, str] = {}
        self._seen: set[str] = set()
        self._again = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._again.timeout.connect(self.keep)
        form.edited.connect(self._edited)
        form.committed.connect(self._committed)
        for key, box in form.boxes.items():
            box.editor.left.connect(lambda key=key: self._left(key))

    # What the page uses

    def open(self, uid: str, register: Register, *, new: bool) -> drafts.Kept | None:
        """Show a record, its draft on top; returns the draft if there is one."""
        self.register, self.new = register, new
        draft = register.draft(uid)
        self.uid = uid
        self._base, self.revision = (dict.fromkeys(FIELDS, ""), 0) if new else saving.stored(self.shell.desk, uid)
        self._seen = set() if new else set(self.form.boxes)
        self.failed = False
        values = {**self._base, **(draft.values if draft else {})}
        for field in ("school_uid", *CHOICES):  # what the record before had chosen is no option here
            self.form.boxes[field].editor.show({})
        self._fill_options(values)
        self.form.show_values(values)
        self.recheck()
        return draft

    def settle(self) -> None:
        """Store what can be stored, keep the rest as a draft, now."""
        if self.uid and not self.saving:
            self.form.flush()
            self.save()

    def follow(self) -> None:
        """Values were put into a new form: options and checks follow."""
        self._fill_options(self.form.values())
        self.recheck()

    def close(self) -> None:
        """Leave the record: store what can be stored, keep the rest as a draft."""
        if self.saving:  # the commit itself took the record off the list
            self._leaving = True
            return
        self.settle()
        self.uid = ""
        self._again.stop()

    def reload(self) -> None:
        """The record changed elsewhere: show it again, unless something typed would be lost."""
        row = self.register.row(self.uid) if self.register else None
        if row is None or self.register is None or row.revision == self.revision:
            self.recheck()
            return
        if not self.dirty():
            self.open(self.uid, self.register, new=False)

    def discard(self) -> None:
        """放弃改动: the stored values again."""
        uid, new, register = self.uid, self.new, self.register
        self.form.show_values(self._base)
        drafts.drop(self.shell.desk, FORM, uid)
        self.uid = ""
        if register is not None and not new:
            register.refresh_drafts()
            self.open(uid, register, new=False)

    def values(self) -> dict[str, str]:
        """The form as it would be stored."""
        return saving.prepared(self.form.values(), self.shell.desk.store.season)

    def dirty(self) -> bool:
        """Whether the form differs from what is stored."""
        return bool(self.uid) and self.values() != saving.prepared(self._base, self.shell.desk.store.season)

    def sound(self) -> bool:
        """Whether nothing keeps the form from being stored; if not, everything missing is shown."""
        self._seen = set(self.form.boxes)
        self.recheck()
        return not blocking(self.checks)

    def save(self) -> bool:
        """Store the form; False if it stays a draft. Whatever happens, nothing typed is lost."""
        if not self.dirty():
            return True
        self.recheck()
        if blocking(self.checks) or self._busy():
            self.keep()
            return False
        self.shell.light.saving()
        self.saving = True
        try:
            act = self._store()
        except Invalid:
            self.keep()
            return False
        except Refusal as refused:
            self.keep()  # the register refuses; what was typed is at least a draft
            self._fail(refused)
            return False
        finally:
            self.saving = False
        self._saved(act)
        if self._leaving:
            self._leaving, self.uid = False, ""
        return True

    def keep(self) -> bool:
        """Keep the form as a draft; False if even that could not be done."""
        if not self.uid or not self.dirty():
            return True
        if self._busy():
            self.shell.light.saving()
            self._again.start()
            return True
        try:
            draft = drafts.keep(self.shell.desk, FORM, self.uid, self._typed(), self.revision)
        except Refusal as refused:
            self._fail(refused)
            return False
        self.failed = False
        self.shell.light.saved(draft.saved_at)
        self.kept.emit(f"草稿已自动保存 {draft.saved_at:%H:%M}")
        return True

    def recheck(self) -> None:
        """Check everything and show it under the fields; a blank field nobody has been to is no error yet."""
        if self.register is None or not self.uid:
            return
        values = self.values()
        self.checks = check(values, self.register.known, self.uid)
        shown = {c.field: Finding(c.level, c.text) for c in self.checks if c.field in self._seen or c.level == "ok"}
        self.form.update_values({key: values[key] for key in ("birth_date", "gender")})
        self.form.show_findings(shown)
        self.unseen.emit(sum(c.level == "bad" and c.field not in shown for c in self.checks))
        self.checked.emit(self.checks)

    # Inside

    def _typed(self) -> Mapping[str, str]:
        """Only what differs from the register, so that a draft never takes back what others have changed since."""
        return {key: text for key, text in self.form.values().items() if key in FIELDS and text != self._base[key]}

    def _store(self) -> Act | None:
        desk, values = self.shell.desk, self.values()
        if self.new:
            return saving.create(desk, values, self.uid)
        return saving.edit(desk, self.uid, self.revision, values)

    def _saved(self, act: Act | None) -> None:
        self.failed = False
        self.new = False
        self._base, self.revision = saving.stored(self.shell.desk, self.uid)
        self.shell.light.saved(self.shell.desk.clock())
        self.kept.emit(f"已存入登记簿 {self.shell.desk.clock():%H:%M}")
        if act is not None:
            self.done.emit(act)

    def _fail(self, refused: Refusal) -> None:
        self.failed = True
        self.shell.light.failed()
        self.kept.emit("没有保存，内容仍在本页")
        self.trouble.emit(refused)

    def _busy(self) -> bool:
        """A job is writing: the one writer of the store is taken, and the screen must not wait for it."""
        return self.shell.jobs.busy()

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
        if self.register and self.register.draft(self.uid) and not self._busy():
            drafts.drop(self.shell.desk, FORM, self.uid)
        self.shell.light.saved(self.shell.desk.clock())

    def _follow(self, key: str) -> None:
        """What a choice brings with it: a school its city; other options for schools and mentors."""
        values = self.form.values()
        if key == "school_uid" and self.register and (school := self.register.known.schools.get(values[key])):
            self.form.update_values({"city": school.city})
            values["city"] = school.city
        if key in _REFILLS:
            self._fill_options(values)

    def _fill_options(self, values: Mapping[str, str]) -> None:
        if self.register is None:
            return
        self.form.set_options("school_uid", school_options(self.register.known, values))
        for field in CHOICES:
            self.form.set_options(field, mentor_options(self.register.known, values, field))

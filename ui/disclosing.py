"""Whole numbers of people on the screen: shown to who may see them, with one line in the journal a record and field (U57)."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from ui.pages.base import Shell
from ui.parts.fields import TextEditor
from ui.parts.form import Form
from yingcai_desktop.errors import Refusal
from yingcai_desktop.services import disclosing

_BUSY_MS = 700


class Disclosing(QObject):
    """For one form. `about` names the person on show, blank for a form that is just being typed (its numbers are the clerk's own)."""

    def __init__(self, shell: Shell, place: str, form: Form, about: Callable[[], str]) -> None:
        super().__init__(form)
        self.shell, self._place, self._about = shell, place, about
        self._noted: set[tuple[str, str, str]] = set()
        self._waiting: list[tuple[str, str]] = []
        self._again = QTimer(self, singleShot=True, interval=_BUSY_MS)
        self._again.timeout.connect(self._write)
        for box in form.boxes.values():
            if isinstance(box.editor, TextEditor) and box.spec.mask:
                box.editor.allow = self._asker(box.spec.label)

    def _asker(self, label: str) -> Callable[[], bool]:
        return lambda: self._may(label)

    def _may(self, label: str) -> bool:
        desk, person = self.shell.desk, self._about()
        if desk is None or not person or (desk.actor, person, label) in self._noted:  # each who takes the seat looks for themselves
            return True
        try:
            desk.require("disclosure.view")
            if self.shell.jobs.busy():  # the one writer is taken; it is written down as soon as it is free
                self._waiting.append((person, label))
                self._again.start()
            else:
                disclosing.seen(desk, self._place, label, person)
        except Refusal as refused:
            self.shell.messages.refusal(refused)
            return False
        self._noted.add((desk.actor, person, label))
        return True

    def _write(self) -> None:
        if self.shell.jobs.busy():
            self._again.start()
            return
        for person, label in self._waiting:
            disclosing.seen(self.shell.desk, self._place, label, person)
        self._waiting.clear()

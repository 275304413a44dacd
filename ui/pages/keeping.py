"""Drafts on their way to the store: kept at once where that is possible, held and tried again where it is not.

A store may be busy with a job or out of space for a while; what was typed stays in memory, by record, until it is on disk.
"""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from ui.pages.base import Shell
from yingcai_desktop.errors import Refusal
from yingcai_desktop.services import drafts

_BUSY_MS = 700
_TROUBLE_MS = 5000


class Keeper(QObject):
    """`kept(moment)` after a draft was written, `trouble(Refusal)` the first time one could not be."""

    kept = Signal(object)
    trouble = Signal(object)

    def __init__(self, shell: Shell, parent: QObject, form: str) -> None:
        """`form`: the name its drafts are kept under."""
        super().__init__(parent)
        self.shell, self._form = shell, form
        self.failed = False
        self._held: dict[str, tuple[Mapping[str, str], int]] = {}
        self._gone: set[str] = set()
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._retry)

    def put(self, uid: str, values: Mapping[str, str], revision: int) -> bool:
        """Keep what differs from the register; False if it is only held in memory because the store refused."""
        self._held[uid] = dict(values), revision
        self._gone.discard(uid)
        if self.shell.jobs.busy():  # its one writer is taken, and the screen must not wait for it
            self._again.start(_BUSY_MS)
            return True
        return self._write(aloud=True)

    def held(self, uid: str) -> Mapping[str, str]:
        """What is typed over a record and not on disk yet."""
        return self._held.get(uid, ({}, 0))[0]

    def forget(self, uid: str) -> None:
        """The record was stored, or the draft given up."""
        self._held.pop(uid, None)
        self.failed = self.failed and bool(self._held)

    def drop(self, uid: str) -> None:
        """The draft on disk goes, as soon as the store has time for it."""
        self.forget(uid)
        self._gone.add(uid)
        self._retry()

    def write(self) -> bool:
        """Write everything held, now; False if the store refuses."""
        return not self._held or self._write(aloud=True)

    def _retry(self) -> None:
        if self.shell.jobs.busy():
            self._again.start(_BUSY_MS)
        else:
            self._write(aloud=False)

    def _write(self, *, aloud: bool) -> bool:
        for uid, (values, revision) in list(self._held.items()):
            try:
                draft = drafts.keep(self.shell.desk, self._form, uid, values, revision)
            except Refusal as refused:
                self.failed = True
                self._again.start(_TROUBLE_MS)
                if aloud:
                    self.trouble.emit(refused)
                return False
            self._held.pop(uid, None)
            self.kept.emit(draft.saved_at)
        self.failed = False
        for uid in list(self._gone):
            try:
                drafts.drop(self.shell.desk, self._form, uid)
            except Refusal:  # a draft too many is no loss
                self._again.start(_TROUBLE_MS)
                return True
            self._gone.discard(uid)
        return True

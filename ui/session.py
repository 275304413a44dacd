"""The open desk of the window: one signal for what commits, the figures every page shares, and a good end."""

import logging
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QObject, Signal

from db.gate import Changes
from ui.pages.home_where import places_of
from yingcai_desktop.desk import Desk, SignedIn
from yingcai_desktop.errors import NotAllowed, Refusal
from yingcai_desktop.rules.duties import listed
from yingcai_desktop.services import safekeeping, setup, signing_in, witnessing, workbench

log = logging.getLogger(__name__)

BOTH = "both"
"""The window's word for both programmes; the services' is a blank."""


_COUNTS_NOTHING = frozenset({"draft"})
"""Tables no figure is made of: they change with every word somebody types."""


class Session(QObject):
    """Made when a store is opened, closed when the window closes."""

    changed = Signal(object)
    """A commit's `Changes`, on the UI thread, whichever thread made it."""

    figures = Signal(str)
    """A worker has read the board of a scope."""

    _heard = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._boards: dict[str, workbench.Board] = {}
        self.turn = 0
        """Counts what may change a figure: commits and backups."""
        self._touched = False
        self._open = True
        self._heard.connect(self._land)
        desk.store.listeners.append(self._heard.emit)

    # What pages ask

    def board(self, scope: str) -> workbench.Board:
        """The workbench of a scope, read once per commit and day. Raises `StorageTrouble`."""
        if not self.has_board(scope):
            self._boards[scope] = self.read_board(scope, deep=False)
        return self._boards[scope]

    def read_board(self, scope: str, *, deep: bool) -> workbench.Board:
        """Read it now, on the thread that asks; `deep` takes longer than a screen should wait."""
        programme = "" if scope == BOTH else scope
        return workbench.board(self.desk, programme, safekeeping.last_backup(self.desk), deep=deep)

    def keep_board(self, scope: str, board: workbench.Board) -> None:
        """Use a board read by a worker from now on."""
        self._boards[scope] = board
        self.figures.emit(scope)

    @staticmethod
    def counts(changes: Changes) -> bool:
        """Whether a commit may change a figure."""
        return not {table for table, _uid in changes.touched} <= _COUNTS_NOTHING

    def has_board(self, scope: str) -> bool:
        """Whether `board` has it already."""
        known = self._boards.get(scope)
        return known is not None and known.today == self.desk.clock().date()

    def badges(self, scope: str) -> dict[str, int]:
        """Sidebar entry → how much work waits there; the workbench counts the tasks."""
        tasks = self.board(scope).tasks.value or []
        return {"home": len(tasks)} | places_of(tasks)

    def facts(self) -> dict[str, str]:
        """What the window says about the open store: season, office, user, store, backup."""
        store = self.desk.store
        return {
            "season": str(store.season),
            "office": self.desk.schemes.offices.get(store.office, store.office),
            "user": f"{self.desk.actor} · {listed(self.desk.user.duties)}" if self.desk.user else self.desk.actor,
            "store": str(store.path),
            "backup": backup_words(safekeeping.last_backup(self.desk), self.desk.clock().date()),
        }

    # What the program does

    def back_up(self) -> Any:
        """A checked backup beside the store; returns its path. Raises `StorageTrouble`."""
        made = safekeeping.backup(self.desk)
        self._touched = False
        self._boards.clear()
        self.turn += 1  # what is being read now still says that there is none
        return made

    def verify(self, name: str, password: str) -> SignedIn | None:
        """Who it is, if this is their password; `None` for the right passphrase of a store without users.

        Half a second of work: not on the UI thread. Raises `NotAllowed`.
        """
        if self.desk.user is not None:
            return signing_in.verify(self.desk, name, password)
        if not setup.is_passphrase(self.desk, password):
            raise NotAllowed("口令不对。请检查大小写和输入法后重输。")
        return None

    def others(self) -> list[str]:
        """Who else could take the seat."""
        return witnessing.candidates(self.desk)

    def take_seat(self, user: SignedIn) -> bool:
        """Whoever signed in sits here from now on, with their own roles; False if it is who sat here before.

        The desk stays the same object, so that everything that was opened goes on under the new name.
        """
        same = self.desk.user is not None and self.desk.user.uid == user.uid
        self.desk.user, self.desk.actor = user, user.name
        return not same

    def close(self) -> None:
        """Back up what changed, then close the store. Twice is fine; a backup that fails does not keep the program open."""
        if not self._open:
            return
        self._open = False
        self.desk.store.listeners.remove(self._heard.emit)
        try:
            if self._touched:
                safekeeping.backup(self.desk)
        except Refusal as trouble:
            log.warning("no backup on exit: %s", trouble.message)
        finally:
            self.desk.store.close()

    def _land(self, changes: Changes) -> None:
        self._touched = True
        if self.counts(changes):
            self._boards.clear()
            self.turn += 1
        self.changed.emit(changes)


def backup_words(last: datetime | None, today: date) -> str:
    """`今天 09:12`, `昨天`, `3月28日（9 天前）`; blank without one."""
    if last is None:
        return ""
    days = (today - last.date()).days
    if days <= 0:
        return f"今天 {last:%H:%M}"
    return f"昨天 {last:%H:%M}" if days == 1 else f"{last.month}月{last.day}日（{days} 天前）"

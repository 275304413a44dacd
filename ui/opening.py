"""From start to the open store: first run or unlock, then the main window; and the lock page while nobody is there."""

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QObject, QStandardPaths, QTimer
from shiboken6 import isValid

from ui.preferences import Preferences
from ui.warming import OF_OTHERS, THE_PAGES, THE_WINDOW, TO_UNLOCK, Warming

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ui.dialogs.frame import GateWindow
    from ui.dialogs.lock import LockPage
    from ui.main_window import MainWindow
    from ui.panel.window import SeatWindow
    from ui.session import Session
    from yingcai_desktop.desk import Desk, SignedIn
    from yingcai_desktop.services.seat import Seat

# The first window asks for a passphrase. The main window and what opens a store (SQLAlchemy and all) are imported after it shows.

FOLDER = "英才培养管理"
"""Suggested folder for the data file, in the user's documents."""
SEATS, SEAT = "评委席", "seat"
"""Where the store of a panel's laptop lies beside it, and what this computer remembers it by."""


class Opening(QObject):
    """Owns the windows; `close()` ends the session, whatever way the program ends."""

    def __init__(self, preferences: Preferences, folder: Path | None = None, season: int = 0) -> None:
        super().__init__()
        self._preferences = preferences
        self._folder = folder or _documents() / FOLDER
        self._season = season or QDate.currentDate().year()  # only a suggestion
        self.gate: GateWindow | None = None
        self.window: MainWindow | None = None
        self.session: Session | None = None
        self.seat: SeatWindow | None = None
        self._locked: LockPage | None = None
        self._warming: Warming | None = None

    def begin(self) -> None:
        """Unlock what was open last on this computer, or else the first run."""
        if self._known_seat() is not None:
            self.show_seat()
        elif self._preferences.recent_stores():
            self.show_unlock()
        else:
            self.show_first_run()

    def show_first_run(self) -> None:
        """建立数据文件."""
        from ui.dialogs.first_run import FirstRunWindow

        gate = FirstRunWindow(_create_office, _recovery_page, self._offices, self._folder, self._season)
        gate.created.connect(self.enter)
        gate.open_wanted.connect(self.show_unlock)
        gate.seat_wanted.connect(self.show_seat)
        self._show(gate)

    def show_unlock(self) -> None:
        """打开数据文件."""
        from ui.dialogs.unlock import UnlockWindow

        gate = UnlockWindow(_open_desk, _names, self._preferences.recent_stores(), self._preferences.last_user)
        gate.opened.connect(self.enter)
        gate.new_wanted.connect(self.show_first_run)
        gate.recovery_wanted.connect(self.show_recovery)
        gate.seat_wanted.connect(self.show_seat)
        self._show(gate)

    def show_seat(self) -> None:
        """评委席: a task file, or the laptop's store of before (ux §4.6)."""
        from ui.panel.gate import SeatGate

        folder = self._folder / SEATS
        gate = SeatGate(lambda file, words: _load_seat(file, words, folder), _open_seat, self._known_seat())
        gate.opened.connect(self.enter_seat)
        gate.back_wanted.connect(self.show_unlock if self._preferences.recent_stores() else self.show_first_run)
        self._show(gate)

    def enter_seat(self, seat: "Seat") -> None:
        """The panel's laptop: its own window, nothing of an office."""
        if self._warming is not None:
            self._warming.wait()
        from ui.idle import MINUTES, IdleWatch
        from ui.panel.window import SeatWindow

        self._preferences.put(SEAT, str(seat.store.path))
        self._preferences.sync()
        self.seat = SeatWindow(seat, self._preferences)
        self.seat.begin()
        self.seat.show()
        watch = IdleWatch(self.seat, float(self._preferences.text("idle", str(MINUTES))))
        watch.idle.connect(self.seat.sign_out)

    def _known_seat(self) -> Path | None:
        """The store of a laptop that was not cleared yet."""
        known = self._preferences.text(SEAT)
        return Path(known) if known and Path(known).exists() else None

    def show_recovery(self, path: Path) -> None:
        """用恢复单打开."""
        from ui.dialogs.recover import RecoverWindow

        gate = RecoverWindow(path, _administrators, _recover)
        gate.opened.connect(self.enter)
        gate.back_wanted.connect(self.show_unlock)
        self._show(gate)

    def enter(self, desk: "Desk", path: Path) -> None:
        """Sit down at the open store."""
        if self._warming is not None:
            self._warming.wait()
        from ui.idle import MINUTES, IdleWatch
        from ui.main_window import MainWindow
        from ui.session import Session

        self._preferences.remember_store(path)
        if desk.user is not None:
            self._preferences.remember_user(path, desk.user.name)
        self.session = Session(desk, self)
        self.window = MainWindow(preferences=self._preferences)
        self.window.lock_wanted.connect(self.lock)
        self.window.restore_wanted.connect(self.restore)
        self.window.sit_down(self.session)
        self.window.begin()
        self.window.show()
        self.window.page.focus_work_area()
        QTimer.singleShot(500, self, self._warm_pages)
        watch = IdleWatch(self.window, float(self._preferences.text("idle", str(MINUTES))))
        watch.idle.connect(self.lock)
        self.window.idle_chosen.connect(watch.set_minutes)

    def _warm_window(self) -> None:
        if self._warming is None:
            self._warming = Warming(self, TO_UNLOCK, THE_WINDOW)

    def _warm_pages(self) -> None:
        if self.window is not None and isValid(self.window):
            warming = Warming(self.window, OF_OTHERS, THE_PAGES)
            warming.done.connect(
                gc.freeze
            )  # modules stay: the collector need not look through all of them again and again

    def lock(self) -> None:
        """Cover the window until the passphrase is given; what was being typed stays."""
        if self.session is None or self.window is None or self._locked is not None:
            return
        from ui.dialogs.lock import LockPage

        user = self.session.desk.user
        self._locked = LockPage(self.window, self.session.verify, user.name if user else "", self.session.others())
        self._locked.unlocked.connect(self._unlocked)
        self._locked.failed.connect(self.trouble)

    def restore(self, backup: Path) -> None:
        """Go back to a backup: the data file is closed, put aside and replaced; then somebody signs in again."""
        if self.session is None or self.window is None:
            return
        from yingcai_desktop.errors import Refusal
        from yingcai_desktop.services import safekeeping

        desk, window = self.session.desk, self.window
        self.session.close()  # a last backup of what is there now
        try:
            kept = safekeeping.go_back(desk, backup)
            said, tone = f"已恢复备份 {backup.name}。" + (f"原来的数据文件另存为 {kept.name}。" if kept else ""), "ok"
        except Refusal as refused:
            said, tone = refused.message, "bad"
        self.session = self.window = None
        self.show_unlock()  # before the window goes: the program ends with its last window
        window.close()
        window.deleteLater()
        if self.gate is not None:
            self.gate.say(said, tone)

    def close(self) -> None:
        """Back up what changed and close the store."""
        if self.session is not None:
            self.session.close()
        if self.seat is not None:
            self.seat.seat.close()

    def trouble(self, error: BaseException) -> None:
        """Tell what escaped, in the window that is there."""
        if self.window is not None:
            self.window.messages.trouble(error)
        elif self.seat is not None:
            self.seat.messages.trouble(error)
        elif self.gate is not None:
            self.gate.trouble(error)
        else:
            sys.__excepthook__(type(error), error, error.__traceback__)

    def _offices(self) -> "Mapping[str, str]":
        from yingcai_desktop.scheme import load_schemes

        return load_schemes(self._season).offices

    def _unlocked(self, user: "SignedIn | None") -> None:
        self._locked = None
        if user is not None and self.session is not None and self.window is not None and self.session.take_seat(user):
            self.window.seat_taken()

    def _show(self, gate: "GateWindow") -> None:
        old, self.gate = self.gate, gate
        QTimer.singleShot(200, self, self._warm_window)  # after the first paint
        gate.show()
        gate.raise_()
        gate.activateWindow()
        if old is not None:
            old.close()


def _documents() -> Path:
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))


def _create_office(
    path: Path, office: str, season: int, name: str, password: str, roles: list[str]
) -> "tuple[Desk, str]":
    from yingcai_desktop.rules import duties
    from yingcai_desktop.services import setup

    return setup.create_office(path, office, season, name, password, duties=duties.of(roles))


def _recovery_page(desk: "Desk", code: str) -> bytes:
    from yingcai_desktop.services.recovery_page import recovery_page

    return recovery_page(desk, code)


def _names(path: Path) -> list[str]:
    from yingcai_desktop.services import signing_in

    return signing_in.names(path)


def _open_desk(path: Path, name: str, password: str) -> "Desk":
    from yingcai_desktop.services import setup, signing_in

    return signing_in.open_as(path, name, password) if name else setup.open_desk(path, password)


def _administrators(path: Path, code: str) -> list[str]:
    from yingcai_desktop.services import signing_in

    return signing_in.administrators(path, code)


def _recover(path: Path, code: str, name: str, password: str) -> "Desk":
    from yingcai_desktop.services import signing_in

    return signing_in.recover(path, code, name, password)


def _load_seat(file: Path, words: str, folder: Path) -> "Seat":
    from yingcai_desktop.services import seat

    return seat.load(file, words, folder)


def _open_seat(path: Path, words: str) -> "Seat":
    from yingcai_desktop.services import seat

    return seat.open_seat(path, words)

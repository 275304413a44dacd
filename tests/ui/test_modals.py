"""Only four kinds of window may stand in the way: unlock, lock or publish, restore, and the system's own dialogs (U50)."""

import re
from pathlib import Path

import ui

SOURCES = {path: path.read_text("utf-8") for path in Path(ui.__file__ or "").parent.rglob("*.py")}
MODAL = re.compile(r"\.exec\(|setModal\(|QMessageBox|QInputDialog|QProgressDialog|QErrorMessage|QWizard")
ALLOWED = {"app.py", "restore.py", "backups.py", "printing.py"}
"""The event loop, the one dialog of ours and the page that opens it, and the print dialog of the system."""
DIALOG = re.compile(r"class (\w+)\((?:QDialog|GateWindow)\)")


def test_u50_nothing_else_is_modal() -> None:
    found = {path.name for path, text in SOURCES.items() if MODAL.search(text)}

    assert found <= ALLOWED, found - ALLOWED


def test_u50_there_are_no_other_dialogs() -> None:
    dialogs = {name for text in SOURCES.values() for name in DIALOG.findall(text)}

    before_the_window = {"GateWindow", "FirstRunWindow", "UnlockWindow", "RecoverWindow", "SeatGate"}  # nothing is behind them yet
    beside_it = {"MessageList"}  # not modal
    assert dialogs == {*before_the_window, *beside_it, "RestoreDialog"}, dialogs


def test_u50_no_dialog_opens_a_dialog() -> None:
    restore = next(text for path, text in SOURCES.items() if path.name == "restore.py")

    assert not MODAL.search(restore.replace("self.setModal(True)", ""))

"""What holds for every test: no screen, only bundled fonts, no stray log, the checkout first on the path of child processes."""

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

ROOT = Path(__file__).resolve().parent.parent

# Before anything imports Qt. Offscreen and without the fonts of the machine, a picture is the same everywhere.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["FONTCONFIG_FILE"] = str(ROOT / "tests" / "fonts.conf")
os.environ["PYTHONPATH"] = str(ROOT)

pytest_plugins = ["pytester", "tests.strict_logs", "tests.fixtures"]

# A slow machine is not a failing test; what a run found is printed so that it can be repeated.
settings.register_profile("suite", deadline=None, print_blob=True)
settings.load_profile("suite")


@pytest.fixture(scope="session")
def qapp(tmp_path_factory: pytest.TempPathFactory) -> "QApplication":
    """The real application with its theme, once: a process runs tests of many folders, and whichever comes first makes it."""
    from ui.app import application
    from ui.preferences import Preferences

    return application([], Preferences(tmp_path_factory.mktemp("config") / "window.ini"))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones, which have a time limit of their own, come first: else one process works at the last of them while the other has nothing."""
    items.sort(key=lambda item: -max((mark.args[0] for mark in item.iter_markers("timeout") if mark.args), default=0))


def pytest_collection_finish() -> None:
    """What is loaded stays, and tests make much: the collector need not look through all of it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)

"""The folder that runs without Python holds every module of ours, also those that are only imported late or by name."""

import pkgutil
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import db
import ui
import yingcai_desktop

ROOT = Path(__file__).resolve().parent.parent.parent


class Told:
    """What the file tells PyInstaller, which is not among what a checkout needs."""

    def __init__(self, *_given: Any, **said: Any) -> None:
        self.said = said
        self.binaries: list[tuple[str, str, str]] = []
        self.datas: list[tuple[str, str, str]] = []
        self.pure: list[str] = []
        self.scripts: list[str] = []


@pytest.fixture
def analysis(monkeypatch: pytest.MonkeyPatch) -> Told:
    for name, words in (("api", ("COLLECT", "EXE", "PYZ")), ("build_main", ("Analysis",))):
        module = ModuleType(f"PyInstaller.building.{name}")
        for word in words:
            setattr(module, word, Told)
        monkeypatch.setitem(sys.modules, module.__name__, module)
    for name in ("PyInstaller", "PyInstaller.building"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    said: dict[str, Any] = {"SPECPATH": str(ROOT), "__name__": "build"}
    exec(compile((ROOT / "build.spec").read_text("utf-8"), "build.spec", "exec"), said)
    told = said["analysis"]
    assert isinstance(told, Told)
    return told


def test_every_module_of_ours_goes_along(analysis: Told) -> None:
    ours = {
        found.name
        for package in (db, ui, yingcai_desktop)
        for found in pkgutil.walk_packages(package.__path__, package.__name__ + ".")
        if ".versions" not in found.name
    }
    assert "ui.pages.home" in ours
    assert ours - set(analysis.said["hiddenimports"]) == set()


def test_what_is_read_at_run_time_is_there_to_go_along(analysis: Told) -> None:
    assert [source for source, _ in analysis.said["datas"] if not Path(source).exists()] == []

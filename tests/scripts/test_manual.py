"""操作手册 from its sources: every page of the window has its chapter, every picture its heading."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtWidgets import QApplication

from tests.documents.test_manual import png
from ui.places import PLACES
from yingcai_desktop.documents.manual import Manual, manual_pdf

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("manual_script", ROOT / "scripts" / "manual.py")
    assert spec is not None and spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_a_chapter_of_every_page_in_the_order_of_the_year(script: ModuleType) -> None:
    chapters = script.chapters(lambda _name: png())
    titles = [chapter.title for chapter in chapters]

    assert titles == ["第一次使用", "认识窗口", *(place.title for place in PLACES), "备份", "出错了怎么办", "快捷键"]
    assert manual_pdf(Manual("操作手册", "样子", (), chapters)).startswith(b"%PDF")


@pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)
def test_the_windows_before_the_main_one_have_their_pictures(script: ModuleType, qapp: QApplication, tmp_path: Path) -> None:
    script.gates(tmp_path)

    assert {file.name for file in tmp_path.iterdir()} == {"first-run.png", "unlock.png"}


def test_every_page_has_a_picture(script: ModuleType) -> None:
    assert {place.key for place in PLACES} <= set(script.PICTURES)


def test_a_picture_under_a_heading_that_is_gone_is_said(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(script.PICTURES, "home", {"没有这一节": ("home-training",)})

    with pytest.raises(SystemExit, match="没有这一节"):
        script.chapters(lambda _name: png())

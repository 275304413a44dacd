"""F1 and Shift+F1: help of the page, the wording behind a clause; Esc goes back to where one was (U35)."""

import re
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui import selecting
from tests.ui.applicants import Opener
from ui import help as window_help
from ui.commands import COMMANDS
from ui.main_window import MainWindow
from ui.pages.tabbed import TabbedPage
from ui.places import PLACES
from yingcai_desktop.assets import resource


def test_f1_opens_the_help_of_the_page_and_esc_goes_back(qtbot: QtBot, open_applicants: Opener) -> None:
    opened = open_applicants("applied")
    qtbot.waitUntil(opened.window.isActiveWindow)
    opened.page.table.setFocus()
    before = QApplication.focusWidget()

    qtbot.keyClick(opened.page.table, Qt.Key.Key_F1)

    reader = opened.window._reader
    assert reader.isVisible()
    assert "报名登记" in reader.title.text()
    qtbot.keyClick(reader.text, Qt.Key.Key_Escape)
    assert not reader.isVisible()
    assert QApplication.focusWidget() is before


def test_u35_shift_f1_shows_the_wording_of_the_notice(qtbot: QtBot, open_applicants: Opener) -> None:
    opened = open_applicants("applied")

    opened.window.clause()

    shown = opened.window._reader.text.toPlainText()
    assert "附件1 八（二）" in shown
    assert "参与中学组织符合申报条件的学生" in shown


def test_u35_a_finding_leads_to_its_own_clause(qtbot: QtBot, open_applicants: Opener) -> None:
    opened = open_applicants("applied")
    qtbot.waitUntil(opened.window.isActiveWindow)
    over = next(r for r in opened.page.all_rows() if r.over_rank and r.programme == "national")
    opened.page.open_record(over.uid)
    finding = next(c for c in opened.page.record.editor.checks if "附件1 四（二）" in c.text or c.code == "rank")
    opened.page.pane.form.focus(finding.field)

    opened.window.clause()

    assert "综合成绩排名在年级前 15%" in opened.window._reader.text.toPlainText()


def test_words_without_a_citation_are_said_to_be_the_offices_own(window: MainWindow) -> None:
    window.show_clause("")

    assert "由单位决定" in window.messages.kept[0].text


def test_every_tab_has_its_heading_in_the_help_of_its_page(open_place: selecting.Opener) -> None:
    opened = open_place("home", "applied")
    seen = 0

    for place in PLACES:
        page = opened.window.go(place.key)
        if isinstance(page, TabbedPage):
            lines = window_help.page_help(place.key).splitlines()
            missing = [spec.text for spec in page.tab_specs() if f"## {spec.text}" not in lines]
            assert missing == [], place.key
            assert f"## {page.help_heading()}" in lines
            seen += 1
    assert seen >= 7


def test_f1_opens_at_the_heading_of_the_tab_not_at_its_word(open_place: selecting.Opener) -> None:
    opened = open_place("selection", "applied")
    page = opened.window.page
    assert isinstance(page, TabbedPage)
    page.show_tab("admission")

    opened.window.help()

    reader = opened.window._reader
    assert reader is not None
    assert reader.text.textCursor().block().text() == "录取"
    assert reader.text.textCursor().block().blockFormat().headingLevel() == 2


ROOT = Path(__file__).resolve().parents[2] / "ui"
ARROWS = str.maketrans({"↑": "Up", "↓": "Down", "→": "Right", "←": "Left"})
KEY = re.compile(r"\*\*((?:(?:Ctrl|Alt|Shift)\+)*(?:F\d+|[A-Z0-9↑↓←→]|Enter|Esc|Tab|Space|Delete))\*\*")


@cache
def _text_of(*files: Path) -> str:
    return "\n".join(file.read_text("utf-8") for file in files)


def _known(place: str) -> str:
    """The text of everything that can hear a key on a page."""
    pages = ROOT / "pages"
    own = (pages / place).rglob("*.py") if (pages / place).is_dir() else iter([])
    shared = [*ROOT.glob("*.py"), *(ROOT / "parts").rglob("*.py"), *pages.glob("*.py"), *(pages / "entry").glob("*.py")]
    return _text_of(*own, *shared)


@pytest.mark.parametrize("place", [p.key for p in PLACES])
def test_every_key_of_a_help_is_heard_on_its_page(place: str) -> None:
    source, commands = _known(place), {command.keys for command in COMMANDS}
    named = KEY.findall(window_help.page_help(place))

    assert named
    for words in named:
        keys = words.translate(ARROWS)
        plain = keys.rpartition("+")[2]
        by_number = keys[:-1] in ("Alt+", "Ctrl+") and plain.isdigit()
        event = "Key_" + plain in source.replace("Key_Return", "Key_Enter") and (
            "+" not in keys or f"{keys.partition('+')[0].upper()[:4]}" in source.upper()
        )
        assert keys in commands or f'"{keys}"' in source or by_number or event, words


EXAMPLES = {"对选中的 n 条", "核对差异 3", "12 / 10 次", "适合页面"}
"""Quoted in a help, but with a number of its own, or a word of the printer's."""


@pytest.mark.parametrize("file", sorted(resource("help").rglob("*.md")), ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_what_a_help_quotes_is_said_by_the_program(file: Path) -> None:
    said = _text_of(*ROOT.rglob("*.py"), *(ROOT.parent / "yingcai_desktop").rglob("*.py"))
    quoted = {q for q in re.findall("“([^”]+)”", file.read_text("utf-8")) if q not in EXAMPLES}

    assert [q for q in sorted(quoted) if not all(part.strip() in said for part in q.rstrip("…").split(" · "))] == []


@pytest.mark.parametrize("place", [p.key for p in PLACES])
def test_every_help_says_what_the_page_is_for_its_keys_and_what_to_do_when_refused(place: str) -> None:
    title, _, purpose, *lines = window_help.page_help(place).splitlines()

    assert title == f"# {next(p.title for p in PLACES if p.key == place)}"
    assert 20 <= len(purpose) <= 90 and purpose.endswith("。")
    assert "## 办不成时" in lines
    assert {"## 键盘", "## 符号"} <= set(lines)


@pytest.mark.parametrize("place", [p.key for p in PLACES])
def test_u35_every_page_has_its_help(place: str) -> None:
    text = window_help.page_help(place)

    assert text.startswith("# ")
    assert len(text) > 200


def test_a_paragraph_that_begins_with_a_number_stays_one() -> None:
    assert "1\\. 导师培养" in window_help.wording(["附件2 五（三）1"])

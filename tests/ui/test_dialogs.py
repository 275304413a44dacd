"""First run, opening and the lock page, with real callables in the place of the services."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from tests.ui.test_window import clipped, unnamed
from ui.dialogs.first_run import FirstRunWindow
from ui.dialogs.lock import LockPage
from ui.dialogs.passphrase import suggestion
from ui.dialogs.unlock import UnlockWindow
from ui.main_window import MainWindow
from ui.parts.strip import Strip
from yingcai_desktop.errors import Refusal

OFFICES = {"150000": "自治区", "150100": "呼和浩特市", "150200": "包头市", "150500": "通辽市"}


class Office:
    """Remembers what was asked of it; refuses when told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []
        self.refusal = ""

    def __call__(self, *asked: object) -> str:
        self.asked.append(asked)
        if self.refusal:
            raise Refusal(self.refusal)
        return "desk"


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def first(qtbot: QtBot, office: Office, tmp_path: Path) -> FirstRunWindow:
    made = FirstRunWindow(office, lambda: OFFICES, tmp_path, 2025)
    qtbot.addWidget(made)
    made.show()
    return made


def said(window: QDialog) -> list[str]:
    return [strip.text for strip in window.findChildren(Strip) if strip.isVisible()]


def test_a_store_is_created_for_the_chosen_office(
    first: FirstRunWindow, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    first.city.setChecked(True)
    first.office.set_code("150500")
    first.passphrase.suggest()

    with qtbot.waitSignal(first.created) as created:
        first.make.click()

    assert office.asked == [(tmp_path / "2025.ycdb", first.passphrase.text(), "150500", 2025)]
    assert created.args == ["desk", tmp_path / "2025.ycdb"]
    assert not first.isVisible()


def test_the_path_follows_the_season_until_it_is_typed(first: FirstRunWindow, qtbot: QtBot, tmp_path: Path) -> None:
    first.season.clear()
    qtbot.keyClicks(first.season, "2026")
    assert first.path.text() == str(tmp_path / "2026.ycdb")

    first.path.clear()
    qtbot.keyClicks(first.path, "/x/y.ycdb")
    first.season.clear()
    qtbot.keyClicks(first.season, "2027")
    assert first.path.text() == "/x/y.ycdb"


@pytest.mark.parametrize(
    ("one", "two", "wrong"),
    [
        ("", "", "还没有设置口令"),
        ("short", "short", "口令太短"),
        ("long enough 123", "long enough 124", "两次输入的口令不一样"),
    ],
)
def test_a_passphrase_that_will_not_do_is_refused_in_words(
    first: FirstRunWindow, office: Office, one: str, two: str, wrong: str
) -> None:
    first.passphrase.first.edit.setText(one)
    first.passphrase.second.edit.setText(two)

    first.make.click()

    assert wrong in said(first)[0]
    assert office.asked == []


def test_an_existing_file_is_never_overwritten(first: FirstRunWindow, office: Office, tmp_path: Path) -> None:
    (tmp_path / "2025.ycdb").write_bytes(b"data")
    first.passphrase.suggest()

    first.make.click()

    assert "不会覆盖" in said(first)[0]
    assert office.asked == []


def test_a_refusal_is_shown_and_everything_typed_stays(first: FirstRunWindow, office: Office) -> None:
    office.refusal = "没有建立：磁盘已满。"
    first.passphrase.suggest()
    words = first.passphrase.text()

    first.make.click()

    assert said(first) == ["没有建立：磁盘已满。"]
    assert first.passphrase.text() == words
    assert first.make.isEnabled()


def test_escape_closes_neither_window_nor_forgets(first: FirstRunWindow, qtbot: QtBot) -> None:
    first.passphrase.first.edit.setText("half typed")

    for part in (first.season, first.passphrase.first.edit, first):
        qtbot.keyClick(part, Qt.Key.Key_Escape)

    assert first.isVisible()
    assert first.passphrase.first.text() == "half typed"


def test_suggestions_differ_and_have_no_look_alikes() -> None:
    many = {suggestion() for _ in range(200)}

    assert len(many) == 200
    assert all(len(words) == 19 and not set(words) & set("il10oILO") for words in many)


def test_opening_passes_path_and_passphrase(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "2025.ycdb"
    window = UnlockWindow(office, [path])
    qtbot.addWidget(window)
    window.show()
    qtbot.keyClicks(window.passphrase.edit, "secret words")

    with qtbot.waitSignal(window.opened) as opened:
        qtbot.keyClick(window.passphrase.edit, Qt.Key.Key_Return)

    assert office.asked == [(path, "secret words")]
    assert opened.args == ["desk", path]


def test_a_wrong_passphrase_is_said_and_can_be_corrected(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    office.refusal = "口令不对，2025.ycdb 没有打开。"
    window = UnlockWindow(office, [tmp_path / "2025.ycdb"])
    qtbot.addWidget(window)
    window.show()
    qtbot.keyClicks(window.passphrase.edit, "wrong")

    window.go.click()

    assert said(window) == ["口令不对，2025.ycdb 没有打开。"]
    assert window.isVisible()
    assert window.passphrase.edit.selectedText() == "wrong"


def test_both_windows_name_their_controls_and_clip_nothing(first: FirstRunWindow, office: Office, qtbot: QtBot) -> None:
    window = UnlockWindow(office)
    qtbot.addWidget(window)
    window.show()
    QApplication.processEvents()

    assert unnamed(first) + unnamed(window) == []
    assert clipped(first) + clipped(window) == []


def test_the_lock_page_covers_all_and_returns_the_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    before = QApplication.focusWidget()
    page = LockPage(window, lambda words: words == "right")
    window.resize(1300, 700)

    qtbot.keyClicks(page.passphrase.edit, "wrong")
    qtbot.keyClick(page.passphrase.edit, Qt.Key.Key_Return)
    still = page.isVisible()
    covered = page.geometry() == window.rect()
    page.passphrase.edit.setText("right")
    with qtbot.waitSignal(page.unlocked):
        qtbot.keyClick(page.passphrase.edit, Qt.Key.Key_Return)

    assert (still, covered) == (True, True)
    assert QApplication.focusWidget() is before


def test_shortcuts_do_not_pass_the_lock_page(window: MainWindow, qtbot: QtBot) -> None:
    page = LockPage(window, lambda _words: False)
    place = window.key

    qtbot.keyClick(page.passphrase.edit, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    for _ in range(6):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)

    focus = QApplication.focusWidget()
    assert window.key == place
    assert focus is not None
    assert page.isAncestorOf(focus)

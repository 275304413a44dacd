"""First run, opening and the lock page, with real callables in the place of the services."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from tests.ui.test_window import clipped, unnamed
from ui.dialogs.first_run import FirstRunWindow
from ui.dialogs.lock import LockPage
from ui.dialogs.passphrase import suggestion
from ui.dialogs.recover import RecoverWindow
from ui.dialogs.sheet import SheetCard
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


CODE = "2345" * 8


class Maker(Office):
    """The same, for a first run: gives the code of the sheet as well."""

    def __call__(self, *asked: object) -> object:
        super().__call__(*asked)
        return self, CODE  # stands for the desk

    @property
    def store(self) -> "Maker":
        return self

    def close(self) -> None:
        """A store is given back."""


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def maker() -> Maker:
    return Maker()


@pytest.fixture
def first(qtbot: QtBot, maker: Maker, tmp_path: Path) -> FirstRunWindow:
    made = FirstRunWindow(maker, lambda _desk, _code: b"%PDF", lambda: OFFICES, tmp_path, 2025)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.show()
    made.name.setText("高娃")
    return made


def sheet(window: FirstRunWindow, qtbot: QtBot) -> SheetCard:
    qtbot.waitUntil(lambda: window.sheet is not None)
    assert isinstance(window.sheet, SheetCard)
    return window.sheet


def said(window: QDialog) -> list[str]:
    return [strip.text for strip in window.findChildren(Strip) if strip.isVisible()]


def test_a_store_is_created_for_the_chosen_office_and_its_sheet_put_away(
    first: FirstRunWindow, maker: Maker, qtbot: QtBot, tmp_path: Path
) -> None:
    first.city.setChecked(True)
    first.office.set_code("150500")
    first.passphrase.suggest()
    words = first.passphrase.text()
    first.make.click()
    card = sheet(first, qtbot)

    assert maker.asked == [(tmp_path / "2025.ycdb", "150500", 2025, "高娃", words, ["clerk"])]
    assert first.windowTitle().startswith("封存恢复单") and not first.form.isVisible()
    assert first.passphrase.text() == "", "the password does not wait behind the sheet"
    assert not card.go.isEnabled()
    card.kept.setChecked(True)
    with qtbot.waitSignal(first.created) as created:
        card.go.click()

    assert created.args == [maker, tmp_path / "2025.ycdb"]
    assert not first.isVisible()


def test_the_sheet_is_saved_once_and_says_to_delete_the_file(first: FirstRunWindow, qtbot: QtBot, tmp_path: Path) -> None:
    first.passphrase.suggest()
    first.make.click()
    card = sheet(first, qtbot)
    QApplication.processEvents()
    assert clipped(first) + unnamed(first) == []

    card.save_to(tmp_path / "恢复单.pdf")

    qtbot.waitUntil(lambda: "打印后请删除" in card.note.text())
    assert (tmp_path / "恢复单.pdf").read_bytes() == b"%PDF"


def test_an_administrator_has_a_name(first: FirstRunWindow, maker: Maker) -> None:
    first.name.clear()
    first.passphrase.suggest()
    first.make.click()
    assert "管理员的姓名" in said(first)[0] and maker.asked == []


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
    first: FirstRunWindow, maker: Maker, one: str, two: str, wrong: str
) -> None:
    first.passphrase.first.edit.setText(one)
    first.passphrase.second.edit.setText(two)

    first.make.click()

    assert wrong in said(first)[0]
    assert maker.asked == []


def test_an_existing_file_is_never_overwritten(first: FirstRunWindow, maker: Maker, tmp_path: Path) -> None:
    (tmp_path / "2025.ycdb").write_bytes(b"data")
    first.passphrase.suggest()

    first.make.click()

    assert "不会覆盖" in said(first)[0]
    assert maker.asked == []


def test_a_refusal_is_shown_and_everything_typed_stays(first: FirstRunWindow, maker: Maker, qtbot: QtBot) -> None:
    maker.refusal = "没有建立：磁盘已满。"
    first.passphrase.suggest()
    words = first.passphrase.text()

    first.make.click()
    qtbot.waitUntil(lambda: said(first) == ["没有建立：磁盘已满。"])

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


@pytest.mark.parametrize(("names", "name"), [([], ""), (["高娃"], "高娃"), (["陈静", "高娃"], "高娃")])
def test_opening_passes_path_user_and_password(
    office: Office, qtbot: QtBot, tmp_path: Path, names: list[str], name: str
) -> None:
    path = tmp_path / "2025.ycdb"
    window = UnlockWindow(office, lambda _path: names, [path], lambda _path, _names: "高娃" if names else "")
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.user.currentText() != "正在读取…")
    assert window.user.isEnabled() is bool(names) and window.user.code() == name
    qtbot.keyClicks(window.passphrase.edit, "secret words")

    with qtbot.waitSignal(window.opened) as opened:
        qtbot.keyClick(window.passphrase.edit, Qt.Key.Key_Return)

    assert office.asked == [(path, name, "secret words")]
    assert opened.args == ["desk", path]


def test_who_types_quicker_than_the_list_is_read_waits_for_it(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    window = UnlockWindow(office, lambda _path: ["高娃"], [tmp_path / "2025.ycdb"])
    qtbot.addWidget(window)
    window.passphrase.edit.setText("secret words")

    with qtbot.waitSignal(window.opened):
        window.try_open()

    assert office.asked == [(tmp_path / "2025.ycdb", "高娃", "secret words")]


def test_a_wrong_password_is_said_and_can_be_corrected(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    office.refusal = "“高娃”的口令不对。"
    window = UnlockWindow(office, lambda _path: ["高娃"], [tmp_path / "2025.ycdb"])
    qtbot.addWidget(window)
    window.show()
    qtbot.keyClicks(window.passphrase.edit, "wrong")

    window.go.click()
    qtbot.waitUntil(lambda: said(window) == ["“高娃”的口令不对。"])

    assert window.isVisible() and window.go.isEnabled()
    assert window.passphrase.edit.selectedText() == "wrong"


def test_the_sheet_opens_with_a_new_password(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    window = RecoverWindow(tmp_path / "2025.ycdb", lambda _path, _code: ["高娃"], office)
    qtbot.addWidget(window)
    window.show()
    assert not window.go.isEnabled() and not window.passphrase.isEnabled()
    window.code.setText("5H6B-5")
    window.check.click()
    qtbot.waitUntil(window.go.isEnabled)
    window.passphrase.suggest()
    words = window.passphrase.text()

    with qtbot.waitSignal(window.opened):
        window.go.click()

    assert office.asked == [(tmp_path / "2025.ycdb", "5H6B-5", "高娃", words)]


def test_a_wrong_sheet_is_said_in_place(qtbot: QtBot, tmp_path: Path) -> None:
    def refuse(_path: Path, _code: str) -> list[str]:
        raise Refusal("第 5 组抄错了。")

    window = RecoverWindow(tmp_path / "2025.ycdb", refuse, Office())
    qtbot.addWidget(window)
    window.show()
    window.check.click()
    assert "还没有输入" in said(window)[0]
    window.code.setText("AAAA")
    window.check.click()
    qtbot.waitUntil(lambda: "第 5 组抄错了。" in said(window))
    assert not window.go.isEnabled()


def test_all_windows_name_their_controls_and_clip_nothing(first: FirstRunWindow, office: Office, qtbot: QtBot) -> None:
    windows = [UnlockWindow(office, lambda _path: []), RecoverWindow(Path("/a/2025.ycdb"), lambda _p, _c: [], office)]
    for window in windows:
        qtbot.addWidget(window)
        window.show()
    QApplication.processEvents()

    for one in (first, *windows):
        assert unnamed(one) == []
        assert clipped(one) == []


def only(right: str) -> Callable[[str, str], str]:
    def verify(name: str, words: str) -> str:
        if words != right:
            raise Refusal("口令不对。")
        return name

    return verify


def test_the_lock_page_covers_all_and_returns_the_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    before = QApplication.focusWidget()
    page = LockPage(window, only("right"))
    window.resize(1300, 700)

    qtbot.keyClicks(page.passphrase.edit, "wrong")
    qtbot.keyClick(page.passphrase.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "口令不对" in page._note.text())
    still = page.isVisible()
    covered = page.geometry() == window.rect()
    page.passphrase.edit.setText("right")
    with qtbot.waitSignal(page.unlocked):
        qtbot.keyClick(page.passphrase.edit, Qt.Key.Key_Return)

    assert (still, covered) == (True, True)
    assert QApplication.focusWidget() is before


def test_another_user_can_take_the_seat(window: MainWindow, qtbot: QtBot) -> None:
    page = LockPage(window, only("right"), "高娃", ["陈静", "李慧"])
    assert not page.who.isVisible()
    page.change.click()
    assert page.who.isVisible() and page.go.text() == "换人" and page.change.text() == "还是 高娃"
    page.who.set_code("李慧")
    page.passphrase.edit.setText("right")
    QApplication.processEvents()
    assert clipped(page) == []

    with qtbot.waitSignal(page.unlocked) as unlocked:
        page.go.click()

    assert unlocked.args == ["李慧"]


def test_shortcuts_do_not_pass_the_lock_page(window: MainWindow, qtbot: QtBot) -> None:
    page = LockPage(window, only("right"))
    place = window.key

    qtbot.keyClick(page.passphrase.edit, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    for _ in range(6):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)

    focus = QApplication.focusWidget()
    assert window.key == place
    assert focus is not None
    assert page.isAncestorOf(focus)

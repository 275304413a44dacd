"""用户与权限 in the window: the first administrator, users, roles, passwords, the sheet; buttons obey roles."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.test_window import clipped, unnamed
from ui.main_window import MainWindow
from ui.pages.settings import SettingsPage
from ui.pages.settings.users import UsersTab
from ui.preferences import Preferences
from ui.session import Session
from yingcai_desktop.desk import Desk
from yingcai_desktop.rules.duties import Duty
from yingcai_desktop.services import attempts, history, rights, setup, signing_in, users

ADMIN, CLERK = "admin-password-1", "clerk-password-2"


@pytest.fixture(autouse=True)
def no_attempts() -> None:
    attempts._failed.clear()


class Opened:
    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot, self.window = qtbot, window
        page = window.go("settings", tab="users")
        assert isinstance(page, SettingsPage) and isinstance(page.tab, UsersTab)
        self.tab: UsersTab = page.tab

    @property
    def desk(self) -> Desk:
        assert isinstance(self.window.desk, Desk)
        return self.window.desk

    def press(self) -> None:
        self.tab.pane.press()
        self.qtbot.waitUntil(lambda: not self.window.jobs.busy(), timeout=20000)
        QApplication.processEvents()

    def said(self) -> str:
        return self.window.messages.kept[0].text

    def choose(self, name: str) -> None:
        assert self.tab.open_record(next(p.uid for p in self.tab._rows if p.name == name))


@pytest.fixture
def windows(qtbot: QtBot, tmp_path: Path) -> Iterator[list[MainWindow]]:
    """Closed while the folder is there: a backup is made on leaving."""
    made: list[MainWindow] = []
    yield made
    for window in made:
        window.jobs.close()
        window.session.close()


def sat_down(qtbot: QtBot, windows: list[MainWindow], preferences: Preferences, desk: Desk) -> Opened:
    window = MainWindow(preferences=preferences)
    qtbot.addWidget(window)
    window.sit_down(Session(desk, window))
    window.resize(1366, 689)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    windows.append(window)
    return Opened(qtbot, window)


@pytest.fixture
def plain(qtbot: QtBot, windows: list[MainWindow], preferences: Preferences, tmp_path: Path) -> Opened:
    """A store opened with a passphrase, nobody in it."""
    desk = setup.create_store(tmp_path / "a.ycdb", "a-plain-passphrase", "150000", 2025)
    return sat_down(qtbot, windows, preferences, desk)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "2025.ycdb"
    desk, _ = setup.create_office(path, "150000", 2025, "高娃", ADMIN)
    users.add(desk, "陈静", {Duty.CLERK}, "科员", CLERK)
    desk.store.close()
    return path


@pytest.fixture
def admin(qtbot: QtBot, windows: list[MainWindow], preferences: Preferences, path: Path) -> Opened:
    return sat_down(qtbot, windows, preferences, signing_in.open_as(path, "高娃", ADMIN))


def test_the_first_administrator_is_set_in_a_store_with_a_passphrase(plain: Opened) -> None:
    tab = plain.tab
    assert tab.b_new.text() == "设置首位管理员" and not tab.b_sheet.isVisible() and not tab.b_own.isVisible()
    tab.new()
    pane = tab.pane
    assert pane.isVisible() and pane.mode == "first"
    pane.name.setText("高娃")
    pane.duties[Duty.CLERK].setChecked(True)
    pane.password.suggest()
    words = pane.password.text()
    plain.press()

    assert plain.desk.user is not None and plain.desk.user.duties == {Duty.ADMIN, Duty.CLERK}
    assert tab.sheet is not None and tab.sheet_card.isVisible()
    assert not tab.may_leave() and plain.window.go("home") is not plain.window.pages.get("home")
    tab.sheet.kept.setChecked(True)
    tab.sheet.go.click()
    assert tab.sheet is None and tab.table.isVisible() and tab.may_leave()
    assert "高娃 · 经办、管理员" in plain.window.sidebar._user.text()
    assert signing_in.verify(plain.desk, "高娃", words).name == "高娃"


def test_a_user_is_added_and_changed(admin: Opened) -> None:
    tab, pane = admin.tab, admin.tab.pane
    tab.new()
    pane.name.setText("李慧")
    pane.post.setText("监督员")
    pane.duties[Duty.CLERK].setChecked(False)
    pane.duties[Duty.SUPERVISOR].setChecked(True)
    pane.password.suggest()
    words = pane.password.text()
    admin.press()
    assert admin.said() == "已增加用户 李慧。"
    assert pane.password.text() == "", "no password stays on the screen"
    assert signing_in.verify(admin.desk, "李慧", words).duties == {Duty.SUPERVISOR}

    admin.choose("陈静")
    pane.duties[Duty.REVIEWER].setChecked(True)
    admin.press()
    assert next(p for p in users.people(admin.desk) if p.name == "陈静").duties == {Duty.CLERK, Duty.REVIEWER}


def test_what_is_missing_is_said_in_the_pane(admin: Opened) -> None:
    pane = admin.tab.pane
    admin.tab.new()
    pane.press()
    assert "请填写姓名" in pane.note.text()
    pane.name.setText("王芳")
    pane.press()
    assert "口令" in pane.note.text()
    pane.duties[Duty.SUPERVISOR].setChecked(True)
    assert "不能兼任" in pane.note.text()
    pane.duties[Duty.SUPERVISOR].setChecked(False)
    pane.name.setText("陈静")
    pane.password.suggest()
    admin.press()
    assert "已经有名为" in pane.note.text() and pane.isVisible(), "what was typed stays"


def test_a_password_is_reset_and_a_user_leaves_and_comes_back(admin: Opened) -> None:
    pane = admin.tab.pane
    admin.choose("陈静")
    pane.reset.click()
    assert pane.mode == "reset"
    pane.password.suggest()
    words = pane.password.text()
    admin.press()
    assert signing_in.verify(admin.desk, "陈静", words)

    admin.choose("陈静")
    pane.leave.click()
    pane.press()
    assert "停用理由" in pane.note.text()
    pane.reason.setText("调离")
    admin.press()
    assert not next(p for p in users.people(admin.desk) if p.name == "陈静").active
    assert signing_in.names(admin.desk.store.path) == ["高娃"]

    admin.choose("陈静")
    assert pane.reset.text() == "恢复使用…" and not pane.leave.isVisible()


def test_a_new_sheet_takes_another_user_with_their_password(admin: Opened, qtbot: QtBot) -> None:
    admin.tab.new_sheet()
    panel = admin.window.second.panel
    assert panel.others == ["陈静"] and panel.who.code() == "陈静"
    panel.password.edit.setText(ADMIN)
    panel.confirm()
    qtbot.waitUntil(panel.note.isVisible, timeout=20000)
    assert "口令不对" in panel.note.text() and admin.tab.sheet is None
    panel.password.edit.setText(CLERK)
    panel.confirm()
    qtbot.waitUntil(lambda: admin.tab.sheet is not None, timeout=20000)
    act = history.actions(admin.desk)[-1]
    assert (act.action, act.actor, act.witness) == ("user.sheet", "高娃", "陈静")
    assert admin.desk.witness == ""


def test_who_is_no_administrator_sees_and_changes_only_their_password(
    qtbot: QtBot, windows: list[MainWindow], preferences: Preferences, path: Path
) -> None:
    clerk = sat_down(qtbot, windows, preferences, signing_in.open_as(path, "陈静", CLERK))
    tab, pane = clerk.tab, clerk.tab.pane
    assert not tab.b_new.isVisible() and not tab.b_sheet.isVisible() and tab.b_own.isVisible()
    tab.new()
    assert not pane.isVisible() or pane.mode == "edit"
    clerk.choose("高娃")
    assert not (pane.go.isVisible() or pane.reset.isVisible() or pane.leave.isVisible())

    tab.change_own()
    pane.old.edit.setText("wrong-password")
    pane.password.suggest()
    clerk.press()
    assert "口令不对" in pane.note.text()
    pane.old.edit.setText(CLERK)
    pane.password.suggest()
    words = pane.password.text()
    clerk.press()
    assert signing_in.verify(clerk.desk, "陈静", words)


def test_the_matrix_reads_in_chinese_and_nothing_is_clipped(admin: Opened) -> None:
    assert all(any("\u4e00" <= c <= "\u9fff" for c in line.title) for line in rights.rights())
    assert [line.uid for line in rights.rights() if line.part == "其他"] == []
    for act in (lambda: None, admin.tab.new, lambda: admin.choose("陈静"), admin.tab.change_own, admin.tab.show_matrix):
        act()
        QApplication.processEvents()
        assert unnamed(admin.tab) == []
        assert clipped(admin.tab) == []
    assert admin.tab.rights_card.isVisible()
    admin.tab.show_matrix()
    assert not admin.tab.rights_card.isVisible() and admin.tab.area.isVisible()

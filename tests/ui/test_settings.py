"""系统设置 in the window: rules are signed, days set, people and schools kept, backups made and gone back to."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.season import At
from ui import theme
from ui.dialogs.restore import RestoreDialog
from ui.main_window import MainWindow
from ui.opening import Opening
from ui.pages.base import Page
from ui.pages.settings import SettingsPage
from ui.pages.settings.backups import BackupsTab
from ui.pages.settings.calendar import CalendarTab
from ui.pages.settings.looks import LooksTab
from ui.pages.settings.reminders import RemindersTab
from ui.pages.settings.rules import RulesTab
from ui.pages.settings.schools import SchoolsTab
from ui.pages.settings.units import UnitsTab
from ui.preferences import Preferences
from yingcai_desktop.desk import Desk
from yingcai_desktop.services import deciding, safekeeping, setup, units

Open = Callable[..., Page]


@pytest.fixture
def open_tab(qtbot: QtBot, preferences: Preferences, at: At) -> Iterator[Open]:
    windows: list[MainWindow] = []

    def opened(key: str, milestone: str = "decided") -> Page:
        desk = at(milestone)
        window = MainWindow(desk, preferences)
        desk.store.listeners.append(window.store_changed.emit)
        qtbot.addWidget(window)
        window.resize(1440, 900)
        window.show()
        page = window.go("settings", tab=key)
        qtbot.waitExposed(window)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        assert isinstance(page, SettingsPage)
        windows.append(window)
        return page.tab

    yield opened
    for window in windows:
        window.jobs.close()


def said(tab: Page) -> str:
    return str(tab.shell.messages.kept[0].text)


def value(desk: Desk, key: str) -> object:
    with desk.read() as session:
        return deciding.stored(session).get(key)


# 名额与规则


def test_two_weights_are_signed_in_one_form(qtbot: QtBot, open_tab: Open) -> None:
    tab = open_tab("rules")
    assert isinstance(tab, RulesTab)
    tab.open_record("weights.test")
    form = tab.pane.form
    assert form is not None
    form.update_values({"weights.test": "50", "weights.interview": "50", "document": "主任办公会纪要〔2025〕3号"})

    qtbot.mouseClick(tab.pane.go, Qt.MouseButton.LeftButton)

    assert (value(tab.shell.desk, "weights.test"), value(tab.shell.desk, "weights.interview")) == ("50", "50")
    row = next(r for r in tab.all_rows() if r.uid == "weights.test")
    assert (row.document, row.who.partition("（")[0]) == ("主任办公会纪要〔2025〕3号", "经办甲")


def test_a_seat_plan_that_does_not_add_up_stays_in_the_form(qtbot: QtBot, open_tab: Open) -> None:
    tab = open_tab("rules")
    assert isinstance(tab, RulesTab)
    tab.open_record("seats.pilot.150200")
    form = tab.pane.form
    assert form is not None
    form.update_values({"seats.pilot.150200.数学": "6", "document": "纪要"})

    qtbot.mouseClick(tab.pane.go, Qt.MouseButton.LeftButton)

    assert value(tab.shell.desk, "seats.pilot.150200.数学") == 5
    assert "26" in said(tab)
    assert form.values()["seats.pilot.150200.数学"] == "6"


def test_what_is_typed_and_not_signed_is_there_again(open_tab: Open) -> None:
    tab = open_tab("rules")
    assert isinstance(tab, RulesTab)
    tab.open_record("ratio")
    assert tab.pane.form is not None
    tab.pane.form.update_values({"ratio": "2.5"})
    tab.open_record("weights.test")

    tab.open_record("ratio")

    assert tab.pane.form.values()["ratio"] == "2.5"


def test_the_notice_can_be_read_and_not_signed(open_tab: Open) -> None:
    tab = open_tab("rules")
    assert isinstance(tab, RulesTab)
    tab.open_record("notice|pilot|quota")

    assert not tab.pane.foot.isVisible()
    assert "附件2 三（四）" in tab.pane.source.text()


# 年度与日程、机构、学校


def test_days_are_set_by_keyboard(qtbot: QtBot, open_tab: Open) -> None:
    tab = open_tab("calendar")
    assert isinstance(tab, CalendarTab)
    tab.open_record("pilot|面试")
    tab.pane.form.update_values({"start": "2025-04-19", "end": "2025-04-20", "note": "面试通知"})
    field = tab.pane.form.boxes["note"].editor.inputs[0]
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    row = next(r for r in tab.all_rows() if r.uid == "pilot|面试")
    assert (row.end.isoformat(), row.is_set, row.note) == ("2025-04-20", True, "面试通知")


def test_the_days_of_a_reminder_are_set_and_the_chip_says_them(open_tab: Open) -> None:
    tab = open_tab("reminders", "logged")
    assert isinstance(tab, RemindersTab)
    tab.open_record("away")
    tab.pane.form.update_values({"days": "45"})
    tab.pane.store()

    assert [(r.days, r.is_set) for r in tab.all_rows()] == [(45, True), (14, False)]
    training = tab.shell.go("training", tab="progress")
    assert training.tab.filter.chips["away"].text().startswith("未到校超 45 天")


def test_a_half_typed_day_is_kept_as_a_draft(qtbot: QtBot, open_tab: Open) -> None:
    tab = open_tab("calendar")
    assert isinstance(tab, CalendarTab)
    tab.open_record("pilot|面试")
    box = tab.pane.form.boxes["note"].editor.inputs[0]
    box.setFocus()
    qtbot.keyClicks(box, "abc")
    tab.open_record("pilot|潜质测试")

    tab.open_record("pilot|面试")

    assert tab.pane.form.values()["note"] == "abc"
    assert not next(r for r in tab.all_rows() if r.uid == "pilot|面试").is_set


def test_somebody_is_registered_and_taken_off(qtbot: QtBot, open_tab: Open) -> None:
    tab = open_tab("units")
    assert isinstance(tab, UnitsTab)
    tab.open_record("内蒙古大学")
    tab.new()
    tab.pane.form.update_values({"post": units.LEADER, "name": "那顺布和"})
    tab.pane.store()
    assert next(u for u in tab.all_rows() if u.uid == "内蒙古大学").leader == "那顺布和"
    assert tab.people.rows.total() == 1

    tab.people.select(tab.people.rows.shown[0].uid)
    tab._remove()

    assert not next(u for u in tab.all_rows() if u.uid == "内蒙古大学").people


def test_a_school_is_added(open_tab: Open) -> None:
    tab = open_tab("schools")
    assert isinstance(tab, SchoolsTab)
    before = tab.table.rows.total()
    tab.new()
    tab.pane.form.update_values({"name": "通辽市新城示例中学", "city": "150500", "pilot": "1"})
    tab.pane.store()

    assert tab.table.rows.total() == before + 1


# 备份与恢复


def test_a_backup_is_made_and_listed(qtbot: QtBot, open_tab: Open) -> None:
    tab = open_tab("backups")
    assert isinstance(tab, BackupsTab)
    assert tab.table.rows.total() == 0

    tab.back_up()
    qtbot.waitUntil(lambda: tab.table.rows.total() == 1)

    assert "已备份并验证" in said(tab)


def test_u60_restore_says_what_is_lost_and_wants_the_word(qtbot: QtBot, open_tab: Open) -> None:
    tab = open_tab("backups")
    assert isinstance(tab, BackupsTab)
    made = safekeeping.backup(tab.shell.desk)
    units.save_person(tab.shell.desk, "内蒙古大学", {"name": "那顺布和", "post": units.LEADER})
    tab.refresh()
    tab.table.select(str(made))
    seen: list[str] = []
    wanted: list[Path] = []
    tab.shell.restore_wanted.connect(wanted.append)

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, RestoreDialog)
        seen.extend(dialog.acts.item(n).text() for n in range(dialog.acts.count()))
        assert not dialog.go.isEnabled()
        dialog.word.setText("恢复")
        dialog.go.click()

    QTimer.singleShot(50, answer)
    tab.restore()

    assert len(seen) == 1
    assert "登记单位人员" in seen[0]
    assert wanted == [made]


def test_going_back_closes_puts_aside_and_asks_to_sign_in_again(qtbot: QtBot, preferences: Preferences, tmp_path: Path) -> None:
    path = tmp_path / "2025.ycdb"
    desk = setup.create_store(path, "一个够长的口令 2025", "150000", 2025)
    made = safekeeping.backup(desk)
    units.save_person(desk, "内蒙古大学", {"name": "那顺布和", "post": units.LEADER})
    opening = Opening(preferences, tmp_path, 2025)
    opening.enter(desk, path)

    opening.restore(made)

    assert opening.window is None
    assert opening.gate is not None and opening.gate.isVisible()
    assert list(tmp_path.glob("2025.恢复前-*.ycdb"))
    again = setup.open_desk(path, "一个够长的口令 2025")
    assert not any(u.people for u in units.units(again))
    again.store.close()
    opening.gate.close()


# 外观


def test_theme_and_patience_are_remembered(open_tab: Open, qapp: QApplication) -> None:
    tab = open_tab("looks")
    assert isinstance(tab, LooksTab)
    chosen: list[float] = []
    tab.shell.idle_chosen.connect(chosen.append)

    tab.themes.go("dark")
    tab.locks.go("30")

    assert theme.mode() == "dark"
    assert (tab.shell.preferences.text("theme"), tab.shell.preferences.text("idle"), chosen) == ("dark", "30", [30.0])


@pytest.mark.parametrize("key", ["about", "users"])
def test_the_cards_of_the_roles_are_seen_in_the_preview(qtbot: QtBot, open_tab: Open, key: str) -> None:
    tab = open_tab(key)
    window = tab.window()
    assert isinstance(window, MainWindow)

    (tab.cards if key == "about" else tab.b_cards).click()  # type: ignore[attr-defined]

    qtbot.waitUntil(lambda: "共 5 页" in getattr(getattr(window.front, "pages", None), "text", str)(), timeout=10_000)

"""The shell: places, shortcuts, rail, badges, strips, command box, honest empty states, keyboard, no clipped words."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ui import theme
from ui.commands import COMMANDS
from ui.main_window import MainWindow
from ui.messages import report
from ui.pages.placeholder import PlaceholderPage
from ui.parts.combo import PickCombo
from ui.parts.search_box import Hit, Provider
from ui.parts.strip import Action
from ui.places import PLACES
from ui.preferences import Preferences
from yingcai_desktop.errors import Refusal

SIZES = [(1440, 900), (1366, 689), (1280, 641)]


def unnamed(root: QWidget) -> list[str]:
    kinds = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit)
    parts = [part for kind in kinds for part in root.findChildren(kind)]
    nameless = [p for p in parts if not p.objectName().startswith("qt_") and not p.accessibleName()]
    return [f"{type(p).__name__} {getattr(p, 'text', str)()!r} in {type(p.parent()).__name__}" for p in nameless]


def clipped(root: QWidget) -> list[str]:
    """Visible words that do not fit where they stand and have no tool tip to tell the rest."""
    found = []
    for part in [*root.findChildren(QLabel), *root.findChildren(QPushButton)]:
        text = part.text()
        if not part.isVisible() or not text or part.toolTip():
            continue
        wraps = isinstance(part, QLabel) and part.wordWrap()
        need_high = part.heightForWidth(part.width()) if wraps else part.fontMetrics().height()
        need_wide = 0 if wraps else max(part.fontMetrics().horizontalAdvance(line) for line in text.splitlines())
        if part.width() < need_wide or part.height() < need_high:
            found.append(f"{text!r}: {part.width()}×{part.height()} < {need_wide}×{need_high}")
    return found


def test_fourteen_places_in_the_order_of_the_year(window: MainWindow) -> None:
    assert [button.title for button in window.sidebar.buttons.values()] == [place.title for place in PLACES]
    assert len(PLACES) == 14


@pytest.mark.parametrize("number", range(1, 10))
def test_ctrl_and_a_digit_open_a_place(window: MainWindow, qtbot: QtBot, number: int) -> None:
    qtbot.keyClick(window, getattr(Qt.Key, f"Key_{number}"), Qt.KeyboardModifier.ControlModifier)

    assert window.key == PLACES[number - 1].key
    assert window.sidebar.buttons[window.key].isChecked()


def test_the_keyboard_starts_in_the_work_area_never_on_the_sidebar(window: MainWindow) -> None:
    window.go("exams")

    focus = QApplication.focusWidget()
    assert focus is not None
    assert window.page.isAncestorOf(focus)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.key)
def test_a_place_to_come_says_what_will_be_there_and_offers_something(window: MainWindow, place: object) -> None:
    page = PlaceholderPage(window, place)  # type: ignore[arg-type]

    assert page.place.promise in page.state.sentence.text()
    assert page.place.when
    assert page.state.buttons
    page.deleteLater()


def test_pages_are_made_when_first_opened(window: MainWindow) -> None:
    assert list(window.pages) == ["home"]

    window.go("mentors")

    assert list(window.pages) == ["home", "mentors"]


def test_shortcuts_are_unique_and_every_command_is_known(window: MainWindow) -> None:
    keys = [command.keys for command in COMMANDS if command.keys]
    bound = [action.shortcut().toString() for action in window.actions()]

    assert len(set(keys)) == len(keys)
    assert set(keys) <= set(bound)
    assert len(bound) == len(set(bound))


@pytest.mark.parametrize(("width", "rail"), [(1440, False), (1360, False), (1359, True), (1280, True)])
def test_a_narrow_window_has_a_rail_of_icons(window: MainWindow, width: int, rail: bool) -> None:
    window.resize(width, 700)

    assert window.sidebar.rail() is rail
    assert all(button.accessibleName() for button in window.sidebar.buttons.values())


def test_ctrl_b_overrides_the_width(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)

    assert window.sidebar.rail()
    window.resize(1500, 900)
    assert window.sidebar.rail()


def test_a_badge_is_said_aloud_and_goes_at_zero(window: MainWindow) -> None:
    window.set_badge("applicants", 18)
    button = window.sidebar.buttons["applicants"]
    said = button.accessibleName()
    window.set_badge("applicants", 0)

    assert said == "报名登记，18 件待办"
    assert button.accessibleName() == "报名登记"


def test_at_most_two_strips_and_none_is_lost(window: MainWindow) -> None:
    for number in range(5):
        window.messages.info(f"第 {number} 条")

    assert [strip.text for strip in window._strips.strips()] == ["第 4 条", "第 3 条"]
    assert [message.text for message in window.messages.kept] == [f"第 {n} 条" for n in (4, 3, 2, 1, 0)]


def test_of_two_results_the_newer_one_shows(window: MainWindow) -> None:
    window.messages.warn("还有 2 人没有照片")
    window.messages.done("已通过 1 人。")
    window.messages.done("已通过 2 人。")

    assert [strip.text for strip in window._strips.strips()] == ["已通过 2 人。", "还有 2 人没有照片"]
    assert window.messages.kept[1].text == "已通过 1 人。"


def test_the_same_words_again_do_not_make_a_second_strip(window: MainWindow) -> None:
    window.messages.warn("同一句话")
    window.messages.warn("同一句话")

    assert len(window._strips.strips()) == 1


def test_a_refusal_speaks_for_itself_and_its_action_works(window: MainWindow, qtbot: QtBot) -> None:
    pressed: list[str] = []
    strip = window.messages.refusal(
        Refusal("没有通过：学科排名超限。"), [Action("填写依据…", lambda: pressed.append("x"))]
    )

    button = next(part for part in strip.findChildren(QPushButton) if part.text() == "填写依据…")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert (strip.text, strip.tone) == ("没有通过：学科排名超限。", "bad")
    assert pressed == ["x"]


def test_a_bug_is_logged_and_reported_without_names_or_numbers(
    window: MainWindow, expect_log: object, tmp_path: Path
) -> None:
    expect_log("unexpected ZeroDivisionError")  # type: ignore[operator]
    try:
        _ = len("娜仁托娅 150199200811040022") / 0
    except ZeroDivisionError as error:
        strip = window.messages.bug(error)
        text = report(error)

    window.messages.save_report(tmp_path / "报告.txt")

    assert "保存问题报告…" in [button.text() for button in strip.findChildren(QPushButton)]
    assert "ZeroDivisionError" in text
    assert "test_window.py" in text
    assert "150199" not in text
    assert "娜仁" not in text
    assert (tmp_path / "报告.txt").read_text("utf-8") == text


def test_the_command_box_finds_places_by_pinyin_and_opens_them(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    box = window.top.search
    assert box.hasFocus()

    qtbot.keyClicks(box, "zsdy")
    qtbot.keyClick(box, Qt.Key.Key_Return)

    assert window.key == "certificates"
    assert not box.popup_open()


def test_results_are_grouped_and_arrows_choose(window: MainWindow, qtbot: QtBot) -> None:
    opened: list[str] = []
    hits = [
        Hit("娜仁托娅", "数学", lambda: opened.append("first")),
        Hit("娜仁", "物理", lambda: opened.append("second")),
    ]
    window.top.search.providers.insert(0, Provider("学生", lambda _text: hits))
    window.focus_search()
    qtbot.keyClicks(window.top.search, "nr")
    window.top.search.look_up()

    qtbot.keyClick(window.top.search, Qt.Key.Key_Down)
    qtbot.keyClick(window.top.search, Qt.Key.Key_Return)

    assert opened == ["second"]


def test_escape_closes_the_results_then_clears_and_never_closes_the_window(window: MainWindow, qtbot: QtBot) -> None:
    window.focus_search()
    qtbot.keyClicks(window.top.search, "b")
    window.top.search.look_up()
    assert window.top.search.popup_open()

    for _ in range(10):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)

    assert not window.top.search.popup_open()
    assert window.top.search.text() == ""
    assert window.isVisible()


def test_the_scope_is_remembered(window: MainWindow, preferences: Preferences, qtbot: QtBot) -> None:
    window.top.scopes.go("pilot")

    again = MainWindow(preferences=preferences)
    qtbot.addWidget(again)

    assert window.scope == again.scope == "pilot"
    again.jobs.close()


def test_the_theme_switches_and_is_remembered(window: MainWindow, preferences: Preferences) -> None:
    before = window.grab().toImage().pixelColor(300, 760).name()

    window.toggle_theme()

    after = window.grab().toImage().pixelColor(300, 760).name()
    assert (before, after) == (theme.LIGHT["surf"].lower(), theme.DARK["surf"].lower())
    assert preferences.text("theme") == "dark"


def test_f6_goes_round_the_panes(window: MainWindow, qtbot: QtBot) -> None:
    window.sidebar.buttons["home"].setFocus()

    qtbot.keyClick(window, Qt.Key.Key_F6)

    assert window.sidebar.buttons["home"].hasFocus()


def test_u32_a_wheel_over_an_unfocused_combo_changes_nothing(window: MainWindow, qtbot: QtBot) -> None:
    combo = PickCombo([("a", "甲"), ("b", "乙"), ("c", "丙")], "试")
    qtbot.addWidget(combo)
    combo.setCurrentIndex(1)
    combo.show()
    combo.clearFocus()

    def turn() -> None:
        spot = QPointF(combo.rect().center())
        none, plain = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
        event = QWheelEvent(spot, spot, QPoint(), QPoint(0, -120), none, plain, Qt.ScrollPhase.NoScrollPhase, False)
        QApplication.sendEvent(combo, event)

    turn()
    untouched = combo.currentIndex()
    combo.activateWindow()
    combo.setFocus()
    qtbot.waitUntil(combo.hasFocus)
    turn()

    assert untouched == 1
    assert combo.currentIndex() == 2  # the control: with the focus the wheel works


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_no_word_of_the_shell_is_clipped_at_any_size(
    window: MainWindow, qapp: QApplication, size: tuple[int, int], mode: str
) -> None:
    window.show_facts(
        season="2025", office="自治区管理办公室", user="娜仁托娅", store="/data/2025.ycdb", backup="今天 09:12"
    )
    theme.switch(qapp, mode)
    window.resize(*size)
    window.messages.error(
        "没有保存：磁盘空间不足（D: 剩 3 MB）。内容仍在本页，腾出空间后会自动重试。", [Action("查看办法", lambda: None)]
    )
    qapp.processEvents()

    assert (window.width(), window.height()) == size
    assert clipped(window) == []


def test_the_clipping_walker_can_fail(qtbot: QtBot) -> None:
    label = QLabel("放不下的一行字")
    qtbot.addWidget(label)
    holder = QWidget()
    qtbot.addWidget(holder)
    label.setParent(holder)
    label.setFixedSize(20, 8)
    holder.show()

    assert len(clipped(holder)) == 1


def test_u31_every_control_has_a_name(window: MainWindow) -> None:
    for place in PLACES:
        window.go(place.key)

    assert unnamed(window) == []


def test_all_places_are_reachable_on_a_low_screen(window: MainWindow) -> None:
    window.resize(1280, 641)
    QApplication.processEvents()

    last = window.sidebar.buttons["settings"]
    assert last.mapTo(window, QPoint(0, last.height())).y() <= window.height() - 28 - 40


def test_u28_a_focused_entry_wears_a_two_pixel_frame(window: MainWindow) -> None:
    button = window.sidebar.buttons["exams"]
    plain = button.grab().toImage()

    button.setFocus()

    image = button.grab().toImage()
    frame = theme.LIGHT["sideFocus"].lower()
    assert {image.pixelColor(image.width() // 2, y).name() for y in (0, 1)} == {frame}
    assert plain.pixelColor(image.width() // 2, 0).name() != frame


def test_the_keyboard_is_never_nowhere(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    made = QPushButton("办理", window.page)
    made.show()
    made.setFocus()
    assert made.hasFocus()

    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.clearFocus()  # as when a button is disabled by what it did

    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    assert window.isAncestorOf(QApplication.focusWidget())


def test_a_long_path_of_the_data_file_does_not_widen_the_window(window: MainWindow) -> None:
    window.show_facts(store="/数据/" + "很长的文件夹名称/" * 30 + "2025.ycdb", backup="今天 08:00")

    assert window.statusBar().sizeHint().width() <= 1280

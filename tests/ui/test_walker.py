"""The walker finds what it is there to find: a harness that cannot fail proves nothing."""

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import walker
from tests.ui.conftest import new_table
from ui.parts.look import button, label
from ui.preferences import Preferences


def shown(qtbot: QtBot, *children: QWidget) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(400, 300)
    for n, child in enumerate(children):
        child.setParent(window)
        child.move(10, 10 + 50 * n)
    window.show()
    qtbot.waitExposed(window)
    return window


def test_a_label_that_is_cut_is_found_unless_the_tip_says_it_all(qtbot: QtBot) -> None:
    cut, told, whole = label("呼和浩特市敕勒川示例中学"), label("呼和浩特市敕勒川示例中学", tip="呼和浩特市敕勒川示例中学"), label("学校")
    window = shown(qtbot, cut, told, whole)
    for one in (cut, told):
        one.resize(60, 20)
    whole.resize(60, 20)

    assert len(walker.cut(window)) == 1


def test_wrapped_words_without_room_are_found(qtbot: QtBot) -> None:
    words = label("学科排名前百分之十或者综合排名前百分之十五，前置培养表现优秀的可以放宽", wrap=True)
    window = shown(qtbot, words)
    words.resize(120, 20)

    assert walker.cut(window)


def test_a_narrow_button_and_a_narrow_combo_are_found(qtbot: QtBot) -> None:
    press, pick = button("打印选中 18 张证书"), QComboBox()
    pick.addItem("内蒙古师范大学附属中学")
    window = shown(qtbot, press, pick)
    press.resize(50, 30)
    pick.resize(60, 30)

    assert len(walker.cut(window)) == 2


def test_a_heading_wider_than_its_column_is_found(qtbot: QtBot, preferences: Preferences) -> None:
    table = new_table(preferences)
    window = shown(qtbot, table)
    table.resize(380, 200)
    model = table.rows
    assert not any("heading" in line for line in walker.cut(window))

    before = model.headerData
    model.headerData = lambda section, side, role=0: "一个长得放不下的列标题" if (section, role) == (4, 0) else before(section, side, role)  # type: ignore[method-assign, misc]
    table.setColumnWidth(4, 60)
    table.horizontalScrollBar().setValue(200)

    assert any("heading" in line for line in walker.cut(window))


def test_a_control_without_a_name_is_found(qtbot: QtBot) -> None:
    named = QLineEdit()
    named.setAccessibleName("姓名")
    window = shown(qtbot, QLineEdit(), named, QPushButton(""), QLabel("x"))

    assert len(walker.nameless(window)) == 2


def test_a_primary_button_below_the_edge_is_found(qtbot: QtBot) -> None:
    lost = button("提交", "primary")
    window = shown(qtbot, lost)
    lost.move(10, 285)

    assert walker.outside(window)


def test_a_page_that_scrolls_sideways_is_found(qtbot: QtBot) -> None:
    area, wide = QScrollArea(), QWidget()
    wide.setFixedSize(2000, 50)
    area.setWidget(wide)
    window = shown(qtbot, area)
    area.resize(300, 200)
    walker.settle(window)

    assert walker.sideways(window)

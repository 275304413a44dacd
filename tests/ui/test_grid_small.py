"""The small editable list inside a form: rows come as they are needed, go as one step, and a block of the clipboard fits."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.parts.grid import GridColumn, SmallGrid

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def team(qtbot: QtBot) -> SmallGrid:
    made = SmallGrid(
        [
            GridColumn("name", "姓名", "text", 120),
            GridColumn("degree", "学位", "choice", 90, choices=("博士", "硕士", "学士")),
            GridColumn("field", "研究方向", "text", 200),
        ],
        name="团队成员",
        unit="名成员",
        most=6,
    )
    qtbot.addWidget(made)
    made.resize(600, 320)
    made.show()
    made.activateWindow()
    return made


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)
    QApplication.processEvents()


def test_there_is_always_a_blank_row_to_type_into(team: SmallGrid, qtbot: QtBot) -> None:
    told: list[int] = []
    team.changed.connect(lambda: told.append(len(team.values())))
    team.set_values([{"name": "乌云", "degree": "博士"}])
    assert (len(team.grid.sheet.lines), told) == (2, [])

    team.add()
    QApplication.processEvents()
    qtbot.keyClicks(QApplication.focusWidget(), "Bao")
    press(qtbot, Qt.Key.Key_Tab)
    qtbot.keyClicks(QApplication.focusWidget(), "s")
    press(qtbot, Qt.Key.Key_Return)

    assert team.values()[1] == {"name": "Bao", "degree": "硕士", "field": ""}
    assert len(team.grid.sheet.lines) == 3
    assert told == [2, 2]


def test_a_pasted_block_makes_its_rows_up_to_the_most(team: SmallGrid, qtbot: QtBot) -> None:
    team.add()
    QGuiApplication.clipboard().setText("".join(f"甲{n}\t博士\t草原\r\n" for n in range(9)))

    press(qtbot, Qt.Key.Key_V, CTRL)

    assert [row["name"] for row in team.values()] == [f"甲{n}" for n in range(6)]
    assert len(team.grid.sheet.lines) == 6


def test_removed_rows_come_back_with_one_undo(team: SmallGrid, qtbot: QtBot) -> None:
    rows = [{"name": name, "degree": "博士", "field": ""} for name in ("甲", "乙", "丙")]
    team.set_values(rows)
    team.grid.go_to(1, 0)

    team.remove()
    assert [row["name"] for row in team.values()] == ["甲", "丙"]
    press(qtbot, Qt.Key.Key_Z, CTRL)

    assert team.values() == rows


def test_a_wrong_choice_is_counted_and_a_flat_list_takes_nothing(team: SmallGrid, qtbot: QtBot) -> None:
    team.set_values([{"name": "甲", "degree": "本科"}])
    assert team.wrong() == 1
    team.set_flat(True)
    team.grid.go_to(0, 0)
    QApplication.processEvents()
    qtbot.keyClicks(QApplication.focusWidget(), "x")
    press(qtbot, Qt.Key.Key_Return)
    assert team.values()[0]["name"] == "甲"

"""The score grid under the hands of a clerk: ux §9 U1–U13, U16–U19. The same keys under a real X server: test_grid_x.py."""

import random
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.grids import NOTE, STATE, columns, lines, new_grid
from ui import theme
from ui.parts.grid import CellBar, Change, Grid, Line, Mark
from ui.parts.grid.model import GridModel
from ui.parts.grid.sheet import ScoreSheet
from ui.preferences import Preferences

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
FIRST = 3  # the first column of marks


class Hands:
    """A grid with the keyboard, and what it told its owner."""

    def __init__(self, qtbot: QtBot, grid: Grid) -> None:
        self.qtbot, self.grid = qtbot, grid
        self.saved: list[tuple[Change, ...]] = []
        self.refused: list[tuple[Change, ...]] = []
        self.said: list[tuple[str, str]] = []
        grid.committed.connect(self.saved.append)
        grid.rejected.connect(self.refused.append)
        grid.told.connect(lambda words, tone: self.said.append((words, tone)))

    def at(self, row: int, column: int) -> "Hands":
        self.grid.go_to(row, column)
        QApplication.processEvents()
        return self

    def type(self, text: str) -> "Hands":
        for letter in text:
            self.qtbot.keyClicks(QApplication.focusWidget(), letter)
        return self

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> "Hands":
        self.qtbot.keyClick(QApplication.focusWidget(), key, modifier)
        QApplication.processEvents()
        return self

    def enter(self) -> "Hands":
        return self.key(Qt.Key.Key_Return)

    def tab(self) -> "Hands":
        return self.key(Qt.Key.Key_Tab)

    def compose(self, *preedits: str, commit: str = "") -> "Hands":
        target = QApplication.focusWidget()
        for text in preedits:
            QApplication.sendEvent(target, QInputMethodEvent(text, []))
        if commit:
            event = QInputMethodEvent()
            event.setCommitString(commit)
            QApplication.sendEvent(target, event)
        return self

    def select(self, row: int, column: int, height: int, width: int) -> "Hands":
        self.at(row, column)
        self.grid.select_block(row, self.grid.seen_columns().index(column), height, width)
        return self

    def column(self, number: int, rows: int) -> list[str]:
        return [self.grid.sheet.text(row, number) for row in range(rows)]

    def where(self) -> tuple[int, int]:
        return self.grid.currentIndex().row(), self.grid.currentIndex().column()


@pytest.fixture
def hands(qtbot: QtBot) -> Iterator[Hands]:
    grid = new_grid()
    qtbot.addWidget(grid)
    grid.resize(1100, 500)
    grid.show()
    grid.activateWindow()
    grid.setFocus()
    qtbot.waitUntil(grid.hasFocus)
    yield Hands(qtbot, grid)
    grid.settle()


def clip(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def block(rows: int) -> str:
    return "".join("8\t９\t１２。5\t13\t99\tx\t7\t14\r\n" for _ in range(rows))


def test_the_model_keeps_qts_contract(qtbot: QtBot) -> None:
    model = GridModel(ScoreSheet(columns(), lines(5)))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)

    model.beginResetModel()
    model.sheet.show(lines(3))
    model.endResetModel()
    model.rows_changed(0, 2)

    assert tester.model() is model
    assert model.index(0, 2).data() == "阿拉坦0"


def test_u1_enter_moves_down_and_after_the_last_row_to_the_next_column(hands: Hands) -> None:
    hands.at(0, FIRST)
    for mark in "897":
        hands.type(mark).enter()

    assert hands.column(FIRST, 4) == ["8", "9", "7", ""]
    assert hands.where() == (3, FIRST)
    hands.key(Qt.Key.Key_Return, SHIFT)
    assert hands.where() == (2, FIRST)
    hands.at(59, FIRST).type("6").enter()
    assert hands.where() == (0, FIRST + 1)
    hands.key(Qt.Key.Key_Return, SHIFT)
    assert hands.where() == (59, FIRST)


def test_u1_enter_steps_over_a_closed_row(hands: Hands) -> None:
    hands.grid.show_lines([Line("a"), Line("b", closed="缺席"), Line("c")])
    hands.at(0, FIRST).type("8").enter()
    assert hands.where() == (2, FIRST)


def test_u2_tab_moves_right_and_enter_returns_to_where_tab_began(hands: Hands) -> None:
    hands.at(0, FIRST).type("5").tab().type("6").tab().type("7").enter()

    assert [hands.grid.sheet.text(0, FIRST + n) for n in range(3)] == ["5", "6", "7"]
    assert hands.where() == (1, FIRST)


def test_u2_tab_skips_what_takes_no_input_and_leaves_at_the_end(hands: Hands, qtbot: QtBot) -> None:
    hands.at(0, FIRST + 7).tab()
    assert hands.where() == (0, STATE)
    hands.at(0, NOTE).tab()
    assert hands.where() == (1, FIRST)
    hands.key(Qt.Key.Key_Backtab)
    assert hands.where() == (0, NOTE)
    hands.at(59, NOTE)
    other = QLineEdit(hands.grid.parentWidget())
    qtbot.addWidget(other)
    assert hands.grid.step_right(1) is False


def test_u3_typing_replaces_f2_edits_and_esc_brings_the_old_value_back(hands: Hands) -> None:
    hands.at(0, FIRST).type("8").enter().at(0, FIRST).type("9")
    hands.key(Qt.Key.Key_Escape)
    assert hands.column(FIRST, 2) == ["8", ""]
    assert len(hands.saved) == 1

    hands.type("9").enter()
    assert hands.column(FIRST, 1) == ["9"]
    hands.at(0, FIRST).key(Qt.Key.Key_F2).type(".5").enter()
    assert hands.column(FIRST, 1) == ["9.5"]


def test_u3_arrows_leave_a_cell_that_is_typed_into_but_move_within_one_that_is_edited(hands: Hands) -> None:
    hands.at(0, FIRST).type("8").key(Qt.Key.Key_Right)
    assert hands.where() == (0, FIRST + 1)
    assert hands.column(FIRST, 1) == ["8"]

    hands.type("10").key(Qt.Key.Key_Left).key(Qt.Key.Key_F2).key(Qt.Key.Key_Left).type("1")
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    hands.enter()
    assert hands.column(FIRST, 1) == ["18"]


def test_u4_a_block_of_320_cells_is_pasted_at_once_with_bad_cells_marked(hands: Hands) -> None:
    hands.at(0, FIRST)
    clip(block(40))

    started = time.perf_counter()
    hands.key(Qt.Key.Key_V, CTRL)
    took = time.perf_counter() - started

    assert took < 0.2, took
    assert hands.said == [("已粘贴 320 格，80 格有误。", "warn")]
    assert hands.grid.sheet.text(39, FIRST + 2) == "12.5"
    assert len(hands.saved) == len(hands.refused) == 1
    assert (len(hands.saved[0]), len(hands.refused[0])) == (240, 80)
    model = hands.grid.rows
    assert model.data(model.index(0, FIRST + 4), Qt.ItemDataRole.BackgroundRole) == theme.colour("redW")
    assert model.data(model.index(0, FIRST), Qt.ItemDataRole.BackgroundRole) == theme.colour("priW")
    for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
        assert model.data(model.index(0, FIRST + 4), role) == "应在 0–15 之间"


def test_u4_a_good_paste_says_so(hands: Hands) -> None:
    hands.at(0, FIRST)
    clip("8\t8\n9\t9\n")
    hands.key(Qt.Key.Key_V, CTRL)
    assert hands.said == [("已粘贴 2 行 × 2 列：4 格全部有效。", "ok")]


def test_u4_a_bad_cell_wears_a_corner_mark(hands: Hands) -> None:
    hands.at(2, FIRST).type("99").enter()
    area = hands.grid.visualRect(hands.grid.rows.index(2, FIRST))

    image = hands.grid.viewport().grab(area).toImage()

    assert image.pixelColor(area.width() - 3, 1).name() == theme.LIGHT["red"].lower()
    assert image.pixelColor(3, area.height() - 4).name() == theme.LIGHT["redW"].lower()


def test_u5_over_the_edge_is_counted_and_told(hands: Hands) -> None:
    hands.at(58, FIRST + 6)
    clip(block(40))

    hands.key(Qt.Key.Key_V, CTRL)

    assert len(hands.grid.sheet.lines) == 60
    assert "超出表格，没有粘贴" in hands.said[0][0]
    assert hands.grid.sheet.text(0, FIRST) == ""


def test_u6_fill_and_copy_come_back_identical(hands: Hands) -> None:
    hands.at(0, FIRST).type("7.5").enter().at(0, FIRST).key(Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "7.5"
    hands.select(0, FIRST, 5, 2).key(Qt.Key.Key_V, CTRL)
    assert hands.column(FIRST, 6) == ["7.5"] * 5 + [""]
    assert hands.column(FIRST + 1, 5) == ["7.5"] * 5

    hands.grid.enter(1, FIRST, "/")
    hands.select(0, FIRST, 5, 2).key(Qt.Key.Key_C, CTRL)
    copied = QGuiApplication.clipboard().text()
    assert copied == "7.5\t7.5\n/\t7.5\n7.5\t7.5\n7.5\t7.5\n7.5\t7.5"
    hands.at(10, FIRST).key(Qt.Key.Key_V, CTRL)
    assert [hands.grid.sheet.text(row, FIRST) for row in range(10, 15)] == hands.column(FIRST, 5)


def test_u6_ctrl_d_fills_down_and_delete_clears(hands: Hands) -> None:
    hands.at(0, FIRST).type("7").enter()
    hands.select(0, FIRST, 4, 1).key(Qt.Key.Key_D, CTRL)
    assert hands.column(FIRST, 5) == ["7"] * 4 + [""]
    hands.at(4, FIRST).key(Qt.Key.Key_D, CTRL)
    assert hands.column(FIRST, 5) == ["7"] * 5
    hands.select(1, FIRST, 3, 1).key(Qt.Key.Key_Delete)
    assert hands.column(FIRST, 5) == ["7", "", "", "", "7"]
    hands.key(Qt.Key.Key_Z, CTRL)
    assert hands.column(FIRST, 5) == ["7"] * 5


def test_u6_cut_takes_the_cells_along(hands: Hands) -> None:
    hands.at(0, FIRST).type("7").enter().at(0, FIRST).key(Qt.Key.Key_X, CTRL)
    assert hands.column(FIRST, 1) == [""]
    hands.at(3, FIRST).key(Qt.Key.Key_V, CTRL)
    assert hands.column(FIRST, 4) == ["", "", "", "7"]


def test_u7_one_ctrl_z_takes_a_whole_paste_back_and_names_it(hands: Hands) -> None:
    hands.at(0, FIRST).type("8").enter().at(0, FIRST)
    clip(block(40))
    hands.key(Qt.Key.Key_V, CTRL)
    assert hands.grid.sheet.undo_title() == "粘贴 320 格"

    hands.key(Qt.Key.Key_Z, CTRL)

    assert hands.column(FIRST, 40) == ["8"] + [""] * 39
    assert hands.said[-1] == ("已撤销：粘贴 320 格", "info")
    assert {(c.new, c.key) for c in hands.saved[-1] if c.uid == "u1"} >= {("", "c0")}
    assert hands.grid.wrong() == 0
    hands.key(Qt.Key.Key_Y, CTRL)
    assert hands.column(FIRST, 40) == ["8"] * 40
    assert hands.grid.wrong() == 80


def test_u8_full_width_digits_from_an_input_method_are_made_plain(hands: Hands) -> None:
    hands.at(0, FIRST + 2).key(Qt.Key.Key_F2).compose(commit="１２。5").enter()
    assert hands.grid.sheet.text(0, FIRST + 2) == "12.5"


def test_u9_the_input_method_is_off_on_numbers_and_on_for_text(hands: Hands) -> None:
    attribute = Qt.WidgetAttribute.WA_InputMethodEnabled
    hands.at(0, FIRST)
    assert not hands.grid.testAttribute(attribute)
    hands.type("7")
    assert not QApplication.focusWidget().testAttribute(attribute)
    hands.at(0, NOTE)
    assert hands.grid.testAttribute(attribute)
    assert QApplication.focusWidget().testAttribute(attribute)
    hands.at(0, STATE)
    assert not hands.grid.testAttribute(attribute)


def test_u10_the_first_letter_of_a_composition_is_kept_in_a_text_cell(hands: Hands) -> None:
    hands.at(0, NOTE)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    assert bool(editor.inputMethodQuery(Qt.InputMethodQuery.ImEnabled))

    hands.compose("b", "bi", "biao", "biao da", commit="表达").enter()

    assert hands.grid.sheet.text(0, NOTE) == "表达"
    assert hands.where() == (1, NOTE)
    assert isinstance(QApplication.focusWidget(), QLineEdit)  # the next one is open already


def test_u10_a_composition_replaces_what_stood_there(hands: Hands) -> None:
    hands.grid.enter(0, NOTE, "旧的话")
    hands.at(0, NOTE).compose("x", "xin", commit="新").enter()
    assert hands.grid.sheet.text(0, NOTE) == "新"


def test_u11_leaving_during_a_composition_keeps_what_is_composed(hands: Hands) -> None:
    hands.at(0, NOTE).compose("wei")
    hands.at(5, FIRST)
    assert hands.grid.sheet.text(0, NOTE) == "wei"

    hands.at(1, NOTE).compose("表达")
    spot = hands.grid.visualRect(hands.grid.rows.index(3, FIRST)).center()
    hands.qtbot.mouseClick(hands.grid.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert hands.grid.sheet.text(1, NOTE) == "表达"

    hands.at(2, NOTE).compose("清楚")
    hands.grid.settle()  # what 提交 calls first
    assert hands.grid.sheet.text(2, NOTE) == "清楚"


def test_u12_keys_belong_to_the_input_method_while_composing(hands: Hands) -> None:
    hands.at(0, NOTE).compose("biao da")
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Tab, Qt.Key.Key_1, Qt.Key.Key_F8):
        hands.key(key)
        assert hands.where() == (0, NOTE), key
    hands.compose(commit="表达").enter()
    assert hands.grid.sheet.text(0, NOTE) == "表达"


def test_a_resting_editor_leaves_the_keys_of_the_grid_alone(hands: Hands) -> None:
    hands.grid.enter(0, NOTE, "甲")
    hands.at(0, NOTE).key(Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "甲"
    hands.key(Qt.Key.Key_Down)
    assert hands.where() == (1, NOTE)
    hands.key(Qt.Key.Key_V, CTRL)
    assert hands.grid.sheet.text(1, NOTE) == "甲"
    hands.key(Qt.Key.Key_Z, CTRL)
    assert hands.grid.sheet.text(1, NOTE) == ""
    hands.at(0, NOTE).key(Qt.Key.Key_Delete)
    assert hands.grid.sheet.text(0, NOTE) == ""
    hands.key(Qt.Key.Key_Left)
    assert hands.where() == (0, STATE)


def test_a_click_beside_the_open_cell_keeps_what_was_typed(hands: Hands) -> None:
    hands.at(0, FIRST).type("9")
    spot = hands.grid.visualRect(hands.grid.rows.index(4, FIRST + 1)).center()
    hands.qtbot.mouseClick(hands.grid.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert hands.column(FIRST, 1) == ["9"]
    assert hands.where() == (4, FIRST + 1)


def test_u13_escape_from_any_state_loses_nothing_that_was_accepted(hands: Hands) -> None:
    dice = random.Random(13)
    wanted: dict[tuple[int, int], str] = {}
    for _ in range(25):
        row, column = dice.randrange(20), dice.choice([FIRST, FIRST + 2, NOTE])
        text = str(dice.randrange(1, 10))
        hands.at(row, column).type(text).enter()
        wanted[row, column] = text
        if dice.random() < 0.5:
            hands.type("4")  # begun and given up
        for _ in range(10):
            hands.key(Qt.Key.Key_Escape)
        QApplication.processEvents()
    assert {spot: hands.grid.sheet.text(*spot) for spot in wanted} == wanted
    assert hands.grid.isVisible()
    assert QApplication.activeModalWidget() is None


def test_choices_are_picked_by_pinyin_digit_and_list(hands: Hands) -> None:
    hands.at(0, STATE).type("que").enter()
    assert hands.grid.sheet.text(0, STATE) == "缺席"
    hands.type("3").enter()
    assert hands.grid.sheet.text(1, STATE) == "回避"
    hands.key(Qt.Key.Key_F4)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    hands.qtbot.keyClick(menu, Qt.Key.Key_1)
    assert hands.grid.sheet.text(2, STATE) == "有效"


def test_f8_walks_the_problems_and_marks(hands: Hands) -> None:
    hands.grid.enter(3, FIRST, "99")
    hands.grid.enter(7, FIRST + 1, "x")
    hands.grid.mark("u5", "c4", Mark("warn", "第一遍 12，第二遍 14", "12≠14"))
    assert hands.grid.wrong() == 3
    hands.at(0, FIRST)
    found = []
    for _ in range(4):
        hands.key(Qt.Key.Key_F8)
        found.append(hands.where())
    assert found == [(3, FIRST), (5, FIRST + 4), (7, FIRST + 1), (3, FIRST)]
    hands.key(Qt.Key.Key_F8, SHIFT)
    assert hands.where() == (7, FIRST + 1)


def test_a_mark_goes_when_the_cell_is_filled_in_anew(hands: Hands) -> None:
    told: list[int] = []
    hands.grid.problems_changed.connect(told.append)
    hands.grid.mark("u0", "c0", Mark("bad", "没有保存：磁盘空间不足"))
    hands.at(0, FIRST).type("9").enter()
    assert hands.grid.wrong() == 0
    assert told == [1, 0]


def test_nothing_is_typed_into_a_locked_grid_and_it_says_why(hands: Hands) -> None:
    hands.grid.lock("已封存，改动请用更正单")
    hands.at(0, FIRST).type("9").enter()
    clip("1")
    hands.at(0, FIRST).key(Qt.Key.Key_V, CTRL).key(Qt.Key.Key_Delete)
    assert hands.column(FIRST, 2) == ["", ""]
    assert hands.saved == []
    assert hands.said[0] == ("1 号 阿拉坦0 · 准则0：已封存，改动请用更正单", "info")


def test_u16_widths_order_and_hidden_columns_are_remembered(qtbot: QtBot, preferences: Preferences) -> None:
    first = new_grid(5, preferences)
    qtbot.addWidget(first)
    first.setColumnWidth(FIRST, 99)
    first.horizontalHeader().moveSection(FIRST + 2, FIRST + 4)
    first.hide_column(NOTE, True)
    first.show_lines(lines(9))
    assert first.memory is not None
    first.memory.save()

    again = new_grid(5, preferences)
    qtbot.addWidget(again)

    assert again.columnWidth(FIRST) == 99
    assert again.horizontalHeader().visualIndex(FIRST + 2) == FIRST + 4
    assert again.isColumnHidden(NOTE)


def test_u17_frozen_columns_stay_and_keep_step(hands: Hands) -> None:
    grid = hands.grid
    grid.resize(600, 400)
    grid.show_lines(lines(200))
    grid.horizontalScrollBar().setValue(grid.horizontalScrollBar().maximum())
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum())

    assert grid.part.width() == sum(grid.columnWidth(n) for n in range(3)) + 1
    assert [grid.part.columnViewportPosition(n) for n in range(3)] == [0, 36, 108]
    assert grid.part.rowAt(50) == grid.rowAt(50) > 100
    assert grid.part.rowHeight(0) == grid.rowHeight(0) == 34
    hands.at(100, FIRST)
    assert grid.visualRect(grid.currentIndex()).left() >= grid.part.width() - 2


def test_u18_the_selection_is_counted_summed_and_kept(hands: Hands) -> None:
    for row, mark in enumerate(("8", "9", "7.5", "x")):
        hands.grid.enter(row, FIRST, mark)
    hands.select(0, FIRST, 5, 1)
    assert hands.grid.status() == "选中 5 格 · 数字 3 个 · 合计 24.5 · 平均 8.17 · 最大 9 · 最小 7.5"

    hands.at(1, FIRST)
    hands.grid.show_lines(lines(60)[::-1])
    assert hands.where() == (58, FIRST)


def test_u19_ten_thousand_rows_open_quickly(qtbot: QtBot) -> None:
    many = [
        Line(line.uid, {**line.cells, **{f"c{n}": str(n + 1) for n in range(8)}}, line.name) for line in lines(10_000)
    ]
    started = time.perf_counter()
    grid = new_grid(0)
    qtbot.addWidget(grid)
    grid.resize(1100, 600)
    grid.show()
    grid.show_lines(many)
    grid.viewport().repaint()
    opened = time.perf_counter() - started
    frames = []
    for step in range(30):
        grid.verticalScrollBar().setValue(step * 2000)
        started = time.perf_counter()
        grid.viewport().repaint()
        frames.append(time.perf_counter() - started)

    assert opened < 1, opened
    assert sorted(frames)[-3] < 0.05, frames


def test_the_line_above_names_the_cell_and_its_limits(qtbot: QtBot, hands: Hands) -> None:
    bar = CellBar(hands.grid, note="第二遍看不到第一遍")
    qtbot.addWidget(bar)
    hands.at(2, FIRST + 2)
    assert bar.where.text() == "3 号 阿拉坦2 · 准则2"
    assert bar.hint.text() == "0–15，最小单位 0.5，/ 缺考 · 第二遍看不到第一遍"
    hands.type("18").enter().at(2, FIRST + 2)
    assert bar.hint.text() == "应在 0–15 之间 · 第二遍看不到第一遍"


def test_a_shift_click_selects_a_block(hands: Hands) -> None:
    hands.at(0, FIRST)
    spot = hands.grid.visualRect(hands.grid.rows.index(3, FIRST + 1)).center()
    hands.qtbot.mouseClick(hands.grid.viewport(), Qt.MouseButton.LeftButton, SHIFT, QPoint(spot))
    assert hands.grid.status() == "选中 8 格"
    hands.key(Qt.Key.Key_Escape)
    assert hands.grid.status() == "选中 1 格"


def test_u25_a_long_mongolian_name_fits(qtbot: QtBot) -> None:
    grid = new_grid(0)
    qtbot.addWidget(grid)
    name = "阿拉坦其其格·乌仁"
    grid.show_lines([Line("a", {"name": name}), Line("b", {"name": "白"})])

    assert grid.columnWidth(2) >= grid.fontMetrics().horizontalAdvance(name) + 16
    assert grid.part.columnWidth(2) == grid.columnWidth(2)
    assert grid.rows.index(0, 2).data(Qt.ItemDataRole.ToolTipRole) == name

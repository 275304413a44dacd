"""The pure sheet: how a text is read, what is wrong with it, blocks done and undone, blocks from the clipboard."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.parts.grid import tsv
from ui.parts.grid.columns import GridColumn
from ui.parts.grid.pasting import paste
from ui.parts.grid.sheet import STEPS, Line, Mark, ScoreSheet

MARK = GridColumn("mark", "学习能力", top=Decimal(15), step=Decimal("0.5"), absent={"/": "缺考", "*": "违纪"})


def sheet(rows: int = 4) -> ScoreSheet:
    columns = (
        GridColumn("name", "姓名", "fixed"),
        MARK,
        GridColumn("second", "创新思维", top=Decimal(10)),
        GridColumn("note", "备注", "text"),
        GridColumn("state", "状态", "choice", choices=("有效", "缺席", "回避")),
        GridColumn("total", "总分", "computed", compute=lambda s, r: str(s.total(r, ("mark", "second")) or "—")),
    )
    return ScoreSheet(columns, [Line(f"u{n}", {"name": f"甲{n}"}, f"{n + 1} 号") for n in range(rows)])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("12", "12"), ("１２。5", "12.5"), ("９", "9"), (" 12.50 ", "12.5"), ("9.0", "9"), ("．5", "0.5"), ("12.", "12"), ("00", "0"),
     ("／", "/"), ("缺考", "/"), ("＊", "*"), ("", ""), ("　7", "7"), ("-0", "0")],
)  # fmt: skip
def test_u8_full_width_input_is_kept_as_a_plain_number(typed: str, kept: str) -> None:
    assert MARK.normal(typed) == kept
    assert MARK.problem(kept) == ""


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [("18", "应在 0–15 之间"), ("-1", "应在 0–15 之间"), ("12.3", "最小单位是 0.5"), ("x", "不是数字"), ("1e1", "不是数字"), ("1,2", "不是数字"),
     ("NaN", "不是数字"), ("十二", "不是数字"), ("1 2", "不是数字"), ("1²", "不是数字"), ("١٢", "不是数字")],
)  # fmt: skip
def test_what_is_no_mark_is_kept_and_told(typed: str, wrong: str) -> None:
    assert MARK.problem(MARK.normal(typed)) == wrong
    assert MARK.value(MARK.normal(typed)) is None


@given(st.decimals(min_value=0, max_value=15, places=2))
def test_reading_a_kept_text_again_changes_nothing(value: Decimal) -> None:
    kept = MARK.normal(f"{value}")

    assert MARK.normal(kept) == kept
    assert Decimal(kept) == value


def test_an_absence_is_no_number_and_no_mistake() -> None:
    made = sheet()
    made.write([(0, 1, "/"), (0, 2, "9")], "x")

    assert made.shown(0, 1) == "缺考"
    assert made.value(0, 1) is None
    assert made.problem(0, 1) == ""
    assert made.text(0, 5) == "—"


def test_a_total_waits_for_every_good_number_and_for_marks_to_go() -> None:
    made = sheet()
    made.write([(0, 1, "12.5")], "x")
    assert made.text(0, 5) == "—"
    made.write([(0, 2, "9")], "x")
    assert made.text(0, 5) == "21.5"
    made.marks[("u0", "mark")] = Mark("warn", "两遍不同", "12≠14")

    assert made.text(0, 5) == "—"
    assert made.shown(0, 1) == "12≠14"


def test_a_choice_takes_only_its_words() -> None:
    made = sheet()
    made.write([(0, 4, " 缺席 "), (1, 4, "病假")], "x")

    assert made.text(0, 4) == "缺席"
    assert made.problem(1, 4) == "只能填：有效、缺席、回避"


def test_changes_are_told_once_with_what_was_there() -> None:
    made = sheet()

    first = made.write([(0, 1, "9"), (0, 0, "no"), (1, 1, "x"), (2, 1, "")], "x")
    again = made.write([(0, 1, "9.0")], "x")

    assert [(c.uid, c.key, c.old, c.new, c.problem) for c in first] == [
        ("u0", "mark", "", "9", ""),
        ("u1", "mark", "", "x", "不是数字"),
    ]
    assert again == ()


def test_a_closed_line_and_a_locked_sheet_take_nothing() -> None:
    made = sheet()
    made.show([Line("u0", {}, closed="缺席"), Line("u1")])
    assert made.write([(0, 1, "9")], "x") == ()
    made.locked = "已封存"
    assert made.write([(1, 1, "9")], "x") == ()


def test_u7_undo_and_redo_whole_blocks_by_name() -> None:
    made = sheet()
    made.write([(0, 1, "9")], "修改")
    made.write([(row, 1, "12") for row in range(4)], "粘贴 4 格")
    before = [made.text(row, 1) for row in range(4)]

    assert made.undo_title() == "粘贴 4 格"
    block = made.undo()
    assert block is not None and len(block.changes) == 4
    assert [made.text(row, 1) for row in range(4)] == ["9", "", "", ""]
    assert made.redo_title() == "粘贴 4 格"
    made.redo()
    assert [made.text(row, 1) for row in range(4)] == before


def test_a_new_act_ends_what_could_be_redone_and_more_than_a_hundred_steps_are_kept() -> None:
    made = sheet()
    for number in range(STEPS + 20):
        made.write([(0, 1, str(number % 15))], f"第 {number} 步")
    count = 0
    while made.undo():
        count += 1
    assert count == STEPS >= 100
    made.write([(1, 1, "3")], "x")
    assert made.redo() is None


def test_undo_does_not_overwrite_what_somebody_else_stored_meanwhile() -> None:
    made = sheet()
    made.write([(0, 1, "9"), (1, 1, "8")], "x")
    made.show([Line("u0", {"mark": "14"}), Line("u1", {"mark": "8"})])

    made.undo()

    assert (made.text(0, 1), made.text(1, 1)) == ("14", "")


def test_wrong_texts_survive_a_reading_of_the_store() -> None:
    made = sheet()
    made.write([(0, 1, "99")], "x")

    made.show([Line("u9"), Line("u0", {"mark": ""})])

    assert made.text(1, 1) == "99"
    assert made.problems() == [(1, 1)]


def test_typing_on_in_a_choice_is_one_step() -> None:
    made = sheet()
    made.write([(0, 4, "有效")], "修改")
    made.write([(0, 4, "缺席")], "修改", merge=True)

    made.undo()

    assert made.text(0, 4) == ""
    assert made.undo_title() == ""


# Blocks


def test_u5_a_paste_past_the_edge_neither_wraps_nor_adds_rows() -> None:
    made = sheet()

    pasted = paste(made, [["1", "2", "x", "有效", "5", "6"]] * 3, [0, 1, 2, 3, 4, 5], 2, 1, 1, 1)

    assert len(made.lines) == 4
    assert pasted.outside == 6 + 2  # the third row, and the sixth cell of the two that fit
    assert pasted.closed == 2  # the total
    assert (
        pasted.said() == "已粘贴 8 格，0 格有误；8 格超出表格，没有粘贴；2 格不能填写，没有粘贴。"
        or "超出表格" in pasted.said()
    )
    assert [made.text(0, n) for n in range(1, 5)] == [""] * 4


def test_u6_one_cell_fills_many_and_a_block_repeats_over_a_multiple() -> None:
    made = sheet()
    paste(made, [["7"]], [0, 1, 2, 3, 4, 5], 0, 1, 4, 2)
    assert {made.text(row, column) for row in range(4) for column in (1, 2)} == {"7"}

    paste(made, [["1"], ["2"]], [0, 1, 2, 3, 4, 5], 0, 1, 4, 1)
    assert [made.text(row, 1) for row in range(4)] == ["1", "2", "1", "2"]

    pasted = paste(made, [["5"], ["6"]], [0, 1, 2, 3, 4, 5], 0, 1, 3, 1)
    assert pasted.cells == 2
    assert [made.text(row, 1) for row in range(4)] == ["5", "6", "1", "2"]


def test_pasted_words_of_an_absence_become_its_code() -> None:
    made = sheet()
    paste(made, [["缺考"], ["*"]], [0, 1, 2, 3, 4, 5], 0, 1, 1, 1)
    assert [made.text(0, 1), made.text(1, 1)] == ["/", "*"]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1\t2\r\n3\t4\r\n", [["1", "2"], ["3", "4"]]),
        ("1", [["1"]]),
        ("", [[""]]),
        ("\n", [[""]]),
        ('"a\nb"\tc', [["a\nb", "c"]]),
        ('"说""好"""\t1\n', [['说"好"', "1"]]),
        ('5"\t"x', [['5"', '"x']]),
        ("1\t\t3\n\n", [["1", "", "3"], [""]]),
    ],
)
def test_the_clipboard_of_excel_and_wps_is_read(text: str, rows: list[list[str]]) -> None:
    assert tsv.read(text) == rows


@given(
    st.lists(
        st.lists(st.text(alphabet='甲1.5"/ *', max_size=5).map(str.strip), min_size=2, max_size=3),
        min_size=1,
        max_size=4,
    )
)
def test_u6_what_is_copied_has_no_quote_noise_and_pastes_back(rows: list[list[str]]) -> None:
    plain = [[" ".join(cell.split()) for cell in row] for row in rows]
    if any(cell.startswith('"') for row in plain for cell in row):
        return  # such a cell can be read as a quoted one
    assert tsv.read(tsv.write(rows) + "\n") == plain

"""Line breaking and fitting."""

import pytest

from tests.documents.samples import LONG_NAME, LONGEST_NAME
from yingcai_desktop.documents.fonts import Style
from yingcai_desktop.documents.typeset import FLOOR, Line, Span, break_lines, fit, justify, line_width


def texts(lines: list[Line]) -> list[str]:
    return ["".join(span.text for span in line) for line in lines]


def test_closing_marks_never_begin_and_opening_marks_never_end_a_line() -> None:
    text = "参加培养（生物学科），完成《报告》。“好”、" * 20
    for limit in range(60, 200, 7):
        lines = texts(break_lines((Span(text),), 10, limit))
        assert "".join(lines) == text
        assert not any(line[0] in "，。、）》”" or line[-1] in "（《“" for line in lines)


def test_figures_stay_whole() -> None:
    lines = texts(break_lines((Span("编号252010301012与2025-0001及NMHB"),), 10, 75))
    assert "".join(lines) == "编号252010301012与2025-0001及NMHB"
    assert any("252010301012" in line for line in lines)
    assert any("2025-0001" in line for line in lines)


def test_no_line_is_wider_than_its_place() -> None:
    for limit in (30.0, 55.5, 120.0):
        for line in break_lines((Span(LONGEST_NAME + "A" * 60, Style.KAI, together=True),), 12, limit):
            assert line_width(line, 12) <= limit + 0.02


def test_a_short_text_keeps_its_size_and_a_longer_one_shrinks() -> None:
    assert fit((Span("王一"),), 14, 100)[1] == 14
    lines, size = fit((Span("内蒙古师范大学附属中学"),), 14, 110)
    assert len(lines) == 1
    assert FLOOR <= size < 14
    assert line_width(lines[0], size) <= 110


def test_below_the_floor_it_wraps_evenly() -> None:
    lines, size = fit((Span("中央民族大学附属中学呼和浩特分校"),), 11, 120)
    assert size == FLOOR
    assert [len(line) for line in texts(lines)] == [8, 8]


def test_a_name_breaks_after_its_dot() -> None:
    lines, _ = fit((Span(LONG_NAME),), 11, 80)
    assert texts(lines) == ["阿拉坦其其格·", "巴雅尔孟和"]


def test_nothing_is_ever_lost() -> None:
    for limit in (10.0, 25.0, 60.0, 400.0):
        assert "".join(texts(fit((Span(LONGEST_NAME),), 12, limit)[0])) == LONGEST_NAME


@pytest.mark.parametrize(("limit", "stretched"), [(105.0, True), (300.0, False), (100.0, False)])
def test_only_nearly_full_lines_are_stretched(limit: float, stretched: bool) -> None:
    line = (Span("一" * 10),)
    assert (justify(line, 10, limit) > 0) is stretched

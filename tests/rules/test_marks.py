"""Exact arithmetic (domain.md §3.6, §3.18)."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingcai_desktop.rules import marks


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Decimal("2.675"), 2, "2.68"),  # domain.md §3.18; round(2.675, 2) is 2.67
        (Decimal("2.665"), 2, "2.67"),
        (Fraction(263, 3), 2, "87.67"),
        (Decimal("84.995"), 2, "85.00"),
        (Decimal("85.004"), 2, "85.00"),
        (Fraction(0), 2, "0.00"),
        (Fraction(1, 200), 2, "0.01"),
        (Fraction(1, 201), 2, "0.00"),
        (Fraction(-1, 200), 2, "-0.01"),
        (100, 2, "100.00"),
        (Fraction(1), 4, "1.0000"),
        (Fraction(5, 2), 0, "3"),
    ],
)
def test_printed_half_up(value: marks.Exact, places: int, text: str) -> None:
    assert marks.printed(value, places) == text


def test_a_paper_of_another_full_mark() -> None:
    assert marks.test_score(Decimal("90.5"), Decimal(120)) == Fraction(905, 12)
    assert marks.test_score(Decimal(70), Decimal(100)) == 70


def test_nothing_is_not_zero() -> None:
    with pytest.raises(ValueError, match="no values"):
        marks.mean([])


@pytest.mark.parametrize("value", [Fraction(251, 3), Fraction(60), Fraction(-1, 7)])
def test_stored_text_reads_back_exactly(value: Fraction) -> None:
    assert marks.exact(str(value)) == value


@given(st.decimals(0, 1000, places=6))
def test_rounding_agrees_with_decimal(value: Decimal) -> None:
    assert marks.printed(value) == str(value.quantize(Decimal("0.01"), ROUND_HALF_UP))


@given(st.fractions(-100, 100))
def test_rounding_moves_by_half_a_hundredth_at_most(value: Fraction) -> None:
    assert abs(marks.rounded(value) - value) <= Fraction(1, 200)
    assert marks.rounded(marks.rounded(value)) == marks.rounded(value)


@given(st.lists(st.decimals(allow_nan=False, allow_infinity=False)))
def test_a_total_is_exact_however_many_digits_the_marks_have(values: list[Decimal]) -> None:
    assert marks.total(values) == sum(map(Fraction, values), Fraction(0))

"""Identity numbers (GB 11643; domain.md §3.1, §3.18)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingcai_desktop.rules.identity import (
    birth_date_of,
    completed_years,
    expected_check_digit,
    gender_of,
    id_problem,
    mask_id,
    mask_phone,
    normalise_id,
)

SEASON = 2025


def with_check(body: str) -> str:
    return body + expected_check_digit(body)


@pytest.mark.parametrize(
    "number",
    [
        "11010519491231002X",  # the standard's own examples
        "150102190001010018",  # domain.md §3.18
        "150502190001010028",
        with_check("15019920090101001"),  # a county code that was never assigned is no reason
        with_check("00000020090101001"),
    ],
)
def test_sound_numbers(number: str) -> None:
    assert id_problem(number, SEASON) is None


def test_the_second_example_of_the_standard_checks_but_is_before_1900() -> None:
    assert expected_check_digit("440524188001010014") == "4"
    assert id_problem("440524188001010014", SEASON) == "id.date"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("", "id.length"),
        ("1501991001010012", "id.length"),
        ("150199100101001", "id.length"),  # the old fifteen digits, out of use since 2013
        ("1501992009010100123", "id.length"),
        ("15019920090101OO1X", "id.characters"),  # letters O
        ("X5019920090101001X", "id.characters"),
        ("15019920090101001x", "id.characters"),  # not normalised
        ("१५०१९९२००९०१०१००१०", "id.characters"),  # digits, but not ours
        ("150203190002290017", "id.date"),  # domain.md §3.18: 1900 was no leap year, the check digit is right
        ("150199189912310010", "id.date"),
        (with_check("15019920260101001"), "id.date"),  # after the season
        (with_check("15019920091301001"), "id.date"),
        (with_check("15019900000000001"), "id.date"),
        ("150102190001010017", "id.check-digit"),  # domain.md §3.18
        ("150199000000000010", "id.date"),  # the date is named before the check digit
    ],
)
def test_the_first_reason_is_named(number: str, code: str) -> None:
    assert id_problem(number, SEASON) == code


def test_the_expected_digit_can_be_told() -> None:
    assert expected_check_digit("150102190001010017") == "8"  # domain.md §3.18: 校验码应为 8


def test_born_in_the_season_is_still_a_date() -> None:
    assert id_problem(with_check("15019920251231001"), SEASON) is None


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        "11010519491231002X\u200b",
        " 110105 19491231 002ｘ ",
    ],
)
def test_normalised_forms_are_one_number(typed: str) -> None:
    assert normalise_id(typed) == "11010519491231002X"


def test_gender_and_birth_date_come_from_the_number() -> None:
    assert gender_of("150502190001010028") == "女"  # domain.md §3.18
    assert gender_of("150102190001010018") == "男"
    assert birth_date_of("11010519491231002X") == date(1949, 12, 31)


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        (date(2009, 3, 31), date(2025, 3, 31), 16),
        (date(2009, 4, 1), date(2025, 3, 31), 15),
        (date(2008, 2, 29), date(2025, 2, 28), 16),
        (date(2008, 2, 29), date(2025, 3, 1), 17),
        (date(2008, 2, 29), date(2024, 2, 29), 16),
    ],
)
def test_completed_years(born: date, day: date, years: int) -> None:
    assert completed_years(born, day) == years


def test_masks_keep_what_an_office_needs() -> None:
    assert mask_id("150502190001010022") == "150502********0022"
    assert mask_phone("13812345678") == "138****5678"


@pytest.mark.parametrize("short", ["", "1234", "1234567890"])
def test_masks_show_nothing_of_what_is_too_short(short: str) -> None:
    assert set(mask_id(short)) <= {"*"}
    assert len(mask_id(short)) == len(short)
    assert mask_phone("1234567") == "*******"


@given(st.dates(date(1900, 1, 1), date(2025, 12, 31)), st.integers(0, 999), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_never_passes(born: date, sequence: int, place: int, shift: int) -> None:
    number = with_check(f"150199{born:%Y%m%d}{sequence:03d}")
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]

    assert id_problem(number, SEASON) is None
    assert id_problem(wrong, SEASON) in {"id.date", "id.check-digit"}


@given(st.text(max_size=30))
def test_no_text_breaks_the_check(text: str) -> None:
    number = normalise_id(text)

    assert normalise_id(number) == number
    assert id_problem(number, SEASON) in {None, "id.length", "id.characters", "id.date", "id.check-digit"}

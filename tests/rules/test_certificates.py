"""培养证书 (附件2 七（三）; domain.md §3.14)."""

import pytest

from yingcai_desktop.rules.certificates import certificate_number, may_get_certificate, numbered


@pytest.mark.parametrize(
    ("grade", "programme_certifies", "may"),
    [
        ("优秀", True, True),
        ("合格", True, True),
        ("不合格", True, False),
        ("未参评", True, False),
        ("未定", True, False),
        ("", True, False),
        ("优秀", False, False),  # the national certificate comes from Beijing
    ],
)
def test_who_may_get_one(grade: str, programme_certifies: bool, may: bool) -> None:
    assert may_get_certificate(grade, programme_certifies=programme_certifies) is may


@pytest.mark.parametrize(
    ("pattern", "sequence", "number"),
    [
        ("内后备证〔{year}〕第{seq}号", 1, "内后备证〔2025〕第0001号"),
        ("NMHB-{year}-{seq}", 123, "NMHB-2025-0123"),
        ("{seq}", 12345, "12345"),
        ("{other}{seq}", 7, "{other}0007"),  # nothing but the two is a placeholder
    ],
)
def test_numbers_follow_the_signed_pattern(pattern: str, sequence: int, number: str) -> None:
    assert certificate_number(pattern, 2025, sequence) == number


def test_numbers_go_by_city_subject_and_id() -> None:
    people = [(1, 0, "150299"), (0, 1, "150199b"), (0, 0, "150199c"), (0, 1, "150199a")]

    assert numbered(people) == [(1, "150199c"), (2, "150199a"), (3, "150199b"), (4, "150299")]


def test_a_used_number_is_not_used_again() -> None:
    assert numbered([(0, 0, "a")], first=48) == [(48, "a")]

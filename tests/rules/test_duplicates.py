"""The same person twice (domain.md §1, §3.18 双录)."""

from collections.abc import Callable
from datetime import date

import pytest

from yingcai_desktop.rules.duplicates import (
    Entry,
    Match,
    dual_admissions,
    dual_applications,
    duplicates,
    name_mismatches,
    suspected_duplicates,
)

BORN = date(2009, 1, 1)
FIRST, SECOND = "150199200901010012", "150299200901010019"


def entry(uid: str, programme: str, id_number: str = FIRST, name: str = "巴图·孟和", source: str = "") -> Entry:
    return Entry(uid, programme, id_number, name, BORN, source)


def test_one_number_twice_in_a_programme_is_a_duplicate() -> None:
    rows = [entry("a", "pilot"), entry("b", "pilot"), entry("c", "national")]

    (match,) = duplicates(rows)

    assert match.code == "id.duplicate"
    assert {e.uid for e in match.entries} == {"a", "b"}


def test_one_number_in_both_programmes_is_a_dual_application() -> None:
    rows = [entry("a", "pilot"), entry("c", "national"), entry("d", "pilot", SECOND)]

    (match,) = dual_applications(rows)

    assert {e.uid for e in match.entries} == {"a", "c"}


def test_a_dual_admission_names_where_both_come_from() -> None:
    """domain.md §3.18: one number admitted by the packages of two cities is blocked and both are listed."""
    rows = [entry("a", "national", source="呼和浩特市"), entry("b", "pilot", source="包头市")]

    (match,) = dual_admissions(rows)

    assert match.code == "dual.admission"
    assert {e.source for e in match.entries} == {"呼和浩特市", "包头市"}


def test_two_names_for_one_number() -> None:
    rows = [entry("a", "pilot"), entry("b", "national", name="巴图孟和"), entry("c", "pilot", SECOND)]

    (match,) = name_mismatches(rows)

    assert {e.uid for e in match.entries} == {"a", "b"}


def test_kinds_of_dot_are_one_name() -> None:
    rows = [entry("a", "pilot", name="巴图•孟和"), entry("b", "national", name="巴图.孟和")]

    assert name_mismatches(rows) == []


def test_same_name_and_birth_date_under_two_numbers_is_suspected() -> None:
    rows = [entry("a", "pilot"), entry("b", "pilot", SECOND, "巴图・孟和")]

    (match,) = suspected_duplicates(rows)

    assert match.code == "suspected.duplicate"


def test_twins_are_not_suspected() -> None:
    rows = [entry("a", "pilot", name="张甲"), entry("b", "pilot", SECOND, "张乙")]

    assert suspected_duplicates(rows) == []


@pytest.mark.parametrize("find", [duplicates, dual_applications, name_mismatches, suspected_duplicates])
def test_the_order_of_rows_does_not_show(find: Callable[[list[Entry]], list[Match]]) -> None:
    rows = [entry("a", "pilot"), entry("b", "national", name="别名"), entry("c", "pilot", SECOND), entry("d", "pilot")]

    assert find(rows) == find(rows[::-1])

"""The test day: ticket numbers and seats (domain.md §2.6, §3.14)."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingcai_desktop.rules.seating import (
    Room,
    Rooms,
    Sitter,
    read_rooms,
    room_columns,
    seat_candidates,
    touching,
    written,
)
from yingcai_desktop.rules.tickets import Desk, desk_of, is_ticket_number, ticket_group, ticket_number


def test_a_ticket_number_says_where_somebody_sits() -> None:
    number = ticket_number(2025, "pilot", "150200", 3, Desk(12, 7))

    assert number[:10] == "2520241207"
    assert is_ticket_number(number)


@pytest.mark.parametrize(
    ("city", "place", "desk"),
    [("150100", 0, Desk(100, 1)), ("150100", 0, Desk(1, 0)), ("150100", 9, Desk(1, 1)), ("", 0, Desk(1, 1))],
)
def test_parts_that_do_not_fit_are_refused(city: str, place: int, desk: Desk) -> None:
    with pytest.raises(ValueError, match="no ticket number"):
        ticket_number(2025, "national", city, place, desk)


@given(st.integers(1, 99), st.integers(1, 99), st.integers(0, 8), st.sampled_from(["national", "pilot"]))
def test_a_number_can_be_read_back(room: int, seat: int, subject: int, programme: str) -> None:
    number = ticket_number(2025, programme, "152200", subject, Desk(room, seat))

    assert desk_of(number) == Desk(room, seat)
    assert number.startswith(ticket_group(2025, programme, "152200", subject))


def test_the_number_of_the_first_seat_in_huhhot() -> None:
    """Season 25, national 1, 呼和浩特 01, 数学 1, room 01, seat 01; 98 − 2510110101·100 mod 97 = 82 (ISO 7064 MOD 97-10)."""
    assert ticket_number(2025, "national", "150100", 0, Desk(1, 1)) == "251011010182"


def test_no_desk_is_read_from_a_wrong_number() -> None:
    with pytest.raises(ValueError, match="no ticket number"):
        desk_of("251011010183")


@pytest.mark.parametrize("text", ["", "25202412070", "2520241207AB", "２５２０２４１２０７００"])
def test_no_ticket_numbers(text: str) -> None:
    assert not is_ticket_number(text)


@given(st.integers(1, 99), st.integers(1, 99), st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_of_a_ticket_never_passes(room: int, seat: int, place: int, shift: int) -> None:
    number = ticket_number(2025, "national", "150100", 0, Desk(room, seat))
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]

    assert not is_ticket_number(wrong)


def sitters(**schools: int) -> list[Sitter]:
    return [Sitter(f"{school}{n:03d}", school) for school, count in schools.items() for n in range(count)]


def in_order(plan: dict[str, Desk]) -> list[str]:
    return [key[0] for key, _ in sorted(plan.items(), key=lambda item: (item[1].room, item[1].seat))]


def test_300_people_sit_in_12_rooms_each_at_an_own_desk() -> None:
    plan = seat_candidates(sitters(a=120, b=100, c=80), [25] * 12, "2025 数学")

    assert len(plan) == len(set(plan.values())) == 300
    assert max(d.room for d in plan.values()) == 12


def test_neighbours_come_from_different_schools_where_they_can() -> None:
    order = in_order(seat_candidates(sitters(a=50, b=30, c=20), [30, 30, 40], "种子"))

    assert all(first != second for first, second in pairwise(order))


def test_seats_run_down_one_column_and_up_the_next() -> None:
    beside = touching((3, 3))

    assert beside[1] == (2, 6)
    assert beside[2] == (1, 3, 5)
    assert beside[4] == (5, 3)


@pytest.mark.parametrize(("size", "columns"), [(30, (6,) * 5), (28, (6, 6, 6, 5, 5)), (3, (1, 1, 1)), (1, (1,))])
def test_a_room_has_five_columns_where_it_can(size: int, columns: tuple[int, ...]) -> None:
    assert room_columns(size) == columns


@pytest.mark.parametrize("schools", [{"a": 30, "b": 30}, {"a": 20, "b": 20, "c": 20}, {"a": 25, "b": 20, "c": 10, "d": 5}])
def test_nobody_sits_beside_or_behind_the_own_school(schools: dict[str, int]) -> None:
    people = sitters(**schools)
    plan = seat_candidates(people, [30, 30], "种子", columns_of=room_columns)
    school = {desk: key[0] for key, desk in plan.items()}

    for desk, mine in school.items():
        for seat in touching(room_columns(30))[desk.seat]:
            assert school.get(Desk(desk.room, seat)) != mine


def test_300_people_of_12_schools_never_touch_their_own() -> None:
    """Feature D02: 300 people × 12 rooms, no two of one school beside or behind one another."""
    people = sitters(**dict.fromkeys("abcdefghijkl", 25))
    plan = seat_candidates(people, [25] * 12, "2025 数学", columns_of=room_columns)
    school = {desk: key[0] for key, desk in plan.items()}
    near = touching(room_columns(25))

    assert not [d for d, s in school.items() if any(school.get(Desk(d.room, n)) == s for n in near[d.seat])]
    late = seat_candidates([*people, Sitter("late", "a")], [25] * 13, "2025 数学", plan, room_columns)
    assert {key: late[key] for key in plan} == plan


def test_the_same_seed_draws_the_same_plan_from_any_order() -> None:
    people = sitters(a=20, b=20)

    assert seat_candidates(people, [40], "甲") == seat_candidates(people[::-1], [40], "甲")
    assert seat_candidates(people, [40], "甲") != seat_candidates(people, [40], "乙")


def test_a_late_candidate_moves_nobody() -> None:
    plan = seat_candidates(sitters(a=10, b=9), [10, 10], "甲")

    later = seat_candidates([*sitters(a=10, b=9), Sitter("late", "c")], [10, 10], "甲", plan)

    assert {key: later[key] for key in plan} == plan
    assert later["late"] == Desk(2, 10)


def test_rooms_that_are_too_small_are_refused() -> None:
    with pytest.raises(ValueError, match="3 candidates for 2 free desks"):
        seat_candidates(sitters(a=3), [2], "甲")


def test_rooms_of_different_sizes_are_filled_in_their_order_and_neighbours_count_in_each_by_its_own_columns() -> None:
    people = sitters(a=30, b=28, c=20)
    plan = seat_candidates(people, [40, 8, 30], "2025 数学", columns_of=room_columns)

    assert Counter(desk.room for desk in plan.values()) == {1: 40, 2: 8, 3: 30}
    assert plan == seat_candidates(people[::-1], [40, 8, 30], "2025 数学", columns_of=room_columns)
    school = {desk: next(s.school for s in people if s.id_number == key) for key, desk in plan.items()}
    beside = [(desk, Desk(desk.room, n)) for desk in plan.values() for n in touching(room_columns((40, 8, 30)[desk.room - 1]))[desk.seat]]
    assert sum(school[one] == school.get(other) for one, other in beside) <= len(people) // 10


@pytest.mark.parametrize(
    ("text", "rooms"),
    [
        ("", ()),
        ("机房201 40，机房202 28", (Room("机房201", 40), Room("机房202", 28))),
        ("４０、28座； 3号楼 101 30人", (Room("", 40), Room("", 28), Room("3号楼 101", 30))),
    ],
)
def test_rooms_are_read_as_they_are_typed(text: str, rooms: tuple[Room, ...]) -> None:
    assert read_rooms(text) == rooms
    assert read_rooms(written(rooms)) == rooms


@pytest.mark.parametrize("text", ["机房201", "机房201 0", "100", "40，x", "-3", "²", "、".join(["30"] * 100)])
def test_rooms_without_a_sensible_number_of_seats_are_refused(text: str) -> None:
    with pytest.raises(ValueError) as wrong:
        read_rooms(text)
    assert str(wrong.value) in text or str(wrong.value) == "100 个考场"


def test_a_list_of_rooms_says_what_each_holds_and_no_more() -> None:
    rooms = Rooms(30, (Room("机房201", 40), Room("", 28)))
    assert [rooms.seats(n) for n in (0, 1, 2, 3)] == [0, 40, 28, 0]
    assert (rooms.name(1), rooms.name(2), rooms.name(3), rooms.total) == ("机房201", "", "", 68)
    assert Rooms(30).seats(7) == 30

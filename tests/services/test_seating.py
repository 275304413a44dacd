"""准考证号 and seats: given once, kept for good (domain.md §3.14; features D01, D02)."""

from collections import Counter
from io import BytesIO

import pypdf
import pytest
from sqlalchemy import select

from db.models import Application
from tests.season import At
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.rules.seating import Room, Rooms, room_columns, touching
from yingcai_desktop.rules.tickets import is_ticket_number
from yingcai_desktop.services import exam_day, seating
from yingcai_desktop.services.printing import exam
from yingcai_desktop.services.scope import EVERYTHING, Scope
from yingcai_desktop.services.seating import Place, Test


def numbers(desk: Desk) -> dict[str, str]:
    with desk.read() as session:
        return dict(session.execute(select(Application.uid, Application.ticket)).all())


def placed(desk: Desk, scope: Scope = EVERYTHING) -> dict[Test, list[Place]]:
    with desk.read() as session:
        return seating.seated(session, desk.schemes, scope)


def change_state(desk: Desk, uids: list[str], **values: str) -> None:
    with desk.change("test.change") as change:
        change.update(Application, [{"uid": uid, **values} for uid in uids])


def test_everybody_approved_and_nobody_else_gets_a_number(at: At) -> None:
    desk = at("reviewed")
    given = seating.assign(desk)

    with desk.read() as session:
        rows = session.execute(select(Application.state, Application.ticket)).all()
    assert given == sum(state == "approved" for state, _ in rows) > 400
    assert all((state == "approved") == is_ticket_number(ticket) for state, ticket in rows)
    tickets = [ticket for _, ticket in rows if ticket]
    assert len(tickets) == len(set(tickets))


def test_a_number_says_programme_city_subject_room_and_seat(at: At) -> None:
    desk = at("reviewed")
    seating.assign(desk)

    for (programme, city, subject), places in placed(desk).items():
        head = f"25{'1' if programme == 'national' else '2'}{city[2:4]}{desk.schemes.subject_names.index(subject) + 1}"
        for place in places:
            assert place.ticket[:10] == f"{head}{place.room:02d}{place.seat:02d}"


def test_giving_numbers_again_changes_nothing(at: At) -> None:
    desk = at("reviewed")
    seating.assign(desk)
    before = numbers(desk)

    assert seating.assign(desk) == 0
    assert numbers(desk) == before


def test_a_late_candidate_moves_nobody_and_sits_down_last(at: At) -> None:
    desk = at("reviewed")
    with desk.read() as session:
        late = session.scalars(select(Application.uid).where(Application.state == "approved", Application.subject == "生物")).first()
    assert late is not None
    change_state(desk, [late], state="recommended")
    seating.assign(desk)
    before = numbers(desk)
    change_state(desk, [late], state="approved")

    assert seating.assign(desk) == 1
    after = numbers(desk)
    assert {u: t for u, t in after.items() if u != late} == {u: t for u, t in before.items() if u != late}
    own = next(places for places in placed(desk).values() if any(p.person.uid == late for p in places))
    assert own[-1].person.uid == late


def test_the_desk_of_a_rejected_candidate_stays_empty(at: At) -> None:
    desk = at("reviewed")
    seating.assign(desk)
    test, places = next(iter(placed(desk).items()))
    gone = places[3]
    change_state(desk, [gone.person.uid], state="rejected")

    assert seating.assign(desk) == 0
    left = placed(desk)[test]
    assert [(p.person.uid, p.ticket) for p in left] == [(p.person.uid, p.ticket) for p in places if p is not gone]


def test_who_changes_the_subject_gets_a_number_of_the_new_one(at: At) -> None:
    desk = at("reviewed")
    seating.assign(desk)
    before = numbers(desk)
    (programme, city, _), places = next(iter(placed(desk).items()))
    moved = places[0].person.uid
    change_state(desk, [moved], subject="物理")

    assert seating.assign(desk) == 1
    assert [p.person.uid for p in placed(desk)[programme, city, "物理"]][-1] == moved
    assert {u for u, ticket in numbers(desk).items() if ticket != before[u]} == {moved}


def test_a_scope_leaves_the_others_without(at: At) -> None:
    desk = at("reviewed")
    seating.assign(desk, Scope("pilot", "150200"))

    assert {test[:2] for test in placed(desk)} == {("pilot", "150200")}


def test_rooms_hold_as_many_as_an_office_says(at: At) -> None:
    desk = at("reviewed")
    seating.assign(desk, room_size=7)

    assert max(p.seat for places in placed(desk).values() for p in places) == 7
    assert max(p.room for places in placed(desk).values() for p in places) > 3


@pytest.mark.parametrize("size", [0, 100])
def test_a_room_size_that_no_number_can_say_is_refused(at: At, size: int) -> None:
    desk = at("reviewed")
    with pytest.raises(NotAllowed, match="每场人数"):
        seating.assign(desk, room_size=size)
    assert not any(numbers(desk).values())


def test_neighbours_come_from_different_schools_where_they_can(at: At) -> None:
    """A school that has more than half of a room cannot be kept apart from itself; the others can."""
    desk = at("reviewed")
    seating.assign(desk)
    near = touching(room_columns(seating.ROOM_SIZE))
    for places in placed(desk).values():
        schools = [p.person.school for p in places]
        if max(schools.count(s) for s in schools) * 2 > len(schools):
            continue
        school = {(p.room, p.seat): p.person.school for p in places}
        touches = [k for k, s in school.items() if any(school.get((k[0], n)) == s for n in near[k[1]])]
        assert len(touches) <= len(places) // 10, places[0].person


def test_numbers_are_journaled_in_one_change(at: At) -> None:
    desk = at("reviewed")
    seen: list[str] = []
    desk.store.listeners.append(lambda changes: seen.append(changes.action))
    seating.assign(desk)
    seating.assign(desk)

    assert seen == ["tickets.assign"]


TEST = ("pilot", "150200", "数学")


def hold(desk: Desk, *rooms: tuple[str, int]) -> None:
    exam_day.save_session(desk, TEST, exam_day.Day("包头一中", "3月29日 9:00", Rooms(30, tuple(Room(*r) for r in rooms))))


def count(desk: Desk) -> int:
    with desk.read() as session:
        return len(seating.waiting(session, desk.schemes)[TEST])


def test_rooms_of_different_sizes_are_filled_as_listed(at: At) -> None:
    desk = at("reviewed")
    people = count(desk)
    hold(desk, ("机房201", people - 5), ("机房202", 4), ("", 9))
    seating.assign_test(desk, TEST)

    places = placed(desk)[TEST]
    assert Counter(p.room for p in places) == {1: people - 5, 2: 4, 3: 1}
    assert all(p.seat <= (people - 5, 4, 9)[p.room - 1] for p in places)


def test_the_same_rooms_give_the_same_seats_again(at: At) -> None:
    plans = []
    for _ in range(2):
        desk = at("reviewed")
        hold(desk, ("甲", 9), ("乙", 60), ("丙", 60))
        seating.assign_test(desk, TEST)
        plans.append([(p.person.id_number, p.ticket) for p in placed(desk)[TEST]])
    assert plans[0] == plans[1]


def test_too_few_seats_are_refused_with_how_many_lack_and_nobody_is_seated(at: At) -> None:
    desk = at("reviewed")
    people = count(desk)
    hold(desk, ("机房201", 5), ("机房202", 4))
    with pytest.raises(NotAllowed, match=f"共 9 个座位，还有 {people - 9} 名考生没有座位"):
        seating.assign_test(desk, TEST)
    assert count(desk) == people


def test_who_sits_stays_when_a_room_becomes_smaller_and_a_late_one_takes_a_desk_there_is(at: At) -> None:
    desk = at("reviewed")
    people = count(desk)
    seating.assign_test(desk, TEST)
    before = numbers(desk)
    late = placed(desk)[TEST][-1].person.uid
    with desk.change("tickets.assign") as change:
        change.update(Application, [{"uid": late, "ticket": ""}])
    hold(desk, ("机房201", 6), ("机房202", 6), ("机房203", 6), ("机房204", people))
    seating.assign_test(desk, TEST)
    after = numbers(desk)
    assert {uid for uid in after if after[uid] != before[uid]} <= {late}
    (place,) = [p for p in placed(desk)[TEST] if p.person.uid == late]
    assert place.room > 1 and place.seat <= (6, 6, 6, people)[place.room - 1]


def test_door_lists_and_tickets_say_where_each_room_is(at: At) -> None:
    desk = at("reviewed")
    hold(desk, ("机房201", 5), ("机房202", 90))
    seating.assign_test(desk, TEST)
    for made in (exam.door_signs(desk, Scope("pilot", "150200")), exam.tickets(desk, Scope("pilot", "150200"))):
        said = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(made)).pages)
        assert "包头一中 机房201" in said and "包头一中 机房202" in said


def test_nobody_is_moved_to_a_desk_that_is_not_there(at: At) -> None:
    desk = at("reviewed")
    hold(desk, ("机房201", 5), ("机房202", 90))
    seating.assign_test(desk, TEST)
    with pytest.raises(NotAllowed, match="只有 5 个座位"):
        exam_day.swap(desk, TEST, (1, 1), (1, 6), "靠门")
    exam_day.swap(desk, TEST, (1, 1), (2, 90), "靠门")


@pytest.mark.parametrize("seats", [0, 100])
def test_a_listed_size_that_no_number_can_say_is_refused(at: At, seats: int) -> None:
    with pytest.raises(Invalid, match="每场人数"):
        hold(at("reviewed"), ("机房201", seats))

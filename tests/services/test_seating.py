"""准考证号 and seats: given once, kept for good (domain.md §3.14; features D01, D02)."""

import pytest
from sqlalchemy import select

from db.models import Application
from tests.season import At
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.rules.seating import room_columns, touching
from yingcai_desktop.rules.tickets import is_ticket_number
from yingcai_desktop.services import seating
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

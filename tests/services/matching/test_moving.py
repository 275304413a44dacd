"""师生匹配: the proposal, moves within capacity, history (features B04, B06–B08)."""

import pytest
from sqlalchemy import select

from db.models import AlumniRecord, Application, Mentor, MentorChange, Selection, Trainee
from tests.season import At
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.services import deeds, stages
from yingcai_desktop.services.matching import board, moving
from yingcai_desktop.services.progress import Part
from yingcai_desktop.services.selecting import locks

NATIONAL, BAOTOU = ("national", ""), ("pilot", "150200")


def full_and_free(desk: Desk, part: Part) -> tuple[board.Card, board.Card]:
    """A full mentor and one with a place, of one group."""
    for one in board.read(desk, part).groups.values():
        full = [c for c in one.cards if c.students and not c.free]
        free = [c for c in one.cards if c.free and c.students]
        if full and free:
            return full[0], free[0]
    raise AssertionError("no such group")


def test_everybody_unplaced_is_placed_again_with_a_reason_and_the_same_digest(at: At) -> None:
    first, second = at("admitted"), at("admitted")
    for desk in (first, second):
        for one in board.read(desk, BAOTOU).groups.values():
            for s in one.students:
                moving.move(desk, s.uid, "")
    plan, again = moving.proposal(first, BAOTOU), moving.proposal(second, BAOTOU)

    assert plan.digest == again.digest
    assert len(plan.placements) == 25 and all(p.reason for p in plan.placements)
    before = board.read(at("admitted"), BAOTOU)
    assert moving.accept(first, plan) == len(plan.placed) == 25
    names = {
        s.name: board.read(first, BAOTOU).mentors[s.mentor]
        for g in board.read(first, BAOTOU).groups.values()
        for s in g.students
    }
    assert names == {s.name: before.mentors[s.mentor] for g in before.groups.values() for s in g.students}
    with pytest.raises(NotAllowed, match="有变动"):
        moving.accept(first, plan)


def test_the_pilot_never_goes_beyond_its_places_and_the_national_only_with_a_reason(at: At) -> None:
    desk = at("admitted")
    full, free = full_and_free(desk, BAOTOU)
    for reason in ("", "会上研究"):
        with pytest.raises(NotAllowed, match="不得超出"):
            moving.move(desk, free.students[0].uid, full.uid, reason)

    full, free = full_and_free(desk, NATIONAL)
    with pytest.raises(NotAllowed, match="写明理由"):
        moving.move(desk, free.students[0].uid, full.uid)
    assert "可带人数加一" in moving.move(desk, free.students[0].uid, full.uid, "会上研究")
    with desk.read() as session:
        mentor = session.get(Mentor, full.uid)
        assert mentor is not None and mentor.capacity == full.capacity + 1


def test_two_students_change_places_and_the_displaced_one_is_named(at: At) -> None:
    desk = at("admitted")
    full, free = full_and_free(desk, BAOTOU)
    going, coming = full.students[0], free.students[0]

    said = moving.move(desk, coming.uid, full.uid, "双方同意", displacing=going.uid)

    assert coming.name in said and going.name in said
    found = {s.uid: s.mentor for g in board.read(desk, BAOTOU).groups.values() for s in g.students}
    assert (found[coming.uid], found[going.uid]) == (full.uid, free.uid)


def test_a_move_can_be_undone_and_leaves_no_history_then(at: At) -> None:
    desk = at("admitted")
    _full, free = full_and_free(desk, BAOTOU)
    student = free.students[0]

    deed = deeds.done(desk, "调整导师", lambda: moving.move(desk, student.uid, ""))
    assert deed.reversible
    deeds.undo(desk, deed)

    with desk.read() as session:
        row = session.scalars(select(Selection).where(Selection.application_uid == student.uid)).one()
        assert (row.mentor_uid, row.choice) == (student.mentor, student.choice)
        assert session.scalars(select(MentorChange)).first() is None


def test_once_formal_every_move_needs_a_reason_and_keeps_dated_history(at: At) -> None:
    desk = at("admitted")
    locks.lock(desk, BAOTOU, "锁定")
    _full, free = full_and_free(desk, BAOTOU)
    student = free.students[0]
    with pytest.raises(NotAllowed, match="写明理由"):
        moving.move(desk, student.uid, "")
    moving.move(desk, student.uid, "", "导师出国")
    moving.move(desk, student.uid, free.uid, "改为线上")

    past = board.read(desk, BAOTOU).past[student.uid]
    assert [(p.before, p.after, p.reason) for p in past] == [
        (free.name, "（无）", "导师出国"),
        ("（无）", free.name, "改为线上"),
    ]
    assert locks.verify(desk, BAOTOU) == []


def test_in_training_the_mentor_of_the_trainee_changes(at: At) -> None:
    desk = at("training")
    _full, free = (
        full_and_free(desk, NATIONAL)
        if any(c.free and c.students for g in board.read(desk, NATIONAL).groups.values() for c in g.cards)
        else full_and_free(desk, BAOTOU)
    )
    part = (
        NATIONAL
        if any(c.uid == free.uid for g in board.read(desk, NATIONAL).groups.values() for c in g.cards)
        else BAOTOU
    )
    group = next(g for g in board.read(desk, part).groups.values() if free.uid in {c.uid for c in g.cards})
    student = next(s for c in group.cards if c.uid != free.uid for s in c.students)
    with pytest.raises(NotAllowed, match="不能没有导师"):
        moving.move(desk, student.uid, "", "原导师退休")

    moving.move(desk, student.uid, free.uid, "原导师退休")

    with desk.read() as session:
        trainee = session.scalars(select(Trainee).where(Trainee.application_uid == student.uid)).one()
        assert trainee.mentor_uid == free.uid
        row = session.scalars(select(Selection).where(Selection.application_uid == student.uid)).one()
        assert row.mentor_uid == student.mentor  # the list as it was


def test_training_does_not_open_while_somebody_has_no_mentor(at: At) -> None:
    desk = at("admitted")
    student = board.read(desk, BAOTOU).groups["pilot", "150200", "数学"].students[0]
    moving.move(desk, student.uid, "")

    with pytest.raises(NotAllowed, match="没有导师") as refused:
        stages.advance(desk, "open-training")
    assert student.name in refused.value.message
    assert any("师生匹配" in one for one in locks.blockers(desk, BAOTOU))


def test_last_years_students_are_found_in_the_records(at: At) -> None:
    desk = at("admitted")
    group = ("pilot", "150200", "数学")
    student = next(s for s in board.read(desk, BAOTOU).groups[group].students if not s.returner)
    with desk.change("test.alumni") as change:
        person = change.get(Application, student.uid)
        assert person is not None
        change.add(
            AlumniRecord(
                id_number=person.id_number, name=person.name, season=2024, programme="pilot", subject="数学",
                updated_on=person.birth_date, stage="高中", consent=True,
            )
        )  # fmt: skip

    assert next(s for s in board.read(desk, BAOTOU).groups[group].students if s.uid == student.uid).returner

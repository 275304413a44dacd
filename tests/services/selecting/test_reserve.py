"""候补与递补 (domain.md §3.8; features F03)."""

import pytest
from sqlalchemy import select

from db.models import Selection
from tests.season import At
from tests.services.selecting.test_locks import BAOTOU, _first, lock
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.services import selection, stages
from yingcai_desktop.services.people import group_of, people
from yingcai_desktop.services.scope import Scope
from yingcai_desktop.services.selecting import locks, reserve


def outcome(desk: Desk) -> dict[str, tuple[str, int, str | None]]:
    with desk.read() as session:
        return {s.application_uid: (s.status, s.rank, s.mentor_uid) for s in session.scalars(select(Selection))}


def admitted_with_a_follower(desk: Desk) -> str:
    """Somebody admitted in Baotou in a group with a waitlist."""
    with desk.read() as session:
        mine = {p.uid: group_of(desk.schemes, p) for p in people(session, desk.schemes, Scope(*BAOTOU))}
    now = outcome(desk)
    waiting = {mine[uid] for uid, (status, *_) in now.items() if uid in mine and status == "waitlist"}
    return min(uid for uid, (status, *_) in now.items() if status == "admitted" and mine.get(uid) in waiting)


def test_the_next_comes_in_with_the_rank_it_had_and_all_others_stay(at: At) -> None:
    desk = at("admitted")
    lock(desk, BAOTOU)
    before, leaving = outcome(desk), admitted_with_a_follower(desk)

    done = reserve.substitute(desk, leaving, "gave-up", "4月25日监护人书面放弃")

    after = outcome(desk)
    changed = {uid for uid in before if before[uid] != after[uid]}
    came = next(uid for uid in changed if after[uid][0] == "admitted")
    assert after[leaving][:2] == ("declined", before[leaving][1])
    assert before[came][0] == "waitlist"
    assert after[came][1] == before[came][1] == done.came_rank
    assert len(changed) == 2 + len(done.passed)
    assert done.edition == 2
    assert [one.state for one in locks.history(desk, BAOTOU)] == ["locked", "superseded"]
    assert locks.verify(desk, BAOTOU) == []
    with pytest.raises(NotAllowed, match="已经登记过"):
        reserve.substitute(desk, leaving, "gave-up", "再来一次")


def test_it_takes_a_cause_a_reason_two_people_and_a_locked_list(at: At) -> None:
    desk = at("admitted")
    leaving = admitted_with_a_follower(desk)

    with pytest.raises(NotAllowed, match="还没有锁定"):
        reserve.substitute(desk, leaving, "gave-up", "放弃")
    lock(desk, BAOTOU)
    for cause, note in (("gave-up", " "), ("", "放弃")):
        with pytest.raises(Invalid):
            reserve.substitute(desk, leaving, cause, note)
    with pytest.raises(NotAllowed, match="两人"):
        reserve.substitute(desk.with_witness(""), leaving, "gave-up", "放弃")
    desk.actor, desk.witness = "见证丙", "经办甲"
    with pytest.raises(NotAllowed, match="不能是录取的经办人"):
        reserve.substitute(desk, leaving, "gave-up", "放弃")


def test_before_the_lock_a_declination_is_for_the_next_admission(at: At) -> None:
    desk = at("admitted")
    leaving = admitted_with_a_follower(desk)

    reserve.decline(desk, leaving, "gave-up", "电话确认放弃")
    stages.advance(desk, "admit")

    assert outcome(desk)[leaving][0] == "declined"
    with desk.read() as session:
        assert not selection.preview(session, desk.schemes, Scope(*BAOTOU)).ties


def test_nobody_follows_once_training_is_open(at: At) -> None:
    desk = at("training")

    with pytest.raises(NotAllowed, match="已经开始培养"):
        reserve.substitute(desk, _first(desk, "national", "admitted"), "gave-up", "放弃")

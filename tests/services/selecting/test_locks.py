"""锁定: who may, what blocks it, what it freezes on every path, how it is opened (ux U45; features F06)."""

import json
from contextlib import nullcontext
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from db.errors import StoreError
from db.models import (
    Decision,
    Declination,
    EntrySheet,
    InterviewScore,
    Selection,
    SelectionLock,
    ShortlistEntry,
    TestScore,
)
from tests.season import SEASON, At
from yingcai_desktop.__main__ import main
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.services import deciding, intake, stages
from yingcai_desktop.services.people import people
from yingcai_desktop.services.scope import Scope
from yingcai_desktop.services.selecting import locks, snapshot

PLAY = json.loads((SEASON / "play.json").read_text("utf-8"))
NATIONAL, BAOTOU, TONGLIAO = ("national", ""), ("pilot", "150200"), ("pilot", "150500")


def lock(desk: Desk, part: tuple[str, str] = NATIONAL) -> locks.Lock:
    return locks.lock(desk, part, "锁定")


def test_u45_the_lock_needs_a_second_person_who_did_not_make_the_list(at: At) -> None:
    desk = at("admitted")

    for witness in ("", desk.actor):
        with pytest.raises(NotAllowed, match="两人"):
            lock(desk.with_witness(witness))
    other = at("admitted")
    other.actor, other.witness = "见证乙", "经办甲"  # the maker of the list may not be its locker
    with pytest.raises(NotAllowed, match="不能是录取的经办人"):
        lock(other)
    with pytest.raises(NotAllowed, match="逐字输入"):
        locks.lock(desk, NATIONAL, "锁订")

    made = lock(desk)

    assert (made.maker, made.locker, made.number) == ("经办甲", "见证乙", 1)
    assert len(made.digest) == 64
    with desk.read() as session:
        kept = session.scalars(select(SelectionLock)).one()
        assert snapshot.digest(kept.snapshot) == made.digest
        assert len(kept.snapshot["outcome"]) == len(kept.snapshot["people"]) > 30


def test_the_same_inputs_give_the_same_digest(at: At) -> None:
    """features F09."""
    assert lock(at("admitted")).digest == lock(at("admitted")).digest


def test_open_ties_and_missing_scores_block_the_lock_and_are_listed(at: At) -> None:
    """ux U42."""
    assert locks.blockers(at("interviewed"), NATIONAL) == ["还没有办理录取"]
    desk = at("admitted")
    with desk.change("test.lose") as change:
        someone = change.scalars(select(ShortlistEntry.application_uid)).first()
        rows = change.scalars(select(InterviewScore).where(InterviewScore.application_uid == someone)).all()
        change.delete(rows[0])

    parts = (NATIONAL, BAOTOU, TONGLIAO, ("pilot", "150100"))

    assert any("1 名面试人选缺评委打分" in one for part in parts for one in locks.blockers(desk, part))


def test_a_list_the_inputs_have_left_behind_cannot_be_locked(at: At) -> None:
    desk = at("admitted")
    admitted = _first(desk, "national", "admitted")
    with desk.change("test.decline") as change:
        change.add(Declination(programme="national", id_number=_number(desk, admitted), reason="放弃"))

    with pytest.raises(NotAllowed, match="请重新办理录取"):
        lock(desk)
    assert any("重新办理录取" in one for one in locks.blockers(desk, NATIONAL))


@pytest.mark.parametrize("step", ["admit", "shortlist"])
def test_steps_obey_the_lock_and_the_other_parts_go_on(at: At, step: str) -> None:
    desk = at("admitted")
    lock(desk, BAOTOU)

    for scope in (Scope(*BAOTOU), Scope("pilot"), Scope()):
        with pytest.raises(NotAllowed, match="包头市的遴选结果已经锁定") as refused:
            stages.advance(desk, step, scope)
        assert refused.value.problems[0].code == "selection.locked"

    stages.advance(desk, step, Scope(*TONGLIAO))


def _first(desk: Desk, programme: str, status: str) -> str:
    with desk.read() as session:
        mine = {p.uid for p in people(session, desk.schemes, Scope(programme))}
        rows = session.execute(select(Selection.application_uid, Selection.status).order_by(Selection.rank))
        return next(uid for uid, found in rows if found == status and uid in mine)


def _number(desk: Desk, uid: str) -> str:
    with desk.read() as session:
        return next(p.id_number for p in people(session, desk.schemes) if p.uid == uid)


def _raise_status(change: Any, uid: str) -> None:
    row = change.scalars(select(Selection).where(Selection.application_uid == uid)).one()
    change.update(Selection, [{"uid": row.uid, "status": "declined"}])


def _raise_test(change: Any, uid: str) -> None:
    row = change.scalars(select(TestScore).where(TestScore.application_uid == uid)).one()
    row.raw += 1


def _raise_interview(change: Any, uid: str) -> None:
    row = change.scalars(select(InterviewScore).where(InterviewScore.application_uid == uid)).first()
    change.update(InterviewScore, [{"uid": row.uid, "status": "回避"}])


def _drop_from_list(change: Any, uid: str) -> None:
    change.delete(change.scalars(select(ShortlistEntry).where(ShortlistEntry.application_uid == uid)).one())


def _drop_outcome(change: Any, uid: str) -> None:
    change.delete(change.scalars(select(Selection).where(Selection.application_uid == uid)).one())


def _raise_weight(change: Any, uid: str) -> None:
    row = change.scalars(select(Decision).where(Decision.key == "weights.test")).one()
    row.value = {"value": 10}


def _tamper(change: Any, uid: str) -> None:
    row = change.scalars(select(SelectionLock)).one()
    row.snapshot = {}


def _tear_off(change: Any, uid: str) -> None:
    change.delete(change.scalars(select(SelectionLock)).one())


@pytest.mark.parametrize(
    "write",
    [_raise_status, _raise_test, _raise_interview, _drop_from_list, _drop_outcome, _raise_weight, _tamper, _tear_off],
)
def test_the_store_itself_refuses_every_change_underneath(at: At, write: Any) -> None:
    desk = at("admitted")
    uid = _first(desk, "national", "admitted")
    lock(desk)

    with pytest.raises(NotAllowed, match="已经锁定"), desk.change("test.dodge") as change:
        write(change, uid)

    assert locks.verify(desk, NATIONAL) == []


def test_what_the_lock_does_not_rest_on_stays_free(at: At) -> None:
    desk = at("admitted")
    other = _first(desk, "pilot", "admitted")
    lock(desk)

    with desk.change("test.free") as change:
        _raise_test(change, other)
    with desk.change("test.free") as change:
        row = change.scalars(select(Decision).where(Decision.key.like("pass_line.pilot.%"))).first()
        assert row is not None
        row.value = {"value": 1}


def test_a_corrected_workbook_and_a_decision_file_obey_the_lock(at: At, tmp_path: Path) -> None:
    desk = at("admitted")
    lock(desk)
    file = tmp_path / "late.toml"
    file.write_text('season = 2025\n[weights]\ntest = "50"\ninterview = "50"\n', "utf-8")

    with pytest.raises(NotAllowed, match="锁定"):
        deciding.decide(desk, file)


def test_a_workbook_with_a_corrected_score_changes_nothing_that_is_locked(at: At) -> None:
    files = [
        SEASON / f for step in PLAY if step["do"] == "load" and step["kind"] == "test-scores" for f in step["files"]
    ]
    desk = at("admitted")
    with desk.change("test.lower") as change:
        row = change.scalars(
            select(TestScore).where(TestScore.application_uid == _first(desk, "national", "waitlist"))
        ).one()
        assert row.raw is not None
        row.raw -= 1
    stages.advance(desk, "admit")
    lock(desk)

    with pytest.raises(NotAllowed, match="已经锁定"):
        intake.load(desk, "test-scores", files)

    assert locks.verify(desk, NATIONAL) == []


def test_unlocking_takes_a_reason_and_a_second_person_and_keeps_the_snapshot(at: At) -> None:
    desk = at("admitted")
    lock(desk)

    with pytest.raises(NotAllowed, match="写明理由"):
        locks.unlock(desk, NATIONAL, " ")
    with pytest.raises(NotAllowed, match="两人"):
        locks.unlock(desk.with_witness(""), NATIONAL, "成绩登错")
    locks.unlock(desk, NATIONAL, "成绩登错")

    stages.advance(desk, "admit", Scope("national"))
    again = lock(desk)
    first = locks.history(desk, NATIONAL)[1]
    assert again.number == 2
    assert (first.state, first.opened_why, first.opened_by) == ("unlocked", "成绩登错", ("经办甲", "见证乙"))


def test_a_locked_list_cannot_be_unlocked_once_training_is_open(at: At) -> None:
    desk = at("admitted")
    lock(desk)
    stages.advance(desk, "open-training")

    with pytest.raises(NotAllowed, match="已经开始培养"):
        locks.unlock(desk, NATIONAL, "成绩登错")


def test_verifying_says_what_is_no_longer_as_it_was(at: At) -> None:
    desk = at("admitted")
    lock(desk)
    with desk.change("test.rename") as change:
        from db.models import Application

        person = change.get(Application, _first(desk, "national", "admitted"))
        assert person is not None
        person.name = "改名"

    assert locks.verify(desk, NATIONAL) == ["考生有 1 处与锁定时不同"]


def test_a_store_that_writes_around_the_gate_is_refused_too(at: At) -> None:
    desk = at("admitted")
    lock(desk)

    with pytest.raises((NotAllowed, StoreError)), desk.change("test.raw") as change:
        change.session.connection().exec_driver_sql("UPDATE selection SET status = 'declined'")


def test_marks_entered_twice_must_be_settled_and_sealed_first(at: At) -> None:
    """ux §4.7: differences of the double entry block the lock and are listed."""
    desk = at("admitted")
    sheet = {
        "kind": "test",
        "programme": "national",
        "city": "150100",
        "subject": "数学",
        "panel": "01",
        "judge": "",
        "full_mark": Decimal(100),
    }
    with desk.change("test.enter") as change:
        (uid,) = change.insert(EntrySheet, [{**sheet, "first_by": "甲", "second_by": "乙"}])

    with pytest.raises(NotAllowed, match=r"数学.*两遍录入还没有核定差异"):
        lock(desk)
    with desk.change("test.enter") as change:
        change.update(EntrySheet, [{"uid": uid, "settled": "2025-04-02T10:00:00"}])
    assert any("还没有封存" in one for one in locks.blockers(desk, NATIONAL))
    assert locks.blockers(desk, BAOTOU) == []


def test_the_command_line_obeys_the_lock(
    at: At, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = at("admitted")
    lock(desk, BAOTOU)
    monkeypatch.setattr("yingcai_desktop.cli.season.desk_of", lambda _args: nullcontext(desk))

    for step in ("admit", "shortlist"):
        assert main(["advance", "2025.ycdb", step, "--city", "150200", "--witness", "见证丙"]) == 1
        assert "遴选结果已经锁定" in capsys.readouterr().err
    assert main(["advance", "2025.ycdb", "admit", "--city", "150500", "--witness", "见证丙"]) == 0

"""Writing: what the gate journals, fills in, skips and refuses."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from db.errors import Kind, NotAChange, StoreError
from db.gate import Changes
from db.journal import differences, history, verify_chain
from db.models import Application, Draft, Mentor, School, TestScore
from db.store import Store
from tests.db.office import WHO, applications, mentor, school, season


def test_what_is_added_by_object_and_in_bulk_is_journaled_alike(store: Store) -> None:
    with store.change("school.add", reason="新增", witness="见证乙", **WHO) as change:
        one = School(**school("甲校"))
        change.add(one)
        [other] = change.insert(School, [school("乙校")])
    with store.read() as session:
        by_object, by_bulk = history(session, "school", one.uid)[0], history(session, "school", other)[0]
    assert by_object.changes.keys() == by_bulk.changes.keys()
    assert by_bulk.changes["programmes"] == (None, ["pilot"])
    assert by_bulk.changes["synthetic"] == (None, False)
    assert (by_bulk.kind, by_bulk.actor, by_bulk.witness, by_bulk.reason) == ("new", "经办甲", "见证乙", "新增")
    assert by_bulk.at == WHO["at"]


def test_the_gate_fills_in_uid_office_revision_and_defaults(store: Store) -> None:
    with store.change("a", **WHO) as change:
        change.add(School(**school("甲校")))
        change.insert(School, [school("乙校"), school("丙校", office="150100")])
    with store.read() as session:
        found = {one.name: one for one in session.scalars(select(School))}
    assert {name: one.office for name, one in found.items()} == {"甲校": "150000", "乙校": "150000", "丙校": "150100"}
    assert {one.revision for one in found.values()} == {1}
    assert all(len(one.uid) == 32 for one in found.values())
    assert found["乙校"].synthetic is False


def test_a_change_of_an_object_journals_old_and_new(store: Store) -> None:
    with store.change("a", **WHO) as change:
        [uid] = change.insert(School, [school("旧名")])
    with store.change("b", **WHO) as change:
        found = change.get(School, uid)
        assert found is not None
        found.name = "新名"
    with store.read() as session:
        assert history(session, "school", uid)[1].changes == {"name": ("旧名", "新名"), "revision": (1, 2)}


def test_setting_the_same_value_again_makes_no_revision(store: Store) -> None:
    with store.change("a", **WHO) as change:
        [uid] = change.insert(School, [school()])
    told: list[Changes] = []
    store.listeners.append(told.append)
    with store.change("b", **WHO) as change:
        found = change.get(School, uid)
        assert found is not None
        found.name = str(found.name)
        assert change.update(School, [{"uid": uid, "city": "150100", "revision": 1}]) == 0
    with store.read() as session:
        assert len(history(session, "school", uid)) == 1
    assert told == []


def test_bulk_update_counts_what_really_changed(store: Store) -> None:
    with store.change("a", **WHO) as change:
        uids = season(change, 5)
    with store.change("b", **WHO) as change:
        rows = [{"uid": uid, "state": "approved"} for uid in uids[:3]] + [{"uid": uids[3], "state": "submitted"}]
        rows.append({"uid": uids[0], "ticket": "01"})  # the same record twice in one call
        assert change.update(Application, rows) == 4
        loaded = change.get(Application, uids[0])
        assert loaded is not None
        assert (loaded.state, loaded.ticket, loaded.revision) == ("approved", "01", 3)
    with store.read() as session:
        assert [entry.changes["revision"] for entry in history(session, "application", uids[0])[1:]] == [(1, 2), (2, 3)]
        assert differences(session) == []


def test_objects_already_loaded_see_a_bulk_update(store: Store) -> None:
    with store.change("a", **WHO) as change:
        [uid] = change.insert(School, [school()])
        loaded = change.get(School, uid)
        assert loaded is not None
        change.update(School, [{"uid": uid, "name": "改名"}])
        assert loaded.name == "改名"
        loaded.city = "150200"
    with store.read() as session:
        assert [entry.kind for entry in history(session, "school", uid)] == ["new", "changed", "changed"]
        assert verify_chain(session) == ()


@pytest.mark.parametrize("bulk", [True, False])
def test_a_deleted_record_leaves_a_tombstone_with_its_last_values(store: Store, bulk: bool) -> None:
    with store.change("a", **WHO) as change:
        [uid] = change.insert(School, [school("旧校")])
    with store.change("b", **WHO) as change:
        if bulk:
            change.delete(School, [uid])
        else:
            found = change.get(School, uid)
            assert found is not None
            change.delete(found)
    with store.read() as session:
        assert session.get(School, uid) is None
        last = history(session, "school", uid)[-1]
        assert (last.kind, last.changes["name"]) == ("deleted", ("旧校", None))
        assert differences(session) == []


def test_exact_values_read_back(store: Store) -> None:
    with store.change("a", **WHO) as change:
        [application] = season(change, 1)
        [uid] = change.insert(
            TestScore,
            [{"application_uid": application, "status": "正常", "full_mark": Decimal(100), "raw": Decimal("87.50")}],
        )
    with store.read() as session:
        score = session.get(TestScore, uid)
        assert score is not None
        assert str(score.raw) == "87.50"
        assert history(session, "test_score", uid)[0].changes["raw"] == (None, Decimal("87.50"))
        found = session.get(Application, application)
        assert found is not None
        assert found.birth_date == date(2009, 5, 6)


@pytest.mark.parametrize(
    ("field", "value"), [("cohort", "600"), ("name", 5), ("birth_date", WHO["at"]), ("reasons", {1, 2})]
)
def test_values_sqlite_would_convert_are_refused(store: Store, field: str, value: object) -> None:
    with pytest.raises(TypeError), store.change("a", **WHO) as change:
        [school_uid] = change.insert(School, [school()])
        [mentor_uid] = change.insert(Mentor, [mentor()])
        change.insert(Application, [applications(1, school_uid, mentor_uid)[0] | {field: value}])
    with store.read() as session:
        assert session.scalars(select(School)).all() == []


def test_an_unknown_column_is_named(store: Store) -> None:
    with pytest.raises(KeyError, match="nmae"), store.change("a", **WHO) as change:
        change.insert(School, [school(nmae="x")])


def test_stale_revisions_are_refused_in_bulk_and_by_object(store: Store) -> None:
    with store.change("a", **WHO) as change:
        [uid] = change.insert(School, [school()])
    with store.read() as session:
        seen = session.get(School, uid)
        assert seen is not None
    with store.change("b", **WHO) as change:
        change.update(School, [{"uid": uid, "name": "先到"}])
    seen.name = "后到"
    with pytest.raises(StoreError) as bulk, store.change("c", **WHO) as change:
        change.update(School, [{"uid": uid, "name": "后到", "revision": 1}])
    with pytest.raises(StoreError) as fetched, store.change("c", **WHO) as change:
        change.get(School, uid, revision=1)
    with pytest.raises(StoreError) as merged, store.change("c", **WHO) as change:
        change.session.merge(seen)
    assert [one.value.kind for one in (bulk, fetched, merged)] == [Kind.STALE] * 3
    with store.read() as session:
        kept = session.get(School, uid)
        assert kept is not None
        assert kept.name == "先到"


def test_a_record_that_is_gone_is_stale(store: Store) -> None:
    with pytest.raises(StoreError, match="stale"), store.change("a", **WHO) as change:
        change.update(School, [{"uid": "0" * 32, "name": "x"}])
    with pytest.raises(StoreError, match="stale"), store.change("a", **WHO) as change:
        change.delete(School, ["0" * 32])


def test_nothing_is_kept_when_the_block_fails(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.change("a", **WHO) as change:
        season(change, 10)
        change.flush()
        _ = 1 / 0
    with store.read() as session:
        assert session.scalars(select(Application)).all() == []
        assert verify_chain(session) == ()
    with store.change("b", **WHO) as change:  # and the gate still works
        season(change, 1)


def test_a_swallowed_error_does_not_let_half_a_write_through(store: Store) -> None:
    with (
        pytest.raises(NotAChange),
        store.change("a", **WHO) as change,
        pytest.raises(StoreError, match="constraint"),
    ):
        change.insert(School, [school("甲"), school("甲")])
    with store.read() as session:
        assert session.scalars(select(School)).all() == []


def test_rows_of_one_change_may_refer_to_each_other_in_any_order(store: Store) -> None:
    with store.change("a", **WHO) as change:
        change.insert(Application, applications(2, "s" * 32, "m" * 32))
        change.add(School(uid="s" * 32, **school()))
        change.add(Mentor(uid="m" * 32, **mentor()))
    with pytest.raises(StoreError) as refused, store.change("b", **WHO) as change:
        change.insert(Application, [applications(3, "nowhere", "m" * 32)[2]])
    assert refused.value.kind is Kind.CONSTRAINT
    with store.change("c", **WHO) as change:  # the refused commit left nothing open
        change.insert(School, [school("又一校")])


def test_scratch_is_written_without_history(store: Store) -> None:
    told: list[Changes] = []
    store.listeners.append(told.append)
    with store.change("draft", **WHO) as change:
        change.add(Draft(form="application", record="", values={"name": "半"}, saved_at="x"))
        change.insert(Draft, [{"form": "mentor", "record": "", "values": {}, "saved_at": "x"}])
    with store.read() as session:
        assert len(session.scalars(select(Draft)).all()) == 2
        assert session.connection().exec_driver_sql("SELECT count(*) FROM journal").scalar() == 0
        assert differences(session) == []
    assert told[0].of("draft")


def test_listeners_hear_after_the_commit_and_can_read_and_write(store: Store) -> None:
    seen: list[tuple[str, int]] = []

    def listener(changes: Changes) -> None:
        with store.read() as session:
            seen.append((changes.action, len(session.scalars(select(School)).all())))
        if changes.action == "a":
            with store.change("b", **WHO) as change:
                change.insert(School, [school("二")])

    store.listeners.append(listener)
    with store.change("a", **WHO) as change:
        change.insert(School, [school("一")])
        assert seen == []
    assert seen == [("a", 1), ("b", 2)]


def test_changes_say_which_tables(store: Store) -> None:
    changes = Changes("a", frozenset({("school", "1")}))
    assert changes.of("mentor", "school")
    assert not changes.of("mentor")

"""The chain: what tampering it shows, and that the tables can be made again from it."""

import hashlib
import json
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from db.connect import connect
from db.journal import differences, head, history, rebuild, removed, verify_chain
from db.models import Application, School
from db.revisions import START
from db.store import Store
from tests.db.office import WHO, new_store, school, season

Tamper = Callable[[Store], None]


@pytest.fixture
def busy(store: Store) -> Store:
    with store.change("load", **WHO) as change:
        uids = season(change, 5)
    with store.change("review", reason="复核", **WHO) as change:
        change.update(Application, [{"uid": uid, "state": "approved"} for uid in uids])
    return store


def raw(store: Store, *statements: str) -> None:
    """What somebody with the key and another tool could do."""
    dbapi = connect(store.path, store.key)
    for sql in (
        "PRAGMA foreign_keys = OFF",
        "DROP TRIGGER journal_no_update",
        "DROP TRIGGER journal_no_delete",
        *statements,
    ):
        dbapi.execute(sql)
    dbapi.close()


def test_the_chain_follows_its_published_rule(busy: Store) -> None:
    """h(n) = SHA-256(h(n-1) ‖ header), body_hash = SHA-256(salt ‖ body), computed here with nothing of ours."""
    with busy.read() as session:
        rows = session.connection().exec_driver_sql(
            "SELECT j.n, j.header, j.hash, b.salt, b.body FROM journal j JOIN journal_body b USING (n) ORDER BY n"
        )
        previous, last = START, 0
        for n, header, stored, salt, body in rows:
            assert hashlib.sha256(previous + hashlib.sha256(header.encode()).digest()).digest() == stored
            fields = json.loads(header)
            assert hashlib.sha256(salt + body).hexdigest() == fields["body_hash"]
            assert header == json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            assert (fields["n"], fields["store"]) == (last + 1, busy.store_id)
            assert isinstance(json.loads(zlib.decompress(body)), dict)
            assert len(salt) == 16
            previous, last = stored, n
        assert head(session).n == last == 12
        assert head(session).hash == previous


def test_what_was_removed_is_found_and_a_reason_that_reads_like_it_is_not(busy: Store) -> None:
    with busy.change("review", **WHO) as change:
        gone = change.scalars(select(Application)).first()
        assert gone is not None
        uid, name = gone.uid, gone.name
        change.delete(gone)
    with busy.change("review", reason='写成 "kind":"deleted" 的理由', **WHO) as change:
        other = change.scalars(select(Application)).first()
        assert other is not None
        other.state = "returned"
    with busy.read() as session:
        found = removed(session, ["application", "school"])
    assert {table: {one: row["name"] for one, row in rows.items()} for table, rows in found.items()} == {"application": {uid: name}, "school": {}}


def test_a_revision_names_the_one_before(busy: Store) -> None:
    with busy.read() as session:
        uid = session.scalars(select(Application.uid)).first()
        assert uid is not None
        first, second = history(session, "application", uid)
        asked = "SELECT j.hash, k.header FROM journal j, journal k WHERE j.n = ? AND k.n = ?"
        id_, header = session.connection().exec_driver_sql(asked, (first.n, second.n)).one()
        assert json.loads(header)["parents"] == [id_.hex()]


@pytest.mark.parametrize(
    ("statement", "n", "what"),
    [
        ("UPDATE journal SET header = replace(header, '经办甲', '别人') WHERE n = 4", 4, "hash"),
        ("UPDATE journal SET record = 'x' WHERE n = 4", 4, "another entry"),
        ("UPDATE journal SET hash = zeroblob(32) WHERE n = 4", 4, "hash"),
        ("UPDATE journal_body SET salt = zeroblob(16) WHERE n = 5", 5, "body"),
        ("DELETE FROM journal_body WHERE n = 5", 5, "missing"),
        ("DELETE FROM journal WHERE n = 5", 5, "missing"),
        ("DELETE FROM journal WHERE n > 9", 10, "cut off"),
    ],
)
def test_tampering_shows_where(busy: Store, statement: str, n: int, what: str) -> None:
    raw(busy, "DROP TRIGGER journal_body_no_update", "DROP TRIGGER journal_body_no_delete", statement)
    with busy.read() as session:
        found = verify_chain(session)
    assert found[0].n == n
    assert what in found[0].what


def test_a_tail_cut_off_with_care_is_still_known_to_paper(busy: Store) -> None:
    """L02: the chain alone cannot see it; the head printed on the protocol can."""
    with busy.read() as session:
        printed = head(session)
    raw(
        busy,
        "DROP TRIGGER journal_body_no_delete",
        "DELETE FROM journal WHERE n > 9",
        "DELETE FROM journal_body WHERE n > 9",
        "UPDATE sqlite_sequence SET seq = 9 WHERE name = 'journal'",
    )
    with busy.read() as session:
        assert verify_chain(session) == ()
        assert [one.n for one in verify_chain(session, [printed])] == [12]
        assert differences(session) != []  # and the tables say more than the journal
    with busy.change("again", **WHO) as change:
        change.insert(School, [school(f"补{n}") for n in range(3)])
    with busy.read() as session:
        assert verify_chain(session, [printed])[0].what == "not the entry that others have seen"


@pytest.mark.parametrize(
    ("statement", "field"),
    [
        ("UPDATE application SET state = 'admitted' WHERE name = '考生1'", "state"),
        ("UPDATE application SET revision = 9 WHERE name = '考生1'", "revision"),
        ("DELETE FROM application WHERE name = '考生1'", ""),
        ("UPDATE school SET aliases = '[]  '", "aliases"),
    ],
)
def test_tables_changed_behind_the_journal_show(busy: Store, statement: str, field: str) -> None:
    raw(busy, statement)
    with busy.read() as session:
        assert verify_chain(session) == ()
        assert [one.field for one in differences(session)] == [field]


def test_the_number_is_never_used_again(busy: Store) -> None:
    with pytest.raises(ZeroDivisionError), busy.change("a", **WHO) as change:
        change.insert(School, [school("不留")])
        _ = 1 / 0
    with busy.change("b", **WHO) as change:
        change.insert(School, [school("留")])
    with busy.read() as session:
        assert head(session).n == 13
        assert verify_chain(session) == ()


def test_rebuild_gives_the_rows(busy: Store) -> None:
    with busy.read() as session:
        tables = rebuild(session)
    assert {table: len(rows) for table, rows in tables.items()} == {"school": 1, "mentor": 1, "application": 5}
    assert {row["state"] for row in tables["application"].values()} == {"approved"}


ACTS = st.lists(
    st.tuples(st.sampled_from(["add", "insert", "set", "update", "delete", "remove", "fail"]), st.integers(0, 5)),
    max_size=12,
)


@settings(max_examples=25)
@given(changes=st.lists(ACTS, max_size=4))
def test_whatever_is_done_the_journal_rebuilds_the_tables(
    tmp_path_factory: pytest.TempPathFactory, changes: list[list[tuple[str, int]]]
) -> None:
    with new_store(tmp_path_factory.mktemp("s")) as store:
        count = 0
        expected: dict[str, str] = {}
        for acts in changes:
            model = dict(expected)
            try:
                with store.change("any", **WHO) as change:
                    for act, place in acts:
                        count += 1
                        name, uid = f"{act}{count}", sorted(model)[place] if place < len(model) else None
                        if act == "add":
                            one = School(uid=f"{count:032x}", **school(name))
                            change.add(one)
                            model[one.uid] = name
                        elif act == "insert":
                            model[change.insert(School, [school(name)])[0]] = name
                        elif act == "fail":
                            raise ZeroDivisionError
                        elif uid is not None:
                            found = change.get(School, uid)
                            assert found is not None
                            if act == "set":
                                found.name = name
                            elif act == "update":
                                change.update(School, [{"uid": uid, "name": name}])
                            elif act == "delete":
                                change.delete(found)
                                change.flush()
                            else:
                                change.delete(School, [uid])
                            if act in ("set", "update"):
                                model[uid] = name
                            else:
                                del model[uid]
                expected = model
            except ZeroDivisionError:
                pass
        with store.read() as session:
            assert verify_chain(session) == ()
            assert differences(session) == []
            assert {uid: row["name"] for uid, row in rebuild(session).get("school", {}).items()} == expected

"""Every way to write without the gate that we could think of; all are refused and change nothing."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import delete, insert, text, update
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session

from db.base import Base
from db.errors import NotAChange, StoreError
from db.gate import Change
from db.journal import head, verify_chain
from db.models import School
from db.store import Store
from tests.db.office import WHO, opened, school

RAW = [
    "DELETE FROM school",
    "UPDATE school SET name = 'x'",
    "INSERT INTO school (uid, office, revision, name) VALUES ('x', '', 1, 'x')",
    "REPLACE INTO journal (n, record, header, hash) VALUES (1, 'x', 'x', x'00')",
    "DELETE FROM journal_body",
    "DROP TRIGGER journal_no_delete",
    "CREATE TABLE other (a)",
    "CREATE TEMP TABLE other (a)",
    "ALTER TABLE school ADD COLUMN other",
    "PRAGMA query_only = OFF",
    "PRAGMA recursive_triggers = OFF",
    "PRAGMA writable_schema = ON",
    "PRAGMA journal_mode = OFF",
    "PRAGMA rekey = 'x'",
    "PRAGMA user_version = 9",
    "ATTACH DATABASE ':memory:' AS other",
    "WITH gone AS (SELECT uid FROM school) DELETE FROM school WHERE uid IN gone",
    "INSERT INTO school SELECT * FROM school WHERE 0 ON CONFLICT DO NOTHING",
]
STATEMENTS: list[Any] = [
    insert(School).values(school("直接")),
    update(School).values(name="x"),
    delete(School),
    Base.metadata.tables["journal"].delete(),
    Base.metadata.tables["journal"].insert(),
]


@pytest.fixture
def filled(store: Store) -> Store:
    with store.change("school.add", **WHO) as change:
        change.insert(School, [school()])
    return store


def unchanged(store: Store) -> None:
    with store.read() as session:
        names = session.connection().exec_driver_sql("SELECT name FROM school").scalars().all()
        assert names == ["示例一中"]
        assert head(session).n == 1
        assert verify_chain(session) == ()
        assert session.connection().exec_driver_sql("PRAGMA recursive_triggers").scalar() == 1


@pytest.mark.parametrize("sql", RAW)
def test_raw_sql_is_refused_in_every_session(filled: Store, sql: str) -> None:
    with pytest.raises(NotAChange), filled.read() as session:
        session.execute(text(sql))
    with pytest.raises(NotAChange), filled.read() as session:
        session.connection().exec_driver_sql(sql)
    with pytest.raises(NotAChange), filled.change("a", **WHO) as change:
        change.session.execute(text(sql))
    with pytest.raises(NotAChange), filled.change("a", **WHO) as change:
        change.insert(School, [school("门内")])  # the latch falls shut again after a good write
        change.session.connection().exec_driver_sql(sql)
    unchanged(filled)


@pytest.mark.parametrize("place", range(len(STATEMENTS)))
def test_core_statements_are_refused_in_every_session(filled: Store, place: int) -> None:
    statement = STATEMENTS[place]
    with pytest.raises(NotAChange), filled.read() as session:
        session.execute(statement)
    with pytest.raises(NotAChange), filled.change("a", **WHO) as change:
        change.session.execute(statement)
    with pytest.raises(NotAChange), filled.change("a", **WHO) as change:
        change.session.connection().execute(statement)
    unchanged(filled)


WRITES: dict[str, Callable[[Session], object]] = {
    "add": lambda session: session.add(School(**school("x"))),
    "add_all": lambda session: session.add_all([School(**school("x"))]),
    "merge": lambda session: (session.merge(School(**school("x"))), session.flush()),
    "change": lambda session: (setattr(session.query(School).one(), "name", "x"), session.flush()),
    "commit": lambda session: (setattr(session.query(School).one(), "name", "x"), session.commit()),
    "delete": lambda session: session.delete(session.query(School).one()),
    "query.delete": lambda session: session.query(School).delete(),
    "query.update": lambda session: session.query(School).update({"name": "x"}),
    "bulk_save": lambda session: session.bulk_save_objects([School(**school("x"))]),
    "bulk_mappings": lambda session: session.bulk_insert_mappings(School, [school("x")]),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("way", WRITES)
def test_a_read_session_refuses_objects(filled: Store, way: str) -> None:
    with pytest.raises(NotAChange), filled.read() as session:
        WRITES[way](session)
    unchanged(filled)


@pytest.mark.parametrize("way", ["commit", "query.delete", "query.update", "bulk_save", "bulk_mappings"])
def test_a_change_session_refuses_what_would_escape_the_journal(filled: Store, way: str) -> None:
    with pytest.raises((NotAChange, InvalidRequestError)), filled.change("a", **WHO) as change:
        WRITES[way](change.session)
    unchanged(filled)


def test_a_second_connection_of_the_stores_engines_is_latched_too(filled: Store) -> None:
    for engine in (filled._reader, filled._writer):
        assert engine is not None
        raw = engine.raw_connection()
        with pytest.raises(sqlcipher.DatabaseError, match="not authorized"):
            raw.cursor().execute("DELETE FROM school")
        raw.close()
        with pytest.raises(NotAChange), engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM school")
        with pytest.raises(NotAChange), Session(engine) as session:
            session.add(School(**school("x")))
            session.flush()
    unchanged(filled)


def test_plain_tables_of_the_registry_cannot_be_written(filled: Store) -> None:
    with pytest.raises(NotAChange), filled.change("a", **WHO) as change:
        change.insert(Base, [{}])
    unchanged(filled)


@pytest.mark.parametrize(
    "sql", ["DELETE FROM journal", "UPDATE journal SET header = ''", "UPDATE journal_body SET body = x'00'", RAW[3]]
)
def test_the_triggers_refuse_even_with_the_latch_lifted(filled: Store, sql: str) -> None:
    assert filled._writer is not None
    with (
        pytest.raises(NotAChange, match="append-only"),
        filled._writer.begin() as connection,
        connection.info["latch"].lifted(),
    ):
        connection.exec_driver_sql(sql)
    unchanged(filled)


def test_a_change_inside_a_change_is_refused(filled: Store) -> None:
    def nested(_: Change) -> None:
        with filled.change("b", **WHO):
            pass

    with pytest.raises(NotAChange), filled.change("a", **WHO) as change:
        nested(change)
    unchanged(filled)


def test_a_store_opened_to_look_cannot_change(filled: Store) -> None:
    filled.close()
    with opened(filled.path, read_only=True) as looking:
        with pytest.raises(StoreError, match="read_only"), looking.change("a", **WHO):
            pass
        unchanged(looking)

"""What a store file is: its marks, its tables when new, and how an older one becomes today's."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import CheckConstraint, Column, Integer, String, Table, create_mock_engine
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Connection

import db.models
import db.revisions  # noqa: F401  -- with the models: registers every table and trigger
from db import chains
from db.base import Base, new_uid
from db.errors import Kind, StoreError

APPLICATION_ID = 0x59434442
"""'YCDB', in the encrypted header."""

SCHEMA = 1
"""How many migrations there are; the newest is `migrations/versions/000<n>_….py`. Kept in `user_version`."""

INFO = Table(
    "store_info",
    Base.metadata,
    Column("slot", Integer, CheckConstraint("slot = 1", name="only_one"), primary_key=True),
    Column("store_id", String, nullable=False),
    Column("office", String, nullable=False),
    Column("season", Integer, nullable=False),
)


@dataclass(frozen=True)
class Info:
    """Whose store it is. `store_id` names the journal's chain and is new after every restore (F20)."""

    store_id: str
    office: str
    season: int


def revision_id(number: int) -> str:
    """Alembic's name of a schema number: `0001`."""
    return f"{number:04d}"


def build(connection: Connection, office: str, season: int) -> None:
    """Make a new store's tables, triggers and marks, in the transaction the connection is in."""
    for sql in _statements():
        connection.exec_driver_sql(sql)
    connection.exec_driver_sql(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
        "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (revision_id(SCHEMA),))
    store = new_uid()
    connection.exec_driver_sql("INSERT INTO store_info VALUES (1, ?, ?, ?)", (store, office, season))
    chains.begin(connection, store, office)
    mark(connection, SCHEMA)


@cache
def _statements() -> tuple[str, ...]:
    """What makes the tables and triggers, put into words once: that takes longer than the making."""
    said: list[str] = []

    def say(statement: Any, *_args: object, **_more: object) -> None:
        said.append(str(statement.compile(dialect=sqlite.dialect())))

    Base.metadata.create_all(create_mock_engine("sqlite://", say), checkfirst=False)
    return tuple(said)


def mark(connection: Connection, schema: int) -> None:
    """Write the file's marks."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {schema}")


def schema_of(connection: Connection) -> int:
    """The file's schema number; raises `not_ours` for a foreign file and `newer` for one from a later program (F11)."""
    if connection.exec_driver_sql("PRAGMA application_id").scalar_one() != APPLICATION_ID:
        raise StoreError(Kind.NOT_OURS, "no application id")
    number = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    if number > SCHEMA:
        raise StoreError(Kind.NEWER, f"schema {number}, this program knows {SCHEMA}")
    return number


def read_info(connection: Connection) -> Info:
    """Whose store it is; raises `corrupt` when nothing says."""
    row = connection.exec_driver_sql("SELECT store_id, office, season FROM store_info").one_or_none()
    if row is None:
        raise StoreError(Kind.CORRUPT, "store_info is empty")
    return Info(*row)


def renew_chain(connection: Connection) -> str:
    """Give the store a new chain id; whoever calls holds the transaction and the latch. Returns the id."""
    fresh = new_uid()
    connection.exec_driver_sql("UPDATE store_info SET store_id = ?", (fresh,))
    chains.begin(connection, fresh, read_info(connection).office)
    return fresh


def upgrade(connection: Connection, backup: Callable[[], Path]) -> None:
    """Bring an older schema up to date: verified backup first, then all steps in one transaction.

    Rows a migration rewrote are journaled as the program's own changes, so that the journal still rebuilds the tables.
    """
    backup()
    from alembic import command

    from db.journal import reconcile
    from db.migrations import configuration
    from db.migrations.triggers import renew_triggers

    command.upgrade(configuration(connection), "head")
    renew_triggers(connection)
    if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise StoreError(Kind.CONSTRAINT, f"after the migration {broken[0]} refers to nothing in {broken[2]}")
    mark(connection, SCHEMA)
    reconcile(connection, action=f"store.migrate-{revision_id(SCHEMA)}")

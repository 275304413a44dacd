"""Triggers, which Alembic does not know: what the models want and what a database has."""

from alembic.operations.ops import ExecuteSQLOp, MigrationScript
from sqlalchemy import create_engine
from sqlalchemy.engine import Connection

import db.schema  # noqa: F401  -- registers every table and trigger
from db.base import Base


def triggers_of(connection: Connection) -> dict[str, str]:
    """Trigger name → SQL."""
    found = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {row.name: row.sql for row in found}


def wanted_triggers() -> dict[str, str]:
    """The triggers of a store made today."""
    with create_engine("sqlite://").begin() as connection:
        Base.metadata.create_all(connection)
        return triggers_of(connection)


def _steps(connection: Connection) -> list[str]:
    have, want = triggers_of(connection), wanted_triggers()
    dropped = [f"DROP TRIGGER {name}" for name in sorted(have) if want.get(name) != have[name]]
    return dropped + [want[name] for name in sorted(want) if have.get(name) != want[name]]


def renew_triggers(connection: Connection) -> None:
    """Make the triggers today's: rebuilding a table in batch mode has dropped its own."""
    for sql in _steps(connection):
        connection.exec_driver_sql(sql)


def add_triggers(connection: Connection, script: MigrationScript) -> None:
    """Append to a generated migration what makes the triggers today's."""
    assert script.upgrade_ops is not None
    script.upgrade_ops.ops.extend(ExecuteSQLOp(sql) for sql in _steps(connection))

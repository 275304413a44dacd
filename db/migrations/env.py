"""What Alembic runs: batch mode (SQLite rebuilds a table to alter it), in the caller's transaction."""

from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

import db.schema  # noqa: F401  -- registers every table and trigger
from db.base import Base
from db.migrations.triggers import add_triggers

_connection = context.config.attributes["connection"]


def _rendered(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    """Our column types are text to the database: a migration must not depend on the code of its day."""
    return "sa.Text()" if kind == "type" and isinstance(item, TypeDecorator) else False


def _with_triggers(migration: Any, revision: Any, scripts: Any) -> None:
    add_triggers(_connection, scripts[0])


context.configure(
    connection=_connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=_rendered,
    process_revision_directives=_with_triggers,
    transactional_ddl=False,  # the store owns the transaction
)
context.run_migrations()

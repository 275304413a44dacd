"""What Alembic runs: batch mode (SQLite rebuilds a table to alter it), in the caller's transaction."""

from alembic import context

import db.models
import db.schema  # noqa: F401
from db.base import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    transactional_ddl=False,  # the store owns the transaction
)
context.run_migrations()

"""`python -m db.migrations "what changes"` writes the next migration; see README.md."""

import sys

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from db.migrations import configuration
from db.schema import revision_id


def main(message: str) -> None:
    """Compare the models with what the migrations so far make, and write the difference as the next one."""
    with create_engine("sqlite://").begin() as connection:
        config = configuration(connection)
        command.upgrade(config, "head")
        count = len(list(ScriptDirectory.from_config(config).walk_revisions()))
        command.revision(config, message, autogenerate=True, rev_id=revision_id(count + 1))


if __name__ == "__main__":
    main(sys.argv[1])

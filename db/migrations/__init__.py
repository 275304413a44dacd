"""Alembic's migrations, one file a step. See README.md for how to write the next one."""

from pathlib import Path

from alembic.config import Config
from sqlalchemy.engine import Connection


def configuration(connection: Connection) -> Config:
    """Alembic set up for a connection that is already in a transaction with the latch lifted."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config

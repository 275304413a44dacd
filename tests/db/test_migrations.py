"""The migrations and the models make the same store; an older one is brought up to date, whole or not at all."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.engine import Connection

from db import schema
from db.base import Base
from db.connect import connect
from db.errors import Kind, StoreError
from db.journal import differences, verify_chain
from db.migrations import configuration
from db.migrations.triggers import triggers_of, wanted_triggers
from db.models import School
from db.store import Store
from tests.db.office import WHO, new_store, opened, school, season


@pytest.fixture
def migrated() -> Iterator[Connection]:
    with create_engine("sqlite://").begin() as connection:
        command.upgrade(configuration(connection), "head")
        yield connection


def objects(connection: Connection) -> dict[tuple[str, str], list[str]]:
    """(type, name) → the pieces of its SQL, whatever their order and spacing."""
    rows = connection.exec_driver_sql(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
    )
    return {
        (kind, name): sorted(re.sub(r'["\s]+', " ", sql).replace(" ,", ",").split(", ")) for kind, name, sql in rows
    }


def test_migrations_and_models_agree(migrated: Connection) -> None:
    context = MigrationContext.configure(migrated, opts={"compare_type": True})
    found = [one for one in compare_metadata(context, Base.metadata) if "alembic_version" not in str(one)]
    assert found == []


def test_indexes_and_triggers_are_the_same_to_the_letter(migrated: Connection) -> None:
    ours = objects(migrated)
    with create_engine("sqlite://").begin() as connection:
        schema.build(connection, "150000", 2025)
        made = objects(connection)
    assert ours.keys() == made.keys()
    for key, sql in made.items():
        if key[0] != "table":
            assert ours[key] == sql, key
    assert ("trigger", "journal_no_delete") in made


def test_the_number_in_the_file_is_the_number_of_migrations(migrated: Connection) -> None:
    script = ScriptDirectory.from_config(configuration(migrated))
    assert len(list(script.walk_revisions())) == schema.SCHEMA
    assert script.get_current_head() == schema.revision_id(schema.SCHEMA)


def test_no_column_has_a_value_only_the_database_knows() -> None:
    """The journal records what we write; a server default or a cascade would write behind its back."""
    for table in Base.metadata.tables.values():
        assert all(column.server_default is None and column.onupdate is None for column in table.columns), table
        assert all(key.ondelete is None and key.onupdate is None for key in table.foreign_keys), table


STEP = '''"""A step of tomorrow: a column, and a name that changes."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("selection") as batch:
        batch.alter_column("status", existing_type=sa.String(), nullable=True)
    with op.batch_alter_table("school") as batch:
        batch.alter_column("city", existing_type=sa.String(), nullable=True)
    op.execute("UPDATE school SET name = name || '（原）'")
    {then}
'''


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store of today, seen by the program of tomorrow, which has one migration more."""
    with new_store(tmp_path) as store, store.change("a", **WHO) as change:
        season(change, 5)  # refers to the school whose table is rebuilt
        change.insert(School, [school("二中")])
    monkeypatch.setattr(schema, "SCHEMA", 2)
    return store


def tomorrow(monkeypatch: pytest.MonkeyPatch, folder: Path, then: str) -> None:
    import shutil

    from db import migrations

    steps = folder / "migrations"
    shutil.copytree(Path(migrations.__file__).parent, steps)
    (steps / "versions" / "0002_tomorrow.py").write_text(STEP.format(then=then), encoding="utf-8")
    real = configuration

    def with_step(connection: Connection) -> object:
        config = real(connection)
        config.set_main_option("script_location", str(steps))
        return config

    monkeypatch.setattr(migrations, "configuration", with_step)


def test_an_older_store_is_backed_up_and_migrated(
    older: Store, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    tomorrow(monkeypatch, tmp_path_factory.mktemp("code"), "pass")
    with opened(older.path) as store, store.read() as session:
        connection = session.connection()
        assert connection.exec_driver_sql("SELECT name FROM school ORDER BY name").scalars().all() == [
            "二中（原）",
            "示例一中（原）",
        ]
        assert connection.exec_driver_sql("PRAGMA user_version").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert triggers_of(connection) == wanted_triggers()  # also of the table that was rebuilt
        assert verify_chain(session) == ()
        assert differences(session) == []  # what the migration did is in the journal
        actions = "SELECT json_extract(header, '$.action') FROM journal ORDER BY n DESC LIMIT 2"
        assert set(connection.exec_driver_sql(actions).scalars()) == {"store.migrate-0002"}
    monkeypatch.setattr(schema, "SCHEMA", 1)
    with opened(tmp_path / "2025.before-0002.ycdb") as before, before.read() as session:
        assert {one.name for one in session.query(School)} == {"示例一中", "二中"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2025.before-0002.ycdb", "2025.ycdb"]


def test_a_migration_that_fails_leaves_the_older_store(
    older: Store, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    tomorrow(monkeypatch, tmp_path_factory.mktemp("code"), "raise ZeroDivisionError")
    with pytest.raises(ZeroDivisionError):
        opened(older.path)
    monkeypatch.setattr(schema, "SCHEMA", 1)
    with opened(older.path) as store, store.read() as session:
        assert {one.name for one in session.query(School)} == {"示例一中", "二中"}
        assert differences(session) == []


def test_looking_does_not_migrate(older: Store) -> None:
    before = older.path.read_bytes()
    with pytest.raises(StoreError) as refused:
        opened(older.path, read_only=True)
    assert refused.value.kind is Kind.OLDER
    assert older.path.read_bytes() == before


def test_the_marks_are_inside_the_encryption(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    store.close()
    raw = connect(store.path, store.key)
    assert raw.execute("PRAGMA application_id").fetchone() == (schema.APPLICATION_ID,)
    raw.close()
    assert schema.APPLICATION_ID.to_bytes(4, "big") not in store.path.read_bytes()[:100]

"""Restoring: checked before anything is touched, the present store kept beside it (N06, F20)."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from db.errors import Kind, StoreError
from db.journal import differences, head, verify_chain
from db.models import School
from db.store import Store
from tests.db.office import KEY, NOW, WHO, new_store, opened, school
from yingcai_desktop.keeping.backup import make_backup
from yingcai_desktop.keeping.restore import restore


def names(path: Path) -> set[str]:
    with opened(path, read_only=True) as store, store.read() as session:
        return set(session.scalars(select(School.name)))


@pytest.fixture
def saved(tmp_path: Path) -> tuple[Store, Path]:
    """A store with one school in the backup and two in the present."""
    with new_store(tmp_path) as store:
        with store.change("a", **WHO) as change:
            change.insert(School, [school("旧")])
        backup = make_backup(store, tmp_path / "b", at=NOW)
        with store.change("b", **WHO) as change:
            change.insert(School, [school("新")])
    return store, backup


def test_the_backup_takes_the_place_and_the_present_is_kept(saved: tuple[Store, Path]) -> None:
    store, backup = saved
    done = restore(backup, store.path, at=NOW, key=KEY)
    assert (done.office, done.season, done.path) == ("150000", 2025, store.path)
    assert names(store.path) == {"旧"}
    assert done.kept is not None
    assert done.kept.name == "2025.恢复前-20250901-080000.ycdb"
    assert names(done.kept) == {"旧", "新"}
    assert names(backup) == {"旧"}
    assert sorted(path.name for path in store.path.parent.iterdir()) == ["2025.ycdb", done.kept.name, "b"]


def test_the_restored_store_starts_a_chain_of_its_own(saved: tuple[Store, Path]) -> None:
    """F20: what is written next must not be taken for entry 2 of the former store."""
    store, backup = saved
    restore(backup, store.path, at=NOW, key=KEY)
    with opened(store.path) as restored:
        assert restored.store_id != store.store_id
        with restored.change("c", **WHO) as change:
            change.insert(School, [school("再")])
        with restored.read() as session:
            assert verify_chain(session) == ()
            assert differences(session) == []
            assert head(session).n == 2


def test_restoring_twice_in_a_second_keeps_both(saved: tuple[Store, Path]) -> None:
    store, backup = saved
    kept = {restore(backup, store.path, at=NOW, key=KEY).kept for _ in range(2)}
    assert len(kept) == 2


def test_restoring_where_there_is_nothing(saved: tuple[Store, Path], tmp_path: Path) -> None:
    _, backup = saved
    done = restore(backup, tmp_path / "另一台.ycdb", at=NOW, key=KEY)
    assert done.kept is None
    assert names(tmp_path / "另一台.ycdb") == {"旧"}


def test_a_damaged_store_is_kept_as_it_is(saved: tuple[Store, Path]) -> None:
    store, backup = saved
    store.path.write_bytes(b"damaged")
    done = restore(backup, store.path, at=NOW, key=KEY)
    assert done.kept is not None
    assert done.kept.read_bytes() == b"damaged"
    assert names(store.path) == {"旧"}


def test_the_log_of_a_crashed_store_is_not_replayed_into_the_backup(saved: tuple[Store, Path]) -> None:
    store, backup = saved
    script = (
        "import os, sys; from pathlib import Path; from tests.db.office import *;"
        "store = opened(Path(sys.argv[1]))\n"
        "with store.change('x', **WHO) as change: change.insert(School, [school('死前')])\n"
        "os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", script, store.path], check=False)
    assert store.path.with_name("2025.ycdb-wal").stat().st_size > 0
    done = restore(backup, store.path, at=NOW, key=KEY)
    assert names(store.path) == {"旧"}
    assert done.kept is not None
    assert names(done.kept) == {"旧", "新", "死前"}


def refused(backup: Path, target: Path, key: bytes = KEY) -> Kind:
    before = {path: path.read_bytes() for path in target.parent.iterdir() if path.is_file()}
    with pytest.raises(StoreError) as error:
        restore(backup, target, at=NOW, key=key)
    assert {path: path.read_bytes() for path in target.parent.iterdir() if path.is_file()} == before
    return error.value.kind


def test_what_is_refused_touches_nothing(saved: tuple[Store, Path], tmp_path: Path) -> None:
    store, backup = saved
    assert refused(tmp_path / "none", store.path) is Kind.MISSING
    assert refused(store.path, store.path) is Kind.EXISTS
    assert refused(backup, store.path, b"x" * 32) is Kind.WRONG_KEY
    (tmp_path / "note.ycdb").write_text("hello")
    assert refused(tmp_path / "note.ycdb", store.path) is Kind.NOT_OURS
    with pytest.raises(StoreError, match="missing"):
        restore(backup, tmp_path / "nowhere" / "a.ycdb", at=NOW, key=KEY)
    content = bytearray(backup.read_bytes())
    content[-3000] ^= 4
    backup.write_bytes(content)
    assert refused(backup, store.path) is Kind.CORRUPT
    assert names(store.path) == {"旧", "新"}


def test_an_open_store_is_not_replaced(saved: tuple[Store, Path]) -> None:
    store, backup = saved
    with opened(store.path), pytest.raises(StoreError) as error:
        restore(backup, store.path, at=NOW, key=KEY)
    assert error.value.kind is Kind.LOCKED
    assert names(store.path) == {"旧", "新"}


def test_no_room(saved: tuple[Store, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    store, backup = saved
    monkeypatch.setattr("db.copying.SPARE_BYTES", 1 << 62)
    assert refused(backup, store.path) is Kind.FULL

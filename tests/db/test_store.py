"""Opening, closing and refusing: every kind of file a clerk may point at."""

import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import TextIO

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import func, select

from db.connect import connect, make_key, new_salt, salt_of
from db.errors import Kind, StoreError
from db.models import School
from db.store import Store
from tests.db.office import KEY, WHO, new_store, opened, school, season


def kind_of(path: Path, key: bytes = KEY) -> Kind:
    with pytest.raises(StoreError) as refused:
        Store.open(path, key=key)
    return refused.value.kind


def test_an_idle_store_is_one_encrypted_file(tmp_path: Path) -> None:
    with new_store(tmp_path) as store, store.change("a", **WHO) as change:
        season(change, 50)
    assert [path.name for path in tmp_path.iterdir()] == ["2025.ycdb"]
    content = store.path.read_bytes()
    assert not any(word in content for word in (b"SQLite format 3", "考生".encode(), b"150199", b"CREATE TABLE"))


def test_while_it_is_open_nothing_is_in_clear_either(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        with store.change("a", **WHO) as change:
            season(change, 50)
        beside = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert "2025.ycdb-wal" in beside
    assert not any(word in content for content in beside.values() for word in ("考生".encode(), b"150199"))


def test_a_store_knows_whose_it_is(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        made = (store.office, store.season, store.store_id)
    with opened(store.path) as again:
        assert (again.office, again.season, again.store_id) == made
    assert made[:2] == ("150000", 2025)


def test_a_passphrase_opens_and_another_does_not(tmp_path: Path) -> None:
    Store.create(tmp_path / "口令.ycdb", passphrase="草原上的café", office="150100", season=2025).close()
    with Store.open(tmp_path / "口令.ycdb", passphrase="草原上的cafe\u0301") as store:  # the same, typed elsewhere
        assert store.office == "150100"
    with pytest.raises(StoreError) as refused:
        Store.open(tmp_path / "口令.ycdb", passphrase="草原上的cafe")
    assert refused.value.kind is Kind.WRONG_KEY


def test_the_key_depends_on_the_salt_in_the_file(tmp_path: Path) -> None:
    new_store(tmp_path).close()
    assert salt_of(tmp_path / "2025.ycdb") != new_salt()
    with pytest.raises(ValueError, match="passphrase or a key"):
        make_key(new_salt())


def test_create_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "2025.ycdb").write_text("别的内容")
    with pytest.raises(StoreError) as refused:
        new_store(tmp_path)
    assert refused.value.kind is Kind.EXISTS
    assert (tmp_path / "2025.ycdb").read_text() == "别的内容"
    with pytest.raises(StoreError) as nowhere:
        new_store(tmp_path / "没有")
    assert nowhere.value.kind is Kind.MISSING


def test_files_of_something_else_are_told_apart(tmp_path: Path) -> None:
    assert kind_of(tmp_path / "none.ycdb") is Kind.MISSING
    for name, content in {"empty": b"", "text": b"hello", "odd": os.urandom(5000)}.items():
        (tmp_path / name).write_bytes(content)
        assert kind_of(tmp_path / name) is Kind.NOT_OURS
    with sqlite3.connect(tmp_path / "plain") as plain:
        plain.execute("CREATE TABLE t (a)")
    plain.close()
    assert kind_of(tmp_path / "plain") is Kind.NOT_OURS
    (tmp_path / "noise").write_bytes(os.urandom(4096 * 4))
    assert kind_of(tmp_path / "noise") is Kind.WRONG_KEY
    foreign = connect(tmp_path / "foreign", make_key(new_salt(), key=KEY), "rwc")
    foreign.execute("CREATE TABLE t (a)")
    foreign.close()
    assert kind_of(tmp_path / "foreign") is Kind.NOT_OURS
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "foreign", "noise", "odd", "plain", "text"]


def test_wrong_key_changes_nothing(tmp_path: Path) -> None:
    new_store(tmp_path).close()
    before = (tmp_path / "2025.ycdb").read_bytes()
    assert kind_of(tmp_path / "2025.ycdb", b"x" * 32) is Kind.WRONG_KEY
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [before]


def test_a_newer_schema_is_refused_untouched(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    store.close()
    raw = connect(store.path, store.key)
    raw.execute("PRAGMA user_version = 999")
    raw.close()
    before = store.path.read_bytes()
    assert kind_of(store.path) is Kind.NEWER
    assert store.path.read_bytes() == before


def test_a_second_instance_is_refused_in_this_and_another_process(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        assert kind_of(store.path) is Kind.LOCKED
        script = "import sys; from tests.db.test_store import *; print(kind_of(Path(sys.argv[1])))"
        other = subprocess.run([sys.executable, "-c", script, store.path], capture_output=True, text=True, check=False)
        assert other.stdout.strip() == "locked", other.stderr
        with opened(store.path, read_only=True) as looking, looking.read() as session:
            assert session.scalars(select(School)).all() == []
        assert kind_of(store.path) is Kind.LOCKED  # the looker did not take the lock away
    opened(store.path).close()


def test_looking_leaves_no_trace(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    store.close()
    before = store.path.read_bytes()
    with opened(store.path, read_only=True) as looking, looking.read() as session:
        assert session.scalar(select(func.count()).select_from(School)) == 0
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [before]


def _look_as_somebody_else(path: Path, out: TextIO) -> None:
    try:
        opened(path)
    except StoreError as error:
        print(error.kind, file=out)
    with opened(path, read_only=True) as looking, looking.read() as session:
        print(len(session.scalars(select(School)).all()), file=out)


def test_read_only_folder_and_file(tmp_path: Path) -> None:
    """Root ignores permissions, so another user tries (F3)."""
    if os.name == "nt" or os.geteuid() != 0:
        pytest.skip("needs root, to become somebody else")
    store = new_store(tmp_path)
    with store.change("a", **WHO) as change:
        change.insert(School, [school()])
    store.close()
    tmp_path.chmod(0o555)
    for folder in tmp_path.parents:
        if folder == Path(tempfile.gettempdir()):
            break
        folder.chmod(0o755)
    readable, writable = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setuid(65534)
            with os.fdopen(writable, "w") as out:
                _look_as_somebody_else(store.path, out)
        finally:
            os._exit(0)  # whatever happens, the child must never go on with the test session
    os.close(writable)
    with os.fdopen(readable) as told:
        said = told.read().split()
    os.waitpid(child, 0)
    assert said == ["read_only", "1"]
    assert [path.name for path in tmp_path.iterdir()] == ["2025.ycdb"]


def test_the_pragmas_hold_on_every_connection(real_disk: None, store: Store) -> None:
    for engine in (store._reader, store._writer):
        assert engine is not None
        with engine.connect() as connection:
            values = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
            }
        assert values == {"journal_mode": "wal", "synchronous": 3, "foreign_keys": 1, "recursive_triggers": 1}


@pytest.mark.parametrize("place", [20, 2000, 5000, 9000, -100])
def test_a_flipped_bit_is_noticed(tmp_path: Path, place: int) -> None:
    with new_store(tmp_path) as store, store.change("a", **WHO) as change:
        season(change, 200)
    content = bytearray(store.path.read_bytes())
    content[place] ^= 1
    store.path.write_bytes(content)
    with pytest.raises(StoreError) as noticed, opened(store.path) as damaged, damaged.read() as session:
        for line in session.connection().exec_driver_sql("PRAGMA cipher_integrity_check"):
            raise StoreError(Kind.CORRUPT, line[0])
    assert noticed.value.kind in (Kind.CORRUPT, Kind.WRONG_KEY)


def test_one_thread_reads_while_another_writes(store: Store) -> None:
    with store.change("a", **WHO) as change:
        change.insert(School, [school("先")])
    written, looked = threading.Event(), threading.Event()
    trouble: list[BaseException] = []

    def work() -> None:
        try:
            with store.change("b", **WHO) as change:
                change.insert(School, [school(f"校{n}") for n in range(2000)])
                written.set()
                assert looked.wait(10)
        except BaseException as error:
            trouble.append(error)

    worker = threading.Thread(target=work)
    worker.start()
    assert written.wait(10)
    with store.read() as session:
        assert session.scalar(select(func.count()).select_from(School)) == 1  # uncommitted work is not seen
        looked.set()
        worker.join()
        assert session.scalar(select(func.count()).select_from(School)) == 1  # one consistent state to the end
    with store.read() as session:
        assert session.scalar(select(func.count()).select_from(School)) == 2001
    assert trouble == []


def test_writers_wait_for_each_other_and_lose_nothing(store: Store) -> None:
    def work(name: str) -> None:
        for n in range(20):
            with store.change("a", **WHO) as change:
                change.add(School(**school(f"{name}{n}")))

    threads = [threading.Thread(target=work, args=(name,)) for name in "甲乙丙"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as session:
        assert session.scalar(select(func.count()).select_from(School)) == 60


def test_a_writer_that_waits_too_long_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.store.WAIT_SECONDS", 0.05)
    kinds: list[Kind] = []

    def work() -> None:
        try:
            with store.change("b", **WHO):
                pass
        except StoreError as error:
            kinds.append(error.kind)

    with store.change("a", **WHO):
        other = threading.Thread(target=work)
        other.start()
        other.join()
    assert kinds == [Kind.BUSY]


def test_a_foreign_program_holding_the_file_is_busy(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    foreign = connect(store.path, store.key)
    foreign.execute("BEGIN IMMEDIATE")
    assert store._writer is not None
    with store._writer.connect() as connection:
        connection.info["latch"]._dbapi.set_busy_timeout(0.05)
    with pytest.raises(StoreError) as refused, store.change("a", **WHO):
        pass
    assert refused.value.kind is Kind.BUSY
    foreign.close()
    with store.change("a", **WHO) as change:
        change.insert(School, [school()])


def test_a_listener_that_fails_does_not_undo_what_is_saved(store: Store, expect_log: object) -> None:
    assert callable(expect_log)
    expect_log("a listener failed after a")
    store.listeners.append(lambda _: 1 / 0)  # type: ignore[arg-type,return-value]
    with store.change("a", **WHO) as change:
        change.insert(School, [school()])
    with store.read() as session:
        assert len(session.scalars(select(School)).all()) == 1


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    store.close()
    store.close()
    with pytest.raises(StoreError), store.read():
        pass
    with pytest.raises(StoreError), store.change("a", **WHO):
        pass


def test_sqlite_is_new_enough_to_trust_its_log() -> None:
    assert sqlcipher.sqlite_version_info >= (3, 51, 3)

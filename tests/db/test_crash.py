"""Killed at any instant, out of disk, out of luck: always whole changes, and the journal agrees (T1, T2w, K04)."""

import contextlib
import os
import random
import resource
import signal
import subprocess
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import func, select

from db.connect import connect
from db.copying import verify
from db.errors import Kind, StoreError
from db.journal import differences, verify_chain
from db.models import Application, Mentor, School
from db.store import Store
from tests.db.forked import PROCESSES
from tests.db.office import WHO, applications, mentor, new_store, opened, school, season

BATCH = 400
KILLS = 20


def keep_importing(path: Path, turn: int, said: Connection) -> None:
    """What the victim does: one change after the other, each announced once it is confirmed."""
    store = opened(path)
    for batch in range(turn * 1000, turn * 1000 + 1000):
        with store.change(f"load-{batch}", **WHO) as change:
            [school_uid] = change.insert(School, [school(f"{batch}")])
            [mentor_uid] = change.insert(Mentor, [mentor(f"{batch}")])
            rows = applications(BATCH, school_uid, mentor_uid)
            change.insert(Application, [row | {"id_number": f"{batch}-{n}"} for n, row in enumerate(rows)])
        said.send(batch)


def confirmed_before_the_kill(path: Path, turn: int, grace: float) -> int:
    """Start a victim, kill -9 it `grace` seconds after its first confirmed change; returns how many it confirmed."""
    hearing, saying = PROCESSES.Pipe(duplex=False)
    victim = PROCESSES.Process(target=keep_importing, args=(path, turn, saying))
    victim.start()
    saying.close()
    hearing.recv()
    time.sleep(grace)
    victim.kill()
    victim.join()
    confirmed = 1
    with contextlib.suppress(EOFError, OSError):  # a message cut in half by the kill is no confirmation
        while True:
            hearing.recv()
            confirmed += 1
    hearing.close()
    victim.close()
    return confirmed


def counts(store: Store) -> tuple[int, int]:
    with store.read() as session:
        assert verify_chain(session) == ()
        assert differences(session) == []
        schools = session.scalar(select(func.count()).select_from(School)) or 0
        return schools, session.scalar(select(func.count()).select_from(Application)) or 0


def test_killed_while_importing_at_random_instants(tmp_path: Path) -> None:
    with new_store(tmp_path) as empty:
        path = empty.path
    dice = random.Random(20250901)
    announced = 0
    for turn in range(KILLS):
        announced += confirmed_before_the_kill(path, turn, dice.random() * 0.12)
        started = time.monotonic()
        with opened(path) as store:  # the lock of the dead is free at once (F5)
            assert time.monotonic() - started < 1
            if turn % 5 == 4:
                schools, loaded = counts(store)
                assert loaded == schools * BATCH  # whole changes only
                assert announced <= schools <= announced + turn + 1  # what was confirmed is there (F1)
    verify(path, store.key)


def test_killed_while_being_created_leaves_no_store(tmp_path: Path) -> None:
    script = (
        "import os, sys, db.store, tests.db.office as o; from pathlib import Path;"
        "db.store.replace = lambda *a: os.kill(os.getpid(), 9); o.new_store(Path(sys.argv[1]))"
    )
    child = subprocess.run([sys.executable, "-c", script, tmp_path], check=False)
    assert child.returncode == -signal.SIGKILL
    assert not (tmp_path / "2025.ycdb").exists()
    new_store(tmp_path).close()
    assert [path.name for path in tmp_path.iterdir()] == ["2025.ycdb"]


def full(store: Store) -> Kind:
    with pytest.raises(StoreError) as refused, store.change("load", **WHO) as change:
        season(change, 3000)
    return refused.value.kind


def test_when_sqlite_finds_no_room_nothing_is_kept(store: Store) -> None:
    with store.change("a", **WHO) as change:
        change.insert(School, [school("先")])
    assert store._writer is not None
    with store._writer.connect() as connection:
        latch = connection.info["latch"]
        with latch.lifted():
            pages = latch._dbapi.execute("PRAGMA page_count").fetchone()[0]
            latch._dbapi.execute(f"PRAGMA max_page_count = {pages + 20}").fetchall()
    assert full(store) is Kind.FULL
    assert counts(store) == (1, 0)
    with store.change("b", **WHO) as change:
        change.insert(School, [school("后")])
    assert counts(store) == (2, 0)


def test_when_the_disk_is_really_full(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.name == "nt" or os.geteuid() != 0:
        pytest.skip("needs root, to mount a small disk")
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk], check=False, capture_output=True
    ).returncode:
        pytest.skip("may not mount here")
    try:
        with new_store(disk) as store:
            with store.change("a", **WHO) as change:
                change.insert(School, [school("先")])
            assert full(store) is Kind.FULL
            assert counts(store) == (1, 0)
        with opened(store.path) as again:
            assert counts(again) == (1, 0)
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def test_when_the_system_refuses_to_let_the_file_grow(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        with store.change("a", **WHO) as change:
            change.insert(School, [school("先")])
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, hard))
            assert full(store) in (Kind.IO, Kind.FULL)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert counts(store) == (1, 0)
        with store.change("b", **WHO) as change:
            season(change, 10)
        assert counts(store) == (2, 10)


def test_the_control_without_a_transaction_the_harness_sees_half_a_change(store: Store) -> None:
    """A harness that cannot fail proves nothing: rows written outside the gate are found by the same checks."""
    with store.change("a", **WHO) as change:
        season(change, 3)
    raw = connect(store.path, store.key)
    raw.execute("DELETE FROM application WHERE rowid = 1")
    raw.close()
    with pytest.raises(AssertionError):
        counts(store)


def test_the_writers_connection_survives_an_interrupted_statement(store: Store) -> None:
    assert store._writer is not None
    with pytest.raises((StoreError, sqlcipher.Error)), store.change("a", **WHO) as change:
        season(change, 5)
        raise StoreError(Kind.IO, "the stick was pulled")
    with store.change("b", **WHO) as change:
        season(change, 5)
    assert counts(store) == (1, 5)

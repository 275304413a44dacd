"""The bulk path is fast enough that there is no reason for a way around it (design §3)."""

import sqlite3
import time
from pathlib import Path

from db.journal import differences, verify_chain
from db.models import Application, Mentor, School
from db.rows import shape_of
from db.store import Store
from tests.db.office import WHO, applications, mentor, school

ROWS = 10_000


def plain_seconds(path: Path) -> float:
    """The yardstick: the same width and number of rows into an unencrypted, unjournaled SQLite."""
    width = len(shape_of(Application).names)
    rows = [(f"{n:032x}", *[f"值{n}"] * (width - 1)) for n in range(ROWS)]
    plain = sqlite3.connect(path)
    plain.execute("PRAGMA journal_mode = WAL")
    plain.execute(f"CREATE TABLE t (uid PRIMARY KEY, {', '.join(f'c{n}' for n in range(width - 1))})")
    started = time.perf_counter()
    plain.executemany(f"INSERT INTO t VALUES ({', '.join('?' * width)})", rows)
    plain.commit()
    taken = time.perf_counter() - started
    plain.close()
    return taken


def test_ten_thousand_rows_journaled(store: Store, tmp_path: Path) -> None:
    yardstick = plain_seconds(tmp_path / "plain.db")
    with store.change("prepare", **WHO) as change:
        [school_uid], [mentor_uid] = change.insert(School, [school()]), change.insert(Mentor, [mentor()])
    rows = applications(ROWS, school_uid, mentor_uid)
    started = time.perf_counter()
    with store.change("load", **WHO) as change:
        uids = change.insert(Application, rows)
    inserted = time.perf_counter() - started
    started = time.perf_counter()
    with store.change("review", **WHO) as change:
        change.update(Application, [{"uid": uid, "state": "approved"} for uid in uids])
    updated = time.perf_counter() - started
    started = time.perf_counter()
    with store.read() as session:
        assert verify_chain(session) == ()
        assert differences(session) == []
    checked = time.perf_counter() - started
    print(f"plain {yardstick:.2f} insert {inserted:.2f} update {updated:.2f} check {checked:.2f}")
    assert inserted < max(12 * yardstick, 1.0)
    assert updated < max(12 * yardstick, 1.0)
    assert checked < max(10 * yardstick, 1.0)

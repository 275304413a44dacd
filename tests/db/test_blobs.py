"""Files beside the tables: kept once under the digest of their bytes, never altered, missed and mistrusted when they should be."""

from pathlib import Path
from typing import Any

import pytest

from db import blobs
from db.connect import connect
from db.copying import verified_copy, verify
from db.errors import Kind, NotAChange, StoreError
from db.gate import Change
from db.journal import between, differences
from db.models import Attachment
from db.store import Store
from tests.db.office import WHO, opened, season
from yingcai_desktop.keeping.check import Trouble, check

DATA = b"\xff\xd8\xff a small picture"
NAME = blobs.digest(DATA)


def attached(change: Change, application: str, data: bytes = DATA, **more: Any) -> str:
    sha256 = change.keep_blob(data, "image/jpeg")
    row = {"application_uid": application, "kind": "照片", "file_name": "a.jpg", "media": "image/jpeg", "size": len(data)}
    return change.insert(Attachment, [row | {"sha256": sha256} | more])[0]


@pytest.fixture
def filled(store: Store) -> Store:
    with store.change("load", **WHO) as change:
        attached(change, season(change, 2)[0])
    return store


def test_a_file_comes_back_byte_for_byte_and_is_kept_once(filled: Store) -> None:
    with filled.change("again", **WHO) as change:
        assert change.keep_blob(DATA, "image/jpeg") == NAME
    with filled.read() as session:
        assert blobs.read(session, NAME) == blobs.Blob(NAME, "image/jpeg", DATA)
        assert session.connection().exec_driver_sql("SELECT count(*) FROM blobs").scalar_one() == 1


def test_the_journal_holds_the_digest_and_not_the_bytes(store: Store) -> None:
    data = bytes(range(256)) * 400
    with store.change("load", **WHO) as change:
        uid = attached(change, season(change, 1)[0], data)
    with store.read() as session:
        [entry] = [e for e in between(session, 1, 99) if e.uid == uid]
        assert entry.changes["sha256"] == (None, blobs.digest(data))
        bodies = session.connection().exec_driver_sql("SELECT sum(length(body)) FROM journal_body").scalar_one()
        assert bodies < 4000
        assert differences(session) == []


def test_a_change_that_fails_keeps_no_file(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.change("load", **WHO) as change:
        change.keep_blob(DATA, "image/jpeg")
        _ = 1 / 0
    with store.read() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM blobs").scalar_one() == 0


@pytest.mark.parametrize("data", [b"", bytes(blobs.LARGEST + 1)])
def test_nothing_empty_and_nothing_beyond_the_limit(store: Store, data: bytes) -> None:
    with pytest.raises(StoreError, match="constraint"), store.change("load", **WHO) as change:
        change.keep_blob(data, "image/jpeg")


@pytest.mark.parametrize("sql", ["UPDATE blobs SET media = 'x'", "DELETE FROM blobs", "REPLACE INTO blobs SELECT * FROM blobs"])
def test_a_kept_file_cannot_be_altered_even_with_the_key_in_hand(filled: Store, sql: str) -> None:
    filled.close()
    raw = connect(filled.path, filled.key)
    with pytest.raises(Exception, match=blobs.BLOB_GUARD):
        raw.execute(sql)
    raw.close()


def test_files_have_no_way_in_but_the_gate(store: Store) -> None:
    row = {"sha256": NAME, "media": "image/jpeg", "size": len(DATA), "bytes": DATA}
    with pytest.raises(NotAChange), store.change("load", **WHO) as change:
        change.session.connection().execute(blobs.BLOBS.insert(), [row])
    with pytest.raises(NotAChange), store.read() as session:
        session.connection().execute(blobs.BLOBS.insert(), [row])


def test_a_record_must_name_a_file_that_is_there(store: Store) -> None:
    with pytest.raises(StoreError) as caught, store.change("load", **WHO) as change:
        attached(change, season(change, 1)[0], sha256="0" * 64)
    assert caught.value.kind is Kind.CONSTRAINT


@pytest.mark.parametrize(
    "wrong", [{"media": "application/pdf"}, {"media": "text/html", "kind": "成绩证明"}, {"sha256": NAME, "uid": "f" * 32}]
)
def test_one_photo_a_picture_and_nothing_but_pictures_and_pdf(filled: Store, wrong: dict[str, Any]) -> None:
    with filled.read() as session:
        application = session.query(Attachment).one().application_uid
    with pytest.raises(StoreError) as caught, filled.change("load", **WHO) as change:
        attached(change, application, b"another", **wrong)
    assert caught.value.kind is Kind.CONSTRAINT


def test_the_check_finds_bytes_that_are_not_those_of_the_name(filled: Store) -> None:
    with tampered(filled, "DROP TRIGGER blobs_no_update", "UPDATE blobs SET bytes = zeroblob(size)") as again:
        [found] = check(again).findings
        assert (found.trouble, found.where) == (Trouble.FILE, NAME[:12])
        with again.read() as session, pytest.raises(StoreError, match="corrupt"):
            blobs.read(session, NAME)


def test_the_check_finds_a_record_whose_file_is_gone(filled: Store) -> None:
    with tampered(filled, "PRAGMA foreign_keys = OFF", "DROP TRIGGER blobs_no_delete", "DELETE FROM blobs") as again:
        [found] = check(again).findings
        assert found.trouble is Trouble.FILE_GONE


def test_a_backup_has_the_files_and_a_damaged_one_is_refused(filled: Store, tmp_path: Path) -> None:
    copy = verified_copy(filled.path, filled.key, tmp_path / "copy.ycdb")
    with opened(copy, read_only=True) as again, again.read() as session:
        assert blobs.read(session, NAME).data == DATA
    raw = connect(copy, filled.key)
    raw.execute("DROP TRIGGER blobs_no_update")
    raw.execute("UPDATE blobs SET bytes = zeroblob(size)")
    raw.close()
    with pytest.raises(StoreError, match="corrupt: file"):
        verify(copy, filled.key)


def tampered(store: Store, *statements: str) -> Store:
    store.close()
    raw = connect(store.path, store.key)
    for sql in statements:
        raw.execute(sql)
    raw.close()
    return opened(store.path)

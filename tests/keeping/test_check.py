"""The full check, and the sentences."""

from pathlib import Path

import pytest

from db.connect import connect
from db.errors import Kind, NotAChange, StoreError
from db.journal import head
from db.store import Store
from tests.db.office import WHO, new_store, opened, season
from yingcai_desktop.errors import Refusal, Stale, StorageTrouble
from yingcai_desktop.keeping.check import Trouble, check
from yingcai_desktop.keeping.trouble import SENTENCES, speaking


@pytest.fixture
def store(tmp_path: Path) -> Store:
    with new_store(tmp_path) as made, made.change("load", **WHO) as change:
        season(change, 100)
    return made


def tampered(store: Store, *statements: str) -> Store:
    raw = connect(store.path, store.key)
    for sql in ("PRAGMA foreign_keys = OFF", *statements):
        raw.execute(sql)
    raw.close()
    return opened(store.path)


def test_a_sound_store(store: Store) -> None:
    with opened(store.path) as again:
        report = check(again)
        assert report.sound
        assert report.head is not None
        assert report.head.n == 102
        assert check(again, [report.head]).sound


@pytest.mark.parametrize(
    ("statements", "trouble"),
    [
        (["UPDATE application SET state = 'admitted'"], Trouble.DIFFERENCE),
        (["DELETE FROM school"], Trouble.REFERENCE),
        (["DROP TRIGGER journal_no_update", "UPDATE journal SET header = '{}' WHERE n = 7"], Trouble.CHAIN),
    ],
)
def test_what_was_done_behind_our_back_is_found(store: Store, statements: list[str], trouble: Trouble) -> None:
    with tampered(store, *statements) as again:
        report = check(again)
    assert {one.trouble for one in report.findings} == {trouble}
    assert all(one.message.endswith("。") and "考生" not in one.message for one in report.findings)


def test_a_cut_off_tail_is_known_from_paper(store: Store) -> None:
    with opened(store.path) as again, again.read() as session:
        printed = head(session)
    with tampered(
        store,
        "DROP TRIGGER journal_no_delete",
        "DROP TRIGGER journal_body_no_delete",
        "DELETE FROM application WHERE uid IN (SELECT record FROM journal WHERE n > 90)",
        "DELETE FROM journal WHERE n > 90",
        "DELETE FROM journal_body WHERE n > 90",
        "UPDATE sqlite_sequence SET seq = 90 WHERE name = 'journal'",
    ) as again:
        assert check(again).sound  # nothing inside the file can tell
        assert [one.trouble for one in check(again, [printed]).findings] == [Trouble.CHAIN]


@pytest.mark.parametrize("place", [6000, 30_000, 60_000, -500])
def test_damaged_pages(store: Store, place: int) -> None:
    content = bytearray(store.path.read_bytes())
    content[place] ^= 16
    store.path.write_bytes(content)
    try:
        with opened(store.path) as again:
            found = {one.trouble for one in check(again).findings}
            assert found == {Trouble.PAGES}
    except StoreError as error:  # the page was needed to open it at all
        assert error.kind is Kind.CORRUPT


@pytest.mark.parametrize("kind", SENTENCES)
def test_every_trouble_says_what_to_do(kind: Kind) -> None:
    with pytest.raises(StorageTrouble) as spoken, speaking():
        raise StoreError(kind, "detail")
    assert "请" in spoken.value.message
    assert "detail" not in spoken.value.message
    assert spoken.value.exit_status == 3


def test_every_kind_is_trouble_a_lost_update_or_a_bug() -> None:
    assert set(Kind) - set(SENTENCES) == {Kind.STALE, Kind.CONSTRAINT, Kind.NOT_A_CHANGE}
    with pytest.raises(Stale, match="没有保存"), speaking():
        raise StoreError(Kind.STALE)
    with pytest.raises(NotAChange) as bug, speaking():
        raise NotAChange("x")
    assert not isinstance(bug.value, Refusal)

"""Backups: verified when made, usable while work goes on, thinned by age (N06, T7)."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from db.copying import verify
from db.errors import Kind, StoreError
from db.models import Application, School
from db.store import Store
from tests.db.office import KEY, NOW, WHO, new_store, opened, school, season
from yingcai_desktop.keeping.backup import (
    DAILY,
    LAST,
    Backup,
    backups_in,
    make_backup,
    read_name,
    superfluous,
    thin,
)

EARLY, START = datetime.fromisoformat("2020-01-01"), datetime.fromisoformat("2025-01-01")


@pytest.fixture
def filled(tmp_path: Path) -> Store:
    store = new_store(tmp_path)
    with store.change("load", **WHO) as change:
        season(change, 100)
    return store


def test_a_backup_is_a_whole_encrypted_store(filled: Store, tmp_path: Path) -> None:
    with filled:
        path = make_backup(filled, tmp_path / "备份", at=NOW)
        assert path.name == "2025-150000-20250901-080000.ycdb"
        assert [one.name for one in path.parent.iterdir()] == [path.name]
    assert "考生".encode() not in path.read_bytes()
    assert verify(path, filled.key)["application"] == 100
    with opened(path) as copy, copy.read() as session:
        assert session.scalar(select(func.count()).select_from(Application)) == 100


def test_the_passphrase_of_the_store_opens_the_backup(tmp_path: Path) -> None:
    with Store.create(tmp_path / "a.ycdb", passphrase="铁马秋风", office="150200", season=2026) as store:
        path = make_backup(store, tmp_path / "b", at=NOW)
    with Store.open(path, passphrase="铁马秋风", read_only=True) as copy:
        assert (copy.office, copy.season) == ("150200", 2026)


def test_two_backups_in_one_second_and_milestones(filled: Store, tmp_path: Path) -> None:
    with filled:
        names = [make_backup(filled, tmp_path / "b", at=NOW, milestone=m).name for m in (False, False, True)]
    stem = "2025-150000-20250901-080000"
    assert names == [f"{stem}.ycdb", f"{stem}-2.ycdb", f"{stem}-留存.ycdb"]
    assert [one.milestone for one in backups_in(tmp_path / "b")].count(True) == 1


def test_a_backup_while_a_change_is_open_has_only_what_is_saved(filled: Store, tmp_path: Path) -> None:
    with filled, filled.change("more", **WHO) as change:
        change.insert(School, [school("未保存")])
        path = make_backup(filled, tmp_path / "b", at=NOW)
    with opened(path) as copy, copy.read() as session:
        assert session.scalar(select(func.count()).select_from(School)) == 1


def test_a_damaged_store_is_not_backed_up_over_good_copies(filled: Store, tmp_path: Path) -> None:
    filled.close()
    content = bytearray(filled.path.read_bytes())
    content[-2000] ^= 1
    filled.path.write_bytes(content)
    with opened(filled.path) as damaged, pytest.raises(StoreError) as refused:
        make_backup(damaged, tmp_path / "b", at=NOW)
    assert refused.value.kind is Kind.CORRUPT
    assert list((tmp_path / "b").iterdir()) == []


def test_no_room_is_said_before_anything_is_written(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.copying.SPARE_BYTES", 1 << 62)
    with filled, pytest.raises(StoreError) as refused:
        make_backup(filled, tmp_path / "b", at=NOW)
    assert refused.value.kind is Kind.FULL
    assert list((tmp_path / "b").iterdir()) == []


def test_a_folder_that_is_not_there(filled: Store, tmp_path: Path) -> None:
    with filled, pytest.raises(StoreError) as refused:
        make_backup(filled, tmp_path / "U盘" / "备份", at=NOW)
    assert refused.value.kind is Kind.MISSING
    assert backups_in(tmp_path / "U盘") == []


def test_one_flipped_bit_in_a_backup_is_refused(filled: Store, tmp_path: Path) -> None:
    with filled:
        path = make_backup(filled, tmp_path / "b", at=NOW)
    whole = path.read_bytes()
    for flip in range(20):
        content = bytearray(whole)
        content[(flip * 7919 * 13) % len(content)] ^= 1 << (flip % 8)
        path.write_bytes(content)
        with pytest.raises(StoreError) as refused:
            verify(path, filled.key)
        assert refused.value.kind in (Kind.CORRUPT, Kind.WRONG_KEY), flip


def test_a_cut_off_backup_is_refused(filled: Store, tmp_path: Path) -> None:
    with filled:
        path = make_backup(filled, tmp_path / "b", at=NOW)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2 // 4096 * 4096])
    with pytest.raises(StoreError):
        verify(path, filled.key)


def named(at: datetime, *, milestone: bool = False, office: str = "150000") -> Backup:
    mark = "-留存" if milestone else ""
    found = read_name(Path(f"2025-{office}-{at:%Y%m%d-%H%M%S}{mark}.ycdb"))
    assert found is not None
    return found


def test_names_that_are_not_ours_are_left_alone(tmp_path: Path) -> None:
    for name in ("2025.ycdb", "2025-150000-20251399-080000.ycdb", "说明.txt"):
        (tmp_path / name).write_text("x")
    assert thin(tmp_path) == []
    assert len(list(tmp_path.iterdir())) == 3


def test_a_year_of_half_hours_thins_to_a_handful() -> None:
    made = [named(START + timedelta(minutes=30 * n)) for n in range(48 * 365)]
    kept = sorted(set(made) - set(superfluous(made)), reverse=True)
    assert kept[:LAST] == sorted(made, reverse=True)[:LAST]
    assert len({one.at.date() for one in kept}) >= DAILY
    assert 30 <= len(kept) <= 40
    assert kept[-1].at.month == 4  # nine months back
    assert superfluous(kept) == []  # thinning again changes nothing


def test_offices_are_thinned_apart_and_milestones_stay() -> None:
    old = [named(EARLY + timedelta(seconds=n), milestone=True) for n in range(40)]
    other = [named(EARLY, office="150100")]
    new = [named(START + timedelta(minutes=n)) for n in range(200)]
    gone = superfluous([*old, *other, *new])
    assert set(gone).isdisjoint({*old, *other})
    assert len(gone) == 190


@given(st.lists(st.integers(0, 2000 * 24 * 60).map(lambda minutes: EARLY + timedelta(minutes=minutes)), unique=True))
def test_the_newest_ten_always_stay_and_order_never_matters(moments: list[datetime]) -> None:
    made = [named(at) for at in moments]
    gone = superfluous(made)
    assert set(gone).isdisjoint(sorted(made, reverse=True)[:LAST])
    assert superfluous(reversed(made)) == gone


def test_thinning_removes_files(filled: Store, tmp_path: Path) -> None:
    with filled:
        first = make_backup(filled, tmp_path / "b", at=NOW)
    for n in range(1, 30):
        (tmp_path / "b" / f"2025-150000-{NOW + timedelta(minutes=n):%Y%m%d-%H%M%S}.ycdb").write_bytes(b"x")
    assert first in thin(tmp_path / "b")
    assert len(backups_in(tmp_path / "b")) == LAST
    assert filled.key.secret == KEY

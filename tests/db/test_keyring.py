"""Key slots in real files: who opens, who does not, and what is left after a kill at any step (F27, F30; N09, N16)."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from db import connect, keyfile, keyring
from db.connect import Key, make_key
from db.copying import verified_copy, verify
from db.errors import StoreError
from db.keyring import Keyring, make_slot
from db.models import School
from db.store import Store
from tests.db.forked import give_a_slot, killed
from tests.db.office import KEY, WHO, new_store, opened, school

PASSWORD = "骆驼-草原-2025-清晨"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed store with two users, a recovery slot and something in it."""
    with new_store(tmp_path) as store:
        ring = Keyring()
        for name, password in (("陈静", PASSWORD), ("李慧", "another-password"), (keyring.RECOVERY, "R" * 32)):
            ring = ring.plus(make_slot(store.key, name, password))
        keyfile.write(store.path, ring)
        with store.change("a", **WHO) as change:
            change.insert(School, [school(f"{n}") for n in range(300)])
    return store.path


def schools(path: Path, key: bytes) -> int:
    with Store.open(path, key=key) as store, store.read() as session:
        return session.scalar(select(func.count()).select_from(School)) or 0


def names(path: Path) -> list[str]:
    return (keyfile.read(path) or Keyring()).names()


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(StoreError) as error:
        act()
    return str(error.value.kind)


def test_an_idle_store_is_one_file_that_every_password_opens(path: Path) -> None:
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    assert names(path) == ["陈静", "李慧"]
    for name, password in (("陈静", PASSWORD), ("李慧", "another-password"), (keyring.RECOVERY, "R" * 32)):
        key, _ = keyfile.unlock(path, name, password)
        assert schools(path, key.secret) == 300
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_while_it_is_open_the_slots_lie_beside_it(path: Path) -> None:
    with opened(path) as store:
        assert keyfile.beside(path).exists()
        with store.change("b", **WHO) as change:  # SQLite grows over where they were
            change.insert(School, [school(f"x{n}") for n in range(3000)])
        assert names(path) == ["陈静", "李慧"]
    assert names(path) == ["陈静", "李慧"] and not keyfile.beside(path).exists()
    assert schools(path, KEY) == 3300
    verify(path, store.key)


def test_the_same_characters_typed_elsewhere_are_the_same_password(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        keyfile.write(store.path, Keyring().plus(make_slot(store.key, "a", "caf\u00e9-password")))
    assert keyfile.unlock(store.path, "a", "cafe\u0301-password")


@pytest.mark.parametrize("password", ["", PASSWORD.lower() + "x", PASSWORD[:-1], "another-password", "R" * 32])
def test_a_wrong_password_does_not_open(path: Path, password: str) -> None:
    assert refused(lambda: keyfile.unlock(path, "陈静", password)) == "wrong_key"


def test_nobody_else_has_a_slot(path: Path) -> None:
    assert refused(lambda: keyfile.unlock(path, "王芳", PASSWORD)) == "wrong_key"


def test_a_slot_of_another_store_opens_nothing(path: Path, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    with new_store(tmp_path / "b") as other:
        keyfile.write(other.path, keyfile.read(path) or Keyring())
    assert refused(lambda: keyfile.unlock(other.path, "陈静", PASSWORD)) == "wrong_key"


@pytest.mark.parametrize("field", ["salt", "nonce", "wrapped", "id"])
def test_a_slot_that_was_tampered_with_opens_nothing(path: Path, field: str) -> None:
    import msgspec

    ring = keyfile.read(path)
    assert ring is not None
    slot = ring.slots[0]
    held = getattr(slot, field)
    bent = held[:-1] + bytes([held[-1] ^ 1]) if isinstance(held, bytes) else f"{'0' * 32}"
    with opened(path):
        keyfile.write(path, Keyring((msgspec.structs.replace(slot, **{field: bent}), *ring.slots[1:])))
    assert refused(lambda: keyfile.unlock(path, "陈静", PASSWORD)) == "wrong_key"
    assert keyfile.unlock(path, "李慧", "another-password")


def test_every_flipped_bit_of_the_slots_is_noticed(path: Path) -> None:
    data = bytearray(path.read_bytes())
    start = keyfile.bare_size(path)
    for offset in range(start + len(keyring.MAGIC), start + 300, 7):
        bent = bytearray(data)
        bent[offset] ^= 4
        path.write_bytes(bent)
        with pytest.raises(StoreError):
            keyfile.unlock(path, "陈静", PASSWORD)


def test_a_copy_of_a_store_in_use_opens_with_the_same_passwords(path: Path, tmp_path: Path) -> None:
    with opened(path) as store:
        copy = verified_copy(path, store.key, tmp_path / "copy.ycdb")
    key, _ = keyfile.unlock(copy, "李慧", "another-password")
    verify(copy, key)
    assert schools(copy, key.secret) == 300
    with Store.open(copy, key=KEY, read_only=True) as looking, looking.read() as session:
        assert session.scalar(select(func.count()).select_from(School)) == 300


def test_damage_to_the_database_is_still_found_beside_slots(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[8192 + 100] ^= 1
    path.write_bytes(data)
    key, _ = keyfile.unlock(path, "陈静", PASSWORD)
    assert refused(lambda: verify(path, key)) == "corrupt"


@pytest.mark.parametrize("torn", [3, 40, 4096])
def test_killed_at_any_step_every_password_still_opens(path: Path, torn: int) -> None:
    """kill -9 at each fsync, rename and write from opening through a new slot to closing."""
    whole = path.read_bytes()
    for steps in range(40):
        for old in path.parent.iterdir():
            old.unlink()
        path.write_bytes(whole)
        died = killed(give_a_slot, path, steps, torn)
        key, _ = keyfile.unlock(path, "陈静", PASSWORD)
        assert schools(path, key.secret) == 300, steps
        assert names(path)[:2] == ["陈静", "李慧"], steps
        assert sorted(p.name for p in path.parent.iterdir() if not p.name.startswith(".")) == [path.name], steps
        if not died:
            assert steps > 6 and names(path) == ["陈静", "李慧", "新来"]
            break
    else:
        pytest.fail("never came to its end")


def test_the_store_is_never_readable_without_its_key(path: Path) -> None:
    with opened(path) as store:
        ring = keyfile.read(path)
        assert ring is not None
        keyfile.write(path, ring.plus(make_slot(store.key, "陈静", "a-changed-password")))
        everything = b"".join(p.read_bytes() for p in path.parent.iterdir() if p.is_file())
    for secret in ("示例".encode(), b"SQLite format 3", KEY, PASSWORD.encode(), b"a-changed-password"):
        assert secret not in everything + path.read_bytes()


def test_on_a_full_disk_the_slots_stay_where_they_are(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, os.strerror(28))

    store = opened(path)
    monkeypatch.setattr(keyfile, "attach", full)
    store.close()
    assert keyfile.beside(path).exists() and names(path) == ["陈静", "李慧"]
    monkeypatch.undo()
    assert schools(path, KEY) == 300
    assert not keyfile.beside(path).exists()


def test_a_plain_store_gets_no_slots(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        assert keyfile.read(store.path) is None
    assert keyfile.read(store.path) is None
    assert [p.name for p in tmp_path.iterdir()] == [store.path.name]


def test_a_password_really_costs_something(monkeypatch: pytest.MonkeyPatch) -> None:
    key = Key(KEY, b"s" * 16)
    cheap = make_slot(key, "陈静", PASSWORD)
    monkeypatch.undo()
    assert connect.COST == {"time_cost": 4, "memory_cost": 131072, "parallelism": 4}

    assert keyring.open_slot(cheap, PASSWORD, key.salt) is None  # the cost is part of the key
    assert keyring.open_slot(make_slot(key, "陈静", PASSWORD), PASSWORD, key.salt) == key
    assert make_key(key.salt, passphrase=PASSWORD).secret != KEY

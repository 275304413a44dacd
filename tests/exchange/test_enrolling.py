"""Keys and the directory between real offices: new keys, lost trust, files that are none."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exchange.offices import HOHHOT, PASSPHRASE, REGION, Offices, offices
from tests.exchange.parties import code_of
from yingcai_desktop.exchange import arriving, enrolling
from yingcai_desktop.exchange.kinds import PackageKind
from yingcai_desktop.exchange.root import Root


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Offices]:
    with offices(tmp_path, HOHHOT) as made:
        yield made


def root_of(made: Offices) -> Root:
    return enrolling.open_root_file(made.folder / "根密钥", PASSPHRASE)


def test_a_package_of_before_the_new_keys_is_no_forgery(two: Offices) -> None:
    region, old = two.desks[REGION], two.send(HOHHOT, REGION, PackageKind.RECEIPT)
    city = two.desks[HOHHOT]
    enrolling.renew_keys(city)
    enrolling.enrol(region, enrolling.request(city, two.folder), enrolling.standing(city).digits, root_of(two))
    assert code_of(lambda: arriving.arrive(region, old)) == "package.former-key"
    two.carry(REGION, HOHHOT, PackageKind.RECEIPT)
    assert code_of(lambda: arriving.arrive(region, two.send(HOHHOT, REGION, PackageKind.RECEIPT))) == "taken"


def test_new_keys_of_the_region_come_with_its_next_package(two: Offices) -> None:
    enrolling.renew_region(two.desks[REGION], root_of(two))
    assert enrolling.standing(two.desks[REGION]).listed
    arrived = arriving.arrive(two.desks[HOHHOT], two.send(REGION, HOHHOT, PackageKind.RECEIPT))
    assert arrived.directory and arrived.directory.directory.version == enrolling.standing(two.desks[REGION]).version


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00", b"PK\x03\x04" + bytes(range(256)) * 9, b"yingcai-directory 1\n\xff\n\n"]
)
def test_files_that_are_no_directory(two: Offices, data: bytes) -> None:
    path = two.folder / "名录.ycdir"
    path.write_bytes(data)
    assert code_of(lambda: enrolling.take_directory(two.desks[HOHHOT], path)) == "directory.damaged"


def test_a_huge_file_is_not_read_to_its_end(two: Offices) -> None:
    """Somebody picks a film of many gigabytes instead."""
    path = two.folder / "会议录像.mp4"
    with path.open("wb") as file:
        file.truncate(64 * 1024**3)  # takes no room on the disk, and does not fit into memory
    city = two.desks[HOHHOT]
    assert code_of(lambda: enrolling.read_request(two.desks[REGION], path)) == "package.not-a-package"
    assert code_of(lambda: arriving.arrive(city, path)) == "package.not-a-package"
    assert code_of(lambda: enrolling.take_directory(city, path)) == "directory.damaged"
    assert code_of(lambda: enrolling.open_root_file(path, PASSPHRASE)) == "root.not-a-root"

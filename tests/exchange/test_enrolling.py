"""Keys and the directory between real offices: new keys, lost trust, files that are none."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from db.models import OfficeKey
from tests.exchange.offices import HOHHOT, PASSPHRASE, REGION, Offices, offices
from tests.exchange.parties import code_of
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.exchange import arriving, enrolling, renewing
from yingcai_desktop.exchange.directory import Verdict
from yingcai_desktop.exchange.kinds import PackageKind
from yingcai_desktop.exchange.ledger import keys_of, openers_of
from yingcai_desktop.exchange.root import Root, make_root, open_root, root_digits
from yingcai_desktop.services.logbook import Logbook
from yingcai_desktop.services.packages import ahead


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Offices]:
    with offices(tmp_path, HOHHOT) as made:
        yield made


def root_of(made: Offices) -> Root:
    return enrolling.open_root_file(made.folder / "根密钥", PASSPHRASE)


def reasons(desk: Desk) -> list[str]:
    """Why the directory changed, as 操作记录 shows it, in order."""
    book = Logbook(desk)
    book.read()
    return [line.reason for line in reversed(book.lines) if line.table == "directory_version"]


def test_a_package_of_before_the_new_keys_is_no_forgery(two: Offices) -> None:
    region, old = two.desks[REGION], two.send(HOHHOT, REGION, PackageKind.RECEIPT)
    city = two.desks[HOHHOT]
    enrolling.renew_keys(city)
    enrolling.enrol(region, enrolling.request(city, two.folder), enrolling.standing(city).digits, root_of(two))
    assert code_of(lambda: arriving.arrive(region, old)) == "package.former-key"
    two.carry(REGION, HOHHOT, PackageKind.RECEIPT)
    assert code_of(lambda: arriving.arrive(region, two.send(HOHHOT, REGION, PackageKind.RECEIPT))) == "taken"


def test_new_keys_of_the_region_come_with_its_next_package(two: Offices) -> None:
    renewing.renew_region(two.desks[REGION], root_of(two))
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


def test_a_package_under_way_while_its_addressee_gets_new_keys_still_opens(two: Offices) -> None:
    """Sealed to the old key, delivered after two renewals and the enrolment."""
    region, city = two.desks[REGION], two.desks[HOHHOT]
    under_way = two.send(REGION, HOHHOT, PackageKind.RECEIPT)
    for _ in range(2):
        enrolling.renew_keys(city)
    enrolling.enrol(region, enrolling.request(city, two.folder), enrolling.standing(city).digits, root_of(two))
    assert not two.take(HOHHOT, under_way).again
    assert not two.carry(REGION, HOHHOT, PackageKind.RECEIPT).again
    assert not two.carry(HOHHOT, REGION, PackageKind.RECEIPT).again


def test_of_former_keys_only_the_half_that_opens_is_kept(two: Offices) -> None:
    city = two.desks[HOHHOT]
    with city.read() as session:
        signing = keys_of(session)
    assert signing is not None
    enrolling.renew_keys(city)
    with city.read() as session:
        kept = [one.secret for one in session.scalars(select(OfficeKey).order_by(OfficeKey.purpose))]
        now, former = openers_of(session)
    assert former.age_secret() == signing.age_secret() != now.age_secret()
    assert not hasattr(former, "sign")
    assert len(kept) == 2
    assert kept[0] == signing.age_secret().encode()


def test_a_root_key_of_another_directory_signs_nothing(two: Offices, tmp_path: Path) -> None:
    stray, _ = make_root(PASSPHRASE)
    other = open_root(stray, PASSPHRASE)
    region = two.desks[REGION]
    before = enrolling.standing(region)
    for act in (
        lambda: renewing.renew_region(region, other),
        lambda: renewing.remove(region, HOHHOT, other),
        lambda: renewing.replace_root(region, tmp_path / "新", PASSPHRASE, other),
    ):
        assert code_of(act) == "root.other-root"
    assert enrolling.standing(region) == before, "the keys are the old ones, too"
    assert not (tmp_path / "新").exists()


def test_an_office_leaves_the_directory_and_comes_back(two: Offices) -> None:
    region, city, old = two.desks[REGION], two.desks[HOHHOT], two.send(HOHHOT, REGION, PackageKind.RECEIPT)
    renewing.remove(region, HOHHOT, root_of(two))
    assert code_of(lambda: two.take(REGION, old)) == "package.unknown-sender"
    assert code_of(lambda: two.send(REGION, HOHHOT, PackageKind.RECEIPT)) == "directory.unknown-office"
    for office in (HOHHOT, REGION):
        with pytest.raises(NotAllowed):
            renewing.remove(region, office, root_of(two))
    enrolling.enrol(region, enrolling.request(city, two.folder), enrolling.standing(city).digits, root_of(two))
    assert not two.take(REGION, old).again
    assert not two.carry(REGION, HOHHOT, PackageKind.RECEIPT).again


def test_the_journal_says_what_changed_in_the_directory(two: Offices) -> None:
    region, city, root = two.desks[REGION], two.desks[HOHHOT], root_of(two)
    two.carry(HOHHOT, REGION, PackageKind.RECEIPT)
    name, chain = region.schemes.offices[HOHHOT], city.store.store_id
    renewing.renew_region(region, root)
    renewing.revoke(region, chain, 4, root)
    renewing.remove(region, HOHHOT, root)
    renewing.replace_root(region, two.folder / "新", PASSPHRASE, root)
    assert reasons(region) == [
        "建立名录", f"登记 {name}，30 位数字已电话核对", "更换本单位密钥", f"停用数据文件 {chain[:8]} 第 5 号起的记录", f"移出 {name}", "更换根密钥",
    ]  # fmt: skip
    assert reasons(city) == ["第 2 版，根密钥的 30 位数字已电话核对"]


def test_trust_in_a_lost_machine_ends_at_a_number(two: Offices) -> None:
    region, city = two.desks[REGION], two.desks[HOHHOT]
    two.carry(HOHHOT, REGION, PackageKind.RECEIPT)
    [file] = ahead.data_files(region)
    assert (file.chain, file.office, file.trusted) == (city.store.store_id, HOHHOT, None)
    assert f"到第 {file.last} 号" in file.words
    root = root_of(two)
    for chain, last in ((region.store.store_id, 1), ("0" * 32, 1), (file.chain, -1)):
        with pytest.raises(NotAllowed):
            renewing.revoke(region, chain, last, root)
    assert "没有导入过" in ahead.of_revoking(region, file, file.last)[1]
    renewing.revoke(region, file.chain, file.last, root)
    with pytest.raises(NotAllowed, match=f"只信任到第 {file.last} 号"):
        renewing.revoke(region, file.chain, file.last + 1, root)
    assert ahead.data_files(region)[0].trusted == file.last


def test_the_root_is_handed_over_and_nobody_types_digits_again(two: Offices) -> None:
    region, city = two.desks[REGION], two.desks[HOHHOT]
    old, path = root_of(two), two.folder / "新根密钥"
    renewing.replace_root(region, path, PASSPHRASE, old)
    assert enrolling.standing(region).root_digits == root_digits(open_root(path.read_bytes(), PASSPHRASE).public.sign)
    two.carry(REGION, HOHHOT, PackageKind.RECEIPT)
    assert enrolling.standing(city) == replace(enrolling.standing(region), digits=enrolling.standing(city).digits)
    two.carry(HOHHOT, REGION, PackageKind.RECEIPT)
    assert code_of(lambda: renewing.remove(region, HOHHOT, old)) == "root.other-root"
    with pytest.raises(NotAllowed, match="已经存在"):
        renewing.replace_root(region, path, PASSPHRASE, enrolling.open_root_file(path, PASSPHRASE))


def test_with_a_lost_root_every_office_compares_the_digits_again(two: Offices) -> None:
    region, city = two.desks[REGION], two.desks[HOHHOT]
    renewing.replace_root(region, two.folder / "新根密钥", PASSPHRASE, None)
    assert code_of(lambda: two.carry(REGION, HOHHOT, PackageKind.RECEIPT)) == "directory.foreign"
    offered = enrolling.hand_out(region, two.folder)
    assert enrolling.judge_directory(city, offered)[1] is Verdict.FOREIGN
    assert code_of(lambda: enrolling.take_directory(city, offered)) == "directory.foreign"
    digits = enrolling.standing(region).root_digits
    with pytest.raises(NotAllowed, match="第 6 组不对"):
        enrolling.take_directory(city, offered, digits[:-1] + str((int(digits[-1]) + 1) % 10))
    enrolling.take_directory(city, offered, digits.replace(" ", ""))
    two.carry(REGION, HOHHOT, PackageKind.RECEIPT)
    two.carry(HOHHOT, REGION, PackageKind.RECEIPT)

"""单位登记: how an office gets into the 名录, and how it comes to trust the region's root (reliability §3.7).

The office makes its keys and hands in a request; the region compares 30 digits by telephone and signs the next version of the directory;
the office compares 30 digits of the root and takes that version in. Afterwards every package brings the newest version along.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.base import new_uid
from db.gate import Change
from db.models import DirectoryVersion, OfficeKey
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.exchange import directory as books
from yingcai_desktop.exchange import manifest
from yingcai_desktop.exchange.age import HEADER_LIMIT
from yingcai_desktop.exchange.directory import Directory, SignedDirectory, Verdict
from yingcai_desktop.exchange.identity import Identity, PublicIdentity, fingerprint, new_identity
from yingcai_desktop.exchange.kinds import PackageKind, file_stem, way_of
from yingcai_desktop.exchange.ledger import FORMER, SIGNING, directory_of, keys_of
from yingcai_desktop.exchange.making import ENDING, place_of, write_file
from yingcai_desktop.exchange.package import make, open_package
from yingcai_desktop.exchange.refused import PackageRefused
from yingcai_desktop.exchange.root import Root, make_root, open_root, root_digits
from yingcai_desktop.exchange.withdrawing import withdraw
from yingcai_desktop.rules.spoken import DIGITS

DIRECTORY_ENDING = ".ycdir"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an office stands: its digits (blank: no keys yet), the directory's version (0: none), the root's digits, whether it is listed."""

    digits: str
    version: int
    root_digits: str
    listed: bool


def standing(desk: Desk) -> Standing:
    """What the page 单位登记 shows."""
    with desk.read() as session:
        identity, held = keys_of(session), directory_of(session)
    digits = "" if identity is None else fingerprint(identity.public)
    if held is None:
        return Standing(digits, 0, "", False)
    listed = identity is not None and held.directory.signer(desk.store.office) == identity.public.sign
    return Standing(digits, held.directory.version, root_digits(held.directory.root), listed)


def make_keys(desk: Desk) -> PublicIdentity:
    """This office's keys, kept inside its store; made once. New ones (轮换) need `renew_keys`."""
    with desk.read() as session:
        held = keys_of(session)
    return held.public if held is not None else renew_keys(desk)


def renew_keys(desk: Desk) -> PublicIdentity:
    """Fresh keys; the office must be enrolled anew. What was sealed to the old ones can still be opened here."""
    identity = new_identity(desk.store.office)
    with desk.change("package.keys") as change:
        put_keys(change, identity, desk.clock())
    return identity.public


def put_keys(change: Change, identity: Identity, now: datetime) -> None:
    """These are the office's keys from now on. Of the ones before only the half that opens is kept, for what is still under way."""
    former = len(change.scalars(select(OfficeKey).where(OfficeKey.purpose.startswith(FORMER))).all())
    for one in change.scalars(select(OfficeKey).where(OfficeKey.purpose == SIGNING)).all():
        one.purpose, one.secret = f"{FORMER}{former + 1}", Identity.from_bytes(one.secret).age_secret().encode()
    change.flush()
    change.add(OfficeKey(purpose=SIGNING, secret=identity.to_bytes(), made_at=now.isoformat(timespec="minutes")))


def request(desk: Desk, folder: Path) -> Path:
    """登记申请: a file with this office's public keys, signed by themselves, to hand to the region. No personal data, not encrypted."""
    make_keys(desk)
    with desk.read() as session:
        identity = keys_of(session)
    assert identity is not None
    region = desk.schemes.common.region.code
    head = manifest.Manifest(
        kind=PackageKind.ENROLMENT.value,
        sender=desk.store.office,
        store=desk.store.store_id,
        package_id=new_uid(),
        to=[region],
        no=1,
        season=desk.store.season,
        made_at=desk.clock().isoformat(timespec="minutes"),
    )
    data = make(head, [msgspec.json.encode(identity.public)], {}, identity)
    way = way_of(desk.store.office, region)
    assert way is not None
    name = file_stem(PackageKind.ENROLMENT, way, place_of(desk, region), 1)
    return write_file(folder, name + ENDING, data)


def read_request(desk: Desk, path: Path) -> tuple[PublicIdentity, str]:
    """Who asks, and the digits to compare by telephone."""
    with path.open("rb") as file:
        package = open_package(file, signer_of=lambda head: None, me=desk.store.office)
    if package.manifest.kind != PackageKind.ENROLMENT.value:
        raise PackageRefused("package.wrong-kind", detail=package.manifest.kind)
    public = package.enrolled()
    return public, fingerprint(public)


def found(desk: Desk, root_file: Path, passphrase: str) -> SignedDirectory:
    """The region begins: a root key in a file of its own, and the first directory with the region in it.

    Raises NotAllowed where there is a directory already, or the file exists.
    """
    desk.require("package.enrol")
    with desk.read() as session:
        if directory_of(session) is not None:
            raise NotAllowed("名录已经建立，没有改动。需要更换根密钥的，请用“更换根密钥”。")
    if root_file.exists():
        raise NotAllowed(f"文件“{root_file.name}”已经存在，没有覆盖。请换一个文件名。")
    public = make_keys(desk)
    secret, root = make_root(passphrase)
    first = books.with_office(books.first_directory(root), public, name_of(desk, public.office), [desk.store.store_id])
    signed = books.sign_directory(first, open_root(secret, passphrase))
    write_file(root_file.parent, root_file.name, secret)
    with desk.change("package.enrol", reason="建立名录") as change:
        keep(change, desk, signed)
    return signed


def enrol(desk: Desk, request_file: Path, digits: str, root: Root) -> SignedDirectory:
    """The region takes an office in, or gives it new keys. `digits` are those the office read out; they must be those of the request."""
    desk.require("package.enrol")
    public, expected = read_request(desk, request_file)
    if slip := DIGITS.slip(digits, expected):
        raise NotAllowed(
            f"电话里念的 30 位数字与申请文件的不一致：{slip}。没有登记。请对方把这些组重新念一遍；仍不一致的，请对方重新发来申请文件。"
        )
    name = name_of(desk, public.office)
    reason = f"登记 {name}，30 位数字已电话核对"
    return next_version(desk, root, reason, lambda held: books.with_office(held, public, name))


def next_version(
    desk: Desk,
    root: Root,
    reason: str,
    altered: Callable[[Directory], Directory],
    also: Callable[[Change], object] = lambda change: None,
) -> SignedDirectory:
    """Sign and keep the next version; `reason` is for the journal, `also` is written with it. PackageRefused `root.other-root`: not the root of this directory."""
    with desk.read() as session:
        held = must_hold(session)
    if held.directory.root != root.public.sign:
        raise PackageRefused("root.other-root")
    signed = books.sign_directory(altered(books.following(held)), root)
    with desk.change("package.enrol", reason=reason) as change:
        also(change)
        keep(change, desk, signed)
    return signed


def hand_out(desk: Desk, folder: Path) -> Path:
    """The directory as a file, for an office that has none yet: public, signed, not encrypted."""
    with desk.read() as session:
        held = must_hold(session)
    return write_file(folder, f"名录_第{held.directory.version}版{DIRECTORY_ENDING}", held.text.encode())


def judge_directory(desk: Desk, file: Path) -> tuple[SignedDirectory, Verdict | None]:
    """A directory in a file, and what becomes of it here; None: it would be the first. The first and a foreign one need the root's digits."""
    offered = books.read_directory(_start_of(file, 4 * manifest.DIRECTORY_LIMIT + 1))
    with desk.read() as session:
        held = directory_of(session)
    return offered, None if held is None else books.succeeds(held, offered)


def take_directory(desk: Desk, file: Path, digits: str = "") -> SignedDirectory:
    """An office takes the directory in. The first one, and one of another root, need the root's 30 digits typed by a person."""
    offered, verdict = judge_directory(desk, file)
    with desk.read() as session:
        held = directory_of(session)
    same_version = held is not None and held.directory.version == offered.directory.version
    if verdict is Verdict.FORK or (verdict is Verdict.FOREIGN and same_version):
        raise PackageRefused("directory.fork")
    if verdict is Verdict.FOREIGN and not digits:
        raise PackageRefused("directory.foreign")
    if verdict in (None, Verdict.FOREIGN) and (slip := DIGITS.slip(digits, root_digits(offered.directory.root))):
        raise NotAllowed(
            f"输入的 30 位数字与名录的根密钥不一致：{slip}。没有采用。请自治区把这些组重新念一遍；仍不一致的，这份名录不是自治区签发的。"
        )
    if held is not None and verdict in (Verdict.SAME, Verdict.OLDER):
        return held
    compared = "" if verdict is Verdict.NEWER else "，根密钥的 30 位数字已电话核对"
    with desk.change("package.directory", reason=f"第 {offered.directory.version} 版{compared}") as change:
        keep(change, desk, offered)
    return offered


def open_root_file(path: Path, passphrase: str) -> Root:
    """The root key, for as long as it is needed."""
    return open_root(_start_of(path, HEADER_LIMIT + 1), passphrase)


def _start_of(path: Path, most: int) -> bytes:
    """No more of a file than tells that it is too long."""
    with path.open("rb") as file:
        return file.read(most)


def must_hold(session: Session) -> SignedDirectory:
    """The directory in force; NotAllowed before the first."""
    held = directory_of(session)
    if held is None:
        raise NotAllowed("还没有名录，没有改动。请先由自治区在“数据包”页建立名录。")
    return held


def keep(change: Change, desk: Desk, signed: SignedDirectory) -> None:
    """A version as it was signed; what it does not trust any more does not count from here on."""
    withdraw(change, desk, signed)
    change.add(DirectoryVersion(version=signed.directory.version, document=signed.text))


def name_of(desk: Desk, office: str) -> str:
    """What the directory calls an office."""
    return desk.schemes.offices.get(office, office)

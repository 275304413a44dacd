"""Making a package: what the other office is not known to have, of what concerns it, signed and sealed to it.

Everything since its last word goes again, so that a lost package heals itself with the next one (reliability §0.3).
"""

import os
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.orm import Session

from db.base import new_uid
from db.chains import Chain, Chains, Sent
from db.copying import require_room
from db.files import replace, sync
from db.journal import Header
from db.models import Package
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.exchange import attachments, lines, manifest
from yingcai_desktop.exchange.directory import SignedDirectory
from yingcai_desktop.exchange.history import header_of
from yingcai_desktop.exchange.identity import Identity
from yingcai_desktop.exchange.kinds import ABOUT, PackageKind, file_stem, kinds_for, way_of
from yingcai_desktop.exchange.ledger import (
    OUT,
    Said,
    applied_from,
    directory_of,
    had_by,
    keys_of,
    last_said,
    next_number,
    spans_of,
    undone,
)
from yingcai_desktop.exchange.package import check_code, make, seal
from yingcai_desktop.exchange.refused import PackageRefused
from yingcai_desktop.exchange.reporting import reports_for
from yingcai_desktop.exchange.scope import records_of
from yingcai_desktop.keeping.trouble import speaking

ENDING = ".ycp"
SPARE_BYTES = 1024 * 1024
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Content:
    """What a package would hold: records by table, how many entries of them the other office does not have yet, attachments."""

    kind: PackageKind
    peer: str
    records: dict[str, int]
    entries: int
    blobs: int


@dataclass(frozen=True, slots=True)
class Made:
    """A package as it was written."""

    path: Path
    package_id: str
    kind: PackageKind
    peer: str
    number: int
    check_code: str
    size: int
    content: Content


class _Entry(NamedTuple):
    """One entry of a chain, its revision's id, and its header."""

    sent: Sent
    id: str
    header: Header


@dataclass(frozen=True, slots=True)
class _Gathered:
    content: Content
    sent: list[Sent]
    lines: list[bytes]
    chains: dict[str, Chain]
    files: list[str]


def content_of(desk: Desk, kind: PackageKind, peer: str) -> Content:
    """What would go, to look at before it is made."""
    with desk.read() as session:
        return _gather(session, desk, kind, peer).content


def make_package(
    desk: Desk, kind: PackageKind, peer: str, folder: Path, progress: Progress | None = None, *, name: str = ""
) -> Made:
    """Write a package for another office into a folder, and enter it in the register. `name`: another file name than ours.

    The file is written whole, read back and only then named (F4). Raises NotAllowed (no keys, not in the directory, no such way),
    PackageRefused, StorageTrouble (full, read-only, missing folder).
    """
    desk.require("package.send")
    step = progress or (lambda done, total, what: None)
    step(0, 4, "收集记录")
    with desk.read() as session:
        identity, directory = _who(session)
        gathered = _gather(session, desk, kind, peer)
        head = _manifest(desk, session, kind, peer, gathered, directory)
        files = attachments.files_of(session, gathered.files)
    step(1, 4, "签名")
    inner = make(head, gathered.lines, files, identity)
    step(2, 4, "加密")
    try:
        data = seal(inner, directory.directory.recipients(desk.store.office, [peer]))
    except PackageRefused as refused:
        raise refused.naming(desk.schemes.offices) from refused
    step(3, 4, "写入文件")
    path = write_file(folder, name or _name(desk, kind, peer, head.no), data)
    made = Made(path, head.package_id, kind, peer, head.no, check_code(data), len(data), gathered.content)
    try:
        _enter(desk, made, gathered)
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise
    # no step after the commit: somebody who cancels there would hear that there is no package
    return made


def _who(session: Session) -> tuple[Identity, SignedDirectory]:
    identity, directory = keys_of(session), directory_of(session)
    if identity is None:
        raise NotAllowed("本单位还没有交换数据包用的密钥，没有生成数据包。请先在“数据包”页办理“单位登记”。")
    if directory is None:
        raise NotAllowed(
            "本机还没有收到自治区的名录，没有生成数据包。请把登记申请交自治区，导入自治区发回的名录后再试。"
        )
    return identity, directory


def _gather(session: Session, desk: Desk, kind: PackageKind, peer: str) -> _Gathered:
    office = desk.store.office
    way = way_of(office, peer)
    if way is None or kind not in kinds_for(way):
        raise NotAllowed(f"本单位不向{desk.schemes.offices.get(peer, peer)}发送“{ABOUT[kind].label}”数据包，没有生成。请重新选择接收单位和内容。")
    records = records_of(session, kind, office, peer, desk.schemes)
    uids = {uid for found in records.values() for uid in found}
    had, had_files = had_by(session, peer)
    chains, said = Chains(session.connection()), last_said(session, peer)
    known = chains.known
    entries = (
        _Entry(sent, hash_.hex(), header_of(sent)) for sent, hash_ in chains.entries_of(uids | chains.only_theirs(peer))
    )
    unknown = [one for one in entries if one.header.type in records and (one.sent.store, one.sent.n) not in had]
    fresh = _fresh(session, chains, said, peer, unknown)
    # a receipt joins whatever the other office has left: where both have gone back to a backup, neither knows what the other lost
    witnessed = {} if kind is PackageKind.RECEIPT else said.known
    needed = {chain.store for chain in known.values() if chain.mine} | {sent.store for sent in fresh}
    # links of its own entries that it has lost, also where only it could read them
    needed |= {
        store
        for store, end in chains.heads().items()
        if known[store].office == peer and said.known and end.n > witnessed.get(store, 0)
    }
    wire = [*reports_for(session, peer)]
    for store in sorted(needed):
        wire += lines.links(store, chains.slice_of(store, witnessed.get(store, 0)))
    wire += lines.entries(fresh)
    counts = {table: len(found) for table, found in sorted(records.items())}
    files = attachments.names_for(session, records.get("attachment", ()), had_files)
    content = Content(kind, peer, counts, len(fresh), len(files))
    return _Gathered(content, fresh, wire, {store: known[store] for store in _with_bases(needed, known)}, files)


def _fresh(session: Session, chains: Chains, said: Said, peer: str, entries: Iterable[_Entry]) -> list[Sent]:
    """Of these entries those that another office needs: not its own, unless it lost them or they stand on something that goes to it.

    It has lost what it wrote after a backup that was put back. Its own stands on what it does not have where it took that in, went back, and
    then undid the import.
    """
    known, kept = chains.known, chains.line_of(said.chain)
    withdrawn = undone(session)
    fresh: list[_Entry] = []
    theirs: list[_Entry] = []
    for one in entries:
        store = one.sent.store
        # a decision of ours that was undone with its import is nobody's business; a later one takes its place
        if one.header.heads is not None or (known[store].mine and one.id in withdrawn):
            continue
        lost = said.chain and one.sent.n > kept.get(store, 0)
        (theirs if known[store].office == peer and not lost else fresh).append(one)
    going = {one.id for one in fresh}
    while more := [one for one in theirs if not going.isdisjoint(one.header.parents)]:
        fresh += more
        theirs = [one for one in theirs if going.isdisjoint(one.header.parents)]
        going |= {one.id for one in more}
    return [one.sent for one in fresh]


def _with_bases(needed: set[str], known: dict[str, Chain]) -> set[str]:
    """These chains and those they branched off."""
    found: set[str] = set()
    for store in needed:
        while store in known and store not in found:
            found.add(store)
            store = known[store].base_store
    return found


def _manifest(
    desk: Desk, session: Session, kind: PackageKind, peer: str, gathered: _Gathered, directory: SignedDirectory
) -> manifest.Manifest:
    number = next_number(session, peer)
    return manifest.Manifest(
        kind=kind.value,
        sender=desk.store.office,
        store=desk.store.store_id,
        package_id=new_uid(),
        to=[peer],
        no=number,
        prev_no=number - 1,
        season=desk.store.season,
        made_at=desk.clock().isoformat(timespec="minutes"),
        know={chain: (head.n, head.hash.hex()) for chain, head in Chains(session.connection()).heads().items()},
        applied=applied_from(session, peer),
        chains={
            store: manifest.Chain(chain.office, chain.base_store, chain.base_n)
            for store, chain in gathered.chains.items()
        },
        directory=directory.text,
    )


def _name(desk: Desk, kind: PackageKind, peer: str, number: int) -> str:
    way = way_of(desk.store.office, peer)
    assert way is not None
    return file_stem(kind, way, place_of(desk, peer), number) + ENDING


def place_of(desk: Desk, peer: str) -> str:
    """The league or city a package between this office and another concerns: 呼和浩特市."""
    names = {city.code: city.name for city in desk.schemes.common.cities}
    return names.get(desk.store.office) or names.get(peer) or peer


def write_file(folder: Path, name: str, data: bytes) -> Path:
    """Under a name that is free; the file is read back before it gets it."""
    with speaking():
        require_room(folder, len(data) + SPARE_BYTES)
    path, turn = folder / name, 1
    while path.exists():
        turn += 1
        path = folder / f"{Path(name).stem}-{turn}{ENDING}"
    handle, draft = tempfile.mkstemp(prefix=".", suffix=".part", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        sync(Path(draft))
        if Path(draft).read_bytes() != data:
            raise PackageRefused("package.not-written")
        replace(Path(draft), path)
    finally:
        Path(draft).unlink(missing_ok=True)
    return path


def _enter(desk: Desk, made: Made, gathered: _Gathered) -> None:
    with desk.change("package.send") as change:
        change.add(
            Package(
                package_id=made.package_id,
                direction=OUT,
                kind=made.kind.value,
                peer=made.peer,
                chain=desk.store.store_id,
                number=made.number,
                file_name=made.path.name,
                check_code=made.check_code,
                size=made.size,
                made_at=desk.clock().isoformat(timespec="minutes"),
                counts=dict(gathered.content.records),
                blobs=gathered.files,
                spans=spans_of((sent.store, sent.n) for sent in gathered.sent),
            )
        )

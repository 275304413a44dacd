"""A package at the door: opened, and held against what this office knows, before anything is touched.

Chains must join what we have, entries must be those of the chain, and nobody may tell another story of what we have already seen
(reliability §3.4–3.6, F7–F12, F20, F26). Whether its rows are wanted is `planning`'s business.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.chains import Chain, Chains, Sent, continues
from db.journal import Header
from db.models import Package as Entered
from db.revisions import digest
from db.rows import models_by_table
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.exchange.directory import SignedDirectory, Verdict, in_force, read_directory, succeeds
from yingcai_desktop.exchange.history import header_of
from yingcai_desktop.exchange.kinds import ABOUT, PackageKind, kinds_for, way_of
from yingcai_desktop.exchange.ledger import IN, directory_of, openers_of
from yingcai_desktop.exchange.lines import Read, Report
from yingcai_desktop.exchange.manifest import Head, Manifest
from yingcai_desktop.exchange.package import Package, open_package
from yingcai_desktop.exchange.refused import PackageRefused

REVISIONS_LIMIT = 2000
"""Revisions of one record in one package; the busiest has some dozens."""

Stretch = list[tuple[int, bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Fresh:
    """An entry we do not have yet, its hash in the chain, and the record it is about; by the 名录 it may count for nothing."""

    sent: Sent
    hash: bytes
    record: str
    trusted: bool = True


@dataclass(frozen=True)
class Arrived:
    """A package that is whole, from whom it says, for us, and joins what we have.

    `entries` are those we did not have, `again` the revisions (by id) that come once more.
    """

    manifest: Manifest
    kind: PackageKind
    check_code: str
    file_name: str
    size: int
    met: dict[str, Chain]
    links: dict[str, Stretch]
    entries: list[Fresh]
    again: frozenset[str]
    reports: list[Report]
    directory: SignedDirectory | None
    blobs: Mapping[str, bytes] = field(repr=False)
    before: Entered | None = None
    older: bool = False
    about: frozenset[str] = frozenset()
    """All records its entries are about, also those we had already."""

    @property
    def records(self) -> set[str]:
        """What its entries are about."""
        return {fresh.record for fresh in self.entries}

    def returned(self, office: str) -> int:
        """How many entries of our own come back and count: written before an old backup was put in place."""
        return sum(fresh.trusted and self.met[fresh.sent.store].office == office for fresh in self.entries)


def arrive(desk: Desk, path: Path) -> Arrived:
    """Open a file and hold it against the store. Raises PackageRefused with its own sentence for each thing that can be wrong."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file, desk.read() as session:
            openers = openers_of(session)
            if not openers:
                raise NotAllowed(
                    "本单位还没有交换数据包用的密钥，打不开数据包，没有改动。请先在“数据包”页办理“单位登记”。"
                )
            held = directory_of(session)
            package = open_package(
                file,
                identities=openers,
                signer_of=lambda head: _signer(held, head),
                former_of=lambda head: held.directory.retired.get(head.sender, ()) if held else (),
                me=desk.store.office,
            )
            return _held_against(session, desk, package, held, path.name, size)
    except OSError as error:
        raise PackageRefused("package.unreadable", detail=path.name) from error
    except PackageRefused as refused:
        raise refused.naming(desk.schemes.offices) from refused


def _signer(held: SignedDirectory | None, head: Head) -> bytes | None:
    """The key of the sender. Refused: what a panel's laptop sends is not taken in among the packages of offices."""
    if head.kind == PackageKind.PANEL_RESULT:
        raise PackageRefused("panel.bring-here")
    book = in_force(held, head.directory)
    return book.directory.signer(head.sender) if book else None


def _held_against(
    session: Session, desk: Desk, package: Package, held: SignedDirectory | None, name: str, size: int
) -> Arrived:
    manifest, office = package.manifest, desk.store.office
    if manifest.season != desk.store.season:
        raise PackageRefused("package.other-season", detail=str(manifest.season))
    kind = _kind(manifest, office)
    chains = Chains(session.connection())
    before = session.scalars(
        select(Entered).where(Entered.direction == IN, Entered.package_id == manifest.package_id)
    ).first()
    last = session.scalars(
        select(Entered.number).where(
            Entered.direction == IN, Entered.peer == manifest.sender, Entered.chain == manifest.store
        )
    ).all()
    read = Read(package.records)
    book = in_force(held, manifest.directory)
    _require_trust(manifest, read.entries, book)
    met = _chains(chains, manifest, office)
    links, hashes = _links(chains, met, read.links)
    _witnesses(chains, manifest, met, hashes, desk.store.store_id)
    entries, again = _entries(chains, met, read.entries, hashes, book)
    return Arrived(
        manifest,
        kind,
        package.check_code,
        name,
        size,
        met,
        links,
        entries,
        again,
        read.reports,
        _directory(held, manifest),
        package.blobs,
        before,
        before is None and bool(last) and manifest.no < max(last),
        frozenset(header_of(sent).record for sent in read.entries),
    )


def _require_trust(manifest: Manifest, entries: Iterable[Sent], book: SignedDirectory | None) -> None:
    """Refuse what a lost machine itself sends; what others took in from it before may come along, and does not count."""
    if book is None or (last := book.directory.revoked.get(manifest.store)) is None:
        return
    said, _ = manifest.know.get(manifest.store, (0, ""))
    if max([said, *(sent.n for sent in entries if sent.store == manifest.store)]) > last:
        raise PackageRefused("package.revoked", detail=f"{last + 1}")


def _kind(manifest: Manifest, office: str) -> PackageKind:
    way = way_of(manifest.sender, office)
    try:
        kind = PackageKind(manifest.kind)
    except ValueError as error:
        raise PackageRefused("package.wrong-kind", detail=manifest.kind) from error
    if way is None or kind not in kinds_for(way):
        raise PackageRefused("package.wrong-kind", detail=ABOUT[kind].label)
    return kind


def _directory(held: SignedDirectory | None, manifest: Manifest) -> SignedDirectory | None:
    """The directory that came along, if it is to be kept. Refused: two of one version, a foreign root."""
    if not manifest.directory:
        return None
    offered = read_directory(manifest.directory)
    if held is None:
        return None
    match succeeds(held, offered):
        case Verdict.NEWER:
            return offered
        case Verdict.FORK:
            raise PackageRefused("directory.fork")
        case Verdict.FOREIGN:
            raise PackageRefused("directory.foreign")
    return None


def _chains(chains: Chains, manifest: Manifest, office: str) -> dict[str, Chain]:
    """Every chain we know and the package names; what it names must be what we know of it."""
    known = chains.known
    found = dict(known)
    for store, named in manifest.chains.items():
        chain = Chain(store, named.office, named.base_store, named.base_n)
        if (held := known.get(store)) is not None:
            if (held.office, held.base_store, held.base_n) != (chain.office, chain.base_store, chain.base_n):
                raise PackageRefused("package.fork", detail="")
            continue
        # only the region passes on what other offices wrote; our own may come back, of a life that an old backup ended
        if chain.office not in (manifest.sender, office) and not manifest.sender.endswith("0000"):
            raise PackageRefused("package.foreign-chain", detail=chain.office)
        found[store] = chain
    for store in manifest.chains.keys() - known.keys():
        if not _joins(found[store], found, office):
            raise PackageRefused("package.foreign-chain", detail=found[store].office)
    if manifest.store not in found or found[manifest.store].office != manifest.sender:
        raise PackageRefused("package.foreign-chain", detail=manifest.sender)
    return found


def _joins(chain: Chain, chains: Mapping[str, Chain], us: str) -> bool:
    """Whether a chain goes back over those of its office, in no circle, to a first one; nobody starts a first one in our name."""
    seen: set[str] = set()
    while chain.base_store:
        seen.add(chain.store)
        base = chains.get(chain.base_store)
        if base is None or base.office != chain.office or base.store in seen:
            return False
        chain = base
    return chain.office != us or chain.mine


def _links(
    chains: Chains, met: Mapping[str, Chain], offered: Mapping[str, Mapping[int, bytes]]
) -> tuple[dict[str, Stretch], dict[str, dict[int, tuple[bytes, bytes]]]]:
    """What continues the chains we have, and (digest, hash) of every link offered. Refused: fork, gap."""
    fresh: dict[str, Stretch] = {}
    seen: dict[str, dict[int, tuple[bytes, bytes]]] = defaultdict(dict)
    known = chains.heads()
    for store in _bases_first(offered, met):
        chain, stretch = met[store], sorted(offered[store].items())
        end = known[store].n if store in known else chain.base_n
        held = chains.stretch_of(store, stretch[0][0] - 1) if store in known else []
        ours = {n: (one, hash_) for n, one, hash_ in held}
        for n, one in stretch:
            if n <= end:
                if n not in ours or ours[n][0] != one:
                    raise PackageRefused("package.fork", detail=f"第 {n} 号")
                seen[store][n] = ours[n]
        beyond = [(n, one) for n, one in stretch if n > end]
        if not beyond:
            continue
        if beyond[0][0] != end + 1:
            raise PackageRefused("package.gap", detail=f"{end + 1}–{beyond[0][0] - 1}")
        if [n for n, _ in beyond] != list(range(end + 1, end + 1 + len(beyond))):
            raise PackageRefused("package.records-malformed")
        previous = _hash_before(chains, store, end, met, seen)
        if previous is None:
            raise PackageRefused("package.gap", detail=f"1–{end}")
        fresh[store] = continues(previous, beyond)
        seen[store] |= {n: (one, hash_) for n, one, hash_ in fresh[store]}
    return fresh, seen


def _bases_first(offered: Mapping[str, object], met: Mapping[str, Chain]) -> list[str]:
    """Chains offered, each behind the one it branched off. Refused: a chain nobody named, a circle."""
    order: list[str] = []
    for start in sorted(offered):
        line: list[str] = []
        store = start
        while store and store not in order:
            if store not in met or store in line:
                raise PackageRefused("package.foreign-chain", detail="")
            line.append(store)
            store = met[store].base_store
        order += reversed(line)
    return [store for store in order if store in offered]


def _hash_before(
    chains: Chains,
    store: str,
    n: int,
    met: Mapping[str, Chain],
    seen: Mapping[str, Mapping[int, tuple[bytes, bytes]]],
) -> bytes | None:
    """The hash of entry `n` of a chain or, at its base, of the one it branched off."""
    if n == 0:
        return chains.hash_at(store, 0)
    while store in met:
        if n > met[store].base_n:
            offered = seen.get(store, {}).get(n)
            return offered[1] if offered else chains.hash_at(store, n)
        store = met[store].base_store
    return None


def _witnesses(
    chains: Chains,
    manifest: Manifest,
    met: Mapping[str, Chain],
    seen: Mapping[str, Mapping[int, tuple[bytes, bytes]]],
    own: str,
) -> None:
    """What the sender has seen of any chain must be what we have seen. Refused: fork, and a store of ours that has gone back."""
    known = chains.heads()
    for store, (n, hash_) in manifest.know.items():
        ours = _hash_before(chains, store, n, met, seen)
        if ours is not None and ours.hex() != hash_:
            raise PackageRefused("package.fork", detail=f"第 {n} 号")
        if store == own and n > (known[own].n if own in known else 0):
            raise PackageRefused("package.we-went-back", detail=f"{n}")
        if ours is None and store in met and met[store].mine:
            # entries of ours, lost since a backup was put back: the sender must hear of it first, then it gives them back
            raise PackageRefused("package.gap", detail=f"{n}")


def _entries(
    chains: Chains,
    met: Mapping[str, Chain],
    offered: Iterable[Sent],
    seen: Mapping[str, Mapping[int, tuple[bytes, bytes]]],
    held: SignedDirectory | None,
) -> tuple[list[Fresh], frozenset[str]]:
    """The entries we do not have yet, and the ids of those we have. Refused: not those of the chain, of tables we do not know."""
    tables = models_by_table()
    fresh: list[Fresh] = []
    again: set[str] = set()
    counts: Counter[str] = Counter()
    taken: set[tuple[str, int]] = set()
    for sent in offered:
        header = header_of(sent)
        link = _link(chains, met, sent, seen)
        if link is None:
            raise PackageRefused("package.gap", detail=f"{sent.n}")
        if not _is(sent, header, link[0]) or header.heads is not None:
            raise PackageRefused("package.forged-entry", detail=f"{sent.n}")
        if header.type not in tables:
            raise PackageRefused("package.newer-schema")
        counts[header.record] += 1
        if counts[header.record] > REVISIONS_LIMIT:
            raise PackageRefused("package.bomb")
        if chains.has(sent.store, sent.n):
            again.add(link[1].hex())
        elif (sent.store, sent.n) not in taken:
            trusted = held is None or held.directory.trusts(sent.store, sent.n)
            fresh.append(Fresh(sent, link[1], header.record, trusted))
        taken.add((sent.store, sent.n))
    return fresh, frozenset(again)


def _link(
    chains: Chains,
    met: Mapping[str, Chain],
    sent: Sent,
    seen: Mapping[str, Mapping[int, tuple[bytes, bytes]]],
) -> tuple[bytes, bytes] | None:
    if sent.store not in met:
        return None
    if (offered := seen.get(sent.store, {}).get(sent.n)) is not None:
        return offered
    return chains.link_at(sent.store, sent.n) if sent.n > met[sent.store].base_n else None


def _is(sent: Sent, header: Header, link_digest: bytes) -> bool:
    return (
        header.n == sent.n
        and header.store == sent.store
        and digest(sent.header) == link_digest
        and hashlib.sha256(sent.salt + sent.body).hexdigest() == header.body_hash
    )

"""名录: which office signs with which key, whom to encrypt to, and what is no longer trusted. Signed by the root key.

It rides in every package; everybody keeps the highest version and believes nothing lower. Three lines of text: what it is, the JSON,
the signature over the JSON (base64). Trust ends at an entry's number, never at a time: clocks are wrong offline (reliability §3.7).
"""

import base64
import enum
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

import msgspec
from msgspec import Meta

from yingcai_desktop.exchange.identity import (
    SIGNATURE_BYTES,
    Office,
    PublicIdentity,
    PublicKey,
    Recipient,
    is_recipient,
    is_signed,
)
from yingcai_desktop.exchange.manifest import CHAIN_LIMIT, DIRECTORY_LIMIT, Id, Number, Text
from yingcai_desktop.exchange.refused import PackageRefused
from yingcai_desktop.exchange.root import PublicRoot, Root

TITLE = "yingcai-directory 1"
_TITLE_START = "yingcai-directory "
DOMAIN = b"yingcai-directory-v1\0"
HANDOVER_DOMAIN = b"yingcai-root-handover-v1\0"
OFFICE_LIMIT = 256
"""Offices, and panels: the region, a dozen leagues and cities, some panels a season."""
FORMER_LIMIT = 32
"""Keys an office or the root has had before."""

Signature = Annotated[bytes, Meta(min_length=SIGNATURE_BYTES, max_length=SIGNATURE_BYTES)]


class Listed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An office or a panel; `since` is the version in which these keys came in, `stores` the chains it writes."""

    name: Text
    sign: PublicKey
    seal: Recipient
    since: Number
    stores: Annotated[list[Id], Meta(max_length=CHAIN_LIMIT)] = []


class Handover(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A former root key, and its signature over the one that took its place."""

    root: PublicKey
    signature: Signature


class Directory(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One version. `previous` is the digest of the version before (blank for the first).

    `revoked` maps chain id → the last entry that is still trusted. `retired` keeps keys an office no longer signs with, for packages
    kept from then; nothing new is accepted under them.
    """

    version: Annotated[int, Meta(ge=1, le=10**6)]
    previous: Annotated[str, Meta(pattern=r"\A([0-9a-f]{64})?\Z")] = ""
    root: PublicKey
    escrow: Recipient
    offices: Annotated[dict[Office, Listed], Meta(max_length=OFFICE_LIMIT)] = {}
    panels: Annotated[dict[Office, Listed], Meta(max_length=OFFICE_LIMIT)] = {}
    revoked: Annotated[dict[Id, Number], Meta(max_length=CHAIN_LIMIT)] = {}
    retired: Annotated[
        dict[Office, Annotated[list[PublicKey], Meta(max_length=FORMER_LIMIT)]], Meta(max_length=OFFICE_LIMIT)
    ] = {}
    former: Annotated[list[Handover], Meta(max_length=FORMER_LIMIT)] = []

    def find(self, office: str) -> Listed | None:
        """An office or a panel."""
        return self.offices.get(office) or self.panels.get(office)

    def signer(self, office: str) -> bytes | None:
        """The key its packages must be signed with today."""
        listed = self.find(office)
        return listed.sign if listed else None

    def recipients(self, sender: str, to: Iterable[str]) -> list[str]:
        """Whom to encrypt to: the addressees, the sender, the escrow key. PackageRefused `directory.unknown-office`."""
        found = [self.escrow]
        for office in (sender, *to):
            listed = self.find(office)
            if listed is None:
                raise PackageRefused("directory.unknown-office", detail=office)
            found.append(listed.seal)
        return list(dict.fromkeys(found))

    def trusts(self, chain: str, n: int) -> bool:
        """Whether an entry of a store's journal still counts."""
        return chain not in self.revoked or n <= self.revoked[chain]


@dataclass(frozen=True)
class SignedDirectory:
    """A directory with a good signature of its own root; `digest` names exactly this content. Whether the root is ours is another question."""

    text: str
    digest: str
    directory: Directory


class Verdict(enum.StrEnum):
    """What becomes of a directory that was offered."""

    NEWER = "newer"
    """Take it."""
    SAME = "same"
    OLDER = "older"
    """Ignore it: an old package carries an old directory."""
    FORK = "fork"
    """Alarm: the root has signed two different ones."""
    FOREIGN = "foreign"
    """Alarm: another root."""


def read_directory(document: str | bytes) -> SignedDirectory:
    """From its text, or a file's bytes. PackageRefused: `directory.newer-format`, `directory.damaged`, `directory.forged`."""
    text = document.decode("utf-8", "replace") if isinstance(document, bytes) else document
    title, _, rest = text.partition("\n")
    if title != TITLE and title.startswith(_TITLE_START):
        raise PackageRefused("directory.newer-format")
    body, _, sign = rest.removesuffix("\n").partition("\n")
    try:
        if title != TITLE or len(text) > DIRECTORY_LIMIT:
            raise ValueError("no directory")
        data = body.encode()
        directory = msgspec.json.decode(data, type=Directory)
        signed = base64.b64decode(sign, validate=True)
        if text != _written(body, signed) or len(signed) != SIGNATURE_BYTES:
            raise ValueError("not as it is written")
        if not all(map(is_recipient, (directory.escrow, *(one.seal for one in _listed(directory))))):
            raise ValueError("an address nobody can encrypt to")
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise PackageRefused("directory.damaged") from error
    if not is_signed(directory.root, signed, DOMAIN, data):
        raise PackageRefused("directory.forged")
    return SignedDirectory(text, hashlib.sha256(data).hexdigest(), directory)


def sign_directory(directory: Directory, root: Root) -> SignedDirectory:
    """Sign a version. ValueError: the directory names another root. PackageRefused `directory.damaged`: it breaks a bound."""
    if directory.root != root.public.sign:
        raise ValueError("the directory names another root")
    body = msgspec.json.encode(directory, order="sorted")
    return read_directory(_written(body.decode(), root.sign(DOMAIN, body)))


def succeeds(held: SignedDirectory, offered: SignedDirectory) -> Verdict:
    """Whether a directory that came with a package takes the place of ours."""
    ours, theirs = held.directory, offered.directory
    if theirs.version < ours.version:
        return Verdict.OLDER
    if not _handed_over(ours.root, theirs):
        return Verdict.FOREIGN
    if theirs.version == ours.version:
        return Verdict.SAME if offered.digest == held.digest else Verdict.FORK
    if theirs.version == ours.version + 1 and theirs.previous != held.digest:
        return Verdict.FORK
    return Verdict.NEWER


def in_force(held: SignedDirectory | None, brought: str) -> SignedDirectory | None:
    """The one to judge a package by: what it brings itself, if that takes the place of ours; the root has signed it, whoever sent it."""
    if held is None or not brought:
        return held
    try:
        offered = read_directory(brought)
    except PackageRefused:
        return held
    return offered if succeeds(held, offered) is Verdict.NEWER else held


def first_directory(root: PublicRoot) -> Directory:
    """Version 1, without offices."""
    return Directory(version=1, root=root.sign, escrow=root.escrow)


def following(held: SignedDirectory) -> Directory:
    """The next version with the same content: the start of every change."""
    return msgspec.structs.replace(held.directory, version=held.directory.version + 1, previous=held.digest)


def with_office(directory: Directory, public: PublicIdentity, name: str, stores: Iterable[str] = ()) -> Directory:
    """An office (or a panel, by its code) taken in or given new keys; the old key is kept among the retired ones."""
    code, kind = public.office, "panels" if "-" in public.office else "offices"
    before = directory.find(code)
    retired = {**directory.retired}
    chains = list(dict.fromkeys([*(before.stores if before else ()), *stores]))
    if before and before.sign != public.sign:
        retired[code] = [*retired.get(code, ()), before.sign][-FORMER_LIMIT:]
    since = before.since if before and (before.sign, before.seal) == (public.sign, public.seal) else directory.version
    listed = {**getattr(directory, kind), code: Listed(name, public.sign, public.seal, since, chains)}
    return msgspec.structs.replace(directory, retired=retired, **{kind: listed})


def without_office(directory: Directory, code: str) -> Directory:
    """An office whose packages are no longer taken, or a panel that has ended. KeyError: it is not listed."""
    kind = "panels" if "-" in code else "offices"
    listed = {**getattr(directory, kind)}
    sign = listed.pop(code).sign
    retired = {**directory.retired, code: [*directory.retired.get(code, ()), sign][-FORMER_LIMIT:]}
    return msgspec.structs.replace(directory, retired=retired, **{kind: listed})


def with_revoked(directory: Directory, chain: str, last: int) -> Directory:
    """Entries of a chain after `last` no longer count; trust once taken away does not come back."""
    return msgspec.structs.replace(
        directory, revoked={**directory.revoked, chain: min(last, directory.revoked.get(chain, last))}
    )


def with_root(directory: Directory, old: Root, new: PublicRoot) -> Directory:
    """The root key replaced: the old one signs the new one, which signs the directory from now on.

    ValueError: `old` is not the root of this directory.
    """
    if directory.root != old.public.sign:
        raise ValueError("not the root of this directory")
    handover = Handover(old.public.sign, old.sign(HANDOVER_DOMAIN, new.sign))
    return msgspec.structs.replace(directory, root=new.sign, escrow=new.escrow, former=[*directory.former, handover])


def with_foreign_root(directory: Directory, new: PublicRoot) -> Directory:
    """The root key replaced where the old one is lost: nobody vouches for the new one, so that everybody must type its digits again."""
    return msgspec.structs.replace(directory, root=new.sign, escrow=new.escrow, former=[])


def _handed_over(held: bytes, offered: Directory) -> bool:
    """Whether the offered root is ours, or ours has signed its successor, and that one the next, up to the offered root."""
    roots = [*(handover.root for handover in offered.former), offered.root]
    if held not in roots:
        return False
    start = roots.index(held)
    return all(
        is_signed(one.root, one.signature, HANDOVER_DOMAIN, successor)
        for one, successor in zip(offered.former[start:], roots[start + 1 :], strict=True)
    )


def _written(body: str, signed: bytes) -> str:
    return f"{TITLE}\n{body}\n{base64.b64encode(signed).decode()}\n"


def _listed(directory: Directory) -> list[Listed]:
    return [*directory.offices.values(), *directory.panels.values()]

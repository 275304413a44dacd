"""A package: made from records and attachments, signed, sealed to its readers; and opened again, with every check before anything is used.

    manifest.json   who, to whom, what is inside (see `manifest`)
    manifest.sig    64 bytes: Ed25519 over "yingcai-pkg-v1" NUL manifest.json
    records.jsonl   one JSON object a line
    blobs/<sha256>  attachments

in a zip, the whole encrypted with age: signed inside, encrypted outside, and the addressee is part of what is signed
(reliability §3.6).
"""

import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any, Protocol, TypeVar

import msgspec

from db.schema import SCHEMA
from yingcai_desktop.exchange import age
from yingcai_desktop.exchange import passphrase as phrases
from yingcai_desktop.exchange.guard import BLOB_LIMIT, RECORDS_LIMIT, TOTAL_LIMIT, ZIP_MAGIC, Archive, pack
from yingcai_desktop.exchange.identity import Identity, PublicIdentity, is_signed, read_public
from yingcai_desktop.exchange.manifest import (
    BLOBS,
    ENROLMENT,
    FORMAT,
    MANIFEST,
    MANIFEST_LIMIT,
    MEMBER_LIMIT,
    RECORDS,
    SIGNATURE,
    SUITE,
    VERSION,
    Head,
    Manifest,
    Member,
    encoded,
)
from yingcai_desktop.exchange.refused import PackageRefused

DOMAIN = b"yingcai-pkg-v1\0"
LINE_LIMIT = 256 * 1024
"""Bytes of one record: the longest has a few thousand characters of text."""
LINES_LIMIT = 200_000
"""Records of one package: with more, the lines of `RECORDS_LIMIT` bytes are shorter than any revision."""
IDENTITY_LIMIT = 4096
"""Bytes of the one record of an enrolment."""

_LONG_NUMBER = re.compile(rb"[0-9]{19}")
"""Below this many digits every whole number has 64 bits."""
_Shape = TypeVar("_Shape")


class Opener(Protocol):
    """Who can read what was sealed: an office's identity, or the root with its escrow key."""

    def age_secret(self) -> str:
        """The age identity."""
        ...


class Records(Iterable[bytes]):
    """The records, one JSON object each; may be gone through more than once, and are unpacked anew each time.

    Refused: records-malformed, when one is made that holds a line which is not such an object.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._count = 0
        for line in self:
            self._count += 1
            if self._count > LINES_LIMIT or not _is_record(line):
                raise PackageRefused("package.records-malformed")

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[bytes]:
        rest = b""
        for chunk in self._archive.chunks(RECORDS):
            *lines, rest = (rest + chunk).split(b"\n")
            yield from lines
            if len(rest) > LINE_LIMIT:
                break
        if rest:
            raise PackageRefused("package.records-malformed")


class Blobs(Mapping[str, bytes]):
    """SHA-256 → attachment; unpacked when asked for."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._digests = sorted(name.removeprefix(BLOBS) for name in archive.names() if name.startswith(BLOBS))

    def __getitem__(self, digest: str) -> bytes:
        if BLOBS + digest not in self._archive.names():
            raise KeyError(digest)
        return self._archive.read(BLOBS + digest)

    def __iter__(self) -> Iterator[str]:
        return iter(self._digests)

    def __len__(self) -> int:
        return len(self._digests)


@dataclass(frozen=True)
class Package:
    """An opened package: signed by the sender's key, addressed to us, whole. What its records mean is not judged here."""

    manifest: Manifest
    records: Records
    blobs: Blobs
    check_code: str

    def enrolled(self) -> PublicIdentity:
        """Who asks for a place in the directory; of an enrolment only."""
        return read_public(next(iter(self.records)))


def make(manifest: Manifest, records: Sequence[bytes], blobs: Mapping[str, bytes], signer: Identity) -> bytes:
    """The signed archive, not yet encrypted; `files` of the manifest is filled in here. The same input gives the same bytes.

    `records` are JSON objects without line breaks. Refused, so that nobody sends what nobody can open: too-large,
    records-malformed.
    """
    if not all(_is_record(line) for line in records):
        raise PackageRefused("package.records-malformed")
    members = {RECORDS: b"".join(line + b"\n" for line in records)}
    members |= {BLOBS + digest: blob for digest, blob in blobs.items()}
    files = {name: Member(hashlib.sha256(data).hexdigest(), len(data)) for name, data in sorted(members.items())}
    if any(name not in (RECORDS, BLOBS + file.sha256) for name, file in files.items()):
        raise ValueError("a blob is not what its name says")
    body = encoded(msgspec.structs.replace(manifest, files=files))
    sizes = [len(data) for data in members.values()]
    if (
        len(records) > LINES_LIMIT
        or len(members[RECORDS]) > RECORDS_LIMIT
        or any(len(blob) > BLOB_LIMIT for blob in blobs.values())
        or len(members) + 2 > MEMBER_LIMIT
        or len(body) > MANIFEST_LIMIT
        or sum(sizes) + len(body) > TOTAL_LIMIT
    ):
        raise PackageRefused("package.too-large")
    msgspec.json.decode(body, type=Manifest)  # what we would not read ourselves is a bug of the caller
    inner = pack({**members, MANIFEST: body, SIGNATURE: signer.sign(DOMAIN, body)})
    if len(inner) > age.PACKAGE_LIMIT - MANIFEST_LIMIT:
        raise PackageRefused("package.too-large")
    return inner


def seal(inner: bytes, recipients: Sequence[str]) -> bytes:
    """Encrypted to all of these: the addressees, and always the sender itself and the region's escrow key."""
    return age.encrypt(inner, recipients)


def seal_with_passphrase(inner: bytes, passphrase: str) -> bytes:
    """Encrypted under a passphrase, for a panel that has no keys yet. Half a second. Invalid: a weak passphrase."""
    return phrases.encrypt(inner, passphrase)


def check_code(data: bytes) -> str:
    """The code of a whole file to compare by telephone, e.g. A1B2-C3D4."""
    return age.spelled_code(hashlib.sha256(data).hexdigest())


def open_package(
    data: bytes | IO[bytes],
    *,
    identities: Sequence[Opener] = (),
    passphrase: str | None = None,
    signer_of: Callable[[Head], bytes | None],
    former_of: Callable[[Head], Sequence[bytes]] = lambda head: (),
    me: str,
) -> Package:
    """Open and check a file; an open file is read as it is decrypted and never held as a whole.

    `signer_of` gives the key of the sender (None: not in the directory), `former_of` those it had before: what they signed is
    refused, too, but is no forgery. `me` is our own office. PackageRefused whatever the
    bytes are; which check comes first is part of the format. OSError only when the medium itself fails.
    """
    source = age.Source(data)
    under_passphrase = source.head.startswith(phrases.MAGIC)
    sealed = under_passphrase or source.head.startswith(age.MAGIC)
    if not sealed and not source.head.startswith(ZIP_MAGIC):
        raise PackageRefused("package.not-a-package")
    secrets = [phrases.unlock(source, passphrase)] if under_passphrase else [one.age_secret() for one in identities]
    inner = age.decrypt(source, secrets) if sealed else io.BytesIO(source.read())
    content = read_archive(inner, sealed=sealed, signer_of=signer_of, former_of=former_of, me=me)
    return Package(*content, source.check_code())


def read_archive(
    inner: io.BytesIO,
    *,
    sealed: bool,
    signer_of: Callable[[Head], bytes | None],
    former_of: Callable[[Head], Sequence[bytes]] = lambda head: (),
    me: str,
) -> tuple[Manifest, Records, Blobs]:
    """What `open_package` does with the signed archive. PackageRefused as there."""
    archive = Archive(inner)
    body, sign = archive.read(MANIFEST), archive.read(SIGNATURE)
    head = _decoded(body, Head, "package.damaged")
    if head.format != FORMAT:
        raise PackageRefused("package.not-a-package")
    if not sealed and head.kind != ENROLMENT:
        raise PackageRefused("package.unsealed")
    if head.suite != SUITE:
        raise PackageRefused("package.wrong-suite")
    key = _key_enrolled(archive, head) if head.kind == ENROLMENT else signer_of(head)
    if key is None:
        raise PackageRefused("package.unknown-sender", detail=head.sender)
    if not is_signed(key, sign, DOMAIN, body):
        once = any(is_signed(former, sign, DOMAIN, body) for former in former_of(head))
        raise PackageRefused("package.former-key" if once else "package.forged")
    if max(head.v, head.min_reader) > VERSION:
        raise PackageRefused("package.newer-format")
    manifest = _decoded(body, Manifest, "package.records-malformed")
    if manifest.schema > SCHEMA:
        raise PackageRefused("package.newer-schema")
    if me not in manifest.to:
        raise PackageRefused("package.other-addressee", detail="、".join(manifest.to))
    _check_files(archive, manifest)
    return manifest, Records(archive), Blobs(archive)


def _decoded(data: bytes, shape: type[_Shape], code: str) -> _Shape:
    try:
        return msgspec.json.decode(data, type=shape)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise PackageRefused(code) from error


def _key_enrolled(archive: Archive, head: Head) -> bytes:
    """The key an enrolment brings with it: it proves only that the sender has the private half. Refused: records-malformed."""
    if archive.names() != {MANIFEST, SIGNATURE, RECORDS} or archive.size(RECORDS) > IDENTITY_LIMIT:
        raise PackageRefused("package.records-malformed")
    public = read_public(archive.read(RECORDS).removesuffix(b"\n"))
    if public.office != head.sender:
        raise PackageRefused("package.forged")
    return public.sign


def _check_files(archive: Archive, manifest: Manifest) -> None:
    """The members are those of the manifest, each as long as it says there, in the archive and in truth, and with that digest.

    All lengths are compared before anything large is unpacked. Refused: members, damaged, bomb.
    """
    if archive.names() != {MANIFEST, SIGNATURE, *manifest.files} or RECORDS not in manifest.files:
        raise PackageRefused("package.members")
    for name, file in manifest.files.items():
        if archive.size(name) != file.len or name not in (RECORDS, BLOBS + file.sha256):
            raise PackageRefused("package.members")
    for name, file in manifest.files.items():
        digest = hashlib.sha256()
        for chunk in archive.chunks(name):
            digest.update(chunk)
        if digest.hexdigest() != file.sha256:
            raise PackageRefused("package.damaged")


def _is_record(line: bytes) -> bool:
    """Whether a line is one JSON object: UTF-8, no whole numbers beyond 64 bits, no bottomless nesting."""
    if not line or len(line) > LINE_LIMIT or b"\n" in line:
        return False
    try:
        fields = msgspec.json.decode(line, type=dict[str, Any])
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return False
    return not _LONG_NUMBER.search(line) or _fits(fields)


def _fits(value: object) -> bool:
    """Whether every whole number in it can be stored."""
    left = [value]
    while left:
        match left.pop():
            case dict() as inner:
                left.extend(inner.values())
            case list() as inner:
                left.extend(inner)
            case int() as number if not -(2**63) <= number < 2**63:
                return False
    return True

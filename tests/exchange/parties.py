"""Three offices with fixed keys, made for these tests and used nowhere else, and packages between them: sound ones, and what an enemy would make."""

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from yingcai_desktop.exchange.identity import Identity
from yingcai_desktop.exchange.manifest import Head, Manifest, encoded
from yingcai_desktop.exchange.package import DOMAIN, Package, make, open_package, seal
from yingcai_desktop.exchange.refused import PackageRefused


def _office(code: str, opening: str) -> Identity:
    return Identity(code, hashlib.sha256(f"a key for tests: {code}".encode()).digest(), opening)


REGION = _office("150000", "AGE-SECRET-KEY-1S3A3TX4ZWMWFVT2E50SZG7DKA7GDP9TPLHYZS83ZHW88U6MPA9CSMPCFV0")
HOHHOT = _office("150100", "AGE-SECRET-KEY-1N20V37A8Z5E4NKLCAE6C75KMP2QC3JXJPLA73SNZW0AH9ZQ5RLWQD4YXYV")
BAOTOU = _office("150200", "AGE-SECRET-KEY-1V09M20MLTES4TD0QLAW5T4HEF66V5VVE7GJH2F87ALDQG9J2NWGSWGWQ6X")
KEYS = {office.office: office.public.sign for office in (REGION, HOHHOT, BAOTOU)}

RECORDS = [msgspec.json.encode({"n": n, "name": f"学生{n}", "score": n * 7 % 101}) for n in range(40)]
PHOTO = b"\xff\xd8" + hashlib.shake_256(b"photo").digest(700)
PROOF = b"%PDF" + hashlib.shake_256(b"proof").digest(900)
BLOBS = {hashlib.sha256(blob).hexdigest(): blob for blob in (PHOTO, PROOF)}


def a_manifest(**changes: Any) -> Manifest:
    """From Hohhot to the region, the third."""
    usual = Manifest(
        kind="applications",
        sender="150100",
        store="5" * 32,
        package_id="a" * 32,
        to=["150000"],
        no=3,
        prev_no=2,
        season=2025,
        made_at="2025-04-20T09:30:00+08:00",
        know={"5" * 32: (1403, "c" * 64), "6" * 32: (37, "d" * 64)},
        applied=["b" * 32],
        names={"150100": "呼和浩特市"},
    )
    return msgspec.structs.replace(usual, **changes)


def an_archive(signer: Identity = HOHHOT, **changes: Any) -> bytes:
    """A sound one, not yet encrypted."""
    return make(a_manifest(**changes), RECORDS, BLOBS, signer)


def sealed(inner: bytes, *to: Identity) -> bytes:
    return seal(inner, [office.public.seal for office in to or (REGION,)])


def opened(data: bytes, by: Identity = REGION, passphrase: str | None = None) -> Package:
    return open_package(data, identities=[by], passphrase=passphrase, signer_of=key_of, me=by.office)


def key_of(head: Head) -> bytes | None:
    return KEYS.get(head.sender)


def code_of(act: Callable[[], object]) -> str:
    """The code of the refusal, or `taken`."""
    try:
        act()
    except PackageRefused as refusal:
        return refusal.code
    return "taken"


def refusal(data: bytes, by: Identity = REGION, passphrase: str | None = None) -> str:
    return code_of(lambda: opened(data, by, passphrase))


def signed_members(
    records: bytes,
    blobs: Mapping[str, bytes] | None = None,
    *,
    body: bytes | None = None,
    files: Mapping[str, object] | None = None,
    fields: Mapping[str, object] | None = None,
    signer: Identity = HOHHOT,
) -> dict[str, bytes]:
    """What somebody with a good key and a bad mind can sign: any records, any manifest. `fields` replaces some of its fields."""
    named = {"records.jsonl": records} | {f"blobs/{digest}": blob for digest, blob in (blobs or {}).items()}
    if body is None:
        listed = {n: {"sha256": hashlib.sha256(d).hexdigest(), "len": len(d)} for n, d in named.items()}
        plain = msgspec.json.decode(encoded(a_manifest())) | {"files": dict(files or listed)} | dict(fields or {})
        body = msgspec.json.encode(plain)
    return named | {"manifest.json": body, "manifest.sig": signer.sign(DOMAIN, body)}


def zipped(members: Iterable[tuple[str, bytes]] | Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip as any program writes it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members.items() if isinstance(members, Mapping) else members:
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return buffer.getvalue()


def insider(records: bytes = b'{"n":1}\n', **how: Any) -> bytes:
    """The zip of `signed_members`."""
    return zipped(signed_members(records, **how))

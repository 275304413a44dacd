"""Packages changed at random: the file as it travels, the archive inside it, and what an insider may sign.

Nothing changed may be taken for what was sent, and nothing may end in another exception than the one that has a sentence.
`EXCHANGE_MUTANTS` is how many of each are tried (20,000; a soak run takes two million).
"""

import collections
import io
import os
import random
import zipfile
from collections.abc import Callable

import msgspec
import pytest

from tests.exchange.parties import (
    BLOBS,
    RECORDS,
    REGION,
    an_archive,
    key_of,
    opened,
    sealed,
    signed_members,
    zipped,
)
from yingcai_desktop.exchange import package
from yingcai_desktop.exchange.package import read_archive
from yingcai_desktop.exchange.refused import PackageRefused

MUTANTS = int(os.environ.get("EXCHANGE_MUTANTS", "20000"))

Content = tuple[object, list[bytes], dict[str, bytes]]


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A flipped bit, a cut, a stretch overwritten, put in, taken out or repeated, or eight bytes anywhere."""
    out, at = bytearray(data), chance.randrange(len(data))
    match chance.randrange(7):
        case 0:
            out[at] ^= 1 << chance.randrange(8)
        case 1:
            del out[at:]
        case 2:
            stop = min(len(out), at + chance.randrange(1, 512))
            out[at:stop] = chance.randbytes(stop - at)
        case 3:
            out[at:at] = chance.randbytes(chance.randrange(1, 64))
        case 4:
            del out[at : at + chance.randrange(1, 64)]
        case 5:
            out[at:at] = out[at : at + chance.randrange(1, 64)]
        case _:
            for _ in range(8):
                out[chance.randrange(len(out))] = chance.randrange(256)
    return bytes(out)


def inside(data: bytes) -> Content:
    manifest, records, blobs = read_archive(io.BytesIO(data), sealed=True, signer_of=key_of, me=REGION.office)
    return manifest, list(records), dict(blobs)


def outside(data: bytes) -> Content:
    got = opened(data)
    return got.manifest, list(got.records), dict(got.blobs)


def packed_again(data: bytes, chance: random.Random) -> bytes:
    """Half the time a mutant of the archive; else one member changed and all packed again, with checksums that fit."""
    if chance.random() < 0.5:
        return mutated(data, chance)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(members))
    return zipped({**members, name: mutated(members[name], chance)})


def tried(
    base: bytes,
    read: Callable[[bytes], Content],
    count: int,
    change: Callable[[bytes, random.Random], bytes] = mutated,
) -> collections.Counter[str]:
    """How often each refusal came, how often content passed unchanged (`same`) and changed (`altered`)."""
    chance, expected, seen = random.Random(len(base)), read(base), collections.Counter[str]()
    for _ in range(count):
        mutant = change(base, chance)
        if mutant == base:
            continue
        try:
            seen["same" if read(mutant) == expected else "altered"] += 1
        except PackageRefused as refusal:
            seen[refusal.code] += 1
    return seen


def test_the_file_as_it_travels() -> None:
    seen = tried(sealed(an_archive()), outside, MUTANTS)
    assert not seen["altered"] and not seen["same"], "every bit of it is authenticated"
    assert set(seen) - {"altered", "same"} == {"package.damaged", "package.not-a-package", "package.not-for-us"}


def test_the_archive_inside() -> None:
    seen = tried(an_archive(), inside, MUTANTS, packed_again)
    assert not seen["altered"]
    assert seen["same"] < MUTANTS / 20  # times, attributes and the second copies of sizes in the zip, which nobody reads
    assert seen["package.forged"] and seen["package.damaged"] and seen["package.members"]


def test_the_harness_sees_a_reader_that_trusts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: without the signature the same mutants get something altered through."""
    monkeypatch.setattr(package, "is_signed", lambda *_: True)
    monkeypatch.setattr(package, "_check_files", lambda *_: None)
    assert tried(an_archive(), inside, 2000, packed_again)["altered"]


def test_what_an_insider_may_sign() -> None:
    """Any manifest and any records under a good signature: refused in order, or taken as they were signed."""
    chance, taken = random.Random(7), 0
    lines = b"".join(line + b"\n" for line in RECORDS[:5])
    body = signed_members(lines, BLOBS)["manifest.json"]
    for _ in range(MUTANTS // 20):
        whole = signed_members(lines, BLOBS, body=mutated(body, chance))
        if chance.random() < 0.5:
            lines_now = mutated(lines, chance)
            whole = signed_members(lines_now, BLOBS)
        try:
            manifest, records, _ = inside(zipped(whole))
        except PackageRefused:
            continue
        taken += 1
        assert b"".join(line + b"\n" for line in records) == whole["records.jsonl"]
        assert REGION.office in manifest.to  # type: ignore[attr-defined]
        assert all(isinstance(msgspec.json.decode(line), dict) for line in records)
    assert taken > MUTANTS / 2000, "some mutants are sound"

"""What the worst files cost, each opened in a process of its own: no more than 3 processor seconds and 300 MiB (reliability T4).

All are sealed to us, most are signed with a good key.
"""

import hashlib
import random
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.exchange.parties import insider, sealed, signed_members
from tests.exchange.test_hostile import header, stanza, zipped
from yingcai_desktop.exchange import age, guard, package, passphrase

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from /proc")
SECONDS, MEMORY = 3, 300

MIB = 1024 * 1024


def lines_of_ones() -> bytes:
    """The largest records there may be, all of it short numbers: the most objects a line can become."""
    line = b'{"a":[' + b"1," * ((package.LINE_LIMIT - 10) // 2) + b"1]}\n"
    return line * (guard.RECORDS_LIMIT // len(line))


def diluted(records: bytes, last: bytes) -> bytes:
    """With so much noise in between that it packs less than 200 : 1."""
    noise = random.Random(1).randbytes(len(records) // 220).hex().encode()
    step = package.LINE_LIMIT - 100
    mixed = b"".join(b'{"a":"' + noise[at : at + step] + b'"}\n' for at in range(0, len(noise), step))
    return records[: guard.RECORDS_LIMIT - len(mixed) - len(last)].rpartition(b"\n")[0] + b"\n" + mixed + last


def zeros(size: int, says: int) -> bytes:
    """A member of `size` zeros, packed, and everything says it has `says` bytes. Built from one block, many times over."""
    engine = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = engine.compress(bytes(MIB)) + engine.flush(zlib.Z_FULL_FLUSH)
    packed = block * (size // MIB) + engine.flush()
    members = signed_members(b"", files={"records.jsonl": {"sha256": "a" * 64, "len": says}})
    data = zipped({name: members[name] for name in ("manifest.json", "manifest.sig")})
    end = data.rindex(b"PK\x05\x06")
    start = struct.unpack_from("<L", data, end + 16)[0]
    head = struct.pack("<5H3L2H", 20, 0, 8, 0, 33, 0, len(packed), says, 13, 0)
    local = b"PK\x03\x04" + head + b"records.jsonl" + packed
    central = b"PK\x01\x02" + b"\x14\0" + head + bytes(10) + struct.pack("<L", start) + b"records.jsonl"
    last = struct.pack("<4H2LH", 0, 0, 3, 3, end - start + len(central), start + len(local), 0)
    return data[:start] + local + data[start:end] + central + b"PK\x05\x06" + last


def stored() -> bytes:
    """As much as a file may hold, honest and useless."""
    room, blob = age.PACKAGE_LIMIT - 3 * MIB, bytes(guard.BLOB_LIMIT)
    blobs = [blob[n:] for n in range(room // len(blob))] + [blob[: room % len(blob)]]
    members = signed_members(b"[]\n", {hashlib.sha256(one).hexdigest(): one for one in blobs})
    return zipped(members, zipfile.ZIP_STORED)


WORST: dict[str, tuple[Callable[[], bytes], str]] = {
    "zeros": (lambda: sealed(zeros(400 * MIB, 400 * MIB)), "package.bomb"),
    "zeros within the cap": (lambda: sealed(zeros(60 * MIB, 60 * MIB)), "package.bomb"),
    "zeros that say they are 1000": (lambda: sealed(zeros(400 * MIB, 1000)), "package.damaged"),
    "numbers": (lambda: sealed(insider(diluted(lines_of_ones(), b"[]\n"))), "package.records-malformed"),
    "a full file": (lambda: sealed(stored()), "package.records-malformed"),
    "a passphrase": (lambda: passphrase.MAGIC + bytes(MIB), "package.passphrase-wrong"),
    "a passphrase of another kind": (lambda: header(stanza(b"30")) + bytes(MIB), "package.not-for-us"),
}


def test_the_worst(tmp_path: Path) -> None:
    paths = []
    for name, (make_it, _) in WORST.items():
        paths.append(tmp_path / f"{name}.ycp")
        paths[-1].write_bytes(make_it())
    command = [sys.executable, "-m", "tests.exchange.measured", *map(str, paths)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    lines = [line.split() for line in done.stdout.splitlines()]
    print(*zip(WORST, lines, strict=True), sep="\n")
    for (name, (_, expected)), (code, seconds, memory) in zip(WORST.items(), lines, strict=True):
        assert code == expected, name
        assert float(seconds) <= SECONDS and int(memory) <= MEMORY, (name, seconds, memory)
    assert int(lines[5][2]) > 128, "the measure sees what argon2 takes"

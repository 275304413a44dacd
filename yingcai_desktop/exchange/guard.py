"""The archive inside a package: written the same way every time, and read as if it came from an enemy.

A signature does not make a sender harmless, so nothing the archive says of itself is believed: members are counted before the library looks
at them, names are allowed one by one, and what is unpacked is counted while it comes out. Nothing is ever written to disk.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from yingcai_desktop.exchange.age import MIB, PACKAGE_LIMIT
from yingcai_desktop.exchange.manifest import BLOBS, MANIFEST, MANIFEST_LIMIT, MEMBER_LIMIT, RECORDS, SIGNATURE
from yingcai_desktop.exchange.refused import PackageRefused

ZIP_MAGIC = b"PK\x03\x04"
RECORDS_LIMIT = 64 * MIB
"""Unpacked bytes of records.jsonl: some 100,000 revisions, five times a season of one office. The worst there can be in so many
bytes takes three seconds to read."""
TOTAL_LIMIT = PACKAGE_LIMIT + RECORDS_LIMIT
"""Unpacked bytes of all members together: what the file may hold stored, and the records packed."""
BLOB_LIMIT = 20 * MIB
"""Bytes of one attachment, as when it is taken into a store (reliability F16)."""
RATIO_LIMIT = 200
"""How much larger a member may become; beyond `RATIO_FREE` bytes only. Ours pack 5 to 20 : 1, a bomb 1,000 : 1."""
RATIO_FREE = 1 * MIB
CHUNK = 256 * 1024

_LIMITS = {MANIFEST: MANIFEST_LIMIT, SIGNATURE: 64, RECORDS: RECORDS_LIMIT}
_NAME = re.compile(r"manifest\.json|manifest\.sig|records\.jsonl|blobs/[0-9a-f]{64}")
_STORED, _DEFLATED = 0, 8
_DATE = (1980, 1, 1, 0, 0, 0)
_LEVEL = 6
_ENTRY_MAGIC = b"PK\x01\x02"
_CHANCE = 64
"""Times those four bytes may stand in a package by chance, in packed data: less than once in a thousand packages even once."""


def pack(members: dict[str, bytes]) -> bytes:
    """A zip with these members in the order of their names; the same bytes for the same members on every machine.

    Attachments are stored: pictures and PDF do not get smaller.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(members):
            info = zipfile.ZipInfo(name, _DATE)
            info.create_system = 3  # as on Linux, wherever it is written
            info.external_attr = 0o600 << 16
            info.compress_type = _STORED if name.startswith(BLOBS) else _DEFLATED
            archive.writestr(info, members[name], compresslevel=_LEVEL)
    return buffer.getvalue()


class Archive:
    """The members of an archive, found and bounded but not yet unpacked.

    Refused: not-a-package, damaged, members (number, names, repeated, encrypted, packed otherwise), bomb (sizes).
    """

    def __init__(self, data: io.BytesIO) -> None:
        whole = data.getvalue()
        self._length = len(whole)
        if not whole.startswith(ZIP_MAGIC):
            raise PackageRefused("package.not-a-package")
        # counted before the library makes an object of each: 60,000 cost it two seconds
        if whole.count(_ENTRY_MAGIC) > MEMBER_LIMIT + _CHANCE:
            raise PackageRefused("package.members")
        with _damaged():
            self._zip = zipfile.ZipFile(data)
            self._places = {info.filename: info for info in self._zip.infolist()}
        self._judge()

    def _judge(self) -> None:
        """What the directory says, before anything is unpacked."""
        infos, position = self._zip.infolist(), 0
        if len(infos) > MEMBER_LIMIT or len(infos) != len(self._places):
            raise PackageRefused("package.members")
        for info in infos:
            # every byte belongs to a member: what another program might find in between, ours would not
            if info.header_offset != position:
                raise PackageRefused("package.damaged")
            position += zipfile.sizeFileHeader + len(info.orig_filename.encode()) + info.compress_size  # type: ignore[attr-defined]
            odd = info.flag_bits or info.extra or info.comment or info.compress_type not in (_STORED, _DEFLATED)
            if odd or not _NAME.fullmatch(info.orig_filename):
                raise PackageRefused("package.members")
            size, packed = info.file_size, info.compress_size
            if size > _LIMITS.get(info.filename, BLOB_LIMIT) or (size > RATIO_FREE and size > RATIO_LIMIT * packed):
                raise PackageRefused("package.bomb")
        directory = sum(zipfile.sizeCentralDir + len(info.orig_filename.encode()) for info in infos)  # type: ignore[attr-defined]
        if position != self._zip.start_dir or position + directory + zipfile.sizeEndCentDir != self._length:  # type: ignore[attr-defined]
            raise PackageRefused("package.damaged")
        if sum(info.file_size for info in infos) > TOTAL_LIMIT:
            raise PackageRefused("package.bomb")

    def names(self) -> set[str]:
        """All of them."""
        return set(self._places)

    def size(self, name: str) -> int:
        """The length the archive declares."""
        return self._places[name].file_size

    def read(self, name: str) -> bytes:
        """A whole member. Refused: damaged when it is missing."""
        if name not in self._places:
            raise PackageRefused("package.damaged")
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """A member in pieces, never more of it than it declared. Refused: damaged."""
        left = self._places[name].file_size
        with _damaged(), self._zip.open(self._places[name]) as member:
            while piece := member.read(CHUNK):
                left -= len(piece)
                yield piece
        if left:
            raise PackageRefused("package.damaged")  # cut short


@contextmanager
def _damaged() -> Iterator[None]:
    """What the library raises for an archive that is none, or not whole, as our refusal."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError, struct.error) as error:
        raise PackageRefused("package.damaged") from error

"""The archive inside a package: written the same way every time, and read as if it came from an enemy.

A signature does not make a sender harmless, so nothing the archive says of itself is believed: names are allowed one by one, members
follow each other without a gap, and what is unpacked is counted while it comes out. Nothing is ever written to disk.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

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
_NAME = re.compile(rb"manifest\.json|manifest\.sig|records\.jsonl|blobs/[0-9a-f]{64}")
_STORED, _DEFLATED = 0, 8
_DATE = (1980, 1, 1, 0, 0, 0)
_LEVEL = 6

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")


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


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a member lies in the archive and how long it says it becomes."""

    start: int
    packed: int
    size: int
    deflated: bool


class Archive:
    """The members of an archive, found and bounded but not yet unpacked.

    Refused: not-a-package, damaged, members (number, names, repeated, encrypted, packed otherwise), bomb (sizes).
    """

    def __init__(self, data: io.BytesIO) -> None:
        self._data = data.getbuffer()
        self._places: dict[str, _Place] = {}
        try:
            self._find()
        except struct.error as error:
            raise PackageRefused("package.damaged") from error

    def names(self) -> set[str]:
        """All of them."""
        return set(self._places)

    def size(self, name: str) -> int:
        """The length the archive declares."""
        return self._places[name].size

    def _find(self) -> None:
        """Walk the directory and the members side by side; every byte of the file belongs to one of the two."""
        data, end = self._data, len(self._data) - _END.size
        if bytes(data[:4]) != ZIP_MAGIC:
            raise PackageRefused("package.not-a-package")
        magic, *disks, count, total, length, start, comment = _END.unpack_from(data, max(end, 0))
        _require(magic == b"PK\x05\x06" and not comment and start + length == end)
        if count > MEMBER_LIMIT:
            raise PackageRefused("package.members")
        _require(count == total and not any(disks))
        entry, position, unpacked = start, 0, 0
        for _ in range(count):
            name, place, entry, position = self._member(entry, position)
            self._places[name] = place
            unpacked += place.size
        _require(entry == end and position == start)
        if unpacked > TOTAL_LIMIT:
            raise PackageRefused("package.bomb")

    def _member(self, entry: int, position: int) -> tuple[str, _Place, int, int]:
        """One member, and where the next entry of the directory and the next member begin."""
        data = self._data
        magic, _, version, flags, method, _, _, crc, packed, size, named, extra, comment, disk, _, _, offset = (
            _CENTRAL.unpack_from(data, entry)
        )
        _require(magic == b"PK\x01\x02")
        entry += _CENTRAL.size
        name = bytes(data[entry : entry + named])
        if not _NAME.fullmatch(name) or name.decode() in self._places or flags or method not in (_STORED, _DEFLATED):
            raise PackageRefused("package.members")
        text = name.decode()
        if size > _LIMITS.get(text, BLOB_LIMIT) or (size > RATIO_FREE and size > RATIO_LIMIT * packed):
            raise PackageRefused("package.bomb")
        _require(offset == position and not (extra or comment or disk) and (method or packed == size))
        local = _LOCAL.unpack_from(data, position)
        _require(local[:4] == (ZIP_MAGIC, version, flags, method) and local[6:] == (crc, packed, size, named, 0))
        position += _LOCAL.size
        _require(bytes(data[position : position + named]) == name)
        position += named
        return text, _Place(position, packed, size, method == _DEFLATED), entry + named, position + packed

    def read(self, name: str) -> bytes:
        """A whole member. Refused: damaged when it is missing."""
        if name not in self._places:
            raise PackageRefused("package.damaged")
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """A member in pieces, never more of it than it declared. Refused: damaged, bomb."""
        place = self._places[name]
        packed = self._data[place.start : place.start + place.packed]
        if not place.deflated:
            for at in range(0, place.size, CHUNK):
                yield bytes(packed[at : at + CHUNK])
            return
        size, engine, rest = 0, zlib.decompressobj(-zlib.MAX_WBITS), bytes(packed)
        try:
            while not engine.eof:
                piece = engine.decompress(rest, CHUNK)
                rest = engine.unconsumed_tail
                size += len(piece)
                if size > place.size:
                    raise PackageRefused("package.bomb")
                if not piece and not rest and not engine.eof:
                    raise PackageRefused("package.damaged")  # cut short
                yield piece
        except zlib.error as error:
            raise PackageRefused("package.damaged") from error
        _require(size == place.size and not engine.unused_data)


def _require(sound: bool) -> None:
    if not sound:
        raise PackageRefused("package.damaged")

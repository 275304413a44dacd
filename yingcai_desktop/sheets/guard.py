"""Is this file a sound, harmless .xlsx? Judged by content alone (FORMAT §1).

Sizes are those of the bytes really unpacked; what the ZIP directory says is never believed.
"""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from copy import copy
from typing import IO
from xml.parsers import expat

MIB = 1024 * 1024
TOTAL_LIMIT = 512 * MIB
"""Unpacked bytes of all parts together; one byte more is `file.unsafe`."""
PART_LIMIT = 16 * MIB
"""A part beyond this size may not be packed better than `RATIO_LIMIT` : 1."""
RATIO_LIMIT = 200
CHUNK = 1 * MIB
"""Bytes fed to the parser at a time; large, because old expat rescans an unfinished token with every piece."""

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MAGIC = b"PK\x03\x04"
_ENCRYPTED_NAME = "EncryptedPackage\0".encode("utf-16-le")
_OLE_ENTRY, _OLE_STREAM = 128, 2
_NO_MEMORY = expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]
_XML_NAMES = (".xml", ".rels")
_XML_STARTS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<\x00", b"\xfe\xff\x00<")


class Refused(Exception):
    """The whole file is refused; `code` is one of the `file.*` codes."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def ole_code(data: bytes) -> str:
    """The code of an OLE compound file: encrypted workbook or anything older.

    Directory entries are 128 bytes each and aligned: 64 bytes of name, its length, then the type.
    """
    at = data.find(_ENCRYPTED_NAME)
    while at >= 0:
        if at % _OLE_ENTRY == 0 and data[at + 64 : at + 67] == bytes((len(_ENCRYPTED_NAME), 0, _OLE_STREAM)):
            return "file.encrypted"
        at = data.find(_ENCRYPTED_NAME, at + 1)
    return "file.old-xls"


def part_key(name: str) -> str:
    """The name under which a part is found: OPC names ignore case; some writers use backslashes."""
    return name.replace("\\", "/").lstrip("/").lower()


def forbid_dtd(*_: object) -> None:
    """Expat handler: no part of a workbook may carry a DTD (entity bombs, external entities)."""
    raise Refused("file.unsafe")


def new_parser(namespaces: bool = True) -> expat.XMLParserType:
    """A parser that refuses DTDs; names come as `uri|local` when `namespaces`."""
    parser = expat.ParserCreate(namespace_separator="|") if namespaces else expat.ParserCreate()
    parser.StartDoctypeDeclHandler = forbid_dtd
    return parser


class Package:
    """An opened .xlsx whose parts are read once each, under the limits.

    Raises `Refused` from every method; after `check_rest()` each part has been unpacked, its CRC compared and its XML parsed.
    """

    def __init__(self, file: IO[bytes]) -> None:
        head = file.read(len(OLE_MAGIC))
        file.seek(0)
        if head == OLE_MAGIC:
            raise Refused(ole_code(file.read()))
        try:
            self._zip = zipfile.ZipFile(file)
            infos = [i for i in self._zip.infolist() if not i.is_dir()]
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
            raise Refused("file.damaged" if head.startswith(ZIP_MAGIC) else "file.not-xlsx") from error
        self._total = 0
        self._done: set[str] = set()
        self._parts = {part_key(i.filename): i for i in infos}
        if len(self._parts) != len(infos):  # two parts of one name: readers would disagree about what the file says
            raise Refused("file.unsafe")

    def has(self, name: str) -> bool:
        """Whether the package has that part."""
        return part_key(name) in self._parts

    def read(self, name: str) -> bytes:
        """A whole part that is not XML of interest. `file.damaged` when it is missing."""
        return b"".join(self._chunks(self._info(name)))

    def parse(self, name: str, parser: expat.XMLParserType) -> None:
        """Feed a part to `parser`; broken XML is `file.damaged`."""
        try:
            for chunk in self._chunks(self._info(name)):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise MemoryError() if error.code == _NO_MEMORY else Refused("file.damaged") from error
        except (LookupError, ValueError) as error:  # encodings nobody knows
            raise Refused("file.damaged") from error

    def check_rest(self) -> None:
        """Unpack and check every part not read so far."""
        for name, info in self._parts.items():
            if name not in self._done:
                self._check(name, info)

    def _check(self, name: str, info: zipfile.ZipInfo) -> None:
        if name.endswith(_XML_NAMES):
            self.parse(name, new_parser())
            return
        chunks = self._chunks(info)
        first = next(chunks, b"")
        drop: Callable[[bytes], None] = _dtd_watch() if first.lstrip().startswith(_XML_STARTS) else (lambda _: None)
        drop(first)
        for chunk in chunks:
            drop(chunk)

    def _info(self, name: str) -> zipfile.ZipInfo:
        try:
            return self._parts[part_key(name)]
        except KeyError as error:
            raise Refused("file.damaged") from error

    def _chunks(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """The bytes of a part as they come out of the archive, counted against the limits."""
        self._done.add(part_key(info.filename))
        honest = copy(info)
        honest.file_size = TOTAL_LIMIT + CHUNK  # read to the true end: the directory may lie
        size = 0
        try:
            with self._zip.open(honest) as part:
                while chunk := part.read(CHUNK):
                    size += len(chunk)
                    self._count(len(chunk), size, info.compress_size)
                    yield chunk
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
            OSError,
            ValueError,
        ) as error:
            raise Refused("file.damaged") from error  # CRC, cut short, unknown or encrypted packing
        if size != info.file_size:
            raise Refused("file.damaged")

    def _count(self, new: int, size: int, packed: int) -> None:
        self._total += new
        if self._total > TOTAL_LIMIT or (size > PART_LIMIT and size > RATIO_LIMIT * packed):
            raise Refused("file.unsafe")


def _dtd_watch() -> Callable[[bytes], None]:
    """Parse what looks like XML but is not named so (VML drawings): a DTD refuses, anything else is its own business."""
    parser = new_parser(namespaces=False)
    broken = False

    def feed(chunk: bytes) -> None:
        nonlocal broken
        if not broken:
            try:
                parser.Parse(chunk, False)
            except (expat.ExpatError, LookupError, ValueError):
                broken = True

    return feed

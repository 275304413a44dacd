"""The only door to age: encrypts to recipients, and opens what came after a look at its header.

Whoever knows our public key can send us an age file, so the header is bounded before the library works on it: its length, the
number of recipients, and the cost of a passphrase.
"""

import hashlib
import io
import re
from collections.abc import Sequence
from typing import IO

from yingcai_desktop.exchange import passphrase as scrypt
from yingcai_desktop.exchange.refused import PackageRefused

MIB = 1024 * 1024
PACKAGE_LIMIT = 224 * MIB
"""Bytes of a file: once in memory, with the program beside it, it stays below 300 MB."""
PASSPHRASE_LIMIT = 48 * MIB
"""Bytes of a file under a passphrase, which the library cannot read in pieces: task and result of one panel."""
HEADER_LIMIT = 16 * 1024
"""Bytes of header: some hundred recipients; ours have a handful."""
STANZA_LIMIT = 64
"""Recipients named: each costs the reader one multiplication on the curve."""

MAGIC = b"age-encryption.org/v1\n"
_SCRYPT = re.compile(rb"^-> scrypt [A-Za-z0-9+/]{22} ([1-9][0-9]?)$", re.MULTILINE)
_NOT_OURS = "No matching keys found"
_WRONG_PASSPHRASE = "Decryption failed"


class Source:
    """A file that comes in, read once: counted against the cap and hashed on the way."""

    def __init__(self, data: bytes | IO[bytes]) -> None:
        self._stream = io.BytesIO(data) if isinstance(data, bytes) else data
        self._hash = hashlib.sha256()
        self._size = 0
        self.head = self._pull(HEADER_LIMIT)
        self._kept = self.head

    def _pull(self, size: int) -> bytes:
        piece = self._stream.read(size)
        self._size += len(piece)
        if self._size > PACKAGE_LIMIT:
            raise PackageRefused("package.too-large")
        self._hash.update(piece)
        return piece

    def read(self, size: int = -1) -> bytes:
        """The next bytes; all that are left without `size`. PackageRefused `package.too-large` past the cap."""
        if size < 0:
            size = PACKAGE_LIMIT + 1
        if not self._kept:
            return self._pull(size)
        piece, self._kept = self._kept[:size], self._kept[size:]
        return piece + self._pull(size - len(piece)) if len(piece) < size else piece

    def check_code(self) -> str:
        """The code of the whole file, once it has been read to the end."""
        while self._pull(MIB):
            pass
        return spelled_code(self._hash.hexdigest())


def spelled_code(digest: str) -> str:
    """The first eight hexadecimal digits as they are read aloud: A1B2-C3D4."""
    return f"{digest[:4]}-{digest[4:8]}".upper()


def encrypt(plain: bytes, recipients: Sequence[str]) -> bytes:
    """To all of these (`age1…`), each once; the order does not matter."""
    import pyrage

    return bytes(pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(one) for one in sorted(set(recipients))]))


def decrypt(source: Source, secrets: Sequence[str], passphrase: str | None) -> io.BytesIO:
    """What is inside, in memory. Refused: damaged, bomb (header), not-for-us, passphrase-missing, passphrase-wrong, too-large.

    OSError when the medium fails.
    """
    import pyrage

    under_passphrase = _check_header(source.head)
    inner = io.BytesIO()
    try:
        if not under_passphrase:
            pyrage.decrypt_io(source, inner, [pyrage.x25519.Identity.from_str(one) for one in secrets])
            return inner
        if passphrase is None:
            raise PackageRefused("package.passphrase-missing")
        data = source.read(PASSPHRASE_LIMIT + 1)
        if len(data) > PASSPHRASE_LIMIT:
            raise PackageRefused("package.too-large")
        return io.BytesIO(pyrage.passphrase.decrypt(data, scrypt.normal(passphrase)))
    except (pyrage.DecryptError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the medium fails, not the content; the library's own have no number
        said = str(error)
        if said == _NOT_OURS:
            raise PackageRefused("package.not-for-us") from error
        if under_passphrase and said == _WRONG_PASSPHRASE:
            raise PackageRefused("package.passphrase-wrong") from error
        raise PackageRefused("package.damaged") from error


def _check_header(head: bytes) -> bool:
    """Whether a passphrase opens it. Refused: damaged, bomb."""
    end = head.find(b"\n---")
    if end < 0:
        raise PackageRefused("package.damaged" if len(head) < HEADER_LIMIT else "package.bomb")
    header = head[:end]
    stanzas = header.count(b"\n-> ")
    if stanzas > STANZA_LIMIT:
        raise PackageRefused("package.bomb")
    if b"\n-> scrypt" not in header:
        return False
    cost = _SCRYPT.findall(header)
    if stanzas != 1 or len(cost) != 1:
        raise PackageRefused("package.damaged")
    if int(cost[0]) > scrypt.LOG_N:
        raise PackageRefused("package.bomb")
    return True

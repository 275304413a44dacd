"""The only door to age: encrypts to recipients, and opens what came after a look at its header.

Whoever knows our public key can send us an age file, so the header is bounded before the library works on it: its length and the
number of recipients. Passphrases of age's own (scrypt) are never tried; ours are `passphrase`.
"""

import hashlib
import io
from collections.abc import Sequence
from typing import IO

from yingcai_desktop.exchange.refused import PackageRefused

MIB = 1024 * 1024
PACKAGE_LIMIT = 224 * MIB
"""Bytes of a file: once in memory, with the program beside it, it stays below 300 MB."""
HEADER_LIMIT = 16 * 1024
"""Bytes of header: some hundred recipients; ours have a handful."""
STANZA_LIMIT = 64
"""Recipients named: each costs the reader one multiplication on the curve."""

MAGIC = b"age-encryption.org/v1\n"
_NOT_OURS = "No matching keys found"


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

    def take(self, size: int) -> bytes:
        """What stands in front of the age file, at most `size` bytes; `head` is what follows."""
        front = self.read(size)
        self._kept += self._pull(max(0, HEADER_LIMIT - len(self._kept)))
        self.head = self._kept
        return front

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


def decrypt(source: Source, secrets: Sequence[str]) -> io.BytesIO:
    """What is inside, in memory. Refused: damaged, bomb (header), not-for-us, too-large. OSError when the medium fails."""
    import pyrage

    _check_header(source.head)
    inner = io.BytesIO()
    try:
        pyrage.decrypt_io(source, inner, [pyrage.x25519.Identity.from_str(one) for one in secrets])
    except (pyrage.DecryptError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the medium fails, not the content; the library's own have no number
        raise PackageRefused("package.not-for-us" if str(error) == _NOT_OURS else "package.damaged") from error
    return inner


def _check_header(head: bytes) -> None:
    """Refused: damaged, bomb."""
    end = head.find(b"\n---")
    if end < 0:
        raise PackageRefused("package.damaged" if len(head) < HEADER_LIMIT else "package.bomb")
    if head.count(b"\n-> ", 0, end) > STANZA_LIMIT:
        raise PackageRefused("package.bomb")

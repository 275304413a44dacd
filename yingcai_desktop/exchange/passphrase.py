"""Writes age files under a passphrase, always with the same cost.

The library measures the machine and picks the cost by it: up to 1 GiB of memory on a fast one, which a small office machine cannot
open, and little on a busy one. So the header is written here after age-encryption.org/v1 — scrypt, HKDF, HMAC and ChaCha20-Poly1305
are those of `cryptography` — and the library reads it back like any other.
"""

import base64
import secrets
import unicodedata

from yingcai_desktop.errors import Invalid
from yingcai_desktop.rules.passwords import problem

LOG_N = 17
"""scrypt with N = 2^17, r = 8: 128 MiB and about half a second."""

_MAGIC = b"age-encryption.org/v1\n"
_CHUNK = 64 * 1024


def encrypt(plain: bytes, passphrase: str) -> bytes:
    """An age file that `normal(passphrase)` opens; half a second of work, never on the UI thread. Invalid: a weak passphrase."""
    if weak := problem(passphrase):
        raise Invalid(f"{weak}。文件没有制作，请换一个更长的口令。")
    from cryptography.hazmat.primitives import hashes, hmac
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    def derived(key: bytes, info: bytes, salt: bytes = b"") -> bytes:
        return HKDF(hashes.SHA256(), 32, salt, info).derive(key)

    file_key, salt, nonce = secrets.token_bytes(16), secrets.token_bytes(16), secrets.token_bytes(16)
    wrap = Scrypt(salt=b"age-encryption.org/v1/scrypt" + salt, length=32, n=1 << LOG_N, r=8, p=1)
    body = ChaCha20Poly1305(wrap.derive(normal(passphrase).encode())).encrypt(bytes(12), file_key, None)
    header = _MAGIC + b"-> scrypt %b %d\n%b\n---" % (_b64(salt), LOG_N, _b64(body))
    mac = hmac.HMAC(derived(file_key, b"header"), hashes.SHA256())
    mac.update(header)
    cipher = ChaCha20Poly1305(derived(file_key, b"payload", nonce))
    last = max(len(plain) - 1, 0) // _CHUNK
    chunks = (
        cipher.encrypt(n.to_bytes(11, "big") + bytes([n == last]), plain[n * _CHUNK : (n + 1) * _CHUNK], None)
        for n in range(last + 1)
    )
    return b"".join((header, b" ", _b64(mac.finalize()), b"\n", nonce, *chunks))


def normal(passphrase: str) -> str:
    """NFC: the same characters typed on another system are the same passphrase."""
    return unicodedata.normalize("NFC", passphrase)


def _b64(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")

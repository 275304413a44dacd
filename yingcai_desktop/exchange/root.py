"""The root key of the region: signs the directory, and holds the escrow key that opens any package when an office loses its own.

It lives in a file under a passphrase, on two sticks in the safe (reliability §3.7), and in no store.
"""

from typing import Annotated

import msgspec

from yingcai_desktop.exchange import age, passphrase
from yingcai_desktop.exchange.identity import (
    PublicKey,
    Recipient,
    digits,
    new_age_secret,
    new_signing_key,
    public_of,
    recipient_of,
    signature,
)
from yingcai_desktop.exchange.refused import PackageRefused

_DOMAIN = b"yingcai-root-v1\0"


class PublicRoot(msgspec.Struct, frozen=True):
    """What everybody may know of it."""

    sign: PublicKey
    escrow: Recipient


class RootFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the file holds inside its encryption."""

    signing: PublicKey
    escrow: Annotated[str, msgspec.Meta(pattern=r"\AAGE-SECRET-KEY-1[0-9A-Z]{58}\Z")]
    format: Annotated[str, msgspec.Meta(pattern=r"\Ayingcai-root 1\Z")] = "yingcai-root 1"


class Root:
    """The opened root key. Secret: held while a directory is signed or a package is rescued, then let go."""

    def __init__(self, kept: RootFile) -> None:
        self._kept = kept
        self.public = PublicRoot(public_of(kept.signing), recipient_of(kept.escrow))

    def __repr__(self) -> str:
        return "Root()"

    def to_bytes(self) -> bytes:
        """What the file holds, in the clear."""
        return msgspec.json.encode(self._kept)

    def sign(self, domain: bytes, message: bytes) -> bytes:
        """64 bytes of Ed25519 over domain ‖ message."""
        return signature(self._kept.signing, domain, message)

    def age_secret(self) -> str:
        """The escrow identity."""
        return self._kept.escrow


def make_root(secret: str) -> tuple[bytes, PublicRoot]:
    """A new root key: the bytes of its file under this passphrase, and its public half. Half a second of work."""
    root = Root(RootFile(new_signing_key(), new_age_secret()))
    return passphrase.encrypt(root.to_bytes(), secret), root.public


def open_root(file: bytes, secret: str) -> Root:
    """The root key in a file. PackageRefused: `root.not-a-root`, `root.passphrase-wrong`."""
    source = age.Source(file[: age.HEADER_LIMIT + 1])
    if len(file) > age.HEADER_LIMIT or not file.startswith(passphrase.MAGIC):
        raise PackageRefused("root.not-a-root")
    try:
        plain = age.decrypt(source, [passphrase.unlock(source, secret)])
        return Root(msgspec.json.decode(plain.getvalue(), type=RootFile))
    except PackageRefused as refusal:
        wrong = refusal.code == "package.passphrase-wrong"
        raise PackageRefused("root.passphrase-wrong" if wrong else "root.not-a-root") from refusal
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise PackageRefused("root.not-a-root") from error


def root_digits(sign: bytes) -> str:
    """The 30 digits of a root key. Whoever starts an office types them from paper or telephone before the first directory counts."""
    return digits(_DOMAIN, sign)

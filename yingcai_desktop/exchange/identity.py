"""Who an office is to the others: a key to sign with (Ed25519), a key to read with (age X25519), and 30 digits for the telephone.

Keys identify offices, not people (reliability §3.7). Libraries for keys are imported where they are used: the start of the
program does not pay for them.
"""

import hashlib
from typing import Annotated, Self

import msgspec

from yingcai_desktop.exchange.refused import PackageRefused
from yingcai_desktop.rules.spoken import DIGITS

OFFICE = r"\A[0-9]{6}(-[0-9A-Za-z-]{1,40})?\Z"
"""An office by its GB/T 2260 code, or a panel of it: `150100`, `150100-panel-2`."""
RECIPIENT = r"\Aage1[02-9ac-hj-np-z]{58}\Z"
KEY_BYTES = 32
SIGNATURE_BYTES = 64

Office = Annotated[str, msgspec.Meta(pattern=OFFICE)]
PublicKey = Annotated[bytes, msgspec.Meta(min_length=KEY_BYTES, max_length=KEY_BYTES)]
Recipient = Annotated[str, msgspec.Meta(pattern=RECIPIENT)]

_OFFICE_DOMAIN = b"yingcai-office-v1\0"


class PublicIdentity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What others need to know of an office: its code, the key its signatures verify with, and where to encrypt to."""

    office: Office
    sign: PublicKey
    seal: Recipient


class Identity:
    """An office's own keys. Secret: kept inside the encrypted store and nowhere else; never printed, not even by `repr`."""

    def __init__(self, office: str, signing: bytes, opening: str) -> None:
        self.office = office
        self._signing = signing
        self._opening = opening
        self.public = PublicIdentity(office, public_of(signing), recipient_of(opening))

    def __repr__(self) -> str:
        return f"Identity({self.office!r})"

    def to_bytes(self) -> bytes:
        """For the encrypted store."""
        return msgspec.json.encode(_Kept(self.office, self._signing, self._opening))

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The way back; ValueError for anything else, which is a bug or a damaged store."""
        kept = msgspec.json.decode(data, type=_Kept)
        return cls(kept.office, kept.signing, kept.opening)

    def to_signing(self) -> bytes:
        """The signing key, for the task that gives a panel its keys."""
        return self._signing

    def sign(self, domain: bytes, message: bytes) -> bytes:
        """64 bytes of Ed25519 over domain ‖ message; the domain keeps a signature from being taken for one of another kind."""
        return signature(self._signing, domain, message)

    def age_secret(self) -> str:
        """The age identity that opens what was sealed to this office."""
        return self._opening


class FormerKey:
    """A decryption key an office had before: it opens, and signs nothing. Secret like the one in use."""

    def __init__(self, opening: str) -> None:
        self._opening = opening

    def __repr__(self) -> str:
        return "FormerKey()"

    def age_secret(self) -> str:
        """The age identity."""
        return self._opening


class _Kept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    office: Office
    signing: PublicKey
    opening: str


def new_identity(office: str) -> Identity:
    """Fresh keys for an office (`150100`)."""
    return Identity(office, new_signing_key(), new_age_secret())


def new_signing_key() -> bytes:
    """32 random bytes: an Ed25519 private key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.generate().private_bytes_raw()


def new_age_secret() -> str:
    """A fresh age identity, `AGE-SECRET-KEY-1…`."""
    import pyrage

    return str(pyrage.x25519.Identity.generate())


def public_of(signing: bytes) -> bytes:
    """The public half of a signing key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(signing).public_key().public_bytes_raw()


def recipient_of(opening: str) -> str:
    """Where to encrypt to for this age identity, `age1…`. ValueError: it is none."""
    import pyrage

    try:
        return str(pyrage.x25519.Identity.from_str(opening).to_public())
    except pyrage.IdentityError as error:
        raise ValueError("no age identity") from error


def signature(signing: bytes, domain: bytes, message: bytes) -> bytes:
    """Ed25519 over domain ‖ message."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(signing).sign(domain + message)


def is_signed(public: bytes, sign: bytes, domain: bytes, message: bytes) -> bool:
    """Whether `sign` is the signature of this key over domain ‖ message. False for malformed keys, too."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(sign, domain + message)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_recipient(text: str) -> bool:
    """Whether one can encrypt to this: the form, and the check sum it carries."""
    import pyrage

    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def read_public(data: bytes) -> PublicIdentity:
    """A public identity from its JSON. PackageRefused `package.records-malformed`: something else, or an address with a slip."""
    try:
        public = msgspec.json.decode(data, type=PublicIdentity)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise PackageRefused("package.records-malformed") from error
    if not is_recipient(public.seal):
        raise PackageRefused("package.records-malformed")
    return public


def digits(domain: bytes, *parts: bytes) -> str:
    """30 digits in six groups of five over these parts: about 100 bits, to be read aloud."""
    spelled = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    length = DIGITS.count * DIGITS.size
    number = int.from_bytes(hashlib.sha256(domain + spelled).digest(), "big") % 10**length
    return DIGITS.shown(f"{number:0{length}d}")


def fingerprint(public: PublicIdentity) -> str:
    """The 30 digits of an office: two people compare them by telephone before the office is taken into the directory."""
    return digits(_OFFICE_DOMAIN, public.office.encode(), public.sign, public.seal.encode())

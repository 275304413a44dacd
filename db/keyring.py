"""Key slots: the store's key wrapped once for every user's password and once for the recovery sheet (reliability §3.3, F27, F30)."""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

import msgspec

from db.connect import KEY_BYTES, PAGE_BYTES, SALT_BYTES, Key, stretched
from db.errors import Kind, StoreError

RECOVERY = ""
"""The name on the slot of the recovery sheet; no user has it."""

MAGIC = b"YCDB-KEY-SLOTS\x00\x01"
MOST_PAGES = 64
NONCE_BYTES, TAG_BYTES = 12, 16
_HEAD = len(MAGIC) + 4 + 32


class Slot(msgspec.Struct, frozen=True):
    """The store's key under one password. `id` is what the store's own table knows; the name is only what a list shows."""

    id: str
    name: str
    salt: bytes
    nonce: bytes
    wrapped: bytes


@dataclass(frozen=True)
class Keyring:
    """All slots of one store, in the order they were made."""

    slots: tuple[Slot, ...] = ()

    def names(self) -> list[str]:
        """Whose slots there are, the recovery sheet left out."""
        return list(dict.fromkeys(slot.name for slot in self.slots if slot.name != RECOVERY))

    def of(self, name: str) -> list[Slot]:
        """The slots under a name, newest first: a change of password that was cut short leaves two."""
        return [slot for slot in reversed(self.slots) if slot.name == name]

    def plus(self, slot: Slot) -> "Keyring":
        """With one more."""
        return Keyring((*self.slots, slot))

    def only(self, names: dict[str, str]) -> "Keyring":
        """Without the slots nobody knows; `names` is slot id → the name it should bear."""
        return Keyring(
            tuple(msgspec.structs.replace(slot, name=names[slot.id]) for slot in self.slots if slot.id in names)
        )


class Wrapped(msgspec.Struct, frozen=True):
    """A secret under a password: argon2id (`db.connect.COST`) → AES-256-GCM. What it is tied to is not in it."""

    salt: bytes
    nonce: bytes
    wrapped: bytes


def wrap(secret: bytes, password: str, bound: bytes) -> Wrapped:
    """A secret under a password and tied to `bound`; half a second of work, never on the UI thread."""
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    return Wrapped(salt, nonce, _cipher(password, salt).encrypt(nonce, secret, bound))


def unwrap(held: Wrapped, password: str, bound: bytes) -> bytes | None:
    """The secret, or None: a wrong password, tied to something else, or tampered with. The cost is ours, whatever the file is."""
    from cryptography.exceptions import InvalidTag

    try:
        return bytes(_cipher(password, held.salt).decrypt(held.nonce, held.wrapped, bound))
    except (InvalidTag, ValueError):
        return None


def make_slot(key: Key, name: str, password: str) -> Slot:
    """A new slot; half a second of work, never on the UI thread."""
    identity = secrets.token_hex(16)
    made = wrap(key.secret, password, _bound(key.salt, identity))
    return Slot(identity, name, made.salt, made.nonce, made.wrapped)


def open_slot(slot: Slot, password: str, file_salt: bytes) -> Key | None:
    """The store's key, or None: a wrong password, a slot of another store, or one that was tampered with."""
    secret = unwrap(Wrapped(slot.salt, slot.nonce, slot.wrapped), password, _bound(file_salt, slot.id))
    return Key(secret, file_salt) if secret is not None and len(secret) == KEY_BYTES else None


def _cipher(password: str, salt: bytes) -> Any:  # imported here: the start of the program does not pay for it
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(stretched(password, salt))


def _bound(file_salt: bytes, identity: str) -> bytes:
    """What a slot is tied to: a slot of another store, or under another id, does not open."""
    return b"yingcai slot 1\0" + file_salt + identity.encode()


def encoded(ring: Keyring) -> bytes:
    """As bytes: whole pages, with a digest, so that half of it is never taken for all of it."""
    body = msgspec.msgpack.encode(ring.slots)
    whole = MAGIC + len(body).to_bytes(4, "big") + hashlib.sha256(body).digest() + body
    whole += bytes(-len(whole) % PAGE_BYTES)
    if len(whole) > MOST_PAGES * PAGE_BYTES:
        raise StoreError(Kind.CONSTRAINT, "too many key slots")
    return whole


def decoded(data: bytes) -> Keyring:
    """From bytes; raises `corrupt` for anything that is not what was written."""
    length = int.from_bytes(data[len(MAGIC) : len(MAGIC) + 4], "big")
    digest, body = data[len(MAGIC) + 4 : _HEAD], data[_HEAD : _HEAD + length]
    if not data.startswith(MAGIC) or hashlib.sha256(body).digest() != digest:
        raise StoreError(Kind.CORRUPT, "the key slots")
    try:
        return Keyring(msgspec.msgpack.decode(body, type=tuple[Slot, ...]))
    except msgspec.MsgspecError as error:
        raise StoreError(Kind.CORRUPT, "the key slots") from error

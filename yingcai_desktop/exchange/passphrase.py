"""Files under a passphrase: a fresh age identity, wrapped as a user's password wraps the key of a store, in front of an ordinary age file.

yingcai-passphrase-1 LF   fixes argon2id, its cost and AES-256-GCM: nothing a file says can make opening it dearer
16 bytes salt, 12 bytes nonce, 90 bytes the wrapped AGE-SECRET-KEY-1…
an age file sealed to that identity
"""

from db.connect import SALT_BYTES
from db.keyring import NONCE_BYTES, TAG_BYTES, Wrapped, unwrap, wrap
from yingcai_desktop.errors import Invalid
from yingcai_desktop.exchange import age
from yingcai_desktop.exchange.identity import new_age_secret, recipient_of
from yingcai_desktop.exchange.refused import PackageRefused
from yingcai_desktop.rules.passwords import problem

MAGIC = b"yingcai-passphrase-1\n"
_SECRET_BYTES = 74
_FRONT = len(MAGIC) + SALT_BYTES + NONCE_BYTES + _SECRET_BYTES + TAG_BYTES


def encrypt(plain: bytes, passphrase: str) -> bytes:
    """A file this passphrase opens; half a second of work, never on the UI thread. Invalid: a weak passphrase."""
    if weak := problem(passphrase):
        raise Invalid(f"{weak}。文件没有制作，请换一个更长的口令。")
    secret = new_age_secret()
    held = wrap(secret.encode(), passphrase, MAGIC)
    return b"".join((MAGIC, held.salt, held.nonce, held.wrapped, age.encrypt(plain, [recipient_of(secret)])))


def unlock(source: age.Source, passphrase: str | None) -> str:
    """The identity that opens the rest of the source. Refused: passphrase-missing, passphrase-wrong, damaged (too short)."""
    if passphrase is None:
        raise PackageRefused("package.passphrase-missing")
    front = source.take(_FRONT)[len(MAGIC) :]
    if len(front) != _FRONT - len(MAGIC):
        raise PackageRefused("package.damaged")
    salt, nonce = front[:SALT_BYTES], front[SALT_BYTES : SALT_BYTES + NONCE_BYTES]
    secret = unwrap(Wrapped(salt, nonce, front[SALT_BYTES + NONCE_BYTES :]), passphrase, MAGIC)
    if secret is None:
        raise PackageRefused("package.passphrase-wrong")
    return secret.decode()

"""The wheel speaks the age format: published vectors; and what stands in front of it where a passphrase opens a file."""

import base64
import hashlib
import io

import pytest

from tests.exchange.parties import BAOTOU, REGION, code_of
from yingcai_desktop.errors import Invalid
from yingcai_desktop.exchange import age, passphrase
from yingcai_desktop.exchange.age import Source, decrypt, encrypt

# C2SP/CCTV age/testdata (CC0): `armor`, taken out of its armour
PAYLOAD = "013f54400c82da08037759ada907a8b864e97de81c088a182062c4b5622fd2ab"
IDENTITY = "AGE-SECRET-KEY-1XMWWC06LY3EE5RYTXM9MFLAZ2U56JJJ36S0MYPDRWSVLUL66MV4QX3S7F6"
X25519 = (
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBURWlGMHlwcXIrYnB2Y3FY"
    "TnlDVkpwTDdPdXdQZFZ3UEw3S1FFYkZET0NjCkVtRUNBRWNLTituL1ZzOVNiV2lW"
    "K0h1MHIrRThSNzdEZFdZeWQ4M253N1UKLS0tIFZuKzU0anFpaVVDRStXWmNFVlkz"
    "ZjFzcUhqbHUvejFMQ1EvVDdYbTdxSTAK7s9ix86RtDMnTmjU8vkTTLdMW/73vqpS"
    "yPC8DpksHoMx+2Y="
)
GOOD = "一个足够长的口令，十二字以上"


def plain(data: bytes, *secrets: str) -> bytes:
    return decrypt(Source(data), secrets).getvalue()


def under(data: bytes, words: str | None) -> bytes:
    source = Source(data)
    return decrypt(source, [passphrase.unlock(source, words)]).getvalue()


def test_published_vectors() -> None:
    data = base64.b64decode(X25519)
    assert hashlib.sha256(plain(data, IDENTITY)).hexdigest() == PAYLOAD
    assert code_of(lambda: plain(data, REGION.age_secret())) == "package.not-for-us"
    for at in range(len(data)):
        bad = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        assert code_of(lambda bad=bad: plain(bad, IDENTITY)) in ("package.damaged", "package.not-for-us")


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 65537, 131072, 200_000])
def test_what_is_written_under_a_passphrase(size: int) -> None:
    data = hashlib.shake_256(b"x").digest(size)
    sealed = passphrase.encrypt(data, GOOD)
    assert under(sealed, GOOD) == data
    assert sealed != passphrase.encrypt(data, GOOD)
    for cut in (len(sealed) - 1, len(sealed) - 17, len(passphrase.MAGIC) + 40):
        assert code_of(lambda cut=cut: under(sealed[:cut], GOOD)) == "package.damaged"
    assert code_of(lambda: under(sealed, GOOD + "x")) == "package.passphrase-wrong"
    assert code_of(lambda: under(sealed, None)) == "package.passphrase-missing"


def test_nothing_in_front_of_the_file_can_be_altered() -> None:
    sealed = passphrase.encrypt(b"x", GOOD)
    front = sealed.index(b"age-encryption.org")
    assert front == len(passphrase.MAGIC) + 16 + 12 + 74 + 16
    for at in range(len(passphrase.MAGIC), front):
        bad = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        assert code_of(lambda bad=bad: under(bad, GOOD)) == "package.passphrase-wrong"


def test_the_same_characters_typed_elsewhere() -> None:
    assert under(passphrase.encrypt(b"x", "caf\u00e9 caf\u00e9 caf\u00e9"), "cafe\u0301 cafe\u0301 cafe\u0301") == b"x"


@pytest.mark.parametrize("weak", ["", "short", "aaaaaaaaaaaaaaaa"])
def test_weak_passphrases_protect_nothing(weak: str) -> None:
    with pytest.raises(Invalid, match="口令"):
        passphrase.encrypt(b"x", weak)


def test_recipients_are_counted_once() -> None:
    seal = REGION.public.seal
    many = encrypt(b"x", [seal, BAOTOU.public.seal, seal])
    assert many.count(b"-> X25519 ") == 2
    assert plain(many, REGION.age_secret()) == plain(many, BAOTOU.age_secret()) == b"x"


def test_a_source_gives_every_byte_once() -> None:
    data = hashlib.shake_256(b"y").digest(50_000)
    source, out = Source(io.BytesIO(data)), b""
    assert source.head == data[: age.HEADER_LIMIT]
    for size in (1, 16_000, 900, 30_000, -1):
        out += source.read(size)
    assert out == data and source.read() == b""
    digest = hashlib.sha256(data).hexdigest().upper()
    assert source.check_code() == f"{digest[:4]}-{digest[4:8]}"


@pytest.mark.parametrize("size", [3, age.HEADER_LIMIT - 1, age.HEADER_LIMIT, 50_000])
def test_what_stands_in_front_is_taken_first(size: int) -> None:
    data = hashlib.shake_256(b"z").digest(size)
    source = Source(data)
    assert source.take(100) == data[:100]
    assert source.head == data[100 : 100 + age.HEADER_LIMIT] and source.read() == data[100:]
    digest = hashlib.sha256(data).hexdigest().upper()
    assert source.check_code() == f"{digest[:4]}-{digest[4:8]}"

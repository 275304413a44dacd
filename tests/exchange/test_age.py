"""The wheel speaks the age format, and so do we: published vectors, and our passphrase header read by the library."""

import base64
import hashlib
import io

import pytest

from tests.exchange.parties import BAOTOU, REGION, code_of
from yingcai_desktop.errors import Invalid
from yingcai_desktop.exchange import age, passphrase
from yingcai_desktop.exchange.age import Source, decrypt, encrypt

# C2SP/CCTV age/testdata (CC0): `armor` and `armor_scrypt`, taken out of their armour; the payload is the same
PAYLOAD = "013f54400c82da08037759ada907a8b864e97de81c088a182062c4b5622fd2ab"
IDENTITY = "AGE-SECRET-KEY-1XMWWC06LY3EE5RYTXM9MFLAZ2U56JJJ36S0MYPDRWSVLUL66MV4QX3S7F6"
X25519 = (
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBURWlGMHlwcXIrYnB2Y3FY"
    "TnlDVkpwTDdPdXdQZFZ3UEw3S1FFYkZET0NjCkVtRUNBRWNLTituL1ZzOVNiV2lW"
    "K0h1MHIrRThSNzdEZFdZeWQ4M253N1UKLS0tIFZuKzU0anFpaVVDRStXWmNFVlkz"
    "ZjFzcUhqbHUvejFMQ1EvVDdYbTdxSTAK7s9ix86RtDMnTmjU8vkTTLdMW/73vqpS"
    "yPC8DpksHoMx+2Y="
)
SCRYPT = (
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCByRjAvTndibFVISFRwZ1Fn"
    "UnBlNUNRIDEwCmdVakV5bUZLTVZYUUVLZE1NSEwyNG9ZZXhqRTNUSUMwTzB6R1Nx"
    "SjJhVVkKLS0tIElPWGlRWVN0a29UMW12WlcydEZPcVpkaFJWdmo1OGVnQUJ4L3NX"
    "ZlpRYmMKGzXG5ofdANo6w3msn3QsIf0YWhuePe1znRSsappQEk24Ztg="
)
GOOD = "一个足够长的口令，十二字以上"


def plain(data: bytes, *secrets: str, under: str | None = None) -> bytes:
    return decrypt(Source(data), secrets, under).getvalue()


def test_published_vectors() -> None:
    for data, secrets, under in ((X25519, (IDENTITY,), None), (SCRYPT, (), "password")):
        assert hashlib.sha256(plain(base64.b64decode(data), *secrets, under=under)).hexdigest() == PAYLOAD
    assert code_of(lambda: plain(base64.b64decode(SCRYPT), under="passwort")) == "package.passphrase-wrong"
    assert code_of(lambda: plain(base64.b64decode(X25519), REGION.age_secret())) == "package.not-for-us"
    for at in range(len(b64 := base64.b64decode(X25519))):
        bad = b64[:at] + bytes([b64[at] ^ 1]) + b64[at + 1 :]
        assert code_of(lambda bad=bad: plain(bad, IDENTITY)) in ("package.damaged", "package.not-for-us")


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 65537, 131072, 200_000])
def test_what_we_write_under_a_passphrase_the_library_reads(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrase, "LOG_N", 10)  # the cost has a test of its own
    data = hashlib.shake_256(b"x").digest(size)
    sealed = passphrase.encrypt(data, GOOD)
    assert plain(sealed, under=GOOD) == data
    assert sealed != passphrase.encrypt(data, GOOD)
    for cut in (len(sealed) - 1, len(sealed) - 17, len(sealed) // 2):
        assert code_of(lambda cut=cut: plain(sealed[:cut], under=GOOD)) == "package.damaged"


def test_a_passphrase_costs_what_every_office_machine_can_pay() -> None:
    sealed = passphrase.encrypt(b"", GOOD)
    assert sealed.split(b"\n")[1].split(b" ")[3] == b"17" and len(sealed.split(b"\n")[1].split(b" ")[2]) == 22
    assert plain(sealed, under=GOOD) == b""


def test_the_same_characters_typed_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrase, "LOG_N", 10)
    assert (
        plain(passphrase.encrypt(b"x", "caf\u00e9 caf\u00e9 caf\u00e9"), under="cafe\u0301 cafe\u0301 cafe\u0301")
        == b"x"
    )


@pytest.mark.parametrize("weak", ["", "short", "aaaaaaaaaaaaaaaa"])
def test_weak_passphrases_protect_nothing(weak: str) -> None:
    with pytest.raises(Invalid, match="口令"):
        passphrase.encrypt(b"x", weak)


def test_recipients_are_counted_once() -> None:
    seal = REGION.public.seal
    many = encrypt(b"x", [seal, BAOTOU.public.seal, seal])
    assert many.count(b"-> X25519 ") == 2
    assert plain(many, REGION.age_secret()) == plain(many, BAOTOU.age_secret()) == b"x"


def test_a_long_message_under_a_passphrase_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    data = base64.b64decode(SCRYPT)
    monkeypatch.setattr(age, "PASSPHRASE_LIMIT", len(data) - 1)
    assert code_of(lambda: plain(data, under="password")) == "package.too-large"


def test_a_source_gives_every_byte_once() -> None:
    data = hashlib.shake_256(b"y").digest(50_000)
    source, out = Source(io.BytesIO(data)), b""
    assert source.head == data[: age.HEADER_LIMIT]
    for size in (1, 16_000, 900, 30_000, -1):
        out += source.read(size)
    assert out == data and source.read() == b""
    digest = hashlib.sha256(data).hexdigest().upper()
    assert source.check_code() == f"{digest[:4]}-{digest[4:8]}"

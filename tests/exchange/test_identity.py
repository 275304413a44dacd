"""Keys of an office, and the 30 digits two people compare by telephone."""

import msgspec
import pytest

from tests.exchange.parties import BAOTOU, HOHHOT, code_of
from yingcai_desktop.exchange.identity import (
    Identity,
    PublicIdentity,
    fingerprint,
    is_recipient,
    is_signed,
    new_identity,
    read_public,
    signature,
)


def test_keys_come_back_from_the_store() -> None:
    made = new_identity("150500")
    again = Identity.from_bytes(made.to_bytes())
    assert again.public == made.public and again.age_secret() == made.age_secret()
    assert is_signed(made.public.sign, again.sign(b"d\0", b"m"), b"d\0", b"m")
    assert new_identity("150500").public != made.public


def test_what_is_no_identity_is_a_value_error() -> None:
    for data in (
        b"",
        b"{}",
        HOHHOT.to_bytes()[:-9],
        HOHHOT.to_bytes().replace(b"AGE-SECRET-KEY-1N", b"AGE-SECRET-KEY-1Q"),
    ):
        with pytest.raises(ValueError):
            Identity.from_bytes(data)


def test_secrets_are_not_shown() -> None:
    secret = msgspec.json.decode(HOHHOT.to_bytes())
    for text in (repr(HOHHOT), str(HOHHOT), f"{HOHHOT}", repr([HOHHOT])):
        assert text.count("150100") == 1
        assert secret["opening"] not in text and secret["signing"] not in text


def test_the_digits_of_an_office_are_frozen() -> None:
    """They stand on paper in safes: whoever changes how they are made must change the domain, too."""
    assert fingerprint(HOHHOT.public) == "28149 10054 40184 91601 66820 39402"


def test_every_part_of_an_identity_changes_the_digits() -> None:
    public = HOHHOT.public
    others = [
        msgspec.structs.replace(public, office="150200"),
        msgspec.structs.replace(public, sign=BAOTOU.public.sign),
        msgspec.structs.replace(public, seal=BAOTOU.public.seal),
    ]
    assert len({fingerprint(one) for one in (public, *others)}) == 4
    for one in others:
        groups = fingerprint(one).split(" ")
        assert [len(group) for group in groups] == [5] * 6 and "".join(groups).isdigit()


def test_a_public_identity_with_a_slip_is_refused() -> None:
    data = msgspec.json.encode(HOHHOT.public)
    assert read_public(data) == HOHHOT.public
    seal = HOHHOT.public.seal
    slip = seal[:-1] + ("q" if seal[-1] != "q" else "p")
    assert not is_recipient(slip) and not is_recipient("") and is_recipient(seal)
    wrong = [
        b"",
        b"[]",
        b"[" * 100_000,
        data[:-1],
        data.replace(b"150100", b"1501"),
        data.replace(seal.encode(), slip.encode()),
    ]
    wrong += [
        data.replace(b'"office"', b'"x":1,"office"'),
        msgspec.json.encode(PublicIdentity("150100", b"short", seal)),
    ]
    for one in wrong:
        assert code_of(lambda one=one: read_public(one)) == "package.records-malformed"


# RFC 8032 §7.1: secret key, public key, message, signature
RFC_8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("secret", "public", "message", "expected"), RFC_8032)
def test_signatures_are_those_of_rfc_8032(secret: str, public: str, message: str, expected: str) -> None:
    assert signature(bytes.fromhex(secret), b"", bytes.fromhex(message)).hex() == expected
    assert is_signed(bytes.fromhex(public), bytes.fromhex(expected), b"", bytes.fromhex(message))
    assert not is_signed(bytes.fromhex(public), bytes.fromhex(expected), b"", bytes.fromhex(message) + b"x")


def test_what_is_no_signature_is_no_signature() -> None:
    good = HOHHOT.sign(b"a\0", b"message")
    key = HOHHOT.public.sign
    assert is_signed(key, good, b"a\0", b"message")
    for public, sign, domain, message in (
        (key, good, b"b\0", b"message"),  # another domain
        (key, good, b"a", b"\0message"[1:]),
        (BAOTOU.public.sign, good, b"a\0", b"message"),
        (key, good[:-1], b"a\0", b"message"),
        (key, good + b"\0", b"a\0", b"message"),
        (key, b"", b"a\0", b"message"),
        (b"", good, b"a\0", b"message"),
        (key[:-1], good, b"a\0", b"message"),
    ):
        assert not is_signed(public, sign, domain, message)

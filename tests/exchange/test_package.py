"""Packages that are sound: what goes in comes out, for those it was meant for and for nobody else."""

import errno
import hashlib
import io
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exchange.parties import (
    BAOTOU,
    BLOBS,
    HOHHOT,
    RECORDS,
    REGION,
    a_manifest,
    an_archive,
    code_of,
    key_of,
    opened,
    refusal,
    sealed,
)
from yingcai_desktop.exchange import age, guard, package
from yingcai_desktop.exchange.identity import PublicIdentity
from yingcai_desktop.exchange.manifest import Chain
from yingcai_desktop.exchange.package import check_code, make, open_package, seal_with_passphrase


def test_what_goes_in_comes_out() -> None:
    chains = {"5" * 32: Chain("150100"), "7" * 32: Chain("150100", "5" * 32, 1403)}
    got = opened(sealed(an_archive(chains=chains, directory="名录\n"), REGION, HOHHOT))
    sent = a_manifest(chains=chains, directory="名录\n")
    assert msgspec.structs.replace(got.manifest, files={}) == sent
    assert set(got.manifest.files) == {"records.jsonl", *(f"blobs/{digest}" for digest in BLOBS)}
    assert list(got.records) == RECORDS and list(got.records) == RECORDS, "as often as one likes"
    assert len(got.records) == len(RECORDS)
    assert dict(got.blobs) == BLOBS and len(got.blobs) == 2 and "0" * 64 not in got.blobs


def test_nothing_but_a_manifest() -> None:
    got = opened(sealed(make(a_manifest(kind="receipt"), [], {}, HOHHOT)))
    assert (list(got.records), dict(got.blobs), got.manifest.kind) == ([], {}, "receipt")


@settings(max_examples=40)
@given(
    st.lists(
        st.dictionaries(st.text(max_size=5), st.integers(-(2**63), 2**63 - 1) | st.text(), max_size=3), max_size=9
    ),
    st.lists(st.binary(max_size=300), max_size=4),
)
def test_whatever_goes_in_comes_out(records: list[dict[str, object]], attachments: list[bytes]) -> None:
    lines = [msgspec.json.encode(record) for record in records]
    blobs = {hashlib.sha256(blob).hexdigest(): blob for blob in attachments}
    got = opened(sealed(make(a_manifest(), lines, blobs, HOHHOT)))
    assert list(got.records) == lines and dict(got.blobs) == blobs


def test_the_same_input_gives_the_same_bytes() -> None:
    backwards = dict(reversed(BLOBS.items()))
    assert make(a_manifest(), RECORDS, BLOBS, HOHHOT) == make(a_manifest(), RECORDS, backwards, HOHHOT)
    assert sealed(an_archive()) != sealed(an_archive()), "every sealing has its own key"


def test_each_of_those_it_was_sealed_to_can_open_it() -> None:
    data = sealed(an_archive(to=["150000", "150200"]), REGION, BAOTOU)
    assert list(opened(data, REGION).records) == list(opened(data, BAOTOU).records) == RECORDS
    assert refusal(data, HOHHOT) == "package.not-for-us"


def test_a_former_key_still_opens(tmp_path: Path) -> None:
    data = sealed(an_archive())
    got = open_package(data, identities=[BAOTOU, REGION], signer_of=key_of, me="150000")
    assert list(got.records) == RECORDS


def test_a_file_is_what_it_holds_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "上报包_呼和浩特_报名_0003(1).ycp.下载"
    path.write_bytes(sealed(an_archive()))
    with path.open("rb") as file:
        got = open_package(file, identities=[REGION], signer_of=key_of, me="150000")
    assert list(got.records) == RECORDS and got.check_code == check_code(path.read_bytes())


def test_a_file_that_gives_its_bytes_in_small_pieces() -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or 0, 700) if size and size > 0 else 700)

    data = sealed(an_archive())
    got = open_package(Slow(data), identities=[REGION], signer_of=key_of, me="150000")
    assert list(got.records) == RECORDS and got.check_code == check_code(data)


def test_a_stick_that_is_pulled_out_is_no_damaged_package() -> None:
    class Pulled(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > 20_000:
                raise OSError(errno.EIO, "Input/output error")
            return super().read(min(size or 0, 4096))

    blob = bytes(100_000)
    data = sealed(make(a_manifest(), [], {hashlib.sha256(blob).hexdigest(): blob}, HOHHOT))
    with pytest.raises(OSError, match="Input/output"):
        open_package(Pulled(data), identities=[REGION], signer_of=key_of, me="150000")
    assert refusal(data[:20_000]) == "package.damaged"


def test_the_code_that_is_read_aloud() -> None:
    data = sealed(an_archive())
    digest = hashlib.sha256(data).hexdigest().upper()
    assert check_code(data) == opened(data).check_code == f"{digest[:4]}-{digest[4:8]}"


def test_a_passphrase_for_those_without_keys() -> None:
    data = seal_with_passphrase(an_archive(to=["150000-panel-2"]), "钥匙 在 第三个 抽屉 里 面")

    def by_panel(passphrase: str | None) -> list[bytes]:
        got = open_package(data, passphrase=passphrase, signer_of=key_of, me="150000-panel-2")
        return list(got.records)

    assert by_panel("钥匙 在 第三个 抽屉 里 面") == RECORDS
    assert code_of(lambda: by_panel("钥匙 在 第三个 抽屉 里")) == "package.passphrase-wrong"
    assert code_of(lambda: by_panel(None)) == "package.passphrase-missing"


def enrolment(public: PublicIdentity = BAOTOU.public, **changes: object) -> bytes:
    fields = {"kind": "enrolment", "sender": "150200", "know": {}, "applied": []} | changes
    return make(a_manifest(**fields), [msgspec.json.encode(public)], {}, BAOTOU)


def test_an_enrolment_brings_its_own_key() -> None:
    def nobody(_: object) -> None:
        return None

    for data in (enrolment(), sealed(enrolment())):
        got = open_package(data, identities=[REGION], signer_of=nobody, me="150000")
        assert got.enrolled() == BAOTOU.public and got.check_code == check_code(data)


def test_an_enrolment_for_somebody_else() -> None:
    assert refusal(enrolment(HOHHOT.public)) == "package.forged"  # the identity of another office
    assert refusal(enrolment(sender="150100")) == "package.forged"
    stolen = msgspec.structs.replace(BAOTOU.public, sign=HOHHOT.public.sign)
    assert refusal(enrolment(stolen)) == "package.forged"  # a key it has not the private half of
    assert refusal(enrolment(to=["150100"])) == "package.other-addressee"


def test_what_nobody_could_open_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    for line in (
        b"",
        b"[]",
        b"{",
        b'{"a":1}\n',
        b'{"a":1}\n{"a":2}',
        b'{"a":' + b"9" * 400 + b"}",
        b'{"a":"\xff"}',
        b"[" * 5000,
    ):
        assert code_of(lambda line=line: make(a_manifest(), [line], {}, HOHHOT)) == "package.records-malformed"
    long = b'{"a":"' + b"x" * package.LINE_LIMIT + b'"}'
    assert code_of(lambda: make(a_manifest(), [long], {}, HOHHOT)) == "package.records-malformed"
    with pytest.raises(ValueError):
        make(a_manifest(), [], {"0" * 64: b"something else"}, HOHHOT)
    with pytest.raises(ValueError):
        make(a_manifest(sender="呼和浩特"), [], {}, HOHHOT)
    for module, limit, least in (
        (package, "LINES_LIMIT", len(RECORDS)),
        (package, "RECORDS_LIMIT", sum(map(len, RECORDS)) + len(RECORDS)),
        (package, "BLOB_LIMIT", max(map(len, BLOBS.values()))),
        (package, "MEMBER_LIMIT", 5),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(module, limit, least)
            an_archive()
            patch.setattr(module, limit, least - 1)
            assert code_of(an_archive) == "package.too-large", limit
    for module, limit in ((package, "MANIFEST_LIMIT"), (package, "TOTAL_LIMIT")):
        with monkeypatch.context() as patch:
            patch.setattr(module, limit, 500)
            assert code_of(an_archive) == "package.too-large", limit
    with monkeypatch.context() as patch:
        patch.setattr(age, "PACKAGE_LIMIT", package.MANIFEST_LIMIT + 1000)
        assert code_of(an_archive) == "package.too-large"


def test_the_caps_fit_each_other() -> None:
    """What `make` lets through must pass the reader: the file, its manifest, and all members together."""
    assert guard.RECORDS_LIMIT < guard.TOTAL_LIMIT and guard.BLOB_LIMIT < age.PACKAGE_LIMIT
    entry = len(msgspec.json.encode({"blobs/" + "0" * 64: {"sha256": "0" * 64, "len": guard.BLOB_LIMIT}})) + 24
    assert package.MEMBER_LIMIT * entry + 256 * 1024 * 3 < package.MANIFEST_LIMIT

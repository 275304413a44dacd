"""Every way to do harm with a package that we know of (reliability §2 F7–F13, §3.6): each is refused by name, and before it costs anything.

Most are made by an insider, whose signature is good.
"""

import base64
import hashlib
import struct
import time
import zipfile
from collections.abc import Callable

import msgspec
import pytest

from tests.exchange.parties import (
    BAOTOU,
    BLOBS,
    HOHHOT,
    PHOTO,
    RECORDS,
    REGION,
    a_manifest,
    an_archive,
    code_of,
    insider,
    key_of,
    opened,
    refusal,
    sealed,
    signed_members,
    zipped,
)
from yingcai_desktop.exchange import age, package, passphrase
from yingcai_desktop.exchange.identity import Identity
from yingcai_desktop.exchange.manifest import CHAIN_LIMIT, MEMBER_LIMIT
from yingcai_desktop.exchange.package import DOMAIN, make, open_package

CENTRAL, LOCAL, END = b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"
ZEROS = bytes(8 * 1024 * 1024)
PHOTO_NAME = "blobs/" + hashlib.sha256(PHOTO).hexdigest()


def changed(data: bytes, magic: bytes, name: str, at: int, form: str, value: int) -> bytes:
    """One field of the header of one member, in the directory (CENTRAL) or before the member (LOCAL)."""
    length, out, position = {CENTRAL: 46, LOCAL: 30}[magic], bytearray(data), -1
    while (position := data.find(magic, position + 1)) >= 0:
        if data[position + length :].startswith(name.encode()):
            struct.pack_into(form, out, position + at, value)
            return bytes(out)
    raise AssertionError(name)


def both(data: bytes, name: str, central: int, local: int, form: str, value: int) -> bytes:
    return changed(changed(data, CENTRAL, name, central, form, value), LOCAL, name, local, form, value)


def test_the_tools_of_these_tests_make_sound_packages_too() -> None:
    """Otherwise the attacks below might be refused for a slip of ours."""
    got = opened(sealed(zipped(signed_members(b"\n".join([*RECORDS, b""]), BLOBS))))
    assert list(got.records) == RECORDS and dict(got.blobs) == BLOBS
    assert opened(sealed(zipped(signed_members(b'{"n":1}\n', BLOBS), zipfile.ZIP_STORED)))


# --- bombs ------------------------------------------------------------------------------------------------------


def bomb(size: int | None = None) -> bytes:
    """Zeros that a good key has signed; `size` is the lie of the manifest."""
    listed = {"records.jsonl": {"sha256": hashlib.sha256(ZEROS).hexdigest(), "len": size or len(ZEROS)}}
    return insider(ZEROS, files=listed)


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "honest sizes": (bomb, "package.bomb"),
    "the directory lies": (lambda: changed(bomb(), CENTRAL, "records.jsonl", 24, "<I", 1000), "package.members"),
    "the directory and the member lie": (lambda: both(bomb(), "records.jsonl", 24, 22, "<I", 1000), "package.members"),
    "all three lie": (lambda: both(bomb(1000), "records.jsonl", 24, 22, "<I", 1000), "package.damaged"),
    "an attachment": (lambda: insider(blobs={hashlib.sha256(ZEROS).hexdigest(): ZEROS}), "package.bomb"),
    "a huge attachment, stored": (
        lambda: zipped({"blobs/" + "0" * 64: bytes(21 * 1024 * 1024)}, zipfile.ZIP_STORED),
        "package.bomb",
    ),
    "a huge manifest": (lambda: zipped({"manifest.json": b" " * 3_000_000}), "package.bomb"),
    "a long signature": (lambda: zipped({"manifest.sig": bytes(65)}), "package.bomb"),
    "zeros in age": (lambda: ZEROS, "package.not-a-package"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs(name: str) -> None:
    make_it, code = BOMBS[name]
    assert refusal(sealed(make_it())) == code


def test_the_sizes_of_all_members_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yingcai_desktop.exchange.guard.TOTAL_LIMIT", 2000)
    assert refusal(sealed(an_archive())) == "package.bomb"


def test_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    data = sealed(an_archive())
    monkeypatch.setattr(age, "PACKAGE_LIMIT", len(data))
    opened(data)
    monkeypatch.setattr(age, "PACKAGE_LIMIT", len(data) - 1)
    assert refusal(data) == "package.too-large"
    assert refusal(zipped({"a": bytes(len(data))}, zipfile.ZIP_STORED)) == "package.too-large"  # plain, too


# --- members ----------------------------------------------------------------------------------------------------


def many(count: int) -> bytes:
    """So many empty attachments; zipfile takes seconds for it."""
    names = [b"blobs/%064x" % n for n in range(count)]
    local = b"".join(LOCAL + struct.pack("<5H3L2H", 20, 0, 0, 0, 33, 0, 0, 0, 70, 0) + name for name in names)
    fixed = struct.pack("<6H3L5HL", 20, 20, 0, 0, 0, 33, 0, 0, 0, 70, 0, 0, 0, 0, 0)
    central = b"".join(CENTRAL + fixed + struct.pack("<L", 100 * n) + name for n, name in enumerate(names))
    return local + central + END + struct.pack("<4H2LH", 0, 0, count, count, len(central), len(local), 0)


def test_sixty_thousand_members() -> None:
    data = many(60_000)
    start = time.process_time()
    assert refusal(data) == "package.members"  # already the code of the count
    assert time.process_time() - start < 1


def test_one_member_too_many_and_a_count_that_lies() -> None:
    most = many(MEMBER_LIMIT)
    assert refusal(sealed(most)) == "package.damaged"  # counted and found; there is no manifest
    more = many(MEMBER_LIMIT + 1)
    assert refusal(sealed(more)) == "package.members"
    few = bytearray(more)
    struct.pack_into("<HH", few, len(few) - 14, 3, 3)
    assert refusal(sealed(bytes(few))) == "package.members"


@pytest.mark.parametrize(
    "name",
    [
        *("../../evil", "/etc/passwd", "..\\evil", "C:\\evil", "blobs\\" + "a" * 64, "blobs/../" + "a" * 64, "blobs/"),
        *(
            "records.jsonl/",
            "records.jsonl\n",
            "RECORDS.JSONL",
            "blobs/" + "A" * 64,
            "blobs/" + "a" * 63,
            "blobs/" + "a" * 65,
        ),
        *("manifest.json ", "./manifest.json", "blobs/" + "a" * 64 + "\n", "清单.txt", "", "mimetype"),
    ],
)
def test_names_that_are_not_ours(name: str) -> None:
    assert refusal(sealed(zipped({**signed_members(b""), name: b"x"}))) == "package.members"


def test_a_name_with_nul() -> None:
    data = zipped({**signed_members(b""), "blobs/" + "a" * 63 + "_": b""})
    data = data.replace(b"a" * 63 + b"_", b"a" * 63 + b"\0")
    assert refusal(sealed(data)) == "package.members"


def test_two_members_of_one_name() -> None:
    members = [*signed_members(b'{"n":1}\n').items(), ("records.jsonl", b'{"n":2}\n')]
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zipped(members)
    assert refusal(sealed(data)) == "package.members"


@pytest.mark.parametrize("flag", [1, 1 << 3, 1 << 6, 1 << 11, 1 << 13])
def test_members_with_flags(flag: int) -> None:
    """Encryption of the zip, sizes that come later, strong encryption, hidden headers."""
    assert refusal(sealed(both(insider(), "records.jsonl", 8, 6, "<H", flag))) == "package.members"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_members_packed_otherwise(method: int) -> None:
    assert refusal(sealed(zipped(signed_members(b'{"n":1}\n'), method))) == "package.members"
    assert refusal(sealed(both(insider(), "records.jsonl", 10, 8, "<H", 97))) == "package.members"


def test_members_that_are_missing_or_not_in_the_manifest() -> None:
    whole = signed_members(b'{"n":1}\n', BLOBS)
    for name in whole:
        less = {key: value for key, value in whole.items() if key != name}
        code = "package.damaged" if name.startswith("manifest") else "package.members"
        assert refusal(sealed(zipped(less))) == code, name
    assert refusal(sealed(zipped({**whole, "blobs/" + "a" * 64: b"x"}))) == "package.members"
    nothing = signed_members(b"", files={})
    assert (
        refusal(sealed(zipped({name: nothing[name] for name in ("manifest.json", "manifest.sig")})))
        == "package.members"
    )


def test_a_blob_under_another_name() -> None:
    other = "blobs/" + "a" * 64
    listed = {
        "records.jsonl": {"sha256": hashlib.sha256(b"").hexdigest(), "len": 0},
        other: {"sha256": hashlib.sha256(PHOTO).hexdigest(), "len": len(PHOTO)},
    }
    members = signed_members(b"", files=listed) | {other: PHOTO}
    assert refusal(sealed(zipped(members))) == "package.members"


def test_content_that_is_not_what_was_signed() -> None:
    whole = signed_members(b'{"n":1}\n', BLOBS)
    assert refusal(sealed(zipped({**whole, "records.jsonl": b'{"n":2}\n'}))) == "package.damaged"
    assert refusal(sealed(zipped({**whole, "records.jsonl": b'{"n":12}\n'}))) == "package.members"
    assert refusal(sealed(zipped({**whole, PHOTO_NAME: PHOTO[:-1] + b"x"}))) == "package.damaged"


def test_bytes_that_belong_to_no_member() -> None:
    """Before, between, behind; a comment; an extra field; two entries for one place: what one reader sees another may not."""
    data = zipped(signed_members(b'{"n":1}\n'))
    end = data.rindex(END)
    start = struct.unpack_from("<I", data, end + 16)[0]
    moved = bytearray(data[:start] + b"GAP" + data[start:])
    struct.pack_into("<I", moved, end + 3 + 16, start + 3)
    for one in (
        data + b"\n",
        b"PK\x03\x04" + data,
        bytes(moved),
        changed(data, CENTRAL, "records.jsonl", 42, "<I", 4),
        changed(data, CENTRAL, "manifest.json", 42, "<I", 0),
        changed(data, CENTRAL, "records.jsonl", 30, "<H", 2),
        changed(data, LOCAL, "records.jsonl", 28, "<H", 2),
        changed(data, CENTRAL, "records.jsonl", 32, "<H", 2),
        changed(data, LOCAL, "records.jsonl", 30, "<B", ord("R")),
        changed(data, CENTRAL, "records.jsonl", 20, "<I", 1),
        data[:end] + END + struct.pack("<4H2LH", 0, 0, 3, 3, end - start, start, 7) + b"comment",
        data[:end] + END + struct.pack("<4H2LH", 0, 0, 3, 3, 0xFFFFFFFF, 0xFFFFFFFF, 0),
    ):
        assert refusal(sealed(one)) == "package.damaged"


def test_packed_again_by_another_program() -> None:
    """微信 and mail programs wrap a file into a zip: the package inside is sound, the zip is no package."""
    data = sealed(an_archive())
    assert refusal(zipped({"上报包_呼和浩特_报名_0003.ycp": data})) == "package.members"


# --- who and to whom --------------------------------------------------------------------------------------------


def test_forged_and_unknown() -> None:
    assert refusal(sealed(an_archive(signer=BAOTOU))) == "package.forged"  # says 150100
    stranger = Identity("150900", bytes(range(32)), BAOTOU.age_secret())
    assert refusal(sealed(an_archive(signer=stranger, sender="150900"))) == "package.unknown-sender"
    good = signed_members(b'{"n":1}\n')
    for sign in (b"", bytes(63), bytes(64), good["manifest.sig"][:-1] + b"\0", HOHHOT.sign(b"", good["manifest.json"])):
        assert refusal(sealed(zipped({**good, "manifest.sig": sign}))) == "package.forged"
    body = good["manifest.json"].replace(b'"no":3', b'"no":4')
    assert body != good["manifest.json"]
    assert refusal(sealed(zipped({**good, "manifest.json": body}))) == "package.forged"


def test_signed_with_a_key_of_before() -> None:
    """No forgery, and no way in: only the key in the directory counts."""
    data = sealed(an_archive(signer=BAOTOU))

    def code(*former: bytes) -> str:
        return code_of(
            lambda: open_package(
                data, identities=[REGION], signer_of=key_of, former_of=lambda head: former, me=REGION.office
            )
        )

    assert code() == code(REGION.public.sign) == "package.forged"
    assert code(REGION.public.sign, BAOTOU.public.sign) == "package.former-key"


def test_a_signature_over_something_else_is_no_signature_of_a_package() -> None:
    body = signed_members(b"")["manifest.json"]
    other = HOHHOT.sign(b"yingcai-directory-v1\0", body)
    assert refusal(sealed(zipped({**signed_members(b""), "manifest.sig": other}))) == "package.forged"
    assert DOMAIN.endswith(b"\0")


def test_sent_on_by_the_one_it_was_for() -> None:
    """The region may open a package and seal it again, for Baotou; the addressee is signed."""
    assert refusal(sealed(an_archive(), BAOTOU), by=BAOTOU) == "package.other-addressee"


def test_sealed_to_another_office() -> None:
    assert refusal(sealed(an_archive(), BAOTOU)) == "package.not-for-us"
    assert refusal(sealed(an_archive(), BAOTOU), passphrase="no passphrase helps") == "package.not-for-us"


def test_not_encrypted() -> None:
    assert refusal(an_archive()) == "package.unsealed"
    assert refusal(insider(fields={"kind": "enrolments"})) == "package.unsealed"


def test_an_enrolment_with_more_in_it() -> None:
    record = msgspec.json.encode(HOHHOT.public) + b"\n"
    kind = {"kind": "enrolment"}
    assert refusal(insider(record, fields=kind)) == "taken"
    for records in (b"", b"{}\n", record * 2, record + b'{"n":1}\n', b"[" * 3000, b" " * 5000, record[:-1]):
        assert refusal(insider(records, fields=kind)) == "package.records-malformed"
    assert refusal(insider(record, blobs=BLOBS, fields=kind)) == "package.records-malformed"


# --- versions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"v": 2}, "package.newer-format"),
        ({"v": 2, "new_field": [1]}, "package.newer-format"),
        ({"v": 2, "know": "something else now"}, "package.newer-format"),
        ({"min_reader": 2}, "package.newer-format"),
        ({"schema": 9999}, "package.newer-schema"),
        ({"suite": 2}, "package.wrong-suite"),
        ({"suite": 0}, "package.wrong-suite"),
        ({"format": "other"}, "package.not-a-package"),
        ({"new_field": 1}, "package.records-malformed"),
        ({"v": 0}, "package.damaged"),
        ({"v": "1"}, "package.damaged"),
        ({"v": True}, "package.damaged"),
        ({"v": 1.5}, "package.damaged"),
        ({"v": None}, "package.damaged"),
        ({"v": 10**30}, "package.damaged"),
    ],
)
def test_versions(fields: dict[str, object], code: str) -> None:
    assert refusal(sealed(insider(fields=fields))) == code


def test_a_forged_package_cannot_ask_for_an_upgrade() -> None:
    assert refusal(sealed(insider(fields={"v": 2}, signer=BAOTOU))) == "package.forged"


# --- what the manifest and the records say ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        *({"no": value} for value in (-1, 2**53 + 1, 2**64, 1.5, "3", None, [])),
        *(
            {"to": value}
            for value in ([], "150000", ["150000"] * 33, ["1500"], ["150000\n"], [150000], ["１５００００"])
        ),
        *({"package_id": value} for value in ("", "A" * 32, "a" * 31, "a" * 33, "a" * 32 + "\n", "../" + "a" * 29)),
        *({"season": value} for value in (1999, 3000, "2025")),
        *(
            {"names": value}
            for value in ({"a": "b\n"}, {"a": "b\0"}, {"a\u202eb": "c"}, {"a": "x" * 201}, {"a": 1}, [])
        ),
        {"names": {str(n): "x" for n in range(CHAIN_LIMIT + 1)}},
        {"know": {f"{n:032x}": [1, "a" * 64] for n in range(CHAIN_LIMIT + 1)}},
        *({"know": {"5" * 32: value}} for value in ([1], [1, "a" * 64, 2], [-1, "a" * 64], [1, "g" * 64], [1, 2], {})),
        {"know": {"5": [1, "a" * 64]}},
        {"applied": ["a" * 32] * 2001},
        {"chains": {"5" * 32: {"office": "150100", "base_store": "x", "base_n": 0}}},
        {"chains": {"5" * 32: {"office": "150100", "more": 1}}},
        {"made_at": "2025-04-20\n"},
        {"schema": -1},
    ],
)
def test_manifests_out_of_bounds(fields: dict[str, object]) -> None:
    assert refusal(sealed(insider(fields=fields))) == "package.records-malformed"


@pytest.mark.parametrize(
    "fields",
    [
        {"from": "1501"},
        {"directory": "x" * 300_000},
        {"from": ["150100"]},
        {"store": ""},
        {"kind": "报名"},
        {"kind": "a" * 99},
    ],
)
def test_manifests_that_do_not_say_who(fields: dict[str, object]) -> None:
    assert refusal(sealed(insider(fields=fields))) == "package.damaged"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"[" * 200_000,
        b'{"a":' * 200_000,
        b"\xff\xfe",
        b'{"from":"\xff"}',
        b"{" + b" " * 9000,
        b"1e999",
    ],
)
def test_manifests_that_are_none(body: bytes) -> None:
    assert refusal(sealed(insider(body=body))) == "package.damaged"


@pytest.mark.parametrize(
    "files",
    [
        *({"records.jsonl": {"sha256": "a" * 64, "len": value}} for value in (-1, 1.0, "8", None, 10**30)),
        {"records.jsonl": {"sha256": "a" * 63, "len": 8}},
        {"records.jsonl": {"sha256": "a" * 64}},
        {"records.jsonl": {"sha256": "a" * 64, "len": 8}, "../evil": {"sha256": "a" * 64, "len": 0}},
        {"records.jsonl": {"sha256": "a" * 64, "len": 8}, "manifest.json": {"sha256": "a" * 64, "len": 0}},
    ],
)
def test_lists_of_files_out_of_bounds(files: dict[str, object]) -> None:
    assert refusal(sealed(insider(files=files))) == "package.records-malformed"


@pytest.mark.parametrize(
    "records",
    [
        *(
            b"\n",
            b'{"n":1}',
            b'{"n":1}\n\n',
            b'{"n":1}\r\n\r\n',
            b"[]\n",
            b"1\n",
            b'"x"\n',
            b"{}{}\n",
            b'{"n":1}x\n',
            b"{'n':1}\n",
        ),
        *(b'{"a":' * 100_000 + b"\n", b'{"a":' + b"[" * 50_000 + b"]" * 50_000 + b"}\n"),
        *(b'{"a":' + b"9" * 5000 + b"}\n", b'{"a":[{"b":-9223372036854775809}]}\n', b'{"a":1e999}\n', b'{"a":NaN}\n'),
        *(b'{"a":"\xff"}\n', b'{"a":"\\ud800"}\n', b'{"a":"\x00"}\n', b"\xef\xbb\xbf{}\n", "{}\n".encode("utf-16")),
        b'{"a":"' + b"x" * package.LINE_LIMIT + b'"}\n',
        b"\0" * 1000,
    ],
)
def test_records_that_are_none(records: bytes) -> None:
    assert refusal(sealed(insider(records))) == "package.records-malformed"


def test_records_at_the_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    full = b'{"a":"' + b"x" * (package.LINE_LIMIT - 8) + b'"}\n'
    largest = b'{"a":[9223372036854775807,-9223372036854775808,"' + b"9" * 40 + b'"]}\n'
    for records in (full * 3, largest, b"{}\n" * 9):
        assert refusal(sealed(insider(records))) == "taken"
    monkeypatch.setattr(package, "LINES_LIMIT", 8)
    assert refusal(sealed(insider(b"{}\n" * 9))) == "package.records-malformed"
    assert refusal(sealed(insider(b"{}\n" * 8))) == "taken"


# --- the file itself --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"\0" * 5000,
        b"PK",
        b"PK\x05\x06" + bytes(18),
        b"%PDF-1.7",
        b"age-encryption.org/v2\n",
        b"\xd0\xcf\x11\xe0",
    ],
)
def test_not_a_package(data: bytes) -> None:
    assert refusal(data) == "package.not-a-package"


def test_cut_short_or_longer_at_every_place() -> None:
    data, inner = sealed(an_archive()), an_archive(kind="enrolment")
    for whole in (data, inner):
        for length in range(len(whole)):
            assert refusal(whole[:length]) in ("package.damaged", "package.not-a-package")
    assert refusal(data + b"\0") == refusal(data + data) == "package.damaged"


def test_armored() -> None:
    """age as text is not what we send; a reader less is a reader less to attack."""
    text = b"-----BEGIN AGE ENCRYPTED FILE-----\n" + base64.encodebytes(sealed(an_archive()))
    assert refusal(text + b"-----END AGE ENCRYPTED FILE-----\n") == "package.not-a-package"


SALT, BODY = b"rF0/NwblUHHTpgQgRpe5CQ", b"gUjEymFKMVXQEKdMMHL24oYexjE3TIC0O0zGSqJ2aUY"


def stanza(cost: bytes, salt: bytes = SALT) -> bytes:
    return b"-> scrypt %b %b\n%b\n" % (salt, cost, BODY)


def header(*stanzas: bytes) -> bytes:
    return b"age-encryption.org/v1\n" + b"".join(stanzas) + b"--- " + BODY + b"\n" + bytes(64)


@pytest.mark.parametrize("cost", [b"10", b"18", b"30", b"64", b"017", b"-1", b"18446744073709551616", b"30\r"])
def test_passphrases_of_ages_own_are_never_tried(cost: bytes) -> None:
    start = time.process_time()
    assert refusal(header(stanza(cost)), passphrase="whatever it is") in ("package.damaged", "package.not-for-us")
    assert time.process_time() - start < 0.5


def test_headers_that_cost_too_much() -> None:
    other = b"-> X25519 " + BODY + b"\n" + BODY + b"\n"
    assert refusal(header(other * age.STANZA_LIMIT)) == "package.not-for-us"
    assert refusal(header(other * (age.STANZA_LIMIT + 1))) == "package.bomb"
    assert refusal(header(b"-> x " + b"y" * age.HEADER_LIMIT)) == "package.bomb"
    assert refusal(passphrase.MAGIC + bytes(300), passphrase="whatever it is") == "package.passphrase-wrong"
    assert refusal(passphrase.MAGIC + bytes(100), passphrase="whatever it is") == "package.damaged"


def test_every_refusal_says_what_happened_and_what_to_do() -> None:
    with pytest.raises(package.PackageRefused) as caught:
        opened(sealed(make(a_manifest(to=["150200", "150500"]), [], {}, HOHHOT)))
    assert caught.value.message.startswith("数据包的收件单位是 150200、150500，不是本单位，没有导入。请")
    assert REGION.office not in caught.value.message

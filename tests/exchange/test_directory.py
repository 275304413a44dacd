"""名录: signed by the root, only ever newer, trust taken away by number; and the root key's own file."""

import base64
import random

import msgspec
import pytest

from tests.exchange.parties import BAOTOU, HOHHOT, REGION, a_manifest, code_of, key_of
from tests.exchange.test_fuzz import mutated
from yingcai_desktop.errors import Invalid
from yingcai_desktop.exchange import passphrase
from yingcai_desktop.exchange.directory import (
    DOMAIN,
    FORMER_LIMIT,
    TITLE,
    Handover,
    SignedDirectory,
    Verdict,
    first_directory,
    following,
    in_force,
    read_directory,
    sign_directory,
    succeeds,
    with_office,
    with_revoked,
    with_root,
    without_office,
)
from yingcai_desktop.exchange.identity import new_identity
from yingcai_desktop.exchange.package import make, open_package, seal
from yingcai_desktop.exchange.root import Root, make_root, open_root

SECRET = "两只U盘放在保险柜里，各一只"
CHAIN = "5" * 32


def new_root() -> Root:
    return open_root(make_root(SECRET)[0], SECRET)


@pytest.fixture
def root() -> Root:
    return new_root()


@pytest.fixture
def held(root: Root) -> SignedDirectory:
    """Version 2: the region, Hohhot."""
    first = sign_directory(with_office(first_directory(root.public), REGION.public, "自治区"), root)
    return sign_directory(with_office(following(first), HOHHOT.public, "呼和浩特市", [CHAIN]), root)


def test_what_is_signed_comes_back(held: SignedDirectory) -> None:
    again = read_directory(held.text)
    assert again == held == read_directory(held.text.encode())
    directory = again.directory
    assert (directory.version, list(directory.offices)) == (2, ["150000", "150100"])
    assert directory.signer("150100") == HOHHOT.public.sign and directory.signer("150200") is None
    listed = directory.find("150100")
    assert listed and (listed.name, listed.since, listed.stores) == ("呼和浩特市", 2, [CHAIN])


def test_whom_a_package_is_sealed_to(root: Root, held: SignedDirectory) -> None:
    """The addressee, the sender, and the escrow key: whoever loses a key loses no package."""
    recipients = held.directory.recipients("150100", ["150000"])
    data = seal(make(a_manifest(), [b'{"n":1}'], {}, HOHHOT), recipients)
    for opener in (REGION, HOHHOT, root):
        assert open_package(data, identities=[opener], signer_of=key_of, me="150000").manifest.no == 3
    assert (
        code_of(lambda: open_package(data, identities=[BAOTOU], signer_of=key_of, me="150000")) == "package.not-for-us"
    )
    assert code_of(lambda: held.directory.recipients("150100", ["150200"])) == "directory.unknown-office"
    assert code_of(lambda: held.directory.recipients("150200", ["150000"])) == "directory.unknown-office"


def test_only_a_higher_version_is_taken(root: Root, held: SignedDirectory) -> None:
    third = sign_directory(with_office(following(held), BAOTOU.public, "包头市"), root)
    fourth = sign_directory(following(third), root)
    assert succeeds(held, third) is Verdict.NEWER
    assert succeeds(held, fourth) is Verdict.NEWER, "one that was lost on the way is no trouble"
    assert succeeds(third, held) is succeeds(fourth, held) is Verdict.OLDER
    assert succeeds(third, third) is succeeds(third, read_directory(third.text)) is Verdict.SAME


def test_a_package_is_judged_by_the_directory_it_brings(root: Root, held: SignedDirectory) -> None:
    third = sign_directory(with_office(following(held), BAOTOU.public, "包头市"), root)
    assert in_force(held, third.text) == third
    assert in_force(third, held.text) == third and in_force(held, "") == in_force(held, "hello") == held
    stranger = new_root()
    theirs = msgspec.structs.replace(third.directory, root=stranger.public.sign)
    assert in_force(held, sign_directory(theirs, stranger).text) == held
    assert in_force(None, third.text) is None, "the first one takes a person"


def test_two_directories_of_one_number_are_an_alarm(root: Root, held: SignedDirectory) -> None:
    one = sign_directory(with_office(following(held), BAOTOU.public, "包头市"), root)
    other = sign_directory(with_office(following(held), BAOTOU.public, "包头"), root)
    assert succeeds(one, other) is Verdict.FORK
    after_other = sign_directory(following(other), root)
    assert succeeds(one, after_other) is Verdict.FORK, "the next one must follow ours"


def test_another_root_is_an_alarm(held: SignedDirectory) -> None:
    stranger = new_root()
    copied = msgspec.structs.replace(following(held), root=stranger.public.sign, escrow=stranger.public.escrow)
    assert succeeds(held, sign_directory(copied, stranger)) is Verdict.FOREIGN
    claimed = msgspec.structs.replace(copied, former=[Handover(held.directory.root, bytes(64))])
    assert succeeds(held, sign_directory(claimed, stranger)) is Verdict.FOREIGN, "a handover nobody signed"


def test_a_new_root_is_trusted_through_the_old_one(root: Root, held: SignedDirectory) -> None:
    second, third = new_root(), new_root()
    rotated = sign_directory(with_root(following(held), root, second.public), second)
    again = sign_directory(with_root(following(rotated), second, third.public), third)
    for offered in (rotated, again):
        assert succeeds(held, offered) is Verdict.NEWER
    assert succeeds(rotated, again) is Verdict.NEWER
    assert succeeds(rotated, held) is succeeds(again, held) is Verdict.OLDER
    late = sign_directory(msgspec.structs.replace(following(rotated), root=root.public.sign, former=[]), root)
    assert succeeds(rotated, late) is Verdict.FOREIGN, "the old root has no say any more"
    swapped = msgspec.structs.replace(again.directory, former=list(reversed(again.directory.former)))
    assert succeeds(held, sign_directory(swapped, third)) is Verdict.FOREIGN
    with pytest.raises(ValueError):
        with_root(following(rotated), root, third.public)


def test_trust_ends_at_a_number(held: SignedDirectory) -> None:
    directory = held.directory
    assert directory.trusts(CHAIN, 10**9)
    revoked = with_revoked(directory, CHAIN, 1403)
    assert revoked.trusts(CHAIN, 1403) and not revoked.trusts(CHAIN, 1404)
    assert revoked.trusts("6" * 32, 1404), "another store of the same office"
    assert with_revoked(revoked, CHAIN, 9999) == revoked, "trust does not come back"
    assert not with_revoked(revoked, CHAIN, 0).trusts(CHAIN, 1)


def test_new_keys_of_an_office(root: Root, held: SignedDirectory) -> None:
    fresh = new_identity("150100")
    third = with_office(following(held), fresh.public, "呼和浩特市", ["6" * 32, CHAIN])
    assert third.signer("150100") == fresh.public.sign and third.retired == {"150100": [HOHHOT.public.sign]}
    listed = third.find("150100")
    assert listed and (listed.since, listed.stores) == (3, [CHAIN, "6" * 32])
    renamed = with_office(following(sign_directory(third, root)), fresh.public, "呼市")
    assert renamed.retired == third.retired and renamed.find("150100") == msgspec.structs.replace(listed, name="呼市")
    gone = without_office(renamed, "150100")
    assert gone.signer("150100") is None and gone.retired["150100"] == [HOHHOT.public.sign, fresh.public.sign]
    with pytest.raises(KeyError):
        without_office(gone, "150100")
    for _ in range(FORMER_LIMIT + 3):
        renamed = with_office(renamed, new_identity("150100").public, "呼市")
    assert len(sign_directory(renamed, root).directory.retired["150100"]) == FORMER_LIMIT


def test_panels_stand_apart(root: Root, held: SignedDirectory) -> None:
    panel = new_identity("150000-panel-2")
    third = sign_directory(with_office(following(held), panel.public, "数学第二组"), root).directory
    assert list(third.panels) == ["150000-panel-2"] and third.offices == held.directory.offices
    assert third.signer("150000-panel-2") == panel.public.sign
    assert without_office(third, "150000-panel-2").panels == {}


def test_only_its_root_can_sign(held: SignedDirectory) -> None:
    with pytest.raises(ValueError):
        sign_directory(following(held), new_root())


def resigned(text: str, root: Root, **fields: object) -> str:
    """The directory with other fields, and a good signature over them."""
    plain = msgspec.json.decode(text.split("\n")[1]) | fields
    body = msgspec.json.encode(plain)
    return f"{TITLE}\n{body.decode()}\n{base64.b64encode(root.sign(DOMAIN, body)).decode()}\n"


def test_what_is_no_directory(root: Root, held: SignedDirectory) -> None:
    title, body, sign = held.text.splitlines()
    assert read_directory(resigned(held.text, root)).directory == held.directory
    damaged = [
        "",
        "\n\n\n",
        TITLE,
        body,
        f"{title}\n{body}",
        f"{title}\n{body}\n{sign[:-4]}***\n",
        f"{title}\n{'[' * 99999}\n{sign}\n",
    ]
    damaged += [
        f"{title}\n{body}\n{sign}\n{sign}\n",
        held.text + "\n",
        held.text + " " * 300_000,
        f"{title}\n\ud800\n{sign}\n",
    ]
    slip = REGION.public.seal[:-1] + ("q" if REGION.public.seal[-1] != "q" else "p")
    listed = {"name": "x", "sign": base64.b64encode(bytes(32)).decode(), "seal": slip, "since": 1}
    damaged += [
        resigned(held.text, root, **fields)  # type: ignore[arg-type]
        for fields in (
            {"version": 0},
            {"previous": "x"},
            {"new_field": 1},
            {"escrow": slip},
            {"offices": {"150100": listed}},
            {"panels": {"150100-x": listed}},
            {"offices": {"呼和浩特": listed | {"seal": REGION.public.seal}}},
            {"revoked": {CHAIN: -1}},
            {"former": [{"root": "", "signature": ""}]},
        )
    ]
    assert code_of(lambda: read_directory(b"PK\x03\x04\xff\xfe" * 999)) == "directory.damaged"
    for text in damaged:
        assert code_of(lambda text=text: read_directory(text)) == "directory.damaged", text[:300]
    forged = body.replace("呼和浩特市", "包头市")
    assert code_of(lambda: read_directory(f"{title}\n{forged}\n{sign}\n")) == "directory.forged"
    as_package = base64.b64encode(root.sign(b"yingcai-pkg-v1\0", body.encode())).decode()
    assert code_of(lambda: read_directory(f"{title}\n{body}\n{as_package}\n")) == "directory.forged"
    assert code_of(lambda: read_directory(f"yingcai-directory 2\n{body}\n{sign}\n")) == "directory.newer-format"


def test_changed_at_random(held: SignedDirectory) -> None:
    chance, data = random.Random(3), held.text.encode()
    codes = set()
    for _ in range(2000):
        mutant = mutated(data, chance)
        if mutant != data:
            codes.add(code_of(lambda mutant=mutant: read_directory(mutant)))
            text = mutant.decode("utf-8", "surrogateescape")
            codes.add(code_of(lambda text=text: read_directory(text)))
    assert codes == {"directory.damaged", "directory.forged", "directory.newer-format"}


# --- the root key's file ----------------------------------------------------------------------------------------


def test_the_root_key_lives_in_a_file() -> None:
    file, public = make_root(SECRET)
    opened = open_root(file, SECRET)
    assert opened.public == public and open_root(file, SECRET).age_secret() == opened.age_secret()
    assert make_root(SECRET)[1] != public
    assert repr(opened) == "Root()"


def test_files_that_are_no_root_key() -> None:
    file, _ = make_root(SECRET)
    assert code_of(lambda: open_root(file, SECRET + "x")) == "root.passphrase-wrong"
    sealed_otherwise = passphrase.encrypt(b'{"signing":"x"}', SECRET)
    for bad in (
        b"",
        b"hello",
        file[:-1],
        file + b"\0",
        bytes(40_000),
        file + bytes(20_000),
        sealed_otherwise,
        file[:90],
    ):
        assert code_of(lambda bad=bad: open_root(bad, SECRET)) == "root.not-a-root"
    with pytest.raises(Invalid):
        make_root("kurz")

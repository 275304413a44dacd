"""Freezes today's form of packages: writes tests/exchange/vectors/v<n>/, once for each version of the format, and never over one.

PYTHONPATH=. python -m tests.exchange.freeze
"""

import hashlib
from pathlib import Path
from typing import Any

import msgspec

from tests.exchange.parties import BAOTOU, BLOBS, HOHHOT, RECORDS, REGION, a_manifest
from yingcai_desktop.exchange import passphrase
from yingcai_desktop.exchange.directory import first_directory, following, sign_directory, with_office, with_revoked
from yingcai_desktop.exchange.identity import Identity, PublicIdentity
from yingcai_desktop.exchange.manifest import VERSION, Chain
from yingcai_desktop.exchange.package import Opener, Package, make, open_package, seal, seal_with_passphrase
from yingcai_desktop.exchange.root import Root, RootFile

VECTORS = Path(__file__).parent / "vectors"
PASSPHRASE = "这句口令只用于测试，不保护任何东西"
ESCROW = "AGE-SECRET-KEY-19Z42K45Y08XF278EGFCTU9RCNHX2LDFCSKJ7JHS3XMCE0QMSLV6SLNNQD4"
ROOT = Root(RootFile(hashlib.sha256(b"a key for tests: root").digest(), ESCROW))


def described(got: Package) -> Any:
    """What must still be read from it in years, as it stands in JSON."""
    told = {
        "manifest": msgspec.to_builtins(got.manifest),
        "records": [line.decode() for line in got.records],
        "blobs": {digest: blob.hex() for digest, blob in got.blobs.items()},
        "check_code": got.check_code,
    }
    return msgspec.json.decode(msgspec.json.encode(told))


def opened(data: bytes, me: Identity) -> Package:
    """By the one it was for, with the keys of that time."""
    keys = {office.office: office.public.sign for office in (REGION, HOHHOT, BAOTOU)}
    openers: list[Opener] = [me]
    return open_package(
        data, identities=openers, passphrase=PASSPHRASE, signer_of=lambda head: keys.get(head.sender), me=me.office
    )


def packages(directory: str) -> dict[str, bytes]:
    """One of each way to be sealed, with every field of the manifest in use."""
    chains = {"5" * 32: Chain("150100"), "7" * 32: Chain("150100", "5" * 32, 1403)}
    full = make(a_manifest(chains=chains, directory=directory), RECORDS, BLOBS, HOHHOT)
    receipt = make(a_manifest(kind="receipt", sender="150000", to=["150100"]), [], {}, REGION)
    asking = a_manifest(kind="enrolment", sender="150200", know={}, applied=[])
    enrolment = make(asking, [msgspec.json.encode(BAOTOU.public)], {}, BAOTOU)
    return {
        "applications-150000": seal(full, [REGION.public.seal, HOHHOT.public.seal, ROOT.public.escrow]),
        "receipt-150100": seal(receipt, [HOHHOT.public.seal, REGION.public.seal, ROOT.public.escrow]),
        "enrolment-150000": enrolment,
        "passphrase-150000": seal_with_passphrase(full, PASSPHRASE),
    }


def main() -> None:
    place = VECTORS / f"v{VERSION}"
    if any(place.glob("*")):
        raise SystemExit(f"{place} is frozen")
    place.mkdir(exist_ok=True)
    first = with_office(first_directory(ROOT.public), REGION.public, "内蒙古自治区")
    second = with_office(following(sign_directory(first, ROOT)), HOHHOT.public, "呼和浩特市", ["5" * 32])
    panel = PublicIdentity("150000-panel-2", BAOTOU.public.sign, BAOTOU.public.seal)
    directory = sign_directory(with_revoked(with_office(second, panel, "数学第二组"), "5" * 32, 1403), ROOT).text
    (place / "directory.txt").write_text(directory, "utf-8", newline="\n")
    (place / "root.key").write_bytes(passphrase.encrypt(ROOT.to_bytes(), PASSPHRASE))
    offices = {office.office: office for office in (REGION, HOHHOT)}
    for name, data in packages(directory).items():
        (place / f"{name}.ycp").write_bytes(data)
        told = msgspec.json.encode(described(opened(data, offices[name.rpartition("-")[2]])), order="sorted")
        (place / f"{name}.json").write_bytes(msgspec.json.format(told, indent=1) + b"\n")


if __name__ == "__main__":
    main()

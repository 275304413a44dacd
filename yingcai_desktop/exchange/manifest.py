"""What a package says of itself: the JSON of `manifest.json`, strict and bounded. Its bytes are what is signed."""

from typing import Annotated

import msgspec
from msgspec import Meta

from db.schema import SCHEMA
from yingcai_desktop.exchange.identity import Office

FORMAT = "yingcai-pkg"
VERSION = 1
"""The newest form of package this program reads, and the one it writes."""
SUITE = 1
"""1 = Ed25519, SHA-256, age. A suite is a whole and never negotiated down; 2 is kept for SM2, SM3 and SM4."""
ENROLMENT = "enrolment"
"""The one kind that may come unencrypted and is signed by the keys it brings: an office asking for its place in the directory."""

MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
RECORDS = "records.jsonl"
BLOBS = "blobs/"
MEMBER = r"\A(records\.jsonl|blobs/[0-9a-f]{64})\Z"

MEMBER_LIMIT = 5000
"""Members of the archive: some thousand attachments; 60,000 cost a reader seconds."""
DIRECTORY_LIMIT = 256 * 1024
"""Characters of the directory that rides along: some hundred offices and panels, where there are a dozen."""
MANIFEST_LIMIT = 2 * 1024 * 1024
"""Bytes of manifest.json: 5,000 members at 200 bytes, the directory and the chains."""
CHAIN_LIMIT = 256
"""Chains known to an office: one for each store that ever was, and one more for every restore."""
APPLIED_LIMIT = 2000
"""Packages named as applied: the newest; what was applied before, the other office has heard already (`ledger.applied_in`)."""

_PLAIN = "[^\x00-\x1f\x7f\u2028-\u202e\u2066-\u2069]"
"""No control characters, and none that turn the direction of writing: what is shown is what is there."""

Id = Annotated[str, Meta(pattern=r"\A[0-9a-f]{32}\Z")]
Digest = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
Number = Annotated[int, Meta(ge=0, le=2**53)]
Short = Annotated[str, Meta(max_length=40, pattern=rf"\A{_PLAIN}*\Z")]
Text = Annotated[str, Meta(max_length=200, pattern=rf"\A{_PLAIN}*\Z")]
Kind = Annotated[str, Meta(pattern=r"\A[a-z][a-z-]{0,31}\Z")]


class Chain(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A store's journal as others name it: whose it is, and after which entry of which other chain it began ("" and 0: anew)."""

    office: Office
    base_store: Annotated[str, Meta(pattern=r"\A([0-9a-f]{32})?\Z")] = ""
    base_n: Number = 0


class Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of the package: its digest and its length in bytes."""

    sha256: Digest
    len: Number


class Head(msgspec.Struct, frozen=True, kw_only=True, rename={"sender": "from"}):
    """The fields that keep their place in every later format: enough to find the key, check the signature and judge the version.

    `directory` is among them because a package may bring the very directory that names its sender's new key.
    """

    format: Short = FORMAT
    v: Annotated[int, Meta(ge=1, le=10**6)] = VERSION
    suite: Number = SUITE
    min_reader: Number = VERSION
    kind: Kind
    sender: Office
    store: Id
    directory: Annotated[str, Meta(max_length=DIRECTORY_LIMIT)] = ""


class Manifest(Head, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"sender": "from"}):
    """All of it. `know` maps chain id → [entries, hash over them]; `made_at` is ISO text for display and decides nothing."""

    package_id: Id
    to: Annotated[list[Office], Meta(min_length=1, max_length=32)]
    no: Number
    prev_no: Number = 0
    season: Annotated[int, Meta(ge=2000, le=2999)]
    schema: Number = SCHEMA
    made_at: Short = ""
    know: Annotated[dict[Id, tuple[Number, Digest]], Meta(max_length=CHAIN_LIMIT)] = {}
    applied: Annotated[list[Id], Meta(max_length=APPLIED_LIMIT)] = []
    chains: Annotated[dict[Id, Chain], Meta(max_length=CHAIN_LIMIT)] = {}
    names: Annotated[dict[Text, Text], Meta(max_length=CHAIN_LIMIT)] = {}
    files: Annotated[dict[Annotated[str, Meta(pattern=MEMBER)], Member], Meta(max_length=MEMBER_LIMIT - 2)] = {}


def encoded(manifest: Manifest) -> bytes:
    """Always the same bytes for the same manifest; indented, because people read it with any tool."""
    return msgspec.json.format(msgspec.json.encode(manifest, order="sorted"), indent=1)

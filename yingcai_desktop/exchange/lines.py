"""`records.jsonl`: the lines of a package, one JSON object each.

    {"c": chain, "n": 7, "ds": "…"}                        digests of entries 7, 8, … of a chain, 64 hexadecimal digits each
    {"c": chain, "n": 9, "h": header, "s": salt, "b": body}  an entry itself; salt and body in base64
    {"report": {…}}                                        what became of the packages the sender applied
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Annotated

import msgspec
from msgspec import Meta

from db.chains import Sent
from yingcai_desktop.exchange.manifest import Id
from yingcai_desktop.exchange.refused import PackageRefused

BATCH = 1000
"""Digests of a line: 64 KB of text."""
_DIGEST = 64

Place = Annotated[int, Meta(ge=1, le=2**53)]


class Links(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="t", tag="l"):
    """A stretch of a chain for those who may not read it: the digests of entries `n`, `n`+1, …"""

    c: Id
    n: Place
    ds: Annotated[str, Meta(max_length=BATCH * _DIGEST, pattern=r"\A([0-9a-f]{64})+\Z")]


class Whole(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="t", tag="e"):
    """An entry: header, salt and packed body as they stand in the journal of the chain."""

    c: Id
    n: Place
    h: str
    s: bytes
    b: bytes


class Refused(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A record that was not taken over, by table and uid, and the code that says why."""

    table: str
    record: str
    code: str


class Report(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="t", tag="r"):
    """What became of a package: rows by outcome, and what was refused. Tells people; decides nothing."""

    package: Id
    counts: dict[str, int]
    refused: list[Refused] = []
    undone: bool = False


Line = Links | Whole | Report
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Line).decode


def links(chain: str, stretch: Sequence[tuple[int, bytes]]) -> Iterator[bytes]:
    """The lines of a stretch; a gap in it starts a new line."""
    start = 0
    cuts = [i + 1 for i, ((n, _), (m, _)) in enumerate(pairwise(stretch)) if m != n + 1]
    for end in [*cuts, len(stretch)]:
        for place in range(start, end, BATCH):
            part = stretch[place : min(place + BATCH, end)]
            yield _encode(Links(chain, part[0][0], "".join(digest.hex() for _, digest in part)))
        start = end


def entries(sent: Iterable[Sent]) -> Iterator[bytes]:
    """One line an entry."""
    for one in sent:
        yield _encode(Whole(one.store, one.n, one.header, one.salt, one.body))


def report(said: Report) -> bytes:
    """The line of a report."""
    return _encode(said)


class Read:
    """The lines of a package, sorted by what they are: chain → number → digest; entries; reports."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self.links: dict[str, dict[int, bytes]] = {}
        self.entries: list[Sent] = []
        self.reports: list[Report] = []
        for line in lines:
            try:
                one = _decode(line)
            except (msgspec.MsgspecError, ValueError) as error:
                raise PackageRefused("package.records-malformed") from error
            match one:
                case Links():
                    held = self.links.setdefault(one.c, {})
                    for place in range(0, len(one.ds), _DIGEST):
                        n = one.n + place // _DIGEST
                        digest = bytes.fromhex(one.ds[place : place + _DIGEST])
                        if held.setdefault(n, digest) != digest:
                            raise PackageRefused("package.records-malformed")
                case Whole():
                    self.entries.append(Sent(one.c, one.n, one.h, one.s, one.b))
                case Report():
                    self.reports.append(one)

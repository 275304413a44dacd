"""The revisions of records as the merge wants them: our own journal and what other offices sent, read into nodes."""

import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import msgspec
from sqlalchemy.engine import Connection

from db.chains import Chain, Chains, Sent
from db.journal import Header
from yingcai_desktop.exchange.merge import Node
from yingcai_desktop.exchange.refused import PackageRefused

BODY_LIMIT = 4 * 1024 * 1024
"""Unpacked bytes of one revision; the longest text of a form has some thousand characters."""
_LOCAL = frozenset({"uid", "revision"})
"""Columns every store counts for itself."""


class _Strict(Header, frozen=True, forbid_unknown_fields=True):
    """What another office sends has these fields and no other."""


_header = msgspec.json.Decoder(_Strict).decode
_changed = msgspec.json.Decoder(dict[str, tuple[str | int | None, str | int | None]]).decode
_whole = msgspec.json.Decoder(dict[str, str | int | None]).decode


def header_of(sent: Sent) -> Header:
    """Raises PackageRefused `package.records-malformed` for what no program of ours wrote."""
    try:
        return _header(sent.header)
    except (msgspec.MsgspecError, ValueError) as error:
        raise PackageRefused("package.records-malformed") from error


def node_of(sent: Sent, id_: str, office: str) -> Node:
    """One entry as a revision. Raises PackageRefused `package.records-malformed`."""
    header = header_of(sent)
    values: dict[str, Any]
    before: dict[str, Any]
    try:
        body = _unpacked(sent.body)
        if header.kind == "changed":
            change = _changed(body)
            before = {name: old for name, (old, _) in change.items() if name not in _LOCAL}
            values = {name: new for name, (_, new) in change.items() if name not in _LOCAL}
        else:
            held = {name: value for name, value in _whole(body).items() if name not in _LOCAL}
            before, values = ({}, held) if header.kind == "new" else (held, {})
    except (msgspec.MsgspecError, ValueError, zlib.error) as error:
        raise PackageRefused("package.records-malformed") from error
    return Node(
        id_,
        tuple(header.parents),
        header.kind,
        values,
        before,
        office,
        sent.store,
        sent.n,
        header.actor,
        header.action,
        header.at,
        header.reason,
    )


def _unpacked(body: bytes) -> bytes:
    engine = zlib.decompressobj()
    plain = engine.decompress(body, BODY_LIMIT)
    if engine.unconsumed_tail or engine.unused_data or not engine.eof:
        raise ValueError("a body that is too long, or two")
    return plain


def nodes_of(
    connection: Connection, records: Collection[str], more: Iterable[tuple[Sent, bytes]] = (), met: Mapping[str, Chain] | None = None
) -> dict[tuple[str, str], list[Node]]:
    """(table, uid) → every revision of these records, ours, received and `more` (with their hashes) that is being looked at."""
    chains = Chains(connection)
    known = chains.known | dict(met or {})
    found: dict[tuple[str, str], list[Node]] = defaultdict(list)
    for sent, hash_ in [*chains.entries_of(records), *more]:
        header = header_of(sent)
        if header.heads is None:  # else it only brought a row to what others said
            found[header.type, header.record].append(node_of(sent, hash_.hex(), known[sent.store].office))
    return found

"""收发登记: what this office sent and took in, and what follows from it for the next package.

What another office has is what it last said to have, never what we sent and never the most it ever said: it may have gone back to an old
backup since (reliability §3.5).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from db.models import DirectoryVersion, OfficeKey, Package, Voiding
from yingcai_desktop.exchange.directory import SignedDirectory, read_directory
from yingcai_desktop.exchange.identity import FormerKey, Identity
from yingcai_desktop.exchange.manifest import APPLIED_LIMIT

Spans = dict[str, list[list[int]]]
"""Chain → stretches [first, last] of entries, both inclusive."""

SIGNING = "office"
FORMER = "former-"
"""Purpose of the age identities an office had before: they open what is still under way to it, and do nothing else."""
IN, OUT = "in", "out"


@dataclass(frozen=True, slots=True)
class Said:
    """What another office last said: which chain it writes (blank: it said nothing yet), how far it knows each, and what it applied."""

    chain: str
    known: Mapping[str, int]
    applied: frozenset[str]


def keys_of(session: Session) -> Identity | None:
    """This office's own keys; None before they are made."""
    secret = session.scalar(select(OfficeKey.secret).where(OfficeKey.purpose == SIGNING))
    return None if secret is None else Identity.from_bytes(secret)


def openers_of(session: Session) -> list[FormerKey | Identity]:
    """Everything that opens what was sealed to this office: its keys, then those it had before, latest first."""
    own = keys_of(session)
    asked = select(OfficeKey.secret).where(OfficeKey.purpose.startswith(FORMER)).order_by(text("rowid DESC"))
    former = [FormerKey(secret.decode()) for secret in session.scalars(asked)]
    return [*([own] if own else []), *former]


def directory_of(session: Session) -> SignedDirectory | None:
    """The 名录 in force here: the highest version; None before the first."""
    text_ = session.scalar(select(DirectoryVersion.document).order_by(DirectoryVersion.version.desc()).limit(1))
    return None if text_ is None else read_directory(text_)


def last_said(session: Session, peer: str) -> Said:
    """By the last package taken in from there, undone or not: what it says of its sender stays true."""
    asked = select(Package).where(Package.direction == IN, Package.peer == peer).order_by(text("rowid DESC"))
    row = session.scalars(asked.limit(1)).first()
    if row is None:
        return Said("", {}, frozenset())

    def lists() -> Iterator[Sequence[str]]:
        yield row.applied
        yield from session.scalars(asked.with_only_columns(Package.applied).offset(1).execution_options(yield_per=1))

    return Said(row.chain, {chain: known[0] for chain, known in row.known.items()}, applied_in(lists()))


def applied_in(lists: Iterable[Sequence[str]]) -> frozenset[str]:
    """What an office said to have applied, by the lists it sent, latest first: the last one counts.

    A list that is full holds the newest only. Before its first id come those that stood before that id in an earlier list.
    """
    found: set[str] = set()
    first = ""
    for said in lists:
        if first and first not in said:
            continue
        found.update(said[: said.index(first)] if first else said)
        if len(said) < APPLIED_LIMIT:
            break
        first = said[0]
    return frozenset(found)


def applied_from(session: Session, peer: str) -> list[str]:
    """Ids of the packages of another office that count here, oldest first; the newest only, where there are more than a manifest holds."""
    asked = select(Package.package_id).where(Package.direction == IN, Package.peer == peer, Package.undone == "")
    return list(session.scalars(asked.order_by(text("rowid"))))[-APPLIED_LIMIT:]


def next_number(session: Session, peer: str) -> int:
    """The number of the next package to another office: 1, 2, 3 …; shown to people, decides nothing."""
    asked = select(func.max(Package.number)).where(Package.direction == OUT, Package.peer == peer)
    return (session.scalar(asked) or 0) + 1


def had_by(session: Session, peer: str) -> tuple[set[tuple[str, int]], set[str]]:
    """Entries (chain, number) and attachments that another office has of our packages, as far as it said so."""
    applied = last_said(session, peer).applied
    sent = session.scalars(select(Package).where(Package.direction == OUT, Package.peer == peer)).all()
    taken = [package for package in sent if package.package_id in applied]
    had = {place for package in taken for place in places(package.spans)}
    return had, {blob for package in taken for blob in package.blobs}


def undone(session: Session) -> set[str]:
    """Revisions that do not count here, because the import that brought them was undone."""
    return {one for revisions in session.scalars(select(Voiding.revisions)) for one in revisions}


def spans_of(places: Iterable[tuple[str, int]]) -> Spans:
    """Entries as stretches, chain by chain."""
    spans: Spans = {}
    for chain, n in sorted(places):
        stretches = spans.setdefault(chain, [])
        if stretches and stretches[-1][1] == n - 1:
            stretches[-1][1] = n
        else:
            stretches.append([n, n])
    return spans


def places(spans: Mapping[str, Sequence[Sequence[int]]]) -> Iterable[tuple[str, int]]:
    """Every (chain, number) of these stretches."""
    return ((chain, n) for chain, stretches in spans.items() for first, last in stretches for n in range(first, last + 1))

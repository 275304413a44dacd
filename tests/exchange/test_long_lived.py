"""Two offices that have exchanged more packages than a manifest names: what was confirmed once stays confirmed, and nothing goes out again."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from db.base import new_uid
from db.models import Package
from tests.exchange.offices import HOHHOT, REGION, Offices, offices
from yingcai_desktop.exchange import arriving
from yingcai_desktop.exchange.kinds import PackageKind as Kind
from yingcai_desktop.exchange.ledger import IN, OUT, applied_in, had_by, last_said
from yingcai_desktop.exchange.manifest import APPLIED_LIMIT
from yingcai_desktop.services.packages import register

BEYOND = 10


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Offices]:
    with offices(tmp_path, HOHHOT) as made:
        yield made


def entered(made: Offices, office: str, peer: str, direction: str, ids: Sequence[str], start: int) -> None:
    """Packages in the register as if each had carried one entry."""
    chain = made.desks[HOHHOT].store.store_id
    rows = [
        {
            "package_id": one, "direction": direction, "kind": "applications", "peer": peer, "chain": chain, "number": number,
            "file_name": "包.ycp", "check_code": "A1B2-C3D4", "size": 1, "made_at": "2025-09-01T12:00", "counts": {},
            "spans": {chain: [[number, number]]} if direction == OUT else {}, "known": {}, "applied": [], "blobs": [], "lifted": [],
            "reports": {}, "undone": "", "undone_reason": "",
        }
        for number, one in enumerate(ids, start)
    ]  # fmt: skip
    with made.desks[office].change("package.apply" if direction == IN else "package.send") as change:
        change.insert(Package, rows)


def test_more_packages_than_a_manifest_names(two: Offices) -> None:
    region, city = two.desks[REGION], two.desks[HOHHOT]
    ids = [new_uid() for _ in range(APPLIED_LIMIT + BEYOND)]
    first, rest = ids[: APPLIED_LIMIT - 5], ids[APPLIED_LIMIT - 5 :]
    entered(two, HOHHOT, REGION, OUT, ids, 1)
    entered(two, REGION, HOHHOT, IN, first, 1)
    two.carry(REGION, HOHHOT, Kind.RECEIPT)
    with city.read() as session:
        assert last_said(session, REGION).applied == set(first)

    entered(two, REGION, HOHHOT, IN, rest, len(first) + 1)
    package = two.send(REGION, HOHHOT, Kind.RECEIPT)
    arrived = arriving.arrive(city, package)
    assert arrived.manifest.applied == ids[-APPLIED_LIMIT:]
    two.take(HOHHOT, package)
    two.carry(REGION, HOHHOT, Kind.RECEIPT)

    with city.read() as session:
        had, _files = had_by(session, REGION)
    assert had == {(city.store.store_id, number) for number in range(1, len(ids) + 1)}
    assert {one.state for one in register.entries(city) if one.sent} == {"confirmed"}
    two.carry(HOHHOT, REGION, Kind.RECEIPT)
    assert len(register.entries(region)) == len(ids) + 4


def test_an_office_that_went_back_is_believed_at_once() -> None:
    """A short list is all of it, whatever was said before."""
    ids = [f"{number:032x}" for number in range(APPLIED_LIMIT + 3)]
    assert applied_in([ids[:5], ids[3:], ids[:-3]]) == set(ids[:5])


def test_what_was_never_heard_is_not_made_up() -> None:
    """The list in which the older ones stood was lost: they go out again, which does no harm."""
    ids = [f"{number:032x}" for number in range(APPLIED_LIMIT + 3)]
    assert applied_in([ids[3:], ids[:2]]) == set(ids[3:])
    assert applied_in([ids[3:], ids[1:-2], ids[:4]]) == set(ids)

"""Taking a package in: a verified backup, then one transaction, or nothing; and taking an import back.

The dry run is the same work without the last word, so its counts are those of the import (features K02–K05).
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import select

from db.errors import Kind, StoreError
from db.gate import Brought, Change
from db.models import DirectoryVersion, Package, Voiding, Withheld
from db.revisions import standing
from yingcai_desktop import codes
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.exchange import attachments
from yingcai_desktop.exchange.arriving import Arrived
from yingcai_desktop.exchange.ledger import IN
from yingcai_desktop.exchange.planning import (
    Choice,
    Item,
    Key,
    Outcome,
    Plan,
    brought,
    model_of,
    not_yours,
    plan_of,
    settled,
)
from yingcai_desktop.exchange.refused import PackageRefused
from yingcai_desktop.exchange.reporting import told
from yingcai_desktop.exchange.writing import in_order
from yingcai_desktop.keeping.trouble import GUARDS

Progress = Callable[[int, int, str], None]
APPLY = "package.apply"


@dataclass(frozen=True, slots=True)
class Applied:
    """What an import did. `again`: the package had been taken in before, and nothing was changed."""

    package_id: str
    peer: str
    number: int
    counts: dict[str, int]
    refused: tuple[Item, ...] = ()
    again: bool = False


def look(desk: Desk, arrived: Arrived) -> Plan:
    """The dry run: what the package would do here. Nothing is written."""
    with desk.read() as session:
        return plan_of(session, arrived, desk.store.office, desk.schemes)


def apply(
    desk: Desk,
    arrived: Arrived,
    choices: Mapping[Key, Choice] | None = None,
    *,
    returned: bool = False,
    compared: bool = False,
    backup: Callable[[], object],
    progress: Progress | None = None,
) -> Applied:
    """Take a package in, all of it or nothing; the same one again changes nothing and says so.

    `backup` is called first and must leave a verified copy. `returned`: somebody confirmed that entries of ours, lost since an old backup
    was put back, are to be taken from this package. `compared`: the code was typed as it was read out; the journal says so. Raises PackageRefused: exchange.conflicts (some are not settled), exchange.returned,
    exchange.in-the-way; Stale; StorageTrouble.
    """
    desk.require("package.apply")
    step = progress or (lambda done, total, what: None)
    if arrived.before is not None and not arrived.before.undone:
        return Applied(arrived.manifest.package_id, arrived.manifest.sender, arrived.manifest.no, {}, again=True)
    if not returned and (own := arrived.returned(desk.store.office)):
        raise PackageRefused("exchange.returned", detail=str(own))
    step(0, 3, "备份")
    backup()
    step(1, 3, "核对差异")
    with (
        in_the_way(BLOCKED),
        desk.change(
            APPLY, reason=reason_of(arrived.manifest.sender, arrived.manifest.no, arrived.check_code) + (COMPARED if compared else "")
        ) as change,
        in_the_way(BLOCKED),
    ):
        plan = plan_of(change.session, arrived, desk.store.office, desk.schemes)
        if conflicts := plan.open_conflicts(choices or {}):
            raise PackageRefused("exchange.conflicts", detail=str(len(conflicts)))
        for item in plan.items:
            if item.clashes and (code := not_yours(item, (choices or {})[item.key], desk.store.office)):
                raise NotAllowed(codes.sentence(code))
        step(2, 3, "写入")
        _write(change, desk, arrived, plan, choices or {})
    # no step after the commit: somebody who cancels there would hear that nothing was taken in
    refused = tuple(item for item in plan.items if item.code)
    return Applied(arrived.manifest.package_id, arrived.manifest.sender, arrived.manifest.no, plan.counts(), refused)


COMPARED = "，已电话核对"


def reason_of(peer: str, number: int, check_code: str) -> str:
    """What the journal says of an import: 150100 第 3 号，校验码 A1B2-C3D4."""
    return f"{peer} 第 {number} 号，校验码 {check_code}"


BLOCKED = "exchange.in-the-way"


@contextmanager
def in_the_way(code: str) -> Iterator[None]:
    """Raise PackageRefused where a rule of the store itself stops it, with the rule.

    Inside a change, before the desk speaks of a single record, and around it, for what is checked when it is committed.
    """
    try:
        yield
    except StoreError as error:
        if error.kind is not Kind.CONSTRAINT:
            raise
        rule = GUARDS.get(error.detail, "").split("，这一次没有保存")[0]
        raise PackageRefused(code, detail=f"：{rule}" if rule else "") from error


def _write(change: Change, desk: Desk, arrived: Arrived, plan: Plan, choices: Mapping[Key, Choice]) -> None:
    manifest = arrived.manifest
    met = [chain for store, chain in arrived.met.items() if store in manifest.chains]
    entries = [(fresh.sent, fresh.record) for fresh in arrived.entries]
    change.receive(manifest.package_id, met, arrived.links, entries)
    attachments.keep(change, arrived.blobs)
    bring(change, plan.items, choices)
    withhold(change, plan.items, manifest.package_id)
    _lift(change, plan)
    if arrived.directory is not None:
        change.add(DirectoryVersion(version=arrived.directory.directory.version, document=arrived.directory.text))
    _enter(change, desk, arrived, plan)


def bring(change: Change, items: tuple[Item, ...], choices: Mapping[Key, Choice]) -> None:
    """Write what records become, then what was decided; one that is the same and stands at the same revisions is left alone."""
    stands = standing(change.session.connection(), [item.uid for item in items])

    def comes(item: Item) -> Brought | None:
        row = brought(item)
        same = row is not None and item.outcome is Outcome.SAME and tuple(stands.get(item.uid, ())) == row.heads
        return None if same else row

    for table, group in in_order(change.session.connection(), items):
        model = model_of(table)
        for rows in ([comes(item) for item in group], [settled(item, choices.get(item.key, {})) for item in group]):
            if wanted := [row for row in rows if row is not None]:
                change.bring(model, wanted)


def withhold(change: Change, items: tuple[Item, ...], package_id: str) -> None:
    """Keep the list of what is refused as it now is."""
    waiting = {(one.table, one.record): one for one in change.scalars(select(Withheld))}
    for item in items:
        held = waiting.get(item.key)
        if held is not None and (held.code, held.detail) == (item.code, item.detail):
            continue
        if held is not None:
            change.delete(held)
            change.flush()
        if item.code:
            change.add(
                Withheld(table=item.table, record=item.uid, code=item.code, detail=item.detail, package_id=package_id)
            )


def _lift(change: Change, plan: Plan) -> None:
    """What is taken in again counts again."""
    if not plan.lifted:
        return
    for one in change.scalars(select(Voiding)).all():
        left = [revision for revision in one.revisions if revision not in plan.lifted]
        if not left:
            change.delete(one)
        elif len(left) < len(one.revisions):
            one.revisions = left


def _enter(change: Change, desk: Desk, arrived: Arrived, plan: Plan) -> None:
    manifest = arrived.manifest
    before = change.scalars(
        select(Package).where(Package.direction == IN, Package.package_id == manifest.package_id)
    ).first()
    if before is not None:
        before.undone, before.undone_reason, before.counts = "", "", plan.counts()
        before.lifted = sorted(plan.lifted)
        return
    change.add(
        Package(
            package_id=manifest.package_id,
            direction=IN,
            kind=arrived.kind.value,
            peer=manifest.sender,
            chain=manifest.store,
            number=manifest.no,
            file_name=arrived.file_name,
            check_code=arrived.check_code,
            size=arrived.size,
            made_at=manifest.made_at,
            counts=plan.counts(),
            known={chain: list(head) for chain, head in manifest.know.items()},
            applied=list(manifest.applied),
            lifted=sorted(plan.lifted),
            reports={one.package: told(one) for one in arrived.reports},
        )
    )

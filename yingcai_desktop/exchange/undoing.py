"""撤销导入: the revisions a package brought, and what was decided between them and ours, do not count here any more; nothing is deleted
(features K05, reliability §0.5).

The other office learns of it by the next report, and whatever it sends next brings them again, corrected or not.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.gate import Change
from db.models import Package, Voiding
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed, Stale
from yingcai_desktop.exchange.applying import APPLY, COMPARED, Applied, bring, in_the_way, reason_of, withhold
from yingcai_desktop.exchange.distrust import void
from yingcai_desktop.exchange.history import nodes_of
from yingcai_desktop.exchange.ledger import IN, OUT, places
from yingcai_desktop.exchange.merge import Lineage, Node
from yingcai_desktop.exchange.planning import Item, Key, items_of, lineage_of, records_about, strangers_of

BLOCKED = "exchange.undo-in-the-way"


def last_import(desk: Desk) -> Package | None:
    """The import that can be undone: the latest that stands."""
    with desk.read() as session:
        return latest(session)


def latest(session: Session) -> Package | None:
    """By the journal: one that was taken in once more comes behind what was taken in meanwhile."""
    uid = session.connection().exec_driver_sql(
        "SELECT p.uid FROM package p JOIN journal j ON j.record = p.uid "
        "WHERE p.direction = ? AND p.undone = '' ORDER BY j.n DESC LIMIT 1",
        (IN,),
    )
    return session.get(Package, uid.scalar() or "")


def undo(desk: Desk, package_id: str, reason: str, *, backup: Callable[[], object]) -> Applied:
    """Take the last import back, all of it or nothing: what it made count here does not count any more.

    Raises NotAllowed (not there, undone already, not the last, no reason), PackageRefused where a rule of the store stops it, Stale where
    later work depends on it, with how many records.
    """
    desk.require("package.undo")
    if not reason.strip():
        raise NotAllowed("撤销导入要写明原因，没有改动。请补填原因后再试。")
    backup()
    with in_the_way(BLOCKED), desk.change("package.undo", reason=reason) as change, in_the_way(BLOCKED):
        package = _to_undo(change, package_id)
        about, gone = _brought_by(change, package)
        found = nodes_of(change.session.connection(), about)
        gone |= _settled_with(change.session, found, package, desk.store.office)
        items = _without(change.session, desk, package, found, gone)
        bring(change, items, {})
        withhold(change, items, package_id)
        _void(change, package_id, gone)
        package.undone, package.undone_reason = desk.clock().isoformat(timespec="minutes"), reason
    return Applied(package_id, package.peer, package.number, {"undone": len(items)})


def _to_undo(change: Change, package_id: str) -> Package:
    """The import, which must stand and be the last. NotAllowed."""
    package = change.scalars(select(Package).where(Package.direction == IN, Package.package_id == package_id)).first()
    if package is None or package.undone:
        raise NotAllowed("没有可以撤销的导入：这个数据包没有导入过，或者已经撤销。没有改动。")
    last = latest(change.session)
    if last is None or last.package_id != package_id:
        raise NotAllowed("这个数据包之后又导入过别的数据包，只能撤销最近的一次导入。没有改动。请先撤销后来的导入。")
    return package


def _brought_by(change: Change, package: Package) -> tuple[set[str], set[str]]:
    """The records a package is about, and the revisions it made count here."""
    connection = change.session.connection()
    rows = connection.exec_driver_sql(
        "SELECT r.record, w.hash FROM received r JOIN witnessed w ON w.store = r.store AND w.n = r.n WHERE r.package = ?",
        (package.package_id,),
    ).all()
    gone = {hash_.hex() for _, hash_ in rows} - _lifted_since(change, package) | set(package.lifted)
    return {record for record, _ in rows} | records_about(connection, package.lifted), gone


def _settled_with(
    session: Session, found: Mapping[Key, Sequence[Node]], package: Package, office: str
) -> set[str]:
    """Revisions of ours that settled its conflicts; Stale where another office was told of them already."""
    settled = [node for nodes in found.values() for node in nodes if node.office == office and _is_of(node, package)]
    _refuse_told(session, settled)
    return {node.id for node in settled}


def _without(
    session: Session, desk: Desk, package: Package, found: Mapping[Key, Sequence[Node]], gone: set[str]
) -> tuple[Item, ...]:
    """What its records become when these revisions do not count; Stale where something that stays follows them."""
    office, dead = desk.store.office, void(session)
    _refuse_later((lineage_of(key[0], nodes, dead, office) for key, nodes in found.items()), gone)
    after = {key: lineage_of(key[0], nodes, dead | gone, office) for key, nodes in found.items()}
    senders = dict.fromkeys((uid for _, uid in after), package.peer)

    def strangers(found: Mapping[Key, Item]) -> set[Key]:
        away = {key: item for key, item in found.items() if item.row is None}
        return strangers_of(session, desk.schemes, office, senders, away)

    items = tuple(items_of(session.connection(), after, strangers))
    if torn := sum(bool(item.clashes) for item in items):
        raise Stale(_LATER.format(n=torn))
    return items


def _void(change: Change, package_id: str, gone: set[str]) -> None:
    """Remember what does not count any more; what was decided when it was undone before stays undone."""
    held = change.scalars(select(Voiding).where(Voiding.package_id == package_id)).first()
    if held is not None:
        held.revisions = sorted(gone | set(held.revisions))
    elif gone:
        change.add(Voiding(package_id=package_id, revisions=sorted(gone)))


def _lifted_since(change: Change, package: Package) -> set[str]:
    """What another import made count again after this one had been undone: it counts with that one, whatever became of this."""
    others = select(Package.lifted).where(Package.direction == IN, Package.undone == "", Package.uid != package.uid)
    return {one for (lifted,) in change.execute(others) for one in lifted}


def _is_of(node: Node, package: Package) -> bool:
    """Whether a revision of ours is what somebody decided while this package was taken in."""
    said = reason_of(package.peer, package.number, package.check_code)
    return node.action == APPLY and node.reason in (said, said + COMPARED)


def _refuse_told(session: Session, settled: Collection[Node]) -> None:
    """Refuse when another office was told already how conflicts were settled: it would go on with what is undone here."""
    told = {
        place for one in session.scalars(select(Package).where(Package.direction == OUT)) for place in places(one.spans)
    }
    if known := sum((node.store, node.n) in told for node in settled):
        raise Stale(
            f"这次导入时对冲突的决定已有 {known} 处发给别的单位，不能撤销，没有改动。请在原处直接更正，再发给对方。"
        )


_LATER = "这次导入之后，已有 {n} 条记录在它的基础上改过，不能撤销，没有改动。请先处理后来的改动，或在原处直接更正。"


def _refuse_later(lineages: Iterable[Lineage], gone: set[str]) -> None:
    """Refuse when something that stays follows what goes."""
    later = 0
    for lineage in lineages:
        live = lineage.nodes.keys() - lineage.dead - gone
        later += any(lineage.follows(one) & gone for one in live)
    if later:
        raise Stale(_LATER.format(n=later))

"""停用数据文件: when the 名录 trusts less than before, the records a lost machine wrote about become what the others say (reliability §3.7).

It is never held up: a record that others here refer to stays, and so does one on which the others differ; both are listed with the reason and
looked at again with the next package.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from db.gate import Change
from db.models import Package
from yingcai_desktop.desk import Desk
from yingcai_desktop.exchange.applying import bring, withhold
from yingcai_desktop.exchange.directory import SignedDirectory
from yingcai_desktop.exchange.distrust import distrusted, newly_in_doubt
from yingcai_desktop.exchange.history import nodes_of
from yingcai_desktop.exchange.ledger import IN, undone
from yingcai_desktop.exchange.planning import Item, Outcome, items_of, lineage_of, still_needed, strangers_of


def withdraw(change: Change, desk: Desk, signed: SignedDirectory) -> tuple[Item, ...]:
    """Bring records to what they are by a 名录 that is about to be kept; what became of each."""
    doubted = newly_in_doubt(change.session, signed)
    if not doubted:
        return ()
    items = _without(change.session, desk, signed, doubted)
    bring(change, items, {})
    for office in sorted(set(doubted.values())):
        withhold(change, tuple(item for item in items if doubted[item.uid] == office), _package_of(change.session, office))
    return items


def _without(session: Session, desk: Desk, signed: SignedDirectory, doubted: Mapping[str, str]) -> tuple[Item, ...]:
    connection, office = session.connection(), desk.store.office
    dead = undone(session) | distrusted(session, signed)
    found = nodes_of(connection, doubted)
    lineages = {key: lineage_of(key[0], nodes, dead, office) for key, nodes in found.items()}
    worked_out = items_of(connection, lineages, partial(strangers_of, session, desk.schemes, office, doubted))
    return tuple(
        replace(item, outcome=Outcome.REFUSED, code="exchange.contested") if item.clashes else item
        for item in still_needed(connection, worked_out, doubted)
    )


def _package_of(session: Session, office: str) -> str:
    """The last package of an office, or of anybody: what is kept aside belongs to one."""
    asked = select(Package.package_id).where(Package.direction == IN).order_by(text("rowid DESC")).limit(1)
    return session.scalar(asked.where(Package.peer == office)) or session.scalar(asked) or ""

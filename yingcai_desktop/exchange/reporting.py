"""回执: what became of the packages of another office here. Every package carries it; a receipt carries nothing else."""

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from db.models import Package, Withheld
from yingcai_desktop.exchange import lines
from yingcai_desktop.exchange.ledger import IN

RECENT = 50
"""Packages told about: the last ones; who needs an older one looks at the register."""


def reports_for(session: Session, peer: str) -> list[bytes]:
    """One line for each of the last packages of that office."""
    asked = select(Package).where(Package.direction == IN, Package.peer == peer).order_by(text("rowid DESC")).limit(RECENT)
    refused: dict[str, list[lines.Refused]] = {}
    for one in session.scalars(select(Withheld).order_by(Withheld.table, Withheld.record)):
        refused.setdefault(one.package_id, []).append(lines.Refused(one.table, one.record, one.code))
    found = [
        lines.Report(one.package_id, _numbers(one.counts), refused.get(one.package_id, [])[:1000], bool(one.undone))
        for one in session.scalars(asked)
    ]
    return [lines.report(one) for one in reversed(found)]


def _numbers(counts: dict[str, object]) -> dict[str, int]:
    return {name: value for name, value in counts.items() if isinstance(value, int)}


def told(one: lines.Report) -> dict[str, object]:
    """A report as the register keeps it: rows by outcome, which were refused for which reason, whether the import was undone."""
    refused: dict[str, list[list[str]]] = {}
    for each in one.refused:
        refused.setdefault(each.code, []).append([each.table, each.record])
    return {"counts": dict(one.counts), "refused": refused, "undone": one.undone}

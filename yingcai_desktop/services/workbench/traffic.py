"""数据包往来: which kind went to and came from which office, whether it is confirmed, and what of it needs somebody (K14)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from yingcai_desktop.exchange.kinds import ABOUT, PackageKind, Way
from yingcai_desktop.services.packages.offices import office_name
from yingcai_desktop.services.packages.register import SETTLES_ITSELF, Entry, entries_in, unconfirmed
from yingcai_desktop.services.workbench.arrivals import Cell
from yingcai_desktop.services.workbench.facts import Facts
from yingcai_desktop.services.workbench.tasks import Task, listed

PATIENCE_DAYS = 3
"""Days after which a package that nobody confirmed is a task: before that there is nothing one could do."""
_LEFT_OUT = frozenset({PackageKind.RECEIPT, PackageKind.ENROLMENT, PackageKind.PANEL_TASK, PackageKind.PANEL_RESULT})
KINDS = tuple(kind for kind in PackageKind if kind not in _LEFT_OUT)


@dataclass(frozen=True, slots=True)
class Lane:
    """One office and direction: a cell for each of `KINDS`; `key` is the code of the other office."""

    key: str
    label: str
    cells: tuple[Cell, ...]


def heads() -> tuple[str, ...]:
    """What stands over the columns."""
    return tuple(ABOUT[kind].label for kind in KINDS)


def traffic(facts: Facts) -> list[Lane]:
    """Two lanes for each other office; none before the first package."""
    found = entries_in(facts.session, facts.schemes)
    if not found:
        return []
    shorts = {city.code: city.short for city in facts.schemes.common.cities}
    region = facts.schemes.common.region.code
    peers = [region] if facts.scope.city else list(shorts)
    lanes = []
    for peer in peers:
        name = shorts.get(peer) or office_name(facts.schemes, peer)
        lanes.append(Lane(peer, f"{name} 收到", tuple(_cell(found, peer, kind, sent=False) for kind in KINDS)))
        lanes.append(Lane(peer, f"{name} 发出", tuple(_cell(found, peer, kind, sent=True) for kind in KINDS)))
    return lanes


def _cell(entries: list[Entry], peer: str, kind: PackageKind, *, sent: bool) -> Cell:
    """The latest of its kind."""
    last = next((e for e in entries if e.peer == peer and e.kind == kind and e.sent == sent), None)
    if last is None or not ABOUT[kind].ways & {Way.UP, Way.DOWN}:
        return Cell()
    words = {"applied": "", "undone": " 已撤销", "confirmed": " 已收", "waiting": " 待确认", "taken-back": " 被撤销"}[
        last.state
    ]
    tone = "ok" if last.state in ("applied", "confirmed") else "warn"
    return Cell(f"{last.number} 号{words}", tone)  # type: ignore[arg-type]  # one of its tones


def packages_waiting(facts: Facts) -> Iterator[Task]:
    """Packages of ours that nobody has confirmed for some days, and records of others that were not taken over."""
    found = entries_in(facts.session, facts.schemes)
    late = [e for e in unconfirmed(found) if (facts.today - datetime.fromisoformat(e.at).date()).days >= PATIENCE_DAYS]
    if late:
        names = Counter(e.name for e in late)
        yield Task(
            "packages.waiting",
            f"{len(late)} 个发出的数据包还没有得到确认",
            f"{listed(names)} · 请打电话问对方是否收到",
            len(late),
        )
    refused = [e for e in found if not e.sent and e.refused.keys() - SETTLES_ITSELF]
    if refused:
        names = Counter(e.name for e in refused)
        yield Task("packages.refused", f"{len(refused)} 个收到的数据包里有没有接收的记录", listed(names), len(refused))


RULES = (packages_waiting,)

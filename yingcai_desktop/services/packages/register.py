"""收发登记: every package that went out or came in, and whether the other office has confirmed it (K14)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import select, text
from sqlalchemy.orm import Session, defer

from db.models import Package, Withheld
from yingcai_desktop import codes
from yingcai_desktop.desk import Desk
from yingcai_desktop.exchange.kinds import ABOUT, PackageKind
from yingcai_desktop.exchange.ledger import IN, OUT, last_said
from yingcai_desktop.exchange.planning import Key
from yingcai_desktop.exchange.undoing import latest
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services.packages.naming import Naming
from yingcai_desktop.services.packages.offices import office_name
from yingcai_desktop.services.packages.sending import counted

SETTLES_ITSELF = frozenset({"exchange.same-file", "exchange.unmade"})
"""Reasons about which nobody need do anything."""
State = Literal["applied", "undone", "waiting", "confirmed", "taken-back"]
STATES: Mapping[State, tuple[str, str]] = {
    "applied": ("已导入", "ok"),
    "undone": ("已撤销", "plain"),
    "waiting": ("待确认", "warn"),
    "confirmed": ("对方已导入", "ok"),
    "taken-back": ("对方已撤销", "bad"),
}
"""State → words and tone."""
OUTCOMES: Mapping[str, str] = {
    "new": "新增",
    "changed": "更新",
    "removed": "删除",
    "same": "相同",
    "conflict": "冲突",
    "refused": "拒收",
}
"""Outcome of a record → words, in the order they are told."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `answer` is what the other office said became of a package of ours; `refused`: reason → records that were
    not taken over, here or, of a package of ours, there (see `reasons`)."""

    uid: str
    package_id: str
    direction: str
    peer: str
    name: str
    kind: str
    label: str
    number: int
    at: str
    check_code: str
    size: int
    file_name: str
    state: State
    content: str
    answer: str
    reason: str
    refused: Mapping[str, tuple[Key, ...]]
    last: bool

    @property
    def sent(self) -> bool:
        """Whether it went out."""
        return self.direction == OUT


def entries(desk: Desk) -> list[Entry]:
    """Latest first."""
    with desk.read() as session:
        return entries_in(session, desk.schemes)


def entries_in(session: Session, schemes: Schemes) -> list[Entry]:
    """The same in a session that is open already."""
    # after some years what each package said to know and to have applied is megabytes, and only the last word counts
    light = [defer(column) for column in (Package.known, Package.applied, Package.spans, Package.lifted, Package.blobs)]
    rows = session.scalars(select(Package).options(*light).order_by(text("rowid DESC"))).all()
    applied, reports = _said(session, rows)
    refused = _refused(session)
    last = latest(session)
    return [_entry(schemes, row, applied, reports, refused, last.uid if last else "") for row in rows]


def outcomes(counts: Mapping[str, Any]) -> str:
    """`新增 23 · 更新 61 · 相同 410`."""
    return " · ".join(f"{word} {counts[key]}" for key, word in OUTCOMES.items() if counts.get(key)) or "没有记录"


def unconfirmed(entries_: Iterable[Entry]) -> list[Entry]:
    """Packages of ours that the other office has not said to have, without those a later confirmed one has overtaken."""
    found, done = [], set()
    for one in entries_:
        if not one.sent:
            continue
        if one.state == "confirmed":
            done.add((one.peer, one.kind))
        elif (one.peer, one.kind) not in done and one.kind != PackageKind.RECEIPT:
            found.append(one)
    return found


def _said(session: Session, rows: Sequence[Package]) -> tuple[dict[str, frozenset[str]], dict[str, dict[str, Any]]]:
    """Peer → what it last said to have applied; package → the last report about it. `rows` latest first."""
    reports: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row.direction == IN:
            for package, told in row.reports.items():
                reports.setdefault(package, told)
    return {peer: last_said(session, peer).applied for peer in {row.peer for row in rows}}, reports


def withheld_of(session: Session, package_id: str) -> dict[str, tuple[Key, ...]]:
    """Code → the records of a package that are kept aside now."""
    return _refused(session).get(package_id, {})


def reasons(desk: Desk, entry: Entry) -> list[str]:
    """Why records of a package were not taken over, and whose they are."""
    if not entry.refused:
        return []
    with desk.read() as session:
        naming = Naming(session, desk.schemes)
        return [
            f"{codes.sentence(code, detail='')}（{len(keys)} 条：{naming.listed(keys)}）"
            for code, keys in entry.refused.items()
            if code in codes.MESSAGES
        ]


def _refused(session: Session) -> dict[str, dict[str, tuple[Key, ...]]]:
    """Package → code → records."""
    found: dict[str, dict[str, tuple[Key, ...]]] = {}
    for one in session.scalars(select(Withheld).order_by(Withheld.code, Withheld.table, Withheld.record)):
        by_code = found.setdefault(one.package_id, {})
        by_code[one.code] = (*by_code.get(one.code, ()), (one.table, one.record))
    return found


def _entry(
    schemes: Schemes, row: Package, applied: Mapping[str, frozenset[str]], reports: Mapping[str, dict[str, Any]],
    refused: Mapping[str, Mapping[str, tuple[Key, ...]]], last: str,
) -> Entry:  # fmt: skip
    told, sent = reports.get(row.package_id), row.direction == OUT
    theirs = {code: tuple((table, uid) for table, uid in keys) for code, keys in (told or {}).get("refused", {}).items()}
    return Entry(
        row.uid, row.package_id, row.direction, row.peer, office_name(schemes, row.peer), row.kind, label_of(row.kind), row.number,
        row.made_at[:16].replace("T", " "), row.check_code, row.size, row.file_name, _state(row, applied.get(row.peer, frozenset()), told),
        counted(row.counts) if sent else outcomes(row.counts), _answer(told) if sent else "", row.undone_reason,
        theirs if sent else refused.get(row.package_id, {}), row.uid == last,
    )  # fmt: skip


def _state(row: Package, applied: frozenset[str], told: Mapping[str, Any] | None) -> State:
    if row.direction == IN:
        return "undone" if row.undone else "applied"
    if row.package_id in applied:
        return "confirmed"
    return "taken-back" if told is not None and told.get("undone") else "waiting"


def _answer(told: Mapping[str, Any] | None) -> str:
    if told is None:
        return ""
    return outcomes(told.get("counts", {}))


def label_of(kind: str) -> str:
    """`报名`; the code of a kind this version does not know."""
    return ABOUT[PackageKind(kind)].label if kind in set(PackageKind) else kind

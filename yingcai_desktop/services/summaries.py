"""总结与验收材料: who has to hand in what at the end of the year, and what has come (附件1 八（六）, 附件2 六（八）)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from db.models import School, SummaryItem
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.scheme import Scheme, Schemes
from yingcai_desktop.services.scope import Scope
from yingcai_desktop.services.workbench import scope_of

ITEMS = ("年度工作总结", "验收材料")
"""What every unit hands in."""
CLAUSES = {"national": "附件1 八（六）", "pilot": "附件2 六（八）"}
_KINDS = {"office": "管理办公室", "university": "培养高校", "school": "参与中学"}


@dataclass(frozen=True, slots=True)
class Due:
    """One paper that is due, and whether it has come. `uid` names unit and paper for the screen."""

    uid: str
    programme: str
    kind: str
    unit: str
    item: str
    received_on: date | None
    note: str

    @property
    def kind_name(self) -> str:
        """管理办公室, 培养高校, 参与中学."""
        return _KINDS[self.kind]


def checklist(desk: Desk, programme: str = "") -> list[Due]:
    """Every paper due from every unit of a programme (blank: both); a city office sees the units of its own city."""
    scope = scope_of(desk, programme)
    with desk.read() as session:
        have = {(s.programme, s.unit, s.item): s for s in session.scalars(select(SummaryItem))}
        rows = session.execute(select(School.name, School.city, School.programmes).order_by(School.city, School.name))
        schools = [(name, city, programmes) for name, city, programmes in rows]
    due = []
    for scheme in desk.schemes.programmes.values():
        if scope.programme not in ("", scheme.programme):
            continue
        for kind, unit in _units(desk.schemes, scheme, scope, schools):
            for item in ITEMS:
                got = have.get((scheme.programme, unit, item))
                key = f"{scheme.programme}|{unit}|{item}"
                due.append(Due(key, scheme.programme, kind, unit, item, got.received_on if got else None, got.note if got else ""))
    return due


def _units(schemes: Schemes, scheme: Scheme, scope: Scope, schools: list[tuple[str, str, list[str]]]) -> Iterator[tuple[str, str]]:
    """Nationally the region's office, the university and the schools; in the pilot also each city's office."""
    offices = {code: name for code, name in schemes.offices.items() if code in scheme.quota.parts} if scheme.by_city else {
        schemes.common.region.code: schemes.common.region.office
    }  # fmt: skip
    for code, name in offices.items():
        if scope.city in ("", code):
            yield "office", name
    for university in scheme.universities:
        if scope.city in ("", university.city):
            yield "university", university.name
    for name, city, programmes in schools:
        if scheme.programme in programmes and scope.city in ("", city):
            yield "school", name


def receive(desk: Desk, uids: list[str], day: date, note: str = "") -> int:
    """Register papers as handed in on a day; returns how many were new. Raises `NotAllowed` for a day still to come."""
    if day > desk.clock().date():
        raise NotAllowed(f"收到日期 {day:%Y-%m-%d} 还没有到。没有登记，请改正日期后重试。")
    known = {due.uid: due for due in checklist(desk)}
    fresh = [known[uid] for uid in uids if uid in known and known[uid].received_on is None]
    if fresh:
        with desk.change("summary.receive") as change:
            rows = [{"programme": d.programme, "unit": d.unit, "item": d.item, "received_on": day, "note": note} for d in fresh]
            change.insert(SummaryItem, rows)
    return len(fresh)


def give_back(desk: Desk, uids: list[str]) -> int:
    """Papers registered by mistake, or sent back to the unit; returns how many."""
    wanted = {tuple(uid.split("|")) for uid in uids}
    with desk.change("summary.return") as change:
        rows = [s for s in change.scalars(select(SummaryItem)) if (s.programme, s.unit, s.item) in wanted]
        change.delete(SummaryItem, [s.uid for s in rows])
    return len(rows)

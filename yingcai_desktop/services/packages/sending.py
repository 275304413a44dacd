"""导出: what could go to another office, what of people is in it, and what to look at before it is made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.base import Base
from db.models import Package, StepResult
from yingcai_desktop.desk import Desk
from yingcai_desktop.exchange.enrolling import standing
from yingcai_desktop.exchange.kinds import ABOUT, PackageKind, kinds_for, way_of
from yingcai_desktop.exchange.ledger import OUT, directory_of, last_said
from yingcai_desktop.exchange.making import Progress, content_of
from yingcai_desktop.services.packages.offices import office_name
from yingcai_desktop.services.subjects import TABLES
from yingcai_desktop.vocabulary import STEPS

Level = Literal["ok", "warn", "bad"]
_SHOWN = 4
"""Classes of records named in a line; the rest are counted."""
_ASIDE = frozenset({"decision", "step_result", "school"})
"""Rides along with every kind: named last."""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of 检查: `bad` must be put right first, `warn` is worth knowing."""

    level: Level
    text: str


@dataclass(frozen=True, slots=True)
class Offer:
    """One kind that can go. `fresh`: entries the other office is not known to have; `records` by table, all that belong to it."""

    kind: PackageKind
    label: str
    clause: str
    records: Mapping[str, int]
    fresh: int
    missing: tuple[str, ...]

    @property
    def total(self) -> int:
        """How many records belong to it."""
        return sum(self.records.values())

    @property
    def due(self) -> bool:
        """Whether it should go now: the other office lacks something, the steps before are done, and it holds more than rides along anyway."""
        says = self.kind is PackageKind.BASE or any(count for table, count in self.records.items() if table not in _ASIDE)
        return bool(self.fresh) and not self.missing and says

    @property
    def words(self) -> str:
        """`报名 260 · 学校 12 · 其他 4`."""
        return counted(self.records)

    @property
    def numbers(self) -> tuple[str, ...]:
        """Labels of the numbers of people it holds: 身份证号, 监护人手机."""
        return numbers_in(self.records)


@dataclass(frozen=True, slots=True)
class Offered:
    """Everything 导出 shows for one addressee. `checks` are those of the office, whatever is ticked."""

    peer: str
    name: str
    offers: tuple[Offer, ...]
    checks: tuple[Check, ...]


def offered(desk: Desk, peer: str, progress: Progress | None = None) -> Offered:
    """What could go to an office now; some tenths of a second a kind, so not on the UI thread."""
    step = progress or (lambda done, total, what: None)
    way = way_of(desk.store.office, peer)
    kinds = [kind for kind in (kinds_for(way) if way else []) if kind is not PackageKind.ENROLMENT]
    offers = []
    with desk.read() as session:
        done = set(session.scalars(select(StepResult.step)))
    for number, kind in enumerate(kinds):
        step(number, len(kinds), ABOUT[kind].label)
        content = content_of(desk, kind, peer)
        wanted = ABOUT[kind].done_first.get(way, ()) if way else ()
        missing = tuple(STEPS.get(one, one) for one in wanted if one not in done)
        offers.append(Offer(kind, ABOUT[kind].label, ABOUT[kind].clause, content.records, content.entries, missing))
    with desk.read() as session:
        return Offered(peer, office_name(desk.schemes, peer), tuple(offers), tuple(_checks(session, desk, peer)))


def counted(records: Mapping[str, int]) -> str:
    """Records by class, most telling first: `报名 260 · 学校 12 · 其他 4`."""
    held = [(table, count) for table, count in records.items() if count]
    held.sort(key=lambda pair: (pair[0] in _ASIDE, -pair[1]))
    words = [f"{TABLES.get(table, table)} {count}" for table, count in held[:_SHOWN]]
    rest = sum(count for _, count in held[_SHOWN:])
    return " · ".join([*words, *([f"其他 {rest}"] if rest else [])]) or "没有记录"


def numbers_in(records: Mapping[str, int]) -> tuple[str, ...]:
    """Labels of the numbers of people that records of these tables hold."""
    return tuple(dict.fromkeys(one for table, count in records.items() if count for one in _numbers_of(table)))


def ticked_checks(offers: Iterable[Offer]) -> list[Check]:
    """What to know about the kinds that are ticked."""
    found = []
    for offer in offers:
        if offer.missing:
            found.append(
                Check("warn", f"“{offer.label}”：{'、'.join(offer.missing)}还没有办，对方收到的还不是最后结果。")
            )
        if not offer.fresh and offer.kind is not PackageKind.RECEIPT:
            found.append(Check("warn", f"“{offer.label}”没有对方还缺的内容，可以不发。"))
    return found


def _checks(session: Session, desk: Desk, peer: str) -> Iterable[Check]:
    stands, held, name = standing(desk), directory_of(session), office_name(desk.schemes, peer)
    if not stands.digits:
        yield Check("bad", "本单位还没有密钥，不能制作。请先在“单位登记”里办理。")
    elif held is None or not stands.listed:
        yield Check("bad", "本单位还没有登记进名录，对方核不了签名。请先在“单位登记”里办理。")
    elif held.directory.find(peer) is None:
        yield Check("bad", f"{name}还没有登记进名录，没有它的密钥可以加密。请先登记{name}。")
    else:
        yield Check("ok", f"名录第 {stands.version} 版：只有{name}、本单位和自治区保管的根密钥打得开。")
    sent = session.scalars(select(Package).where(Package.direction == OUT, Package.peer == peer)).all()
    known = last_said(session, peer)
    waiting = sorted(one.number for one in sent if one.package_id not in known.applied)
    if waiting:
        yield Check("warn", f"第 {_list(waiting)} 号还没有得到{name}确认；其中的内容这次一并再带上，不会重复。")
    if backwards(desk.clock(), (one.made_at for one in session.scalars(select(Package)))):
        yield Check("warn", "电脑的时间早于以前的数据包，可能不准。内容不受影响，但包上的时间会写错，请先校准。")


def backwards(now: datetime, earlier: Iterable[str]) -> bool:
    """Whether the clock stands before something that was made already; it decides nothing (K11)."""
    said = [datetime.fromisoformat(one) for one in earlier if one]
    return any((one if one.tzinfo else one.replace(tzinfo=now.tzinfo)) > now for one in said)


def _list(numbers: list[int]) -> str:
    words = "、".join(map(str, numbers[:4]))
    return words if len(numbers) <= 4 else f"{words} 等 {len(numbers)} 个"


def _numbers_of(table: str) -> list[str]:
    columns = Base.metadata.tables[table].columns if table in Base.metadata.tables else ()
    return [str(c.info.get("label", c.name)) for c in columns if c.name == "id_number" or str(c.name).endswith("phone")]

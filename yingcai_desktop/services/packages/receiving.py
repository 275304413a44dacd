"""导入: a package opened, held against this store, told record by record and field by field, and taken in.

Numbers of people are masked in every line; a side of a conflict carries the whole text too, which the page shows only to who may see it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Package as Entered
from db.rows import Stored, models_by_table, shape_of
from yingcai_desktop import codes
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Stale
from yingcai_desktop.exchange import applying
from yingcai_desktop.exchange.applying import Applied
from yingcai_desktop.exchange.arriving import Arrived, arrive
from yingcai_desktop.exchange.ledger import IN
from yingcai_desktop.exchange.making import Progress
from yingcai_desktop.exchange.merge import WHOLE, Clash, Node
from yingcai_desktop.exchange.planning import Choice, Item, Key, Outcome, Plan, plan_of
from yingcai_desktop.services import safekeeping
from yingcai_desktop.services.packages.offices import office_name
from yingcai_desktop.services.packages.register import OUTCOMES, label_of
from yingcai_desktop.services.packages.sending import backwards
from yingcai_desktop.services.subjects import TABLES, Subject, from_body, subjects
from yingcai_desktop.services.telling import Names, reason_told, told

ALL = "整条记录"
_THERE, _GONE = "保留这条记录", "删除这条记录"
_FIRST = ("conflict", "refused", "changed", "removed", "new")
"""The order of lines: what a person must decide comes first."""

Tone = Literal["ok", "warn", "bad", "info"]


@dataclass(frozen=True, slots=True)
class Side:
    """What one side says of a field: the value to choose, its words (masked and whole), who wrote it, when, and why."""

    value: Stored
    text: str
    whole: str
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of 差异. `field` is the column, blank for the whole record; `package` and `own` are the sides of a conflict."""

    uid: str
    key: Key
    field: str
    outcome: str
    what: str
    name: str
    label: str
    comes: str
    here: str
    who: str
    package: tuple[Side, ...] = ()
    own: Side | None = None
    base: str = ""

    @property
    def conflict(self) -> bool:
        """Whether a person must decide."""
        return self.outcome == Outcome.CONFLICT


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing 校验 found, for the line of marks."""

    tone: Tone
    text: str
    tip: str = ""


@dataclass(frozen=True)
class Review:
    """A package that was opened. `counts` are records by outcome: together they are the records of the package."""

    path: Path
    arrived: Arrived
    plan: Plan
    title: str
    sender: str
    facts: str
    seen: tuple[Seen, ...]
    counts: Mapping[str, int]
    lines: tuple[Line, ...]
    items: Mapping[Key, Item] = field(repr=False)
    own_back: int = 0
    """How many records of our own, lost with an old backup, it brings back."""

    @property
    def again(self) -> bool:
        """Whether it stands here already."""
        return self.arrived.before is not None and not self.arrived.before.undone

    @property
    def total(self) -> int:
        """How many records it is about."""
        return sum(self.counts.values())

    @property
    def moving(self) -> int:
        """How many records change here."""
        return sum(self.counts.get(one, 0) for one in ("new", "changed", "removed", "conflict"))

    def conflicts(self) -> list[Line]:
        """What a person must decide."""
        return [line for line in self.lines if line.conflict]

    def open(self, choices: Mapping[Key, Choice]) -> int:
        """How many of them are not decided yet."""
        return sum(line.field not in choices.get(line.key, {}) for line in self.conflicts())


def open_package(desk: Desk, path: Path, progress: Progress | None = None) -> Review:
    """Open a file and say what it would do here; nothing is written. Raises PackageRefused, each with its own sentence."""
    step = progress or (lambda done, total, what: None)
    step(0, 3, "校验完整和签名")
    arrived = arrive(desk, path)
    step(1, 3, "核对差异")
    with desk.read() as session:
        plan = plan_of(session, arrived, desk.store.office, desk.schemes)
        step(2, 3, "列出差异")
        lines = _Telling(session, desk, arrived, plan).lines()
        seen = tuple(_seen(session, desk, arrived))
    sender, made = office_name(desk.schemes, arrived.manifest.sender), arrived.manifest.made_at[:16].replace("T", " ")
    return Review(
        path, arrived, plan, f"{sender} · {label_of(arrived.kind.value)} · 第 {arrived.manifest.no} 号", sender,
        f"{made} 制作 · {size_words(arrived.size)} · {path.name}", seen, plan.counts(), lines,
        {item.key: item for item in plan.items}, arrived.returned(desk.store.office),
    )  # fmt: skip


def take_in(
    desk: Desk,
    review: Review,
    choices: Mapping[Key, Choice],
    *,
    returned: bool = False,
    compared: bool = False,
    progress: Progress | None = None,
) -> Applied:
    """A checked backup, then the whole package or nothing. The file is read again, so that what is taken in is what lies there now.

    `compared`: its check code was typed as somebody read it out. Stale: another file lies there by now.
    """
    arrived = arrive(desk, review.path)
    if arrived.check_code != review.arrived.check_code:
        raise Stale("文件在核对以后换过了，没有导入。请重新选择数据包，从头核对。")
    return applying.apply(
        desk, arrived, choices, returned=returned, compared=compared, backup=lambda: safekeeping.backup(desk), progress=progress
    )


def size_words(size: int) -> str:
    """`812 字节`, `34 KB`, `1.4 MB`."""
    if size < 1024:
        return f"{size} 字节"
    return f"{size / 1024:.0f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"


def _seen(session: Session, desk: Desk, arrived: Arrived) -> Iterable[Seen]:
    manifest, now = arrived.manifest, desk.clock()
    yield Seen("ok", "内容完整", "每一部分都与清单里的 SHA-256 一致")
    yield Seen("ok", "签名有效", f"{office_name(desk.schemes, manifest.sender)}用名录里的密钥签的名")
    yield Seen("ok", "版本相符", f"{manifest.season} 年度 · 数据版本 {manifest.schema}")
    yield _order(session, arrived)
    if arrived.directory is not None:
        yield Seen("info", f"带来名录第 {arrived.directory.directory.version} 版", "导入后采用新名录")
    made = datetime.fromisoformat(manifest.made_at) if manifest.made_at else now
    if made.tzinfo is None:
        made = made.replace(tzinfo=now.tzinfo)
    if made > now + timedelta(days=1):
        yield Seen(
            "warn", "时间对不上", "包上写的制作时间晚于本机的时间：有一边的电脑时间不准。内容不受影响，请两边校准"
        )
    elif backwards(now, session.scalars(select(Entered.made_at))):
        yield Seen("warn", "本机时间不准", "本机的时间早于以前的数据包。内容不受影响，请校准电脑时间")


def _order(session: Session, arrived: Arrived) -> Seen:
    manifest = arrived.manifest
    if arrived.before is not None:
        return Seen(
            "warn", "以前导入过又撤销了" if arrived.before.undone else "已经导入过", "同一个包再导入一次，不会重复登记"
        )
    asked = select(Entered.number).where(
        Entered.direction == IN, Entered.peer == manifest.sender, Entered.chain == manifest.store
    )
    known = sorted(session.scalars(asked))
    if arrived.older:
        return Seen("warn", f"第 {manifest.no} 号，早于已导入的第 {known[-1]} 号", "较新的内容不会被它改回去")
    if not known:
        return Seen("ok", f"第 {manifest.no} 号，对方发来的第一个包", "")
    if manifest.no > known[-1] + 1:
        return Seen("info", f"第 {manifest.no} 号，在第 {known[-1]} 号之后", "中间的号没有收到，内容已由这个包一并带来")
    return Seen("ok", f"第 {manifest.no} 号，在第 {known[-1]} 号之后", "次序相接")


class _Telling:
    """Items of a plan in words."""

    def __init__(self, session: Session, desk: Desk, arrived: Arrived, plan: Plan) -> None:
        self._desk, self._plan = desk, plan
        self._fresh = {fresh.hash.hex() for fresh in arrived.entries}
        self._sender = arrived.manifest.sender
        self._names = Names(session, desk.schemes)
        self._subjects = subjects(session, desk.schemes)
        self._add_new()

    def _add_new(self) -> None:
        """People, mentors and schools that come in are named too."""
        for item in sorted(self._plan.items, key=lambda item: item.table not in ("application", "mentor", "school")):
            values = item.state.values or item.row
            if item.uid in self._subjects or values is None:
                continue
            shown = from_body(self._desk.schemes, item.table, values, self._subjects)
            if item.table == "application":
                shown = Subject(shown.name, shown.programme, item.uid)
            self._subjects[item.uid] = shown
            if item.table in ("school", "mentor"):
                self._names.references.setdefault(item.uid, str(values.get("name") or ""))

    def lines(self) -> tuple[Line, ...]:
        """In the order in which they need somebody."""
        found: dict[str, list[Line]] = defaultdict(list)
        for item in self._plan.items:
            for line in self._of(item):
                found[line.outcome].append(line)
        return tuple(
            line
            for outcome in _FIRST
            for line in sorted(found[outcome], key=lambda line: (line.what, line.name, line.key))
        )

    def _of(self, item: Item) -> Iterable[Line]:
        if item.code:
            yield self._line(
                item,
                "",
                Outcome.REFUSED,
                ALL,
                "",
                self._there(item),
                codes.sentence(item.code, detail=self._detail(item)),
            )
        match item.outcome:
            case Outcome.CONFLICT:
                yield from (self._clash(item, clash) for clash in item.clashes)
            case Outcome.NEW:
                yield self._line(item, "", Outcome.NEW, ALL, "新增", "（无）", self._writer(item, ""))
            case Outcome.REMOVED:
                yield self._line(item, "", Outcome.REMOVED, ALL, "删除", "（有）", self._writer(item, ""))
            case Outcome.CHANGED:
                yield from self._changes(item)

    def _changes(self, item: Item) -> Iterable[Line]:
        for one in item.fields:
            label = self._names.label(item.table, one.column)
            if label:
                comes, here = (
                    self._told(item.table, one.column, one.comes),
                    self._told(item.table, one.column, one.here),
                )
                yield self._line(item, one.column, Outcome.CHANGED, label, comes, here, self._writer(item, one.column))

    def _line(self, item: Item, column: str, outcome: str, label: str, comes: str, here: str, who: str) -> Line:
        named = self._subjects.get(item.uid)
        return Line(
            f"{item.table}/{item.uid}/{column}/{outcome}", item.key, column, outcome, TABLES.get(item.table, item.table),
            named.name if named else "", label, comes, here, who,
        )  # fmt: skip

    def _clash(self, item: Item, clash: Clash) -> Line:
        own, others = self._sides(item, clash)
        label = ALL if clash.field == WHOLE else self._names.label(item.table, clash.field) or clash.field
        here = own.text if own else ""
        line = self._line(item, clash.field, Outcome.CONFLICT, label, others[0].text, here, others[0].who)
        base = (
            ""
            if clash.field == WHOLE or clash.base is None
            else self._told(item.table, clash.field, clash.base) or "（空）"
        )
        return Line(
            line.uid,
            line.key,
            line.field,
            line.outcome,
            line.what,
            line.name,
            label,
            line.comes,
            here,
            line.who,
            others,
            own,
            base,
        )

    def _sides(self, item: Item, clash: Clash) -> tuple[Side | None, tuple[Side, ...]]:
        """Ours first: what stands here, or what we wrote; then what the others say."""
        assert item.lineage is not None
        writers: dict[Stored, list[Node]] = defaultdict(list)
        for revision, value in clash.sides.items():
            writers[value].append(item.lineage.nodes[revision])
        stands: Stored = (
            ("" if item.row is not None else None) if clash.field == WHOLE else (item.row or {}).get(clash.field)
        )
        ours = [value for value, nodes in writers.items() if any(node.id not in self._fresh for node in nodes)]
        own = stands if stands in writers else ours[0] if ours else next(iter(writers))
        sides = {value: self._side(item, clash.field, value, nodes) for value, nodes in writers.items()}
        others = tuple(side for value, side in sides.items() if value != own)
        return sides[own], others

    def _side(self, item: Item, column: str, value: Stored, nodes: Sequence[Node]) -> Side:
        node = max(nodes, key=lambda node: node.at)
        if column == WHOLE:
            words = _GONE if value is None else _THERE
            return Side(value, words, words, self._who(node), self._why(node))
        text = self._told(item.table, column, value) or "（空）"
        whole = str(value) if isinstance(value, str) and (column == "id_number" or column.endswith("phone")) else text
        return Side(value, text, whole or text, self._who(node), self._why(node))

    def _why(self, node: Node) -> str:
        return reason_told(self._desk.schemes, node.reason)

    def _writer(self, item: Item, column: str) -> str:
        """Who in the package last wrote a field; blank: the record."""
        if item.lineage is None:
            return ""
        nodes = [
            n
            for n in item.lineage.nodes.values()
            if n.id not in item.lineage.dead and (not column or column in n.values)
        ]
        fresh = [node for node in nodes if node.id in self._fresh] or nodes
        return self._who(max(fresh, key=lambda node: node.at)) if fresh else ""

    def _who(self, node: Node) -> str:
        """`包头市 李慧 4月7日 16:20`."""
        office = "本机" if node.office == self._desk.store.office else office_name(self._desk.schemes, node.office)
        try:
            at = datetime.fromisoformat(node.at)
        except ValueError:  # another office's clock wrote it; the words still say who
            return f"{office} {node.actor}"
        return f"{office} {node.actor} {at.month}月{at.day}日 {at:%H:%M}"

    def _there(self, item: Item) -> str:
        return "（有）" if item.row is not None else "（无）"

    def _detail(self, item: Item) -> str:
        return TABLES.get(item.detail, "") if item.code == "exchange.missing" else ""

    def _told(self, table: str, column: str, value: Stored) -> str:
        found = shape_of(models_by_table()[table]).by_name.get(column)
        return told(self._names, column, found.loaded(value) if found is not None else value)


def summary(counts: Mapping[str, int]) -> str:
    """`新增 23，更新 61，相同 410`."""
    return "，".join(f"{word} {counts[key]}" for key, word in OUTCOMES.items() if counts.get(key)) or "没有改动"


def settled(lines: Collection[Line], pick: Literal["package", "own"]) -> dict[Key, dict[str, Stored]]:
    """The same side for several conflicts; of three sides, only ours or the first of theirs."""
    found: dict[Key, dict[str, Stored]] = defaultdict(dict)
    for line in lines:
        side = line.own if pick == "own" else line.package[0]
        if side is not None:
            found[line.key][line.field] = side.value
    return dict(found)

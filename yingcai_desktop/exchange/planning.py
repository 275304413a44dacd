"""What a package would do here, record by record and field by field: 新增 更新 相同 冲突 拒收 (features K02, K06, K07).

The new state of every record it touches is worked out from all its revisions; what the office that wrote may not write, what refers to
nothing here and what another record already is, is kept but does not count (拒收).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from sqlalchemy import select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from db.base import Record
from db.blobs import BLOBS
from db.gate import Brought
from db.models import Package as Entered
from db.models import Withheld
from db.rows import Stored, models_by_table, shape_of, table_of
from db.sessions import images
from yingcai_desktop.exchange.arriving import Arrived
from yingcai_desktop.exchange.distrust import distrusted, newly_in_doubt
from yingcai_desktop.exchange.history import nodes_of
from yingcai_desktop.exchange.ledger import IN, directory_of, undone
from yingcai_desktop.exchange.merge import WHOLE, Clash, Lineage, Node, State, Values
from yingcai_desktop.exchange.refused import PackageRefused
from yingcai_desktop.exchange.scope import out_of_reach
from yingcai_desktop.exchange.singles import Single, singles_of
from yingcai_desktop.rules import ownership
from yingcai_desktop.scheme import Schemes

MARKS = frozenset({"test_score", "interview_score", "component_score", "expert_score", "sealed_mark"})
"""Where two versions are never put together by the program (reliability §3.5)."""

Key = tuple[str, str]
"""Table and uid."""


class Outcome(StrEnum):
    """What becomes of a record."""

    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"
    SAME = "same"
    CONFLICT = "conflict"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: what is here, what comes, and who wrote that."""

    column: str
    here: Stored
    comes: Stored


@dataclass(frozen=True)
class Item:
    """One record of a package. `row` and `state` are what is here and what it becomes; `code` says why it is refused."""

    table: str
    uid: str
    outcome: Outcome
    row: Values | None
    state: State
    fields: tuple[Field, ...] = ()
    code: str = ""
    detail: str = ""
    lineage: Lineage | None = None

    @property
    def key(self) -> Key:
        """Table and uid."""
        return self.table, self.uid

    @property
    def clashes(self) -> tuple[Clash, ...]:
        """What a person must decide."""
        return self.state.clashes if self.outcome is Outcome.CONFLICT else ()


Said = Callable[[str], Sequence[Stored]]

Choice = Mapping[str, Stored]
"""Clashing field → what a person chose; under `WHOLE` `None` for gone, anything else for there."""


@dataclass(frozen=True)
class Plan:
    """Everything a package does here. `choices` settle conflicts; `lifted`: undone revisions that come in again.

    `known`: how many more records it holds of which it says nothing new.
    """

    items: tuple[Item, ...]
    lifted: frozenset[str] = frozenset()
    known: int = 0

    def counts(self) -> dict[str, int]:
        """Outcome → records."""
        found = Counter(item.outcome.value for item in self.items)
        found[Outcome.SAME.value] += self.known
        return {name: count for name, count in sorted(found.items()) if count}

    def open_conflicts(self, choices: Mapping[Key, Choice]) -> list[Item]:
        """Conflicts that nobody has settled yet, wholly."""
        return [
            item
            for item in self.items
            if item.clashes and not {clash.field for clash in item.clashes} <= choices.get(item.key, {}).keys()
        ]


def plan_of(session: Session, arrived: Arrived, office: str, schemes: Schemes) -> Plan:
    """What applying the package does."""
    connection = session.connection()
    doubted = newly_in_doubt(session, arrived.directory)
    withdrawn = undone(session)
    lifted = arrived.again & withdrawn
    dead = withdrawn - lifted | distrusted(session, arrived.directory or directory_of(session))
    dead |= {fresh.hash.hex() for fresh in arrived.entries if not fresh.trusted}
    sender = arrived.manifest.sender
    aside = senders_of_withheld(session) | doubted
    senders = aside | dict.fromkeys(arrived.records | records_about(connection, lifted), sender)
    found = nodes_of(connection, senders, [(fresh.sent, fresh.hash) for fresh in arrived.entries], arrived.met)
    _require_parents(found)
    lineages = {key: lineage_of(key[0], nodes, dead, office) for key, nodes in found.items()}
    worked_out = items_of(connection, lineages, partial(strangers_of, session, schemes, office, senders), arrived.blobs.keys())
    items = tuple(still_needed(connection, worked_out, aside))
    return Plan(items, frozenset(lifted), len(arrived.about - {item.uid for item in items}))


def senders_of_withheld(session: Session) -> dict[str, str]:
    """Record that is kept but does not count → the office that sent it."""
    asked = select(Withheld.record, Entered.peer).join(
        Entered, (Entered.package_id == Withheld.package_id) & (Entered.direction == IN)
    )
    return {row.record: row.peer for row in session.execute(asked)}


def strangers_of(
    session: Session, schemes: Schemes, office: str, senders: Mapping[str, str], items: Mapping[Key, Item]
) -> set[Key]:
    """Those that are no business between us and the office that sent them (`senders`: record → office)."""
    found: set[Key] = set()
    for sender in sorted(set(senders.values())):
        city = office if ownership.is_region(sender) else sender
        theirs = {record for record, by in senders.items() if by == sender}
        if coming := _coming(items, theirs):
            found |= out_of_reach(session, schemes, city, coming)
    return found


def _require_parents(found: Mapping[Key, Sequence[Node]]) -> None:
    """Refuse a revision that follows one we do not have."""
    for nodes in found.values():
        known = {node.id for node in nodes}
        for node in nodes:
            if not known.issuperset(node.parents):
                raise PackageRefused("package.gap", detail=f"{node.n}")


def _coming(items: Mapping[Key, Item], records: Collection[str]) -> dict[str, dict[str, Values]]:
    """Table → uid → what the records of this package would be here."""
    found: dict[str, dict[str, Values]] = defaultdict(dict)
    for (table, uid), item in items.items():
        if uid in records and item.state.values is not None and item.outcome not in (Outcome.REFUSED, Outcome.SAME):
            found[table][uid] = item.state.values
    return found


def records_about(connection: Connection, revisions: Collection[str]) -> set[str]:
    """The records these received revisions are about."""
    if not revisions:
        return set()
    rows = connection.exec_driver_sql(
        "SELECT r.record, w.hash FROM received r JOIN witnessed w ON w.store = r.store AND w.n = r.n"
    )
    return {record for record, hash_ in rows if hash_.hex() in revisions}


def lineage_of(table: str, nodes: Iterable[Node], void: Collection[str], office: str) -> Lineage:
    """The revisions of a record, each held against who may write what (K06). Our own are not judged here but where they arrive."""

    def judge(node: Node, before: Values | None, said: Said) -> str | None:
        return None if node.office == office else refusal_of(table, node, before, said)

    return Lineage(nodes, void, judge=judge, strict=table in MARKS)


def refusal_of(table: str, node: Node, before: Values | None, said: Said) -> str | None:
    """The code of the first rule a revision breaks, or None. Who settles a conflict may choose what one of the sides says."""
    if before is None and node.kind != "new":
        return None  # it follows what does not count: there is nothing to write to
    row = before or node.values
    settles = len(node.parents) > 1
    if settles and node.kind == "deleted" and "deleted" in said(WHOLE):
        return None
    changes = {
        column: (None if before is None else before.get(column), new)
        for column, new in node.values.items()
        if not (settles and new in said(column))
    }
    kind = "changed" if node.kind == "new" and (before is not None or settles) else node.kind
    found = ownership.refusal(
        table, kind, node.office, str(row.get("office") or ""), changes, str(row.get("programme") or "")
    )
    return found[0] if found else None


def items_of(
    connection: Connection,
    lineages: Mapping[Key, Lineage],
    strangers: Callable[[Mapping[Key, Item]], set[Key]] | None = None,
    files: Collection[str] = (),
) -> list[Item]:
    """Each record beside its row; what cannot stand here or is about `strangers` is refused, and what refers to it.

    `files`: digests of those that come along.
    """
    rows: dict[Key, Values | None] = {}
    by_table: dict[str, list[str]] = defaultdict(list)
    for table, uid in lineages:
        by_table[table].append(uid)
    models = models_by_table()
    for table, uids in by_table.items():
        held = images(connection, shape_of(models[table]), uids)
        rows.update({(table, uid): held.get(uid) for uid in uids})
    items = {key: _item(key, rows[key], lineage) for key, lineage in sorted(lineages.items())}
    for key in strangers(items) if strangers else ():
        _refuse(items, key, "ownership.out-of-reach")
    _refuse_doubles(connection, items)
    _refuse_orphans(connection, items, files)
    return list(items.values())


def still_needed(connection: Connection, items: Sequence[Item], aside: Collection[str]) -> list[Item]:
    """Of the records that would go because nobody trusts any more who made them, those that others here refer to stay (拒收)."""
    leaving = {item.key for item in items if item.outcome is Outcome.REMOVED}
    doubtful = {key for key in leaving if key[1] in aside}
    found = list(items)
    while kept := {key for key in doubtful if _needed(connection, key, leaving)}:
        leaving, doubtful = leaving - kept, doubtful - kept
        found = [
            replace(item, outcome=Outcome.REFUSED, code="exchange.still-needed") if item.key in kept else item
            for item in found
        ]
    return found


def _needed(connection: Connection, key: Key, leaving: Collection[Key]) -> bool:
    """Whether a record that stays refers to this one."""
    for table in map(table_of, models_by_table().values()):
        for reference in table.foreign_keys:
            if (reference.column.table.name, reference.column.name) == (key[0], "uid"):
                rows = connection.execute(select(table.c.uid).where(reference.parent == key[1])).scalars()
                if any((str(table.name), uid) not in leaving for uid in rows):
                    return True
    return False


def _item(key: Key, row: Values | None, lineage: Lineage) -> Item:
    state = lineage.state
    here = None if row is None else {name: value for name, value in row.items() if name != "revision"}
    fields = tuple(
        Field(name, None if here is None else here.get(name), None if state.values is None else state.values.get(name))
        for name in sorted((here or {}).keys() | (state.values or {}).keys())
        if here is None or state.values is None or here.get(name) != state.values.get(name)
    )
    code = next(iter(sorted(set(lineage.refused.values()))), "")
    if not code and here is None and lineage.unmade:
        code = "exchange.unmade"
    if state.kind == "conflict":
        outcome = Outcome.CONFLICT
    elif code and not fields:
        outcome = Outcome.REFUSED
    elif not fields:
        outcome = Outcome.SAME
    elif here is None:
        outcome = Outcome.NEW
    else:
        outcome = Outcome.REMOVED if state.values is None else Outcome.CHANGED
    return Item(*key, outcome, row, state, fields, code, "", lineage)


def _refuse(items: dict[Key, Item], key: Key, code: str, detail: str = "") -> None:
    items[key] = replace(items[key], outcome=Outcome.REFUSED, code=code, detail=detail)


def _comes(item: Item) -> Values | None:
    """What the record will be here: its new state, or its row where it is refused."""
    return item.row if item.outcome is Outcome.REFUSED else item.state.values


def _refuse_doubles(connection: Connection, items: dict[Key, Item]) -> None:
    """What another record already is: the same person in the same programme, the same mentor, a second photo (K18)."""
    models = models_by_table()
    for table in sorted({table for table, _ in items}):
        for rule in singles_of(table_of(models[table])):
            taken = _taken(connection, table, rule, items)
            for key, item in items.items():
                if key[0] != table or item.outcome not in (Outcome.NEW, Outcome.CHANGED, Outcome.CONFLICT):
                    continue
                said = rule.said(connection, _comes(item))
                if said is not None and (other := taken.setdefault(said, key[1])) != key[1]:
                    _refuse(items, key, _DOUBLES.get((table, rule.columns, bool(rule.where)), "exchange.double"), other)


_DOUBLES = {
    ("attachment", ("application_uid",), True): "exchange.second-photo",
    ("attachment", ("application_uid", "kind", "sha256"), False): "exchange.same-file",
}
"""What has a sentence of its own; the rest are `exchange.double`."""


def _taken(
    connection: Connection, table: str, rule: Single, items: Mapping[Key, Item]
) -> dict[tuple[Stored, ...], str]:
    """Values of these columns → the record that has them here and keeps them."""
    found: dict[tuple[Stored, ...], str] = {}
    for uid, said in rule.stored(connection, table):
        item = items.get((table, uid))
        if item is None or item.outcome is Outcome.REFUSED:  # any other may change its values or go
            found[said] = uid
    # records that stay as they are come before those that arrive
    for (name, uid), item in items.items():
        here = name == table and item.row is not None and item.outcome is not Outcome.REFUSED
        if here and (kept := rule.said(connection, item.state.values)) is not None:
            found.setdefault(kept, uid)
    return found


def _refuse_orphans(connection: Connection, items: dict[Key, Item], files: Collection[str]) -> None:
    """What refers to a record that will not be here, or to a file that neither is here nor comes along; and what then refers to that."""
    models = models_by_table()
    references = {
        table: [
            (str(key.parent.name), key.column.table.name, str(key.column.name))
            for key in sorted(table_of(models[table]).foreign_keys, key=lambda key: str(key.parent.name))
        ]
        for table in {table for table, _ in items}
    }
    there = _Present(connection, items, files)
    refused = True
    while refused:
        refused = False
        for key, item in list(items.items()):
            values = _comes(item)
            if values is None or item.outcome in (Outcome.REFUSED, Outcome.SAME):
                continue
            for column, target, target_column in references[key[0]]:
                value = values.get(column)
                if value is not None and not there.has(target, target_column, value):
                    _refuse(items, key, "exchange.missing", target)
                    refused = True
                    break


class _Present:
    """Whether a record will be here, by a column others refer to."""

    def __init__(self, connection: Connection, items: Mapping[Key, Item], files: Collection[str]) -> None:
        self._connection = connection
        self._items = items
        self._files = files
        self._stored: dict[tuple[str, str, Stored], bool] = {}

    def has(self, table: str, column: str, value: Stored) -> bool:
        if table == BLOBS.name and value in self._files:
            return True
        if column == "uid" and (item := self._items.get((table, str(value)))) is not None:
            return _comes(item) is not None
        key = (table, column, value)
        if key not in self._stored:  # thousands refer to the same few mentors and schools
            asked = f'SELECT 1 FROM "{table}" WHERE "{column}" = ? LIMIT 1'
            self._stored[key] = self._connection.exec_driver_sql(asked, (value,)).first() is not None
        if self._stored[key]:
            return True
        return column != "uid" and any(
            name == table and (comes := _comes(item)) is not None and comes.get(column) == value
            for (name, _), item in self._items.items()
        )


def not_yours(item: Item, choice: Choice, office: str) -> str | None:
    """The code of the rule a choice breaks: somebody may choose one of the sides, and write another value only where the field is theirs."""
    values = item.state.values or {}
    for clash in item.clashes:
        if clash.field == WHOLE or choice[clash.field] in clash.sides.values():
            continue
        owner, programme = str(values.get("office") or ""), str(values.get("programme") or "")
        chosen = choice[clash.field]
        if code := ownership.allowed(item.table, clash.field, office, owner, clash.base, chosen, programme):
            return code
    return None


def brought(item: Item) -> Brought | None:
    """The row to write for what the revisions of a record say; None where there is nothing to write.

    Fields in conflict stay as they are here until `settled` writes them: else whoever settles one field would be taken for the author of all
    the others that came with it.
    """
    state, values = item.state, item.state.values
    fields = {clash.field for clash in item.clashes}
    if item.outcome is Outcome.REFUSED or WHOLE in fields:
        return None
    if fields and item.row is not None and values is not None:
        values = {name: item.row.get(name) if name in fields else value for name, value in values.items()}
    if values is None and item.row is None:
        return None
    return Brought(item.uid, values, heads=state.heads)


def settled(item: Item, choice: Choice) -> Brought | None:
    """The revision of ours that settles the conflicts of a record; None where it has none."""
    if not item.clashes:
        return None
    state = item.state
    if WHOLE in choice:
        values = None if choice[WHOLE] is None else state.values
        return Brought(item.uid, values, parents=state.heads, anew=values is not None, last=state.values)
    chosen = {clash.field: choice[clash.field] for clash in item.clashes}
    return Brought(item.uid, chosen, parents=state.heads, settled=frozenset(chosen))


def model_of(table: str) -> type[Record]:
    """The mapped class of a journaled table."""
    model = models_by_table()[table]
    assert issubclass(model, Record)
    return model

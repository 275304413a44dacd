"""The way back of a deed, record by record: what came goes, what went comes back under its uid, old values return, states move."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.base import Base
from db.gate import Change
from db.models import Application
from db.rows import models_by_table, shape_of, table_of
from yingcai_desktop.errors import NotAllowed, Stale
from yingcai_desktop.rules.workflow import TABLES, Transition
from yingcai_desktop.services import review
from yingcai_desktop.services.deeds_net import Net
from yingcai_desktop.services.subjects import TABLES as TITLES

LASTING = frozenset(
    {"decision", "tie_ruling", "certificate", "step_result", "disclosure", "seal", "sealed_mark", "amendment"}
    | {"tie_draw", "panel_draw", "expert_draw", "selection_lock"}
    | {"package", "voiding", "withheld", "directory_version", "panel_task", "panel_return"}  # an import is undone by its own verb
    | {"user", "recovery_sheet"}  # their key slots lie outside the journal: an old one cannot come back
)
"""Signed, given out with a number, a step of the year, a look at full numbers: never taken away again; a new one stands beside it."""
_CHUNK = 5000
_NO_WAY = "{who}不能退回原来的状态，没有改动。请按现在的状态办理，例如“退回补正”或“不通过”。"
_SIGNED = "{who}已经签字、编号或办结，不能撤销，没有改动。请重新办理，另登记一份，或按规定作废。"
_USED = "{who}已经有了{what}，不能撤销，没有改动。请先处理后来登记的内容。"


def way(session: Session, net: Net) -> bool:
    """Whether the record can go back at all, as things are."""
    if net.table in LASTING:
        return False
    return not _moves(net) or _transition(session, net) is not None


def called(session: Session, net: Net) -> str:
    """`“阿古拉”的报名`, `“阿古拉”的测试成绩`; only the kind where there is no name."""
    values = {**(net.was or {}), **(net.now or {})}
    model = _model(net.table)
    stored = session.get(model, net.uid)
    person = values.get("application_uid") or getattr(stored, "application_uid", None)
    named: Any = session.get(Application, person) if person else stored
    name = getattr(named, "name", "") or values.get("name", "")
    title = TITLES.get(net.table, "记录")
    return f"“{name}”的{title}" if name else f"有一条{title}"


def put_back(change: Change, nets: Sequence[Net]) -> None:
    """Everything at once, within a change. Raises `NotAllowed` where there is no way back, `Stale` where others build on it."""
    for net in nets:
        if net.table in LASTING:
            raise NotAllowed(_SIGNED.format(who=called(change.session, net)))
    came = [net for net in nets if net.was is None]
    _unused(change, came)
    for table, group in _by_table(came):
        change.delete(_model(table), [net.uid for net in group])
    for table, group in _by_table(net for net in nets if net.was is not None and net.now is not None):
        still = [net for net in group if not _moves(net)]
        _move(change, table, [net for net in group if _moves(net)])
        change.update(_model(table), [{"uid": net.uid, **_keyed(table, net.changed)} for net in still])
    for table, group in _by_table(net for net in nets if net.now is None):
        change.insert(_model(table), [{"uid": net.uid, **_without_counter(_keyed(table, net.was or {}))} for net in group])


def _move(change: Change, table: str, nets: Sequence[Net]) -> None:
    """States go where the table leads, with the old values as facts."""
    by_verb: dict[str, list[Net]] = defaultdict(list)
    for net in nets:
        found = _transition(change.session, net)
        if found is None:
            raise NotAllowed(_NO_WAY.format(who=called(change.session, net)))
        by_verb[found.verb].append(net)
    for verb, group in by_verb.items():
        facts = {net.uid: {k: v for k, v in _keyed(table, net.changed).items() if k != "state"} for net in group}
        records = _records(change, table, [net.uid for net in group])
        review.move_many(change, verb, cast(Iterable[review.Stateful], records), facts)


def _records(change: Change, table: str, uids: Sequence[str]) -> Iterable[Base]:
    model = _model(table)
    column = table_of(model).c.uid
    for n in range(0, len(uids), _CHUNK):
        yield from change.scalars(select(model).where(column.in_(uids[n : n + _CHUNK])))


def _moves(net: Net) -> bool:
    return net.table in TABLES and "state" in net.changed


def _transition(session: Session, net: Net) -> Transition | None:
    """The row that leads back, or None where the table has none."""
    source, target = (net.now or {})["state"], net.changed["state"]
    rows = [row for row in TABLES[net.table] if source in row.sources and row.target == target]
    if all(not row.programme for row in rows):
        return rows[0] if rows else None
    programme = getattr(session.get(_model(net.table), net.uid), "programme", "")
    return next((row for row in rows if row.programme in ("", programme)), None)


def _unused(change: Change, came: Sequence[Net]) -> None:
    """Nothing outside the deed may point to what is to go."""
    going = {(net.table, net.uid): net for net in came}
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            target, column = key.column.table.name, key.parent
            uids = [net.uid for net in came if net.table == target]
            for part in (uids[n : n + _CHUNK] for n in range(0, len(uids), _CHUNK)):
                rows = change.execute(select(table.c.uid, column).where(column.in_(part)))
                for uid, pointed in rows:
                    if (table.name, uid) not in going:
                        who = called(change.session, going[target, pointed])
                        raise Stale(_USED.format(who=who, what=TITLES.get(table.name, "后来的记录")))


def _by_table(nets: Iterable[Net]) -> Iterable[tuple[str, list[Net]]]:
    groups: dict[str, list[Net]] = defaultdict(list)
    for net in nets:
        groups[net.table].append(net)
    return groups.items()


def _model(table: str) -> type[Base]:
    return models_by_table()[table]


def _keyed(table: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values by attribute instead of column."""
    names = shape_of(_model(table)).by_name
    return {names[name].key: value for name, value in values.items() if name in names}


def _without_counter(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key != "revision"}

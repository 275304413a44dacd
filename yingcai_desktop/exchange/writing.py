"""The order in which records are written, so that the rules the store keeps itself see what they need.

A seal comes after the marks it seals and before later amendments, an amendment of a seal that is there before the mark it allows; a lock
that is opened before what it held, a new lock after it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from sqlalchemy.engine import Connection

from db.base import Base
from yingcai_desktop.exchange.planning import Item, Outcome

_LAST = ("seal", "sealed_mark", "amendment", "selection_lock")


def in_order(connection: Connection, items: Iterable[Item]) -> Iterator[tuple[str, list[Item]]]:
    """Tables with their records, removals before the rest in the opposite order of references."""
    first: dict[str, list[Item]] = defaultdict(list)
    removed: dict[str, list[Item]] = defaultdict(list)
    others: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        if (item.table == "amendment" and _sealed_here(connection, item)) or (item.table == "selection_lock" and item.row is not None):
            first[item.table].append(item)
        elif item.outcome is Outcome.REMOVED:
            removed[item.table].append(item)
        else:
            others[item.table].append(item)
    tables = [str(table.name) for table in Base.metadata.sorted_tables]
    order = [name for name in tables if name not in _LAST]
    yield from first.items()
    for name in reversed(tables):
        if name in removed:
            yield name, removed[name]
    for name in (*order, *_LAST):
        if name in others:
            yield name, others[name]


def _sealed_here(connection: Connection, item: Item) -> bool:
    seal = (item.state.values or {}).get("seal_uid")
    return connection.exec_driver_sql("SELECT 1 FROM seal WHERE uid = ?", (seal,)).first() is not None

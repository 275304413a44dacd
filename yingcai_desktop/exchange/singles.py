"""What a table holds only once: its unique constraints, and its unique indexes over some of its rows (one photo an application)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Column, Table, UniqueConstraint
from sqlalchemy.engine import Connection

from db.rows import Stored
from yingcai_desktop.exchange.merge import Values


@dataclass(frozen=True, slots=True)
class Single:
    """Columns no two rows have alike; `where` (SQL) says of which rows, blank: of all."""

    columns: tuple[str, ...]
    where: str = ""

    def stored(self, connection: Connection, table: str) -> Iterator[tuple[str, tuple[Stored, ...]]]:
        """Rows it is about, and what they say. A row with a NULL is like no other."""
        named = ", ".join(f'"{column}"' for column in self.columns)
        only = f" WHERE {self.where}" if self.where else ""
        for uid, *said in connection.exec_driver_sql(f'SELECT uid, {named} FROM "{table}"{only}'):
            if None not in said:
                yield uid, tuple(said)

    def said(self, connection: Connection, values: Values | None) -> tuple[Stored, ...] | None:
        """What a record says that is not stored; None where it is not about it."""
        if values is None:
            return None
        found = tuple(values.get(column) for column in self.columns)
        return None if None in found or not self._about(connection, values) else found

    def _about(self, connection: Connection, values: Values) -> bool:
        """SQL decides itself what its words mean."""
        if not self.where:
            return True
        columns = ", ".join(f'? AS "{column}"' for column in values)
        asked = f"SELECT 1 FROM (SELECT {columns}) WHERE {self.where}"
        return connection.exec_driver_sql(asked, tuple(values.values())).first() is not None


@cache
def singles_of(table: Table) -> tuple[Single, ...]:
    """Always in the same order, those about all rows first."""
    found = [Single(_names(one.columns)) for one in table.constraints if isinstance(one, UniqueConstraint)]
    found += [
        Single(_names(one.columns), "" if (where := one.dialect_options["sqlite"]["where"]) is None else str(where))
        for one in table.indexes
        if one.unique
    ]
    return tuple(sorted(found, key=lambda one: (bool(one.where), one.columns)))


def _names(columns: Iterable[Column[Any]]) -> tuple[str, ...]:
    return tuple(str(column.name) for column in columns)

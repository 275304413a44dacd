"""Rows as the file holds them: text, whole numbers, bytes or nothing. The journal records exactly these."""

import base64
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any, cast

from sqlalchemy import Column, Table, inspect
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.schema import CallableColumnDefault, ScalarElementColumnDefault

from db.base import Base, Record

Stored = str | int | bytes | None
Processor = Callable[[Any], Any]

_DIALECT = sqlite.dialect()
_STORED_AS: dict[type, type] = {bool: int, int: int, bytes: bytes}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@dataclass(frozen=True)
class Field:
    """One column: how a Python value becomes a stored one and back, and what a missing value becomes."""

    key: str
    name: str
    kind: type
    bind: Processor | None
    read: Processor | None
    default: Callable[[], Any] | None

    def stored(self, value: Any) -> Stored:
        """The value as the file will hold it. Raises TypeError for what SQLite would silently convert."""
        if value is None:
            return None
        if self.bind is not None:
            value = self.bind(value)
        if type(value) is self.kind:
            return cast(Stored, value)
        if isinstance(value, self.kind):  # a StrEnum or a bool: keep the plain value only
            return str.__str__(value) if isinstance(value, str) else cast(Stored, self.kind(value))
        raise TypeError(f"{self.name} takes {self.kind.__name__}, not {type(value).__name__}")

    def loaded(self, value: Stored) -> Any:
        """The Python value of a journaled one."""
        if value is None:
            return None
        if self.kind is bytes and isinstance(value, str):
            value = base64.b64decode(value)
        return value if self.read is None else self.read(value)


def _default(column: Column[Any]) -> Callable[[], Any] | None:
    default = column.default
    if default is None:
        return None
    if isinstance(default, ScalarElementColumnDefault):
        return lambda: default.arg
    if isinstance(default, CallableColumnDefault):
        return lambda: default.arg(None)  # type: ignore[arg-type]  # our defaults take no context
    raise TypeError(f"{column}: only plain defaults can be journaled")


def _field(key: str, column: Column[Any]) -> Field:
    kind = column.type.dialect_impl(_DIALECT)
    try:
        stored_as = _STORED_AS.get(column.type.python_type, str)
    except NotImplementedError:  # a type that does not say is one of our text types
        stored_as = str
    return Field(
        key,
        str(column.name),
        stored_as,
        kind.bind_processor(_DIALECT),
        kind.result_processor(_DIALECT, None),
        _default(column),
    )


@dataclass(frozen=True)
class Shape:
    """A mapped table, its fields in table order, and the statements the gate needs."""

    table: str
    fields: tuple[Field, ...]
    journaled: bool

    @cached_property
    def by_key(self) -> dict[str, Field]:
        """Fields by the name of the mapped attribute."""
        return {field.key: field for field in self.fields}

    @cached_property
    def by_name(self) -> dict[str, Field]:
        """Fields by the name of the column."""
        return {field.name: field for field in self.fields}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Column names, in the order of `select` and `insert`."""
        return tuple(field.name for field in self.fields)

    @cached_property
    def insert(self) -> str:
        """INSERT with a place for every column."""
        places = ", ".join("?" * len(self.names))
        return f"INSERT INTO {_quoted(self.table)} ({', '.join(map(_quoted, self.names))}) VALUES ({places})"

    @cached_property
    def select_some(self) -> str:
        """All columns of the rows whose uid is in a JSON list."""
        return f"{self.select_all} WHERE uid IN (SELECT value FROM json_each(?))"

    @cached_property
    def select_all(self) -> str:
        """All columns of all rows."""
        return f"SELECT {', '.join(map(_quoted, self.names))} FROM {_quoted(self.table)}"

    def update(self, names: Iterable[str]) -> str:
        """UPDATE of these columns of one row; uid comes last."""
        return f"UPDATE {_quoted(self.table)} SET {', '.join(f'{_quoted(n)} = ?' for n in names)} WHERE uid = ?"

    @cached_property
    def delete(self) -> str:
        """DELETE of one row."""
        return f"DELETE FROM {_quoted(self.table)} WHERE uid = ?"

    def filled(self, row: Mapping[str, Any], given: Mapping[str, Any]) -> tuple[Stored, ...]:
        """One row to insert: `given` (what the gate decides) over `row` over the column's default."""
        values = []
        used = 0
        for field in self.fields:
            if field.key in row:
                used += 1
            if field.key in given:
                value = given[field.key]
            elif field.key in row:
                value = row[field.key]
            else:
                value = None if field.default is None else field.default()
            values.append(field.stored(value))
        if used != len(row):
            raise KeyError(f"{self.table} has no column {sorted(set(row) - set(self.by_key))}")
        return tuple(values)

    def as_dict(self, values: Sequence[Stored]) -> dict[str, Stored]:
        """Column name → stored value, without the uid."""
        named = dict(zip(self.names, values, strict=True))
        del named["uid"]
        return named


@cache
def shape_of(model: type[Base]) -> Shape:
    """The shape of a mapped class, worked out once."""
    mapper = inspect(model)
    table = table_of(model)
    keys = {attribute.columns[0].name: attribute.key for attribute in mapper.column_attrs}
    fields = tuple(_field(keys[column.name], column) for column in table.columns)
    return Shape(str(table.name), fields, issubclass(model, Record))


def table_of(model: type[Base]) -> Table:
    """The table of a mapped class; ours map one each."""
    table = inspect(model).local_table
    assert isinstance(table, Table)
    return table


def models_by_table() -> Mapping[str, type[Base]]:
    """Every mapped class by the name of its table."""
    return _by_table(len(Base.registry.mappers))


@cache
def _by_table(_mapped: int) -> Mapping[str, type[Base]]:
    """Asked for each record that travels, so found once for as long as no class is mapped in addition."""
    return MappingProxyType({str(table_of(mapper.class_).name): mapper.class_ for mapper in Base.registry.mappers})


def plain(value: Stored) -> str | int | None:
    """A stored value as JSON can say it (bytes in base64)."""
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value

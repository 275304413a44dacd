"""Rows accepted so far in one file: later rows and sheets see them as if they were stored."""

from collections.abc import Callable
from typing import Any

from yingcai_desktop.sheets.known import Known
from yingcai_desktop.sheets.table import Table

Key = tuple[Any, ...]
"""The natural key of a row (FORMAT §3)."""
Settle = Callable[[Table, Known, "Accepted"], None]


class Accepted:
    """Keys of accepted rows by table, with what later checks ask about them."""

    def __init__(self) -> None:
        self._notes: dict[str, dict[Key, Any]] = {}
        self.keys: dict[tuple[str, int], list[Key]] = {}
        """(Table, place of the sheet) → key of each accepted row, in the order of `Table.accepted`."""

    def of(self, name: str) -> dict[Key, Any]:
        """Key → note of the accepted rows of one table, all sheets of the file."""
        return self._notes.setdefault(name, {})

    def add(self, table: Table, index: int, key: Key, note: Any = None) -> None:
        """Accept a row."""
        table.accepted.append(index)
        self.of(table.layout.name)[key] = note
        self.keys.setdefault((table.layout.name, table.sheet.place), []).append(key)


def settle_by_key(key_titles: tuple[str, ...], on: str, code: str) -> Settle:
    """A `settle` for tables whose rows depend on each other only by their key: the later of two sound rows gets `code` on `on`."""

    def settle(table: Table, _: Known, accepted: Accepted) -> None:
        taken = accepted.of(table.layout.name)
        columns = [table[t] for t in key_titles]
        bad = set().union(*table.bad.values())
        for i, key in enumerate(zip(*columns, strict=True)):
            if i in bad:
                continue
            if key in taken:
                table.fail(on, i, code)
            else:
                accepted.add(table, i, key)

    return settle

"""What a stretch of the journal did to each record, all in all: how it stood before, how it stands after."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from db.journal import Entry

_COUNTER = "revision"
"""Moves on with every entry and means nothing by itself."""


@dataclass(slots=True)
class Net:
    """One record. `was` and `now` hold the columns that were touched; None: the record was not there."""

    table: str
    uid: str
    was: dict[str, Any] | None
    now: dict[str, Any] | None

    @property
    def changed(self) -> dict[str, Any]:
        """Column → old value, of what is different now; empty for a record that came or went."""
        if self.was is None or self.now is None:
            return {}
        return {name: old for name, old in self.was.items() if name != _COUNTER and self.now.get(name, old) != old}

    @property
    def nothing(self) -> bool:
        """Whether the record stands as it stood."""
        if self.was is None or self.now is None:
            return self.was is self.now
        return not self.changed


Key = tuple[str, str]


def fold(entries: Iterable[Entry]) -> dict[Key, Net]:
    """(table, uid) → what these entries, oldest first, did to it."""
    nets: dict[Key, Net] = {}
    for entry in entries:
        old = {name: pair[0] for name, pair in entry.changes.items()}
        new = {name: pair[1] for name, pair in entry.changes.items()}
        net = nets.get((entry.table, entry.uid))
        if net is None:
            before, after = None if entry.kind == "new" else old, None if entry.kind == "deleted" else new
            nets[entry.table, entry.uid] = Net(entry.table, entry.uid, before, after)
            continue
        if entry.kind != "new" and net.was is not None:
            net.was = old | net.was
        if entry.kind == "changed" and net.now is not None:
            net.now |= new
        else:
            net.now = None if entry.kind == "deleted" else new
    return nets

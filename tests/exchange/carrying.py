"""Records carried from one store to another without files and keys: every revision in scope, judged as the receiving office judges it."""

import itertools
from collections import defaultdict
from typing import Any

from db.journal import Entry, between, head
from db.rows import models_by_table, shape_of
from tests.season import NOW
from yingcai_desktop.desk import Desk
from yingcai_desktop.exchange.kinds import ABOUT, PackageKind
from yingcai_desktop.exchange.scope import records_of
from yingcai_desktop.rules.ownership import allowed, may_make, may_remove

CARRIED = "package.apply"
"""The action under which a carried revision is kept; it is not carried on."""


class Carrier:
    """Remembers what each office has sent to each other one."""

    def __init__(self) -> None:
        self._sent: dict[tuple[str, str], set[int]] = defaultdict(set)

    def carry(self, sender: Desk, recipient: Desk, kind: PackageKind) -> int:
        """Send what the recipient has not had; returns how many revisions. A refused field is a failed assertion."""
        there = (sender.store.office, recipient.store.office)
        with sender.read() as session:
            records = records_of(session, kind, *there, sender.schemes)
            every = between(session, 1, head(session).n)
        entries = [
            e
            for e in every
            if e.uid in records.get(e.table, ()) and e.action != CARRIED and e.n not in self._sent[there]
        ]
        owners: dict[str, tuple[str, str]] = {}
        for entry in every:
            if entry.kind == "new":
                owners[entry.uid] = (
                    str(entry.changes["office"][1]),
                    str(entry.changes.get("programme", ("", ""))[1] or ""),
                )
        with recipient.store.change(CARRIED, actor="数据包", reason=ABOUT[kind].label, at=NOW) as change:
            for (table, what), run in itertools.groupby(entries, key=lambda e: (e.table, e.kind)):
                rows = list(run)
                for entry in rows:
                    judge(entry, there[0], *owners[entry.uid])
                model = models_by_table()[table]
                values = [_values(table, e) for e in rows]
                if what == "new":
                    change.insert(model, values)
                elif what == "changed":
                    change.update(model, values)
                else:
                    change.delete(model, [e.uid for e in rows])
        self._sent[there] |= {e.n for e in entries}
        return len(entries)


def judge(entry: Entry, author: str, owner: str, programme: str) -> None:
    """Every field of one revision against `rules/ownership.py`."""
    stored = {name: _stored(entry.table, name, pair) for name, pair in entry.changes.items()}
    if entry.kind == "deleted":
        refused = {"": may_remove(entry.table, author, owner, programme)}
    else:
        refused = {
            c: allowed(entry.table, c, author, owner, old, new, programme)
            for c, (old, new) in stored.items()
            if c != "revision"
        }
        if entry.kind == "new":
            refused["new"] = may_make(entry.table, author, owner, programme)
    assert not (bad := {c: code for c, code in refused.items() if code}), (
        author,
        owner,
        entry.table,
        entry.action,
        bad,
    )


def _stored(table: str, name: str, pair: tuple[Any, Any]) -> tuple[Any, Any]:
    field = shape_of(models_by_table()[table]).by_name[name]
    return field.stored(pair[0]), field.stored(pair[1])


def _values(table: str, entry: Entry) -> dict[str, Any]:
    shape = shape_of(models_by_table()[table])
    news = {shape.by_name[name].key: new for name, (_old, new) in entry.changes.items() if name != "revision"}
    return {"uid": entry.uid, **news}

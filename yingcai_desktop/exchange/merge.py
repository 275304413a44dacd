"""What a record is, as a pure function of the set of its revisions: no clock, no order of arrival takes part (reliability §3.5).

A revision names those it follows. Heads are what nothing follows; one head is the record, several are laid side by side with what they
have in common: edits of different fields go together, edits of the same field, or an edit and a deletion, are a conflict for a person.
Revisions that do not count (refused, or their import was undone) have no effect, but what follows them still does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from db.revisions import RevisionKind
from db.rows import Stored

Values = Mapping[str, Stored]
"""Column → stored value, without uid and revision number."""

WHOLE = ""
"""The "field" of a conflict between a deletion and an edit."""


@dataclass(frozen=True, slots=True)
class Node:
    """One revision of one record. `values`: all columns of a new one, the changed ones of a change, none of a deletion."""

    id: str
    parents: tuple[str, ...]
    kind: RevisionKind
    values: Values
    before: Values = field(default_factory=dict)
    office: str = ""
    store: str = ""
    n: int = 0
    actor: str = ""
    action: str = ""
    at: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that several heads say differently: what they had in common, and head → what it says (None under `WHOLE`: deleted)."""

    field: str
    base: Stored
    sides: Mapping[str, Stored]


@dataclass(frozen=True, slots=True)
class State:
    """What a record is. `values` None: it is not there. With clashes, `values` holds what they had in common in those fields."""

    kind: Literal["absent", "one", "merged", "conflict"]
    values: Values | None
    heads: tuple[str, ...]
    clashes: tuple[Clash, ...] = ()


_ABSENT = State("absent", None, ())


class Lineage:
    """The revisions of one record. `dead` do not count. `strict`: a mark, of which any two versions are a conflict."""

    def __init__(self, nodes: Iterable[Node], dead: Iterable[str] = (), *, strict: bool = False) -> None:
        self.nodes = {node.id: node for node in nodes}
        self.dead = frozenset(dead) & self.nodes.keys()
        self.strict = strict
        self._values: dict[str, Values | None] = {}
        self._ancestors: dict[str, frozenset[str]] = {}

    @cached_property
    def heads(self) -> tuple[str, ...]:
        """Revisions that count and that nothing which counts follows, by id."""
        live = self.nodes.keys() - self.dead
        followed = {one for id_ in live for one in self.ancestors(id_)}
        return tuple(sorted(live - followed))

    @cached_property
    def state(self) -> State:
        """The record."""
        return self._joined(self.heads)

    def ancestors(self, id_: str) -> frozenset[str]:
        """Everything a revision follows, near and far."""
        if id_ not in self._ancestors:
            for one in self._order(id_):
                near = [parent for parent in self.nodes[one].parents if parent in self.nodes]
                self._ancestors[one] = frozenset(near).union(*(self._ancestors[parent] for parent in near))
        return self._ancestors[id_]

    def value(self, id_: str) -> Values | None:
        """The record as its author left it, without what does not count; None: gone, or it never was."""
        if id_ not in self._values:
            for one in self._order(id_, self._values):
                self._values[one] = self._value(self.nodes[one])
        return self._values[id_]

    def _value(self, node: Node) -> Values | None:
        if node.id in self.dead:
            return None if node.kind == "new" and not node.parents else self._joined(self._known(node)).values
        if node.kind == "new":
            return dict(node.values)
        if node.kind == "deleted":
            return None
        before = self._joined(self._known(node)).values
        return None if before is None else {**before, **node.values}

    def _known(self, node: Node) -> tuple[str, ...]:
        return tuple(sorted(parent for parent in node.parents if parent in self.nodes))

    def _order(self, id_: str, done: Mapping[str, object] | None = None) -> list[str]:
        """`id_` and its ancestors that are not done yet, parents first; without recursion, as a record may have thousands of revisions."""
        ready = self._ancestors if done is None else done
        order: list[str] = []
        waiting = [(id_, False)]
        seen: set[str] = set()
        while waiting:
            one, expanded = waiting.pop()
            if expanded:
                order.append(one)
            elif one not in seen and one not in ready:
                seen.add(one)
                waiting.append((one, True))
                waiting += [(parent, False) for parent in self.nodes[one].parents if parent in self.nodes]
        return order

    def _joined(self, heads: tuple[str, ...]) -> State:
        """Several revisions side by side."""
        sides = {head: self.value(head) for head in heads}
        if not any(value is not None for value in sides.values()):
            return State("absent", None, heads) if heads else _ABSENT
        if len(heads) == 1:
            return State("one", sides[heads[0]], heads)
        there = {head: value for head, value in sides.items() if value is not None}
        base = self._base(heads)
        if len(there) < len(heads):
            clash = Clash(WHOLE, None, {head: None if value is None else "" for head, value in sides.items()})
            return State("conflict", next(iter(there.values())) if base is None else base, heads, (clash,))
        common = base or {}
        merged: dict[str, Stored] = {}
        clashes: list[Clash] = []
        for name in sorted({name for value in there.values() for name in value}):
            said = {head: value.get(name) for head, value in there.items()}
            changed = {value for value in said.values() if self.strict or base is None or value != common.get(name)}
            if len(changed) > 1:
                clashes.append(Clash(name, common.get(name), said))
                merged[name] = common.get(name) if base is not None else min(said.values(), key=repr)
            else:
                merged[name] = changed.pop() if changed else common.get(name)
        return State("conflict" if clashes else "merged", merged, heads, tuple(clashes))

    def _base(self, heads: tuple[str, ...]) -> Values | None:
        """What the heads have in common: their one nearest common ancestor. None where there is none, or several (criss-cross)."""
        common = frozenset.intersection(*(self.ancestors(head) | {head} for head in heads))
        near = [one for one in common if not any(one in self.ancestors(other) for other in common)]
        return self.value(near[0]) if len(near) == 1 else None

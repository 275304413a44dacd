"""What a record is, as a pure function of the set of its revisions: no clock, no order of arrival takes part (reliability §3.5).

A revision names those it follows. Heads are what nothing follows; one head is the record, several are laid side by side with what they
have in common: edits of different fields go together, edits of the same field, or an edit and a deletion, are a conflict for a person.
Revisions that do not count (refused, or their import was undone) have no effect, but what follows them still does.
"""

from collections.abc import Callable, Iterable, Mapping
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


Judge = Callable[[Node, Values | None], str | None]
"""A revision and the record it was made on → the code of the rule it breaks, or None."""


class Lineage:
    """The revisions of one record. `void` ones do not count, nor do those the `judge` refuses (`refused`: id → code).

    `strict`: a mark, of which any two versions are a conflict.
    """

    def __init__(
        self, nodes: Iterable[Node], void: Iterable[str] = (), *, judge: Judge | None = None, strict: bool = False
    ) -> None:
        self.nodes = {node.id: node for node in nodes}
        self.dead = set(void) & self.nodes.keys()
        self.strict = strict
        self.refused: dict[str, str] = {}
        self._values: dict[str, Values | None] = {}
        self._ancestors: dict[str, frozenset[str]] = {}
        for one in self._parents_first():
            self._weigh(self.nodes[one], judge)

    def _parents_first(self) -> list[str]:
        """All revisions, each behind those it follows; without recursion, as a record may have thousands."""
        order: list[str] = []
        seen: set[str] = set()
        for start in sorted(self.nodes):
            waiting = [(start, False)]
            while waiting:
                one, expanded = waiting.pop()
                if expanded:
                    order.append(one)
                elif one not in seen:
                    seen.add(one)
                    waiting.append((one, True))
                    waiting += [(parent, False) for parent in self._near(self.nodes[one])]
        return order

    def _near(self, node: Node) -> tuple[str, ...]:
        return tuple(sorted(parent for parent in node.parents if parent in self.nodes))

    def _weigh(self, node: Node, judge: Judge | None) -> None:
        near = self._near(node)
        self._ancestors[node.id] = frozenset(near).union(*(self._ancestors[parent] for parent in near))
        before = self._joined(self._foremost(near)).values
        if judge is not None and node.id not in self.dead and (code := judge(node, before)) is not None:
            self.refused[node.id] = code
            self.dead.add(node.id)
        if node.id in self.dead:
            self._values[node.id] = before
        elif node.kind == "new":
            self._values[node.id] = dict(node.values)
        elif node.kind == "deleted" or before is None:
            self._values[node.id] = None
        else:
            self._values[node.id] = {**before, **node.values}

    def _foremost(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Of these, those that none of the others follows."""
        found = sorted(set(ids))
        return tuple(one for one in found if not any(one in self._ancestors[other] for other in found))

    @cached_property
    def heads(self) -> tuple[str, ...]:
        """Revisions that count and that nothing which counts follows, by id."""
        return self._foremost(self.nodes.keys() - self.dead)

    @cached_property
    def state(self) -> State:
        """The record."""
        return self._joined(self.heads)

    def follows(self, id_: str) -> frozenset[str]:
        """Everything a revision follows, near and far."""
        return self._ancestors[id_]

    def value(self, id_: str) -> Values | None:
        """The record as its author left it, without what does not count; None: gone, or it never was."""
        return self._values[id_]

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
        common = frozenset.intersection(*(self.follows(head) | {head} for head in heads))
        near = [one for one in common if not any(one in self.follows(other) for other in common)]
        return self.value(near[0]) if len(near) == 1 else None

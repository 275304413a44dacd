"""What a record is, as a pure function of the set of its revisions: no clock, no order of arrival takes part (reliability §3.5).

A revision names those it follows. Each field is what the last revisions that wrote it say: one that follows another takes its place, and
where several that did not know of each other say different things it is a conflict for a person. So edits of different fields go together;
edits of the same field, or an edit and a removal, do not. Revisions that do not count (refused, or their import was undone) have no effect,
but what follows them still does.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
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
    """A field that several revisions say differently: what all of them knew, and revision → what it says (None under `WHOLE`: gone)."""

    field: str
    base: Stored
    sides: Mapping[str, Stored]


@dataclass(frozen=True, slots=True)
class State:
    """What a record is. `values` None: it is not there. A clashing field holds what one of the sides says, always the same one."""

    kind: Literal["absent", "one", "merged", "conflict"]
    values: Values | None
    heads: tuple[str, ...]
    clashes: tuple[Clash, ...] = ()


_ABSENT = State("absent", None, ())
_EXISTS = WHOLE
Registers = Mapping[str, frozenset[str]]
"""Field → the last revisions that wrote it; under `_EXISTS` those that made or removed the record."""

Judge = Callable[[Node, Values | None, Callable[[str], Sequence[Stored]]], str | None]
"""A revision, the record it was made on, and what was said of each field there (more than one where it settles a conflict) → the code of
the rule it breaks, or None."""


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
        self._follows: dict[str, frozenset[str]] = {}
        self._registers: dict[str, Registers] = {}
        self._says: dict[str, Values] = {}
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

    def _near(self, node: Node) -> list[str]:
        return [parent for parent in node.parents if parent in self.nodes]

    def _weigh(self, node: Node, judge: Judge | None) -> None:
        near = self._near(node)
        self._follows[node.id] = frozenset(near).union(*(self._follows[parent] for parent in near))
        before = self._joined([self._registers[parent] for parent in near])
        if judge is not None and node.id not in self.dead:
            code = judge(node, self._read(before), lambda name: self._said(name, before.get(name, ())))
            if code is not None:
                self.refused[node.id] = code
                self.dead.add(node.id)
        if node.id in self.dead:
            self._registers[node.id] = before
            return
        # a mark is taken as a whole: a revision of it says every field again
        says = {**(self._read(before) or {}), **node.values} if self.strict else node.values
        written = [*says, *([] if node.kind == "changed" else [_EXISTS])]
        self._says[node.id] = says
        self._registers[node.id] = {**before, **dict.fromkeys(written, frozenset({node.id}))}

    def _joined(self, several: Sequence[Registers]) -> Registers:
        """The last writers of each field among all of these."""
        if len(several) == 1:
            return several[0]
        fields = {name for registers in several for name in registers}
        return {
            name: self._last(frozenset().union(*(registers.get(name, frozenset()) for registers in several)))
            for name in sorted(fields)
        }

    def _last(self, ids: Iterable[str]) -> frozenset[str]:
        """Of these revisions, those that none of the others follows."""
        found = frozenset(ids)
        return found - frozenset().union(*(self._follows[one] for one in found))

    def follows(self, id_: str) -> frozenset[str]:
        """Everything a revision follows, near and far."""
        return self._follows[id_]

    @cached_property
    def heads(self) -> tuple[str, ...]:
        """Revisions that count and that nothing which counts follows, by id."""
        return tuple(sorted(self._last(self.nodes.keys() - self.dead)))

    @cached_property
    def state(self) -> State:
        """The record."""
        heads = self.heads
        if not heads:
            return _ABSENT
        registers = self._joined([self._registers[head] for head in heads])
        if self._contested(registers):
            sides = {head: None if self._read(self._registers[head]) is None else "" for head in heads}
            there = {name: ids for name, ids in registers.items() if name != _EXISTS}
            values = {name: self._said(name, ids)[0] for name, ids in there.items()}
            return State("conflict", values, heads, (Clash(WHOLE, None, sides),))
        values_ = self._read(registers)
        if values_ is None:
            return State("absent", None, heads)
        clashes = tuple(
            Clash(name, self._known_to_all(name, ids), {one: self._says[one].get(name) for one in sorted(ids)})
            for name, ids in registers.items()
            if name != _EXISTS and len(self._said(name, ids)) > 1
        )
        return State("conflict" if clashes else "one" if len(heads) == 1 else "merged", values_, heads, clashes)

    @property
    def unmade(self) -> bool:
        """Whether what counts only goes on writing, while nobody's making of the record counts."""
        return self.state.kind == "absent" and any(self.nodes[head].kind == "changed" for head in self.heads)

    def _contested(self, registers: Registers) -> bool:
        """Whether somebody removed what somebody else, not knowing, made again or went on writing, and there is a whole of it to keep."""
        live = self.nodes.keys() - self.dead
        if not any(self.nodes[one].kind == "new" for one in live):
            return False
        last = registers.get(_EXISTS, frozenset())
        removals = {one for one in last if self.nodes[one].kind == "deleted"}
        if not removals:
            return False
        if len(removals) < len(last):
            return True
        known = frozenset().union(removals, *(self._follows[one] for one in removals))
        return any(not removals & self._follows[one] for one in live - known)

    def _read(self, registers: Registers) -> Values | None:
        """The record these revisions make; where they differ, what the same one always says."""
        if not any(self.nodes[one].kind == "new" for one in registers.get(_EXISTS, ())):
            return None
        return {name: self._said(name, ids)[0] for name, ids in registers.items() if name != _EXISTS}

    def _said(self, field_: str, ids: Collection[str]) -> Sequence[Stored]:
        """The different values these revisions give a field; under `WHOLE`: whether they made or removed the record."""
        if field_ == _EXISTS:
            kinds = {self.nodes[one].kind for one in ids}
            return [kind for kind in ("deleted", "new") if kind in kinds]
        if len(ids) == 1:
            (one,) = ids
            return [self._says[one].get(field_)]
        return sorted({self._says[one].get(field_) for one in ids}, key=repr)

    def _known_to_all(self, field_: str, ids: frozenset[str]) -> Stored:
        """What the revisions that differ had all seen in the field; None where that is not one thing."""
        common = frozenset.intersection(*(self._follows[one] for one in ids)) - self.dead
        said = self._said(field_, self._last(one for one in common if field_ in self._says[one]))
        return said[0] if len(said) == 1 else None

"""The book catches what it is there for: each of these faults, put into the program, makes one of a few worlds fail.

The worlds are those of the gate and the stories that were found once, which all pass without a fault (`test_convergence`). Each fault names the world that shows it first.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from db.chains import Chains
from db.models import Package
from db.store import Store
from tests.exchange.convergence import Step, steps_of
from tests.exchange.test_convergence import FOUND, LENGTH, played
from yingcai_desktop.exchange import applying, arriving, ledger, making, planning, undoing, withdrawing
from yingcai_desktop.exchange.ledger import IN, OUT, Said
from yingcai_desktop.exchange.merge import Lineage, Node

Patch = pytest.MonkeyPatch


def sent_is_had(patch: Patch) -> None:
    """What was sent counts as received."""

    def had_by(session: Session, peer: str) -> tuple[set[tuple[str, int]], set[str]]:
        sent = session.scalars(select(Package).where(Package.direction == OUT, Package.peer == peer)).all()
        return {place for package in sent for place in ledger.places(package.spans)}, set()

    patch.setattr(making, "had_by", had_by)


def the_most_ever_said(patch: Patch) -> None:
    """A word once given holds, though its office went back to a backup or undid the import."""

    def last_said(session: Session, peer: str) -> Said:
        rows = session.scalars(
            select(Package).where(Package.direction == IN, Package.peer == peer).order_by(text("rowid"))
        ).all()
        known: dict[str, int] = {}
        for row in rows:
            known |= {chain: max(head[0], known.get(chain, 0)) for chain, head in row.known.items()}
        return Said(rows[0].chain if rows else "", known, frozenset(one for row in rows for one in row.applied))

    patch.setattr(making, "last_said", last_said)
    patch.setattr(ledger, "last_said", last_said)


def undone_is_told_as_applied(patch: Patch) -> None:
    """The sender never hears that its package was undone."""

    def applied_from(session: Session, peer: str) -> list[str]:
        return list(session.scalars(select(Package.package_id).where(Package.direction == IN, Package.peer == peer)))

    patch.setattr(making, "applied_from", applied_from)


def no_new_life(patch: Patch) -> None:
    """A store that went back to a backup goes on numbering as before."""
    patch.setattr(Store, "renew_chain", lambda _store: None)


def own_work_never_comes_back(patch: Patch) -> None:
    """What an office lost with its backup, it has lost for ever."""

    class Everything(dict[str, float]):
        def get(self, _store: str, _default: object = None) -> float:  # type: ignore[override]
            return float("inf")

    patch.setattr(Chains, "line_of", lambda _chains, _store: Everything())


def the_greatest_wins(patch: Patch) -> None:
    """Of two edits that did not know of each other one is taken."""
    honest = Lineage._last
    patch.setattr(Lineage, "_last", lambda lineage, ids: frozenset(sorted(honest(lineage, ids))[-1:]))


def the_latest_clock_wins(patch: Patch) -> None:
    """The time of the machine decides between two edits."""
    honest = Lineage._last

    def last(lineage: Lineage, ids: Iterable[str]) -> frozenset[str]:
        found = honest(lineage, ids)
        return frozenset(sorted(found, key=lambda one: lineage.nodes[one].at)[-1:])

    patch.setattr(Lineage, "_last", last)


def a_parent_is_forgotten(patch: Patch) -> None:
    """Who settled a conflict is thought to have known only one side."""
    honest = Lineage._near
    patch.setattr(Lineage, "_near", lambda lineage, node: honest(lineage, node)[:1])


def removals_pass_unnoticed(patch: Patch) -> None:
    """Somebody removed stays, or comes back."""
    honest = Lineage.__init__

    def without(lineage: Lineage, nodes: Iterable[Node], *given: Any, **named: Any) -> None:
        honest(lineage, [replace(n, kind="changed") if n.kind == "deleted" else n for n in nodes], *given, **named)

    patch.setattr(Lineage, "__init__", without)


def removal_wins_in_silence(patch: Patch) -> None:
    """Who removed a record wins over who went on writing it."""
    patch.setattr(Lineage, "_contested", lambda *_: False)


def void_counts(patch: Patch) -> None:
    """The merge does not look at what was undone."""
    for module in (planning, undoing):
        patch.setattr(
            module,
            "lineage_of",
            lambda table, nodes, _void, office, honest=planning.lineage_of: honest(table, nodes, (), office),
        )


def once_undone_always_undone(patch: Patch) -> None:
    """What comes again after it was undone is not lifted."""
    honest = arriving._held_against
    patch.setattr(arriving, "_held_against", lambda *given: replace(honest(*given), again=frozenset()))


def lifted_is_not_kept(patch: Patch) -> None:
    """It is lifted for the moment, but stays on the list of what was undone."""
    patch.setattr(applying, "_lift", lambda *_: None)


def undo_in_spite_of_later_work(patch: Patch) -> None:
    """An import is taken back though somebody worked on what it brought."""
    patch.setattr(undoing, "_refuse_later", lambda *_: None)


def any_import_may_go(patch: Patch) -> None:
    """Not only the last import can be taken back."""

    def last(session: Session) -> Package | None:
        return session.scalars(select(Package).where(Package.direction == IN).order_by(text("rowid"))).first()

    patch.setattr(undoing, "latest", last)


def two_stories_are_both_believed(patch: Patch) -> None:
    """A store copied to a second machine is not found out: what is known of a chain is not held against what comes."""
    honest = arriving._links

    def links(chains: Chains, met: Any, offered: Mapping[str, Mapping[int, bytes]]) -> Any:
        heads = chains.heads()
        beyond = {
            store: {n: one for n, one in stretch.items() if store not in heads or n > heads[store].n}
            for store, stretch in offered.items()
        }
        return honest(chains, met, {store: stretch for store, stretch in beyond.items() if stretch})

    patch.setattr(arriving, "_links", links)
    patch.setattr(arriving, "_is", lambda *_: True)
    patch.setattr(arriving, "_witnesses", lambda *_: None)


def witnesses_are_not_heard(patch: Patch) -> None:
    """What the sender has seen of our own chain is not looked at."""
    patch.setattr(arriving, "_witnesses", lambda *_: None)


def taken_in_twice(patch: Patch) -> None:
    """A package that stands is taken in as if it were new."""
    honest = arriving._held_against
    patch.setattr(arriving, "_held_against", lambda *given: replace(honest(*given), before=None))


def a_side_is_forgotten(patch: Patch) -> None:
    """A settled conflict is written down as following one side only."""
    honest = planning.settled

    def settled(item: Any, choice: Any) -> Any:
        row = honest(item, choice)
        return replace(row, parents=row.parents[:1]) if row is not None and row.parents else row

    patch.setattr(applying, "settled", settled)


def who_settles_signs_for_all(patch: Patch) -> None:
    """Whoever settles one field is written down as the author of all that came with it."""
    honest = planning.brought
    patch.setattr(applying, "brought", lambda item: None if item.clashes else honest(item))

    def settled(item: Any, choice: Any) -> Any:
        row = planning.settled(item, choice)
        if row is None or not row.settled:
            return row
        return replace(row, values={**(item.state.values or {}), **(row.values or {})})

    patch.setattr(applying, "settled", settled)


def a_receipt_says_no_more_than_the_rest(patch: Patch) -> None:
    """A receipt carries only what the other office is not known to have seen: two who both lost something never meet again."""
    patch.setattr(making, "PackageKind", SimpleNamespace(RECEIPT=None))


def who_is_lost_is_believed(patch: Patch) -> None:
    """What a lost machine wrote goes on counting where it was taken in."""
    patch.setattr(planning, "distrusted", lambda session, signed: set())
    patch.setattr(withdrawing, "distrusted", lambda session, signed: set())
    patch.setattr(undoing, "void", ledger.undone)


def a_lost_machine_goes_on_sending(patch: Patch) -> None:
    """Its packages are taken in as before."""
    patch.setattr(arriving, "_require_trust", lambda manifest, entries, book: None)


def received_is_own(patch: Patch) -> None:
    """A row that a package wrote stands at nothing: the next edit does not know what it follows."""
    honest = planning.brought

    def brought(item: Any) -> Any:
        row = honest(item)
        return replace(row, heads=()) if row is not None and row.heads else row

    patch.setattr(applying, "brought", brought)


FAULTS: dict[Callable[[Patch], None], int | str] = {
    sent_is_had: 0,
    the_most_ever_said: 0,
    undone_is_told_as_applied: 3,
    no_new_life: 0,
    own_work_never_comes_back: 0,
    the_greatest_wins: 0,
    the_latest_clock_wins: 0,
    a_parent_is_forgotten: 1,
    removals_pass_unnoticed: 0,
    removal_wins_in_silence: 1,
    void_counts: 0,
    once_undone_always_undone: 0,
    lifted_is_not_kept: 4,
    undo_in_spite_of_later_work: 1,
    any_import_may_go: 0,
    two_stories_are_both_believed: 1,
    witnesses_are_not_heard: 1,
    taken_in_twice: 1,
    a_side_is_forgotten: 1,
    received_is_own: 0,
    who_settles_signs_for_all: "a field of somebody else's",
    a_receipt_says_no_more_than_the_rest: "both went back",
    who_is_lost_is_believed: 16,
    a_lost_machine_goes_on_sending: 10,
}
"""Fault → the world in which it shows."""


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_caught(three: Path, tmp_path: Path, monkeypatch: Patch, fault: Callable[[Patch], None]) -> None:
    fault(monkeypatch)
    world = FAULTS[fault]
    assert _fails(three, tmp_path / "world", FOUND[world] if isinstance(world, str) else steps_of(world, LENGTH)), fault.__doc__


def _fails(three: Path, folder: Path, steps: Iterable[Step]) -> bool:
    try:
        played(three, folder, steps)
    except Exception:  # the book's word, or the store's own
        return True
    return False

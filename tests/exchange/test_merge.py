"""The merge as a pure function: any order of arrival gives the same record, and nothing that two people wrote is lost in silence."""

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingcai_desktop.exchange.merge import WHOLE, Lineage, Node


def new(id_: str, *parents: str, **values: str) -> Node:
    return Node(id_, parents, "new", values)


def edit(id_: str, *parents: str, **values: str) -> Node:
    return Node(id_, parents, "changed", values)


def gone(id_: str, *parents: str) -> Node:
    return Node(id_, parents, "deleted", {})


START = new("a", x="1", y="1")


def test_one_line_of_revisions_is_the_last() -> None:
    state = Lineage([START, edit("b", "a", x="2"), edit("c", "b", y="3")]).state
    assert (state.kind, state.values, state.heads) == ("one", {"x": "2", "y": "3"}, ("c",))


def test_different_fields_go_together() -> None:
    state = Lineage([START, edit("b", "a", x="2"), edit("c", "a", y="3")]).state
    assert (state.kind, state.values) == ("merged", {"x": "2", "y": "3"})


def test_the_same_field_is_a_conflict_with_both_values_and_what_both_knew() -> None:
    state = Lineage([START, edit("b", "a", x="2"), edit("c", "a", x="3")]).state
    assert state.kind == "conflict"
    [clash] = state.clashes
    assert (clash.field, clash.base, clash.sides) == ("x", "1", {"b": "2", "c": "3"})


def test_who_changes_a_field_and_changes_it_back_has_written_it() -> None:
    nodes = [START, edit("b", "a", x="2"), edit("c", "b", x="1"), edit("d", "a", x="3")]
    assert Lineage(nodes).state.kind == "conflict"


def test_the_same_value_twice_is_no_conflict() -> None:
    assert Lineage([START, edit("b", "a", x="2"), edit("c", "a", x="2")]).state.kind == "merged"


def test_a_revision_that_knew_both_settles() -> None:
    nodes = [START, edit("b", "a", x="2"), edit("c", "a", x="3"), edit("d", "b", "c", x="4")]
    state = Lineage(nodes).state
    assert (state.kind, state.values) == ("one", {"x": "4", "y": "1"})


def test_two_who_settle_it_differently_are_a_conflict_again() -> None:
    nodes = [START, edit("b", "a", x="2"), edit("c", "a", x="3"), edit("d", "b", "c", x="2"), edit("e", "b", "c", x="3")]
    assert Lineage(nodes).state.kind == "conflict"


def test_of_three_the_one_that_knew_another_takes_its_place() -> None:
    nodes = [START, edit("b", "a", x="2"), edit("c", "b", x="3"), edit("d", "a", y="4"), edit("e", "b", y="4")]
    state = Lineage(nodes).state
    assert (state.kind, state.values) == ("merged", {"x": "3", "y": "4"})


def test_a_removal_and_an_edit_are_a_conflict_of_the_whole() -> None:
    state = Lineage([START, edit("b", "a", x="2"), gone("c", "a")]).state
    assert [clash.field for clash in state.clashes] == [WHOLE]
    assert state.clashes[0].sides == {"b": "", "c": None}


def test_a_removal_that_knew_the_edit_stands_and_an_old_edit_does_not_bring_it_back() -> None:
    assert Lineage([START, edit("b", "a", x="2"), gone("c", "b")]).state.values is None
    assert Lineage([START, gone("b", "a"), gone("c", "a")]).state.kind == "absent"


def test_made_again_it_is_there_again() -> None:
    nodes = [START, edit("b", "a", x="2"), gone("c", "a"), new("d", "b", "c", x="2", y="1")]
    state = Lineage(nodes).state
    assert (state.kind, state.values) == ("one", {"x": "2", "y": "1"})


def test_what_does_not_count_has_no_effect_but_what_follows_has() -> None:
    nodes = [START, edit("b", "a", x="2"), edit("c", "b", y="3")]
    assert Lineage(nodes, void={"b"}).state.values == {"x": "1", "y": "3"}
    assert Lineage(nodes, void={"a"}).state.values is None
    assert Lineage(nodes, void={"a", "b", "c"}).state.heads == ()


def test_a_mark_is_taken_as_a_whole() -> None:
    nodes = [START, edit("b", "a", x="2"), edit("c", "a", y="3")]
    state = Lineage(nodes, strict=True).state
    assert {clash.field: dict(clash.sides) for clash in state.clashes} == {
        "x": {"b": "2", "c": "1"},
        "y": {"b": "1", "c": "3"},
    }


def test_the_judge_sees_the_record_as_it_was() -> None:
    seen: list[object] = []
    nodes = [START, edit("b", "a", x="2"), edit("c", "b", x="3")]

    def judge(node: Node, before: object, said: object) -> str | None:
        seen.append(before)
        return "no" if node.id == "b" else None

    lineage = Lineage(nodes, judge=judge)
    assert lineage.refused == {"b": "no"}
    assert seen == [None, {"x": "1", "y": "1"}, {"x": "1", "y": "1"}]
    assert lineage.state.values == {"x": "3", "y": "1"}


def test_thousands_of_revisions_do_not_exhaust_the_stack() -> None:
    nodes = [START, *(edit(f"{n:05}", "a" if n == 0 else f"{n - 1:05}", x=str(n)) for n in range(1500))]
    assert Lineage(nodes).state.values == {"x": "1499", "y": "1"}


@st.composite
def histories(draw: st.DrawFn) -> Sequence[Node]:
    """Revisions that each follow some of those before."""
    nodes = [START]
    for n in range(draw(st.integers(1, 7))):
        parents = draw(st.lists(st.sampled_from([node.id for node in nodes]), min_size=1, max_size=2, unique=True))
        kind = draw(st.sampled_from(["changed", "changed", "changed", "deleted", "new"]))
        values = {name: draw(st.sampled_from("123")) for name in ("x", "y") if kind == "new" or draw(st.booleans())}
        nodes.append(Node(f"n{n}", tuple(parents), kind, {} if kind == "deleted" else values))
    return nodes


@given(histories(), st.randoms(use_true_random=False))
def test_order_of_arrival_decides_nothing(nodes: Sequence[Node], random: object) -> None:
    shuffled = list(nodes)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert Lineage(shuffled).state == Lineage(nodes).state


@given(histories())
def test_no_last_word_is_lost(nodes: Sequence[Node]) -> None:
    """By other means than the code's: every value that nobody who knew it wrote over is what stands, or is shown in a clash."""
    state = Lineage(nodes).state
    by_id = {node.id: node for node in nodes}

    def past(id_: str) -> set[str]:
        return set(by_id[id_].parents).union(*(past(parent) for parent in by_id[id_].parents))

    if state.values is None or any(clash.field == WHOLE for clash in state.clashes):
        return
    clashing = {clash.field: set(clash.sides.values()) for clash in state.clashes}
    for name, node in itertools.product(("x", "y"), nodes):
        over = any(name in other.values and node.id in past(other.id) for other in nodes)
        if name in node.values and not over:
            assert node.values[name] in clashing.get(name, {state.values[name]})


@pytest.mark.parametrize("name", ["x", "y"])
def test_a_clash_always_shows_the_same_side_until_it_is_settled(name: str) -> None:
    nodes = [START, edit("b", "a", **{name: "7"}), edit("c", "a", **{name: "5"})]
    assert Lineage(nodes).state.values == Lineage(nodes[::-1]).state.values

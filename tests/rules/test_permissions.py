"""Each role against each action; every action in the code has its row (domain §3.16; reliability §3.3)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import ui
import yingcai_desktop
from yingcai_desktop.rules.duties import Duty, listed, unfit
from yingcai_desktop.rules.permissions import (
    OTHERS,
    SCORES,
    WITNESSES,
    duties_for,
    may_witness,
    permits,
    who_may,
    who_witnesses,
)
from yingcai_desktop.rules.workflow import TABLES
from yingcai_desktop.services.telling import action_name

SOURCES = [Path(package.__file__ or "").parent for package in (yingcai_desktop, ui)]
ACTIONS = sorted({*OTHERS, *(f"{row.kind}.{row.verb}" for rows in TABLES.values() for row in rows)})


def written() -> Iterator[tuple[str, str]]:
    """(where, action) of every `….change("action")` in the program; `{…}` of an f-string becomes `*`."""
    for path in (path for source in SOURCES for path in source.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "change":
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield f"{path.name}:{node.lineno}", first.value
                elif isinstance(first, ast.JoinedStr):
                    parts = (p.value if isinstance(p, ast.Constant) else "*" for p in first.values)
                    yield f"{path.name}:{node.lineno}", "".join(map(str, parts))


def test_every_action_in_the_code_has_its_row() -> None:
    found = list(written())
    assert len(found) >= 15, "the collector finds nothing any more"
    for where, action in found:
        pattern = re.compile(re.escape(action).replace(r"\*", "[a-z-]+"))
        known = [name for name in ACTIONS if pattern.fullmatch(name)]
        assert known, f"{where}: {action} has no row in rules/permissions.py"


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_has_roles_and_a_name_a_clerk_reads(action: str) -> None:
    assert duties_for(action)
    assert who_may(action)
    if not action.startswith("draft."):  # drafts are not journaled
        assert re.search("[一-鿿]", action_name(action)), action


@pytest.mark.parametrize("duty", list(Duty))
@pytest.mark.parametrize("action", ACTIONS)
def test_each_role_against_each_action(action: str, duty: Duty) -> None:
    assert permits(action, {duty}) == (duty in duties_for(action) and not (action in SCORES and duty is Duty.ADMIN))


def test_an_action_without_a_row_is_a_bug_not_a_permission() -> None:
    with pytest.raises(LookupError):
        permits("poem.write", {Duty.CLERK})


def test_the_supervisor_looks_and_changes_nothing_but_their_own_password() -> None:
    """Looking into a file under a supervision leaves its line in the log (附件2 二（二）)."""
    assert {a for a in ACTIONS if permits(a, {Duty.SUPERVISOR})} == {"user.password", "user.failures", "supervision.view"}


def test_a_supervisor_who_was_given_more_still_changes_nothing() -> None:
    assert not permits("application.edit", {Duty.SUPERVISOR, Duty.CLERK})


def test_no_administrator_touches_scores_whatever_else_they_are() -> None:
    everything = {Duty.ADMIN, Duty.CLERK, Duty.REVIEWER}
    assert [a for a in SCORES if permits(a, everything)] == []
    assert all(permits(a, {Duty.CLERK}) for a in SCORES)


def test_who_enters_does_not_approve() -> None:
    for row in (row for rows in TABLES.values() for row in rows):
        if row.verb in ("approve", "city-pass", "reject", "return"):
            assert row.roles == (Duty.REVIEWER,), row.verb
    assert not permits("application.approve", {Duty.CLERK})
    assert not permits("application.edit", {Duty.REVIEWER})


@pytest.mark.parametrize(
    ("held", "sound"),
    [
        ({Duty.CLERK}, True),
        ({Duty.CLERK, Duty.REVIEWER, Duty.ADMIN}, True),
        (set(), False),
        ({Duty.SUPERVISOR}, True),
        ({Duty.SUPERVISOR, Duty.CLERK}, False),
        ({Duty.JUDGE, Duty.REVIEWER}, False),
    ],
)
def test_which_roles_go_together(held: set[Duty], sound: bool) -> None:
    assert (unfit(held) == "") is sound


def test_roles_are_listed_in_one_order() -> None:
    assert listed({Duty.ADMIN, Duty.CLERK}) == "经办、管理员"


@pytest.mark.parametrize("action", sorted(WITNESSES))
def test_the_second_person_of_a_seal_is_reviewer_or_supervisor_and_never_an_administrator(action: str) -> None:
    assert {duty for duty in Duty if may_witness(action, {duty})} == {Duty.REVIEWER, Duty.SUPERVISOR}
    assert not may_witness(action, {Duty.REVIEWER, Duty.ADMIN})
    assert who_witnesses(action) == "审核、监督"


@pytest.mark.parametrize("action", sorted(SCORES))
def test_an_administrator_is_never_the_second_person_where_scores_are_concerned(action: str) -> None:
    assert not may_witness(action, {Duty.ADMIN, Duty.REVIEWER})
    assert "管理员" not in who_witnesses(action)
    assert may_witness("selection.lock", {Duty.ADMIN})

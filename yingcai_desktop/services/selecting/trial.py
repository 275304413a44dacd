"""试算: what another weight, line or number of seats would do to one group. It touches nothing and is no result (ux U43; features F05)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid
from yingcai_desktop.rules.admission import walk
from yingcai_desktop.services import deciding, selection
from yingcai_desktop.services.deciding import Recorded
from yingcai_desktop.services.decision_file import DecisionFile
from yingcai_desktop.services.people import Group
from yingcai_desktop.services.selecting.board import Board, Row


@dataclass(frozen=True, slots=True)
class Plan:
    """The values tried: percent of the test (the interview has the rest), the interview's line, the seats of the group."""

    test_weight: int
    pass_line: Decimal
    seats: int


@dataclass(frozen=True, slots=True)
class Moved:
    """Somebody who would come in or go out, with the rank now and then (0: none)."""

    name: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Trial:
    """What would come out. `ranks`: application → rank then; `inside`: who would be in; `ties`: people whose order must be settled first."""

    plan: Plan
    same: bool
    comes: tuple[Moved, ...] = ()
    goes: tuple[Moved, ...] = ()
    ranks: Mapping[str, int] | None = None
    ties: int = 0
    inside: frozenset[str] = frozenset()


def official(board: Board, group: Group) -> Plan:
    """The signed values, where the sliders stand at first."""
    assert board.case is not None
    decisions = board.case.decisions
    return Plan(int(decisions.number("weights.test")), decisions.number("interview.pass_line"), board.groups[group].seats)


def attempt(board: Board, group: Group, plan: Plan) -> Trial:
    """Walk one group again with other values, from what was read; a few thousandths of a second."""
    case, rows = board.case, board.groups[group].rows
    assert case is not None
    if plan == official(board, group):
        return Trial(plan, True, ranks={row.uid: row.rank for row in rows}, inside=frozenset(row.uid for row in rows if row.status == "admitted"))
    signed = selection.ranking_rule(case.decisions)
    rule = replace(signed, test_weight=Fraction(plan.test_weight), interview_weight=Fraction(100 - plan.test_weight))
    tried = replace(case.plans[group], seats=plan.seats, pass_line=Fraction(plan.pass_line))
    left = case.left | {row.id_number for row in rows if row.status == "left-dual"}
    found = walk(tried, rule, left)
    if found.open_tie:
        return Trial(plan, False, ties=len(found.open_tie))
    then = {o.id_number: o for o in found.outcomes}
    inside_then = set()
    comes, goes = [], []
    for row in rows:
        outcome = then.get(row.id_number)
        inside = outcome is not None and outcome.status == "admitted"
        if inside:
            inside_then.add(row.uid)
        moved = Moved(row.name, row.rank, outcome.rank if outcome else 0)
        if inside and row.status != "admitted":
            comes.append(moved)
        elif row.status == "admitted" and not inside:
            goes.append(moved)
    ranks = {row.uid: then[row.id_number].rank for row in rows if row.id_number in then}
    return Trial(plan, False, tuple(comes), tuple(goes), ranks, inside=frozenset(inside_then))


def adopt(desk: Desk, board: Board, group: Group, plan: Plan, reason: str) -> Recorded:
    """采用: sign the tried values as new decisions. A reason and a second person; refused once locked or in training.

    Raises `Invalid` (no reason, seats that do not add up), `NotAllowed`.
    """
    if not reason.strip():
        raise Invalid("没有采用：请写明理由（会议纪要、文号）。")
    desk.require_witness("采用试算方案")
    signed = official(board, group)
    values: dict[str, object] = {}
    if plan.test_weight != signed.test_weight:
        values |= {"weights.test": str(plan.test_weight), "weights.interview": str(100 - plan.test_weight)}
    if plan.pass_line != signed.pass_line:
        values["interview.pass_line"] = str(plan.pass_line)
    if plan.seats != signed.seats:
        values[".".join(("seats", *filter(None, group)))] = plan.seats
    if not values:
        raise Invalid("没有采用：试算的数值与正式方案相同。")
    return deciding.record(desk, DecisionFile(values, (), (), (), (), ()), f"采用试算方案：{reason.strip()}")


def row_words(trial: Trial, row: Row) -> str:
    """`↑ 2`, `↓ 1` or `—` beside the official rank."""
    then = (trial.ranks or {}).get(row.uid, 0)
    if not then or not row.rank or then == row.rank:
        return "—"
    return f"↑ {row.rank - then}" if then < row.rank else f"↓ {then - row.rank}"

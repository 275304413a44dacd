"""Ties settled by people: order, reason, two names (domain.md §3.7：人工裁定，必填理由、两人签认)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ruling:
    """One `[[ties]]` of a group: ID numbers in the order that was settled, why, and who signed."""

    order: tuple[str, ...]
    reason: str = ""
    by: tuple[str, ...] = ()


def ruling_problems(ruling: Ruling) -> list[str]:
    """What a ruling lacks, as Chinese sentences; empty when it can stand (domain.md §3.7)."""
    problems = []
    if len(ruling.order) < 2 or len(set(ruling.order)) != len(ruling.order):
        problems.append("order 应列出两名以上考生，每人一次")
    if not ruling.reason.strip():
        problems.append("reason 应写明裁定理由")
    if len({name.strip() for name in ruling.by if name.strip()}) < 2:
        problems.append("by 应有两位不同的签认人")
    return problems


def order_for(tied: Collection[str], rulings: Sequence[Ruling]) -> tuple[str, ...] | None:
    """The order of the tied people, or None while it does not stand (domain.md §3.7).

    A ruling holds when it names all of them; others it names (who have left since) do not matter. Of several the last
    signed holds.
    """
    for ruling in reversed(rulings):
        if set(tied) <= set(ruling.order):
            return tuple(key for key in ruling.order if key in tied)
    return None

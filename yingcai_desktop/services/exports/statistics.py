"""分组统计: one row per group; every figure is defined once, in `services/figures.py`."""

from typing import Any

from yingcai_desktop.desk import Desk
from yingcai_desktop.services.figures import Counted
from yingcai_desktop.services.scope import Scope
from yingcai_desktop.services.workbench.facts import Facts, tally

Row = dict[str, Any]

_FIGURES = (
    "applications", "eligible", "relaxed", "ineligible", "tested", "shortlisted", "interviewed", "admitted", "waitlist", "exited",
    "recommended", "excellent", "qualified", "unqualified", "certificates",
)  # fmt: skip


def statistics(desk: Desk, scope: Scope) -> list[Row]:
    """Seats and heads of every group, from application to certificate."""
    with desk.read() as session:
        facts = Facts(session, desk.schemes, scope, desk.clock().date())
        counted = Counted(facts)
        heads = {key: tally(facts, counted.of(key)) for key in _FIGURES}
        seats = facts.decisions.part("seats")
    return [
        {
            "programme": g[0],
            "city": g[1],
            "subject": g[2],
            "seats": int(seats.get(".".join(filter(None, g)), 0)),
            **{key: counts[g] for key, counts in heads.items()},
        }
        for g in facts.groups
    ]

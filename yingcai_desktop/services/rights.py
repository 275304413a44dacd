"""Who may do what, as a list a clerk can read and print: the same tables the desk asks (domain §3.16)."""

from dataclasses import dataclass

from yingcai_desktop.rules import permissions
from yingcai_desktop.rules.duties import Duty
from yingcai_desktop.rules.workflow import TABLES
from yingcai_desktop.services.telling import action_name

_PARTS = (
    ("报名", ("application", "applicants", "material", "disclosure")),
    ("导师", ("mentor", "mentors", "co-mentor")),
    ("测试与面试", ("tickets", "shortlist", "test-scores", "interview-scores", "exam", "interview", "panel", "score", "scores", "entry", "seal")),
    ("评委席", ("seat",)),
    ("遴选与匹配", ("selection", "trial", "publication", "objection", "matching", "meeting")),
    ("培养", ("trainee", "training", "visit", "visits", "plan", "plans", "reading", "teacher", "gathering", "alumni")),
    ("考核评价", ("evaluation", "evaluations", "initial-evaluations", "expert", "supervision", "summary")),
    ("证书", ("certificate",)),
    ("单位与用户", ("package", "unit", "stage", "reminder", "school", "store", "decision", "user")),
)
_UNNAMED = ("draft.", "deed.", "user.failures")
"""What goes with everything else and needs no line of its own."""
_TWO = frozenset(f"{row.kind}.{row.verb}" for rows in TABLES.values() for row in rows if row.needs_witness) | {
    "selection.admit", "evaluation.final", "user.sheet", "shortlist.except", "selection.rule", "selection.draw", "selection.lock",
    "selection.unlock", "selection.substitute", "score.seal", "score.amend", "panel.draw", "evaluation.grade",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Right:
    """One line: what, and who may. `uid` is the action."""

    uid: str
    part: str
    title: str
    duties: frozenset[Duty]
    two: bool

    def mark(self, duty: Duty) -> str:
        """● where the role may."""
        return "●" if permissions.permits(self.uid, {duty}) else ""


def rights() -> list[Right]:
    """Every action with a name, by the part of the year it belongs to."""
    order = [part for part, _ in _PARTS] + ["其他"]
    lines = [
        Right(action, _part(action), action_name(action), permissions.duties_for(action), action in _TWO)
        for action in permissions.actions()
        if not action.startswith(_UNNAMED)
    ]
    return sorted(lines, key=lambda line: order.index(line.part))


def _part(action: str) -> str:
    kind = action.partition(".")[0]
    return next((part for part, kinds in _PARTS if kind in kinds), "其他")

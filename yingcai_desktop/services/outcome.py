"""What a step of the year did: counts, and problems that did not stop it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from yingcai_desktop.errors import Problem
from yingcai_desktop.services.people import Group


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a completed step (FORMAT: docs/workbooks.md §6)."""

    step: str
    counts: Mapping[str, int]
    problems: tuple[Problem, ...] = ()

    def as_json(self) -> dict[str, object]:
        """`advance --json` of a step that was done."""
        return {
            "step": self.step,
            "done": True,
            "counts": dict(self.counts),
            "problems": [p.as_json() for p in self.problems],
        }


def problems_by_group(code: str, ids: Mapping[Group, Sequence[str]]) -> list[Problem]:
    """One problem per group that has ID numbers, ids ascending; groups in the order given."""
    return [Problem(code, *group, ids=tuple(sorted(found))) for group, found in ids.items() if found]

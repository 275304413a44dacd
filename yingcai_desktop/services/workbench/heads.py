"""Heads of every group, from application to training: one definition per figure of the workbench."""

from dataclasses import dataclass

from yingcai_desktop.rules.shortlist import target
from yingcai_desktop.services.people import Group
from yingcai_desktop.services.workbench.facts import Facts, tally


@dataclass(frozen=True, slots=True)
class Heads:
    """Heads of one group or of several together. `None`: not known yet, because the step is still to come."""

    applications: int = 0
    approved: int | None = None
    tested: int | None = None
    called: int | None = None
    wanted: int = 0
    admitted: int | None = None
    training: int | None = None
    exited: int | None = None
    seats: int = 0

    def __add__(self, other: "Heads") -> "Heads":
        """Both together; a figure is known when it is known of either."""
        return Heads(
            self.applications + other.applications,
            _sum(self.approved, other.approved),
            _sum(self.tested, other.tested),
            _sum(self.called, other.called),
            self.wanted + other.wanted,
            _sum(self.admitted, other.admitted),
            _sum(self.training, other.training),
            _sum(self.exited, other.exited),
            self.seats + other.seats,
        )

    @property
    def missing(self) -> int:
        """How many are lacking to what the latest step should have given."""
        if self.admitted is not None:
            return max(0, self.seats - self.admitted)
        return max(0, self.wanted - self.called) if self.called is not None else 0


def _sum(one: int | None, other: int | None) -> int | None:
    if one is None or other is None:
        return one if other is None else other
    return one + other


def count(facts: Facts) -> dict[Group, Heads]:
    """The heads of every group in scope."""
    applications = tally(facts, facts.groups_of)
    approved = tally(facts, [a.uid for a in facts.approved])
    tested = tally(facts, [uid for uid, status in facts.papers.items() if status == "正常"])
    called, admitted = tally(facts, facts.shortlisted), tally(facts, facts.admitted)
    trainees, training = tally(facts, facts.trainees), tally(facts, facts.in_training)
    found = {}
    for g in facts.groups:
        seats = facts.seats(g)
        opened = facts.done("open-training", g[0])
        found[g] = Heads(
            applications=applications[g],
            approved=approved[g] if approved[g] or facts.done("review-applicants", g[0]) else None,
            tested=tested[g] if facts.papers else None,
            called=called[g] if facts.done("shortlist", g[0]) else None,
            wanted=wanted(facts, g[0], seats or 0),
            admitted=admitted[g] if facts.done("admit", g[0]) else None,
            training=training[g] if opened else None,
            exited=trainees[g] - training[g] if opened else None,
            seats=seats or 0,
        )
    return found


def wanted(facts: Facts, programme: str, seats: int) -> int:
    """Ratio × seats; by the ratio of the notice (原则上 3:1) while none is signed."""
    ratio = facts.decisions.get("ratio") or facts.schemes[programme].shortlist.ratio
    return target(str(ratio), seats)

"""面试的组织: who must not judge whom, dealing by lot around it, and hints about odd marks (domain.md §3.5, §3.10; features E02, E03, E11)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction

from yingcai_desktop.rules.drawing import drawn
from yingcai_desktop.rules.marks import mean

KINDS = ("近亲属", "同校教师", "其他利害关系")
"""What a recusal may be declared for; the third needs a note."""
STAFF = ("记分员", "核分员", "监督员")
SPREAD = Fraction(20)
"""Points of 100 between the highest and the lowest judge from which a written reason is asked for: a hint, it decides nothing."""
FAR = Fraction(15)
"""Points between one judge and the mean of the others."""
_FEW = 3
"""Judges from which one can be far from the others, or all can be suspiciously alike."""

HINTS = {"spread": "评委差距大", "far": "一名评委与其他人差距大", "equal": "各评委总分完全相同"}


def recused_of(
    judges: Iterable[str], units: Mapping[str, str], school: str, declared: Collection[str]
) -> tuple[str, ...]:
    """The judges who must not judge somebody of this school: declared, or of the same school (domain.md §3.10)."""
    return tuple(judge for judge in judges if judge in declared or (school and units.get(judge) == school))


def dealt_apart(
    ids: Iterable[str],
    panels: Sequence[str],
    seed: str,
    barred: Mapping[str, Collection[str]],
    placed: Mapping[str, str],
) -> dict[str, list[str]]:
    """Panel → the people it newly hears, in drawn order: each goes to the smallest panel where nobody must recuse.

    `barred`: somebody → panels with a judge who must not judge them; where all are, the smallest takes them and that judge steps aside.
    `placed`: people who have a panel already; they count for the size. ValueError without panels.
    """
    if not panels:
        raise ValueError("no panels")
    sizes = {panel: sum(1 for one in placed.values() if one == panel) for panel in panels}
    found: dict[str, list[str]] = {panel: [] for panel in panels}
    for one in drawn((one for one in ids if one not in placed), seed):
        free = [panel for panel in panels if panel not in barred.get(one, ())]
        panel = min(free or panels, key=lambda name: sizes[name])
        sizes[panel] += 1
        found[panel].append(one)
    return found


def panel_gaps(judges: Sequence[str], chair: str, least: int) -> list[str]:
    """Why a panel cannot begin, in words; empty if it can (features E02)."""
    found = []
    if len(judges) < least:
        found.append(f"评委 {len(judges)} 人，少于签认的最少有效评委 {least} 人")
    if not chair:
        found.append("没有组长")
    return found


def hints(totals: Sequence[Fraction]) -> tuple[str, ...]:
    """What is odd about the totals of one candidate's judges; never changes a mark (features E11)."""
    found = []
    if len(totals) > 1 and max(totals) - min(totals) >= SPREAD:
        found.append("spread")
    if len(totals) >= _FEW:
        others = (mean([*totals[:n], *totals[n + 1 :]]) for n in range(len(totals)))
        if any(abs(one - other) >= FAR for one, other in zip(totals, others, strict=True)):
            found.append("far")
        if len(set(totals)) == 1:
            found.append("equal")
    return tuple(found)


def leniency(given: Mapping[str, Mapping[str, Fraction]]) -> dict[str, Fraction]:
    """Judge → how many points above (+) or below (−) the mean of the same candidates' judges; a hint only."""
    by_candidate: dict[str, list[Fraction]] = {}
    for totals in given.values():
        for uid, value in totals.items():
            by_candidate.setdefault(uid, []).append(value)
    means = {uid: mean(values) for uid, values in by_candidate.items()}
    return {
        judge: mean([value - means[uid] for uid, value in totals.items()]) for judge, totals in given.items() if totals
    }

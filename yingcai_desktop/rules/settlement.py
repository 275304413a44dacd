"""两个项目都入选的人: the programme decided to come first is settled first and keeps the person (附件1 四（二）, 附件2 四（二）; domain.md §1)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from yingcai_desktop.rules.admission import GroupOutcome, GroupPlan, walk
from yingcai_desktop.rules.ranking import RankingRule

Group = tuple[str, str, str]
"""Programme, city (blank where seats are not counted by city), subject."""

Dual = Literal["national-first", "pilot-first"]

ORDER: Mapping[str, tuple[str, str]] = {
    "national-first": ("national", "pilot"),
    "pilot-first": ("pilot", "national"),
}


@dataclass(frozen=True, slots=True)
class OpenTie:
    """People of one rank whose order must be settled before anybody is admitted; ID numbers ascending."""

    group: Group
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Settlement:
    """The whole step: outcomes by group, or the ties that stop it (then `groups` is empty)."""

    groups: Mapping[Group, GroupOutcome]
    ties: tuple[OpenTie, ...] = ()


def settle(plans: Mapping[Group, GroupPlan], dual: Dual, rule: RankingRule, left: Collection[str] = ()) -> Settlement:
    """录取 of both programmes in the decided order (附件1 四（二）, 附件2 四（二）; domain.md §3.18 双录).

    While the first has open ties the other is not looked at. `left`: people an earlier settlement has already placed.
    """
    taken = set(left)
    settled: dict[Group, GroupOutcome] = {}
    for programme in ORDER[dual]:
        results = {group: walk(plan, rule, taken) for group, plan in plans.items() if group[0] == programme}
        ties = tuple(OpenTie(group, result.open_tie) for group, result in results.items() if result.open_tie)
        if ties:
            return Settlement({}, ties)
        taken |= {o.id_number for r in results.values() for o in r.outcomes if o.status == "admitted"}
        settled |= results
    return Settlement({group: settled[group] for group in plans if group in settled})

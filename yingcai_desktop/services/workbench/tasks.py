"""What must be done now: derived from the facts by rules, never typed (ux: 工作台). Each has a deadline, a weight and a place to go."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from yingcai_desktop.errors import Undecided
from yingcai_desktop.services.people import Group
from yingcai_desktop.services.workbench.facts import Facts

Tone = Literal["bad", "warn", "info"]
SOON = 7
"""Days before a deadline from which a task is marked."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. `rule` names the rule that found it (`tests.missing`); `count` is how much work it is."""

    rule: str
    title: str
    detail: str
    count: int
    deadline: date | None = None
    tone: Tone = "info"

    def overdue(self, today: date) -> bool:
        """Whether its day has passed."""
        return self.deadline is not None and self.deadline < today

    def line(self, today: date) -> str:
        """The words under the title: 截止 4月10日 · 剩 2 天 · 其中 …"""
        return " · ".join(filter(None, (deadline_words(self.deadline, today), self.detail)))


Rule = Callable[[Facts], Iterable[Task]]


def run(facts: Facts, rules: Iterable[Rule]) -> list[Task]:
    """What the rules find, by deadline. A rule that rests on an unsigned decision waits: `decisions.missing` speaks of it."""
    found: list[Task] = []
    for rule in rules:
        try:
            found += [_weighed(task, facts.today) for task in rule(facts)]
        except Undecided:
            continue
    weight = {"bad": 0, "warn": 1, "info": 2}
    return sorted(found, key=lambda t: (t.deadline or date.max, weight[t.tone]))


def _weighed(task: Task, today: date) -> Task:
    """Red only for what is late (ux §5); a deadline within the week is marked."""
    tone: Tone = task.tone
    if task.overdue(today):
        tone = "bad"
    elif tone == "info" and task.deadline is not None and (task.deadline - today).days <= SOON:
        tone = "warn"
    return replace(task, tone=tone)


def deadline_words(day: date | None, today: date) -> str:
    """`截止 4月10日 · 剩 2 天`, `今天截止`, `4月10日截止，已过 3 天`; blank without a day."""
    if day is None:
        return ""
    left = (day - today).days
    words = f"{day.month}月{day.day}日"
    if left < 0:
        return f"{words}截止，已过 {-left} 天"
    if left == 0:
        return "今天截止"
    return f"截止 {words} · 剩 {left} 天" if left <= 30 else f"截止 {words}"


def listed(counts: Mapping[str, object], most: int = 3) -> str:
    """`包头市 12 · 通辽市 3`, the rest as `等 5 处`."""
    words = [f"{name} {count}" for name, count in counts.items()]
    return " · ".join(words[:most]) + (f" 等 {len(words)} 处" if len(words) > most else "")


def group_label(facts: Facts, group: Group) -> str:
    """A group as briefly as the scope allows: 英才计划物理, 包头数学, or 数学 alone on a city's desk."""
    programme, city, subject = group
    if facts.scope.city:
        return subject
    if city:
        return next((c.short for c in facts.schemes.common.cities if c.code == city), "") + subject
    return subject if facts.scope.programme == programme else facts.schemes[programme].short + subject


def by_group(facts: Facts, uids: Iterable[str]) -> dict[str, int]:
    """Group label → how many of these applications, groups in order."""
    counts: dict[Group, int] = {}
    for uid in uids:
        group = facts.groups_of[uid]
        counts[group] = counts.get(group, 0) + 1
    ordered = sorted(counts, key=lambda g: facts.schemes.place(*g))
    return {group_label(facts, g): counts[g] for g in ordered}


def place_label(facts: Facts, programme: str, city: str) -> str:
    """英才计划, or the city of the pilot."""
    scheme = facts.schemes[programme]
    return facts.schemes.city_names.get(city, city) if scheme.by_city else scheme.short


def by_place(facts: Facts, uids: Iterable[str]) -> dict[str, int]:
    """Programme or city → how many of these applications, in order."""
    counts: dict[tuple[str, str], int] = {}
    for uid in uids:
        programme, city, _ = facts.groups_of[uid]
        counts[programme, city] = counts.get((programme, city), 0) + 1
    ordered = sorted(counts, key=lambda place: facts.schemes.place(place[0], place[1], ""))
    return {place_label(facts, *place): counts[place] for place in ordered}

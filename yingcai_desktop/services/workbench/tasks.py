"""What must be done now: derived from the facts by rules, never typed (ux: 工作台). Each has a deadline, a weight and a place to go."""

from collections import Counter
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


_OF_REGION = frozenset({"mentors.appoint", "step.review-applicants", "step.final", "certificates.missing"})
"""Tasks that end in a step of the region (`rules/steps.py`)."""

Rule = Callable[[Facts], Iterable[Task]]


def run(facts: Facts, rules: Iterable[Rule]) -> list[Task]:
    """What the rules find, by deadline. A rule that rests on an unsigned decision waits: `decisions.missing` speaks of it.

    A city's desk is not asked to do what the region does.
    """
    found: list[Task] = []
    for rule in rules:
        try:
            found += [_weighed(t, facts.today) for t in rule(facts) if not (facts.scope.city and t.rule in _OF_REGION)]
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
    """`截止 4月10日 · 剩 2 天`, `今天截止`, `4月10日截止，已过 3 天`, `2024年4月10日截止`; blank without a day."""
    if day is None:
        return ""
    left = (day - today).days
    words = f"{day.month}月{day.day}日"
    if day.year < today.year:
        return f"{day.year}年{words}截止"
    if left < 0:
        return f"{words}截止，已过 {-left} 天"
    if left == 0:
        return "今天截止"
    return f"截止 {words} · 剩 {left} 天" if left <= 30 else f"截止 {words}"


def listed(counts: Mapping[str, object], most: int = 4) -> str:
    """`包头市 12 · 通辽市 3`, the rest as `等 5 处`."""
    words = [f"{name} {count}" for name, count in counts.items()]
    return " · ".join(words[:most]) + (f" 等 {len(words)} 处" if len(words) > most else "")


def group_words(facts: Facts, found: Mapping[Group, str]) -> str:
    """Groups as briefly as the eye needs them: by subject within one place, else how many groups each place has."""
    places = {(programme, city) for programme, city, _ in found}
    ordered = sorted(found, key=lambda g: facts.schemes.place(*g))
    if len(places) == 1:
        place = (
            ""
            if len(facts.programmes) == 1 and len({g[:2] for g in facts.groups}) == 1
            else _short(facts, *places.pop())
        )
        return f"{place} {listed({g[2]: found[g] for g in ordered}, 5)}".strip()
    counts = Counter(_short(facts, programme, city) for programme, city, _ in ordered)
    return listed(counts)


def place_words(facts: Facts, places: Iterable[tuple[str, str]], unit: str = "") -> str:
    """`英才计划 71 · 呼市 148`: how often each (programme, city) occurs, in order; blank where there is only one place to name."""
    if one_place(facts):
        return ""
    counts = Counter(places)
    ordered = sorted(counts, key=lambda place: facts.schemes.place(place[0], place[1], ""))
    return listed({_short(facts, *place): f"{counts[place]}{unit}" for place in ordered})


def people_words(facts: Facts, uids: Iterable[str], unit: str = "") -> str:
    """Where these applications are: by place, or by subject where there is only one place."""
    groups = [facts.groups_of[uid] for uid in uids]
    if not one_place(facts):
        return place_words(facts, (g[:2] for g in groups), unit)
    counts = Counter(subject for _, _, subject in groups)
    ordered = sorted(counts, key=lambda subject: facts.schemes.place("", "", subject))
    return listed({subject: f"{counts[subject]}{unit}" for subject in ordered}, 5)


def one_place(facts: Facts) -> bool:
    """Whether the scope is one programme in one place: a city's desk, or the national programme alone."""
    return len({g[:2] for g in facts.groups}) == 1


def _short(facts: Facts, programme: str, city: str) -> str:
    """英才计划, or the short name of the city of the pilot."""
    if not facts.schemes[programme].by_city:
        return facts.schemes[programme].short
    return next((c.short for c in facts.schemes.common.cities if c.code == city), city)


def place_label(facts: Facts, programme: str, city: str) -> str:
    """英才计划, or the whole name of the city of the pilot."""
    return (
        facts.schemes.city_names.get(city, city) if facts.schemes[programme].by_city else facts.schemes[programme].short
    )

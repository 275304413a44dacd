"""The year as the notice sets it out (附件1 八, 附件2 六): stages by month, what is done of them, and when each is due."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from yingcai_desktop.scheme import Scheme
from yingcai_desktop.scheme import Stage as Months
from yingcai_desktop.services.workbench.facts import Facts, has_step

State = Literal["done", "now", "late", "todo"]

STEP_OF = {
    "推荐导师": "appoint",
    "学生报名": "review-applicants",
    "潜质测试": "shortlist",
    "面试": "admit",
    "师生见面会": "open-training",
    "中期评价": "midterm",
    "年度评价总结": "final",
}
"""Stage → the step that closes it. The other stages go by the calendar alone."""

_SIGNED = {"学生报名": "apply_until", "中期评价": "midterm.date"}
"""Stage → the decision that sets its exact day."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One bar of the year; days are those an office has set, or the months of the notice. `due` is the signed day, or the end."""

    name: str
    start: date
    end: date
    due: date
    state: State
    clauses: tuple[str, ...]


def year(facts: Facts) -> list[Stage]:
    """The stages of the programmes in scope; one of the same name in both spans both."""
    found: dict[str, list[tuple[date, date, str]]] = {}
    for scheme in _schemes(facts):
        for s in scheme.schedule:
            found.setdefault(s.stage, []).append((*_days(facts, scheme, s), s.clause))
    stages = [_stage(facts, name, parts) for name, parts in found.items()]
    order = {s.stage: n for scheme in _schemes(facts) for n, s in enumerate(scheme.schedule)}
    return sorted(stages, key=lambda s: order[s.name])


def _schemes(facts: Facts) -> list[Scheme]:
    """The schemes in scope, those with the longer year last; a scope without groups of its own sees the whole year."""
    found = facts.programmes or list(facts.schemes.programmes.values())
    return sorted(found, key=lambda scheme: len(scheme.schedule))


def _stage(facts: Facts, name: str, parts: list[tuple[date, date, str]]) -> Stage:
    start, end = min(first for first, _, _ in parts), max(last for _, last, _ in parts)
    return Stage(
        name,
        start,
        end,
        due(facts, name) or end,
        _state(facts, name, start, end),
        tuple(dict.fromkeys(clause for *_, clause in parts)),
    )


def _state(facts: Facts, name: str, start: date, end: date) -> State:
    step = STEP_OF.get(name)
    if step and facts.done(step):
        return "done"
    if facts.today > end:
        return "late" if step else "done"
    return "now" if facts.today >= start else "todo"


def _days(facts: Facts, scheme: Scheme, stage: Months) -> tuple[date, date]:
    """The days an office has set for a stage, else those of the months of the notice."""
    last = date(facts.season, stage.end, monthrange(facts.season, stage.end)[1])
    return facts.stage_days.get((scheme.programme, stage.stage), (date(facts.season, stage.start, 1), last))


def ahead(stages: Iterable[Stage]) -> list[Stage]:
    """What is still to come of the year, by its day."""
    return sorted((s for s in stages if s.state in ("now", "todo")), key=lambda s: s.due)


def due(facts: Facts, stage: str, *programmes: str) -> date | None:
    """When a stage must be over: the day set or signed, else the end of the last month of the notice; the earliest of both programmes."""
    own = [end for (p, name), (_, end) in facts.stage_days.items() if name == stage and p in {s.programme for s in _asked(facts, programmes)}]
    if own:
        return min(own)
    if stage in _SIGNED and facts.decisions.get(_SIGNED[stage]):
        return facts.decisions.day(_SIGNED[stage])
    if stage == "面试":
        signed = [
            facts.decisions.day(f"admission.{s.programme}")
            for s in _asked(facts, programmes)
            if facts.decisions.get(f"admission.{s.programme}")
        ]
        if signed:
            return min(signed)
    ends = [
        _days(facts, scheme, s)[1]
        for scheme in _asked(facts, programmes)
        for s in scheme.schedule
        if s.stage == stage
    ]
    return min(ends, default=None)


def begins(facts: Facts, stage: str) -> bool:
    """Whether the first month of a stage has come."""
    starts = [_days(facts, scheme, s)[0] for scheme in _schemes(facts) for s in scheme.schedule if s.stage == stage]
    return bool(starts) and facts.today >= min(starts)


def _asked(facts: Facts, programmes: tuple[str, ...]) -> list[Scheme]:
    return [s for s in facts.programmes if not programmes or s.programme in programmes]


def programmes_with(facts: Facts, step: str) -> list[str]:
    """Programmes in scope that have a step."""
    return [s.programme for s in facts.programmes if has_step(s, step)]

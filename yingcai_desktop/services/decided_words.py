"""Decisions in the words of a clerk: what a value says, and where the notice speaks of it."""

from collections.abc import Callable, Mapping
from typing import Any

from yingcai_desktop.decision_names import split
from yingcai_desktop.scheme import Scheme, Schemes
from yingcai_desktop.services.basis import AGGREGATES, CORRECTIONS, DUAL, TIE_BREAKERS

_WORDS: Mapping[str, Mapping[str, str]] = {
    "dual": DUAL,
    "interview.aggregate": AGGREGATES,
    "interview.correction": CORRECTIONS,
    "interview.component.absent": {"zero": "该项记 0 分", "no-result": "没有面试得分"},
    "ranking.compare": {"exact": "按未修约的精确值比较", "rounded": "按修约到两位小数的值比较"},
    "annual.visits": {"excellent": "不评优秀", "qualified": "不评合格", "none": "不影响等级"},
    "annual.not_recommended": {"未参评": "记为未参评", "合格": "评为合格"},
    "entry.differences": {"third": "由第三人对照原卷核定", "together": "由两名录入人对照原卷共同核定"},
    "relaxation": {"True": "可以放宽", "False": "不放宽"},
}
_UNITS: Mapping[str, str] = {
    "season": " 年度", "ratio": "∶1", "quota": " 名", "quota.city": " 名", "seats": " 名", "weights.test": "%", "weights.interview": "%",
    "pass_line": " 分", "interview.step": " 分", "interview.pass_line": " 分", "interview.min_judges": " 人", "mentors.term.years": " 年",
    "training.min_visits": " 次", "training.monthly_face_to_face": " 次", "annual.excellent": " 分", "annual.qualified": " 分",
    "annual.excellent_top_percent": "%", "annual.min_experts": " 人",
    "interview.component.full": " 分", "interview.component.weight": "%",
}  # fmt: skip

_CLAUSES: Mapping[str, Callable[[Scheme], str]] = {
    "apply_until": lambda s: _stage(s, "学生报名"),
    "ratio": lambda s: s.shortlist.clause,
    "relaxation": lambda s: s.eligibility.clause if s.eligibility.ranks_required else "",
    "quota": lambda s: s.quota.clause,
    "seats": lambda s: s.quota.clause,
    "pass_line": lambda s: _stage(s, "潜质测试"),
    "interview": lambda s: s.interview.clause,
    "mentors": lambda s: s.mentors.clause,
    "training": lambda s: s.training.clause,
    "midterm": lambda s: s.midterm.clause,
    "annual": lambda s: s.final.clause,
    "certificate": lambda s: s.final.clause if s.final.certificates else "",
}
"""Part of the file → where a programme's part of the notice speaks of it; other parts the notice leaves to the office."""


def programme_of(schemes: Schemes, key: str) -> str:
    """The programme a key belongs to; blank for both. Seats of a city are those of the programme that counts by city."""
    _base, places = split(schemes, key)
    named = next((p for p in places if p in schemes.programmes), "")
    by_city = next((s.programme for s in schemes.programmes.values() if s.by_city), "")
    return named or (by_city if any(p in schemes.city_names for p in places) else "")


def value_of(schemes: Schemes, key: str, value: Any) -> str:
    """A decided value as it reads: `40%`, `0.5 分`, `面试得分、创新思维`. An undecided one is blank."""
    if value is None:
        return ""
    base, _places = split(schemes, key)
    if isinstance(value, list):
        return "、".join(TIE_BREAKERS.get(str(v), str(v)) for v in value) or "（无）"
    word = _WORDS.get(base, {}).get(str(value))
    return word if word is not None else f"{value}{_UNITS.get(base, '')}"


def clause_of(schemes: Schemes, key: str) -> str:
    """Where the notice speaks of it, of the key's own programme or of both; blank where it leaves everything to the office."""
    part, programme = key.split(".", 1)[0], programme_of(schemes, key)
    found = _CLAUSES.get(part)
    if found is None:
        return ""
    clauses = (found(s) for s in schemes.programmes.values() if programme in ("", s.programme))
    return "；".join(dict.fromkeys(filter(None, clauses)))


def _stage(scheme: Scheme, name: str) -> str:
    return next((stage.clause for stage in scheme.schedule if stage.stage == name), "")

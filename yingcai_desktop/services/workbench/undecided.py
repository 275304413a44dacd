"""Which decisions nobody has signed yet, and which stage of the year waits for each."""

from collections.abc import Iterator

from yingcai_desktop.decision_names import TITLES
from yingcai_desktop.services.workbench.facts import Facts
from yingcai_desktop.services.workbench.tasks import Task
from yingcai_desktop.services.workbench.year import STEP_OF, due

_PLAIN = {
    "学生报名": ("apply_until", "relaxation"),
    "推荐导师": ("mentors.exception_reason", "mentors.approval"),
    "潜质测试": ("ratio",),
    "面试": (
        "dual", "weights.test", "weights.interview", "interview.aggregate", "interview.correction", "interview.min_judges",
        "interview.step", "interview.pass_line", "ranking.compare", "ranking.tie_break",
    ),
    "师生见面会": ("training.min_visits", "training.monthly_face_to_face", "training.exempt_months"),
    "中期评价": ("midterm.date",),
    "年度评价总结": (
        "annual.excellent", "annual.qualified", "annual.excellent_top_percent", "annual.min_experts", "annual.visits",
        "annual.not_recommended",
    ),
}  # fmt: skip
_CERTIFICATES = ("certificate.issue_date", "certificate.number")


def missing(facts: Facts) -> list[tuple[str, str]]:
    """(stage, key) of every value some step will ask for and nobody has signed, in the order of the year."""
    return [
        (stage, key)
        for stage, key in _needed(facts)
        if facts.decisions.get(key) is None and not facts.decisions.part(key)
    ]


def _needed(facts: Facts) -> Iterator[tuple[str, str]]:
    for stage, keys in _PLAIN.items():
        yield from ((stage, key) for key in keys)
        yield from _of_programmes(facts, stage)


def _of_programmes(facts: Facts, stage: str) -> Iterator[tuple[str, str]]:
    for scheme in facts.programmes:
        p = scheme.programme
        if stage == "推荐导师":
            yield from ((stage, f"mentors.term.{p}.{part}") for part in ("start", "years"))
        elif stage == "潜质测试":
            cities = dict.fromkeys(city for programme, city, _ in facts.groups if programme == p)
            yield from ((stage, ".".join(filter(None, ("seats", p, city)))) for city in cities)
            yield from ((stage, f"pass_line.{p}.{subject}") for subject in facts.schemes.subject_names)
        elif stage == "面试":
            yield stage, f"admission.{p}"
        elif stage == "年度评价总结" and scheme.final.certificates:
            yield from ((stage, key) for key in _CERTIFICATES)


def decisions_missing(facts: Facts) -> Iterator[Task]:
    """Everything unsigned in one task; due when the first stage that waits for it is."""
    found = [(stage, key) for stage, key in missing(facts) if not facts.done(STEP_OF[stage])]
    if not found:
        return
    titles = list(dict.fromkeys(TITLES[key.split(".", 1)[0]] for _, key in found))
    days = [day for stage in dict.fromkeys(stage for stage, _ in found) if (day := due(facts, stage)) is not None]
    words = "、".join(titles[:2]) + (f" 等 {len(titles)} 项" if len(titles) > 2 else "")
    yield Task(
        "decisions.missing", f"{len(titles)} 项决定还没有签认", words, len(titles), min(days, default=None), "warn"
    )

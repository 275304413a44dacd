"""面试计分: what the judges of a panel give, and the correction between panels (附件1 四（二）：八项综合考察; domain.md §3.5)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from yingcai_desktop.rules.marks import mean, total

INNOVATION = "创新思维"
INTEREST = "科学兴趣"
TRIM_FROM = 5
"""Fewest valid judges for dropping one highest and one lowest total."""

State = Literal["result", "no-result", "absent"]
Aggregate = Literal["mean", "trimmed-1-1"]
Method = Literal["mean", "trimmed-1-1", ""]
Correction = Literal["none", "second-average-panels", "second-average-candidates"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One judge's row for one candidate; `marks` by criterion, empty unless `status` is 正常."""

    judge: str
    status: str
    marks: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Interview:
    """What the rows of one candidate give; exact values, None where there is no result."""

    state: State
    valid: int
    judge_absent: int
    recused: int
    method: Method = ""
    raw: Fraction | None = None
    innovation: Fraction | None = None
    interest: Fraction | None = None


def missing_judges(judges: Iterable[str], sheets: Iterable[Sheet]) -> tuple[str, ...]:
    """Judges of the panel without a row for the candidate; any of them stops 录取 (`scores.missing`; domain.md §3.5)."""
    present = {s.judge for s in sheets}
    return tuple(j for j in judges if j not in present)


def aggregate(totals: Sequence[Fraction], how: Aggregate) -> tuple[Fraction, Method]:
    """The mean of the totals, or without one highest and one lowest of five or more; and which it was (domain.md §3.5)."""
    if how == "trimmed-1-1" and len(totals) >= TRIM_FROM:
        return mean(sorted(totals)[1:-1]), "trimmed-1-1"
    return mean(totals), "mean"


def interview(sheets: Collection[Sheet], how: Aggregate, min_judges: int) -> Interview:
    """The interview of one candidate from all rows of the panel (附件1 四（二）, 附件2 四（二）; domain.md §3.5).

    An absent or recused judge is not a 0: only 正常 rows count, and fewer than `min_judges` of them give no result. 创新思维 and
    科学兴趣 are means over all valid judges, never trimmed.
    """
    valid = [s for s in sheets if s.status == "正常"]
    judge_absent = sum(s.status == "评委缺席" for s in sheets)
    recused = sum(s.status == "回避" for s in sheets)
    if sheets and all(s.status == "考生缺考" for s in sheets):
        return Interview("absent", 0, 0, 0)
    if not valid or len(valid) < min_judges:
        return Interview("no-result", len(valid), judge_absent, recused)
    raw, method = aggregate([total(s.marks.values()) for s in valid], how)
    return Interview(
        "result",
        len(valid),
        judge_absent,
        recused,
        method,
        raw,
        mean([Fraction(s.marks[INNOVATION]) for s in valid]),
        mean([Fraction(s.marks[INTEREST]) for s in valid]),
    )


def panel_factors(raws: Mapping[str, Sequence[Fraction]], correction: Correction) -> dict[str, Fraction]:
    """二次平均法: the factor R ÷ Aᵢ of each panel of one group that has results (domain.md §2.5, §3.5).

    `raws` maps a panel to the raw scores of everybody with a result there, also of those who leave the group later. R is the mean of the
    panels' means (`…-panels`) or of all candidates (`…-candidates`). 1 for a single panel, without correction, or where a mean is 0.
    """
    means = {panel: mean(scores) for panel, scores in raws.items() if scores}
    if correction == "none" or len(means) < 2:
        return dict.fromkeys(means, Fraction(1))
    if correction == "second-average-panels":
        base = mean(list(means.values()))
    else:
        base = mean([score for scores in raws.values() for score in scores])
    return {panel: base / average if average else Fraction(1) for panel, average in means.items()}


@dataclass(frozen=True, slots=True)
class Component:
    """动手实验、观察 of the pilot as signed: `full` marks, `weight` in percent of the interview, `absent`: `zero` or `no-result`."""

    title: str
    full: Decimal
    weight: Decimal
    absent: str


def with_component(interview: Fraction, mark: Decimal, component: Component) -> Fraction:
    """The interview score with the pilot's further form of examination (附件2 四（二）: 可增加动手实验、观察等形式).

    (100 − weight) % of the interview as corrected between panels + weight % of the mark out of 100; the component itself is not corrected.
    """
    share = Fraction(component.weight) / 100
    return interview * (1 - share) + Fraction(mark) * 100 / Fraction(component.full) * share


def component_problems(component: Component) -> list[str]:
    """What is wrong with a signed component, in words."""
    found = [] if component.full > 0 else ["满分应大于 0"]
    if not 0 < component.weight < 100:
        found.append("占比应大于 0、小于 100")
    return found

"""成长视图: one trainee's year in one look — 初期 → 中期 → 年度 → 终评, the four faces beside the group's mean, where the score stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from yingcai_desktop.desk import Desk
from yingcai_desktop.rules.grading import EXCELLENT, NOT_ASSESSED, QUALIFIED, UNDECIDED, UNQUALIFIED
from yingcai_desktop.services.evaluations.register import Row

Tone = str
DONE, WAITING, BAD, WARN = "ok", "plain", "bad", "warn"
BINS = (("90 分以上", 90, 101), ("85–89", 85, 90), ("80–84", 80, 85), ("70–79", 70, 80), ("60–69", 60, 70), ("60 以下", 0, 60))
"""Classes of the distribution: words, from, below."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One station of the year: what was said (`verdict`), the facts under it, and how it looks."""

    key: str
    title: str
    verdict: str
    tone: Tone
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Growth:
    """Everything of one trainee. `mine` and `group`: dimension → share of its maximum; `peers`: how many the group has."""

    row: Row
    stages: tuple[Stage, ...]
    maxima: Mapping[str, int]
    mine: Mapping[str, float]
    group: Mapping[str, float]
    peers: int
    spread: tuple[tuple[str, int, bool], ...]


def growth(desk: Desk, row: Row, rows: Sequence[Row]) -> Growth:
    """One trainee against the others of the programme and subject."""
    peers = [r for r in rows if r.programme == row.programme and r.subject == row.subject and r.dimensions]
    maxima = desk.schemes[row.programme].final.dimensions
    group = {name: sum(r.dimensions[name] for r in peers) / len(peers) for name in maxima} if peers else {}
    return Growth(
        row, (_initial(row), _midterm(row), _annual(row), _final(row)), maxima, row.dimensions, group, len(peers), distribution(rows, row)
    )


def distribution(rows: Sequence[Row], row: Row) -> tuple[tuple[str, int, bool], ...]:
    """(class, how many of the programme, whether the trainee is in it)."""
    scores = {r.uid: float(r.score) for r in rows if r.programme == row.programme and r.score}
    mine = scores.get(row.uid)
    return tuple(
        (words, sum(low <= s < high for s in scores.values()), mine is not None and low <= mine < high) for words, low, high in BINS
    )


def _initial(row: Row) -> Stage:
    got = row.initial
    if not got:
        return Stage("initial", "初期评价", "未填", WAITING, ())
    tone = {"正常": DONE, "需关注": WARN}.get(got.get("overall", ""), BAD)
    lines = (f"课题：{got['topic'] or '未定'}（{got['topic_settled']}）", f"进展：{got['progress']}", f"意见：{got['opinion']}")
    return Stage("initial", "初期评价", f"{got['condition']} · {got['overall']}", tone, (*_day(got, "evaluated_on"), *_said(lines)))


def _midterm(row: Row) -> Stage:
    got = row.midterm
    if not got:
        return Stage("midterm", "中期评价", "未评", WAITING, ())
    failed = got["conclusion"] == UNQUALIFIED
    lines = [f"导师团队评价：{got['team_grade']}"]
    lines += [f"{label}：{got[name]}" for name, label in (("report_title", "汇报"), ("goal", "下半年目标")) if got.get(name)]
    if not row.active:
        lines.append(f"退出：{row.exit_reason}（{row.exited_on}）")
    verdict = f"{got['conclusion']}，退出培养" if not row.active else got["conclusion"]
    return Stage("midterm", "中期评价", verdict, BAD if failed else DONE, (*_day(got, "report_date"), *lines))


def _annual(row: Row) -> Stage:
    if not row.annual:
        return Stage("annual", "年度材料", "未交", WAITING, ())
    words = {"present": "✓", "waived": "免交", "missing": "缺"}
    lines = [f"{piece}：{words[state]}" for piece, state in row.evidence.items()]
    if row.needs_recommendation and row.city_recommended is not None:
        lines.append(f"盟市{'推荐' if row.city_recommended else '不推荐'}" + (f"，第 {row.city_order} 位" if row.city_order else ""))
    verdict = f"缺{'、'.join(row.missing)}" if row.missing else f"材料齐 · 导师评价{row.annual['mentor_grade']}"
    return Stage("annual", "年度材料", verdict, WARN if row.missing else DONE, tuple(lines))


def _final(row: Row) -> Stage:
    if not row.grade:
        return Stage("final", "终评", "未评", WAITING, (f"建议等级：{row.suggested}",) if row.suggested and row.marked else ())
    tone = {EXCELLENT: DONE, QUALIFIED: DONE, UNQUALIFIED: BAD}.get(row.grade, WARN)
    lines = [f"得分 {row.score}，名次 {row.rank}"] if row.score else []
    lines += [f"有效专家 {row.marked} 位"] if row.marked else []
    lines += [f"依据：{row.reason_words}"] if row.reasons and row.grade in (UNQUALIFIED, QUALIFIED, NOT_ASSESSED, UNDECIDED) else []
    lines += [f"建议{row.suggested}，改定理由：{row.grade_reason}"] if row.grade_reason else []
    return Stage("final", "终评", row.grade, tone, tuple(lines))


def _day(got: Mapping[str, str], name: str) -> tuple[str, ...]:
    return (got[name],) if got.get(name) else ()


def _said(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(line for line in lines if not line.endswith("："))

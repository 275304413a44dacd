"""Heads of a group as the charts of the workbench say them, by how far the year has come."""

from collections.abc import Sequence

from ui.parts.charts import Bound, Quota
from yingcai_desktop.services.workbench import Heads, Line

_APPLY, _SELECT, _TRAIN = (
    ("报名", "通过", "应面"),
    ("报名", "面试/应面", "入选/名额"),
    ("报名", "入选/名额", "在培"),
)


def heads_of(lines: Sequence[Line]) -> tuple[str, ...]:
    """The headings for the stage all lines together have reached."""
    if any(line.heads.training is not None for line in lines):
        return _TRAIN
    return _SELECT if any(line.heads.called is not None for line in lines) else _APPLY


def quota(line: Line, lines: Sequence[Line]) -> Quota:
    """One subject: bar, figures, and which of them falls short."""
    heads, names = line.heads, heads_of(lines)
    done, goal = progress(heads)
    if names is _TRAIN:
        figures = [str(heads.applications), _of(heads.admitted, heads.seats), _known(heads.training)]
    elif names is _SELECT:
        figures = [str(heads.applications), _of(heads.called, heads.wanted), _of(heads.admitted, heads.seats)]
    else:
        figures = [str(heads.applications), _known(heads.approved), _known(heads.wanted or None)]
    return Quota(line.key, line.label, done, goal, figures, _short(heads, names))


def _short(heads: Heads, names: tuple[str, ...]) -> int:
    """The figure that falls short: of seats after 录取, of the people called before."""
    if not heads.missing:
        return -1
    return names.index("入选/名额") if heads.admitted is not None else 1


def progress(heads: Heads) -> tuple[int, int]:
    """How far towards what is needed: candidates for the interview, then called, then seats, then trainees."""
    if heads.training is not None:
        return heads.training, heads.seats
    if heads.admitted is not None:
        return heads.admitted, heads.seats
    if heads.called is not None:
        return heads.called, heads.wanted
    return heads.applications if heads.approved is None else heads.approved, heads.wanted


def bound(line: Line) -> Bound:
    """One city: name, seats and applications, bar, and where it stands in words."""
    heads = line.heads
    done, goal = progress(heads)
    words, tone = _standing(heads)
    remark = f"名额 {heads.seats}　报名 {heads.applications}"
    return Bound(line.key, line.label, remark, done / goal if goal else 0, words, tone)


def _standing(heads: Heads) -> tuple[str, str]:
    """The words under the bar with their tone."""
    short = f" · 缺 {heads.missing}" if heads.missing else ""
    if heads.training is not None:
        return f"在培 {heads.training} / {heads.seats}" + (f" · 退出 {heads.exited}" if heads.exited else ""), "plain"
    if heads.admitted is not None:
        return f"入选 {heads.admitted} / {heads.seats}{short}", "warn" if short else "plain"
    if heads.called is not None:
        return f"面试人选 {heads.called} / {heads.wanted}{short}", "warn" if short else "plain"
    if heads.approved is not None:
        tested = "等待测试成绩" if not heads.tested else f"已有成绩 {heads.tested}"
        return f"资格通过 {heads.approved} · 应面 {heads.wanted} · {tested}", "plain"
    return ("等待资格审查" if heads.applications else "还没有报名"), "plain"


def _of(have: int | None, goal: int) -> str:
    return f"{_known(have)} / {goal}"


def _known(value: int | None) -> str:
    return "—" if value is None else str(value)

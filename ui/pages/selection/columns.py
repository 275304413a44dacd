"""Columns of the rankings."""

from collections.abc import Callable, Sequence

from ui.parts.rows import Column
from yingcai_desktop.services.selecting.board import Row
from yingcai_desktop.services.selecting.calling import Row as Called

TONES = {"admitted": "ok", "waitlist": "warn", "no-mentor": "bad", "below-line": "plain", "declined": "plain", "left-dual": "info", "": "plain"}


def _number(text: str) -> float | None:
    return float(text) if text else None


def ranking(moved: Callable[[Row], str]) -> Sequence[Column]:
    """录取: `moved` says what the what-if would do to a row."""
    return (
        Column("rank", "名次", lambda r: str(r.rank) if r.rank else "—", 52, "center", sort=lambda r: r.rank or None),
        Column("name", "姓名", lambda r: r.name, 116, find=True, tip=lambda r: f"{r.name}（{r.gender}，{r.grade}）"),
        Column("school", "学校", lambda r: r.school_short, 102, find=True, full=lambda r: r.school),
        Column("test", "笔试", lambda r: r.test, 58, "right", sort=lambda r: _number(r.test), number=lambda r: _number(r.test)),
        Column("interview", "面试", lambda r: r.interview, 58, "right", sort=lambda r: _number(r.interview), number=lambda r: _number(r.interview)),
        Column(
            "total", "总分", lambda r: r.total, 62, "right", tone=lambda r: "warn" if r.tied else "plain", sort=lambda r: r.composite,
            number=lambda r: _number(r.total), head_tip="按签认的权重合成；排名用未修约的值",
        ),
        Column("status", "结果", lambda r: r.status_words, 94, kind="pill", tone=lambda r: TONES.get(r.status, "plain") if r.status or not r.tied else "warn"),
        Column("mentor", "导师", lambda r: r.mentor or r.first, 106, find=True, tip=lambda r: f"第一志愿 {r.first}" + (f"；已安排 {r.mentor}（{r.choice}）" if r.mentor else "")),
        Column("moved", "试算", moved, 52, "center", head_tip="试算里的升降；不影响正式名次"),
        Column("note", "备注", lambda r: r.note, 84, tip=lambda r: r.note),
    )  # fmt: skip


def calling() -> Sequence[Column]:
    """面试人选."""
    return (
        Column("rank", "名次", lambda r: str(r.rank) if r.rank else "—", 52, "center", sort=lambda r: r.rank or None),
        Column("name", "姓名", lambda r: r.name, 116, find=True),
        Column("gender", "性别", lambda r: r.gender, 48, "center"),
        Column("grade", "年级", lambda r: r.grade, 56),
        Column("school", "学校", lambda r: r.school_short, 150, find=True, full=lambda r: r.school),
        Column("score", "测试分", lambda r: r.score, 74, "right", tone=_tied, sort=lambda r: _number(r.score), number=lambda r: _number(r.score)),
        Column("status", "面试", lambda r: "进入面试" if r.called else "不进入", 104, kind="pill", tone=lambda r: "ok" if r.called else "plain"),
        Column("note", "备注", lambda r: r.note, 360, tip=lambda r: r.note),
    )  # fmt: skip


def _tied(row: Called) -> str:
    return "warn" if row.tied else "plain"

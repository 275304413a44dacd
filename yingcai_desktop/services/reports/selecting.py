"""Reports of the selection: who applied, school by school, the funnel, the marks."""

from collections.abc import Collection
from fractions import Fraction

from sqlalchemy import select

from db.models import Selection
from yingcai_desktop.services import exams, interviews
from yingcai_desktop.services.reports.ground import WAYS, Ground
from yingcai_desktop.services.reports.tables import Cell, Heading, Line, Table, head_count, lines_of, share

_VERDICTS = ("eligible", "relaxed", "ineligible")
_STAGES = ("applications", "approved", "tested", "shortlisted", "interviewed", "admitted", "trained", "certificates")
MARKS = {"test": "测试分", "interview": "面试分", "composite": "合成分"}
_STEP = 10
"""Points of one bin of a distribution."""


def structure(ground: Ground, way: str) -> Table:
    """报名结构: applications and the verdict on them."""
    unjudged = Heading("unjudged", "未审查", "还没有资格审查结论", drawn=True)
    columns = (ground.column("applications"), *(ground.column(v, drawn=True) for v in _VERDICTS), unjudged)

    def cells(among: Collection[str]) -> list[Cell]:
        people, *verdicts = ground.cells(("applications", *_VERDICTS), among)
        judged = {uid for cell in verdicts for uid in cell.uids}
        return [people, *verdicts, head_count(set(people.uids) - judged, people.uids)]

    lines, total = lines_of(ground.parts(way), cells)
    return Table("报名结构", WAYS[way], columns, lines, total, "stack")


def outcomes(ground: Ground, way: str) -> Table:
    """各校选拔结果: from application to admission, with the share admitted."""
    keys = ("applications", "approved", "tested", "shortlisted", "admitted")
    drawn = ("applications", "admitted")
    columns = tuple(ground.column(key, drawn=key in drawn) for key in keys)
    rate = Heading("rate", "录取率", "录取 ÷ 报名")

    def cells(among: Collection[str]) -> list[Cell]:
        found = ground.cells(keys, among)
        return [*found, share(found[-1], found[0])]

    lines, total = lines_of(ground.parts(way), cells)
    return Table("选拔结果", WAYS[way], (*columns, rate), lines, total, "group")


def funnel(ground: Ground, _way: str) -> Table:
    """选拔漏斗: how many at every stage, and what share of the stage before."""
    everybody = ground.facts.groups_of
    lines: list[Line] = []
    for key in _STAGES:
        (now,) = ground.cells((key,), everybody)
        before = lines[-1].cells[0] if lines else now
        lines.append(Line(key, ground.column(key).title, (now, share(now, before))))
    columns = (Heading("people", "人次", "到这一步的报名", drawn=True), Heading("rate", "占上一步", "本步人次 ÷ 上一步人次"))
    note = "；".join(f"{ground.column(key).title}：{ground.column(key).meaning}" for key in _STAGES) + "。"
    return Table("选拔漏斗", "环节", columns, tuple(lines), None, "funnel", note)


def marks(ground: Ground, way: str) -> Table:
    """成绩分布: how many in every ten points, subject by subject; `way` is one of `MARKS`."""
    found = _scores(ground, way)
    subjects = {p.uid: p.subject for p in ground.people}
    bins: dict[int, dict[str, list[str]]] = {}
    for uid, score in found.items():
        if uid in subjects:
            bins.setdefault(min(int(score // _STEP), 9), {}).setdefault(subjects[uid], []).append(uid)
    names = ground.facts.schemes.subject_names
    columns = (*(Heading(s, s, f"{s}学科的人次", drawn=True) for s in names), Heading("all", "合计", "各学科合计"))
    lines = []
    for number in range(9, min(bins, default=0) - 1, -1) if bins else ():
        cells = [Cell(len(u), tuple(sorted(u))) for s in names for u in [bins.get(number, {}).get(s, [])]]
        all_uids = tuple(sorted(uid for cell in cells for uid in cell.uids))
        label = "90—100" if number == 9 else f"{number * _STEP}—不足 {number * _STEP + _STEP}"
        lines.append(Line(str(number), label, (*cells, Cell(len(all_uids), all_uids))))
    note = "测试分按满分折合成百分；只有成绩正常的考生在内。" if way == "test" else ""
    return Table(f"{MARKS[way]}分布", "分数段", columns, tuple(lines), None, "stack", note)


def _scores(ground: Ground, which: str) -> dict[str, Fraction]:
    session, schemes = ground.facts.session, ground.facts.schemes
    if which == "test":
        return {uid: score for uid, (_status, score) in exams.papers(session).items() if score is not None}
    if which == "interview":
        rows = interviews.results(session, schemes, ground.facts.scope)
        return {r.person.uid: r.corrected for r in rows if r.corrected is not None}
    query = select(Selection.application_uid, Selection.composite).where(Selection.composite != "")
    return {uid: Fraction(text) for uid, text in session.execute(query)}

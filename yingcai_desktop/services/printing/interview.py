"""面试: blank score sheets for every judge, and what each panel gave (domain.md §4.8)."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import PanelDraw
from yingcai_desktop.decisions import Decisions
from yingcai_desktop.desk import Desk
from yingcai_desktop.documents.interview import (
    Candidate,
    Criterion,
    Mark,
    ScoreSheet,
    Summary,
    score_sheets_pdf,
    score_summary_pdf,
)
from yingcai_desktop.errors import NotAllowed, Problem
from yingcai_desktop.rules.marks import printed, total
from yingcai_desktop.rules.tickets import ticket_group
from yingcai_desktop.services import deciding, exams, interviews
from yingcai_desktop.services.basis import method
from yingcai_desktop.services.interviews import PanelSheets, Result
from yingcai_desktop.services.outcome import problems_by_group
from yingcai_desktop.services.panels.hearing import hearing, left_judges, panels_of, placed_people, seed_of
from yingcai_desktop.services.people import Group, Person, group_of
from yingcai_desktop.services.printing.heading import heading, nothing
from yingcai_desktop.services.scope import Scope

Panels = Mapping[Group, Mapping[str, tuple[str, ...]]]
"""Group → panel → its judges, in the order they were decided."""


def score_sheets(desk: Desk, scope: Scope) -> bytes:
    """面试评分表 per panel and judge, with drawn numbers and names, no school and no identity number.

    Who is not yet in a panel is dealt to one by lot. Raises `NotAllowed` while a group has no panel.
    """
    with desk.read() as session:
        groups = exams.shortlisted_groups(session, desk.schemes, scope)
        called = {g: [e.person for e in found.entries] for g, found in groups.items() if found.entries}
        panels = _panels(session)
        decisions = deciding.stored(session)
        known = placed_people(session)
        heard = {g: hearing(known, desk.schemes, g, rows, list(panels.get(g, ()))) for g, rows in called.items()}
        seeds = {(d.programme, d.city, d.subject): d.seed for d in session.scalars(select(PanelDraw))}
    if not called:
        nothing(desk, "score-sheets", "shortlist", scope)
    if lacking := [g for g in called if not panels.get(g)]:
        names = "、".join(desk.schemes.group_name(*g) for g in lacking)
        raise NotAllowed(
            f"还不能打印“面试评分表”：{names}没有面试组。请在决定文件的 [[panels]] 里写明面试组和评委，登记后重做；没有生成文件。",
            [Problem("decision.missing", *g, detail="panels") for g in lacking],
        )
    return score_sheets_pdf([s for g in called for s in _sheets(desk, decisions, g, panels[g], heard[g], seeds.get(g, seed_of(desk.schemes, g)))])


def _panels(session: Session, *, left: bool = False) -> dict[Group, dict[str, tuple[str, ...]]]:
    """The judges who sit; with `left` also those who were replaced, whose marks stand."""
    return {
        group: {name: (*panel.judges, *(left_judges(panel) if left else ())) for name, panel in of_group.items()}
        for group, of_group in panels_of(session).items()
    }


def _sheets(
    desk: Desk, decisions: Decisions, group: Group, panels: Mapping[str, tuple[str, ...]], heard: Mapping[str, list[Person]], seed: str
) -> list[ScoreSheet]:
    """One sheet per judge; the order and panel of everybody come from the draw."""
    criteria = tuple(Criterion(title, str(most)) for title, most in desk.schemes[group[0]].interview.criteria.items())
    about = heading(desk, decisions, group, ("ratio", "pass_line"), also=(f"分组和出场顺序按抽签码“{seed}”排定",))
    code = ticket_group(desk.store.season, group[0], group[1] or desk.schemes.common.region.code, desk.schemes.subject_names.index(group[2]))
    return [
        ScoreSheet(about, panel, judge, listed, criteria, decisions.text("interview.step"), "", f"{code}-{panel}-{number:02d}")
        for panel, people in heard.items()
        if (listed := tuple(Candidate(one.name, draw=f"{n:02d}") for n, one in enumerate(people, 1)))
        for number, judge in enumerate(panels[panel], 1)
    ]


def score_summary(desk: Desk, scope: Scope) -> bytes:
    """面试评分汇总表 per panel: every judge's total, the score, and the correction between panels.

    Raises `NotAllowed` (`scores.missing`) while a judge's row is lacking: what is signed must be whole.
    """
    with desk.read() as session:
        sheets = interviews.sheets_by_candidate(session)
        missing = interviews.missing_scores(session, desk.schemes, scope)
        results = [r for r in interviews.results(session, desk.schemes) if scope.covers(*group_of(desk.schemes, r.person)[:2])]
        panels = _panels(session, left=True)
        decisions = deciding.stored(session)
    if not results:
        _no_results(desk, scope)
    if missing:
        count = sum(len(ids) for ids in missing.values())
        raise NotAllowed(
            f"还不能打印“面试评分汇总表”：{count} 名面试人选缺评委打分（评委缺席、回避、考生缺考也要登记状态）。请补齐面试成绩表后重做；没有生成文件。",
            problems_by_group("scores.missing", missing),
        )
    by_panel: dict[tuple[Group, str], list[Result]] = {}
    for r in results:
        by_panel.setdefault((group_of(desk.schemes, r.person), r.panel), []).append(r)
    order = [(g, name) for g in desk.schemes.groups() for name in panels.get(g, ()) if (g, name) in by_panel]
    return score_summary_pdf([_summary(desk, decisions, g, name, panels[g][name], by_panel[g, name], sheets) for g, name in order])


def _no_results(desk: Desk, scope: Scope) -> None:
    with desk.read() as session:
        if exams.shortlisted_groups(session, desk.schemes, scope):
            raise NotAllowed("还不能打印“面试评分汇总表”：还没有面试成绩。请先导入面试成绩表（load interview-scores）；没有生成文件。")
    nothing(desk, "score-summary", "shortlist", scope)


def _summary(
    desk: Desk,
    decisions: Decisions,
    group: Group,
    panel: str,
    judges: tuple[str, ...],
    results: list[Result],
    sheets: Mapping[str, PanelSheets],
) -> Summary:
    about = heading(desk, decisions, group, ("interview",))
    corrected = decisions.get("interview.correction") != "none"
    marks = tuple(_mark(decisions, judges, r, sheets[r.person.uid], corrected) for r in results)
    return Summary(about, panel, judges, marks, method(decisions))


def _mark(decisions: Decisions, judges: tuple[str, ...], result: Result, given: PanelSheets, corrected: bool) -> Mark:
    found = {s.judge: s for s in given.sheets}
    rows = {judge: found.get(judge) for judge in judges}
    totals = tuple(printed(total(s.marks.values())) if s and s.status == "正常" else "" for s in rows.values())
    interview = result.interview
    factor = printed(result.factor, 4) if (corrected or result.component is not None) and result.factor is not None else ""
    final = printed(result.corrected) if (corrected or result.component is not None) and result.corrected is not None else ""
    raw = "" if interview.raw is None else printed(interview.raw)
    notes = {j: s.status for j, s in rows.items() if s and s.status != "正常"}
    return Mark(result.person.name, result.person.school, totals, str(interview.valid), raw, factor, final, _notes(decisions, result, notes))


def _notes(decisions: Decisions, result: Result, statuses: Mapping[str, str]) -> str:
    """Why a total is missing, and why there is no score or another than the decided one."""
    if result.interview.state == "absent":
        return "考生缺考"
    words = [f"{judge}{status.removeprefix('评委')}" for judge, status in statuses.items()]
    if result.component is not None and result.before is not None and (form := decisions.component()):
        words.append(f"{form.title}{result.component:f}分，占{form.weight:f}%，未计时{printed(result.before)}")
    if result.interview.state == "no-result":
        words.append(f"有效评委不足{decisions.whole('interview.min_judges')}人，无面试得分")
    elif decisions.get("interview.aggregate") == "trimmed-1-1" and result.interview.method == "mean":
        words.append("有效评委不足5人，取平均")
    return "，".join(words)

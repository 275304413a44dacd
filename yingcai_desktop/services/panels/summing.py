"""汇总: what every judge gave every candidate, how it becomes a score, how lenient a judge is, and what is odd; hints change nothing (E06–E11)."""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import InterviewScore, Panel, SpreadNote
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid
from yingcai_desktop.rules.interviewing import hints, leniency
from yingcai_desktop.rules.marks import total
from yingcai_desktop.services import deciding, exams, interviews
from yingcai_desktop.services.panels.hearing import hearing, panels_of, placed_people
from yingcai_desktop.services.people import Group
from yingcai_desktop.services.scope import Scope


@dataclass(frozen=True, slots=True)
class SumRow:
    """One candidate. `totals`: judge → total or state (回避, 评委缺席, 考生缺考); `aside`: rows kept but not counted, in words.

    `before` is the score of the panel after the correction, `final` what enters the composite; they differ only by `component`.
    """

    uid: str
    name: str
    school: str
    panel: str
    totals: dict[str, Fraction | str]
    state: str
    valid: int
    method: str
    raw: Fraction | None
    factor: Fraction | None
    before: Fraction | None
    component: str
    final: Fraction | None
    missing: tuple[str, ...]
    hints: tuple[str, ...]
    note: str
    aside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JudgeRow:
    """How far a judge has come and how lenient they are: points above (+) or below (−) the mean of the same candidates; a hint only."""

    panel: str
    judge: str
    given: int
    of: int
    off: Fraction | None


@dataclass(frozen=True, slots=True)
class Summary:
    """One group. `component`: title of the pilot's further form, blank where none is signed."""

    group: Group
    rows: tuple[SumRow, ...]
    judges: tuple[JudgeRow, ...]
    component: str
    corrected: bool


def summary(desk: Desk, group: Group) -> Summary:
    """Read a group. Raises `Undecided` while the way of scoring is not signed."""
    with desk.read() as session:
        scope = Scope(group[0], group[1])
        listed = exams.shortlisted_groups(session, desk.schemes, scope).get(group)
        called = [e.person for e in listed.entries] if listed else []
        panels = panels_of(session).get(group, {})
        sheets = interviews.sheets_by_candidate(session)
        results = {r.person.uid: r for r in interviews.results(session, desk.schemes, scope, sheets)}
        decisions = deciding.stored(session)
        component = decisions.component() if group[0] == interviews.PILOT else None
        marks = interviews.component_marks(session)
        notes = dict(session.execute(select(SpreadNote.application_uid, SpreadNote.reason)).all())
        aside = _aside(session)
        rows, given = [], defaultdict[tuple[str, str], dict[str, Fraction]](dict)
        for name, people in hearing(placed_people(session), desk.schemes, group, called, list(panels)).items():
            for p in people:
                found, result = sheets.get(p.uid), results.get(p.uid)
                judged = {s.judge: s for s in found.sheets} if found else {}
                totals: dict[str, Fraction | str] = {
                    judge: total(s.marks.values()) if s.status == "正常" else s.status for judge, s in judged.items()
                }
                numbers = {judge: value for judge, value in totals.items() if isinstance(value, Fraction)}
                for judge, value in numbers.items():
                    given[name, judge][p.uid] = value
                state = result.interview.state if result else ""
                status, raw, _full = marks.get(p.uid, interviews.ComponentMark())
                rows.append(
                    SumRow(
                        p.uid, p.name, p.school, name, totals, state,
                        result.interview.valid if result else 0,
                        result.interview.method if result else "",
                        result.interview.raw if result else None,
                        result.factor if result else None,
                        result.before if result else None,
                        ("" if component is None else f"{raw}" if raw is not None else status),
                        result.corrected if result else None,
                        _missing(panels[name], found),
                        hints(list(numbers.values())), notes.get(p.uid, ""), aside.get(p.uid, ()),
                    )
                )  # fmt: skip
        title = component.title if component else ""
        judges = tuple(_judges(panels, rows, given))
        return Summary(group, tuple(rows), judges, title, decisions.get("interview.correction") not in (None, "none"))


def explain(desk: Desk, application_uid: str, reason: str) -> None:
    """Why the judges of a candidate are far apart, in writing; nothing about the marks changes (E11)."""
    reason = reason.strip()
    if not reason:
        raise Invalid("没有保存：请写明评分差异的原因。")
    with desk.change("interview.explain", reason=reason) as change:
        known = change.scalars(select(SpreadNote).where(SpreadNote.application_uid == application_uid)).first()
        if known is None:
            change.add(SpreadNote(application_uid=application_uid, reason=reason))
        else:
            change.update(SpreadNote, [{"uid": known.uid, "reason": reason}])


def _missing(panel: Panel, found: interviews.PanelSheets | None) -> tuple[str, ...]:
    if found is None:
        return tuple(panel.judges)
    gave = {s.judge for s in found.sheets}
    return tuple(judge for judge in found.judges if judge not in gave)


def _aside(session: Session) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    query = select(InterviewScore.application_uid, InterviewScore.judge, InterviewScore.total, InterviewScore.set_aside)
    for uid, judge, points, why in session.execute(query.where(InterviewScore.set_aside != "")):
        found[uid] = (*found.get(uid, ()), f"{judge} {points if points is not None else ''}（{why}，不计分）")
    return found


def _judges(
    panels: dict[str, Panel], rows: list[SumRow], given: dict[tuple[str, str], dict[str, Fraction]]
) -> list[JudgeRow]:
    found = []
    for name, panel in panels.items():
        members = [row for row in rows if row.panel == name]
        off = leniency({judge: totals for (where, judge), totals in given.items() if where == name})
        sat = [judge for judge in (*panel.judges, *panel.replaced) if judge in panel.judges or judge in off]
        for judge in dict.fromkeys(sat):
            done = sum(1 for row in members if judge in row.totals)
            found.append(JudgeRow(name, judge, done, len(members), off.get(judge)))
    return found

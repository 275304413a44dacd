"""面试: what the panels gave, group by group, with the correction between panels (附件1 四（二）, 附件2 四（二）)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import ComponentScore, InterviewScore, Panel, PanelPlace, ShortlistEntry
from yingcai_desktop.decisions import Decisions
from yingcai_desktop.rules.panels import (
    Component,
    Interview,
    Sheet,
    interview,
    missing_judges,
    panel_factors,
    with_component,
)
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services import deciding
from yingcai_desktop.services.people import Group, Person, group_of, people
from yingcai_desktop.services.scope import EVERYTHING, Scope

PILOT = "pilot"
"""The programme whose notice allows 动手实验、观察 beside test and interview (附件2 四（二）)."""


@dataclass(frozen=True, slots=True)
class Result:
    """One candidate's interview. `factor` and `corrected` are None without a result.

    `corrected` is what enters the composite. Where the pilot's further form is signed, `before` is the score without it and `component` its
    mark (附件2 四（二）); otherwise `before` equals `corrected`.
    """

    person: Person
    panel: str
    interview: Interview
    factor: Fraction | None
    corrected: Fraction | None
    before: Fraction | None = None
    component: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PanelSheets:
    """The rows of one candidate and the panel they belong to."""

    panel: str
    judges: tuple[str, ...]
    sheets: tuple[Sheet, ...]


def results(
    session: Session, schemes: Schemes, scope: Scope = EVERYTHING, sheets: Mapping[str, PanelSheets] | None = None
) -> list[Result]:
    """Everybody with interview rows, in the order of every list. Factors rest on the whole group, whatever the scope.

    `sheets`: what `sheets_by_candidate` said, if it was asked already.
    """
    sheets = sheets_by_candidate(session) if sheets is None else sheets
    if not sheets:
        return []
    decisions = deciding.stored(session)
    heard = [p for p in people(session, schemes) if p.uid in sheets]
    groups = {group_of(schemes, p) for p in heard if scope.covers(p.programme, p.city)}
    rows = [p for p in heard if group_of(schemes, p) in groups]
    interviews = {p.uid: _interview(decisions, sheets[p.uid]) for p in rows}
    factors = _factors(decisions, schemes, rows, sheets, interviews)
    found = [
        _result(p, sheets[p.uid].panel, interviews[p.uid], factors.get((group_of(schemes, p), sheets[p.uid].panel)))
        for p in rows
        if scope.covers(p.programme, p.city)
    ]
    component, marks = decisions.component(), component_marks(session)
    return [_completed(r, component, marks.get(r.person.uid)) for r in found] if component else found


class ComponentMark(NamedTuple):
    """A mark of the pilot's 动手实验、观察: `raw` out of `full`, None where the state carries none."""

    status: str = ""
    raw: Decimal | None = None
    full: Decimal = Decimal(0)


def component_marks(session: Session) -> dict[str, ComponentMark]:
    """Application → mark of the pilot's 动手实验、观察."""
    columns = (ComponentScore.application_uid, ComponentScore.status, ComponentScore.raw, ComponentScore.full_mark)
    return {uid: ComponentMark(status, raw, full) for uid, status, raw, full in session.execute(select(*columns))}


def _completed(result: Result, component: Component, given: ComponentMark | None) -> Result:
    """The pilot's result with the further form of examination; what is decided about the absent holds, a lacking mark gives no result."""
    if result.person.programme != PILOT or result.corrected is None:
        return result
    status, raw, full = given or ComponentMark()
    mark = raw if status == "正常" else Decimal(0) if status and component.absent == "zero" else None
    if mark is None:
        nothing = replace(result.interview, state="no-result", raw=None, innovation=None, interest=None)
        return replace(result, interview=nothing, factor=None, corrected=None)
    return replace(result, corrected=with_component(result.corrected, mark, replace(component, full=full)), component=mark)


def sheets_by_candidate(session: Session) -> dict[str, PanelSheets]:
    """Application → the judges' rows that count; a candidate belongs to one panel: the one drawn, or else the one of the rows.

    A judge who was replaced stands in the panel of those they have judged, the successor in that of all others (features E10).
    """
    panels = {
        uid: (name, tuple(judges), replaced)
        for uid, name, judges, replaced in session.execute(select(Panel.uid, Panel.name, Panel.judges, Panel.replaced))
    }
    placed = dict(session.execute(select(PanelPlace.application_uid, PanelPlace.panel_uid)).all())
    rows: dict[str, list[Sheet]] = defaultdict(list)
    panel_of: dict[str, str] = {}
    columns = (
        InterviewScore.application_uid,
        InterviewScore.panel_uid,
        InterviewScore.judge,
        InterviewScore.status,
        InterviewScore.marks,
    )
    for uid, panel_uid, judge, status, marks in session.execute(select(*columns).where(InterviewScore.set_aside == "")):
        rows[uid].append(Sheet(judge, status, {k: Decimal(v) for k, v in marks.items()}))
        panel_of[uid] = placed.get(uid, panel_uid)
    found = {}
    for uid, sheets in rows.items():
        name, judges, replaced = panels[panel_of[uid]]
        found[uid] = PanelSheets(name, _sitting(judges, replaced, {s.judge for s in sheets}), tuple(sheets))
    return found


def _sitting(judges: tuple[str, ...], replaced: Mapping[str, str], gave: set[str]) -> tuple[str, ...]:
    """The judges of one candidate: where the one who left has judged, the successor need not."""
    stood_in = {new: old for old, new in replaced.items()}
    sitting = []
    for judge in judges:
        before = judge
        while before not in gave and before in stood_in:
            before = stood_in[before]
        sitting.append(before if before in gave else judge)
    return tuple(sitting)


def _interview(decisions: Decisions, found: PanelSheets) -> Interview:
    return interview(found.sheets, decisions.text("interview.aggregate"), decisions.whole("interview.min_judges"))  # type: ignore[arg-type]  # checked when it was decided


def _factors(
    decisions: Decisions,
    schemes: Schemes,
    rows: list[Person],
    sheets: Mapping[str, PanelSheets],
    interviews: Mapping[str, Interview],
) -> dict[tuple[Group, str], Fraction]:
    """(group, panel) → factor; everybody with a result counts, also those who leave the group later."""
    raws: dict[Group, dict[str, list[Fraction]]] = defaultdict(lambda: defaultdict(list))
    for p in rows:
        raw = interviews[p.uid].raw
        if raw is not None:
            raws[group_of(schemes, p)][sheets[p.uid].panel].append(raw)
    correction = decisions.text("interview.correction")
    return {
        (group, panel): factor
        for group, by_panel in raws.items()
        for panel, factor in panel_factors(by_panel, correction).items()  # type: ignore[arg-type]  # checked when it was decided
    }


def _result(person: Person, panel: str, given: Interview, factor: Fraction | None) -> Result:
    if given.raw is None or factor is None:
        return Result(person, panel, given, None, None)
    return Result(person, panel, given, factor, given.raw * factor, given.raw * factor)


def missing_scores(session: Session, schemes: Schemes, scope: Scope) -> dict[Group, list[str]]:
    """Group → ID numbers of shortlisted people whose panel has judges without a row (FORMAT §5, Interview)."""
    called = set(session.scalars(select(ShortlistEntry.application_uid)))
    sheets = sheets_by_candidate(session)
    component, given = deciding.stored(session).component(), component_marks(session)
    missing: dict[Group, list[str]] = {}
    for p in people(session, schemes):
        group = group_of(schemes, p)
        lacks = (
            component is not None and p.programme == PILOT and p.uid not in given and not _all_absent(sheets.get(p.uid))
        )
        if p.uid in called and scope.covers(*group[:2]) and (_incomplete(sheets.get(p.uid)) or lacks):
            missing.setdefault(group, []).append(p.id_number)
    return {g: missing[g] for g in schemes.groups() if g in missing}


def _incomplete(found: PanelSheets | None) -> bool:
    return found is None or bool(missing_judges(found.judges, found.sheets))


def _all_absent(found: PanelSheets | None) -> bool:
    return found is not None and all(s.status == "考生缺考" for s in found.sheets)

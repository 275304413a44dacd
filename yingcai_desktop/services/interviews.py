"""面试: what the panels gave, group by group, with the correction between panels (附件1 四（二）, 附件2 四（二）)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import InterviewScore, Panel, ShortlistEntry
from yingcai_desktop.decisions import Decisions
from yingcai_desktop.rules.panels import Interview, Sheet, interview, missing_judges, panel_factors
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services import deciding
from yingcai_desktop.services.people import Group, Person, group_of, people
from yingcai_desktop.services.scope import EVERYTHING, Scope


@dataclass(frozen=True, slots=True)
class Result:
    """One candidate's interview. `factor` and `corrected` are None without a result."""

    person: Person
    panel: str
    interview: Interview
    factor: Fraction | None
    corrected: Fraction | None


@dataclass(frozen=True, slots=True)
class PanelSheets:
    """The rows of one candidate and the panel they belong to."""

    panel: str
    judges: tuple[str, ...]
    sheets: tuple[Sheet, ...]


def results(session: Session, schemes: Schemes, scope: Scope = EVERYTHING) -> list[Result]:
    """Everybody with interview rows, in the order of every list. Factors rest on the whole group, whatever the scope."""
    sheets = sheets_by_candidate(session)
    if not sheets:
        return []
    decisions = deciding.stored(session)
    rows = [p for p in people(session, schemes) if p.uid in sheets]
    interviews = {p.uid: _interview(decisions, sheets[p.uid]) for p in rows}
    factors = _factors(decisions, schemes, rows, sheets, interviews)
    return [
        _result(p, sheets[p.uid].panel, interviews[p.uid], factors.get((group_of(schemes, p), sheets[p.uid].panel)))
        for p in rows
        if scope.covers(p.programme, p.city)
    ]


def sheets_by_candidate(session: Session) -> dict[str, PanelSheets]:
    """Application → the judges' rows; a candidate belongs to one panel."""
    panels = {uid: (name, tuple(judges)) for uid, name, judges in session.execute(select(Panel.uid, Panel.name, Panel.judges))}
    rows: dict[str, list[Sheet]] = defaultdict(list)
    panel_of: dict[str, str] = {}
    columns = (
        InterviewScore.application_uid,
        InterviewScore.panel_uid,
        InterviewScore.judge,
        InterviewScore.status,
        InterviewScore.marks,
    )
    for uid, panel_uid, judge, status, marks in session.execute(select(*columns)):
        rows[uid].append(Sheet(judge, status, {k: Decimal(v) for k, v in marks.items()}))
        panel_of[uid] = panel_uid
    return {uid: PanelSheets(*panels[panel_of[uid]], tuple(sheets)) for uid, sheets in rows.items()}


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
    return Result(person, panel, given, factor, given.raw * factor)


def missing_scores(session: Session, schemes: Schemes, scope: Scope) -> dict[Group, list[str]]:
    """Group → ID numbers of shortlisted people whose panel has judges without a row (FORMAT §5, Interview)."""
    called = set(session.scalars(select(ShortlistEntry.application_uid)))
    sheets = sheets_by_candidate(session)
    missing: dict[Group, list[str]] = {}
    for p in people(session, schemes):
        group = group_of(schemes, p)
        if p.uid in called and scope.covers(*group[:2]) and _incomplete(sheets.get(p.uid)):
            missing.setdefault(group, []).append(p.id_number)
    return {g: missing[g] for g in schemes.groups() if g in missing}


def _incomplete(found: PanelSheets | None) -> bool:
    return found is None or bool(missing_judges(found.judges, found.sheets))

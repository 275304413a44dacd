"""What 分组与评委 shows: panels with their judges, and everybody called with panel, number and who must recuse."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import InterviewScore, Panel, PanelDraw, PanelPlace, PanelRecusal
from yingcai_desktop.desk import Desk
from yingcai_desktop.rules.interviewing import STAFF, panel_gaps
from yingcai_desktop.services import deciding, exams
from yingcai_desktop.services.panels.hearing import (
    Placed,
    declared,
    hearing,
    left_judges,
    must_recuse,
    panels_of,
    placed_people,
)
from yingcai_desktop.services.people import Group
from yingcai_desktop.services.scope import EVERYTHING, Scope


@dataclass(frozen=True, slots=True)
class PanelCard:
    """One panel; `gaps`: why it cannot begin; `left`: judges who were replaced."""

    uid: str
    group: Group
    name: str
    judges: tuple[tuple[str, str], ...]
    chair: str
    staff: tuple[tuple[str, str], ...]
    left: tuple[tuple[str, str], ...]
    heads: int
    gaps: tuple[str, ...]
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class HeardRow:
    """One candidate. `drawn`: the place is drawn and not only foreseen; `away`: judges of the panel who must recuse, and why."""

    uid: str
    group: Group
    name: str
    school: str
    panel: str
    number: int
    drawn: bool
    moved: str
    away: tuple[tuple[str, str, str], ...]
    """Judge, why, uid of the declaration (blank for the same school)."""
    sheets: int


@dataclass(frozen=True, slots=True)
class Board:
    """Everything the tab needs. `drawn`: groups that have been drawn; `least`: fewest valid judges, `None` while undecided."""

    groups: tuple[Group, ...]
    panels: tuple[PanelCard, ...]
    people: tuple[HeardRow, ...]
    drawn: frozenset[Group]
    least: int | None


def board(desk: Desk, scope: Scope = EVERYTHING) -> Board:
    """Read it all: one pass over the store."""
    with desk.read() as session:
        listed = exams.shortlisted_groups(session, desk.schemes, scope)
        panels = {g: p for g, p in panels_of(session).items() if scope.covers(*g[:2])}
        least = deciding.stored(session).get("interview.min_judges")
        groups = tuple(g for g in desk.schemes.groups() if g in panels or (g in listed and listed[g].entries))
        known = _known(session)
        rows: list[HeardRow] = []
        for group in groups:
            rows += _rows(known, desk, group, listed, panels.get(group, {}))
        heads: dict[str, int] = {}
        for row in rows:
            heads[f"{row.group}{row.panel}"] = heads.get(f"{row.group}{row.panel}", 0) + 1
        drawn = frozenset((d.programme, d.city, d.subject) for d in session.scalars(select(PanelDraw)))
        cards = tuple(
            _card(p, heads.get(f"{g}{p.name}", 0), least, drawn=g in drawn) for g in groups for p in panels.get(g, {}).values()
        )
        return Board(groups, cards, tuple(rows), drawn, least)


def _card(panel: Panel, heads: int, least: int | None, *, drawn: bool) -> PanelCard:
    judges = tuple((judge, panel.units.get(judge, "")) for judge in panel.judges)
    left = tuple((judge, panel.replaced[judge]) for judge in left_judges(panel))
    gaps = tuple(panel_gaps(panel.judges, panel.chair, least or 1))
    group = panel.programme, panel.city, panel.subject
    staff = tuple((role, panel.staff[role]) for role in STAFF if role in panel.staff)
    return PanelCard(panel.uid, group, panel.name, judges, panel.chair, staff, left, heads, gaps, drawn and bool(heads))


class _Known(NamedTuple):
    """What all groups share, read once."""

    placed: Placed
    said: Mapping[str, Mapping[str, str]]
    declarations: Mapping[tuple[str, str], str]
    moved: Mapping[str, str]
    sheets: Mapping[str, int]


def _known(session: Session) -> _Known:
    declarations = {(r.application_uid, r.judge): r.uid for r in session.scalars(select(PanelRecusal))}
    moved = session.execute(select(PanelPlace.application_uid, PanelPlace.moved).where(PanelPlace.moved != "")).all()
    sheets = Counter(session.scalars(select(InterviewScore.application_uid)))
    return _Known(placed_people(session), declared(session), declarations, dict(moved), sheets)


def _rows(
    known: _Known, desk: Desk, group: Group, listed: dict[Group, exams.ShortlistedGroup], panels: dict[str, Panel]
) -> list[HeardRow]:
    called = [e.person for e in listed[group].entries] if group in listed else []
    said, placed = known.said, known.placed.drawn
    rows = []
    for name, people in hearing(known.placed, desk.schemes, group, called, list(panels)).items():
        for number, p in enumerate(people, 1):
            away = tuple(
                (judge, said.get(p.uid, {}).get(judge, "同校教师"), known.declarations.get((p.uid, judge), ""))
                for judge in must_recuse(panels[name], p, said)
            )
            drawn = p.uid in placed
            at = placed[p.uid][1] if drawn else number
            rows.append(
                HeardRow(
                    p.uid, group, p.name, p.school, name, at, drawn, known.moved.get(p.uid, ""), away, known.sheets.get(p.uid, 0)
                )
            )
    if not panels:
        rows = [HeardRow(p.uid, group, p.name, p.school, "", 0, False, "", (), 0) for p in called]
    return rows

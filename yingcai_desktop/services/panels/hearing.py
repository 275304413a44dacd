"""Which panel hears whom, in which order: the one answer for entry, print, draw and schedule."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import InterviewScore, Panel, PanelPlace, PanelRecusal
from yingcai_desktop.rules.drawing import dealt
from yingcai_desktop.rules.interviewing import recused_of
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services.people import Group, Person


def panels_of(session: Session) -> dict[Group, dict[str, Panel]]:
    """Group → name → panel, in the order in which they were formed."""
    found: dict[Group, dict[str, Panel]] = {}
    for panel in session.scalars(select(Panel).order_by(Panel.uid)):  # uids of one office grow with time
        found.setdefault((panel.programme, panel.city, panel.subject), {})[panel.name] = panel
    return found


def seed_of(schemes: Schemes, group: Group) -> str:
    """What a group without a supervised draw is dealt with: known to everybody, so that it can be repeated."""
    return f"{schemes.season} 面试 {schemes.group_name(*group)}"


class Placed(NamedTuple):
    """What the store knows of all groups, read once: drawn panel and number, and the panel whose marks somebody has."""

    drawn: Mapping[str, tuple[str, int]]
    heard: Mapping[str, str]


def placed_people(session: Session) -> Placed:
    """Read it."""
    return Placed(places(session), heard_by(session))


def hearing(
    known_places: Placed, schemes: Schemes, group: Group, called: Sequence[Person], names: Sequence[str]
) -> dict[str, list[Person]]:
    """Panel → the people it hears, in order. Drawn places hold; everybody else is dealt by the group's known seed."""
    placed, heard = known_places
    drawn = {p.uid: placed[p.uid] for p in called if p.uid in placed and placed[p.uid][0] in names}
    rest = {p.id_number: p for p in called if p.uid not in drawn}
    found: dict[str, list[Person]] = {name: [] for name in names}
    for one in sorted((p for p in called if p.uid in drawn), key=lambda p: drawn[p.uid][1]):
        found[drawn[one.uid][0]].append(one)
    if rest and names:
        known = {number: heard[p.uid] for number, p in rest.items() if p.uid in heard}
        for name, ids in dealt(rest, list(names), seed_of(schemes, group), known).items():
            found[name] += [rest[one] for one in ids]
    return found


def places(session: Session) -> dict[str, tuple[str, int]]:
    """Application → drawn panel and number."""
    query = select(PanelPlace.application_uid, Panel.name, PanelPlace.position).join(
        Panel, Panel.uid == PanelPlace.panel_uid
    )
    return {uid: (name, position) for uid, name, position in session.execute(query)}


def heard_by(session: Session) -> dict[str, str]:
    """Application → the panel whose marks it has."""
    query = select(InterviewScore.application_uid, Panel.name).join(Panel, Panel.uid == InterviewScore.panel_uid)
    return dict(session.execute(query.where(InterviewScore.set_aside == "")).all())


def declared(session: Session) -> dict[str, dict[str, str]]:
    """Application → judge → why they must not judge, as declared."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in session.scalars(select(PanelRecusal)):
        found[row.application_uid][row.judge] = f"{row.kind}：{row.note}" if row.note else row.kind
    return found


def must_recuse(panel: Panel, person: Person, said: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """The judges of a panel who must not judge somebody."""
    return recused_of(panel.judges, panel.units, person.school, said.get(person.uid, {}))


def left_judges(panel: Panel) -> tuple[str, ...]:
    """Judges who sat here before they were replaced: their marks still stand."""
    return tuple(judge for judge in panel.replaced if judge not in panel.judges)

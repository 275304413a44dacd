"""日程: day, room, start and minutes a candidate of every panel; one judge and one room are never in two places at once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Panel, PanelPlace
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid
from yingcai_desktop.services import exams
from yingcai_desktop.services.panels.hearing import hearing, panels_of, placed_people
from yingcai_desktop.services.people import Group, Person
from yingcai_desktop.services.scope import EVERYTHING, Scope

MINUTES = range(3, 121)
"""What a candidate may take."""
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Slot:
    """A candidate with place and time. `time` is blank while the panel has no start."""

    group: Group
    panel: str
    panel_uid: str
    number: int
    person: Person
    day: date | None
    time: str
    room: str
    drawn: bool


def schedule(desk: Desk, panel_uid: str, *, day: date | None, starts_at: str, room: str, minutes: int) -> None:
    """Keep the schedule of a panel. Raises `Invalid` for a time that cannot be, a judge or a room in two places."""
    starts_at = starts_at.strip().replace("：", ":")
    room = " ".join(room.split())
    if starts_at and not _TIME.fullmatch(starts_at):
        raise Invalid("日程没有保存：开始时间要写成 08:30 的样子。")
    if starts_at and (day is None or minutes not in MINUTES):
        raise Invalid(f"日程没有保存：请填面试日期，每人 {MINUTES.start}–{MINUTES.stop - 1} 分钟。")
    with desk.change("panel.schedule") as change:
        panel = change.get(Panel, panel_uid)
        if panel is None:
            raise LookupError(panel_uid)
        if clash := _clash(change.session, desk, panel, day, starts_at, room, minutes):
            raise Invalid(f"日程没有保存：{clash}。请错开时间或换人、换地点。")
        values = {"held_on": day, "starts_at": _padded(starts_at), "room": room, "minutes": minutes}
        change.update(Panel, [{"uid": panel_uid, **values}])


def timetable(session: Session, desk: Desk, scope: Scope = EVERYTHING) -> list[Slot]:
    """Everybody called, by group, panel and number."""
    panels = panels_of(session)
    known = placed_people(session)
    placed = known.drawn
    found = []
    for group, listed in exams.shortlisted_groups(session, desk.schemes, scope).items():
        of_group = panels.get(group, {})
        called = [e.person for e in listed.entries]
        for name, people in hearing(known, desk.schemes, group, called, list(of_group)).items():
            panel = of_group[name]
            for turn, person in enumerate(
                people
            ):  # a number stays as drawn; the time closes up behind somebody who moved away
                number = placed[person.uid][1] if person.uid in placed else turn + 1
                time = _clock(panel.starts_at, turn * panel.minutes)
                drawn = person.uid in placed
                found.append(Slot(group, name, panel.uid, number, person, panel.held_on, time, panel.room, drawn))
    return found


def minutes_of(time: str) -> int:
    """`08:30` → 510."""
    hours, _, minutes = time.partition(":")
    return int(hours) * 60 + int(minutes)


def _clock(starts_at: str, later: int) -> str:
    if not starts_at:
        return ""
    at = minutes_of(starts_at) + later
    return f"{at // 60:02d}:{at % 60:02d}"


def _padded(time: str) -> str:
    return _clock(time, 0)


def _clash(
    session: Session, desk: Desk, panel: Panel, day: date | None, starts_at: str, room: str, minutes: int
) -> str:
    if day is None or not starts_at:
        return ""
    mine = range(minutes_of(starts_at), minutes_of(starts_at) + max(1, _heads(session, panel)) * minutes)
    if mine.stop > 24 * 60:
        return f"按每人 {minutes} 分钟排到了当天 24 点之后"
    for other, theirs in _others(session, panel, day):
        if mine.start < theirs.stop and theirs.start < mine.stop:
            group = desk.schemes.group_name(other.programme, other.city, other.subject)
            if both := [judge for judge in panel.judges if judge in other.judges]:
                return f"{'、'.join(both)}同一时间在{group}{other.name}"
            if room and room == other.room:
                return f"{room}同一时间由{group}{other.name}使用"
    return ""


def _others(session: Session, panel: Panel, day: date) -> Iterator[tuple[Panel, range]]:
    for other in session.scalars(
        select(Panel).where(Panel.held_on == day, Panel.uid != panel.uid, Panel.starts_at != "")
    ):
        start = minutes_of(other.starts_at)
        yield other, range(start, start + max(1, _heads(session, other)) * other.minutes)


def _heads(session: Session, panel: Panel) -> int:
    return session.scalar(select(func.count()).select_from(PanelPlace).where(PanelPlace.panel_uid == panel.uid)) or 0

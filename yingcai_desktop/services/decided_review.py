"""What a decision file would change, line by line, before anything is recorded."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Application, Declination, Panel, School, TieRuling
from yingcai_desktop.decision_names import name_of
from yingcai_desktop.desk import Desk
from yingcai_desktop.rules.identity import mask_id
from yingcai_desktop.services import deciding, decision_file
from yingcai_desktop.services.decided import part_of
from yingcai_desktop.services.decided_words import value_of

GroupName = Callable[[str, str, str], str]


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One line of a review: what stands now, what would stand. `what` is `new`, `changed` or `gone`."""

    uid: str
    what: str
    part: str
    name: str
    old: str
    new: str


@dataclass(frozen=True)
class Reviewed:
    """What a decision file would do; nothing has been stored."""

    path: Path
    changes: tuple[ValueChange, ...]
    same: int
    notes: tuple[str, ...]


def review(desk: Desk, path: Path) -> Reviewed:
    """What `deciding.decide` would do with this file, without doing it. Raises what it would raise."""
    file, schemes = decision_file.read(path, desk.store.season, desk.schemes), desk.schemes
    with desk.read() as session:
        notes, before = deciding.weigh(session, file).notes, deciding.stored(session)
        values = {k: (before.get(k), v) for k, v in file.values.items()}
        changes = [
            ValueChange(k, "new" if old is None else "changed", part_of(k), name_of(schemes, k), value_of(schemes, k, old), value_of(schemes, k, new))
            for k, (old, new) in values.items()
            if old != new
        ]  # fmt: skip
        records = list(_records(desk, session, file))
    changed = [line for line in records if line.old != line.new]
    same = len(values) - len(changes) + len(records) - len(changed)
    return Reviewed(path, (*changes, *changed), same, notes)


def _records(desk: Desk, session: Session, file: decision_file.DecisionFile) -> Iterable[ValueChange]:
    """Schools, panels, ties and declinations of the file against those stored."""
    group = desk.schemes.group_name
    schools = {s.name: _school(desk, s) for s in session.scalars(select(School))}
    named = {s.name: _school(desk, s) for s in file.schools}
    yield from _compared("学校", schools, named)
    if named:  # the list replaces the stored one; a school that has applicants stays
        used = select(School.name).where(School.uid.in_(select(Application.school_uid)))
        kept = set(session.scalars(used))
        yield from (
            ValueChange(f"学校:{name}", "gone", "学校", name, was, "")
            for name, was in schools.items()
            if name not in named and name not in kept
        )
    panels = {_panel(group, p): "、".join(p.judges) for p in session.scalars(select(Panel))}
    yield from _compared("面试组", panels, {_panel(group, p): "、".join(p.judges) for p in file.panels})
    ties = {_tie(group, t): t.reason for t in session.scalars(select(TieRuling))}
    yield from _compared("同分裁定", ties, {_tie(group, t): ties.get(_tie(group, t), t.reason) for t in file.ties})
    short = {p: s.short for p, s in desk.schemes.programmes.items()}
    gone = {f"{short[d.programme]} {mask_id(d.id_number)}": d.reason for d in session.scalars(select(Declination))}
    said = {f"{short[d.programme]} {mask_id(d.id_number)}": d.reason for d in file.declined}
    yield from _compared("放弃", gone, {who: gone.get(who, reason) for who, reason in said.items()})


def _compared(part: str, stored: Mapping[str, str], named: Mapping[str, str]) -> Iterable[ValueChange]:
    for name, new in named.items():
        old = stored.get(name)
        yield ValueChange(f"{part}:{name}", "new" if old is None else "changed", part, name, old or "", new)


def _school(desk: Desk, school: School | decision_file.SchoolEntry) -> str:
    city = desk.schemes.city_names.get(school.city, school.city)
    short = "、".join(desk.schemes[p].short for p in school.programmes if p in desk.schemes.programmes)
    return " · ".join(filter(None, (city, short, "、".join(school.aliases), "示例学校" if school.synthetic else "")))


def _panel(group: GroupName, panel: Panel | decision_file.PanelEntry) -> str:
    return f"{group(panel.programme, panel.city, panel.subject)} {panel.name}"


def _tie(group: GroupName, tie: TieRuling | decision_file.TieEntry) -> str:
    return f"{group(tie.programme, tie.city, tie.subject)} {'、'.join(map(mask_id, tie.order))}"

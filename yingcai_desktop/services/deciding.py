"""`decide`: recording what an office has signed. Values replace the keys they name; schools, panels, ties and declinations are records."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.gate import Change
from db.models import Application, Decision, Declination, Panel, School, TieRuling
from yingcai_desktop.decisions import LISTS, TITLES, Decisions, flatten, title
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed, Problem
from yingcai_desktop.rules.names import normalise_name
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services import progress

SELECTION_PARTS = ("ratio", "dual", "relaxation", "quota", "seats", "weights", "pass_line", "interview", "ranking", "admission")
"""Parts of the file the selection rests on: frozen once training is open."""


class SchoolEntry(msgspec.Struct, frozen=True):
    """`[[schools]]`."""

    name: str
    city: str
    programmes: list[str]
    aliases: list[str] = []
    synthetic: bool = False


class PanelEntry(msgspec.Struct, frozen=True):
    """`[[panels]]`; city is blank for the national programme."""

    programme: str
    subject: str
    name: str
    judges: list[str]
    city: str = ""


class TieEntry(msgspec.Struct, frozen=True):
    """`[[ties]]`: a tie settled by people."""

    programme: str
    subject: str
    order: list[str]
    reason: str
    by: list[str]
    city: str = ""


class DeclinedEntry(msgspec.Struct, frozen=True):
    """`[[declined]]`."""

    programme: str
    id_number: str
    reason: str


@dataclass(frozen=True)
class Recorded:
    """What `decide` changed, and what it wants somebody to know."""

    changed: tuple[str, ...]
    notes: tuple[str, ...]


def stored(session: Session) -> Decisions:
    """The decisions of the store as they stand."""
    return Decisions({key: value["value"] for key, value in session.execute(select(Decision.key, Decision.value))})


def decide(desk: Desk, path: Path) -> Recorded:
    """Record a decision file. Raises `Invalid` (unreadable, wrong types, `seats.sum`, `weights.sum`), `NotAllowed` when frozen.

    Nothing is stored unless the whole file holds together.
    """
    tree = _read(path)
    _check_season(desk, tree)
    values = {k: v for k, v in flatten(tree) if k.split(".", 1)[0] in TITLES}
    entries = _entries(desk.schemes, tree)
    with desk.read() as session:
        before = stored(session)
        before.merged(values)
        changed = tuple(sorted(k for k, v in values.items() if before.get(k) != v))
        notes = [*_unknown(tree), *_late(session, changed)]
    with desk.change("decision.record", reason=path.name) as change:
        _store_values(change, values)
        _store_schools(change, entries["schools"])
        _store_panels(change, entries["panels"])
        _store_ties(change, entries["ties"])
        _store_declined(change, entries["declined"])
    return Recorded(changed, tuple(notes))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise Invalid(f"决定文件 {path.name} 打不开：{error.strerror}。请核对路径后重试。") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Invalid(f"决定文件 {path.name} 读不懂：{error}。请按 TOML 格式改正后重试；什么都没有登记。") from error


def _check_season(desk: Desk, tree: Mapping[str, Any]) -> None:
    season = tree.get("season", desk.store.season)
    if season != desk.store.season:
        raise Invalid(
            f"决定文件是 {season} 年度的，这个数据文件是 {desk.store.season} 年度的。什么都没有登记，请换成同一年度的文件。",
            [Problem("decision.season")],
        )


def _unknown(tree: Mapping[str, Any]) -> list[str]:
    unknown = [k for k in tree if k not in TITLES and k not in LISTS]
    return [f"决定文件里的“{k}”不认识，没有登记。如果是笔误，请改正后再登记一次。" for k in unknown]


def _late(session: Session, changed: Sequence[str]) -> list[str]:
    """Refuse a change after training opened; say so when marks had been seen already (decisions come before marks)."""
    touched = [k for k in changed if k.split(".", 1)[0] in SELECTION_PARTS]
    if not touched:
        return []
    names = "、".join(title(k) for k in touched[:3])
    if progress.is_done(session, "open-training"):
        raise NotAllowed(
            f"培养已经开始，遴选依据不能再改：{names}。什么都没有登记；确需更正的，请走更正程序。",
            [Problem("decision.frozen")],
        )
    if progress.is_done(session, "shortlist"):
        return [f"成绩登记后改动了遴选依据：{names}。改动已记入操作记录，请重新办理面试人选和录取。"]
    return []


def _entries(schemes: Schemes, tree: Mapping[str, Any]) -> dict[str, list[Any]]:
    kinds = {"schools": SchoolEntry, "panels": PanelEntry, "ties": TieEntry, "declined": DeclinedEntry}
    entries: dict[str, list[Any]] = {}
    for part, kind in kinds.items():
        try:
            entries[part] = [msgspec.convert(e, kind) for e in tree.get(part, [])]
        except msgspec.ValidationError as error:
            raise Invalid(f"决定文件的 [[{part}]] 有误：{error}。请改正后再登记。") from error
    _check_places(schemes, entries)
    return entries


def _check_places(schemes: Schemes, entries: Mapping[str, list[Any]]) -> None:
    """Programmes, cities and subjects must be known; two people sign a tie."""
    wrong: list[str] = []
    for part in ("panels", "ties", "declined"):
        for e in entries[part]:
            if e.programme not in schemes.programmes:
                wrong.append(f"[[{part}]] 的项目“{e.programme}”不认识")
            elif part != "declined":
                wrong += _place_problems(schemes, part, e)
    wrong += [f"[[schools]] {s.name} 的盟市“{s.city}”不认识" for s in entries["schools"] if s.city not in schemes.city_names]
    wrong += ["[[ties]] 要有理由和两人签认" for t in entries["ties"] if not t.reason.strip() or len(set(t.by)) < 2]
    if wrong:
        raise Invalid(f"决定文件没有登记：{'；'.join(wrong)}。请改正后再登记。", [Problem("decision.invalid")])


def _place_problems(schemes: Schemes, part: str, entry: Any) -> list[str]:
    by_city = schemes[entry.programme].by_city
    wrong = []
    if by_city != bool(entry.city) or (by_city and entry.city not in schemes.city_names):
        wrong.append(f"[[{part}]] {entry.subject} 的盟市“{entry.city}”不对")
    if entry.subject not in schemes.subject_names:
        wrong.append(f"[[{part}]] 的学科“{entry.subject}”不认识")
    return wrong


def _store_values(change: Change, values: Mapping[str, Any]) -> None:
    known = dict(change.session.execute(select(Decision.key, Decision.uid)).all())
    change.insert(Decision, [{"key": k, "value": {"value": v}} for k, v in values.items() if k not in known])
    change.update(Decision, [{"uid": known[k], "value": {"value": v}} for k, v in values.items() if k in known])


def _store_schools(change: Change, schools: list[SchoolEntry]) -> None:
    """The list replaces the stored one; a school that has applicants stays."""
    if not schools:
        return
    known = {s.name: s for s in change.session.scalars(select(School))}
    for entry in schools:
        fields = {"city": entry.city, "programmes": entry.programmes, "aliases": entry.aliases, "synthetic": entry.synthetic}
        if entry.name in known:
            change.update(School, [{"uid": known[entry.name].uid, **fields}])
        else:
            change.insert(School, [{"name": entry.name, **fields}])
    used = set(change.session.scalars(select(Application.school_uid)))
    for name, school in known.items():
        if name not in {e.name for e in schools} and school.uid not in used:
            change.delete(school)


def _store_panels(change: Change, panels: list[PanelEntry]) -> None:
    """Panels are added; the same panel named again gets the new judges."""
    known = {(p.programme, p.city, p.subject, p.name): p.uid for p in change.session.scalars(select(Panel))}
    for p in panels:
        judges = [normalise_name(j) for j in p.judges]
        uid = known.get((p.programme, p.city, p.subject, p.name))
        if uid:
            change.update(Panel, [{"uid": uid, "judges": judges}])
        else:
            change.insert(Panel, [{**msgspec.to_builtins(p), "judges": judges}])


def _store_ties(change: Change, ties: list[TieEntry]) -> None:
    known = {(t.programme, t.city, t.subject, tuple(t.order)) for t in change.session.scalars(select(TieRuling))}
    change.insert(
        TieRuling, [msgspec.to_builtins(t) for t in ties if (t.programme, t.city, t.subject, tuple(t.order)) not in known]
    )


def _store_declined(change: Change, declined: list[DeclinedEntry]) -> None:
    known = set(change.session.execute(select(Declination.programme, Declination.id_number)).all())
    fresh = {(d.programme, d.id_number): d for d in declined if (d.programme, d.id_number) not in known}
    change.insert(Declination, [msgspec.to_builtins(d) for d in fresh.values()])

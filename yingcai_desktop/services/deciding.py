"""`decide`: recording what an office has signed. Values replace the keys they name; schools, panels, ties and declinations are records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.gate import Change
from db.models import Application, Decision, Declination, Panel, School, TieRuling
from yingcai_desktop.decision_names import title
from yingcai_desktop.decisions import Decisions
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed, Problem
from yingcai_desktop.services import decision_file, progress
from yingcai_desktop.services.decision_file import (
    DecisionFile,
    DeclinedEntry,
    PanelEntry,
    SchoolEntry,
    TieEntry,
    panel_key,
)
from yingcai_desktop.services.selecting import locked

SELECTION_PARTS = ("ratio", "dual", "relaxation", "quota", "seats", "weights", "pass_line", "interview", "ranking", "admission")
"""Parts of the file the selection rests on: frozen once training is open."""


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
    return record(desk, decision_file.read(path, desk.store.season, desk.schemes), path.name)


def record(desk: Desk, file: DecisionFile, document: str) -> Recorded:
    """Record what is signed under a document. Raises as `decide` does; nothing is stored unless all of it holds together."""
    _require_rights(desk, file)
    with desk.read() as session:
        weighed = weigh(session, file)
    with desk.change("decision.record", reason=document) as change:
        _store_values(change, file.values)
        _store_schools(change, file.schools)
        _store_panels(change, file.panels)
        _store_ties(change, file.ties)
        _store_declined(change, file.declined)
    return weighed


def _require_rights(desk: Desk, file: DecisionFile) -> None:
    """A file is no way round who may rule on ties or register who gave up: it asks for the same people as the page does."""
    for asked, entries in (("selection.rule", file.ties), ("selection.decline", file.declined)):
        if entries:
            desk.require(asked)
    if file.ties and desk.user is not None:
        desk.require_witness("登记同分裁定")


def weigh(session: Session, file: DecisionFile) -> Recorded:
    """What recording this file would change, and what it wants somebody to know. Raises as `decide` does; stores nothing."""
    before = stored(session)
    before.merged(file.values)
    changed = tuple(sorted(k for k, v in file.values.items() if before.get(k) != v))
    unknown = [f"决定文件里的“{k}”不认识，没有登记。如果是笔误，请改正后再登记一次。" for k in file.unknown]
    return Recorded(changed, (*unknown, *_late(session, changed)))


def _late(session: Session, changed: Sequence[str]) -> list[str]:
    """Refuse a change after training opened; say so when marks had been seen already (decisions come before marks)."""
    touched = [k for k in changed if k.split(".", 1)[0] in SELECTION_PARTS]
    if not touched:
        return []
    names = "、".join(title(k) for k in touched[:3])
    locked.refuse_keys(session, touched, names)
    if progress.is_done(session, "open-training"):
        raise NotAllowed(
            f"培养已经开始，遴选依据不能再改：{names}。什么都没有登记；确需更正的，请走更正程序。",
            [Problem("decision.frozen")],
        )
    if progress.is_done(session, "shortlist"):
        return [f"成绩登记后改动了遴选依据：{names}。改动已记入操作记录，请重新办理面试人选和录取。"]
    return []


def _store_values(change: Change, values: Mapping[str, Any]) -> None:
    known = dict(change.session.execute(select(Decision.key, Decision.uid)).all())
    change.insert(Decision, [{"key": k, "value": {"value": v}} for k, v in values.items() if k not in known])
    change.update(Decision, [{"uid": known[k], "value": {"value": v}} for k, v in values.items() if k in known])


def _store_schools(change: Change, schools: Sequence[SchoolEntry]) -> None:
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


def _store_panels(change: Change, panels: Sequence[PanelEntry]) -> None:
    """Panels are added; the same panel named again gets the new judges."""
    known = {(p.programme, p.city, p.subject, p.name): p.uid for p in change.session.scalars(select(Panel))}
    change.update(Panel, [{"uid": known[panel_key(p)], "judges": p.judges} for p in panels if panel_key(p) in known])
    change.insert(Panel, [msgspec.to_builtins(p) for p in panels if panel_key(p) not in known])


def _store_ties(change: Change, ties: Sequence[TieEntry]) -> None:
    known = {(t.programme, t.city, t.subject, tuple(t.order)) for t in change.session.scalars(select(TieRuling))}
    change.insert(
        TieRuling, [msgspec.to_builtins(t) for t in ties if (t.programme, t.city, t.subject, tuple(t.order)) not in known]
    )


def _store_declined(change: Change, declined: Sequence[DeclinedEntry]) -> None:
    known = set(change.session.execute(select(Declination.programme, Declination.id_number)).all())
    fresh = {(d.programme, d.id_number): d for d in declined if (d.programme, d.id_number) not in known}
    change.insert(Declination, [msgspec.to_builtins(d) for d in fresh.values()])

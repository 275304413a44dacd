"""What a lock of the selection freezes, whatever program writes: triggers on the lock itself and on everything underneath."""

from sqlalchemy import DDL, event

from db.base import Base
from db.models.applications import Application
from db.models.decisions import Decision, Declination
from db.models.interviews import ComponentScore, PanelPlace
from db.models.locks import SelectionLock
from db.models.scores import InterviewScore, TestScore
from db.models.selection import Selection, ShortlistEntry

SELECTION_LOCKED = "the selection is locked"
"""What the triggers say when they refuse."""

_OUTCOME = "OF application_uid, status, rank, test, interview, composite, innovation, interest, promoted"
"""The mentor is no part of it: 师生匹配 comes after the list and keeps a history of its own."""

_OF_APPLICATION = """CREATE TRIGGER {name} BEFORE {verb}{columns} ON {table}
WHEN EXISTS (SELECT 1 FROM application a JOIN selection_lock l ON l.programme = a.programme AND l.city IN ('', a.city)
    WHERE l.state = 'locked' AND a.uid = {row}.application_uid)
BEGIN SELECT RAISE(ABORT, '{guard}'); END"""

_DECLINATION = """CREATE TRIGGER {name} BEFORE {verb} ON declination
WHEN EXISTS (SELECT 1 FROM application a JOIN selection_lock l ON l.programme = a.programme AND l.city IN ('', a.city)
    WHERE l.state = 'locked' AND a.programme = {row}.programme AND a.id_number = {row}.id_number)
BEGIN SELECT RAISE(ABORT, '{guard}'); END"""

_PARTS = "'ratio', 'dual', 'relaxation', 'quota', 'seats', 'weights', 'pass_line', 'interview', 'ranking', 'admission'"

# A key of the other programme, or of another city's seats, is free.
_DECISION = """CREATE TRIGGER {name} BEFORE {verb} ON decision
WHEN EXISTS (SELECT 1 FROM selection_lock l WHERE l.state = 'locked'
    AND substr({row}.key || '.', 1, instr({row}.key || '.', '.') - 1) IN ({parts})
    AND ({row}.key LIKE '%.' || l.programme || '%' OR ({row}.key NOT LIKE '%.national%' AND {row}.key NOT LIKE '%.pilot%'))
    AND ({row}.key NOT LIKE 'seats.pilot.%' OR {row}.key LIKE 'seats.pilot.' || l.city || '%'))
BEGIN SELECT RAISE(ABORT, '{guard}'); END"""

# Whoever was called stays in the group, and no other comes into it; who gives up or turns out unfit is replaced by 递补.
_PERSON = """CREATE TRIGGER application_locked_update BEFORE UPDATE OF programme, city, subject, id_number, state ON application
WHEN EXISTS (SELECT 1 FROM shortlist_entry WHERE application_uid = OLD.uid)
    AND ((NEW.programme <> OLD.programme OR NEW.city <> OLD.city OR NEW.subject <> OLD.subject OR NEW.id_number <> OLD.id_number)
        AND EXISTS (SELECT 1 FROM selection_lock l WHERE l.state = 'locked'
            AND (l.programme = OLD.programme AND l.city IN ('', OLD.city) OR l.programme = NEW.programme AND l.city IN ('', NEW.city)))
    OR NEW.state <> OLD.state AND NEW.state IN ('withdrawn', 'rejected')
        AND EXISTS (SELECT 1 FROM selection s JOIN selection_lock l ON l.programme = OLD.programme AND l.city IN ('', OLD.city)
            WHERE s.application_uid = OLD.uid AND s.status = 'admitted' AND l.state = 'locked'))
BEGIN SELECT RAISE(ABORT, '{guard}'); END"""

_KEPT = """CREATE TRIGGER selection_lock_kept_update BEFORE UPDATE OF
    programme, city, number, maker, locker, locked_at, why, snapshot, digest ON selection_lock
BEGIN SELECT RAISE(ABORT, '{guard}'); END"""
_OPENED = """CREATE TRIGGER selection_lock_kept_state BEFORE UPDATE OF state ON selection_lock WHEN OLD.state <> 'locked'
BEGIN SELECT RAISE(ABORT, '{guard}'); END"""
_DELETED = """CREATE TRIGGER selection_lock_kept_delete BEFORE DELETE ON selection_lock
BEGIN SELECT RAISE(ABORT, '{guard}'); END"""


def _triggers() -> dict[type[Base], dict[str, str]]:
    """Model → trigger name → SQL."""
    made: dict[type[Base], dict[str, str]] = {
        SelectionLock: {
            f"selection_lock_kept_{what}": sql.format(guard=SELECTION_LOCKED)
            for what, sql in (("update", _KEPT), ("state", _OPENED), ("delete", _DELETED))
        }
    }
    templates = dict.fromkeys(
        (Selection, ShortlistEntry, TestScore, InterviewScore, ComponentScore, PanelPlace), _OF_APPLICATION
    )
    for model, sql in (templates | {Declination: _DECLINATION, Decision: _DECISION}).items():
        made[model] = {
            name: sql.format(
                name=name, verb=verb, table=model.__tablename__, row="OLD" if verb == "DELETE" else "NEW",
                columns=f" {_OUTCOME}" if model is Selection and verb == "UPDATE" else "", parts=_PARTS, guard=SELECTION_LOCKED,
            )
            for verb in ("INSERT", "UPDATE", "DELETE")
            for name in (f"{model.__tablename__}_locked_{verb.lower()}",)
        }  # fmt: skip
    made[Application] = {"application_locked_update": _PERSON.format(guard=SELECTION_LOCKED)}
    return made


for _model, _made in _triggers().items():
    for _sql in _made.values():
        event.listen(_model.__table__, "after_create", DDL(_sql.replace("%", "%%")))  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy

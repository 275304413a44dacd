"""Triggers on marks: two people enter them, what is laid side by side stays, and a sealed mark changes only with its amendment."""

from sqlalchemy import DDL, Table, event

from db.base import Base
from db.models.applications import Application
from db.models.entries import EntryMark, EntrySheet
from db.models.evaluations import ExpertScore
from db.models.interviews import ComponentScore
from db.models.scores import InterviewScore, TestScore
from db.models.seals import Amendment, Seal, SealedMark

SEALED = "the mark is sealed"
MARK_SEALED = "a mark of the person is sealed"
SEAL_KEPT = "seals and amendments are kept as they are"
NOT_YOUR_PASS = "the pass belongs to somebody else"
PASS_CLOSED = "the pass is closed"
"""What the triggers say when they refuse."""

_ONE_MARK = "{row}.application_uid || '|' || {row}.status || '|' || coalesce({row}.raw, '') || '|' || {row}.full_mark"
_LINES = {
    "test_score": _ONE_MARK,
    "component_score": _ONE_MARK,
    "interview_score": "{row}.application_uid || '|' || {row}.judge || '|' || {row}.status || '|' || {row}.marks",
    "expert_score": "{row}.application_uid || '|' || {row}.expert || '|' || {row}.status || '|' || {row}.marks",
}
"""The canonical line of a stored mark, as SQL; `services.sealing.lines` writes the same text."""

_SEALS = {
    "test_score": "kind = 'test' AND s.programme = a.programme AND s.city = a.city AND s.subject = a.subject",
    "component_score": "kind = 'component' AND s.programme = a.programme AND s.city = a.city AND s.subject = a.subject",
    "interview_score": "kind = 'interview' AND s.panel = NEW.panel_uid AND s.judge = NEW.judge",
    "expert_score": "kind = 'expert' AND s.programme = a.programme AND s.subject = a.subject AND s.judge = NEW.expert",
}
"""Which seal a new mark would fall under."""

_INSERT = """CREATE TRIGGER {table}_sealed_insert BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM seal s JOIN application a ON a.uid = NEW.application_uid WHERE s.{seal})
    AND NOT EXISTS (SELECT 1 FROM amendment WHERE score_uid = NEW.uid AND new_line = {line})
BEGIN SELECT RAISE(ABORT, '{guard}'); END"""

_COUNTED = {"interview_score": "NEW.panel_uid <> OLD.panel_uid OR NEW.set_aside <> OLD.set_aside"}
"""What else makes a mark count, beside its line."""

_UPDATE = """CREATE TRIGGER {table}_sealed_update BEFORE UPDATE ON {table}
WHEN coalesce((SELECT new_line FROM amendment WHERE score_uid = OLD.uid ORDER BY number DESC LIMIT 1),
        (SELECT line FROM sealed_mark WHERE score_uid = OLD.uid), {line}) <> {line}
    OR ((NEW.uid <> OLD.uid OR {counted}) AND (EXISTS (SELECT 1 FROM sealed_mark WHERE score_uid = OLD.uid)
        OR EXISTS (SELECT 1 FROM amendment WHERE score_uid = OLD.uid)))
BEGIN SELECT RAISE(ABORT, '{guard}'); END"""

_OWNER_OF_MARK = """CREATE TRIGGER application_sealed_update BEFORE UPDATE OF programme, city, subject, id_number ON application
WHEN (NEW.programme <> OLD.programme OR NEW.city <> OLD.city OR NEW.subject <> OLD.subject OR NEW.id_number <> OLD.id_number)
    AND (EXISTS (SELECT 1 FROM sealed_mark WHERE application_uid = OLD.uid) OR EXISTS (SELECT 1 FROM amendment WHERE application_uid = OLD.uid))
BEGIN SELECT RAISE(ABORT, '{guard}'); END"""
"""A sealed mark belongs to the person and the group it was sealed in."""

_DELETE = """CREATE TRIGGER {table}_sealed_delete BEFORE DELETE ON {table}
WHEN EXISTS (SELECT 1 FROM sealed_mark WHERE score_uid = OLD.uid) OR EXISTS (SELECT 1 FROM amendment WHERE score_uid = OLD.uid)
BEGIN SELECT RAISE(ABORT, '{guard}'); END"""


def sealed_triggers() -> dict[str, str]:
    """Trigger name → SQL: no way into, over or out of a sealed mark but an amendment that says the very line."""
    found = {}
    for table, line in _LINES.items():
        parts = {
            "table": table,
            "line": line.format(row="NEW"),
            "seal": _SEALS[table],
            "guard": SEALED,
            "counted": _COUNTED.get(table, "0"),
        }
        for verb, sql in (("insert", _INSERT), ("update", _UPDATE), ("delete", _DELETE)):
            found[f"{table}_sealed_{verb}"] = sql.format(**parts)
    return found | {"application_sealed_update": _OWNER_OF_MARK.format(guard=MARK_SEALED)}


NOT_PILOT = "the further form belongs to the pilot"
WITNESS_UNFIT = "who seals or witnesses must be fit to"
"""What the triggers say about a mark of the wrong programme, and about the two who seal."""

_PILOT = """CREATE TRIGGER component_score_pilot_{verb} BEFORE {verb} ON component_score
WHEN NOT EXISTS (SELECT 1 FROM application WHERE uid = NEW.application_uid AND programme = 'pilot')
BEGIN SELECT RAISE(ABORT, '{guard}'); END"""
"""动手实验、观察 is a form of the pilot's alone (附件2 四（二）)."""

_FIT = """CREATE TRIGGER {table}_fit_insert BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM user WHERE office = NEW.office)
    AND (EXISTS (SELECT 1 FROM user u, json_each(u.duties) d WHERE u.name IN (NEW.{by}, NEW.{beside}) AND d.value = 'admin')
        OR NOT EXISTS (SELECT 1 FROM user u, json_each(u.duties) d
            WHERE u.name = NEW.{beside} AND u.active AND d.value IN ('reviewer', 'supervisor')))
BEGIN SELECT RAISE(ABORT, '{guard}'); END"""
"""Where people sign in: never 管理员, and 审核 or 监督 beside who seals (reliability §3.3, §3.8)."""


def fitness_triggers() -> dict[str, str]:
    """Trigger name → SQL: whose mark a further form is, and who seals and amends."""
    pairs = (("seal", "sealed_by", "sealed_with"), ("amendment", "amended_by", "amended_with"))
    return {
        **{f"component_score_pilot_{verb}": _PILOT.format(verb=verb, guard=NOT_PILOT) for verb in ("insert", "update")},
        **{
            f"{t}_fit_insert": _FIT.format(table=t, by=by, beside=beside, guard=WITNESS_UNFIT)
            for t, by, beside in pairs
        },
    }


def kept_triggers() -> dict[str, str]:
    """Trigger name → SQL: a seal, its marks and its amendments are written once."""
    return {
        f"{table}_kept_{verb}": f"CREATE TRIGGER {table}_kept_{verb} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{SEAL_KEPT}'); END"
        for table in ("seal", "sealed_mark", "amendment")
        for verb in ("update", "delete")
    }


_OWNER = """CREATE TRIGGER entry_mark_owner_{verb} BEFORE {verb} ON entry_mark
WHEN NOT EXISTS (SELECT 1 FROM entry_sheet s WHERE s.uid = NEW.sheet_uid
    AND NEW.by = CASE NEW.turn WHEN 1 THEN s.first_by WHEN 2 THEN s.second_by ELSE s.third_by END AND NEW.by <> '')
BEGIN SELECT RAISE(ABORT, '{guard}'); END"""

_CLOSED = """CREATE TRIGGER entry_mark_closed_{verb} BEFORE {verb} ON entry_mark
WHEN EXISTS (SELECT 1 FROM entry_sheet s WHERE s.uid = {row}.sheet_uid AND ({extra} CASE {row}.turn
    WHEN 1 THEN s.first_closed <> '' WHEN 2 THEN s.second_closed <> '' ELSE s.settled <> '' END))
BEGIN SELECT RAISE(ABORT, '{guard}'); END"""

_COMPARED = {"insert": "", "update": "(s.compared AND OLD.turn < 3) OR", "delete": "(s.compared AND OLD.turn < 3) OR"}
"""Once both passes have been seen, what was typed stays; a candidate who came late may still be added."""

_RENAMED = """CREATE TRIGGER entry_sheet_owner BEFORE UPDATE ON entry_sheet
WHEN (NEW.first_by <> OLD.first_by AND EXISTS (SELECT 1 FROM entry_mark WHERE sheet_uid = OLD.uid AND turn = 1))
    OR (NEW.second_by <> OLD.second_by AND EXISTS (SELECT 1 FROM entry_mark WHERE sheet_uid = OLD.uid AND turn = 2))
    OR (NEW.third_by <> OLD.third_by AND EXISTS (SELECT 1 FROM entry_mark WHERE sheet_uid = OLD.uid AND turn = 3))
BEGIN SELECT RAISE(ABORT, '{guard}'); END"""


_SEEN = """CREATE TRIGGER entry_sheet_compared BEFORE UPDATE OF compared ON entry_sheet
WHEN OLD.compared AND NOT NEW.compared
BEGIN SELECT RAISE(ABORT, '{guard}'); END"""
"""What two people have seen side by side is not blind again, whatever is taken back."""


def entry_triggers() -> dict[str, str]:
    """Trigger name → SQL: a pass is typed by its own person and stays as it was handed in (features D05)."""
    found = {f"entry_mark_owner_{verb}": _OWNER.format(verb=verb, guard=NOT_YOUR_PASS) for verb in ("insert", "update")}
    for verb, extra in _COMPARED.items():
        row = "NEW" if verb == "insert" else "OLD"
        found[f"entry_mark_closed_{verb}"] = _CLOSED.format(verb=verb, row=row, extra=extra, guard=PASS_CLOSED)
    return found | {
        "entry_sheet_owner": _RENAMED.format(guard=NOT_YOUR_PASS),
        "entry_sheet_compared": _SEEN.format(guard=PASS_CLOSED),
    }


_MODELS = (
    Application,
    TestScore,
    InterviewScore,
    ComponentScore,
    ExpertScore,
    Seal,
    SealedMark,
    Amendment,
    EntryMark,
    EntrySheet,
)
_BY_NAME = {model.__tablename__: model.__table__ for model in _MODELS}


def _table_of(trigger: str) -> Table:
    """The longest table name the trigger's begins with."""
    name = max((table for table in _BY_NAME if trigger.startswith(table)), key=len)
    return Base.metadata.tables[name]


for _name, _sql in (sealed_triggers() | fitness_triggers() | kept_triggers() | entry_triggers()).items():
    event.listen(_table_of(_name), "after_create", DDL(_sql.replace("%", "%%")))  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy

"""Rules the store itself keeps, whatever program writes: triggers created with their tables."""

from sqlalchemy import DDL, event

from db.base import Base
from db.models.alumni import AlumniRecord
from db.models.certificates import Certificate
from db.models.evaluations import AnnualMaterial, Assessment, ExpertScore
from db.models.experts import ExpertTask
from db.models.mentors import Mentor
from db.models.selection import Selection
from db.models.training import Trainee

MENTOR_FULL = "mentor is full"
MENTOR_PLACED = "capacity below the students placed"
MENTOR_UNAPPROVED = "appointed without approval or term"
CERTIFICATE_UNEARNED = "certificate without its grade"
CERTIFICATE_EXITED = "certificate after the exit"
EXIT_UNEXPLAINED = "exit without a reason"
GRADE_UNEXPLAINED = "不合格 without a reason"
WAIVER_UNEXPLAINED = "waiver without a reason"
MARKS_OF_REGION = "marks of the region"
EXPERT_RECUSED = "expert must not judge"
TRACKING_STOPPED = "tracking was stopped"
TRACKING_EARLY = "followed without a final result or consent"
"""What the triggers say when they refuse."""

_FULL = """CREATE TRIGGER {table}_capacity_{verb} BEFORE {verb} ON {table}
WHEN NEW.{column} = '{holding}' AND
    (SELECT count(*) FROM {table} WHERE mentor_uid = NEW.mentor_uid AND {column} = '{holding}' AND uid <> NEW.uid)
    >= (SELECT capacity FROM mentor WHERE uid = NEW.mentor_uid)
BEGIN SELECT RAISE(ABORT, '{guard}'); END"""


def capacity_triggers() -> dict[str, str]:
    """Trigger name → SQL: no mentor ever has more students than places (附件2 五（三）1: at most five)."""
    return {
        f"{table}_capacity_{verb}": _FULL.format(
            table=table, verb=verb, column=column, holding=holding, guard=MENTOR_FULL
        )
        for table, column, holding in _HOLDERS
        for verb in ("insert", "update")
    }


_UNEARNED = """CREATE TRIGGER certificate_earned_{verb} BEFORE {verb} ON certificate
WHEN NEW.state <> 'void' AND NOT EXISTS
    (SELECT 1 FROM assessment WHERE application_uid = NEW.application_uid AND grade = NEW.grade)
BEGIN SELECT RAISE(ABORT, '{guard}'); END"""


def certificate_triggers() -> dict[str, str]:
    """Trigger name → SQL: a certificate in force says the grade of 终评 and no other (附件2 七（三）: none for 不合格)."""
    return {
        f"certificate_earned_{verb}": _UNEARNED.format(verb=verb, guard=CERTIFICATE_UNEARNED)
        for verb in ("insert", "update")
    }


_RECUSED = """(
    EXISTS (SELECT 1 FROM trainee t JOIN mentor m ON m.uid = t.mentor_uid WHERE t.application_uid = NEW.application_uid AND m.name = {name})
    OR EXISTS (SELECT 1 FROM trainee t JOIN team_member k ON k.mentor_uid = t.mentor_uid
        WHERE t.application_uid = NEW.application_uid AND k.name = {name})
    OR EXISTS (SELECT 1 FROM recusal r JOIN expert e ON e.uid = r.expert_uid
        WHERE r.application_uid = NEW.application_uid AND e.name = {name}))"""

_EXPERT = "(SELECT name FROM expert WHERE uid = NEW.expert_uid)"

_PLACED = """(SELECT count(*) FROM {table} WHERE mentor_uid = NEW.uid AND {column} = '{holding}')"""
_HOLDERS = ((Selection.__tablename__, "status", "admitted"), (Trainee.__tablename__, "state", "training"))

_RULES: tuple[tuple[type[Base], str, str, str], ...] = (
    (Mentor, "placed", MENTOR_PLACED,
     " OR ".join(f"NEW.capacity < {_PLACED.format(table=t, column=c, holding=h)}" for t, c, h in _HOLDERS)),
    (Mentor, "approved", MENTOR_UNAPPROVED,
     "NEW.state = 'appointed' AND (trim(NEW.approval) = '' OR NEW.term_start IS NULL OR NEW.term_end IS NULL)"),
    (Certificate, "exited", CERTIFICATE_EXITED, """NEW.state <> 'void' AND EXISTS
        (SELECT 1 FROM trainee WHERE application_uid = NEW.application_uid AND state = 'exited')"""),
    (Trainee, "explained", EXIT_UNEXPLAINED, "NEW.state = 'exited' AND trim(NEW.exit_reason) = ''"),
    (Assessment, "explained", GRADE_UNEXPLAINED,
     "NEW.grade = '不合格' AND json_array_length(NEW.reasons) = 0 AND trim(NEW.grade_reason) = ''"),
    (AnnualMaterial, "explained", WAIVER_UNEXPLAINED,
     "EXISTS (SELECT 1 FROM json_each(NEW.waivers) WHERE trim(coalesce(value, '')) = '')"),
    (ExpertScore, "regional", MARKS_OF_REGION, "NEW.office NOT LIKE '__0000'"),
    (ExpertScore, "recused", EXPERT_RECUSED, f"NEW.status = '正常' AND {_RECUSED.format(name='NEW.expert')}"),
    (ExpertTask, "recused", EXPERT_RECUSED, _RECUSED.format(name=_EXPERT)),
    (AlumniRecord, "stopped", TRACKING_STOPPED, """EXISTS (SELECT 1 FROM tracking_stop
        WHERE id_number = NEW.id_number AND resumed_on IS NULL AND NEW.updated_on >= stopped_on)"""),
    (AlumniRecord, "moved", TRACKING_EARLY, """NEW.application_uid IS NOT NULL AND (NOT NEW.consent OR NOT EXISTS
        (SELECT 1 FROM assessment WHERE application_uid = NEW.application_uid AND grade NOT IN ('', '未定')))"""),
)  # fmt: skip
"""Table, name, what is said, and when: an exit, a 不合格 and a waiver have their reason (附件2 七); marks of 终评 are the region's, whose
office codes end in 0000 (GB/T 2260), and never those of the student's own mentor, team or kin (导师回避, domain.md §3.10)."""

_REFUSAL = """CREATE TRIGGER {table}_{name}_{verb} BEFORE {verb} ON {table}
WHEN {when}
BEGIN SELECT RAISE(ABORT, '{guard}'); END"""


def evaluation_triggers() -> dict[str, str]:
    """Trigger name → SQL of the rules about evaluation and exit."""
    return {
        f"{model.__tablename__}_{name}_{verb}": _REFUSAL.format(
            table=model.__tablename__, name=name, verb=verb, when=when, guard=guard
        )
        for model, name, guard, when in _RULES
        for verb in ("insert", "update")
    }


_TABLES: dict[str, type[Base]] = {
    "mentor": Mentor,
    "selection": Selection, "trainee": Trainee, "certificate": Certificate, "assessment": Assessment,
    "alumni_record": AlumniRecord, "annual_material": AnnualMaterial, "expert_score": ExpertScore, "expert_task": ExpertTask,
}  # fmt: skip

for _name, _sql in (capacity_triggers() | certificate_triggers() | evaluation_triggers()).items():
    _table = _TABLES[_name.rsplit("_", 2)[0]].__table__
    event.listen(_table, "after_create", DDL(_sql))  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy

"""Rules the store itself keeps, whatever program writes: triggers created with their tables."""

from sqlalchemy import DDL, event

from db.models.certificates import Certificate
from db.models.selection import Selection
from db.models.training import Trainee

MENTOR_FULL = "mentor is full"
CERTIFICATE_UNEARNED = "certificate without its grade"
"""What the triggers say when they refuse."""

_FULL = """CREATE TRIGGER {table}_capacity_{verb} BEFORE {verb} ON {table}
WHEN NEW.{column} = '{holding}' AND
    (SELECT count(*) FROM {table} WHERE mentor_uid = NEW.mentor_uid AND {column} = '{holding}' AND uid <> NEW.uid)
    >= (SELECT capacity FROM mentor WHERE uid = NEW.mentor_uid)
BEGIN SELECT RAISE(ABORT, '{guard}'); END"""


def capacity_triggers() -> dict[str, str]:
    """Trigger name → SQL: no mentor ever has more students than places (附件2 五（三）1: at most five)."""
    holders = ((Selection.__tablename__, "status", "admitted"), (Trainee.__tablename__, "state", "training"))
    return {
        f"{table}_capacity_{verb}": _FULL.format(table=table, verb=verb, column=column, holding=holding, guard=MENTOR_FULL)
        for table, column, holding in holders
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


_TABLES = {"selection": Selection, "trainee": Trainee, "certificate": Certificate}

for _name, _sql in (capacity_triggers() | certificate_triggers()).items():
    _table = _TABLES[_name.partition("_")[0]].__table__
    event.listen(_table, "after_create", DDL(_sql))  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy

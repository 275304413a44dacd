"""Triggers on 专家分工: what was drawn stays, and nobody is drawn again once the first mark is there (附件2 七（三）)."""

from sqlalchemy import DDL, event

from db.models.entries import EntryMark, EntrySheet
from db.models.evaluations import ExpertScore
from db.models.experts import Expert, ExpertDraw, ExpertTask

EXPERTS_MARKED = "experts have marked"
EXPERTS_DRAWN = "a drawn assignment stays"
"""What the triggers say when they refuse."""

_OWN = f"{ExpertTask.__tablename__} t JOIN {Expert.__tablename__} e ON e.uid = t.expert_uid"
_LATE = f"""CREATE TRIGGER expert_draw_late_insert BEFORE INSERT ON {ExpertDraw.__tablename__}
WHEN EXISTS (SELECT 1 FROM {_OWN} JOIN {ExpertScore.__tablename__} s ON s.expert = e.name AND s.application_uid = t.application_uid)
    OR EXISTS (SELECT 1 FROM {_OWN} JOIN {EntrySheet.__tablename__} h ON h.kind = 'expert' AND h.judge = e.name
        JOIN {EntryMark.__tablename__} m ON m.sheet_uid = h.uid AND m.application_uid = t.application_uid)
BEGIN SELECT RAISE(ABORT, '{EXPERTS_MARKED}'); END"""
_TAKEN = f"""CREATE TRIGGER expert_task_marked_delete BEFORE DELETE ON {ExpertTask.__tablename__}
WHEN EXISTS (SELECT 1 FROM {ExpertScore.__tablename__} s JOIN {Expert.__tablename__} e ON e.name = s.expert
    WHERE e.uid = OLD.expert_uid AND s.application_uid = OLD.application_uid AND s.status = '正常')
BEGIN SELECT RAISE(ABORT, '{EXPERTS_MARKED}'); END"""
_STAYS = """CREATE TRIGGER expert_draw_stays_{verb} BEFORE {verb} ON expert_draw
BEGIN SELECT RAISE(ABORT, '{guard}'); END"""


def expert_triggers() -> dict[str, tuple[type[ExpertDraw] | type[ExpertTask], str]]:
    """Trigger name → table and SQL."""
    stays = {
        f"expert_draw_stays_{verb}": (ExpertDraw, _STAYS.format(verb=verb, guard=EXPERTS_DRAWN))
        for verb in ("update", "delete")
    }
    return {"expert_draw_late_insert": (ExpertDraw, _LATE), "expert_task_marked_delete": (ExpertTask, _TAKEN), **stays}


for _model, _sql in expert_triggers().values():
    event.listen(_model.__table__, "after_create", DDL(_sql))  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy

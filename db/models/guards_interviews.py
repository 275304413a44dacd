"""Triggers on interviews: no mark of a judge who must not judge the candidate, by whatever way it comes (domain.md §3.10)."""

from sqlalchemy import DDL, event

from db.base import Base
from db.models.decisions import Panel
from db.models.interviews import PanelRecusal
from db.models.scores import InterviewScore

JUDGE_RECUSED = "judge must not judge the candidate"
JUDGE_HAS_MARKED = "judge has marked the candidate"
"""What the triggers say when they refuse."""

_COUNTS = "{row}.status = '正常' AND {row}.set_aside = ''"

_SAME_SCHOOL = """EXISTS (SELECT 1 FROM panel p, json_each(p.units) u JOIN application a ON a.uid = {row}.application_uid
    JOIN school c ON c.uid = a.school_uid WHERE p.uid = {row}.panel_uid AND u.key = {row}.judge AND u.value = c.name)"""

_SCORE = """CREATE TRIGGER interview_score_recused_{verb} BEFORE {verb} ON interview_score
WHEN {counts} AND (EXISTS (SELECT 1 FROM panel_recusal r WHERE r.application_uid = NEW.application_uid AND r.judge = NEW.judge)
    OR {same_school})
BEGIN SELECT RAISE(ABORT, '{guard}'); END"""

_RECUSAL = """CREATE TRIGGER panel_recusal_late_{verb} BEFORE {verb} ON panel_recusal
WHEN EXISTS (SELECT 1 FROM interview_score s WHERE s.application_uid = NEW.application_uid AND s.judge = NEW.judge AND {counts})
BEGIN SELECT RAISE(ABORT, '{guard}'); END"""

_UNITS = """CREATE TRIGGER panel_units_late_update BEFORE UPDATE OF units ON panel
WHEN EXISTS (SELECT 1 FROM json_each(NEW.units) u JOIN interview_score s ON s.panel_uid = NEW.uid AND s.judge = u.key
    JOIN application a ON a.uid = s.application_uid JOIN school c ON c.uid = a.school_uid WHERE u.value = c.name AND {counts})
BEGIN SELECT RAISE(ABORT, '{guard}'); END"""


def interview_triggers() -> dict[str, tuple[type[Base], str]]:
    """Trigger name → table and SQL."""
    counts, stored = _COUNTS.format(row="NEW"), _COUNTS.format(row="s")
    same = _SAME_SCHOOL.format(row="NEW")
    found: dict[str, tuple[type[Base], str]] = {}
    for verb in ("insert", "update"):
        score = _SCORE.format(verb=verb, counts=counts, same_school=same, guard=JUDGE_RECUSED)
        found[f"interview_score_recused_{verb}"] = InterviewScore, score
        found[f"panel_recusal_late_{verb}"] = (
            PanelRecusal,
            _RECUSAL.format(verb=verb, counts=stored, guard=JUDGE_HAS_MARKED),
        )
    found["panel_units_late_update"] = Panel, _UNITS.format(counts=stored, guard=JUDGE_HAS_MARKED)
    return found


for _model, _sql in interview_triggers().values():
    event.listen(_model.__table__, "after_create", DDL(_sql.replace("%", "%%")))  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy

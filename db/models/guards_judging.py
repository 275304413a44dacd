"""Triggers on the panel's laptop: marks that a judge has handed in stay until the chair unlocks them (ux §4.6)."""

from sqlalchemy import DDL, event

from db.models.judging import HANDED_IN, SeatMark

_SQL = """CREATE TRIGGER seat_mark_handed_{verb} BEFORE {verb} ON seat_mark
WHEN EXISTS (SELECT 1 FROM seat_judge j WHERE j.judge = {row}.judge AND j.handed_at <> '')
BEGIN SELECT RAISE(ABORT, '{guard}'); END"""


def judging_triggers() -> dict[str, str]:
    """Trigger name → SQL."""
    rows = {"insert": "NEW", "update": "OLD", "delete": "OLD"}
    return {f"seat_mark_handed_{verb}": _SQL.format(verb=verb, row=row, guard=HANDED_IN) for verb, row in rows.items()}


for _sql in judging_triggers().values():
    event.listen(SeatMark.__table__, "after_create", DDL(_sql.replace("%", "%%")))  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy

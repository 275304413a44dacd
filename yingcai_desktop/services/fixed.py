"""Marks a workbook may repeat but not change: sealed ones, and those two people entered and settled (features D05, D09)."""

from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Amendment, EntrySheet, ExpertScore, InterviewScore, SealedMark, TestScore
from yingcai_desktop.sheets.kinds.experts import DIMENSIONS
from yingcai_desktop.sheets.kinds.interviews import CRITERIA
from yingcai_desktop.sheets.known import Fixed

_TABLES: dict[str, dict[str, str]] = {
    "test-scores": {"test": "测试成绩"},
    "interview-scores": {"interview": "面试评分"},
    "evaluations": {"expert": "专家评分"},
}
"""Kind of workbook → kind of mark → table of FORMAT §3."""
_MODELS: dict[str, Any] = {"test": TestScore, "interview": InterviewScore, "expert": ExpertScore}


def fixed(session: Session, kind: str) -> dict[tuple[str, str, str], Fixed]:
    """(Table, application, judge or expert) → what is fixed, for the checks of one kind of workbook."""
    found: dict[tuple[str, str, str], Fixed] = {}
    sealed = set(session.scalars(select(SealedMark.score_uid))) | set(session.scalars(select(Amendment.score_uid)))
    for mark, table in _TABLES.get(kind, {}).items():
        entered = _entered(session, mark)
        if sealed or entered:
            for row in session.scalars(select(_MODELS[mark])):
                judge = "" if mark == "test" else row.judge if mark == "interview" else row.expert
                code = "score.sealed" if row.uid in sealed else "score.entered" if (row.application_uid, judge) in entered else ""
                if code:
                    found[table, row.application_uid, judge] = Fixed(code, (row.status, *_said(mark, row)))
    return found


def _said(mark: str, row: Any) -> tuple[Decimal | None, ...]:
    if mark == "test":
        return row.full_mark, row.raw
    titles = CRITERIA if mark == "interview" else DIMENSIONS
    return tuple(Decimal(row.marks[t]) if t in row.marks else None for t in titles)


def _entered(session: Session, mark: str) -> set[tuple[str, str]]:
    """(Application, judge) of marks settled in double entry."""
    from db.models import EntryMark

    query = select(EntryMark.application_uid, EntrySheet.judge).join(EntrySheet, EntrySheet.uid == EntryMark.sheet_uid)
    rows = session.execute(query.where(EntrySheet.kind == mark, EntrySheet.settled != "", EntryMark.turn == 1)).all()
    return {(uid, judge) for uid, judge in rows}

"""Settled marks into their own tables, as a workbook would have stored them (FORMAT §2, Score cell; §3)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from db.base import new_uid
from db.gate import Change
from yingcai_desktop.rules.entry import NORMAL, Given
from yingcai_desktop.services.entry.paper import Paper
from yingcai_desktop.services.evaluations import committee
from yingcai_desktop.services.marked import MARK, MODELS, ONE_MARK
from yingcai_desktop.services.returned import comments


def land(
    change: Change,
    paper: Paper,
    rows: Mapping[str, Given],
    stored: Mapping[str, tuple[str, Given]],
    fresh_uid: str = "",
) -> int:
    """Store marks: new ones, and over those in `stored` (uid of the mark by candidate). Returns how many.

    `fresh_uid` is the uid a single new mark is announced under.
    """
    model = MODELS[paper.ref.kind]
    if paper.ref.kind == "expert":
        committee.refuse_conflicts(
            change.session, paper.ref.judge, [uid for uid, row in rows.items() if (row.status or NORMAL) == NORMAL]
        )
    said = comments(change.session, paper.ref.panel, paper.ref.judge) if paper.ref.kind == "interview" else {}
    fresh = [
        {
            "uid": fresh_uid or new_uid(),
            "application_uid": uid,
            **_key(paper),
            **values(paper, row),
            **said.get(uid, {}),
        }
        for uid, row in rows.items()
        if uid not in stored
    ]
    altered = [{"uid": stored[uid][0], **values(paper, row)} for uid, row in rows.items() if uid in stored]
    change.insert(model, fresh)
    change.update(model, altered)
    return len(rows)


def _key(paper: Paper) -> dict[str, Any]:
    ref = paper.ref
    if ref.kind == "interview":
        return {"panel_uid": ref.panel, "judge": ref.judge}
    return {"expert": ref.judge} if ref.kind == "expert" else {}


def values(paper: Paper, row: Given) -> dict[str, Any]:
    """A row as the columns of its table."""
    status = row.status or NORMAL
    marks = {f.title: row.marks[f.title] for f in paper.fields} if status == NORMAL else {}
    if paper.ref.kind in ONE_MARK:
        return {"status": status, "full_mark": paper.full_mark, "raw": Decimal(marks[MARK]) if marks else None}
    total = sum((Decimal(v) for v in marks.values()), Decimal(0)) if marks else None
    return {"status": status, "marks": marks, "total": total}

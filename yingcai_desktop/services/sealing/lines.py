"""Marks as canonical lines, and the digest over them: the same bytes on any machine (reliability §3.8).

A line is what the triggers of `db.models.guards_scores` write from the stored columns; the digest is SHA-256 over the key of the seal and
the lines in byte order, one a line, UTF-8.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Application, ExpertScore, InterviewScore
from yingcai_desktop.services.marked import MODELS, ONE_MARK, SheetRef


@dataclass(frozen=True, slots=True)
class Stored:
    """One stored mark: where it is, whose it is, its canonical line, the state, and its sum (None where the state carries none)."""

    uid: str
    application_uid: str
    line: str
    status: str
    total: Decimal | None


def line_of(kind: str, application_uid: str, judge: str, status: str, marks: dict[str, str], raw: Decimal | None, full: Decimal) -> str:
    """The canonical line of a mark."""
    if kind in ONE_MARK:
        return f"{application_uid}|{status}|{'' if raw is None else f'{raw:f}'}|{full:f}"
    written = json.dumps(marks, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{application_uid}|{judge}|{status}|{written}"


def words_of(line: str) -> str:
    """A line as a person reads it: `正常 87.5（满分 100）`, `正常 使命意识 8、…`, `缺考`."""
    parts = line.split("|", 1)[1].rsplit("|", 2) if line.count("|") == 3 and "{" not in line else None
    if parts is not None:
        status, raw, full = parts
        return f"{raw} 分（满分 {full}）" if raw else status
    _, _, status, written = line.split("|", 3)
    marks = json.loads(written)
    return "、".join(f"{title} {mark}" for title, mark in marks.items()) or str(status)


def digest_of(ref: SheetRef, lines: Iterable[str]) -> str:
    """The 封存码, 64 hexadecimal digits."""
    head = "|".join((ref.kind, ref.programme, ref.city, ref.subject, ref.panel, ref.judge))
    return hashlib.sha256("\n".join([head, *sorted(lines)]).encode()).hexdigest()


def grouped(digest: str) -> str:
    """A digest as it is printed and read aloud, in fours."""
    return " ".join(digest[n : n + 4] for n in range(0, len(digest), 4)).upper()


def stored(session: Session, ref: SheetRef) -> list[Stored]:
    """Every mark there is under a seal's key, sealed or not."""
    rows: Iterable[Any]
    if ref.kind in ONE_MARK:
        model: Any = MODELS[ref.kind]
        rows = session.scalars(
            select(model)
            .join(Application, Application.uid == model.application_uid)
            .where(Application.programme == ref.programme, Application.city == ref.city, Application.subject == ref.subject)
        )
    elif ref.kind == "interview":
        rows = session.scalars(select(InterviewScore).where(InterviewScore.panel_uid == ref.panel, InterviewScore.judge == ref.judge))
    else:
        rows = session.scalars(
            select(ExpertScore)
            .join(Application, Application.uid == ExpertScore.application_uid)
            .where(Application.programme == ref.programme, Application.subject == ref.subject, ExpertScore.expert == ref.judge)
        )
    return [_stored(ref.kind, row) for row in rows]


def by_uid(session: Session, kind: str, uids: Iterable[str]) -> dict[str, Stored]:
    """Marks of one kind by their own uid."""
    model: Any = MODELS[kind]
    return {row.uid: _stored(kind, row) for row in session.scalars(select(model).where(model.uid.in_(list(uids))))}


def _stored(kind: str, row: Any) -> Stored:
    if kind in ONE_MARK:
        line = line_of(kind, row.application_uid, "", row.status, {}, row.raw, row.full_mark)
        return Stored(row.uid, row.application_uid, line, row.status, row.raw)
    judge = row.judge if kind == "interview" else row.expert
    line = line_of(kind, row.application_uid, judge, row.status, row.marks, None, Decimal(0))
    total = sum((Decimal(v) for v in row.marks.values()), Decimal(0)) if row.marks else None
    return Stored(row.uid, row.application_uid, line, row.status, total)

"""The stored side of a sheet: its record, the rows of a pass, and how a mark stands in its own table."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import ComponentScore, EntryMark, EntrySheet, ExpertScore, InterviewScore, TestScore
from yingcai_desktop.rules.entry import NORMAL, Given
from yingcai_desktop.rules.text import clean_text
from yingcai_desktop.services.entry.paper import Paper
from yingcai_desktop.services.marked import MARK, MODELS, ONE_MARK, SheetRef

SETTLING = 3
"""The turn in which differences are settled."""
BY = {1: "first_by", 2: "second_by"}
CLOSED = {1: "first_closed", 2: "second_closed"}
TOTAL = {1: "first_total", 2: "second_total"}
TURNS = {1: "第一遍", 2: "第二遍"}


def who(name: str) -> str:
    """A person's name as it is compared: a blank more or less does not make another person."""
    return clean_text(name)


def sheet_of(session: Session, ref: SheetRef) -> EntrySheet | None:
    """The record of a sheet, once somebody has begun it."""
    return session.scalars(
        select(EntrySheet).where(
            EntrySheet.kind == ref.kind,
            EntrySheet.programme == ref.programme,
            EntrySheet.city == ref.city,
            EntrySheet.subject == ref.subject,
            EntrySheet.panel == ref.panel,
            EntrySheet.judge == ref.judge,
        )
    ).one_or_none()


def rows_of(session: Session, sheet: EntrySheet | None, turn: int) -> dict[str, EntryMark]:
    """Candidate → the row of one turn."""
    if sheet is None:
        return {}
    found = session.scalars(select(EntryMark).where(EntryMark.sheet_uid == sheet.uid, EntryMark.turn == turn))
    return {row.application_uid: row for row in found}


def given(row: EntryMark) -> Given:
    """A stored row as the rules read it."""
    return Given(row.status, dict(row.marks), frozenset(row.zeros))


def is_open(sheet: EntrySheet | None) -> bool:
    """Whether both passes are handed in: only then may anybody see both (U37)."""
    return sheet is not None and bool(sheet.first_closed and sheet.second_closed)


def stored_marks(session: Session, paper: Paper) -> dict[str, tuple[str, Given]]:
    """Candidate → uid and content of the mark in its own table, whether loaded or settled before."""
    uids = [line.uid for line in paper.lines]
    return {row.application_uid: (row.uid, _as_given(row)) for row in _scores(session, paper.ref, uids)}


def _scores(session: Session, ref: SheetRef, uids: list[str]) -> Iterable[Any]:
    if ref.kind in ONE_MARK:
        model: Any = MODELS[ref.kind]
        return session.scalars(select(model).where(model.application_uid.in_(uids)))
    if ref.kind == "interview":
        return session.scalars(
            select(InterviewScore).where(InterviewScore.application_uid.in_(uids), InterviewScore.judge == ref.judge)
        )
    return session.scalars(select(ExpertScore).where(ExpertScore.application_uid.in_(uids), ExpertScore.expert == ref.judge))


def _as_given(row: Any) -> Given:
    if not isinstance(row, TestScore | ComponentScore):
        return Given(row.status, dict(row.marks))
    return Given(row.status, {} if row.raw is None else {MARK: f"{row.raw:f}"})


def same(one: Given, other: Given) -> bool:
    """Whether two rows say the same."""
    return _plain(one) == _plain(other)


def _plain(row: Given) -> tuple[str, dict[str, str]]:
    status = row.status or NORMAL
    return status, {k: v for k, v in row.marks.items() if v} if status == NORMAL else {}

"""到校签到表 and 催办单 from the board of the year: the screen, the sheet and the count say the same (ux §4.9; G06)."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date
from itertools import groupby

from yingcai_desktop.desk import Desk
from yingcai_desktop.documents.growth import Due, Person, Reminder, SignInSheet, reminders_pdf, sign_in_sheets_pdf
from yingcai_desktop.documents.page import Heading
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.services import deciding
from yingcai_desktop.services.printing.heading import heading
from yingcai_desktop.services.trainees.board import Board, Row


def sign_in(desk: Desk, board: Board, people: Collection[str], day: date | None = None, place: str = "") -> bytes:
    """A sheet per programme and city for these trainees. Raises `NotAllowed` when there is nobody."""
    rows = _chosen(board, people, lambda r: r.student.training, "到校签到表")
    sheets = []
    for (programme, city), group in groupby(rows, key=lambda r: (r.student.programme, r.student.city)):
        members = tuple(Person(r.student.name, r.student.subject, r.student.school, r.student.mentor) for r in group)
        sheets.append(SignInSheet(_heading(desk, programme, city), members, day, place))
    return sign_in_sheets_pdf(sheets)


def reminders(desk: Desk, board: Board, people: Collection[str]) -> bytes:
    """A sheet per mentor of those who are behind, owe logs or stay away. Raises `NotAllowed` when nobody does."""
    rows = _chosen(board, people, owes, "催办单")
    by_mentor: dict[str, list[Row]] = {}
    for row in rows:
        by_mentor.setdefault(row.student.mentor_uid, []).append(row)
    return reminders_pdf([_reminder(desk, board, group) for group in by_mentor.values()])


def owes(row: Row) -> bool:
    """Whether there is something to remind of."""
    return row.student.training and (row.behind or bool(row.open_logs) or row.stays_away or bool(row.waiting))


def _chosen(board: Board, people: Collection[str], keep: Callable[[Row], bool], what: str) -> list[Row]:
    rows = [r for r in board.rows if r.uid in people and keep(r)]
    if not rows:
        raise NotAllowed(f"没有可打印的“{what}”：现在名单里没有这样的在培学员。请换一个筛选条件；没有生成文件。")
    return rows


def _heading(desk: Desk, programme: str, city: str) -> Heading:
    with desk.read() as session:
        made = heading(desk, deciding.stored(session), (programme, desk.schemes.group_city(programme, city), ""))
    return replace(made, basis=(*made.basis, desk.schemes[programme].training.clause))


def _reminder(desk: Desk, board: Board, rows: list[Row]) -> Reminder:
    first = rows[0].student
    people = tuple(
        Due(
            r.student.name, r.student.school, f"{r.visits}/{r.required}",
            "" if r.forecast is None else f"{r.forecast}/{r.required}",
            "、".join(f"{int(m[5:])}月" for m in r.short), "、".join(f"{d.month}.{d.day}" for d in r.open_logs),
            f"{r.away}天" if r.stays_away else "",
        )
        for r in rows
    )  # fmt: skip
    return Reminder(
        _heading(desk, first.programme, first.city), first.mentor, first.university, board.today, people, sum(r.waiting for r in rows)
    )

"""What the person at the desk may see of a sheet: one's own pass, how far the other is, and nothing the other has typed (U37)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from sqlalchemy.orm import Session

from db.models import EntryMark, EntrySheet
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.rules.entry import Gap, Given, sheet_total
from yingcai_desktop.services.entry.keeping import BY, CLOSED, TOTAL, TURNS, given, is_open, rows_of, sheet_of, who
from yingcai_desktop.services.entry.paper import Paper
from yingcai_desktop.services.entry.passes import gaps


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sheet is: who types each pass, how many rows each has, when handed in. No mark, no total."""

    first_by: str = ""
    second_by: str = ""
    first_rows: int = 0
    second_rows: int = 0
    first_closed: str = ""
    second_closed: str = ""
    compared: bool = False
    third_by: str = ""
    settled: str = ""

    def turn_of(self, person: str) -> int:
        """The pass a person types; 0: neither."""
        name = who(person)
        return 1 if name and name == self.first_by else 2 if name and name == self.second_by else 0

    def is_closed(self, turn: int) -> bool:
        """Whether a pass is handed in."""
        return bool(self.first_closed if turn == 1 else self.second_closed)


@dataclass(frozen=True, slots=True)
class View:
    """A pass with its rows, what is lacking, and its sum; `paper_total` is what was typed from the paper, once handed in."""

    turn: int
    by: str
    closed: str
    rows: Mapping[str, Given]
    gaps: tuple[Gap, ...]
    total: Fraction
    paper_total: Decimal | None


def progress(desk: Desk, paper: Paper) -> Progress:
    """How far a sheet is."""
    with desk.read() as session:
        return progress_in(session, paper)


def progress_in(session: Session, paper: Paper) -> Progress:
    """How far a sheet is, in a session that is open already."""
    sheet = sheet_of(session, paper.ref)
    if sheet is None:
        return Progress()
    on_paper = {line.uid for line in paper.lines}
    first, second = (_filled(rows_of(session, sheet, turn), on_paper) for turn in (1, 2))
    return Progress(
        sheet.first_by, sheet.second_by, first, second, sheet.first_closed, sheet.second_closed, sheet.compared, sheet.third_by, sheet.settled
    )


def _filled(rows: Mapping[str, EntryMark], on_paper: set[str]) -> int:
    return sum(1 for uid, row in rows.items() if uid in on_paper and not given(row).is_blank)


def view(desk: Desk, paper: Paper, turn: int) -> View:
    """A pass as the person at the desk may see it. Raises `NotAllowed` for somebody else's pass until both are handed in (U37)."""
    with desk.read() as session:
        sheet = sheet_of(session, paper.ref)
        if sheet is not None and not is_open(sheet):
            _refuse_eyes(sheet, turn, who(desk.actor))
        rows = {uid: given(row) for uid, row in rows_of(session, sheet, turn).items()}
    shown = {line.uid: rows[line.uid] for line in paper.lines if line.uid in rows}
    by, closed, total = (getattr(sheet, column[turn]) if sheet else None for column in (BY, CLOSED, TOTAL))
    return View(turn, by or "", closed or "", shown, tuple(gaps(paper, shown)), sheet_total(shown.values(), paper.fields), total)


def _refuse_eyes(sheet: EntrySheet, turn: int, person: str) -> None:
    owner = getattr(sheet, BY[turn])
    if owner and owner != person:
        raise NotAllowed(f"{TURNS[turn]}由“{owner}”录入。两遍都提交以前，只有录入人本人能看到（双录互不可见）。")


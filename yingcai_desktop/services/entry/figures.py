"""录入差错: how many cells each person typed, and how many the paper proved wrong (features D10)."""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import select

from db.models import EntryMark, EntrySheet
from yingcai_desktop.desk import Desk
from yingcai_desktop.rules.entry import NORMAL, STATUS
from yingcai_desktop.services.scope import EVERYTHING, Scope


@dataclass(frozen=True, slots=True)
class ClerkFigures:
    """One person's entries on settled sheets; `rate` is wrong ÷ cells, exact, None without cells."""

    name: str
    sheets: int
    cells: int
    wrong: int

    @property
    def rate(self) -> Fraction | None:
        """The share of wrong cells."""
        return Fraction(self.wrong, self.cells) if self.cells else None


def clerk_figures(desk: Desk, scope: Scope = EVERYTHING) -> list[ClerkFigures]:
    """Everybody who typed on settled sheets in scope, most cells first; a sheet not yet settled says nothing."""
    sheets: Counter[str] = Counter()
    cells: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    with desk.read() as session:
        settled = [s for s in session.scalars(select(EntrySheet).where(EntrySheet.settled != "")) if scope.covers(s.programme, s.city)]
        for sheet in settled:
            rows = session.scalars(select(EntryMark).where(EntryMark.sheet_uid == sheet.uid)).all()
            final = {row.application_uid: row for row in rows if row.turn == 3}
            for turn, name in ((1, sheet.first_by), (2, sheet.second_by)):
                sheets[name] += 1
                for row in (r for r in rows if r.turn == turn):
                    cells[name] += max(1, len(row.marks))
                    wrong[name] += _wrong(row, final.get(row.application_uid))
    return [ClerkFigures(name, sheets[name], cells[name], wrong[name]) for name in sorted(sheets, key=lambda n: (-cells[n], n))]


def _wrong(row: EntryMark, final: EntryMark | None) -> int:
    """Cells of a row that are not what was settled over the paper."""
    if final is None:
        return 0
    if row.status != final.status or STATUS in final.picked:
        return int(row.status != final.status or row.marks != final.marks)
    return sum(row.marks.get(title, "") != mark for title, mark in final.marks.items()) if final.status == NORMAL else 0

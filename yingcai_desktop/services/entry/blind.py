"""What the readers of the journal must not tell: the marks and totals of a pass before both are handed in (U37)."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.journal import Entry
from db.models import EntryMark, EntrySheet, PanelReturn


def blinded(session: Session) -> Callable[[Entry], bool]:
    """Whether an entry of the journal is about a pass that is still blind; also of rows that are gone since (重新录入)."""
    columns = (EntrySheet.uid, EntrySheet.first_closed, EntrySheet.second_closed)
    seen = {uid for uid, first, second in session.execute(select(*columns)) if first and second}
    shown = {uid for uid, sheet in session.execute(select(EntryMark.uid, EntryMark.sheet_uid)) if sheet in seen}

    open_sheets = select(EntrySheet.panel, EntrySheet.judge).where(EntrySheet.first_closed != "", EntrySheet.second_closed != "")
    laid = {(panel, judge) for panel, judge in session.execute(open_sheets)}
    columns_of = (PanelReturn.uid, PanelReturn.panel_uid, PanelReturn.judge)
    told = {uid for uid, panel, judge in session.execute(select(*columns_of)) if (panel, judge) in laid}

    def blind(entry: Entry) -> bool:
        if entry.table == PanelReturn.__tablename__:
            return entry.uid not in told
        if entry.table == EntryMark.__tablename__:
            return entry.uid not in shown
        return entry.table == EntrySheet.__tablename__ and entry.uid not in seen

    return blind

"""What came back from laptops, as stored: one judge's rows from all of them, and which of them the judge's paper has."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import PanelReturn
from yingcai_desktop.rules.entry import NORMAL, Given
from yingcai_desktop.rules.judging import HandedIn, Judged, Merged, merged
from yingcai_desktop.rules.marks import number_of


def returns_of(session: Session, panel_uid: str, judge: str) -> list[PanelReturn]:
    """Everything a judge handed in, laptop by laptop; what is set aside is not among it."""
    asked = select(PanelReturn).where(
        PanelReturn.panel_uid == panel_uid, PanelReturn.judge == judge, PanelReturn.set_aside == ""
    )
    return list(session.scalars(asked.order_by(PanelReturn.laptop)))


def rows_from(returns: Iterable[PanelReturn]) -> Merged:
    """One judge's rows."""
    return merged(HandedIn(one.laptop, judged(one.rows), frozenset(one.dropped)) for one in returns)


def judged(rows: Mapping[str, Any]) -> dict[str, Judged]:
    """Stored rows as the rules read them. A 0 on a laptop was given with a reason: it is confirmed."""
    found = {}
    for uid, row in rows.items():
        marks = dict(row["marks"])
        zeros = frozenset(title for title, text in marks.items() if number_of(text) == 0)
        found[uid] = Judged(Given(row["status"] or NORMAL, marks, zeros), row["reason"], row["comment"])
    return found


def counted(session: Session) -> dict[tuple[str, str], str]:
    """(candidate, judge) → panel, of rows that count although the judge does not sit there for the candidate any more (E10)."""
    found = session.scalars(select(PanelReturn).where(PanelReturn.set_aside == ""))
    return {(uid, one.judge): one.panel_uid for one in found for uid, why in one.counted.items() if not why}


def comments(session: Session, panel_uid: str, judge: str) -> dict[str, dict[str, str]]:
    """Candidate → the comment the judge wrote at a laptop, as the column of the mark; nobody types it a second time."""
    rows = rows_from(returns_of(session, panel_uid, judge)).rows
    return {uid: {"comment": row.comment} for uid, row in rows.items() if row.comment}

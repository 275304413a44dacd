"""Marks somebody has begun to enter twice that are not settled or not sealed yet: a list must not be locked over them (ux §4.7 X).

Marks that came by workbook alone have no entry sheet and need no seal.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import EntrySheet
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services.marked import SheetRef
from yingcai_desktop.services.progress import Part
from yingcai_desktop.services.sealing.refusing import seal_record, title_of

_SHOWN = 5


def unsealed(session: Session, schemes: Schemes, part: Part) -> list[str]:
    """One sentence a seal that is lacking; the first few, then how many more."""
    query = select(EntrySheet).where(EntrySheet.programme == part[0], EntrySheet.kind.in_(("test", "interview", "component")))
    found: dict[SheetRef, str] = {}
    for sheet in session.scalars(query.order_by(EntrySheet.kind.desc(), EntrySheet.subject, EntrySheet.panel, EntrySheet.judge)):
        ref = SheetRef(sheet.kind, sheet.programme, sheet.city, sheet.subject, sheet.panel, sheet.judge)
        if part[1] not in ("", sheet.city) or seal_record(session, ref) is not None:
            continue
        state = "还没有封存" if sheet.settled else "两遍录入还没有核定差异"
        if not sheet.settled or ref.sealed_as not in found:
            found[ref.sealed_as] = f"{title_of(session, schemes, ref.sealed_as)}{state}"
    sentences = list(found.values())
    more = [f"另有 {len(sentences) - _SHOWN} 份成绩没有封存"] if len(sentences) > _SHOWN else []
    return sentences[:_SHOWN] + more

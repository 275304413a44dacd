"""录入≠审核: who entered a record does not review it (domain §3.16, [F41]). Asked of the journal, which nobody can forget to write.

Only where people sign in: a store without users does not know who anybody is.
"""

from collections.abc import Collection

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.revisions import JOURNAL
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed

ENTERING = frozenset(
    {"application.create", "application.edit", "applicants.load", "mentor.create", "mentor.edit", "mentor.recommend", "mentors.load"}
)
"""Actions that put in what is reviewed later."""
REVIEWING = frozenset({"approve", "city-pass"})
"""Verbs nobody takes on what they entered themselves; sending back and refusing harm nobody's control."""


class _Header(msgspec.Struct):
    action: str
    actor: str


_header = msgspec.json.Decoder(_Header).decode
_MANY = 400


def entered_by_me(desk: Desk, session: Session, uids: Collection[str]) -> set[str]:
    """Which of these records the person at the desk entered or corrected; none where nobody signs in."""
    if desk.user is None:
        return set()
    query = select(JOURNAL.c.record, JOURNAL.c.header)
    if len(uids) <= _MANY:
        query = query.where(JOURNAL.c.record.in_(uids))
    wanted, found = set(uids), set()
    for record, text in session.execute(query):
        if record in wanted and record not in found:
            header = _header(text)
            if header.actor == desk.actor and header.action in ENTERING:
                found.add(record)
    return found


def require_another(desk: Desk, session: Session, uids: Collection[str], doing: str) -> None:
    """Refuse a step over records the person at the desk entered."""
    if own := entered_by_me(desk, session, uids):
        raise NotAllowed(
            f"其中 {len(own)} 条由您（{desk.actor}）本人录入或更正，录入的人不能自己审核。没有改动；请另一位有审核角色的人登录后办理“{doing}”。"
        )

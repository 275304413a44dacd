"""录入≠审核: who entered a record does not review it (domain §3.16, [F41]). Asked of the journal, which nobody can forget to write.

Only where people sign in: a store without users does not know who anybody is.
"""

from collections.abc import Collection

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import User
from db.revisions import JOURNAL
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed

ENTERING = frozenset(
    {"application.create", "application.edit", "applicants.load", "mentor.edit", "mentor.recommend", "mentors.load"}
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
    return set() if desk.user is None else _entered(session, desk.actor, uids)


def require_another(session: Session, actor: str, uids: Collection[str], doing: str) -> None:
    """Refuse a review of records the actor entered; `services/review.py` asks, so that no way leads around it."""
    if session.scalars(select(User.uid).limit(1)).first() is None:
        return
    if own := _entered(session, actor, uids):
        raise NotAllowed(
            f"其中 {len(own)} 条由“{actor}”本人录入或更正，录入的人不能自己审核。没有改动；请另一位有审核角色的人登录后办理“{doing}”。"
        )


def _entered(session: Session, actor: str, uids: Collection[str]) -> set[str]:
    query = select(JOURNAL.c.record, JOURNAL.c.header)
    if len(uids) <= _MANY:
        query = query.where(JOURNAL.c.record.in_(uids))
    wanted, found = set(uids), set()
    for record, text in session.execute(query):
        if record in wanted and record not in found:
            header = _header(text)
            if header.actor == actor and header.action in ENTERING:
                found.add(record)
    return found

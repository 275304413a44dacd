"""两个项目都入选: who stands admitted twice, and who has a place in the programme that goes first (附件1 四（二）, 附件2 四（二）; domain.md §3.18 双录)."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.gate import Change
from db.models import Application, DualPlace, Selection
from yingcai_desktop.decisions import Decisions
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed, Problem
from yingcai_desktop.rules.ownership import is_region
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services import progress
from yingcai_desktop.services.people import Person, group_of, people


def both(session: Session, schemes: Schemes) -> list[list[Person]]:
    """The applications of everybody admitted in more than one programme, a list a person."""
    admitted = set(session.scalars(select(Selection.application_uid).where(Selection.status == "admitted")))
    found: dict[str, list[Person]] = defaultdict(list)
    for person in people(session, schemes):
        if person.uid in admitted:
            found[person.id_number].append(person)
    return [rows for rows in found.values() if len(rows) > 1]


def twice(session: Session, schemes: Schemes) -> list[Problem]:
    """One problem (`dual.admission`) for each group somebody admitted twice belongs to."""
    return [
        Problem("dual.admission", *group_of(schemes, one), ids=(one.id_number,))
        for rows in both(session, schemes)
        for one in rows
    ]


def placed(session: Session, decisions: Decisions, settled: Collection[str]) -> set[str]:
    """ID numbers of those the programme that goes first has admitted, where it is not settled now: as stored here, or as the region told."""
    first = _first(decisions)
    if first in settled:
        return set()
    told = select(Application.id_number).join(DualPlace, DualPlace.application_uid == Application.uid)
    return _admitted_by(session, first) | set(session.scalars(told.where(DualPlace.programme == first)))


def refuse_unsettled(desk: Desk, session: Session, decisions: Decisions, settled: Collection[str]) -> None:
    """A city cannot know who has a place in the programme that goes first until the region has told it (决定 `dual`)."""
    first = _first(decisions)
    if is_region(desk.store.office) or first in settled or progress.is_done(session, "admit", first):
        return
    raise NotAllowed(
        f"还不能录取：按签认的办法先定{desk.schemes[first].short}，自治区的结果还没有收到。什么都没有改动；请先导入自治区下发的录取数据包，再办理录取。"
    )


def tell(change: Change, decisions: Decisions, settled: Collection[str]) -> None:
    """Keep who of the other programme's applicants has a place now in the one that goes first, if that was settled: what cities are told."""
    first = _first(decisions)
    if first not in settled:
        return
    taken = _admitted_by(change.session, first)
    others = change.execute(select(Application.uid, Application.id_number).where(Application.programme != first))
    wanted = {uid for uid, id_number in others if id_number in taken}
    held = dict(
        change.execute(select(DualPlace.application_uid, DualPlace.uid).where(DualPlace.programme == first)).all()
    )
    change.delete(DualPlace, [uid for application, uid in held.items() if application not in wanted])
    change.insert(DualPlace, [{"application_uid": uid, "programme": first} for uid in sorted(wanted - held.keys())])


def _first(decisions: Decisions) -> str:
    """The programme that is settled first."""
    return decisions.text("dual").removesuffix("-first")


def _admitted_by(session: Session, programme: str) -> set[str]:
    query = select(Application.id_number).join(Selection, Selection.application_uid == Application.uid)
    return set(session.scalars(query.where(Application.programme == programme, Selection.status == "admitted")))

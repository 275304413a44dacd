"""Freezing marks: whole, agreed in double entry, equal to the total on the paper, by two people (D09)."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.base import new_uid
from db.journal import head
from db.models import Application, EntrySheet, Seal, SealedMark
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed, Problem
from yingcai_desktop.rules.marks import printed
from yingcai_desktop.rules.states import ApplicationState
from yingcai_desktop.services.entry.paper import papers
from yingcai_desktop.services.marked import SheetRef
from yingcai_desktop.services.scope import Scope
from yingcai_desktop.services.sealing.lines import Stored, digest_of, stored
from yingcai_desktop.services.sealing.reading import Sealed, seal_of
from yingcai_desktop.services.sealing.refusing import refuse_sealed, title_of


@dataclass(frozen=True, slots=True)
class Ready:
    """What sealing would freeze, and every sentence that still stands in its way."""

    title: str
    count: int
    states: dict[str, int]
    total: Decimal
    entered_twice: int
    lacking: int
    obstacles: tuple[str, ...]


def ready(desk: Desk, ref: SheetRef) -> Ready:
    """How far the marks under a seal's key are."""
    key = ref.sealed_as
    wanted = _wanted(desk, key)
    with desk.read() as session:
        return _ready(session, desk, key, wanted, stored(session, key))


def _wanted(desk: Desk, key: SheetRef) -> frozenset[str]:
    """Everybody who must have a mark: on the paper, and in a test everybody approved (FORMAT §5, shortlist)."""
    if key.kind == "test":
        with desk.read() as session:
            approved = select(Application.uid).where(
                Application.programme == key.programme,
                Application.city == key.city,
                Application.subject == key.subject,
                Application.state == ApplicationState.APPROVED,
            )
            return frozenset(session.scalars(approved))
    found = papers(desk, key.kind, Scope(key.programme, key.city))
    return frozenset(line.uid for paper in found if paper.ref == key for line in paper.lines)


def _ready(session: Session, desk: Desk, key: SheetRef, wanted: frozenset[str], marks: list[Stored]) -> Ready:
    sheets = _sheets(session, key)
    lacking = len(wanted - {m.application_uid for m in marks})
    waiting = [sheet for sheet in sheets if not sheet.settled]
    obstacles = []
    if not marks:
        obstacles.append("还没有成绩")
    if lacking:
        obstacles.append(f"还缺 {lacking} 份成绩（缺考等也要登记状态）")
    if waiting:
        obstacles.append(f"{len(waiting)} 张成绩单还没有两遍录完、核定")
    total = sum((m.total for m in marks if m.total is not None), Decimal(0))
    states = dict(Counter(m.status for m in marks))
    title = title_of(session, desk.schemes, key)
    return Ready(title, len(marks), states, total, len(sheets) - len(waiting), lacking, tuple(obstacles))


def _sheets(session: Session, key: SheetRef) -> list[EntrySheet]:
    """Entry sheets under a seal's key."""
    query = select(EntrySheet).where(
        EntrySheet.kind == key.kind,
        EntrySheet.programme == key.programme,
        EntrySheet.city == key.city,
        EntrySheet.subject == key.subject,
        EntrySheet.judge == key.judge,
    )
    return list(session.scalars(query if key.kind == "test" else query.where(EntrySheet.panel == key.panel)))


def seal(desk: Desk, ref: SheetRef, paper_total: Decimal) -> Sealed:
    """Freeze every mark under a seal's key. `paper_total` is the sum of all sheets as it stands on paper.

    Raises `NotAllowed`: without a second person, when something is lacking or not settled, when the totals differ, when sealed already.
    """
    desk.require_witness("封存成绩")
    key = ref.sealed_as
    wanted = _wanted(desk, key)
    with desk.change("score.seal", reason="成绩核对无误，封存") as change:
        refuse_sealed(change.session, desk.schemes, key)
        marks = stored(change.session, key)
        found = _ready(change.session, desk, key, wanted, marks)
        if found.obstacles:
            raise NotAllowed(
                f"{found.title}还不能封存：{'；'.join(found.obstacles)}。没有封存；请办完后再封存。",
                [Problem("scores.missing", key.programme, key.city, key.subject)] if found.lacking else [],
            )
        if found.total != paper_total:
            raise NotAllowed(
                f"{found.title}的总分是 {printed(found.total)}，纸面总分是 {printed(paper_total)}，两者不符。没有封存；请逐张核对纸面合计。",
                [Problem("entry.total", key.programme, key.city, key.subject)],
            )
        end = head(change.session)
        uid = new_uid()
        values = {
            "uid": uid, "kind": key.kind, "programme": key.programme, "city": key.city, "subject": key.subject, "panel": key.panel,
            "judge": key.judge, "count": len(marks), "sums": {"total": f"{found.total:f}", "states": found.states},
            "paper_total": f"{paper_total:f}", "digest": digest_of(key, [m.line for m in marks]), "journal_n": end.n,
            "journal_hash": end.hash.hex(), "sealed_by": desk.actor, "sealed_with": desk.witness,
            "sealed_at": desk.clock().isoformat(timespec="seconds"),
        }  # fmt: skip
        change.insert(Seal, [values])
        change.insert(
            SealedMark, [{"seal_uid": uid, "application_uid": m.application_uid, "score_uid": m.uid, "line": m.line} for m in marks]
        )
    made = seal_of(desk, key)
    assert made is not None
    return made

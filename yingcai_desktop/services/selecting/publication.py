"""公示与备案: dates and contacts as recorded, objections with their deadline and outcome (domain.md §3.13, §4.10; features F06, F10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Application, Objection, Publication
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.services.progress import Part
from yingcai_desktop.services.scope import Scope
from yingcai_desktop.services.selecting import locks

OUTCOMES = ("异议不成立", "异议成立，取消名额", "异议成立，更正后重新公示")
DAYS, ADVISED = 5, "建议公示不少于 5 个工作日"
FIELDS = ("start", "end", "telephone", "email", "address", "taken_down", "filed_on", "receipt")


@dataclass(frozen=True, slots=True)
class Published:
    """The publication of one part as recorded; blank where nobody has written anything yet."""

    start: date | None = None
    end: date | None = None
    telephone: str = ""
    email: str = ""
    address: str = ""
    taken_down: date | None = None
    filed_on: date | None = None
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class Complaint:
    """One objection. `late`: still open after its deadline."""

    uid: str
    received: str
    sender: str
    about: str
    content: str
    due: str
    outcome: str
    answer: str
    decided_on: str
    late: bool

    @property
    def state(self) -> str:
        """办理中, 已过期限, or what came of it."""
        return self.outcome or ("已过期限" if self.late else "办理中")


def published(session: Session, part: Part) -> Published:
    """What is recorded for a part."""
    query = select(Publication).where(Publication.programme == part[0], Publication.city == part[1])
    row = session.scalars(query).first()
    return Published(**{name: getattr(row, name) for name in FIELDS}) if row else Published()


def read(desk: Desk, part: Part) -> tuple[Published, list[Complaint]]:
    """The publication and its objections, the latest first."""
    today = desk.clock().date()
    with desk.read() as session:
        names = dict(session.execute(select(Application.uid, Application.name)).all())
        query = select(Objection).where(Objection.programme == part[0], Objection.city == part[1])
        rows = [
            Complaint(
                o.uid, str(o.received), o.sender or "（匿名）", names.get(o.application_uid or "", "（不涉及个人）"), o.content, str(o.due),
                o.outcome, o.answer, str(o.decided_on or ""), not o.outcome and o.due < today,
            )
            for o in session.scalars(query.order_by(Objection.received.desc(), Objection.uid))
        ]  # fmt: skip
        return published(session, part), rows


def record(desk: Desk, part: Part, values: Mapping[str, Any]) -> list[str]:
    """登记公示与备案. Returns warnings (too few days). Raises `Invalid` for an end before the start, `NotAllowed` before the lock."""
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise ValueError(f"no such field: {unknown}")
    with desk.read() as session:
        now = published(session, part)
        if locks.current(session, part) is None:
            raise NotAllowed("名单还没有锁定，不能公示、备案。请先锁定遴选结果。")
    then = Published(**{name: values.get(name, getattr(now, name)) for name in FIELDS})
    if then.start and then.end and then.end < then.start:
        raise Invalid("没有登记：公示止日早于起日。请改正。")
    if then.taken_down and then.end and then.taken_down < then.end:
        raise Invalid("没有登记：撤下日期早于公示止日。请改正。")
    with desk.change("publication.record") as change:
        query = select(Publication).where(Publication.programme == part[0], Publication.city == part[1])
        row = change.scalars(query).first()
        if row is None:
            row = Publication(programme=part[0], city=part[1])
            change.add(row)
        for name in FIELDS:
            setattr(row, name, getattr(then, name))
    short = then.start and then.end and workdays(then.start, then.end) < DAYS
    return [f"▲ 公示期只有 {workdays(then.start, then.end)} 个工作日，{ADVISED}。"] if short and then.start and then.end else []


def workdays(start: date, end: date) -> int:
    """Mondays to Fridays, both ends included; public holidays are not known."""
    return sum((start + timedelta(days=n)).weekday() < 5 for n in range((end - start).days + 1))


def object_to(desk: Desk, part: Part, content: str, due: date, *, sender: str = "", about: str = "", received: date | None = None) -> None:
    """登记异议. Raises `Invalid`: blank, or a deadline before it was received."""
    day = received or desk.clock().date()
    if not content.strip():
        raise Invalid("没有登记：请写明反映的内容。")
    if due < day:
        raise Invalid("没有登记：办结期限早于收到日期。请改正。")
    with desk.change("objection.record") as change:
        change.add(
            Objection(
                programme=part[0], city=part[1], application_uid=about or None, received=day, sender=sender.strip(),
                content=content.strip(), due=due,
            )
        )  # fmt: skip


def answer(desk: Desk, uid: str, outcome: str, words: str) -> None:
    """办结一条异议: an outcome of the list and the reasons, by two people. Raises `Invalid`, `NotAllowed`."""
    if outcome not in OUTCOMES:
        raise Invalid("没有办结：请选择处理结果。")
    if not words.strip():
        raise Invalid("没有办结：请写明核查情况和处理意见。")
    desk.require_witness("办结公示异议")
    with desk.change("objection.record", reason=f"{outcome}：{words.strip()}") as change:
        row = change.get(Objection, uid)
        if row is None or row.outcome:
            raise NotAllowed("这条异议已经办结。没有改动；请刷新后核对。")
        row.outcome, row.answer, row.decided_on = outcome, words.strip(), desk.clock().date()


def candidates(desk: Desk, part: Part) -> list[tuple[str, str]]:
    """Application and name of everybody on the list of a part."""
    from yingcai_desktop.services.admitted import admitted

    with desk.read() as session:
        return [(a.person.uid, f"{a.person.name}（{a.person.subject}）") for a in admitted(session, desk.schemes, Scope(*part))]

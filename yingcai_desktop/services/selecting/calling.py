"""面试人选 as a clerk sees it: test ranks, the line, who comes in with the last, what may be done about too few, and exceptions (features E01)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Application, School, ShortlistEntry
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed, Undecided
from yingcai_desktop.rules.marks import printed
from yingcai_desktop.rules.ranking import shared_ranks
from yingcai_desktop.rules.shortlist import reaches_line, target
from yingcai_desktop.services import deciding, exams, progress
from yingcai_desktop.services.people import Group, group_of, people
from yingcai_desktop.services.progress import Part
from yingcai_desktop.services.scope import Scope
from yingcai_desktop.services.selecting import locked, locks

SHORTAGE = ("按实有人数面试（附件1 四（二）原则上 3:1）", "组织缺考学生补测后重新确定", "由单位另行签认分数线后重新确定")
"""What may be done where fewer reach the line than should be called."""


@dataclass(frozen=True, slots=True)
class Row:
    """One approved applicant. `rank` 0: no valid paper, or below the line. `note` says which and why."""

    uid: str
    name: str
    gender: str
    school: str
    school_short: str
    grade: str
    rank: int
    score: str
    status: str
    called: bool
    tied: bool
    exception: str
    note: str


@dataclass(frozen=True, slots=True)
class GroupCall:
    """One group: so many called of the wanted `target` = ⌈ratio × seats⌉; `cut` rows stand above the line."""

    group: Group
    seats: int
    target: int
    line: str
    rows: tuple[Row, ...]
    cut: int
    called: int
    candidates: int
    tied: int
    waiting: int

    @property
    def shortage(self) -> int:
        """How many are lacking to the target."""
        return max(0, self.target - self.called)


@dataclass(frozen=True)
class Calling:
    """One part; `done`: the list was made. `stale`: it would come out otherwise now."""

    part: Part
    groups: Mapping[Group, GroupCall]
    done: bool = False
    stale: bool = False
    admitted: bool = False
    lock: locks.Lock | None = None
    refusal: str = ""


def read(desk: Desk, part: Part) -> Calling:
    """Read one part; not on the UI thread."""
    schemes = desk.schemes
    with desk.read() as session:
        done = not progress.lacking(session, "shortlist", [part])
        admitted, lock = bool(progress.having(session, "admit", [part])), locks.current(session, part)
        short = {name: min((*aliases, name), key=len) for name, aliases in session.execute(select(School.name, School.aliases))}
        papers = exams.papers(session)
        stored = {e.application_uid: (e.score, e.exception) for e in session.scalars(select(ShortlistEntry))}
        decisions = deciding.stored(session)
        approved = [p for p in people(session, schemes, Scope(part[0])) if p.state == exams.APPROVED and group_of(schemes, p)[1] == part[1]]
        groups: dict[Group, GroupCall] = {}
        stale = False
        try:
            for group in (g for g in schemes.groups() if g[:2] == part):
                mine = [p for p in approved if p.subject == group[2]]
                line, seats = exams.pass_line(decisions, group), decisions.seats(*group)
                wanted = target(decisions.number("ratio"), seats)
                scores = {p.uid: s for p in mine if (paper := papers.get(p.uid)) and (s := paper[1]) is not None and reaches_line(paper[0], s, line)}
                ranks = shared_ranks({uid: (score,) for uid, score in scores.items()})
                inside = {uid for uid, number in ranks.items() if number <= wanted}
                called = {p.uid for p in mine if p.uid in stored} if done else inside
                stale |= done and inside != {uid for uid in called if not stored[uid][1]}
                last = min((scores[uid] for uid in inside), default=None)
                over = len(inside) > wanted
                rows = [
                    Row(
                        p.uid, p.name, p.gender, p.school, short.get(p.school, p.school), p.grade, ranks.get(p.uid, 0),
                        _score(papers.get(p.uid)), papers[p.uid][0] if p.uid in papers else "没有成绩", p.uid in called,
                        over and scores.get(p.uid) == last, stored.get(p.uid, ("", ""))[1],
                        _note(papers.get(p.uid), line, over and scores.get(p.uid) == last, stored.get(p.uid, ("", ""))[1]),
                    )
                    for p in mine
                ]  # fmt: skip
                rows.sort(key=lambda r: (r.rank or 10**6, -Fraction(papers[r.uid][1] or 0) if r.uid in papers else 1, r.uid))
                groups[group] = GroupCall(
                    group, seats, wanted, printed(line), tuple(rows), len(inside), len(called), len(scores),
                    max(0, len(inside) - wanted), sum(p.uid not in papers for p in mine),
                )  # fmt: skip
        except Undecided as undecided:
            return Calling(part, {}, done, False, admitted, lock, undecided.message)
        return Calling(part, groups, done, stale, admitted, lock)


def call_all_the_same(desk: Desk, uid: str, reason: str) -> None:
    """破例: call somebody with a valid paper who is not on the list (3:1 is 原则上). A reason and a second person.

    Raises `Invalid`, `NotAllowed`.
    """
    if not reason.strip():
        raise Invalid("没有加入：破例进入面试要写明理由（原则上 3:1，附件1 四（二））。")
    desk.require_witness("破例进入面试")
    with desk.read() as session:
        person = session.get(Application, uid)
        if person is None or person.state != exams.APPROVED:
            raise NotAllowed("没有加入：只有资格审查通过的学生才能进入面试。")
        group = (person.programme, desk.schemes.group_city(person.programme, person.city), person.subject)
        locked.refuse(session, desk.schemes, Scope(*group[:2]), "破例进入面试")
        if progress.lacking(session, "shortlist", [group[:2]]):
            raise NotAllowed("没有加入：请先确定面试人选，再个别破例。")
        if progress.having(session, "admit", [group[:2]]):
            raise NotAllowed("没有加入：已经录取，不能再增加面试人选。")
        if session.scalars(select(ShortlistEntry.uid).where(ShortlistEntry.application_uid == uid)).first():
            raise NotAllowed(f"{person.name}已经在面试人选里。没有改动。")
        score = _paper(session, uid)
        rank = _rank(session, desk, group, score)
    with desk.change("shortlist.except", reason=reason.strip()) as change:
        change.add(ShortlistEntry(application_uid=uid, score=str(score), rank=rank, exception=reason.strip()))


def _paper(session: Session, uid: str) -> Fraction:
    status, score = exams.papers(session).get(uid, ("", None))
    if status != "正常" or score is None:
        raise NotAllowed("没有加入：没有有效的测试成绩（缺考、违纪或未登记），不能进入面试（附件1 四（二））。")
    return score


def _rank(session: Session, desk: Desk, group: Group, score: Fraction) -> int:
    papers = exams.papers(session)
    mine = (papers.get(p.uid, ("", None))[1] for p in exams.approved(session, desk.schemes) if group_of(desk.schemes, p) == group)
    return 1 + sum(one is not None and one > score for one in mine)


def _score(paper: exams.Paper | None) -> str:
    return printed(paper[1]) if paper and paper[1] is not None else ""


def _note(paper: exams.Paper | None, line: Fraction, tied: bool, exception: str) -> str:
    if exception:
        return f"破例：{exception}"
    if paper is None:
        return "还没有测试成绩"
    if paper[0] != "正常":
        return paper[0]
    if paper[1] is not None and paper[1] < line:
        return f"低于分数线 {printed(line)}"
    return "末位同分" if tied else ""

"""为什么: the way one candidate went, with the same numbers as the lists and the decisions that were in force (features F04)."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.journal import history as journal_of
from db.models import Application, Decision, Declination, Mentor, Selection, ShortlistEntry, TestScore, TieRuling
from yingcai_desktop.decision_names import name_of
from yingcai_desktop.desk import Desk
from yingcai_desktop.documents.why import Signed, Step, Why, why_pdf
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.rules.marks import printed, total
from yingcai_desktop.services import deciding, exams, interviews
from yingcai_desktop.services.decided_words import value_of
from yingcai_desktop.services.people import Group, Person, group_of, people
from yingcai_desktop.services.printing.heading import heading
from yingcai_desktop.services.scope import Scope
from yingcai_desktop.services.selecting import locks
from yingcai_desktop.sheets.headings import CHOICES, STATUSES


def why(desk: Desk, uid: str) -> Why:
    """The page of one candidate. Raises `NotAllowed` while there is no result to explain."""
    with desk.read() as session:
        person = next((p for p in people(session, desk.schemes) if p.uid == uid), None)
        row = session.scalars(select(Selection).where(Selection.application_uid == uid)).first()
        if person is None or row is None:
            raise NotAllowed("还没有录取结果，没有可以说明的。请先办理录取。")
        group = group_of(desk.schemes, person)
        lock = locks.current(session, group[:2])
        decisions = deciding.stored(session)
        steps = tuple(_steps(session, desk, person, row, group))
        edition = f"名单第 {lock.number} 版，{lock.locked_at[:10]} 由 {lock.locker} 锁定，摘要 {lock.digest[:16]}" if lock else ""
        application = session.get(Application, uid)
        return Why(
            heading(desk, decisions, group), person.name, person.school, person.grade, application.ticket if application else "",
            _result(session, person, row), steps, tuple(_decisions(session, desk, group)), edition,
        )  # fmt: skip


def page(desk: Desk, uid: str) -> bytes:
    """One A4."""
    return why_pdf([why(desk, uid)])


def _result(session: Session, person: Person, row: Selection) -> str:
    words = STATUSES[row.status]
    if row.status == "admitted":
        mentor = session.get(Mentor, row.mentor_uid) if row.mentor_uid else None
        by = f"，导师 {mentor.name}（{mentor.university}，{CHOICES.get(row.choice or 0, '调剂')}）" if mentor else "，导师待安排"
        return f"结果：{words}{'（递补）' if row.promoted else ''}，第 {row.rank} 名{by}。"
    if row.status == "declined":
        query = select(Declination.reason).where(Declination.programme == person.programme, Declination.id_number == person.id_number)
        return f"结果：名额已放弃或取消。{session.scalars(query).first() or ''}"
    return f"结果：{words}" + (f"，第 {row.rank} 名。" if row.rank else "。")


def _steps(session: Session, desk: Desk, person: Person, row: Selection, group: Group) -> Iterator[Step]:
    decisions = deciding.stored(session)
    paper = session.scalars(select(TestScore).where(TestScore.application_uid == person.uid)).first()
    line = exams.pass_line(decisions, group)
    if paper is not None and paper.raw is not None:
        score = exams.papers(session)[person.uid][1]
        assert score is not None
        reached = "达到" if score >= line else "低于"
        yield Step("潜质测试", f"原始分 {_plain(paper.raw)}，满分 {_plain(paper.full_mark)}，折百 {printed(score)}", f"{reached}分数线 {printed(line)}")
    entry = session.scalars(select(ShortlistEntry).where(ShortlistEntry.application_uid == person.uid)).first()
    called = exams.shortlisted_groups(session, desk.schemes, Scope(*group[:2])).get(group)
    if entry is not None and called is not None:
        last = printed(Fraction(called.entries[-1].score)) if called.entries else ""
        how = f"破例进入：{entry.exception}" if entry.exception else f"进入面试，第 {entry.rank} 名"
        yield Step("面试人选", f"名额 {called.seats}，应选 {called.target} 人，实选 {len(called.entries)} 人，末位 {last}", how)
    yield from _interview(session, desk, person, group)
    if row.composite:
        weights = decisions.number("weights.test"), decisions.number("weights.interview")
        yield Step(
            "合成与名次",
            f"{printed(Fraction(row.test))} × {_plain(weights[0])}% + {printed(Fraction(row.interview))} × {_plain(weights[1])}%（按未修约的值计算，最后修约）",
            f"总分 {printed(Fraction(row.composite))}，第 {row.rank} 名",
        )
        yield _line(session, desk, person, row, group)


def _interview(session: Session, desk: Desk, person: Person, group: Group) -> Iterator[Step]:
    sheets = interviews.sheets_by_candidate(session).get(person.uid)
    result = next((r for r in interviews.results(session, desk.schemes, Scope(*group[:2])) if r.person.uid == person.uid), None)
    if sheets is None or result is None:
        return
    given = [printed(total(s.marks.values())) if s.status == "正常" else s.status for s in sorted(sheets.sheets, key=lambda s: s.judge)]
    factor = result.factor
    note = f"，{sheets.panel}修正系数 {printed(factor, 4)}" if factor not in (None, 1) and factor is not None else ""
    raw = printed(result.interview.raw) if result.interview.raw is not None else "无"
    ended = f"面试得分 {printed(result.corrected)}" if result.corrected is not None else STATUSES.get(result.interview.state, "无成绩")
    yield Step("面试", f"{sheets.panel}，各评委合计 {'、'.join(given)}；合成 {raw}{note}", ended)


def _line(session: Session, desk: Desk, person: Person, row: Selection, group: Group) -> Step:
    mine = {p.uid for p in people(session, desk.schemes, Scope(group[0])) if group_of(desk.schemes, p) == group}
    rows = [s for s in session.scalars(select(Selection)) if s.application_uid in mine and s.composite]
    inside = [s for s in rows if s.status == "admitted"]
    seats = deciding.stored(session).seats(*group)
    last = f"，录取末位总分 {printed(min(Fraction(s.composite) for s in inside))}" if inside else ""
    alike = [s for s in rows if s.composite == row.composite and s.uid != row.uid]
    ended = STATUSES[row.status]
    if alike:
        query = select(TieRuling).where(TieRuling.programme == group[0], TieRuling.city == group[1], TieRuling.subject == group[2])
        ruling = next((t for t in session.scalars(query) if person.id_number in t.order), None)
        how = f"由{'、'.join(ruling.by)}裁定：{ruling.reason}" if ruling else "按签认的同分办法依次比较"
        ended += f"；另有 {len(alike)} 人总分相同，{how}"
    return Step("名额与录取线", f"名额 {seats}，录取 {len(inside)} 人{last}", ended)


def _decisions(session: Session, desk: Desk, group: Group) -> Iterator[Signed]:
    """What was in force, with who signed it and when."""
    schemes = desk.schemes
    for uid, key, value in session.execute(select(Decision.uid, Decision.key, Decision.value)):
        if _about(group)(key):
            last = journal_of(session, Decision.__tablename__, uid)[-1]
            who = "、".join(filter(None, (last.actor, last.witness)))
            yield Signed(name_of(schemes, key), value_of(schemes, key, value["value"]), f"{who}，{last.at:%Y-%m-%d}，{last.reason}")


def _plain(value: Decimal) -> str:
    """Digits without idle zeros."""
    return f"{value.normalize():f}"


def _about(group: Group) -> Callable[[str], bool]:
    keys = {
        "ratio", "dual", f"pass_line.{group[0]}.{group[2]}", ".".join(("seats", *filter(None, group))), "weights.test", "weights.interview",
        "interview.aggregate", "interview.correction", "interview.min_judges", "interview.pass_line", "ranking.compare", "ranking.tie_break",
    }  # fmt: skip
    return keys.__contains__

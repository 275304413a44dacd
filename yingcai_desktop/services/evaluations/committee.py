"""Experts and who judges whom: the register of experts, 回避 as declared, the even assignment, and the marks of 终评 (附件2 二（二）、七（三）)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Application, Expert, ExpertScore, ExpertTask, Mentor, Recusal, School, TeamMember, Trainee
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.rules.drawing import drawn
from yingcai_desktop.rules.experts import CONFLICTS, Judge, Student, TooFewExperts, allowed, assign, conflict
from yingcai_desktop.services import deciding
from yingcai_desktop.services.evaluation import require_region
from yingcai_desktop.services.evaluations import draws
from yingcai_desktop.services.evaluations.register import Row


@dataclass(frozen=True, slots=True)
class ExpertRow:
    """One expert with the work given and done. `uid` blank: not stored yet."""

    uid: str
    name: str
    unit: str
    title: str = ""
    field_of_work: str = ""
    subjects: tuple[str, ...] = ()
    committee: bool = False
    appointed_on: date | None = None
    document: str = ""
    active: bool = True
    recusals: int = 0
    tasks: int = 0
    marked: int = 0


@dataclass(frozen=True, slots=True)
class RecusalRow:
    """A declared 回避: whom and why."""

    uid: str
    application_uid: str
    name: str
    subject: str
    reason: str


@dataclass(frozen=True, slots=True)
class TaskRow:
    """An expert's student: what the sheet shows, and the marks given so far. `code` stands for the name on a blind sheet."""

    uid: str
    expert_uid: str
    expert: str
    application_uid: str
    code: str
    status: str
    marks: Mapping[str, str]


def experts(session: Session) -> list[ExpertRow]:
    """Every expert, those of the committee first, by name."""
    recused = Counter(session.scalars(select(Recusal.expert_uid)))
    given = Counter(session.scalars(select(ExpertTask.expert_uid)))
    marked = Counter(session.scalars(select(ExpertScore.expert)))
    found = [
        ExpertRow(
            e.uid, e.name, e.unit, e.title, e.field_of_work, tuple(e.subjects), e.committee, e.appointed_on, e.document, e.active,
            recused[e.uid], given[e.uid], marked[e.name],
        )
        for e in session.scalars(select(Expert))
    ]  # fmt: skip
    return sorted(found, key=lambda e: (not e.active, not e.committee, e.name, e.unit))


def save_expert(desk: Desk, row: ExpertRow) -> str:
    """Store an expert; returns the uid. Raises `Invalid`: no name or unit, no subject known, or the same person twice."""
    require_region(desk, "专家名单")
    subjects = [s for s in desk.schemes.subject_names if s in row.subjects]
    if not row.name.strip() or not row.unit.strip():
        raise Invalid("专家没有保存：姓名和工作单位都要填，同校回避要靠工作单位核对。")
    if not subjects:
        raise Invalid(f"专家“{row.name}”没有保存：请至少选一个评审学科。")
    facts = {
        "name": row.name.strip(), "unit": row.unit.strip(), "title": row.title.strip(), "field_of_work": row.field_of_work.strip(),
        "subjects": subjects, "committee": row.committee, "appointed_on": row.appointed_on, "document": row.document.strip(),
        "active": row.active,
    }  # fmt: skip
    with desk.change("expert.save") as change:
        same = select(Expert.uid).where(Expert.name == facts["name"], Expert.uid != row.uid)
        if change.execute(same).first() is not None:  # marks are kept by name: two of one name could not be told apart
            raise Invalid(f"已有名为“{row.name}”的专家，没有保存。评分按姓名登记，两位同名专家分不清，请另请一位。")
        if row.uid:
            change.update(Expert, [{"uid": row.uid, **facts}])
            return row.uid
        return change.insert(Expert, [facts])[0]


def recusals(session: Session, expert_uid: str) -> list[RecusalRow]:
    """The declared 回避 of an expert."""
    query = (
        select(Recusal.uid, Application.uid, Application.name, Application.subject, Recusal.reason)
        .join(Application, Application.uid == Recusal.application_uid)
        .where(Recusal.expert_uid == expert_uid)
        .order_by(Application.name)
    )
    return [RecusalRow(*row) for row in session.execute(query)]


def recuse(desk: Desk, expert_uid: str, application_uid: str, reason: str) -> None:
    """Declare 回避; a task that stood against it goes. Raises `Invalid` without a reason, `NotAllowed` when marks were given already."""
    require_region(desk, "登记回避")
    if not reason.strip():
        raise Invalid("回避没有登记：请写明事由，如“亲属”。")
    with desk.change("expert.recuse", reason=reason.strip()) as change:
        name = change.execute(select(Expert.name).where(Expert.uid == expert_uid)).scalar_one()
        marked = select(ExpertScore.uid).where(
            ExpertScore.expert == name, ExpertScore.application_uid == application_uid, ExpertScore.status == "正常"
        )
        if change.execute(marked).first() is not None:
            raise NotAllowed(f"专家“{name}”已经给这名学员评了分，不能再登记回避，没有改动。请先把评分状态改为“回避”。")
        change.insert(Recusal, [{"expert_uid": expert_uid, "application_uid": application_uid, "reason": reason.strip()}])
        stands = select(ExpertTask.uid).where(
            ExpertTask.expert_uid == expert_uid, ExpertTask.application_uid == application_uid
        )
        change.delete(ExpertTask, change.execute(stands).scalars().all())


def unrecuse(desk: Desk, uid: str, reason: str) -> None:
    """Take a declared 回避 back, with a reason."""
    require_region(desk, "取消回避")
    if not reason.strip():
        raise Invalid("取消回避必须写明理由，没有改动。")
    with desk.change("expert.unrecuse", reason=reason.strip()) as change:
        change.delete(Recusal, [uid])


@dataclass(frozen=True, slots=True)
class Plan:
    """Who would judge whom. `short`: students with fewer experts who may judge than are asked for, with the reasons; then `given` is empty."""

    each: int
    seed: str
    blind: bool
    given: Mapping[str, tuple[str, ...]]
    short: Mapping[str, str]
    loads: Mapping[str, int]


def plan(desk: Desk, rows: Sequence[Row], seed: str, *, blind: bool) -> Plan:
    """Look before it is done: the even assignment of everybody who goes to 终评. Raises `Undecided`."""
    with desk.read() as session:
        each = deciding.stored(session).whole("annual.min_experts")
        judges = _judges(session)
        students = _students(session, [row.uid for row in rows if row.to_final])
    may = {key: allowed(judges, student) for key, student in students.items()}
    try:
        given = assign(may, each, seed, [j.key for j in judges])
    except TooFewExperts as few:
        short = {key: _why_short(judges, students[key], count, each) for key, count in few.short.items()}
        return Plan(each, seed, blind, {}, short, {})
    loads = Counter(expert for chosen in given.values() for expert in chosen)
    return Plan(each, seed, blind, given, {}, {j.key: loads[j.key] for j in judges})


def _why_short(judges: Sequence[Judge], student: Student, count: int, each: int) -> str:
    mine = [j for j in judges if student.subject in j.subjects]
    barred = [f"{j.name}（{CONFLICTS[code]}）" for j in mine if (code := conflict(j, student))]
    words = f"，须回避{'、'.join(barred)}" if barred else ""
    return f"{student.subject}专家能评的只有 {count} 位，要 {each} 位{words}"


def confirm(desk: Desk, rows: Sequence[Row], made: Plan, reason: str = "") -> int:
    """Store the assignment; returns how many tasks. The earlier one stays among the draws (`draws.py`).

    Raises `NotAllowed` while somebody has too few experts, or marks were given already; `Invalid` for another assignment without a reason.
    """
    require_region(desk, "分配专家")
    if made.short:
        raise NotAllowed(f"专家没有分配：{len(made.short)} 名学员可评的专家不够。请增聘专家后重做；须回避的不能通融（附件2 七（三））。")
    known = {row.uid: row for row in rows}
    codes = blind_codes([known[uid] for uid in made.given], made.seed) if made.blind else {}
    again = f"重新分配：{reason.strip()}；" if reason.strip() else ""
    with desk.change("expert.assign", reason=f"{again}每名学员 {made.each} 位专家，抽签码 {made.seed}") as change:
        draws.record(desk, change, made.given, made.each, made.seed, reason)
        change.delete(ExpertTask, change.execute(select(ExpertTask.uid)).scalars().all())
        tasks = [
            {"expert_uid": expert, "application_uid": uid, "code": codes.get(uid, ""), "seed": made.seed}
            for uid, chosen in made.given.items()
            for expert in chosen
        ]
        change.insert(ExpertTask, tasks)
    return len(tasks)


def blind_codes(rows: Sequence[Row], seed: str) -> dict[str, str]:
    """Student → `数-07`: numbers of a subject in drawn order, so that nothing shows city, school or name."""
    by_subject: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        by_subject[row.subject].append(row.uid)
    return {
        uid: f"{subject[0]}-{n:02d}"
        for subject, uids in by_subject.items()
        for n, uid in enumerate(drawn(uids, f"{seed}|blind"), 1)
    }


def tasks(session: Session) -> list[TaskRow]:
    """Every task with the marks given so far."""
    marks = {(s.application_uid, s.expert): s for s in session.scalars(select(ExpertScore))}
    query = select(ExpertTask.uid, Expert.uid, Expert.name, ExpertTask.application_uid, ExpertTask.code)
    found = []
    for uid, expert_uid, name, application, code in session.execute(query.join(Expert, Expert.uid == ExpertTask.expert_uid)):
        score = marks.get((application, name))
        found.append(
            TaskRow(uid, expert_uid, name, application, code, score.status if score else "", dict(score.marks) if score else {})
        )
    return sorted(found, key=lambda t: (t.expert, t.code, t.application_uid))


def marks_of(session: Session, application_uid: str) -> dict[str, tuple[str, Mapping[str, str]]]:
    """Expert → status (blank: none yet) and marks, of one student: those assigned first, then others whose marks came in by workbook."""
    assigned = [t.expert for t in tasks(session) if t.application_uid == application_uid]
    given = {
        s.expert: (s.status, dict(s.marks))
        for s in session.scalars(select(ExpertScore).where(ExpertScore.application_uid == application_uid).order_by(ExpertScore.expert))
    }
    blank: tuple[str, Mapping[str, str]] = ("", {})
    return {name: given.get(name, blank) for name in dict.fromkeys((*assigned, *given))}


def refuse_conflicts(session: Session, expert: str, uids: Collection[str]) -> None:
    """No marks by who must stand back: own mentor, team, a mentor chosen, kin, the same school. Raises `NotAllowed` with the names."""
    barred = {
        uid: CONFLICTS[code]
        for judge in _judges(session, everybody=True)
        if judge.name == expert
        for uid, student in _students(session, uids).items()
        if (code := conflict(judge, student))
    }
    if barred:
        names = dict(session.execute(select(Application.uid, Application.name).where(Application.uid.in_(barred))).all())
        who = "、".join(f"{names[uid]}（{why}）" for uid, why in barred.items())
        raise NotAllowed(f"专家“{expert}”须回避：{who}，没有保存。请把这几名学员的状态改为“回避”，另请专家（附件2 七（三））。")


def _judges(session: Session, *, everybody: bool = False) -> list[Judge]:
    return [Judge(e.uid, e.name, e.unit, tuple(e.subjects)) for e in session.scalars(select(Expert)) if everybody or e.active]


def _students(session: Session, uids: Collection[str]) -> dict[str, Student]:
    """What ties each student to people."""
    schools = {uid: (name, *aliases) for uid, name, aliases in session.execute(select(School.uid, School.name, School.aliases))}
    mentors = dict(session.execute(select(Mentor.uid, Mentor.name)).all())
    teams: dict[str, list[str]] = defaultdict(list)
    for mentor, name in session.execute(select(TeamMember.mentor_uid, TeamMember.name)):
        teams[mentor].append(name)
    declared: dict[str, list[str]] = defaultdict(list)
    for expert, application in session.execute(select(Recusal.expert_uid, Recusal.application_uid)):
        declared[application].append(expert)
    own = dict(session.execute(select(Trainee.application_uid, Trainee.mentor_uid)).all())
    a = Application
    query = select(a.uid, a.subject, a.school_uid, a.choice1_uid, a.choice2_uid, a.choice3_uid).where(a.uid.in_(uids))
    found = {}
    for uid, subject, school, *chosen in session.execute(query):
        mentor = own.get(uid, "")
        choices = tuple(mentors[one] for one in chosen if one)
        found[uid] = Student(uid, subject, schools[school], mentors.get(mentor, ""), tuple(teams[mentor]), choices, tuple(declared[uid]))
    return found

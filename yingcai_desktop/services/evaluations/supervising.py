"""督导 of the 专家咨询委员会 (附件2 二（二）): acts, what was found, what followed; files opened only within an act, each opening logged.

The region organises and records them; a city sees the acts that concerned it or one of its trainees, of the latter its own files only, and
records what it did about the problems found with it (`rules/ownership.py`).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Application, DossierView, Expert, Supervision, SupervisionFinding
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.services.workbench import scope_of

DOSSIERS, REPORTS, VISITS = "查阅培养档案", "听取工作报告", "调研访谈"
KINDS = (DOSSIERS, REPORTS, VISITS)
PROBLEM, EXAMPLE = "问题", "典型案例"
FINDINGS = (PROBLEM, EXAMPLE)
REGIONS = "督导由自治区组织和登记（附件2 二（二）），盟市只登记本盟市问题的整改情况。"
LONGEST = 30
"""Days a file may stay open to view: a bound against forgetting, not a rule of the notice."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act as the list shows it. `uid` blank: not stored yet. `closes_at`: last moment a file may be opened."""

    uid: str
    kind: str
    day: date
    place: str
    city: str = ""
    experts: tuple[str, ...] = ()
    matter: str = ""
    dossiers: tuple[str, ...] = ()
    closes_at: datetime | None = None
    conclusion: str = ""
    problems: int = 0
    open_problems: int = 0
    examples: int = 0
    views: int = 0
    own: bool = True
    """Whether it concerned this office as such: at a city an act it received itself, whose problems it puts right."""

    def open_until(self, now: datetime) -> bool:
        """Whether files may still be opened."""
        return self.kind == DOSSIERS and self.closes_at is not None and now <= self.closes_at


@dataclass(frozen=True, slots=True)
class Found:
    """One finding. `uid` blank: not stored yet."""

    uid: str
    act: str
    kind: str
    text: str
    responsible: str = ""
    due: date | None = None
    follow_up: str = ""
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Viewed:
    """One opening of a file."""

    at: str
    viewer: str
    name: str
    subject: str


def _city(desk: Desk) -> str:
    """The city this office is, blank for the region."""
    return desk.store.office if desk.store.office in desk.schemes.city_names else ""


def _mine(session: Session, desk: Desk) -> set[str] | None:
    """The applications a city may look at; None for the region: all."""
    if not _city(desk):
        return None
    scope = scope_of(desk)
    query = select(Application.uid, Application.programme, Application.city)
    return {uid for uid, programme, city in session.execute(query) if scope.covers(programme, city)}


def acts(session: Session, desk: Desk) -> list[Act]:
    """Every act this office sees, latest first. Of an act elsewhere a city sees its own files, not what was found elsewhere."""
    found, city, mine = _acts(session), _city(desk), _mine(session, desk)
    if mine is None:
        return found
    looked = session.execute(select(DossierView.supervision_uid, DossierView.application_uid)).all()
    views = Counter(act for act, application in looked if application in mine)
    scoped = [replace(a, dossiers=tuple(d for d in a.dossiers if d in mine), views=views[a.uid], own=a.city == city) for a in found]
    return [
        a if a.own else replace(a, conclusion="", problems=0, open_problems=0, examples=0) for a in scoped if a.own or a.dossiers
    ]


def _acts(session: Session) -> list[Act]:
    findings = [(f.supervision_uid, f.kind, f.done_on) for f in session.scalars(select(SupervisionFinding))]
    problems = Counter(uid for uid, kind, _ in findings if kind == PROBLEM)
    waiting = Counter(uid for uid, kind, done in findings if kind == PROBLEM and done is None)
    examples = Counter(uid for uid, kind, _ in findings if kind == EXAMPLE)
    views = Counter(session.scalars(select(DossierView.supervision_uid)))
    found = [
        Act(
            s.uid, s.kind, s.day, s.place, s.city, tuple(s.experts), s.subject_matter, tuple(s.dossiers),
            datetime.fromisoformat(s.closes_at) if s.closes_at else None, s.conclusion, problems[s.uid], waiting[s.uid],
            examples[s.uid], views[s.uid],
        )
        for s in session.scalars(select(Supervision))
    ]  # fmt: skip
    return sorted(found, key=lambda a: (a.day, a.uid), reverse=True)


def save(desk: Desk, act: Act) -> str:
    """Store an act; returns its uid. Raises `Invalid` in words."""
    if _city(desk):
        raise NotAllowed(f"督导没有保存：{REGIONS}")
    if act.kind not in KINDS or not act.place.strip():
        raise Invalid(f"督导没有保存：请选督导方式（{'、'.join(KINDS)}），填受督导单位。")
    known = _committee(desk)
    if not act.experts or any(name not in known for name in act.experts):
        raise Invalid("督导没有保存：请至少选一位在聘的专家咨询委员会委员参加（附件2 二（二））。")
    if act.kind == DOSSIERS:
        _check_bounds(desk, act)
    facts = {
        "kind": act.kind, "day": act.day, "place": act.place.strip(), "city": act.city, "experts": list(act.experts),
        "subject_matter": act.matter.strip(), "dossiers": list(act.dossiers) if act.kind == DOSSIERS else [],
        "closes_at": act.closes_at.isoformat(timespec="minutes") if act.closes_at and act.kind == DOSSIERS else "",
        "conclusion": act.conclusion.strip(),
    }  # fmt: skip
    with desk.change("supervision.save") as change:
        if act.uid:
            change.update(Supervision, [{"uid": act.uid, **facts}])
            return act.uid
        return change.insert(Supervision, [facts])[0]


def _check_bounds(desk: Desk, act: Act) -> None:
    """Which files and until when must be said before any is opened (minimal access, domain.md 结论 20)."""
    if not act.dossiers or act.closes_at is None:
        raise Invalid("督导没有保存：查阅培养档案要先选定可查阅的学员和查阅截止日，只在这个范围内开放。")
    first = datetime(act.day.year, act.day.month, act.day.day, tzinfo=act.closes_at.tzinfo)
    if not first <= act.closes_at <= first + timedelta(days=LONGEST + 1):
        raise Invalid(f"督导没有保存：查阅截止应在督导当日之后、{LONGEST} 天以内。")


def _committee(desk: Desk) -> set[str]:
    with desk.read() as session:
        return set(session.scalars(select(Expert.name).where(Expert.committee, Expert.active)))


def members(desk: Desk) -> list[str]:
    """Names of the committee in office."""
    return sorted(_committee(desk))


def findings(session: Session, desk: Desk, act: str) -> list[Found]:
    """What was found in one act; a city sees the findings of acts it received."""
    query = select(SupervisionFinding).where(SupervisionFinding.supervision_uid == act)
    if city := _city(desk):
        query = query.join(Supervision, Supervision.uid == SupervisionFinding.supervision_uid).where(Supervision.city == city)
    found = [
        Found(f.uid, f.supervision_uid, f.kind, f.text, f.responsible, f.due, f.follow_up, f.done_on) for f in session.scalars(query)
    ]
    return sorted(found, key=lambda f: (f.done_on is not None, f.kind != PROBLEM, f.due or date.max, f.uid))


def save_finding(desk: Desk, found: Found) -> str:
    """Store a finding; returns its uid. A problem says who puts it right; done, it says how. Raises `Invalid`."""
    if found.kind not in FINDINGS or not found.text.strip():
        raise Invalid("督导发现没有保存：请选类别（问题、典型案例）并写明内容。")
    if found.kind == PROBLEM and not found.responsible.strip():
        raise Invalid("督导发现没有保存：问题要写明责任单位，以便跟踪整改。")
    if found.done_on is not None and not found.follow_up.strip():
        raise Invalid("督导发现没有保存：填整改完成日的，要写明整改情况。")
    if _city(desk):
        _refuse_more_than_follow_up(desk, found)
    facts = {
        "supervision_uid": found.act, "kind": found.kind, "text": found.text.strip(), "responsible": found.responsible.strip(),
        "due": found.due, "follow_up": found.follow_up.strip(), "done_on": found.done_on,
    }  # fmt: skip
    with desk.change("supervision.finding") as change:
        if found.uid:
            change.update(SupervisionFinding, [{"uid": found.uid, **facts}])
            return found.uid
        return change.insert(SupervisionFinding, [facts])[0]


def _refuse_more_than_follow_up(desk: Desk, found: Found) -> None:
    """What was found, and by when it is to be put right, is the region's word; what was done about it the city's."""
    with desk.read() as session:
        held = next((f for f in findings(session, desk, found.act) if f.uid == found.uid), None)
    if held is None or replace(found, follow_up=held.follow_up, done_on=held.done_on) != held:
        raise NotAllowed(f"督导发现没有保存：{REGIONS}")


def open_dossier(desk: Desk, act_uid: str, application_uid: str, viewer: str = "") -> None:
    """Log that a file is opened under an act, or refuse. Raises `NotAllowed` outside the files and days of the act (附件2 二（二）)."""
    with desk.read() as session:
        act = next((a for a in acts(session, desk) if a.uid == act_uid), None)
    if _city(desk):
        raise NotAllowed("查阅培养档案由自治区办理、登记，本机没有打开。")
    if act is None or act.kind != DOSSIERS or application_uid not in act.dossiers:
        raise NotAllowed("这份档案不在本次督导选定的范围内，没有打开。确需查阅的，请先在督导记录里加选。")
    if not act.open_until(desk.clock()):
        raise NotAllowed(f"本次督导的查阅期已于 {act.closes_at:%Y-%m-%d %H:%M} 截止，没有打开。需要继续查阅的，请另立一次督导。")
    if viewer and viewer not in act.experts:
        raise NotAllowed(f"“{viewer}”没有参加本次督导，不能查阅，没有打开。")
    with desk.change("supervision.view", reason=f"{act.place} {act.day.isoformat()} {act.kind}") as change:
        record = {"supervision_uid": act_uid, "application_uid": application_uid, "viewer": viewer or desk.actor,
                  "opened_at": desk.clock().isoformat(timespec="seconds")}  # fmt: skip
        change.insert(DossierView, [record])


def views(session: Session, desk: Desk, act_uid: str) -> list[Viewed]:
    """Who opened what, latest first; a city sees who opened files of its own trainees."""
    mine = _mine(session, desk)
    query = (
        select(DossierView.application_uid, DossierView.opened_at, DossierView.viewer, Application.name, Application.subject)
        .join(Application, Application.uid == DossierView.application_uid)
        .where(DossierView.supervision_uid == act_uid)
        .order_by(DossierView.opened_at.desc())
    )
    return [Viewed(at.replace("T", " ")[:16], viewer, name, subject) for uid, at, viewer, name, subject in session.execute(query) if mine is None or uid in mine]


def names_of(session: Session, uids: Sequence[str]) -> dict[str, str]:
    """Application → name and subject, for the files of an act."""
    query = select(Application.uid, Application.name, Application.subject).where(Application.uid.in_(uids))
    return {uid: f"{name}（{subject}）" for uid, name, subject in session.execute(query)}

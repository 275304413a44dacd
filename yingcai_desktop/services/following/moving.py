"""转入跟踪: with the final result a trainee becomes an alumnus — once, and only with the consent to be followed (附件1 七, 附件2 八; 个人信息保护法第31条)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import AlumniRecord, Assessment, TrackingStop
from yingcai_desktop import codes
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed, Problem, Stale
from yingcai_desktop.rules.grading import UNDECIDED
from yingcai_desktop.rules.states import TraineeState
from yingcai_desktop.services.trainees.students import Student, named, students
from yingcai_desktop.sheets.words import GRADES

FIRST_STAGE = "高中在读"
DECLINED = "终评后没有同意跟踪"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody with a final result who is not followed yet; `declined`: the consent was refused or taken back."""

    student: Student
    grade: str
    declined: bool


def candidates(session: Session, desk: Desk, programme: str = "") -> list[Candidate]:
    """Everybody this office can move, in the order of every list."""
    grades = final_grades(session)
    moved = set(session.scalars(select(AlumniRecord.id_number).where(AlumniRecord.season == desk.store.season)))
    stopped = _stops(session)
    return [
        Candidate(s, grades[s.uid], s.id_number in stopped)
        for s in students(session, desk, programme)
        if s.uid in grades and s.state != TraineeState.EXITED and s.id_number not in moved
    ]


def final_grades(session: Session) -> dict[str, str]:
    """Application → the grade of 终评, where it is settled."""
    query = select(Assessment.application_uid, Assessment.grade).where(Assessment.grade.not_in(("", UNDECIDED)))
    return dict(session.execute(query).all())


def move(desk: Desk, uids: Sequence[str], *, consent: bool) -> str:
    """Begin to follow these; returns the sentence. Who refused before has given the consent now, and the refusal ends today.

    Raises `Invalid` without the consent, `Stale` when one has no final result, has left, or is followed already.
    """
    if not consent:
        raise Invalid(codes.sentence("consent.missing"), [Problem("consent.missing", detail="consent")])
    today = desk.clock().date()
    with desk.change("alumni.move") as change:
        chosen = _chosen(change.session, desk, uids)
        stops = _stops(change.session)
        again = [{"uid": stops[c.student.id_number], "resumed_on": today} for c in chosen if c.declined]
        change.update(TrackingStop, again)
        change.insert(AlumniRecord, [
            {
                "application_uid": c.student.uid, "id_number": c.student.id_number, "name": c.student.name, "season": desk.store.season,
                "programme": c.student.programme, "subject": c.student.subject, "grade": c.grade if c.grade in GRADES else "",
                "updated_on": today, "reported_by": c.student.school, "stage": FIRST_STAGE, "consent": True,
            }
            for c in chosen
        ])  # fmt: skip
    return f"已转入跟踪：{named(c.student.name for c in chosen)}。以后每年发跟踪表，去向在这里登记。"


def decline(desk: Desk, uids: Sequence[str]) -> str:
    """These do not want to be followed: nothing is kept of them here, and they are not asked again. Raises as `move`, `NotAllowed` when all have said so."""
    today = desk.clock().date()
    with desk.change("alumni.stop", reason=DECLINED) as change:
        chosen = [c for c in _chosen(change.session, desk, uids) if not c.declined]
        if not chosen:
            raise NotAllowed("选中的都已登记为不同意跟踪，没有改动。")
        rows = [
            {
                "id_number": c.student.id_number,
                "name": c.student.name,
                "stopped_on": today,
                "asked_by": "本人",
                "note": DECLINED,
            }
            for c in chosen
        ]
        change.insert(TrackingStop, rows)
    return f"已登记不同意跟踪：{named(c.student.name for c in chosen)}。以后同意的，勾选后转入即可。"


def _chosen(session: Session, desk: Desk, uids: Sequence[str]) -> list[Candidate]:
    known = {c.student.uid: c for c in candidates(session, desk)}
    wanted = list(dict.fromkeys(uids))
    if not wanted:
        raise Invalid("还没有勾选学员，没有改动。请先勾选。")
    if any(uid not in known for uid in wanted):
        raise Stale(
            f"{len([u for u in wanted if u not in known])} 名学员已经转入跟踪，或者没有终评结果，没有改动。请刷新后核对。"
        )
    return [known[uid] for uid in wanted]


def _stops(session: Session) -> Mapping[str, str]:
    """Identity number → the refusal that is in force."""
    query = select(TrackingStop.id_number, TrackingStop.uid).where(TrackingStop.resumed_on.is_(None))
    return dict(session.execute(query).all())

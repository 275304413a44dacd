"""The students of a mentor: those placed and those who asked, each with the 中学指导教师 and how many that teacher accompanies (B08)."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.models import Application, School, Selection, Trainee
from yingcai_desktop.desk import Desk
from yingcai_desktop.rules.states import ApplicationState
from yingcai_desktop.services.review import state_label
from yingcai_desktop.services.trainees.board import current_teachers

_ADMITTED = "已录取"
_GONE = (ApplicationState.REJECTED, ApplicationState.WITHDRAWN)
_CHOICES, _ADJUSTED = ("第一志愿", "第二志愿", "第三志愿"), "调剂"


@dataclass(frozen=True, slots=True)
class Student:
    """One student. `placed`: is with the mentor; `teacher_load`: how many trainees the teacher at school has, 0 without one."""

    uid: str
    name: str
    school: str
    status: str
    choice: str
    placed: bool
    teacher: str
    teacher_load: int


def of_mentor(session: Session, desk: Desk, mentor: str) -> list[Student]:
    """Those placed first, then by choice and name."""
    admitted = set(session.scalars(select(Selection.application_uid).where(Selection.status == "admitted", Selection.mentor_uid == mentor)))
    training = dict(session.execute(select(Trainee.application_uid, Trainee.state).where(Trainee.mentor_uid == mentor)).all())
    here = admitted | training.keys()
    a = Application
    columns = (a.uid, a.name, a.state, School.name, a.choice1_uid, a.choice2_uid, a.choice3_uid)
    asked = a.state.not_in([s.value for s in _GONE]) & or_(a.choice1_uid == mentor, a.choice2_uid == mentor, a.choice3_uid == mentor)
    query = select(*columns).join(School, a.school_uid == School.uid).where(or_(a.uid.in_(here), asked))
    teachers = current_teachers(session, desk.clock().date())
    where = dict(session.execute(select(a.uid, School.name).join(School, a.school_uid == School.uid).where(a.uid.in_(teachers))).all())
    loads = Counter((name, where.get(uid, "")) for uid, name in teachers.items())
    found = []
    for uid, name, state, school, *named in session.execute(query):
        status = state_label("trainee", training[uid]) if uid in training else _ADMITTED if uid in here else state_label("application", state)
        choice = _CHOICES[named.index(mentor)] if mentor in named else _ADJUSTED
        teacher = teachers.get(uid, "")
        found.append(Student(uid, name, school, status, choice, uid in here, teacher, loads[teacher, school] if teacher else 0))
    order = (*_CHOICES, _ADJUSTED)
    return sorted(found, key=lambda s: (not s.placed, order.index(s.choice), s.name, s.uid))

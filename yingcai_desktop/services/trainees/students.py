"""The trainees of a scope as plain rows: whose they are, since when, and who trains them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Application, School, Trainee
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Stale
from yingcai_desktop.rules.calling import Called
from yingcai_desktop.rules.states import TraineeState
from yingcai_desktop.services.admitted import Admitted, admitted
from yingcai_desktop.services.review import state_label
from yingcai_desktop.services.workbench import scope_of

GONE = "这名学员已经不在名册里，没有保存。请刷新后核对。"


@dataclass(frozen=True, slots=True)
class Student:
    """One trainee. `uid` is that of the application, which every other record names."""

    uid: str
    programme: str
    programme_name: str
    city: str
    city_name: str
    subject: str
    name: str
    id_number: str
    school: str
    school_short: str
    grade: str
    university: str
    mentor: str
    mentor_uid: str
    state: str
    state_name: str
    admitted_on: date
    exited_on: date | None
    exit_reason: str

    @property
    def training(self) -> bool:
        """Whether the year goes on."""
        return self.state == TraineeState.TRAINING

    @property
    def called(self) -> Called:
        """How a pasted list may name them."""
        return Called(self.uid, self.name, self.id_number, (self.school, self.subject, self.mentor, self.university))


def students(session: Session, desk: Desk, programme: str = "") -> list[Student]:
    """Every trainee this office sees, those who have left included, in the order of every list."""
    return of(session, desk, admitted(session, desk.schemes, scope_of(desk, programme)))


def of(session: Session, desk: Desk, rows: Sequence[Admitted]) -> list[Student]:
    """Those of the admitted who are trainees."""
    schemes = desk.schemes
    held = {t.application_uid: t for t in session.scalars(select(Trainee))}
    short = {
        name: min((*aliases, name), key=len) for name, aliases in session.execute(select(School.name, School.aliases))
    }
    return [
        Student(
            p.uid, p.programme, schemes[p.programme].short, p.city, schemes.city_names.get(p.city, p.city), p.subject,
            p.name, p.id_number, p.school, short.get(p.school, p.school), p.grade, row.university, row.mentor,
            row.mentor_uid, t.state, state_label("trainee", t.state), t.admitted_on, t.exited_on, t.exit_reason,
        )
        for row in rows
        for p in (row.person,)
        if (t := held.get(p.uid)) is not None
    ]  # fmt: skip


def require(session: Session, desk: Desk, uids: Iterable[str]) -> dict[str, tuple[str, Trainee]]:
    """Name and record of these trainees. Raises `Stale` when one is none, or not this office's."""
    wanted = list(dict.fromkeys(uids))
    scope = scope_of(desk)
    query = (
        select(Application.uid, Application.name, Application.programme, Application.city, Trainee)
        .join(Trainee, Trainee.application_uid == Application.uid)
        .where(Application.uid.in_(wanted))
    )
    found = {
        uid: (name, trainee)
        for uid, name, programme, city, trainee in session.execute(query)
        if scope.covers(programme, city)
    }
    if len(found) < len(wanted):
        raise Stale(GONE)
    return {uid: found[uid] for uid in wanted}


def named(names: Iterable[str], most: int = 3) -> str:
    """阿古拉、王一诺、白天佑 等 18 人."""
    given = list(names)
    shown = "、".join(given[:most])
    return f"{shown} 等 {len(given)} 人" if len(given) > most else shown

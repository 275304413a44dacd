"""What happened to one trainee in the year, day by day: for the line under the heat map and the file (ux §4.9)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import (
    AlumniRecord,
    Attendance,
    Gathering,
    InitialEvaluation,
    Meeting,
    MeetingGuest,
    MidtermEvaluation,
    Visit,
)
from yingcai_desktop.desk import Desk
from yingcai_desktop.rules.training import APPROVED, NOT_HANDED_IN, ON_CAMPUS, RETURNED, WAITING
from yingcai_desktop.services.trainees.board import Row
from yingcai_desktop.services.trainees.teachers import history

_LOG_WORDS = {WAITING: ("日志待审", "warn"), NOT_HANDED_IN: ("日志未交", "warn"), RETURNED: ("日志退回", "bad")}


@dataclass(frozen=True, slots=True)
class Event:
    """Something on a day, in a few words; `tone` as in the rest of the window, `weight` what is said first."""

    day: date
    words: str
    tone: str = "info"
    weight: int = 0


def events(desk: Desk, row: Row) -> list[Event]:
    """The year of one trainee, in order."""
    s, today = row.student, desk.clock().date()
    found = [Event(s.admitted_on, "录取", "ok", 8)]
    with desk.read() as session:
        found += _visits(session, s.uid)
        found += _gatherings(session, s.uid)
        found += _meetings(session, s.uid)
        initial = session.scalars(select(InitialEvaluation).where(InitialEvaluation.application_uid == s.uid)).first()
        midterm = session.scalars(select(MidtermEvaluation).where(MidtermEvaluation.application_uid == s.uid)).first()
        found += [Event(t.since, f"指导教师 {t.name}", "plain", 3) for t in history(session, s.uid)]
        moved = session.execute(select(AlumniRecord.updated_on).where(AlumniRecord.application_uid == s.uid)).scalar()
    if moved is not None:
        found.append(Event(moved, "转入跟踪", "ok", 9))
    if initial and initial.evaluated_on:
        found.append(Event(initial.evaluated_on, f"初期评价 {initial.condition}", "ok" if initial.overall == "正常" else "warn", 8))
    if midterm and midterm.report_date:
        found.append(
            Event(midterm.report_date, f"中期 {midterm.conclusion}", "ok" if midterm.conclusion == "合格" else "bad", 9)
        )
    if s.exited_on is not None:
        found.append(Event(s.exited_on, "退出培养", "bad", 10))
    elif row.stays_away and today.year == desk.store.season:
        found.append(Event(today, f"未到校 {row.away} 天", "bad", 10))
    return sorted(found, key=lambda e: e.day)


def _visits(session: Session, uid: str) -> list[Event]:
    v = Visit
    rows = session.execute(
        select(v.day, v.mode, v.review).where(v.application_uid == uid).order_by(v.day, v.start_time)
    ).all()
    found: dict[date, Event] = {}
    number = 0
    for day, mode, review in rows:
        if review in _LOG_WORDS:
            words, tone = _LOG_WORDS[review]
            found.setdefault(day, Event(day, words, tone, 5))
        elif review == APPROVED and mode == ON_CAMPUS and (day not in found or not found[day].words.startswith("到校")):
            number += 1
            found[day] = Event(day, f"到校 {number}", "info", 2)
        else:
            found.setdefault(day, Event(day, mode, "plain", 1))
    return list(found.values())


def _gatherings(session: Session, uid: str) -> list[Event]:
    query = select(Gathering.day, Gathering.title, Attendance.status).join(
        Attendance, Attendance.gathering_uid == Gathering.uid
    )
    rows = session.execute(query.where(Attendance.application_uid == uid)).all()
    return [Event(day, _short(title) + ("" if status == "到" else f"（{status}）"), "ok", 4) for day, title, status in rows]


def _meetings(session: Session, uid: str) -> list[Event]:
    """师生见面会 where the student signed in (附件1 八（五）, 附件2 六（六）)."""
    days = select(Meeting.day).join(MeetingGuest, MeetingGuest.meeting_uid == Meeting.uid)
    signed = days.where(MeetingGuest.application_uid == uid, MeetingGuest.role == "student").distinct()
    return [Event(day, "师生见面会", "ok", 7) for day in session.scalars(signed)]


def _short(title: str, most: int = 10) -> str:
    return title if len(title) <= most else f"{title[: most - 1]}…"

"""The heat map of the year: student × month, visits, logs, and where the pace leads (附件1 五（三）1, 附件2 五（三）1).

Counts are those of `services/training.compliance`: one truth for the screen, the lists and the grades.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import SchoolTeacher, TrainingPlan
from yingcai_desktop.desk import Desk
from yingcai_desktop.rules import pace
from yingcai_desktop.rules.pace import Month
from yingcai_desktop.rules.training import (
    APPROVED,
    HANDED_IN,
    NOT_HANDED_IN,
    ON_CAMPUS,
    RETURNED,
    WAITING,
    Activity,
    Compliance,
    TrainingRule,
    meeting_days,
    month_of,
    visit_days,
)
from yingcai_desktop.services import deciding, reminding, training
from yingcai_desktop.services.admitted import admitted
from yingcai_desktop.services.trainees.students import Student, of
from yingcai_desktop.services.workbench import scope_of


@dataclass(frozen=True, slots=True)
class Cell:
    """One month of one student: face-to-face days that count, visits that count, entries that do not count yet."""

    month: str
    meetings: int
    visits: int
    pending: int
    state: Month


@dataclass(frozen=True, slots=True)
class Row:
    """How one student stands. `behind`: the pace does not reach the minimum, or a month that is over was short."""

    student: Student
    cells: tuple[Cell, ...]
    visits: int
    pending_visits: int
    required: int
    approved: int
    handed_in: int
    waiting: int
    open_logs: tuple[date, ...]
    forecast: int | None
    away: int
    short: tuple[str, ...]
    topic: str
    planned: bool
    teacher: str
    away_from: int
    """Days without a visit beyond which the office is reminded."""

    @property
    def stays_away(self) -> bool:
        """Whether a trainee has not come for longer than the office lets pass."""
        return self.student.training and self.away > self.away_from

    @property
    def uid(self) -> str:
        """Of the application."""
        return self.student.uid

    @property
    def slow(self) -> bool:
        """Whether the pace so far does not reach the minimum of visits."""
        return self.forecast is not None and self.forecast < self.required

    @property
    def behind(self) -> bool:
        """Whether somebody should look after this student."""
        return self.student.training and (self.slow or bool(self.short))

    @property
    def forecast_words(self) -> str:
        """照此进度到12月 7/10."""
        if not self.student.training or self.forecast is None:
            return ""
        return f"照此进度到12月 {self.forecast}/{self.required}"


@dataclass(frozen=True, slots=True)
class Board:
    """Everybody, on one day. `least` meetings a month, `required` visits a cycle; `waiting` are admitted and have not begun."""

    today: date
    season: int
    rows: tuple[Row, ...]
    required: int
    least: int
    waiting: int = 0
    away_from: int = reminding.KINDS[reminding.AWAY].days

    def row(self, uid: str) -> Row | None:
        """One student."""
        return next((r for r in self.rows if r.uid == uid), None)


@dataclass(frozen=True, slots=True)
class MentorRow:
    """How the students of one mentor stand (G08); `visits` and `forecast` are those of the student farthest behind."""

    uid: str
    mentor: str
    university: str
    programme: str
    programme_name: str
    subject: str
    students: int
    visits: int
    forecast: int | None
    required: int
    behind: int
    waiting: int
    open_logs: int
    names: str


def board(desk: Desk, programme: str = "") -> Board:
    """The year of everybody this office sees. Raises `Undecided` while nobody has signed the minima."""
    today, season = desk.clock().date(), desk.store.season
    with desk.read() as session:
        everyone = admitted(session, desk.schemes, scope_of(desk, programme))
        everybody, begun = of(session, desk, everyone), [a for a in everyone if a.status != "admitted"]
        waiting = len(everyone) - len(begun)
        if not everybody:
            return Board(today, season, (), 0, 0, waiting)
        away_from = reminding.days(session, desk.store.office)[reminding.AWAY]
        decisions = deciding.stored(session)
        rules = {p: training.rule_of(decisions, desk.schemes, p) for p in {s.programme for s in everybody}}
        logs = training.activities(session)
        standings = training.standings(decisions, desk.schemes, begun, logs)
        plans = dict(session.execute(select(TrainingPlan.application_uid, TrainingPlan.topic)).all())
        teachers = current_teachers(session, today)
    rows = []
    for s, standing in zip(everybody, standings, strict=True):
        rows.append(_row(s, rules[s.programme], standing, logs.get(s.uid, []), today, plans, teachers, away_from))
    least = max(rule.monthly_face_to_face for rule in rules.values())
    return Board(today, season, tuple(rows), rules[everybody[0].programme].min_visits, least, waiting, away_from)


def _row(
    s: Student, rule: TrainingRule, standing: Compliance, log: list[Activity], today: date, plans: Mapping[str, str],
    teachers: Mapping[str, str], away_from: int,
) -> Row:  # fmt: skip
    meetings = Counter(month_of(day) for day in meeting_days(log))
    visits = Counter(month_of(day) for day in visit_days(log))
    pending = Counter(month_of(a.day) for a in log if a.review in (WAITING, NOT_HANDED_IN))
    states = pace.month_states(rule, standing.months, s.admitted_on, s.exited_on, today)
    cells = tuple(Cell(m, meetings[m], visits[m], pending[m], state) for m, state in states.items())
    reviews = Counter(a.review for a in log)
    told = {a.day for a in log if a.review in HANDED_IN}
    counted = visit_days(log)
    return Row(
        s, cells, standing.visits,
        len({a.day for a in log if a.mode == ON_CAMPUS and a.review in (WAITING, NOT_HANDED_IN)} - counted),
        rule.min_visits, reviews[APPROVED], reviews[APPROVED] + reviews[WAITING], reviews[WAITING],
        tuple(sorted({a.day for a in log if a.review in (NOT_HANDED_IN, RETURNED)} - told)),
        pace.forecast(log, rule.season, s.admitted_on, today) if s.training else None,
        pace.days_away(log, s.admitted_on, today) if s.training else 0,
        tuple(c.month for c in cells if c.state is Month.SHORT),
        plans.get(s.uid, ""), s.uid in plans, teachers.get(s.uid, ""), away_from,
    )  # fmt: skip


def current_teachers(session: Session, today: date) -> dict[str, str]:
    """Application → the 中学指导教师 of today: the last one whose day has come."""
    query = select(SchoolTeacher.application_uid, SchoolTeacher.name, SchoolTeacher.since)
    rows = session.execute(query.order_by(SchoolTeacher.since, SchoolTeacher.uid)).all()
    return {uid: name for uid, name, since in rows if since <= today}


def by_mentor(board: Board) -> list[MentorRow]:
    """The same, mentor by mentor; those who have left do not count."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in board.rows:
        if row.student.training:
            groups[row.student.mentor_uid].append(row)
    return [_mentor(rows) for rows in groups.values()]


def _mentor(rows: list[Row]) -> MentorRow:
    first = rows[0].student
    paces = [r.forecast for r in rows if r.forecast is not None]
    return MentorRow(
        first.mentor_uid, first.mentor, first.university, first.programme, first.programme_name, first.subject, len(rows),
        min(r.visits for r in rows), min(paces) if paces else None, rows[0].required, sum(r.behind for r in rows),
        sum(r.waiting for r in rows), sum(len(r.open_logs) for r in rows), "、".join(r.student.name for r in rows),
    )  # fmt: skip

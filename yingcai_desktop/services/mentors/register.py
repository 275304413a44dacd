"""The register of mentors: every mentor as one frozen row with team, wishes, students and term, in a handful of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Mentor, TeamMember
from yingcai_desktop.desk import Desk
from yingcai_desktop.rules.states import MentorState
from yingcai_desktop.services import deciding, drafts
from yingcai_desktop.services.mentors import load
from yingcai_desktop.services.mentors.checks import Check, Known, check
from yingcai_desktop.services.mentors.fields import TEAM, member_texts, packed, texts_of
from yingcai_desktop.services.review import state_label

FORM = "mentor"
"""Under which name drafts of this form are kept."""
NEW = "new"
SOON = 90
"""Days before its end a term is said to run out."""
FIRST_REVIEW = (MentorState.RECOMMENDED,)


@dataclass(frozen=True, slots=True)
class Row:
    """One line. `left` are days until the term ends, None without one; `warned`: a 原则上 is not met; `unexplained`: and no reason is given."""

    uid: str
    revision: int
    programme: str
    programme_name: str
    state: str
    state_name: str
    name: str
    university: str = ""
    city: str = ""
    city_name: str = ""
    employer: str = ""
    department: str = ""
    subject: str = ""
    degree: str = ""
    title: str = ""
    honours: str = ""
    research: str = ""
    gender: str = ""
    phone: str = ""
    city_opinion: str = ""
    team: int = 0
    first: int = 0
    named: int = 0
    placed: int = 0
    capacity: int = 0
    term_start: date | None = None
    term_end: date | None = None
    left: int | None = None
    approval: str = ""
    exception: str = ""
    review_reasons: tuple[str, ...] = ()
    warned: bool = False
    unexplained: bool = False
    unsaved: bool = False

    @property
    def stored(self) -> bool:
        """Whether it is in the register, not only a draft."""
        return self.state != NEW

    @property
    def full(self) -> bool:
        """Whether no place is left."""
        return self.state == MentorState.APPOINTED and self.placed >= self.capacity

    @property
    def expiring(self) -> bool:
        """Whether an appointment ends soon, or has ended."""
        return self.state == MentorState.APPOINTED and self.left is not None and self.left <= SOON


class Register:
    """Mentors are some hundreds: all are read again after a change."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.rows: list[Row] = []
        self.known: Known
        self._values: dict[str, dict[str, str]] = {}
        self._checks: dict[str, list[Check]] = {}
        self._drafts: dict[str, drafts.Kept] = {}
        self.read()

    def read(self) -> None:
        """Read everything."""
        with self._desk.read() as session:
            mentors = list(session.scalars(select(Mentor)))
            teams = _teams(session)
            counts = load.read(session)
            signed = str(deciding.stored(session).get("mentors.exception_reason") or "")
            keys = {(m.programme, m.university, m.subject, m.name): m.uid for m in mentors}
            self.known = Known(self._desk.schemes, keys, counts.placed, signed)
            self._values = {m.uid: texts_of(m) | {TEAM: packed(teams.get(m.uid, []))} for m in mentors}
            self._checks = {uid: check(values, self.known, uid) for uid, values in self._values.items()}
            self._drafts = drafts.kept(session, FORM)
            rows = [self._row(m, len(teams.get(m.uid, [])), counts) for m in mentors]
        order = self._desk.schemes.university_order
        rows.sort(key=lambda r: (r.programme, order.get(r.university, 99), r.subject, r.name, r.uid))
        self.rows = [*self._new_rows(), *rows]

    def refresh_drafts(self) -> None:
        """Read again which forms are half typed."""
        self.read()

    def row(self, uid: str) -> Row | None:
        """One row."""
        return next((row for row in self.rows if row.uid == uid), None)

    def draft(self, uid: str) -> drafts.Kept | None:
        """What is half typed over it."""
        return self._drafts.get(uid)

    def values(self, uid: str) -> dict[str, str]:
        """The form of a stored mentor, the team with it."""
        return self._values[uid]

    def checks(self, uid: str) -> list[Check]:
        """What the checks say of the stored mentor."""
        return self._checks.get(uid, [])

    def _new_rows(self) -> list[Row]:
        return [
            Row(uid, 0, kept.values.get("programme", ""), "", NEW, "草稿", kept.values.get("name", "") or "（未填姓名）", unsaved=True)
            for uid, kept in self._drafts.items()
            if uid not in self._values
        ]

    def _row(self, m: Mentor, team: int, counts: load.Load) -> Row:
        schemes, today = self._desk.schemes, self._desk.clock().date()
        scheme = schemes[m.programme]
        city = next((u.city for u in scheme.universities if u.name == m.university), "")
        codes = {c.code for c in self._checks[m.uid]}
        return Row(
            m.uid, m.revision, m.programme, scheme.short, m.state, state_label("mentor", m.state), m.name, m.university, city,
            schemes.city_names.get(city, ""), m.employer, m.department, m.subject, m.degree, m.title, m.honours, m.research, m.gender, m.phone,
            m.city_opinion, team, counts.first.get(m.uid, 0), counts.named.get(m.uid, 0), counts.placed.get(m.uid, 0), m.capacity,
            m.term_start, m.term_end, (m.term_end - today).days if m.term_end else None, m.approval, m.exception,
            tuple(m.review_reasons), bool(codes & {"mentor.no-honour", "mentor.not-doctor", "member.not-qualified"}),
            any(c.code == "principle" and c.level == "warn" for c in self._checks[m.uid]), m.uid in self._drafts,
        )  # fmt: skip


def _teams(session: Session) -> Mapping[str, list[dict[str, str]]]:
    teams: dict[str, list[dict[str, str]]] = {}
    for member in session.scalars(select(TeamMember).order_by(TeamMember.mentor_uid, TeamMember.name)):
        teams.setdefault(member.mentor_uid, []).append(member_texts(member))
    return teams


def summary(rows: Sequence[Row]) -> str:
    """`已聘 28 · 名额 120 · 已带 96 · 满员 11` of the mentors on show."""
    appointed = [r for r in rows if r.state == MentorState.APPOINTED]
    places, placed = sum(r.capacity for r in appointed), sum(r.placed for r in appointed)
    return f"已聘 {len(appointed)} 人 · 可带 {places} 名 · 已带 {placed} 名 · 满员 {sum(r.full for r in appointed)} 人"



"""The register: every application as one frozen row, read in a handful of Core queries and kept up to date row by row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Application
from yingcai_desktop.desk import Desk
from yingcai_desktop.rules.eligibility import Standing, Thresholds, Verdict, review, within_percent
from yingcai_desktop.rules.states import UNDER_REVIEW
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services import drafts, history
from yingcai_desktop.services.applications.known import Known, KnownPerson, person, read_known
from yingcai_desktop.services.review import state_label

FORM = "application"
"""Under which name drafts of this form are kept."""
NEW = "new"
"""State of a row that is only a draft: nothing of it is in the register yet."""


class Raw(NamedTuple):
    """The stored columns a row is made of."""

    uid: str
    revision: int
    programme: str
    name: str
    gender: str
    ethnicity: str
    id_number: str
    birth_date: date
    city: str
    school_uid: str
    grade: str
    class_name: str
    subject: str
    cohort: int | None
    subject_rank: int | None
    overall_rank: int | None
    pretraining: bool
    proof: str
    choice1_uid: str
    choice2_uid: str | None
    choice3_uid: str | None
    adjust: bool
    guardian_phone: str
    student_consent: bool
    guardian_consent: bool
    school_opinion: str
    state: str


_COLUMNS = tuple(getattr(Application, name) for name in Raw._fields)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the register. Percentages are rank ÷ cohort × 100, None where the school gave none."""

    uid: str
    revision: int
    programme: str
    programme_name: str
    state: str
    state_name: str
    name: str
    gender: str = ""
    ethnicity: str = ""
    id_number: str = ""
    city: str = ""
    city_name: str = ""
    school: str = ""
    school_short: str = ""
    grade: str = ""
    class_name: str = ""
    subject: str = ""
    result: str = ""
    reasons: tuple[str, ...] = ()
    subject_percent: float | None = None
    overall_percent: float | None = None
    over_rank: bool = False
    missing: tuple[str, ...] = ()
    mentor: str = ""
    mentors: tuple[str, ...] = ()
    adjust: bool = False
    guardian_phone: str = ""
    dual: bool = False
    suspect: bool = False
    alumnus: bool = False
    unsaved: bool = False
    source: str = ""

    @property
    def stored(self) -> bool:
        """Whether it is in the register, not only a draft."""
        return self.state != NEW

    @property
    def waiting(self) -> bool:
        """Whether somebody still has to decide."""
        return self.state in UNDER_REVIEW


class Register:
    """The rows with the lookups behind them. Read once; `refresh` takes in what a change touched."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.known: Known
        self.rows: list[Row] = []
        self._raws: dict[str, Raw] = {}
        self._origins: dict[str, history.Origin] = {}
        self.read()

    def read(self) -> None:
        """Read everything."""
        with self._desk.read() as session:
            self.known = read_known(session, self._desk.schemes)
            self._raws = {raw.uid: raw for raw in map(Raw._make, session.execute(select(*_COLUMNS)).tuples())}
            self._origins = history.origins(session, Application.__tablename__)
            self.known.add(self._person(raw) for raw in self._raws.values())
            self._drafts = drafts.kept(session, FORM)
        self._build()

    def refresh(self, uids: Iterable[str]) -> None:
        """Read these applications and all drafts again."""
        wanted = set(uids)
        with self._desk.read() as session:
            self._take(session, wanted)
            self._drafts = drafts.kept(session, FORM)
        self._build()

    def row(self, uid: str) -> Row | None:
        """One row by uid."""
        return next((row for row in self.rows if row.uid == uid), None)

    def origin(self, uid: str) -> history.Origin | None:
        """How an application came in."""
        return self._origins.get(uid)

    def _take(self, session: Session, wanted: set[str]) -> None:
        for uid in wanted & self._raws.keys():
            self.known.remove(self._person(self._raws.pop(uid)))
        if wanted:
            found = session.execute(select(*_COLUMNS).where(Application.uid.in_(wanted))).tuples()
            fresh = {raw.uid: raw for raw in map(Raw._make, found)}
            self._raws |= fresh
            self.known.add(self._person(raw) for raw in fresh.values())
            if fresh.keys() - self._origins.keys():
                self._origins |= history.origins(session, Application.__tablename__, fresh)

    def _person(self, raw: Raw) -> KnownPerson:
        return person(
            self.known.schools, raw.uid, raw.programme, raw.id_number, raw.name, raw.birth_date, raw.school_uid,
            raw.choice1_uid, raw.state,
        )  # fmt: skip

    def _build(self) -> None:
        schemes = self._desk.schemes
        ordered = sorted(self._raws.values(), key=lambda r: (*schemes.place(r.programme, r.city, r.subject), r.id_number))
        stored = [self._row(raw) for raw in ordered]
        fresh = [_new_row(schemes, uid, draft) for uid, draft in self._drafts.items() if uid not in self._raws]
        self.rows = fresh + stored

    def _row(self, raw: Raw) -> Row:
        known, schemes = self.known, self.known.schemes
        school = known.schools.get(raw.school_uid)
        mentors = tuple(_mentor(known, uid) for uid in (raw.choice1_uid, raw.choice2_uid, raw.choice3_uid) if uid)
        first = known.mentors.get(raw.choice1_uid)
        verdict = verdict_of(known, raw)
        same = known.by_person[raw.name, raw.birth_date]
        origin = self._origins.get(raw.uid)
        return Row(
            raw.uid, raw.revision, raw.programme, schemes[raw.programme].short, raw.state,
            state_label("application", raw.state), raw.name, raw.gender, raw.ethnicity, raw.id_number, raw.city,
            schemes.city_names.get(raw.city, raw.city), school.name if school else "", school.short if school else "",
            raw.grade, raw.class_name, raw.subject, verdict.result, verdict.reasons,
            percent(raw.subject_rank, raw.cohort), percent(raw.overall_rank, raw.cohort), over_rank(known, raw),
            _missing(raw), first.name if first else "", mentors, raw.adjust, raw.guardian_phone,
            dual=len({p.programme for p in known.by_id[raw.id_number]}) > 1,
            suspect=len({p.id_number for p in same}) > 1,
            alumnus=raw.id_number in known.last_season,
            unsaved=raw.uid in self._drafts,
            source=origin.words if origin else "",
        )  # fmt: skip


def verdict_of(known: Known, raw: Raw) -> Verdict:
    """资格 as the numbers stand now (附件1 四（二）, 附件2 四（二）)."""
    rule = known.schemes[raw.programme].eligibility
    standing = Standing(
        raw.school_opinion == "推荐", raw.cohort, raw.subject_rank, raw.overall_rank, raw.pretraining, raw.proof
    )
    thresholds = Thresholds(rule.ranks_required, rule.subject_percent, rule.overall_percent)
    return review(standing, thresholds, relaxation=bool(known.relaxation))


def over_rank(known: Known, raw: Raw) -> bool:
    """Whether the programme asks for a rank and none lies within its line (附件1 四（二）)."""
    rule = known.schemes[raw.programme].eligibility
    inside = within_percent(raw.subject_rank, raw.cohort, rule.subject_percent)
    return rule.ranks_required and not inside and not within_percent(raw.overall_rank, raw.cohort, rule.overall_percent)


def percent(rank: int | None, cohort: int | None) -> float | None:
    """Rank ÷ cohort × 100, for showing and sorting only: the verdict compares whole numbers."""
    return None if rank is None or not cohort else rank * 100 / cohort


def _missing(raw: Raw) -> tuple[str, ...]:
    """What the file of an application lacks."""
    wanted = (
        ("学生承诺", raw.student_consent),
        ("监护人同意", raw.guardian_consent),
        ("前置培养证明", not raw.pretraining or bool(raw.proof.strip())),
    )
    return tuple(name for name, there in wanted if not there)


def _mentor(known: Known, uid: str) -> str:
    mentor = known.mentors.get(uid)
    return f"{mentor.name}（{mentor.university}）" if mentor else ""


def _new_row(schemes: Schemes, uid: str, draft: drafts.Kept) -> Row:
    """A line for an application that is still being typed."""
    values = draft.values
    programme, city = values.get("programme", ""), values.get("city", "")
    scheme = schemes.programmes.get(programme)
    return Row(
        uid, 0, programme, scheme.short if scheme else "", NEW, "正在填写", values.get("name", "") or "（未填姓名）",
        gender=values.get("gender", ""), id_number=values.get("id_number", ""), city=city,
        city_name=schemes.city_names.get(city, ""), grade=values.get("grade", ""), subject=values.get("subject", ""),
        unsaved=True, source="本机录入",
    )  # fmt: skip

"""The register: every application this office looks at (`services/own.py`) as one frozen row, kept up to date row by row."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Application
from yingcai_desktop.desk import Desk
from yingcai_desktop.rules.eligibility import Standing, Thresholds, Verdict, review, within_percent
from yingcai_desktop.rules.materials import lacking
from yingcai_desktop.rules.states import UNDER_REVIEW
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services import drafts, history, own
from yingcai_desktop.services.applications.known import Known, KnownPerson, person, read_known
from yingcai_desktop.services.applications.materials_overview import Overview
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
    opinion: str


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
    opinion: str = ""

    @property
    def stored(self) -> bool:
        """Whether it is in the register, not only a draft."""
        return self.state != NEW

    @property
    def waiting(self) -> bool:
        """Whether somebody still has to decide."""
        return self.state in UNDER_REVIEW


class Register:
    """The rows with the lookups behind them. Read once; `refresh` takes in what a change touched and rebuilds only those rows."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.known: Known
        self.rows: list[Row] = []
        self._raws: dict[str, Raw] = {}
        self._rows: dict[str, Row] = {}
        self._drafts: dict[str, drafts.Kept] = {}
        self._origins: dict[str, history.Origin] = {}
        self._materials = Overview()
        self.read()

    def read(self) -> None:
        """Read everything."""
        with self._desk.read() as session:
            self.known = read_known(session, self._desk.schemes)
            self._raws = {
                raw.uid: raw
                for raw in map(Raw._make, session.execute(select(*_COLUMNS).where(*own.applications(self._desk))))
            }
            self._origins = history.origins(session, Application)
            self._drafts = drafts.kept(session, FORM)
            self._materials.read(session)
        self.known.add(self._person(raw) for raw in self._raws.values())
        self._rows = {}
        self._arrange(self._raws)

    def refresh(self, uids: Iterable[str]) -> None:
        """Read these applications and all drafts again."""
        wanted = set(uids)
        stale = self._kin(wanted)
        with self._desk.read() as session:
            for uid in wanted & self._raws.keys():
                self.known.remove(self._person(self._raws.pop(uid)))
            found = session.execute(select(*_COLUMNS).where(Application.uid.in_(wanted), *own.applications(self._desk)))
            fresh = {raw.uid: raw for raw in map(Raw._make, found)}
            self._origins |= history.origins(session, Application, fresh.keys() - self._origins.keys())
            changed = self._read_drafts(session)
        self._raws |= fresh
        self.known.add(self._person(raw) for raw in fresh.values())
        self._arrange(stale | self._kin(wanted) | wanted | changed)

    def refresh_drafts(self) -> bool:
        """Read the drafts again; whether any row changed by it."""
        with self._desk.read() as session:
            changed = self._read_drafts(session)
        before = self._new_rows()
        self._arrange(changed)
        return bool(changed) or before != self._new_rows()

    def refresh_materials(self, files: Collection[str], ticks: Collection[str]) -> set[str]:
        """Read these attachments and ticks again; returns the applications they belong to."""
        with self._desk.read() as session:
            people = self._materials.refresh(session, files, ticks)
        self._arrange(people)
        return people

    def _new_rows(self) -> list[Row]:
        """The rows that are drafts and nothing else; they stand first."""
        return list(takewhile(lambda row: not row.stored, self.rows))

    def row(self, uid: str) -> Row | None:
        """One row by uid."""
        return self._rows.get(uid)

    def draft(self, uid: str) -> drafts.Kept | None:
        """What is typed over an application and not stored yet."""
        return self._drafts.get(uid)

    def origin(self, uid: str) -> history.Origin | None:
        """How an application came in."""
        return self._origins.get(uid)

    def _read_drafts(self, session: Session) -> set[str]:
        """The records that have a draft now and had none, or the other way round."""
        before = self._drafts.keys()
        self._drafts = drafts.kept(session, FORM)
        return before ^ self._drafts.keys()

    def _kin(self, uids: Iterable[str]) -> set[str]:
        """Everybody whose marks (双报, 疑似重复) depend on these applications."""
        raws = [self._raws[uid] for uid in uids if uid in self._raws]
        same = [p for r in raws for p in (*self.known.by_id[r.id_number], *self.known.by_person[r.name, r.birth_date])]
        return {p.uid for p in same}

    def _arrange(self, uids: Iterable[str]) -> None:
        """Build the rows of these applications again, then put all in the order of every list, drafts of new ones first."""
        schemes = self._desk.schemes
        for uid in set(uids):
            if uid in self._raws:
                self._rows[uid] = self._row(self._raws[uid])
            else:
                self._rows.pop(uid, None)
        fresh = {u: _new_row(schemes, u, d) for u, d in self._drafts.items() if u not in self._raws}
        self._rows = {u: r for u, r in self._rows.items() if r.stored} | fresh
        ordered = sorted(
            self._raws.values(), key=lambda r: (*schemes.place(r.programme, r.city, r.subject), r.id_number)
        )
        self.rows = [*fresh.values(), *(self._rows[raw.uid] for raw in ordered)]

    def _person(self, raw: Raw) -> KnownPerson:
        return person(
            self.known.schools, raw.uid, raw.programme, raw.id_number, raw.name, raw.birth_date, raw.school_uid,
            raw.choice1_uid, raw.state,
        )  # fmt: skip

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
            self._missing(raw), first.name if first else "", mentors, raw.adjust, raw.guardian_phone,
            dual=len({p.programme for p in known.by_id[raw.id_number]}) > 1,
            suspect=len({p.id_number for p in same}) > 1,
            alumnus=raw.id_number in known.last_season,
            unsaved=raw.uid in self._drafts,
            source=origin.words if origin else "",
            opinion=raw.opinion,
        )  # fmt: skip

    def _missing(self, raw: Raw) -> tuple[str, ...]:
        """What the file of an application lacks: its materials, and the two consents."""
        materials = self.known.schemes[raw.programme].materials
        open_ones = lacking(materials, self._materials.of(raw.uid), pretraining=raw.pretraining)
        consents = (("学生承诺", raw.student_consent), ("监护人同意", raw.guardian_consent))
        return *open_ones, *(name for name, there in consents if not there)


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

"""The register of certificates as the page 证书打印 shows it: one row a person who has earned one, and who is left out and why."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import (
    Assessment,
    Certificate,
    CertificateCheck,
    CertificateCollection,
    CertificatePrint,
    NationalCertificate,
    School,
)
from yingcai_desktop.desk import Desk
from yingcai_desktop.rules.certificates import CERTIFIED_GRADES
from yingcai_desktop.rules.states import IN_FORCE
from yingcai_desktop.services.admitted import Admitted, admitted
from yingcai_desktop.services.scope import EVERYTHING, Scope

STATES = {
    "entitled": "可发",
    "numbered": "已编号",
    "printed": "已打印",
    "collected": "已领取",
    "reissued": "补发",
    "void": "作废",
    "wrong": "等级不符",
    "awaited": "待登记",
    "registered": "已登记",
}
"""Where a certificate stands; `awaited` and `registered` are those of the national programme, which come from Beijing."""

UNCHECKED, CHECKED, CHANGED = "", "checked", "changed"
EXITED = "退出培养"
NONE_YET = "没有评价结果"


@dataclass(frozen=True, slots=True)
class Holder:
    """A person who has earned a certificate. `uid` is the application's; `check` one of UNCHECKED, CHECKED, CHANGED."""

    uid: str
    programme: str
    city: str
    city_name: str
    subject: str
    name: str
    id_number: str
    school: str
    school_short: str
    university: str
    mentor: str
    grade: str
    ours: bool
    """Whether we print it; the national one comes from Beijing."""
    state: str
    number: str = ""
    sequence: int = 0
    issue_date: date | None = None
    reissues: int = 0
    check: str = UNCHECKED
    checked_on: date | None = None
    good: int = 0
    """Good sheets under the paper now in force."""
    printed_on: date | None = None
    collected_on: date | None = None
    receiver: str = ""
    relation: str = ""
    void: tuple[tuple[str, str], ...] = ()
    """Earlier numbers and why they are void."""

    @property
    def state_name(self) -> str:
        """The state as a clerk reads it."""
        return STATES[self.state]

    @property
    def printable(self) -> bool:
        """Whether there is a page to look at."""
        return self.ours and bool(self.number) and self.state not in ("void", "wrong")

    @property
    def shown_number(self) -> str:
        """The number as it stands on the paper: with -补1 after it was given out anew."""
        return f"{self.number}-补{self.reissues}" if self.reissues else self.number

    @property
    def missing(self) -> tuple[str, ...]:
        """What must stand on a certificate and is blank."""
        wanted = (("姓名", self.name), ("学校", self.school), ("学科", self.subject), ("培养高校", self.university), ("导师", self.mentor))
        return tuple(label for label, value in wanted if not value.strip())

    @property
    def facts(self) -> str:
        """What student and school confirm before it is printed (domain.md §4.11)."""
        return "｜".join((self.name, self.school, self.subject, self.university, self.mentor, self.grade))


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows of a scope, and how many people are not among them, by reason."""

    holders: tuple[Holder, ...]
    left_out: Mapping[str, int]
    clause: str

    @property
    def sentence(self) -> str:
        """Said under the list: who is left out, and by which clause."""
        if not self.left_out:
            return "没有人被排除在外。" if self.holders else ""
        who = "、".join(f"{why} {count} 人" for why, count in self.left_out.items())
        return f"不在此列：{who}。只有优秀、合格授予证书（{self.clause}）。"


def listed(desk: Desk, scope: Scope = EVERYTHING) -> Listed:
    """Who may have a certificate: by programme, then number, those without one last (city, subject, ID number)."""
    with desk.read() as session:
        rows = admitted(session, desk.schemes, scope)
        grades = dict(session.execute(select(Assessment.application_uid, Assessment.grade)).all())
        papers = _Papers(session)
    found: list[Holder] = []
    out: Counter[str] = Counter()
    for row in rows:
        grade = grades.get(row.person.uid, "")
        if (row.status == "exited" or grade not in CERTIFIED_GRADES) and row.person.uid not in papers.in_force:
            out[EXITED if row.status == "exited" else grade or NONE_YET] += 1
        else:
            found.append(papers.holder(desk, row, grade))
    found.sort(key=lambda h: (not h.ours, h.sequence or 1_000_000))
    order = {why: n for n, why in enumerate(("不合格", "未参评", "未定", NONE_YET, EXITED))}
    return Listed(
        tuple(found), dict(sorted(out.items(), key=lambda item: order.get(item[0], 99))), desk.schemes["pilot"].final.clause
    )


def holders(desk: Desk, uids: Sequence[str]) -> list[Holder]:
    """These people in the order of the register; raises `LookupError` for somebody who has earned none."""
    known = {h.uid: h for h in listed(desk).holders}
    unknown = [uid for uid in uids if uid not in known]
    if unknown:
        raise LookupError(unknown[0])
    wanted = set(uids)
    return [h for h in known.values() if h.uid in wanted]


class _Papers:
    """All that is known of certificates, read once."""

    def __init__(self, session: Session) -> None:
        self.lines: dict[str, list[Certificate]] = defaultdict(list)
        for line in session.scalars(select(Certificate).order_by(Certificate.sequence)):
            self.lines[line.application_uid].append(line)
        self.in_force = {uid for uid, lines in self.lines.items() if any(c.state in IN_FORCE for c in lines)}
        self._checks = {c.application_uid: c for c in session.scalars(select(CertificateCheck))}
        self._prints: dict[tuple[str, int], list[CertificatePrint]] = defaultdict(list)
        for sheet in session.scalars(select(CertificatePrint).where(CertificatePrint.spoiled.is_(False))):
            self._prints[sheet.number, sheet.reissue].append(sheet)
        self._taken = {(c.number, c.reissue): c for c in session.scalars(select(CertificateCollection))}
        self._short = {name: (aliases or [name])[0] for name, aliases in session.execute(select(School.name, School.aliases))}
        self._national = dict(session.execute(select(NationalCertificate.application_uid, NationalCertificate.number)).all())

    def holder(self, desk: Desk, row: Admitted, grade: str) -> Holder:
        """One person with the paper in force."""
        scheme, person = desk.schemes[row.person.programme], row.person
        ours = scheme.final.certificates
        lines = self.lines[person.uid]
        line = next((c for c in lines if c.state in IN_FORCE), lines[-1] if lines else None) if ours else None
        number = (line.number if line else "") if ours else self._national.get(person.uid, "")
        reissues = line.reissues if line else 0
        sheets, taken = self._prints[number, reissues], self._taken.get((number, reissues))
        made = Holder(
            person.uid, person.programme, person.city, desk.schemes.city_names.get(person.city, person.city), person.subject,
            person.name, person.id_number, person.school, self._short.get(person.school) or person.school,
            row.university, row.mentor, grade, ours, self._state(row, line, grade, number, len(sheets), taken, ours),
            number, line.sequence if line else 0, line.issue_date if line else None, reissues,
            good=len(sheets), printed_on=max((s.day for s in sheets), default=None),
            collected_on=taken.day if taken else None, receiver=taken.receiver if taken else "",
            relation=taken.relation if taken else "",
            void=tuple((c.number, c.void_reason or "终评等级不再授予证书") for c in lines if c.state not in IN_FORCE),
        )  # fmt: skip
        return self._checked(made)

    def _checked(self, made: Holder) -> Holder:
        check = self._checks.get(made.uid)
        if check is None or not (check.by_student and check.by_school):
            return made
        return replace(made, check=CHECKED if check.facts == made.facts else CHANGED, checked_on=check.day)

    @staticmethod
    def _state(
        row: Admitted, line: Certificate | None, grade: str, number: str, good: int, taken: CertificateCollection | None, ours: bool
    ) -> str:
        if not ours:
            return "collected" if taken else "registered" if number else "awaited"
        if line is None:
            return "entitled"
        if line.state not in IN_FORCE:
            return "void"
        if line.grade != grade or row.status == "exited":
            return "wrong"
        if taken:
            return "collected"
        if good:
            return "printed"
        return "reissued" if line.reissues else "numbered"

"""培养证书: only certificates in force, and only for who is 优秀 or 合格 today (附件2 七（三）)."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Assessment, Certificate
from yingcai_desktop.desk import Desk
from yingcai_desktop.documents.certificate import Certificate as Page
from yingcai_desktop.documents.certificate import certificates_pdf
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.rules.certificates import may_get_certificate
from yingcai_desktop.rules.states import IN_FORCE, TraineeState
from yingcai_desktop.scheme import Scheme
from yingcai_desktop.services.admitted import Admitted, admitted
from yingcai_desktop.services.printing.heading import nothing
from yingcai_desktop.services.printing.names import full_name
from yingcai_desktop.services.scope import EVERYTHING, Scope

CYCLE = "培养周期"


@dataclass(frozen=True, slots=True)
class Registered:
    """A line of the register with its person, and the grade of 终评 as it stands today (blank: none)."""

    person: Admitted
    number: str
    sequence: int
    state: str
    grade: str
    graded: str
    page: Page

    @property
    def in_force(self) -> bool:
        """Whether it has not been voided."""
        return self.state in IN_FORCE


def certificates(desk: Desk, scope: Scope) -> bytes:
    """One page each, by number. Raises `NotAllowed` when the register and 终评 no longer agree: then 颁发证书 must be done again."""
    with desk.read() as session:
        found = [r for r in registered(desk, session, scope) if r.in_force]
    if not found:
        _refuse(desk, scope)
    wrong = [r for r in found if not earned(desk, r)]
    if wrong:
        listed = "、".join(f"{r.person.person.name}（{r.number}）" for r in wrong[:5]) + ("等" if len(wrong) > 5 else "")
        raise NotAllowed(
            f"有 {len(wrong)} 张证书与现在的终评等级不符：{listed}。只有优秀和合格授予证书（附件2 七（三））。没有生成文件；请重新办理“颁发证书”后再打印。"
        )
    return certificates_pdf([r.page for r in found])


def registered(desk: Desk, session: Session, scope: Scope = EVERYTHING) -> list[Registered]:
    """The register, void lines included, by number."""
    rows: dict[str, list[Certificate]] = {}
    for certificate in session.scalars(select(Certificate)):
        rows.setdefault(certificate.application_uid, []).append(certificate)
    grades = dict(session.execute(select(Assessment.application_uid, Assessment.grade)).all())
    found = [
        Registered(a, c.number, c.sequence, c.state, c.grade, grades.get(a.person.uid, ""), page_of(desk, a, c))
        for a in admitted(session, desk.schemes, scope)
        for c in rows.get(a.person.uid, ())
    ]
    return sorted(found, key=lambda r: r.sequence)


def earned(desk: Desk, line: Registered) -> bool:
    """Whether the grade of 终评 still earns the certificate of this line (附件2 七（三）)."""
    certifies = desk.schemes[line.person.person.programme].final.certificates
    exited = line.person.status == TraineeState.EXITED
    return line.grade == line.graded and not exited and may_get_certificate(line.graded, programme_certifies=certifies)


def page_of(desk: Desk, row: Admitted, certificate: Certificate) -> Page:
    """What is printed. Raises `NotAllowed` for a number the QR code cannot hold."""
    if "|" in certificate.number or any(char.isspace() for char in certificate.number):
        raise NotAllowed(
            f"证书编号“{certificate.number}”里有空格或竖线，二维码不能记录。没有生成文件；请在“系统设置 · 名额与规则”改正“证书编号式样”。"
        )
    scheme = desk.schemes[row.person.programme]
    return Page(
        certificate.number,
        desk.store.season,
        row.person.name,
        row.person.school,
        row.person.subject,
        row.university,
        row.mentor,
        _period(desk.store.season, scheme),
        certificate.grade,
        scheme.issuers,
        certificate.issue_date,
        full_name(desk.schemes, scheme.programme),
        reissue=certificate.reissues,
    )


def _period(season: int, scheme: Scheme) -> str:
    """培养周期 in words: 2025年1月至2025年12月 (附件2 五（一）)."""
    start, end = next(((s.start, s.end) for s in scheme.schedule if s.stage == CYCLE), (1, 12))
    return f"{season}年{start}月至{season}年{end}月"


def _refuse(desk: Desk, scope: Scope) -> None:
    scheme = desk.schemes.programmes.get(scope.programme)
    if scheme is not None and not scheme.final.certificates:
        raise NotAllowed(f"{scheme.name}的证书由{'、'.join(scheme.issuers)}颁发，本机只登记、不打印。没有生成文件。")
    nothing(desk, "certificates", "certify", Scope(scope.programme or "pilot", scope.city))

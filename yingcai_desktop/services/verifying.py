"""`verify`: what a certificate says of itself, and whether the register says the same (附件2 七（三）)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from yingcai_desktop.desk import Desk
from yingcai_desktop.documents.certificate import Certificate, claim_of
from yingcai_desktop.documents.claim import Claim, PrintedClaim, claims_in, parse_code
from yingcai_desktop.documents.dates import chinese_date
from yingcai_desktop.errors import Invalid
from yingcai_desktop.services.printing.certificates import Registered, earned, registered


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether a certificate and the register agree, and the sentence that says so."""

    agrees: bool
    sentence: str


def claims_of_file(path: Path) -> tuple[PrintedClaim, ...]:
    """Every certificate in a PDF, with the text of its page. Raises `Invalid`: no such file, no PDF, no certificate of ours."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Invalid(f"证书文件 {path.name} 打不开：{error.strerror}。请核对路径后重试。") from error
    return claims_in(content)


def claim_of_text(code: str) -> Claim:
    """The claim in the text of a QR code, scanned or typed. Raises `Invalid`."""
    return parse_code(code)


def describe(claim: Claim | PrintedClaim) -> str:
    """What the certificate says of itself, in one line."""
    page, said = _parts(claim)
    return f"{page}证书编号 {said.number}，{said.season}年度，等级{said.grade}，查验码 {said.digits()}。"


def compare(desk: Desk, claims: Sequence[Claim | PrintedClaim]) -> list[Finding]:
    """Whether the register of this store holds these very certificates, in force; of a page also, whether it shows what was issued."""
    with desk.read() as session:
        register = {line.number: line for line in registered(desk, session)}
    return [_finding(desk, register, claim) for claim in claims]


def _finding(desk: Desk, register: Mapping[str, Registered], claim: Claim | PrintedClaim) -> Finding:
    page, said = _parts(claim)
    line = register.get(said.number)
    trouble = _trouble(desk, line, said)
    if not trouble and line is not None and isinstance(claim, PrintedClaim):
        trouble = _altered(line.page, claim)
    if trouble or line is None:
        return Finding(False, f"{page}证书 {said.number} 与登记册不符：{trouble}")
    facts = line.page
    day = chinese_date(facts.issue_date)
    return Finding(True, f"{page}证书 {said.number} 与登记册一致：{facts.name}，{facts.school}，{facts.subject}，{facts.grade}，{day}颁发。")


def _parts(claim: Claim | PrintedClaim) -> tuple[str, Claim]:
    return (f"第{claim.page}页：", claim.claim) if isinstance(claim, PrintedClaim) else ("", claim)


def _trouble(desk: Desk, line: Registered | None, said: Claim) -> str:
    """The first thing in which the code and the register differ; blank: none."""
    if said.season != desk.store.season:
        return f"证书写的是{said.season}年度，这个数据文件是{desk.store.season}年度的。请换用该年度的数据文件核对。"
    if line is None:
        return "登记册里没有这个编号。证书不是由这里颁发的，或编号被改动。"
    if not line.in_force:
        return "这张证书已经作废。请向颁发单位核实。"
    if not earned(desk, line):
        return f"登记册上是“{line.grade}”，现在的终评等级是“{line.graded or '无'}”。请重新办理“颁发证书”。"
    if said.grade != line.grade:
        return f"证书写的是“{said.grade}”，登记册上是“{line.grade}”。等级被改动。"
    if said != claim_of(line.page):
        return "查验码对不上：姓名、学校、学科、高校、导师或日期与登记册有出入。"
    return ""


def _altered(facts: Certificate, printed: PrintedClaim) -> str:
    """What should stand on the page and does not, where code and register agree."""
    wanted = {
        "姓名": f"{facts.name}同学",
        "学校": facts.school,
        "学科": f"{facts.subject}学科",
        "培养高校": facts.university,
        "导师": facts.mentor,
        "等级": f"成绩{facts.grade}",
        "颁发日期": chinese_date(facts.issue_date),
    }
    lost = [label for label, text in wanted.items() if not printed.shows(text)]
    return f"二维码是真的，但页面上的{'、'.join(lost)}不是登记的内容。页面被改动过。" if lost else ""

"""自治区级培养证书 of the pilot: for 优秀 and 合格 alone (附件2 七（三）; domain.md §4.11).

National certificates come from Beijing and are only registered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from string import Formatter
from typing import Final

from yingcai_desktop.documents import glyphs
from yingcai_desktop.documents.claim import GRADES, Claim, digest_of
from yingcai_desktop.documents.dates import chinese_date
from yingcai_desktop.documents.diploma import DARK, Diploma, diplomas_pdf
from yingcai_desktop.documents.fonts import Style
from yingcai_desktop.documents.frame import RED
from yingcai_desktop.documents.typeset import Span
from yingcai_desktop.errors import NotAllowed

PROGRAMME: Final = "内蒙古自治区青少年科技创新后备人才培养试点"
BODY: Final = (
    "于{period}参加{season}年度{programme}（{subject}学科，培养高校：{university}，导师：{mentor}），完成规定培养任务，"
    "经年度评价成绩{grade}。\n特颁此证。"
)


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certificate. `period` is 培养周期 in words, `body` a template whose fields are the names of the attributes.

    NotAllowed for a grade that earns none; ValueError for a number with a bar or a blank in it, which the QR code needs.
    """

    number: str
    season: int
    name: str
    school: str
    subject: str
    university: str
    mentor: str
    period: str
    grade: str
    issuers: tuple[str, ...]
    issue_date: date
    programme: str = PROGRAMME
    body: str = BODY
    reissue: int = 0
    """How often it has been given out anew under the same number: 补发加「-补1」(domain.md §3.14); the claim stays the same."""

    def __post_init__(self) -> None:
        if self.grade not in GRADES:
            raise NotAllowed(
                f"{self.name}的年度评价是“{self.grade}”，不能制作培养证书：只有优秀和合格授予证书，不合格的不授予（附件2 七（三））。"
            )
        if not self.number or "|" in self.number or any(char.isspace() for char in self.number):
            raise ValueError(f"certificate number {self.number!r}")

    def facts(self) -> dict[str, str]:
        """All that is printed and varies, as text; the digest of the claim covers it."""
        return {
            "number": self.number, "season": str(self.season), "name": self.name, "school": self.school,
            "subject": self.subject, "university": self.university, "mentor": self.mentor, "period": self.period,
            "grade": self.grade, "programme": self.programme, "issuers": "、".join(self.issuers),
            "issue_date": self.issue_date.isoformat(),
        }


def claim_of(certificate: Certificate) -> Claim:
    """What the QR code of this certificate says; compare it with `claim.parse_code` and `claim.claims_in`."""
    return Claim(certificate.number, certificate.season, certificate.grade, digest_of(certificate.facts()))


def _spans(certificate: Certificate) -> tuple[tuple[Span, ...], ...]:
    """The body: fields of the template filled in, people's names kept together, the grade in bold red."""
    facts = certificate.facts()
    paragraphs: list[tuple[Span, ...]] = []
    for template in certificate.body.split("\n"):
        spans: list[Span] = []
        for text, field, _, _ in Formatter().parse(template):
            spans += [Span(text, Style.KAI, DARK)] if text else []
            if field == "grade":
                spans.append(Span(facts[field], Style.SONG_BOLD, RED, together=True))
            elif field:
                spans.append(Span(facts[field], Style.KAI, DARK, together=field in ("name", "mentor", "university")))
        paragraphs.append(tuple(spans))
    return tuple(paragraphs)


def _page(certificate: Certificate) -> Diploma:
    claim = claim_of(certificate)
    return Diploma(
        over=certificate.programme,
        title="培养证书",
        number=f"证书编号：{certificate.number}" + (f"-补{certificate.reissue}" if certificate.reissue else ""),
        salutation=(Span(certificate.name, Style.SONG_BOLD, DARK, together=True),
                    Span("同学", Style.KAI, DARK), Span(f"（{certificate.school}）：", Style.KAI, DARK, together=True)),
        body=_spans(certificate),
        signed=(*certificate.issuers, chinese_date(certificate.issue_date)),
        code=claim.code(),
        caption=("扫码核对编号与等级", f"查验码 {claim.digits()}"),
    )


def certificates_pdf(certificates: Sequence[Certificate]) -> bytes:
    """One A4 landscape page each, in the order given; MissingGlyph before anything is drawn."""
    glyphs.require(certificates)
    author = "、".join(certificates[0].issuers) if certificates else ""
    return diplomas_pdf("培养证书", author, [_page(one) for one in certificates])

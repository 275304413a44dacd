"""导师聘书 of the pilot (附件2 五（三）1; domain.md §2.9, §4.12). National letters are issued in Beijing and only registered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yingcai_desktop.documents import glyphs
from yingcai_desktop.documents.certificate import PROGRAMME
from yingcai_desktop.documents.dates import chinese_date
from yingcai_desktop.documents.diploma import DARK, Diploma, diplomas_pdf
from yingcai_desktop.documents.fonts import Style
from yingcai_desktop.documents.typeset import Span


@dataclass(frozen=True, slots=True)
class AppointmentLetter:
    """One letter. `honorific` follows the name (教授, 先生); `term_end` is the last day; ValueError if it is not after the start."""

    number: str
    name: str
    honorific: str
    employer: str
    subject: str
    term_start: date
    term_end: date
    issuers: tuple[str, ...]
    issue_date: date
    role: str = "培养导师"
    programme: str = PROGRAMME

    def __post_init__(self) -> None:
        if self.term_end <= self.term_start:
            raise ValueError(f"term {self.term_start} – {self.term_end}")


def _page(letter: AppointmentLetter) -> Diploma:
    kai, bold = (Style.KAI, DARK), (Style.SONG_BOLD, DARK)
    return Diploma(
        over=letter.programme,
        title="聘书",
        number=f"聘书编号：{letter.number}",
        salutation=(),
        body=(
            (Span("兹聘请", *kai), Span(letter.employer, *kai, together=True), Span(letter.name, *bold, together=True),
             Span(f"{letter.honorific}为{letter.programme}{letter.subject}学科", *kai), Span(letter.role, *bold, together=True),
             Span("，聘期自", *kai), Span(chinese_date(letter.term_start), *kai, together=True), Span("至", *kai),
             Span(chinese_date(letter.term_end), *kai, together=True), Span("。", *kai)),
            (Span("此聘。", *kai),),
        ),
        signed=(*letter.issuers, chinese_date(letter.issue_date)),
    )


def appointment_letters_pdf(letters: Sequence[AppointmentLetter]) -> bytes:
    """One A4 landscape page each, in the order given; MissingGlyph before anything is drawn."""
    glyphs.require(letters)
    return diplomas_pdf("导师聘书", "、".join(letters[0].issuers) if letters else "", [_page(one) for one in letters])

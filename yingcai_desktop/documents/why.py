"""为什么: one A4 that shows how one candidate's result came about; internal, for the person it is about and their guardian (features F04)."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable, Spacer

from yingcai_desktop.documents import glyphs
from yingcai_desktop.documents.fonts import Style
from yingcai_desktop.documents.page import Heading, Section, book, head, tail, text_width
from yingcai_desktop.documents.table import Column, form, grid
from yingcai_desktop.documents.words import Words


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way: what was looked at, the figures, what followed."""

    title: str
    figures: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Signed:
    """A decision it rests on: its name, its value, who signed it, when, under which document."""

    name: str
    value: str
    signed: str


@dataclass(frozen=True, slots=True)
class Why:
    """One candidate. `sheets` are the judges' totals, unnamed; `result` is the sentence everything leads to."""

    heading: Heading
    name: str
    school: str
    grade: str
    ticket: str
    result: str
    steps: tuple[Step, ...]
    decisions: tuple[Signed, ...]
    edition: str = ""


_STEPS = (Column("环节", 18, style=Style.HEI), Column("依据的数据", 62, align="left", running=True, size=10), Column("结论", 44, align="left", running=True, size=10))
_SIGNED = (Column("签认的决定", 38, align="left", size=8.5), Column("内容", 46, align="left", size=8.5), Column("签认", 54, align="left", size=8.5))


def _section(why: Why) -> Section:
    total = text_width()
    person = form((("姓名", why.name, "准考证号", why.ticket), ("学校", why.school, "年级", why.grade)), (16, 46, 18, 44), total)
    flow: list[Flowable] = [
        *head("遴选结果说明", why.heading), person, Spacer(0, 8),
        Words(why.result, 12, Style.HEI_BOLD, running=True, leading=1.5), Spacer(0, 8),
        grid(_STEPS, [(s.title, s.figures, s.outcome) for s in why.steps], total, least=22), Spacer(0, 6),
        grid(_SIGNED, [(d.name, d.value, d.signed) for d in why.decisions], total, least=15),
        tail(why.heading, ("经办人", "复核人", "日期"),
             notes=(*((why.edition,) if why.edition else ()), "本页含成绩、名次，只供本人及监护人查阅和内部存档，不得公开。")),
    ]  # fmt: skip
    return Section(f"遴选结果说明 · {why.name}", flow)


def why_pdf(pages: Sequence[Why]) -> bytes:
    """A page each; MissingGlyph before anything is drawn."""
    glyphs.require(pages)
    author = pages[0].heading.unit if pages else ""
    return book("遴选结果说明", author, [_section(why) for why in pages])

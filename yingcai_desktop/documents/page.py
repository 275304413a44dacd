"""Sheets of paper: A4, margins, what stands above and below every table, page x of y, and the file around it.

Same input, same bytes: no clock, fixed producer, fixed identifiers (ReportLab's `invariant`).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Any, Final

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, KeepTogether, PageBreak, PageTemplate, Spacer, Table

from yingcai_desktop.documents.fonts import Style, face
from yingcai_desktop.documents.typeset import Span, break_lines, draw, draw_line, line_width
from yingcai_desktop.documents.words import Signatures, Words
from yingcai_desktop.errors import Refusal

rl_config.useA85 = 0  # streams as bytes, not as ASCII: a fifth smaller and quicker
PRODUCER: Final = "英才培养管理"
FIRST_FACE: Final = "NotoSerifSC-Regular"  # else ReportLab names Helvetica on every page, a font that is not embedded
FIRST_FONT: Final = ("FONTNAME", (0, 0), (-1, -1), FIRST_FACE)  # likewise for every cell of a table
MUTED: Final = HexColor(0x4A4A4A)
RULE: Final = HexColor(0x333333)
TINT: Final = HexColor(0xEFEFEC)
PALE: Final = HexColor(0xE3E9F1)  # pale enough to read black on it


@dataclass(frozen=True, slots=True)
class Margins:
    """Millimetres of white around the text."""

    top: float
    bottom: float
    left: float
    right: float


TABLE_PAGE: Final = Margins(18, 18, 18, 18)
OFFICIAL_PAGE: Final = Margins(37, 35, 28, 26)  # GB/T 9704—2012: 版心 156 × 225 mm


@dataclass(frozen=True, slots=True)
class Heading:
    """What every list says about itself.

    `unit` makes it; `season` is the year; `programme`, `city` and `subject` are names in Chinese ("" where the list spans
    them). `facts` are label and value pairs printed above the table, an empty value as a rule to write on; `basis` are the
    signed decisions it rests on, printed below it; `reprint` counts 重打.
    """

    unit: str
    season: int
    programme: str
    city: str = ""
    subject: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    basis: tuple[str, ...] = ()
    reprint: int = 0


class NothingToPrint(Refusal):
    """The document has nobody in it; no file was made."""

    def __init__(self, title: str) -> None:
        super().__init__(f"{title}里没有可以打印的人，没有生成文件。请核对项目、盟市和学科的范围，以及前一步是否已经完成。")


class _Start(Flowable):
    """Marks the first page of a section, so that pages are counted within it."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self.label = label

    def wrap(self, room: float, depth: float) -> tuple[float, float]:
        """Takes no room."""
        return 0, 0

    def draw(self) -> None:
        """Tell the canvas."""
        canvas = self.canv
        assert isinstance(canvas, NumberedCanvas)
        canvas.begin_section(self.label)


class NumberedCanvas(Canvas):
    """Keeps every page back until the number of pages of its section is known (ReportLab's idiom for “page x of y”)."""

    def __init__(self, *args: Any, official: bool = False, margins: Margins = TABLE_PAGE, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held: list[dict[str, Any]] = []
        self._official, self._margins, self._section, self._label = official, margins, 0, ""

    def begin_section(self, label: str) -> None:
        """The page being drawn is the first of a new section."""
        self._section, self._label = self._section + 1, label

    def showPage(self) -> None:
        """Hold the page."""
        self._held.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]  # missing from the stubs

    def save(self) -> None:
        """Write the pages with their numbers."""
        totals = Counter(page["_section"] for page in self._held)
        count: Counter[int] = Counter()
        for page in self._held:
            self.__dict__.update(page)
            count[self._section] += 1
            self._foot(count[self._section], totals[self._section])
            super().showPage()
        super().save()

    def _foot(self, number: int, total: int) -> None:
        paper, _ = self._pagesize  # type: ignore[attr-defined]  # missing from the stubs
        left, right = self._margins.left * mm, paper - self._margins.right * mm
        if self._official:
            draw(self, paper / 2, 25 * mm, f"— {number} / {total} —", 14, align="center")
            return
        y = self._margins.bottom * mm - 16
        self.setStrokeColor(RULE)
        self.setLineWidth(0.4)
        self.line(left, y + 12, right, y + 12)
        for n, line in enumerate(break_lines((Span(self._label, Style.HEI, MUTED),), 9, right - left - 90)):
            draw_line(self, left, y - 12 * n, line, 9)
        draw(self, right, y, f"第{number}页　共{total}页", 9, Style.HEI, align="right", colour=MUTED)


@dataclass(frozen=True, slots=True)
class Section:
    """Pages that belong together and are numbered from 1; `label` stands at their foot."""

    label: str
    flow: Sequence[Flowable]


def book(title: str, author: str, sections: Sequence[Section], *, wide: bool = False, margins: Margins = TABLE_PAGE,
         official: bool = False, watermark: str = "") -> bytes:
    """A PDF of A4 pages, landscape if `wide`; every section begins a new page, over the `watermark`. NothingToPrint without any."""
    if not sections:
        raise NothingToPrint(title)
    out, paper = BytesIO(), landscape(A4) if wide else A4
    depth = paper[1] - (margins.top + margins.bottom) * mm
    frame = Frame(margins.left * mm, margins.bottom * mm, text_width(wide, margins), depth, 0, 0, 0, 0)
    document = BaseDocTemplate(out, pagesize=paper, title=title, author=author, creator=PRODUCER, producer=PRODUCER,
                               lang="zh-CN", invariant=1, initialFontName=face(FIRST_FACE).fontName)
    document.addPageTemplates(PageTemplate("sheet", [frame], onPage=partial(_watermark, watermark)))
    flow: list[Flowable] = []
    for section in sections:
        flow += [PageBreak()] if flow else []
        flow += [_Start(section.label), *section.flow]
    document.build(flow, canvasmaker=partial(NumberedCanvas, official=official, margins=margins))
    return out.getvalue()


def _watermark(words: str, canvas: Canvas, document: BaseDocTemplate) -> None:
    """Words across the page, under everything else."""
    if words:
        wide, deep = document.pagesize
        canvas.saveState()
        canvas.translate(wide / 2, deep / 2)
        canvas.rotate(40)
        draw(canvas, 0, -40, words, 130, Style.HEI_BOLD, align="center", colour=PALE)
        canvas.restoreState()


def blank_canvas(out: BytesIO, paper: tuple[float, float], title: str, author: str) -> Canvas:
    """A file whose pages are drawn by hand, with the same identity as every other."""
    first: Any = face(FIRST_FACE).fontName  # the stubs take it for a number
    canvas = Canvas(out, pagesize=paper, invariant=1, lang="zh-CN", initialFontName=first)
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setCreator(PRODUCER)
    canvas.setProducer(PRODUCER)
    return canvas


def text_width(wide: bool = False, margins: Margins = TABLE_PAGE) -> float:
    """Points between the margins."""
    return float((A4[1] if wide else A4[0]) - (margins.left + margins.right) * mm)


def head(title: str, heading: Heading, *, wide: bool = False, size: float = 18) -> list[Flowable]:
    """Title, what it covers, and the facts in columns."""
    scope = " · ".join(part for part in (heading.programme, heading.city, heading.subject) if part)
    mark = f"（重打第{heading.reprint}次）" if heading.reprint else ""
    flow: list[Flowable] = [Words(title + mark, size, Style.SONG_BOLD, align="center", floor=14)]
    flow += [Spacer(0, 4), Words(scope, 12, Style.KAI, align="center"), Spacer(0, 8)]
    room = text_width(wide)
    given = [facts(heading.facts, room, 4 if wide else 3)] if heading.facts else []
    return [*flow, facts((("编制单位", heading.unit),), room, 1), *given, Spacer(0, 6)]


def facts(pairs: Sequence[tuple[str, str]], room: float, columns: int = 3) -> Flowable:
    """Label and value pairs in equal columns, a long one on a line of its own; an empty value is a rule to write on."""
    slot = room / columns
    rows: list[list[Any]] = []
    style: list[tuple[Any, ...]] = [FIRST_FONT]
    for label, value in pairs:
        words = (Span(f"{label}：", Style.HEI_BOLD), Span(value))
        wide = line_width(words, 10) > slot - 10
        if not rows or len(rows[-1]) == columns or wide:
            rows.append([])
        rows[-1].append(Words(words, 10) if value else Signatures((label,), 1, 10, 13.5, style=Style.HEI_BOLD, lift=2.95))
        if wide:
            style.append(("SPAN", (0, len(rows) - 1), (-1, len(rows) - 1)))
            rows[-1] += [""] * (columns - 1)
    rows = [[cell or Words("") for cell in row] + [Words("")] * (columns - len(row)) for row in rows]
    style += [("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 8), ("VALIGN", (0, 0), (-1, -1), "TOP"),
             ("TOPPADDING", (0, 0), (-1, -1), 1.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5)]
    return Table(rows, [slot] * columns, style=style, spaceBefore=0, spaceAfter=0)


def tail(heading: Heading, signatures: Sequence[str] = (), *, columns: int = 3, notes: Sequence[str] = ()) -> Flowable:
    """Notes, the decisions the list rests on, and the lines to sign, kept on one page."""
    flow: list[Flowable] = [Spacer(0, 8)]
    flow += [Words(f"注：{note}" if n == 0 else f"　　{note}", 9, running=True) for n, note in enumerate(notes)]
    flow += [Words("依据：" + "；".join(heading.basis) + "。", 9, running=True)] if heading.basis else []
    flow += [Spacer(0, 8), Signatures(signatures, columns)] if signatures else []
    return KeepTogether(flow)


"""操作手册: chapters of our own texts with pictures of the window; cover, contents with page numbers, the chapter at every foot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
)

from yingcai_desktop.documents import glyphs
from yingcai_desktop.documents.card import Bullet
from yingcai_desktop.documents.fonts import Style, face, width
from yingcai_desktop.documents.page import FIRST_FACE, MUTED, PRODUCER, RULE, NothingToPrint
from yingcai_desktop.documents.prose import Block, Kind
from yingcai_desktop.documents.typeset import Span, draw
from yingcai_desktop.documents.words import Words

LEFT, RIGHT, TOP, BOTTOM = 25 * mm, A4[0] - 25 * mm, 24 * mm, 24 * mm
ROOM: Final = RIGHT - LEFT
BLUE, _EDGE = HexColor(0x17406D), HexColor(0xB8C0CC)
_SIZE, _LEADING = 11, 1.6
_EVERYWHERE: Final = frozenset(("键盘", "符号", "办不成时"))
"""Parts every chapter has; the contents would be long with them."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the window, as PNG, and what it shows."""

    png: bytes
    caption: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One text. `pictures` stand at the end of the part under the heading they are named by; "" is the part before the first."""

    title: str
    blocks: tuple[Block, ...]
    pictures: Mapping[str, tuple[Picture, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Manual:
    """The book. `under` stands below its title, `lines` at the foot of the cover."""

    title: str
    under: str
    lines: tuple[str, ...]
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    level: int
    text: str
    page: int
    key: str


class _Mark(Flowable):
    """A heading in the contents and in the reader's outline; takes no room."""

    def __init__(self, level: int, text: str, key: str) -> None:
        super().__init__()
        self.level, self.text, self.key = level, text, key

    def wrap(self, room: float, depth: float) -> tuple[float, float]:
        """None."""
        return 0, 0

    def draw(self) -> None:
        """Where it is."""
        self.canv.bookmarkPage(self.key)
        self.canv.addOutlineEntry(self.text, self.key, self.level, closed=self.level == 0)


class _Line(Flowable):
    """One line of the contents: words, dots, page; leads there when it is pressed."""

    def __init__(self, entry: _Entry) -> None:
        super().__init__()
        self.entry = entry

    def wrap(self, room: float, depth: float) -> tuple[float, float]:
        """A chapter has air above it."""
        self.width, self.height = room, 27 if self.entry.level == 0 else 17
        return self.width, self.height

    def draw(self) -> None:
        """Words from the left, the page at the right, dots between."""
        chapter = self.entry.level == 0
        style, size = (Style.HEI_BOLD, 12) if chapter else (Style.SONG, 10.5)
        start, page = 0 if chapter else 24, str(self.entry.page)
        draw(self.canv, start, 4, self.entry.text, size, style)
        draw(self.canv, self.width, 4, page, size, style, align="right")
        first, last = start + width(self.entry.text, style, size) + 8, self.width - width(page, style, size) - 8
        self.canv.setStrokeColor(_EDGE)
        self.canv.setLineWidth(0.8)
        self.canv.setDash(1, 3)
        self.canv.line(first, 6, last, 6)
        self.canv.linkRect("", self.entry.key, (0, 0, self.width, self.height), relative=1, Border="[0 0 0]")


class _Shot(Flowable):
    """A picture as wide as the text, with an edge and its caption."""

    def __init__(self, picture: Picture, number: str) -> None:
        super().__init__()
        self.reader, self.caption = ImageReader(BytesIO(picture.png)), f"图 {number}　{picture.caption}"
        wide, high = self.reader.getSize()
        self.wide = min(ROOM, wide * ROOM / 1000)  # a dialog is smaller than the window here as well
        self.high = high * self.wide / wide

    def wrap(self, room: float, depth: float) -> tuple[float, float]:
        """With the caption below."""
        self.width, self.height = room, self.high + 30
        return self.width, self.height

    def draw(self) -> None:
        """Picture, edge, caption."""
        x = (self.width - self.wide) / 2
        self.canv.drawImage(self.reader, x, 26, self.wide, self.high)
        self.canv.setStrokeColor(_EDGE)
        self.canv.setLineWidth(0.6)
        self.canv.rect(x, 26, self.wide, self.high)
        draw(self.canv, self.width / 2, 12, self.caption, 9.5, Style.HEI, align="center", colour=MUTED)


class _Book(BaseDocTemplate):
    """Notes on which page each heading came to stand, and the chapter for the foot."""

    def __init__(self, out: BytesIO, manual: Manual) -> None:
        super().__init__(out, pagesize=A4, title=manual.title, author=PRODUCER, creator=PRODUCER, producer=PRODUCER, lang="zh-CN",
                         invariant=1, initialFontName=face(FIRST_FACE).fontName)  # fmt: skip
        self.manual, self.found, self.chapter = manual, list[_Entry](), ""
        frame = Frame(LEFT, BOTTOM, ROOM, A4[1] - TOP - BOTTOM, 0, 0, 0, 0)
        self.addPageTemplates([
            PageTemplate("cover", [frame], onPage=lambda canvas, _d: _cover(canvas, manual)),
            PageTemplate("text", [frame], onPageEnd=lambda canvas, _d: _foot(canvas, self.chapter, canvas.getPageNumber())),
        ])  # fmt: skip

    def afterFlowable(self, flowable: Flowable) -> None:
        """ReportLab's hook."""
        if isinstance(flowable, _Mark):
            self.found.append(_Entry(flowable.level, flowable.text, self.page, flowable.key))
            if flowable.level == 0:
                self.chapter = flowable.text


def manual_pdf(manual: Manual) -> bytes:
    """Set twice: the first time to learn the page of every heading. MissingGlyph before anything is drawn."""
    if not manual.chapters:
        raise NothingToPrint(manual.title)
    glyphs.require([manual.title, manual.under, manual.lines, [(c.title, c.blocks) for c in manual.chapters]])
    entries = _set(manual, [])[1]
    known = _set(manual, entries)[1]
    pdf, again = _set(manual, known)
    assert again == known
    return pdf


def _set(manual: Manual, entries: Sequence[_Entry]) -> tuple[bytes, list[_Entry]]:
    out = BytesIO()
    book = _Book(out, manual)
    flow: list[Flowable] = [NextPageTemplate("text"), PageBreak(), _Mark(0, "目录", "contents"), *_heading("目录", 1)]
    flow += [_Line(entry) for entry in entries if entry.key != "contents"]
    for number, chapter in enumerate(manual.chapters, 1):
        flow += [PageBreak(), *_chapter(chapter, number)]
    book.build(flow)
    return out.getvalue(), book.found


def _cover(canvas: Canvas, manual: Manual) -> None:
    canvas.setFillColor(BLUE)
    canvas.rect(0, A4[1] - 128 * mm, A4[0], 128 * mm, stroke=0, fill=1)
    white = HexColor(0xFFFFFF)
    draw(canvas, LEFT, A4[1] - 78 * mm, "英才培养管理", 42, Style.HEI_BOLD, colour=white)
    draw(canvas, LEFT, A4[1] - 98 * mm, manual.title, 28, Style.HEI, colour=white)
    draw(canvas, LEFT, A4[1] - 112 * mm, manual.under, 13, Style.HEI, colour=white)
    for n, line in enumerate(manual.lines):
        draw(canvas, LEFT, 52 * mm - n * 8 * mm, line, 12, Style.SONG, colour=MUTED)


def _foot(canvas: Canvas, chapter: str, page: int) -> None:
    y = BOTTOM - 18
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.4)
    canvas.line(LEFT, y + 12, RIGHT, y + 12)
    draw(canvas, LEFT, y, f"英才培养管理 · 操作手册　{chapter}", 9, Style.HEI, colour=MUTED)
    draw(canvas, RIGHT, y, str(page), 10, Style.HEI_BOLD, align="right")


def _heading(text: str, level: int) -> list[Flowable]:
    if level == 1:
        return [Words(text, 22, Style.HEI_BOLD), Spacer(0, 10)]
    return [Spacer(0, 8), Words(Span(text, Style.HEI_BOLD, BLUE), 14), Spacer(0, 3)]


def _chapter(chapter: Chapter, number: int) -> list[Flowable]:
    title = f"{number}　{chapter.title}"
    flow: list[Flowable] = [_Mark(0, title, f"c{number}"), *_heading(title, 1)]
    under, parts, shown = "", 0, 0

    def pictures() -> list[Any]:
        nonlocal shown
        made: list[Any] = []
        for picture in chapter.pictures.get(under, ()):
            shown += 1
            made += [Spacer(0, 6), _Shot(picture, f"{number}-{shown}")]
        return made

    for block in chapter.blocks:
        if block.kind is Kind.HEADING:
            flow += pictures()
            under, parts = block.text, parts + 1
            marks = [] if under in _EVERYWHERE else [_Mark(1, under, f"c{number}-{parts}")]
            flow += [CondPageBreak(76), *marks, *_heading(under, 2)]
        else:
            flow += _text(block)
    return [*flow, *pictures()]


def _text(block: Block) -> list[Flowable]:
    spans = [Span(run.text, Style.HEI_BOLD if run.bold or run.code else Style.SONG) for run in block.runs]
    if block.kind is Kind.ITEM:
        mark = f"{block.number}." if block.number else "·"
        return [Bullet(Words(spans, _SIZE, running=True, leading=1.5), mark, 16)]
    return [Words(spans, _SIZE, running=True, leading=_LEADING, indent=2), Spacer(0, 4)]

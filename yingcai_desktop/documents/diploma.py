"""A4 landscape pages with a frame: what certificates and letters of appointment have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from yingcai_desktop.documents.fonts import Style, width
from yingcai_desktop.documents.fonts import runs as font_runs
from yingcai_desktop.documents.frame import RED, define_frame
from yingcai_desktop.documents.page import NothingToPrint, blank_canvas
from yingcai_desktop.documents.qr import QUIET, draw_qr, runs
from yingcai_desktop.documents.typeset import Span, draw, draw_line, fit, justify, lay, line_width, pieces, rows

DARK: Final = HexColor(0x2A2420)
SOFT: Final = HexColor(0x5A4E44)
PAPER: Final = landscape(A4)
LEFT: Final = 40 * mm
RIGHT: Final = PAPER[0] - LEFT
BODY_TOP: Final = PAPER[1] - 91 * mm
BODY_FOOT: Final = 68 * mm
CODE_SIDE: Final = 23 * mm
CODE_FOOT: Final = 30 * mm


@dataclass(frozen=True, slots=True)
class Diploma:
    """One page. `body` are paragraphs of spans; `signed` the issuers, then the date; `code` the text of the QR code, if any.

    `caption` stands beside the code.
    """

    over: str
    title: str
    number: str
    salutation: tuple[Span, ...]
    body: tuple[tuple[Span, ...], ...]
    signed: tuple[str, ...]
    code: str = ""
    caption: tuple[str, ...] = ()


def _titles(canvas: Canvas, page: Diploma) -> None:
    middle = PAPER[0] / 2
    lines, size = fit((Span(page.over, Style.SONG, RED),), 19, RIGHT - LEFT - 2 * len(page.over))
    for number, line in enumerate(reversed(lines)):
        draw(canvas, middle, PAPER[1] - 37 * mm + 1.3 * size * number, line[0].text, size, align="center", colour=RED, spacing=2)
    draw(canvas, middle, PAPER[1] - 61 * mm, page.title, 52, Style.SONG_BOLD, align="center", colour=RED, spacing=20)
    draw(canvas, RIGHT, PAPER[1] - 73 * mm, page.number, 11, Style.HEI, align="right", colour=SOFT)


def _body(canvas: Canvas, page: Diploma) -> None:
    """Salutation and paragraphs at the largest size at which they fit above the signatures."""
    limit, top = RIGHT - LEFT, BODY_TOP
    lines, size = fit(page.salutation, 22, limit, 16)
    for line in lines if page.salutation else ():
        draw_line(canvas, LEFT, top, line, size)
        top -= size * 1.5
    cut = [pieces(spans) for spans in page.body]
    size = 21.0 if page.salutation else 24.0
    while size > 9 and top - sum(len(rows(one, size, limit, 2 * size)) for one in cut) * size * 1.75 + 0.75 * size < BODY_FOOT:
        size -= 0.5
    indent = 2 * size
    paragraphs = [lay(one, size, limit, indent) for one in cut]
    y = top - 12
    for paragraph in paragraphs:
        for number, line in enumerate(paragraph):
            inset = indent if number == 0 else 0.0
            stretch = 0.0 if line is paragraph[-1] else justify(line, size, limit - inset)
            draw_line(canvas, LEFT + inset, y, line, size, stretch)
            y -= size * 1.75


def _signed(canvas: Canvas, page: Diploma) -> None:
    """Issuers and date, centred on one another at the right; room for the seals is left around them."""
    block = max(line_width((Span(line),), 16) for line in page.signed)
    middle, y = RIGHT - block / 2 - 4 * mm, 30 * mm + 9.2 * mm * (len(page.signed) - 1)
    for number, line in enumerate(page.signed):
        last = number == len(page.signed) - 1
        draw(canvas, middle, y - (2 * mm if last else 0), line, 15 if last else 16, align="center", colour=DARK, spacing=0.6)
        y -= 9.2 * mm


def _code(canvas: Canvas, page: Diploma) -> None:
    """The QR code, its text invisibly over it (so that it can be copied and read back), and the caption beside it."""
    draw_qr(canvas, page.code, LEFT, CODE_FOOT, CODE_SIDE, DARK)
    canvas.saveState()
    text = canvas.beginText(LEFT, CODE_FOOT + CODE_SIDE / 2)
    text.setTextRenderMode(3)
    text.setHorizScale(100 * CODE_SIDE / width(page.code, Style.HEI, 9))
    for used, part in font_runs(page.code, Style.HEI):
        text.setFont(used.fontName, 9)
        text.textOut(part)
    canvas.drawText(text)
    canvas.restoreState()  # ET leaves mode and scale as they are
    x = LEFT + CODE_SIDE * (1 + QUIET / runs(page.code)[0])
    for number, line in enumerate(page.caption):
        draw(canvas, x, CODE_FOOT + 13 * (len(page.caption) - 1 - number), line, 9, Style.HEI, colour=SOFT)


def diplomas_pdf(title: str, author: str, pages: Sequence[Diploma]) -> bytes:
    """A file of framed pages, in the order given; NothingToPrint if there are none."""
    if not pages:
        raise NothingToPrint(title)
    out = BytesIO()
    canvas = blank_canvas(out, PAPER, title, author)
    define_frame(canvas, "frame", *PAPER)
    for page in pages:
        canvas.doForm("frame")
        _titles(canvas, page)
        _body(canvas, page)
        _signed(canvas, page)
        if page.code:
            _code(canvas, page)
        canvas.showPage()
    canvas.save()
    return out.getvalue()

"""准考证: four to a sheet of A4, with lines to cut along (domain.md §3.14, §4.9)."""

from dataclasses import dataclass
from io import BytesIO
from typing import Final

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from yingcai_desktop.documents import glyphs
from yingcai_desktop.documents.fonts import Style
from yingcai_desktop.documents.page import MUTED, RULE, TINT, NothingToPrint, blank_canvas
from yingcai_desktop.documents.typeset import INK, Span, break_lines, draw, draw_line, fit, line_width

WIDTH: Final = A4[0] / 2
HEIGHT: Final = A4[1] / 2
PAD: Final = 9 * mm
LABEL: Final = 16 * mm
PITCH: Final = 23.0
LEADING: Final = 12.5
PHOTO: Final = (25 * mm, 35 * mm)  # 一寸

RULES_FOR_CANDIDATES: Final = (
    "凭本证和有效身份证件入场，提前15分钟签到。",
    "对号入座，证件放在桌面左上角，保持安静。",
    "机考作答中不要刷新或关闭页面，以免自动交卷。",
    "手机等通信工具和资料不得带入考场。",
)


@dataclass(frozen=True, slots=True)
class Ticket:
    """One candidate's admission ticket. Blank values are printed as a line to write on.

    `id_shown` is the identity number as it may be shown (masked); `photo` is a JPEG or PNG, None leaves the frame.
    """

    number: str
    name: str
    school: str
    subject: str
    grade: str = ""
    gender: str = ""
    id_shown: str = ""
    site: str = ""
    room: str = ""
    seat: str = ""
    when: str = ""
    photo: bytes | None = None


@dataclass(frozen=True, slots=True)
class Tickets:
    """A batch of tickets of one programme; `city` may be blank."""

    unit: str
    season: int
    programme: str
    city: str
    tickets: tuple[Ticket, ...]
    notes: tuple[str, ...] = RULES_FOR_CANDIDATES


def _field(canvas: Canvas, x: float, y: float, room: float, label: str, value: str, size: float = 11) -> int:
    """Label and value at y; the number of lines the value takes. A long value shrinks, then wraps."""
    draw(canvas, x, y, label, 9.5, Style.HEI, colour=MUTED)
    start, room = x + LABEL, room - LABEL
    if not value:
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.4)
        canvas.line(start, y - 3, start + room, y - 3)
        return 1
    lines, size = fit((Span(value, Style.SONG_BOLD if size > 11 else Style.SONG),), size, room)
    for number, line in enumerate(lines):
        draw_line(canvas, start, y - LEADING * number, line, size)
    return len(lines)


def _photo(canvas: Canvas, x: float, y: float, photo: bytes | None) -> None:
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.5)
    if photo is None:
        canvas.rect(x, y, *PHOTO)
        for n, word in enumerate(("贴一寸", "近照处")):
            draw(canvas, x + PHOTO[0] / 2, y + PHOTO[1] / 2 + 4 - 14 * n, word, 9, Style.KAI, align="center", colour=MUTED)
    else:
        canvas.drawImage(ImageReader(BytesIO(photo)), x, y, *PHOTO, preserveAspectRatio=True, anchor="c")
        canvas.rect(x, y, *PHOTO)


def _ticket(canvas: Canvas, x: float, y: float, batch: Tickets, ticket: Ticket) -> None:
    """One ticket whose lower left corner is (x, y)."""
    left, right, top = x + PAD, x + WIDTH - PAD, y + HEIGHT - PAD
    scope = " · ".join(part for part in (batch.programme, batch.city) if part)
    lines, size = fit((Span(scope, Style.KAI),), 10.5, right - left)
    for n, part in enumerate(reversed(lines)):
        draw_line(canvas, left, top - 10 + LEADING * n, part, size)
    draw(canvas, left, top - 32, f"{batch.season}年度学科潜质测试", 11.5, Style.HEI_BOLD)
    draw(canvas, right, top - 34, "准考证", 20, Style.SONG_BOLD, align="right", spacing=3)
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(1.1)
    canvas.line(left, top - 41, right, top - 41)

    band = top - 66
    canvas.setFillColor(TINT)
    canvas.rect(left, band - 6, right - left, 20, stroke=0, fill=1)
    draw(canvas, left + 5, band, "准考证号", 9.5, Style.HEI, colour=MUTED)
    draw(canvas, right - 6, band - 1, ticket.number, 15, Style.HEI_BOLD, align="right", spacing=0.8)

    under = band - 14 - PHOTO[1]
    _photo(canvas, right - PHOTO[0], under, ticket.photo)
    line, narrow = band - 27, right - PHOTO[0] - left - 8
    line -= PITCH * _field(canvas, left, line, narrow, "姓　　名", ticket.name, 14)
    person = "　".join(part for part in (ticket.gender, ticket.grade) if part)
    for label, value in (("性别年级", person), ("证件号码", ticket.id_shown), ("学　　科", ticket.subject)):
        line -= PITCH * _field(canvas, left, line, narrow, label, value) if value or label == "学　　科" else 0
    _place(canvas, left, right, under - 16, _notes(canvas, left, y + PAD, right - left, batch), ticket)


def _place(canvas: Canvas, left: float, right: float, top: float, foot: float, ticket: Ticket) -> None:
    """School, site, time, room and seat between top and foot, closer together where long values take more lines."""
    fields = (("学　　校", ticket.school), ("考　　点", ticket.site), ("时　　间", ticket.when))
    extra = sum(len(fit((Span(value),), 11, right - left - LABEL)[0]) - 1 for _, value in fields if value)
    pitch = min(PITCH, (top - foot - 10 - LEADING * extra) / len(fields))
    line, half = top, (right - left) / 2
    for label, value in fields:
        line -= pitch + LEADING * (_field(canvas, left, line, right - left, label, value) - 1)
    _field(canvas, left, line, half - 8, "考　　场", ticket.room)
    _field(canvas, left + half, line, half, "座　　位", ticket.seat)


def _notes(canvas: Canvas, left: float, foot: float, room: float, batch: Tickets) -> float:
    """The rules and who sets them, standing on the lower edge; the y of the rule above them."""
    parts = [part for n, note in enumerate(batch.notes, 1) for part in break_lines((Span(f"{n}. {note}"),), 9, room)]
    line = foot + 17 + LEADING * len(parts)
    top = line + 13
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.4)
    canvas.line(left, top, left + room, top)
    for part in parts:
        draw_line(canvas, left, line, part, 9)
        line -= LEADING
    lines, size = fit((Span(batch.unit, Style.KAI),), 9.5, room)
    for n, part in enumerate(lines):
        draw_line(canvas, left + room - line_width(part, size), foot + 2 - LEADING * n, part, size)
    return top


def _cuts(canvas: Canvas) -> None:
    canvas.setStrokeColor(MUTED)
    canvas.setLineWidth(0.4)
    canvas.setDash(2, 3)
    canvas.line(0, HEIGHT, A4[0], HEIGHT)
    canvas.line(WIDTH, 0, WIDTH, A4[1])
    canvas.setDash()


def tickets_pdf(first: Tickets, *more: Tickets) -> bytes:
    """Four tickets a page, in the order given, every batch from a new page; MissingGlyph before anything is drawn."""
    batches = (first, *more)
    glyphs.require(batches)
    title = f"{first.season}年度学科潜质测试准考证"
    if not any(batch.tickets for batch in batches):
        raise NothingToPrint(title)
    out = BytesIO()
    canvas = blank_canvas(out, A4, title, first.unit)
    for batch in batches:
        for start in range(0, len(batch.tickets), 4):
            _cuts(canvas)
            for n, ticket in enumerate(batch.tickets[start : start + 4]):
                _ticket(canvas, n % 2 * WIDTH, (1 - n // 2) * HEIGHT, batch, ticket)
            canvas.showPage()
    canvas.save()
    return out.getvalue()

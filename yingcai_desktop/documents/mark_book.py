"""成绩册: the marks of one test, room by room, to be checked against the papers and signed (ux §4.4; domain.md §4.9)."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable

from yingcai_desktop.documents import glyphs
from yingcai_desktop.documents.fonts import Style
from yingcai_desktop.documents.page import Heading, Section, book, head, tail, text_width
from yingcai_desktop.documents.table import Column, grid


@dataclass(frozen=True, slots=True)
class BookLine:
    """One candidate; `mark` blank where the state carries none, `state` blank for 正常."""

    seat: str
    ticket: str
    name: str
    school: str
    mark: str
    state: str


@dataclass(frozen=True, slots=True)
class MarkBook:
    """One room of one test. `code` is the 封存码 in groups, blank while the marks are not sealed."""

    heading: Heading
    room: str
    lines: tuple[BookLine, ...]
    total: str
    code: str = ""


_COLUMNS = (
    Column("座位", 9, style=Style.HEI), Column("准考证号", 24, style=Style.HEI), Column("姓名", 28, size=11), Column("学校", 48),
    Column("成绩", 16, style=Style.HEI_BOLD), Column("状态", 14), Column("备注", 18),
)  # fmt: skip


def _room(one: MarkBook) -> list[Flowable]:
    rows = [(line.seat, line.ticket, line.name, line.school, line.mark, line.state, "") for line in one.lines]
    notes = (f"本考场 {len(one.lines)} 人，成绩合计 {one.total}。", *((f"封存码：{one.code}",) if one.code else ("成绩尚未封存。",)))
    staff = ("登分人", "核分人", "监督员", "日期")
    return [*head(f"{one.heading.season}年度学科潜质测试成绩册", one.heading), grid(_COLUMNS, rows, text_width()), tail(one.heading, staff, columns=4, notes=notes)]


def mark_book_pdf(books: Sequence[MarkBook]) -> bytes:
    """A section for each room; MissingGlyph before anything is drawn."""
    glyphs.require(books)
    sections = [Section(f"{b.heading.season}年度 · {b.heading.programme} · {b.heading.city} · {b.heading.subject} · 成绩册 · {b.room}", _room(b)) for b in books]
    return book("学科潜质测试成绩册", books[0].heading.unit if books else "", sections)

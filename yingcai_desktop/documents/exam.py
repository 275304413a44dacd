"""学科潜质测试: seats of a room, its door notice (门贴), seating plan (座次表) and sign-in sheet (签到表) (domain.md §2.6, §4.9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Spacer, Table

from yingcai_desktop.documents import glyphs
from yingcai_desktop.documents.fonts import Style
from yingcai_desktop.documents.page import Heading, Section, book, facts, head, tail, text_width
from yingcai_desktop.documents.table import RULES, Column, grid
from yingcai_desktop.documents.words import Words


@dataclass(frozen=True, slots=True)
class Seat:
    """One candidate at one machine. `number` is the seat in the room, from 1; `ticket` the 准考证号."""

    number: int
    ticket: str
    name: str
    school: str = ""
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """A room of one subject. `when` is the printed time; `columns` the seats in each column from the door side.

    Blank `columns` spread the seats over five columns. `snake`: every other column is counted from the back.
    """

    name: str
    seats: tuple[Seat, ...]
    site: str = ""
    subject: str = ""
    when: str = ""
    columns: tuple[int, ...] = ()
    snake: bool = True


@dataclass(frozen=True, slots=True)
class Seating:
    """Door notice and seating plan of every room."""

    heading: Heading
    rooms: tuple[Room, ...]


@dataclass(frozen=True, slots=True)
class SignIn:
    """Sign-in sheets; `kind` is what is signed for, 学科潜质测试 or 面试."""

    heading: Heading
    rooms: tuple[Room, ...]
    kind: str = "学科潜质测试"
    staff: tuple[str, ...] = ("监考员甲", "监考员乙", "考点负责人")


def columns_of(room: Room) -> tuple[int, ...]:
    """Seats in each column; they hold at least all seats of the room."""
    if room.columns:
        return room.columns
    last = max((seat.number for seat in room.seats), default=0)
    count = min(5, max(1, last))
    deep, more = divmod(last, count)
    return tuple(max(1, deep + (n < more)) for n in range(count))


def plan(room: Room) -> list[list[Seat | None]]:
    """The room seen from the front: rows from the lectern back, columns from the door; None is an empty place.

    A seat stands at its number, counted down the first column, then (snake) up the second: a number nobody holds stays an
    empty place, so that nobody behind it moves. ValueError if the columns are too few.
    """
    columns = columns_of(room)
    seats = {seat.number: seat for seat in room.seats}
    if sum(columns) < max(seats, default=0):
        raise ValueError(f"{room.name}: seat {max(seats)}, {sum(columns)} places")
    grid_: list[list[Seat | None]] = [[None] * len(columns) for _ in range(max(columns))]
    for n, (start, deep) in enumerate(zip(accumulate((0, *columns[:-1])), columns, strict=True)):
        backwards = room.snake and n % 2 == 1
        for at in range(deep):
            grid_[deep - 1 - at if backwards else at][n] = seats.get(start + at + 1)
    return grid_


def _room_facts(room: Room) -> tuple[tuple[str, str], ...]:
    return (("考点", room.site), ("考场", room.name), ("学科", room.subject), ("时间", room.when), ("应到", f"{len(room.seats)}人"))


def _door(document: Seating, room: Room) -> list[Flowable]:
    seats = sorted(room.seats, key=lambda seat: seat.number)
    span = f"{seats[0].ticket} — {seats[-1].ticket}" if seats else ""
    flow: list[Flowable] = [
        Words(f"{document.heading.season}年度学科潜质测试", 20, Style.SONG_BOLD, align="center"),
        Spacer(0, 4),
        Words(" · ".join(p for p in (document.heading.programme, document.heading.city) if p), 13, Style.KAI, align="center"),
        Spacer(0, 22),
        Words(room.name, 64, Style.HEI_BOLD, align="center", floor=30, leading=1.2),
        Spacer(0, 12),
        Words(room.subject, 34, Style.SONG_BOLD, align="center", floor=20),
        Spacer(0, 16),
        Words(f"准考证号　{span}", 15, Style.HEI, align="center") if span else Spacer(0, 0),
        Spacer(0, 14),
        facts((("考点", room.site), ("时间", room.when), ("应到", f"{len(seats)}人")), text_width()),
        Spacer(0, 10),
    ]
    half = -(-len(seats) // 2)
    pairs = [(seats[n], seats[n + half] if n + half < len(seats) else None) for n in range(half)]
    one = (Column("座位", 8, style=Style.HEI_BOLD), Column("准考证号", 21, style=Style.HEI), Column("姓名", 24, size=11))
    rows = [(*_door_cells(left), *_door_cells(right)) for left, right in pairs]
    return [*flow, grid((*one, *one), rows, text_width(), least=20)]


def _door_cells(seat: Seat | None) -> tuple[str, str, str]:
    return (f"{seat.number:02d}", seat.ticket, seat.name) if seat else ("", "", "")


def _place(seat: Seat | None) -> Any:
    if seat is None:
        return Words("空", 10, Style.KAI, align="center")
    return [Words(f"{seat.number:02d}", 13, Style.HEI_BOLD, align="center"), Words(seat.name, 11.5, align="center"),
            Words(seat.ticket, 9, Style.HEI, align="center")]


def _map(document: Seating, room: Room) -> list[Flowable]:
    total = text_width()
    rows = [[_place(seat) for seat in row] for row in plan(room)]
    across = [total / len(rows[0])] * len(rows[0]) if rows else [total]
    lectern = Table([[Words("讲　　台", 12, Style.HEI_BOLD, align="center")]], [60 * mm], [24], style=RULES)
    flow = head(f"{document.heading.season}年度学科潜质测试座次表", _with(document.heading, room))
    flow += [Spacer(0, 4), lectern, Spacer(0, 12)]
    deep = min(62.0, max(48.0, 520.0 / max(len(rows), 1)))
    return [*flow, Table(rows, across, [deep] * len(rows), style=RULES), tail(document.heading, ("编排人", "复核人", "日期"))]


def _with(heading: Heading, room: Room) -> Heading:
    subject = "" if room.subject == heading.subject else heading.subject
    return Heading(heading.unit, heading.season, heading.programme, heading.city, subject,
                   (*_room_facts(room), *heading.facts), heading.basis, heading.reprint)


def _label(heading: Heading, room: Room, kind: str) -> str:
    parts = (f"{heading.season}年度", heading.programme, heading.city, room.subject, kind, room.name)
    return " · ".join(part for part in parts if part)


def seating_pdf(first: Seating, *more: Seating) -> bytes:
    """Door notice and seating plan of each room, A4 upright; MissingGlyph before anything is drawn."""
    documents = (first, *more)
    glyphs.require(documents)
    sections = []
    for document in documents:
        for room in document.rooms:
            sections.append(Section(_label(document.heading, room, "门贴"), _door(document, room)))
            sections.append(Section(_label(document.heading, room, "座次表"), _map(document, room)))
    return book(f"{first.heading.season}年度学科潜质测试座次表", first.heading.unit, sections)


_SIGN_IN: Sequence[Column] = (
    Column("座位", 9, style=Style.HEI), Column("准考证号", 25, style=Style.HEI), Column("姓名", 28, size=11), Column("学校", 38), Column("年级", 11),
    Column("签到（本人签名）", 32), Column("备注", 18),
)


def _signing(document: SignIn, room: Room) -> Section:
    rows = [(f"{s.number:02d}", s.ticket, s.name, s.school, s.grade, "", "") for s in sorted(room.seats, key=lambda seat: seat.number)]
    counts = (("实到人数", ""), ("缺考人数", ""), ("缺考座位号", ""))
    flow = [*head(_sign_in_title(document), _with(document.heading, room)), grid(_SIGN_IN, rows, text_width(), least=26),
            CondPageBreak(90), Spacer(0, 12), facts(counts, text_width()), tail(document.heading, document.staff)]
    return Section(_label(document.heading, room, "签到表"), flow)


def _sign_in_title(document: SignIn) -> str:
    return f"{document.heading.season}年度{document.kind}签到表"


def sign_in_pdf(first: SignIn, *more: SignIn) -> bytes:
    """One sheet of signatures per room; MissingGlyph before anything is drawn."""
    documents = (first, *more)
    glyphs.require(documents)
    sections = [_signing(document, room) for document in documents for room in document.rooms]
    return book(_sign_in_title(first), first.heading.unit, sections)


def door_signs_pdf(first: Seating, *more: Seating) -> bytes:
    """门贴 alone, one page a room, to be put on the door; MissingGlyph before anything is drawn."""
    documents = (first, *more)
    glyphs.require(documents)
    sections = [Section(_label(d.heading, room, "门贴"), _door(d, room)) for d in documents for room in d.rooms]
    return book(f"{first.heading.season}年度学科潜质测试门贴", first.heading.unit, sections)


_EVENTS: Sequence[Column] = (
    Column("时间", 16), Column("座位", 11), Column("准考证号", 26), Column("姓名", 24), Column("情况（缺考、违纪、设备故障、误刷新交卷等）", 60),
    Column("处理和签字", 30),
)
_EVENT_LINES = 13


def _room_record(document: SignIn, room: Room) -> Section:
    heading = _with(document.heading, room)
    title = f"{heading.season}年度{document.kind}考场登记表"
    times = (("签到开始", ""), ("开考时间", ""), ("交卷时间", ""), ("实到人数", ""), ("缺考人数", ""), ("缺考座位号", ""),
             ("监考会议号", ""), ("录像编号", ""), ("草稿纸收回（张）", ""))  # fmt: skip
    events = grid(_EVENTS, [("",) * len(_EVENTS)] * _EVENT_LINES, text_width(), least=30)
    notes = ("考前15分钟签到；每考场监考员不少于2人，全程录像；刷新页面即自动交卷，须当场登记。", "没有异常的，在第一行写“无”。本表与签到表一并上交存档。")
    flow = [*head(title, heading), facts(times, text_width()), Spacer(0, 10), events, tail(document.heading, document.staff, notes=notes)]
    return Section(_label(document.heading, room, "考场登记表"), flow)


def room_records_pdf(first: SignIn, *more: SignIn) -> bytes:
    """考场登记表, one page a room: times, who is absent, what happened and who signs for it; MissingGlyph before anything is drawn."""
    documents = (first, *more)
    glyphs.require(documents)
    sections = [_room_record(document, room) for document in documents for room in document.rooms]
    return book(f"{first.heading.season}年度{first.kind}考场登记表", first.heading.unit, sections)

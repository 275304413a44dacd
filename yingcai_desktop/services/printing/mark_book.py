"""成绩册 of the marks as they are stored, sealed or not."""

from itertools import groupby

from sqlalchemy import select

from db.models import TestScore
from yingcai_desktop.desk import Desk
from yingcai_desktop.documents.mark_book import BookLine, MarkBook, mark_book_pdf
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.rules.marks import printed, total
from yingcai_desktop.services import deciding, exam_day, sealing, seating
from yingcai_desktop.services.marked import SheetRef
from yingcai_desktop.services.printing.heading import heading
from yingcai_desktop.services.scope import Scope
from yingcai_desktop.services.sealing.lines import grouped


def mark_book(desk: Desk, scope: Scope) -> bytes:
    """A section for each room of the tests in scope. Raises `NotAllowed` before there are marks."""
    days = exam_day.sessions(desk)
    with desk.read() as session:
        decisions = deciding.stored(session)
        found = seating.seated(session, desk.schemes, scope)
        marks = {s.application_uid: s for s in session.scalars(select(TestScore))}
    books = []
    for test, places in found.items():
        if not any(p.person.uid in marks for p in places):
            continue
        seal = sealing.seal_of(desk, SheetRef("test", *test))
        code = grouped(sealing.verify(desk, seal.uid).current) if seal else ""  # as amended: the code of what is printed
        day = days.get(test)
        for number, members in groupby(places, key=lambda p: p.room):
            room = f"第{number:02d}考场"
            rows = list(members)
            facts = (("考场", room), ("考点", day.site if day else ""), ("时间", day.starts if day else ""))
            about = heading(desk, decisions, test, ("pass_line",), facts=facts)
            lines = tuple(
                BookLine(f"{p.seat:02d}", p.ticket, p.person.name, p.person.school, _mark(marks.get(p.person.uid)), _state(marks.get(p.person.uid)))
                for p in rows
            )
            held = [m.raw for p in rows if (m := marks.get(p.person.uid)) is not None and m.raw is not None]
            books.append(MarkBook(about, room, lines, printed(total(held)), code))
    if not books:
        raise NotAllowed("还不能打印“成绩册”：范围内还没有编排好座位的测试成绩。没有生成文件；请先录入并核定成绩。")
    return mark_book_pdf(books)


def _mark(score: TestScore | None) -> str:
    return "" if score is None or score.raw is None else printed(score.raw)


def _state(score: TestScore | None) -> str:
    return "未登记" if score is None else "" if score.status == "正常" else score.status

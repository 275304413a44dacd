"""Papers of the year of training: 到校签到表 of an activity, and the 催办单 a mentor gets (ux §4.9; G06)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.platypus import CondPageBreak, Flowable, Spacer

from yingcai_desktop.documents import glyphs
from yingcai_desktop.documents.dates import chinese_date
from yingcai_desktop.documents.fonts import Style
from yingcai_desktop.documents.page import Heading, Section, book, facts, head, tail, text_width
from yingcai_desktop.documents.table import Column, grid
from yingcai_desktop.documents.words import Words


@dataclass(frozen=True, slots=True)
class Person:
    """One line to sign."""

    name: str
    subject: str
    school: str
    mentor: str


@dataclass(frozen=True, slots=True)
class SignInSheet:
    """到校签到表: people of one programme and city; `day` None leaves a line to write on."""

    heading: Heading
    people: tuple[Person, ...]
    day: date | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """What one student owes: visits and where the pace leads, months that were short, days whose log is missing, days away."""

    name: str
    school: str
    visits: str
    pace: str
    months: str
    logs: str
    away: str


@dataclass(frozen=True, slots=True)
class Reminder:
    """催办单 of one mentor on one day; `waiting` logs lie with the mentor."""

    heading: Heading
    mentor: str
    university: str
    day: date
    people: tuple[Due, ...]
    waiting: int = 0


_SIGN_IN: Sequence[Column] = (
    Column("序号", 9, style=Style.HEI), Column("姓名", 26, size=11), Column("学科", 16), Column("学校", 40), Column("导师", 22),
    Column("签到（本人签名）", 34), Column("备注", 18),
)
_DUE: Sequence[Column] = (
    Column("姓名", 22, size=11), Column("学校", 32), Column("到校", 14), Column("到12月", 15), Column("面授不足的月份", 30),
    Column("缺日志的日期", 34, running=True), Column("未到校", 16),
)


def sign_in_sheets_pdf(sheets: Sequence[SignInSheet]) -> bytes:
    """One section per sheet, A4 upright; MissingGlyph before anything is drawn."""
    glyphs.require(sheets)
    return book("到校签到表", sheets[0].heading.unit if sheets else "", [_sign_in(s) for s in sheets])


def _sign_in(sheet: SignInSheet) -> Section:
    h = sheet.heading
    rows = [(str(n), p.name, p.subject, p.school, p.mentor, "", "") for n, p in enumerate(sheet.people, 1)]
    about = (("日期", chinese_date(sheet.day) if sheet.day else ""), ("地点", sheet.place), ("应到", f"{len(rows)}人"))
    flow: list[Flowable] = [
        *head(f"{h.season}年度到校培养签到表", h), facts(about, text_width()), Spacer(0, 6),
        grid(_SIGN_IN, rows, text_width(), least=26), CondPageBreak(80), Spacer(0, 10),
        facts((("实到人数", ""), ("活动内容", "")), text_width(), 2), tail(h, ("指导人", "登记人", "日期")),
    ]  # fmt: skip
    label = " · ".join(p for p in (f"{h.season}年度", h.programme, h.city, h.subject, "到校签到表") if p)
    return Section(label, flow)


def reminders_pdf(reminders: Sequence[Reminder]) -> bytes:
    """One section per mentor, A4 upright."""
    glyphs.require(reminders)
    return book("培养进度催办单", reminders[0].heading.unit if reminders else "", [_reminder(r) for r in reminders])


def _reminder(given: Reminder) -> Section:
    h = given.heading
    rows = [(p.name, p.school, p.visits, p.pace, p.months, p.logs, p.away) for p in given.people]
    lying = f"另有{given.waiting}篇成长日志等待您审核。" if given.waiting else ""
    words = f"{given.mentor}老师：截至{chinese_date(given.day)}，您指导的下列学员培养进度需要关注，请安排到校培养或面授，并督促提交《成长日志》。{lying}"
    flow: list[Flowable] = [
        *head(f"{h.season}年度培养进度催办单", h), Words(words, 11, running=True, leading=1.6), Spacer(0, 8),
        grid(_DUE, rows, text_width(), least=26), Spacer(0, 8),
        tail(h, ("经办人", "签收人", "签收日期"), notes=("到校＝导师审核通过的到校天数／要求；到12月＝按目前进度推算到12月底的到校次数。",)),
    ]  # fmt: skip
    label = " · ".join(p for p in (f"{h.season}年度", h.programme, given.university, given.mentor, "催办单") if p)
    return Section(label, flow)

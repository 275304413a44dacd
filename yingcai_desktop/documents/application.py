"""报名表, one student on one A4 page with lines to sign, and 报名名册 by school (domain.md §4.1, 附件1 八（二）, 附件2 六（二）)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.lib.units import mm

from yingcai_desktop.documents import glyphs
from yingcai_desktop.documents.fonts import Style
from yingcai_desktop.documents.page import Heading, Section, book, head, tail, text_width
from yingcai_desktop.documents.portrait import portrait
from yingcai_desktop.documents.table import Cell, Column, form, grid
from yingcai_desktop.documents.words import Words


@dataclass(frozen=True, slots=True)
class ApplicationForm:
    """What a student applied with, as text. `choices` are mentors with their universities; `checks` label and text pairs of the review.

    `photo` is a JPEG or PNG; None leaves the place to paste one.
    """

    heading: Heading
    name: str
    gender: str
    ethnicity: str
    id_shown: str
    birth: str
    school: str
    grade: str
    class_name: str
    subject: str
    ranks: tuple[tuple[str, str], ...]
    pretraining: str
    choices: tuple[str, ...]
    adjust: str
    guardian: str
    guardian_phone: str
    student_phone: str
    teacher: str = ""
    state: str = ""
    checks: tuple[tuple[str, str], ...] = ()
    returner: bool = False
    photo: bytes | None = None


@dataclass(frozen=True, slots=True)
class RosterPerson:
    """A line of the roster."""

    name: str
    gender: str
    ethnicity: str
    grade: str
    class_name: str
    subject: str
    subject_rank: str
    overall_rank: str
    eligibility: str
    state: str


@dataclass(frozen=True, slots=True)
class Roster:
    """The applicants of one school in one programme."""

    heading: Heading
    school: str
    people: tuple[RosterPerson, ...]


PHOTO: Final = (24 * mm, 33.6 * mm)  # 一寸, 5 : 7
_PROMISES = (
    ("学生承诺", "以上内容真实；同意按通知要求参加测试、面试和培养，同意为选拔公示姓名、学校、年级和学科。\n学生签名：　　　　　　　　　　　　　年　　月　　日"),
    ("监护人意见", "同意报名，并同意为选拔和培养使用以上信息。\n监护人签名：　　　　　　　　　　　　年　　月　　日"),
)


def _form(one: ApplicationForm) -> Section:
    about, total = one.heading, text_width()
    title = f"{about.season}年度学生报名表"
    person = form(
        [
            ["姓名", Words(one.name, 14, Style.SONG_BOLD), "性别", one.gender, portrait(one.photo, PHOTO)],
            ["民族", one.ethnicity, "出生日期", one.birth, ""],
            ["证件号码", one.id_shown, "报名学科", one.subject, ""],
            ["学校", one.school, "年级班级", _grade_and_class(one), ""],
        ],
        (18, 54, 18, 38, 26), total, least=27, spans=[("SPAN", (4, 0), (4, -1)), ("ALIGN", (4, 0), (4, 0), "CENTER")], tall=(4,),
    )  # fmt: skip
    contact = form(
        [["监护人", one.guardian, "监护人手机", one.guardian_phone], ["学生手机", one.student_phone, "中学指导教师", one.teacher]],
        (18, 59, 24, 53), total, least=25,
    )  # fmt: skip
    ranks: list[list[Cell]] = [[label, text] for label, text in one.ranks]
    standing = form([*ranks, ["前置培养", one.pretraining], ["上届学员", "是" if one.returner else "否"]], (24, 130), total, labels=(0,), least=23)
    names = ("第一志愿", "第二志愿", "第三志愿")
    wishes: list[list[Cell]] = [[name, one.choices[n] if n < len(one.choices) else ""] for n, name in enumerate(names)]
    choices = form([*wishes, ["服从调剂", one.adjust]], (24, 130), total, labels=(0,), least=23)
    signed: list[list[Cell]] = [[label, Words(text, 10, running=True, leading=1.6)] for label, text in _PROMISES]
    opinions: list[list[Cell]] = [["学校意见", Words("　　\n　　\n　　\n学校（盖章）　　　　负责人签字：　　　　　　年　　月　　日", 10, leading=1.6)]]
    checks: list[list[Cell]] = [[label, text] for label, text in one.checks]
    last = form([*signed, *opinions, *checks], (24, 130), total, labels=(0,), least=24)
    flow = [*head(title, about), person, contact, standing, choices, last]
    label = " · ".join(p for p in (f"{about.season}年度", about.programme, one.name, "报名表") if p)
    return Section(label, flow)


def _grade_and_class(one: ApplicationForm) -> str:
    """Schools write 高一 as well as 高一(14)班 into the class."""
    return one.class_name if one.class_name.startswith(one.grade) else " ".join(p for p in (one.grade, one.class_name) if p)


def application_forms_pdf(forms: Sequence[ApplicationForm]) -> bytes:
    """A page each, in the order given; MissingGlyph before anything is drawn."""
    glyphs.require(list(forms))
    return book("学生报名表", forms[0].heading.unit if forms else "", [_form(one) for one in forms])


_ROSTER = (
    Column("序号", 9, style=Style.HEI), Column("姓名", 30, size=11), Column("性别", 9), Column("民族", 16), Column("年级", 11), Column("班级", 22),
    Column("报名学科", 16), Column("学科名次", 20), Column("综合名次", 20), Column("资格", 18), Column("状态", 28),
)  # fmt: skip


def _roster(one: Roster) -> Section:
    about = one.heading
    facts = (("学校", one.school), ("人数", f"{len(one.people)}人"))
    about = Heading(about.unit, about.season, about.programme, about.city, about.subject, facts, about.basis)
    rows = [
        (str(n), p.name, p.gender, p.ethnicity, p.grade, p.class_name, p.subject, p.subject_rank, p.overall_rank, p.eligibility, p.state)
        for n, p in enumerate(one.people, 1)
    ]
    flow = [*head(f"{about.season}年度报名学生名册", about, wide=True), grid(_ROSTER, rows, text_width(wide=True), least=22),
            tail(about, ("学校（盖章）", "填表人", "日期"))]  # fmt: skip
    return Section(" · ".join(p for p in (f"{about.season}年度", about.programme, one.school, "报名学生名册") if p), flow)


def rosters_pdf(rosters: Sequence[Roster]) -> bytes:
    """名册 of each school on pages of its own; MissingGlyph before anything is drawn."""
    glyphs.require(list(rosters))
    return book("报名学生名册", rosters[0].heading.unit if rosters else "", [_roster(one) for one in rosters if one.people], wide=True)

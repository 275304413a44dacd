"""Lists that leave the office: 公示名单, which shows as little as it can, and 备案表 (domain.md §3.13, §4.10)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.platypus import Flowable, KeepTogether, Spacer, Table

from yingcai_desktop.documents import glyphs
from yingcai_desktop.documents.dates import chinese_date
from yingcai_desktop.documents.fonts import Style, width
from yingcai_desktop.documents.page import FIRST_FONT, OFFICIAL_PAGE, Heading, Section, book, head, tail, text_width
from yingcai_desktop.documents.strokes import SingleNames, name_key
from yingcai_desktop.documents.table import Column, grid
from yingcai_desktop.documents.words import Words

_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class NoticePerson:
    """All that may be published of a person: no number, telephone, birth date, score or rank (domain.md §3.13)."""

    name: str
    school: str
    grade: str
    subject: str
    university: str
    class_name: str = ""


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """A 公示. Blank dates and contacts are printed as blanks to fill in; `singles` see `strokes.name_key`.

    `basis` names the notice it follows; `opening` replaces the whole first paragraph; `issuers` sign, one below the other.
    """

    season: int
    programme: str
    people: tuple[NoticePerson, ...]
    issuers: tuple[str, ...]
    city: str = ""
    basis: str = ""
    opening: str = ""
    start: date | None = None
    end: date | None = None
    telephone: str = ""
    email: str = ""
    address: str = ""
    issued: date | None = None
    singles: SingleNames = "blank-first"


@dataclass(frozen=True, slots=True)
class FilingPerson:
    """One admitted student as filed. `id_shown` is the identity number as it may be shown there."""

    name: str
    gender: str
    ethnicity: str
    id_shown: str
    school: str
    grade: str
    subject: str
    university: str
    mentor: str


@dataclass(frozen=True, slots=True)
class Filing:
    """备案表 for `addressee` (国家: 全国办; 试点: 自治区办 — 附件1 四（五）, 附件2 六（五）)."""

    heading: Heading
    addressee: str
    people: tuple[FilingPerson, ...]


def in_stroke_order(people: Sequence[NoticePerson], singles: SingleNames = "blank-first") -> list[NoticePerson]:
    """By 姓氏笔画; people of one name by school, grade, class, subject and university, so that no other order shows."""
    return sorted(people, key=lambda p: (name_key(p.name, singles), p.school, p.grade, p.class_name, p.subject, p.university))


def shown_names(people: Sequence[NoticePerson]) -> list[str]:
    """Names as printed: those alike in school, grade and class as well are told apart by （一）（二）."""
    alike = Counter((p.name, p.school, p.grade, p.class_name) for p in people)
    seen: Counter[tuple[str, str, str, str]] = Counter()
    names = []
    for person in people:
        key = (person.name, person.school, person.grade, person.class_name)
        seen[key] += 1
        number = _NUMERALS[seen[key] - 1] if seen[key] <= len(_NUMERALS) else str(seen[key])
        names.append(f"{person.name}（{number}）" if alike[key] > 1 else person.name)
    return names


def _notice_table(notice: PublicNotice, total: float) -> Flowable:
    people = in_stroke_order(notice.people, notice.singles)
    classes = any(person.class_name for person in people)
    columns = (Column("序号", 10, style=Style.HEI), Column("姓名", 30, size=12), Column("学校", 48, size=11), Column("年级", 12, size=11),
               *((Column("班级", 14, size=11),) if classes else ()), Column("学科", 14, size=11), Column("培养高校", 34, size=11))
    rows = [(str(n), name, p.school, p.grade, *((p.class_name,) if classes else ()), p.subject, p.university)
            for n, (p, name) in enumerate(zip(people, shown_names(people), strict=True), 1)]
    return grid(columns, rows, total, least=25)


def _opening(notice: PublicNotice) -> str:
    basis = f"根据{notice.basis}，" if notice.basis else ""
    return notice.opening or (
        f"{basis}经推荐审核、学科潜质测试和导师面试，拟确定{notice.city}以下{len(notice.people)}名同学为{notice.season}年度"
        f"{notice.programme}学员，现予公示（名单按姓氏笔画排序）。"
    )


def _closing(notice: PublicNotice) -> tuple[str, str]:
    """What may be objected until when; and to whom."""
    blank = "　　年　　月　　日"
    start = chinese_date(notice.start) if notice.start else blank
    end = chinese_date(notice.end) if notice.end else blank
    contacts = (("联系电话", notice.telephone), ("电子邮箱", notice.email), ("通信地址", notice.address))
    listed = "\n".join(f"{label}：{value or '＿＿＿＿＿＿＿＿＿＿＿＿'}" for label, value in contacts)
    return f"公示期为{start}至{end}。如有异议，请在公示期内以书面形式实名反映，并提供联系方式。公示期满即撤下本名单。", listed


def signed_block(lines: Sequence[str], total: float, size: float = 14) -> Flowable:
    """Issuers and date, centred on the date, which stands four characters from the edge (GB/T 9704—2012, 7.3.5.1)."""
    block = max(width(lines[-1], Style.SONG, size) + 8 * size, *(width(line, Style.SONG, size) for line in lines))
    rows = [[Words(""), Words(line, size, align="center", leading=1.8)] for line in lines]
    plain = [FIRST_FONT, *((f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM"))]
    return Table(rows, [total - block, block], style=plain)


def _notice_title(notice: PublicNotice) -> str:
    return f"关于{notice.season}年度{notice.programme}\n{notice.city}拟录取学员名单的公示"


def _notice(notice: PublicNotice) -> Section:
    total = text_width(margins=OFFICIAL_PAGE)
    title = _notice_title(notice)
    issued = chinese_date(notice.issued) if notice.issued else "　　　　年　　月　　日"
    period, contacts = _closing(notice)
    flow: list[Flowable] = [
        Words(title, 20, Style.SONG_BOLD, align="center", leading=1.5, floor=16), Spacer(0, 18),
        Words(_opening(notice), 14, running=True, indent=2, leading=1.8), Spacer(0, 12),
        _notice_table(notice, total), Spacer(0, 12),
        Words(period, 14, running=True, indent=2, leading=1.8),
        KeepTogether([Words(contacts, 14, running=True, indent=2, leading=1.8), Spacer(0, 30),
                      signed_block((*notice.issuers, issued), total)]),  # no page with the signature alone (GB/T 9704)
    ]
    return Section(title.replace("\n", ""), flow)


def public_notice_pdf(first: PublicNotice, *more: PublicNotice) -> bytes:
    """公示 in the manner of GB/T 9704, each on pages of its own, names in stroke order; MissingGlyph before anything is drawn."""
    notices = (first, *more)
    glyphs.require(notices)
    sections = [_notice(notice) for notice in notices if notice.people]
    title = _notice_title(first).replace("\n", "")
    return book(title, "、".join(first.issuers), sections, margins=OFFICIAL_PAGE, official=True)


_FILING = (
    Column("序号", 8, style=Style.HEI), Column("姓名", 26, size=11), Column("性别", 8), Column("民族", 14),
    Column("身份证号", 36, style=Style.HEI), Column("学校", 44), Column("年级", 10), Column("学科", 12), Column("培养高校", 32),
    Column("导师", 24),
)


def _filing_title(filing: Filing) -> str:
    return f"{filing.heading.season}年度录取学员名单备案表"


def _filing(filing: Filing) -> Section:
    heading = filing.heading
    rows = [(str(n), p.name, p.gender, p.ethnicity, p.id_shown, p.school, p.grade, p.subject, p.university, p.mentor)
            for n, p in enumerate(filing.people, 1)]
    about = Heading(heading.unit, heading.season, heading.programme, heading.city, heading.subject,
                    (("报送", filing.addressee), ("人数", f"{len(filing.people)}人"), *heading.facts), heading.basis, heading.reprint)
    staff = ("填报单位（盖章）", "负责人签字", "填表人", "联系电话", "填报日期", "备案编号")
    flow = [*head(_filing_title(filing), about, wide=True), grid(_FILING, rows, text_width(wide=True), least=24),
            tail(heading, staff, notes=("本表含个人信息，仅供备案使用，不得公开、转发。",))]
    label = " · ".join(p for p in (f"{heading.season}年度", heading.programme, heading.city, "备案表") if p)
    return Section(label, flow)


def filing_pdf(first: Filing, *more: Filing) -> bytes:
    """备案表, A4 landscape, each on pages of its own, people in the order given; MissingGlyph before anything is drawn."""
    filings = (first, *more)
    glyphs.require(filings)
    return book(_filing_title(first), first.heading.unit, [_filing(filing) for filing in filings if filing.people], wide=True)

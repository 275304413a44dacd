"""学生培养档案: one student's year on a few pages, for the office's files (domain.md §4.4–4.7, §4.13)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Spacer

from yingcai_desktop.documents import glyphs
from yingcai_desktop.documents.dates import chinese_date
from yingcai_desktop.documents.fonts import Style
from yingcai_desktop.documents.page import Section, book, text_width
from yingcai_desktop.documents.portrait import portrait
from yingcai_desktop.documents.table import Column, form, grid
from yingcai_desktop.documents.words import Signatures, Words

PHOTO = (25 * mm, 35 * mm)  # 一寸


@dataclass(frozen=True, slots=True)
class Visit:
    """One entry of the 成长日志."""

    day: date
    mode: str
    activity: str = ""
    face_to_face: bool = False
    place: str = ""
    instructor: str = ""
    content: str = ""
    review: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """培养计划: label and text pairs, the reading list (title, author, 读完日期) and co-mentors (name, unit, field, task)."""

    lines: tuple[tuple[str, str], ...] = ()
    books: tuple[tuple[str, str, date | None], ...] = ()
    helpers: tuple[tuple[str, str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Occasion:
    """A group activity and whether the student came."""

    day: date
    kind: str
    title: str
    status: str


@dataclass(frozen=True, slots=True)
class Midterm:
    """中期评价 by the mentor's team."""

    day: date | None
    team_grade: str
    conclusion: str
    exit_reason: str = ""


@dataclass(frozen=True, slots=True)
class ExpertScore:
    """What one expert gave in the final: the four faces and their sum as text; `state` 正常, 缺席 or 回避."""

    expert: str
    state: str
    marks: tuple[str, ...]
    total: str


@dataclass(frozen=True, slots=True)
class Annual:
    """年度评价: materials, the city's opinion, the experts, and the grade with its reasons."""

    project_report: str
    training_report: str
    mentor_grade: str
    city_score: str = ""
    recommended: str = ""
    faces: tuple[str, ...] = ()
    experts: tuple[ExpertScore, ...] = ()
    score: str = ""
    grade: str = ""
    reasons: tuple[str, ...] = ()
    certificate: str = ""
    issued: date | None = None


@dataclass(frozen=True, slots=True)
class Follow:
    """One entry of the 教育跟踪档案 (附件2 八)."""

    day: date
    stage: str
    university: str = ""
    major: str = ""
    field: str = ""
    reporter: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """Everything a student's file says. Facts not given are blanks; `results` are label and value pairs of the selection.

    `required` is the minimum of visits; `months` count face-to-face days, `short` those below the minimum.
    """

    unit: str
    season: int
    programme: str
    name: str
    subject: str
    school: str
    university: str
    mentor: str
    city: str = ""
    gender: str = ""
    ethnicity: str = ""
    birth: date | None = None
    id_shown: str = ""
    grade: str = ""
    class_name: str = ""
    advisor: str = ""
    admitted: date | None = None
    status: str = ""
    photo: bytes | None = None
    results: tuple[tuple[str, str], ...] = ()
    visits: tuple[Visit, ...] = ()
    counted: int = 0
    required: int = 0
    months: tuple[tuple[str, int], ...] = ()
    short: tuple[str, ...] = ()
    midterm: Midterm | None = None
    annual: Annual | None = None
    follows: tuple[Follow, ...] = ()
    plan: Plan | None = None
    teachers: tuple[tuple[date, str, str], ...] = ()
    occasions: tuple[Occasion, ...] = ()


def _day(day: date | None) -> str:
    return chinese_date(day) if day else ""


def _chapter(title: str) -> list[Flowable]:
    return [CondPageBreak(110), Spacer(0, 12), Words(title, 12.5, Style.HEI_BOLD), Spacer(0, 5)]


def _person(record: Record) -> list[Flowable]:
    rows: list[list[Any]] = [
        ["姓名", Words(record.name, 14, Style.SONG_BOLD), "性别", record.gender, ""],
        ["民族", record.ethnicity, "出生日期", _day(record.birth), ""],
        ["证件号码", record.id_shown, "盟市", record.city, ""],
        ["学校", record.school, "年级班级", " ".join(p for p in (record.grade, record.class_name) if p), ""],
        ["学科", record.subject, "状态", record.status, ""],
        ["培养高校", record.university, "导师", record.mentor, ""],
        ["录取日期", _day(record.admitted), "中学指导教师", record.advisor, ""],
    ]
    rows[0][4] = portrait(record.photo, PHOTO)
    spans = [("SPAN", (4, 0), (4, -1)), ("ALIGN", (4, 0), (4, 0), "CENTER")]
    return [form(rows, (17, 52, 23, 42, 32), text_width(), least=27, spans=spans, tall=(4,))]


def _results(record: Record) -> list[Flowable]:
    if not record.results:
        return []
    cells = [part for label, value in record.results for part in (label, value)]
    cells += [""] * (-len(cells) % 6)
    rows = [cells[n : n + 6] for n in range(0, len(cells), 6)]
    return [*_chapter("二、选拔结果"), form(rows, (22, 32, 22, 32, 22, 32), text_width(), labels=(0, 2, 4))]


def _plan(record: Record) -> list[Flowable]:
    """Plan, reading list, co-mentors, and the teachers at school one after another."""
    plan = record.plan or Plan()
    rows: list[list[Any]] = [[label, value] for label, value in plan.lines]
    flow = [*_chapter("三、培养计划"), form(rows or [["培养计划", ""]], (26, 124), text_width(), labels=(0,))]
    lists = (
        ("阅读书目", [f"《{title}》{author}" + (f"（{chinese_date(done)}读完）" if done else "") for title, author, done in plan.books]),
        ("合作导师", ["，".join(part for part in helper if part) for helper in plan.helpers]),
        ("中学指导教师", [f"{name}{title}（{chinese_date(since)}起）" for since, name, title in record.teachers]),
    )
    for label, given in lists:
        if given:
            flow += [Spacer(0, 4), Words(f"{label}：" + "；".join(given) + "。", 10, running=True)]
    return flow


_OCCASIONS: Sequence[Column] = (
    Column("日期", 22, style=Style.HEI), Column("类型", 34), Column("活动名称", 74, "left"), Column("签到", 20),
)


def _occasions(record: Record) -> list[Flowable]:
    if not record.occasions:
        return []
    rows = [(o.day.isoformat(), o.kind, o.title, o.status) for o in record.occasions]
    return [*_chapter("五、集体活动"), grid(_OCCASIONS, rows, text_width(), least=20)]


_VISITS: Sequence[Column] = (
    Column("序号", 9, style=Style.HEI), Column("日期", 20, style=Style.HEI, size=9.5), Column("形式", 13), Column("类型", 16),
    Column("面授", 9.5), Column("地点", 22, size=9.5), Column("指导人", 19), Column("内容", 50, "left", size=9.5, running=True),
    Column("审核", 11),
)


def _visits(record: Record) -> list[Flowable]:
    rows = [(str(n), v.day.isoformat(), v.mode, v.activity, "是" if v.face_to_face else "否", v.place, v.instructor, v.content,
             v.review) for n, v in enumerate(record.visits, 1)]
    need = f"（要求不少于{record.required}次）" if record.required else ""
    words = [f"经导师审核通过的到校培养{record.counted}次{need}。"]
    if record.months:
        words.append("各月面授：" + "，".join(f"{label}{count}次" for label, count in record.months) + "。")
    if record.short:
        words.append("面授不足的月份：" + "、".join(record.short) + "。")
    return [*_chapter("四、成长日志"), grid(_VISITS, rows, text_width(), least=20), Spacer(0, 5),
            Words("".join(words), 10, running=True)]


def _midterm(record: Record) -> list[Flowable]:
    midterm = record.midterm or Midterm(None, "", "")
    rows: list[list[Any]] = [["汇报日期", _day(midterm.day), "导师团队评价", midterm.team_grade, "结论", midterm.conclusion]]
    flow = [*_chapter("六、中期评价"), form(rows, (20, 36, 26, 26, 16, 26), text_width(), labels=(0, 2, 4))]
    return [*flow, Spacer(0, 4), Words(f"退出原因：{midterm.exit_reason}", 10, running=True)] if midterm.exit_reason else flow


def _annual(record: Record) -> list[Flowable]:
    annual = record.annual or Annual("", "", "")
    rows: list[list[Any]] = [
        ["课题报告", annual.project_report, "培养报告", annual.training_report, "导师评价", annual.mentor_grade],
        ["盟市评议分", annual.city_score, "盟市推荐", annual.recommended, "终评得分", annual.score],
        ["等级", Words(annual.grade, 12, Style.SONG_BOLD), "证书编号", annual.certificate, "颁发日期", _day(annual.issued)],
    ]
    flow = [*_chapter("七、年度评价"), form(rows, (22, 24, 20, 50, 20, 32), text_width(), labels=(0, 2, 4))]
    if annual.reasons:
        flow += [Spacer(0, 4), Words("评定依据：" + "；".join(annual.reasons) + "。", 10, running=True)]
    if annual.experts:
        columns = (Column("专家", 28), Column("状态", 14), *(Column(face, 26, style=Style.HEI) for face in annual.faces),
                   Column("合计", 18, style=Style.HEI_BOLD))
        body = [(e.expert, e.state, *(mark or "—" for mark in e.marks), e.total or "—") for e in annual.experts]
        flow += [Spacer(0, 6), grid(columns, body, text_width(), least=20)]
    return flow


_FOLLOWS: Sequence[Column] = (
    Column("更新日期", 22, style=Style.HEI), Column("阶段", 18), Column("大学", 40), Column("专业", 30), Column("研究方向", 34),
    Column("填报单位", 30),
)


def _follows(record: Record) -> list[Flowable]:
    rows = [(f.day.isoformat(), f.stage, f.university, f.major, f.field, f.reporter) for f in record.follows]
    return [*_chapter("八、教育跟踪"), grid(_FOLLOWS, rows or [[""] * len(_FOLLOWS)] * 3, text_width())]


def _flow(record: Record) -> list[Flowable]:
    scope = " · ".join(part for part in (f"{record.season}年度", record.programme, record.city) if part)
    return [
        Words("学生培养档案", 24, Style.SONG_BOLD, align="center"), Spacer(0, 4), Words(scope, 12, Style.KAI, align="center"),
        Spacer(0, 6), Words(f"建档单位：{record.unit}", 10), *_chapter("一、基本信息"), *_person(record), *_results(record),
        *_plan(record), *_visits(record), *_occasions(record), *_midterm(record), *_annual(record), *_follows(record), Spacer(0, 16),
        Signatures(("导师签名", "中学指导教师签名", "建档人", "审核人", "单位（盖章）", "日期"), 3),
    ]


def training_record_pdf(records: Sequence[Record]) -> bytes:
    """One section per student, A4 upright, pages numbered within it; MissingGlyph before anything is drawn."""
    glyphs.require(records)
    sections = [Section(f"{r.season}年度 · 学生培养档案 · {r.school} · {r.name}", _flow(r)) for r in records]
    return book("学生培养档案", records[0].unit if records else "", sections)

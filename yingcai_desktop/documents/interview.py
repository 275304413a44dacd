"""面试: the blank score sheet each judge fills in, and the summary the panel signs (domain.md §4.8, features.md E12)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportlab.platypus import Flowable

from yingcai_desktop.documents import glyphs
from yingcai_desktop.documents.fonts import Style
from yingcai_desktop.documents.page import Heading, Section, book, head, tail, text_width
from yingcai_desktop.documents.table import Column, grid


@dataclass(frozen=True, slots=True)
class Criterion:
    """One of the eight faces of the interview and its maximum, as text ("20")."""

    title: str
    maximum: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who is heard; `draw` is the drawn order (抽签序号), `code` hides the name if the office scores blind.

    `cells`: what the judge gave — the marks, the total, the state, the comment; empty on a blank sheet.
    """

    name: str
    school: str = ""
    draw: str = ""
    code: str = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """Blank sheet of one judge for one panel. `sheet_code` identifies the paper; `step` is the smallest mark allowed."""

    heading: Heading
    panel: str
    judge: str
    candidates: tuple[Candidate, ...]
    criteria: tuple[Criterion, ...]
    step: str = ""
    when: str = ""
    sheet_code: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """What one candidate got, as printed (rounded once, half up). `totals` stand in the order of the judges; "" for none.

    `notes` explains: 评委缺席, 回避, 考生缺考.
    """

    name: str
    school: str
    totals: tuple[str, ...]
    valid: str
    raw: str
    factor: str = ""
    corrected: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """Results of one panel. `method` is how totals become a score, in words; `version` counts amended prints from 1."""

    heading: Heading
    panel: str
    judges: tuple[str, ...]
    marks: tuple[Mark, ...]
    method: str = ""
    when: str = ""
    digest: str = ""
    version: int = 1


def _about(heading: Heading, *more: tuple[str, str]) -> Heading:
    return replace(heading, facts=(*more, *heading.facts))


def _label(heading: Heading, kind: str, *rest: str) -> str:
    parts = (f"{heading.season}年度", heading.programme, heading.city, heading.subject, kind, *rest)
    return " · ".join(part for part in parts if part)


def _sheet(sheet: ScoreSheet) -> list[Flowable]:
    marks = [Column(f"{one.title}\n{one.maximum}分", 14, group="各项评分", style=Style.HEI) for one in sheet.criteria]
    schools = any(one.school and not one.code for one in sheet.candidates)
    columns = (Column("序号", 8, style=Style.HEI), Column("姓名", 25, size=11.5),
               *((Column("学校", 31, size=9.5),) if schools else ()), *marks,
               Column("合计\n100分" if _hundred(sheet) else "合计", 15), Column("状态", 13), Column("评语", 36 if schools else 67))
    blank = [""] * (len(marks) + 3)
    rows = [(one.draw or str(n), one.code or one.name, *(("" if one.code else one.school,) if schools else ()), *(one.cells or blank))
            for n, one in enumerate(sheet.candidates, 1)]
    heading = _about(sheet.heading, ("面试组", sheet.panel), ("评委", sheet.judge), ("时间", sheet.when),
                     ("评分表编号", sheet.sheet_code or "—"))
    notes = [f"每项不超过满分{f'，以{sheet.step}分为最小单位' if sheet.step else ''}；涂改处须由评委签名。",
             "状态：正常的不填；评委回避、考生缺考的请注明，并不再评分。评语不得涉及诊断、病史。"]
    staff = ("评委签名", "记分人", "核分人", "登分人", "监督员", "日期")
    return [*head(f"{heading.season}年度面试评分表", heading, wide=True), grid(columns, rows, text_width(wide=True), least=30),
            tail(heading, staff, columns=3, notes=notes)]


def _hundred(sheet: ScoreSheet) -> bool:
    return all(one.maximum.isdigit() for one in sheet.criteria) and sum(int(one.maximum) for one in sheet.criteria) == 100


def score_sheets_pdf(sheets: Sequence[ScoreSheet]) -> bytes:
    """One section per judge, A4 landscape; MissingGlyph before anything is drawn."""
    glyphs.require(sheets)
    sections = [Section(_label(s.heading, "面试评分表", s.panel, s.judge), _sheet(s)) for s in sheets]
    title = f"{sheets[0].heading.season}年度面试评分表" if sheets else "面试评分表"
    return book(title, sheets[0].heading.unit if sheets else "", sections, wide=True)


def _summary(summary: Summary) -> list[Flowable]:
    judges = [Column(name, 17, group="评委评分（合计）", style=Style.HEI) for name in summary.judges]
    corrected = any(mark.factor for mark in summary.marks)
    more = (Column("修正系数", 16, style=Style.HEI), Column("修正后得分", 18, style=Style.HEI_BOLD)) if corrected else ()
    columns = (Column("序号", 9, style=Style.HEI), Column("姓名", 28, size=11), Column("学校", 42), *judges,
               Column("有效\n评委", 12, style=Style.HEI), Column("面试得分", 18, style=Style.HEI if corrected else Style.HEI_BOLD),
               *more, Column("备注", 26))
    rows = [(str(n), mark.name, mark.school, *(total or "—" for total in mark.totals), mark.valid, mark.raw,
             *((mark.factor, mark.corrected) if corrected else ()), mark.notes) for n, mark in enumerate(summary.marks, 1)]
    heading = _about(summary.heading, ("面试组", summary.panel), ("时间", summary.when), ("人数", f"{len(summary.marks)}人"),
                     *((("计分办法", summary.method),) if summary.method else ()))
    notes = [f"封存码：{summary.digest}"] if summary.digest else []
    staff = (*(f"评委（{name}）" for name in summary.judges), "记分人", "核分人", "登分人", "监督员", "组长", "日期")
    title = f"{heading.season}年度面试评分汇总表" + (f"（第{summary.version}版）" if summary.version > 1 else "")
    return [*head(title, heading, wide=True), grid(columns, rows, text_width(wide=True), least=24),
            tail(heading, staff, columns=4, notes=notes)]


def score_summary_pdf(summaries: Sequence[Summary]) -> bytes:
    """One section per panel, A4 landscape, with a line to sign for every judge; MissingGlyph before anything is drawn."""
    glyphs.require(summaries)
    sections = [Section(_label(s.heading, "面试评分汇总表", s.panel), _summary(s)) for s in summaries]
    title = f"{summaries[0].heading.season}年度面试评分汇总表" if summaries else "面试评分汇总表"
    return book(title, summaries[0].heading.unit if summaries else "", sections, wide=True)


@dataclass(frozen=True, slots=True)
class Roll:
    """A list of one panel that is hung up or signed: its facts, its headings with widths in mm, and its rows as text."""

    heading: Heading
    title: str
    panel: str
    facts: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str, ...], ...]
    staff: tuple[str, ...]
    notes: tuple[str, ...] = ()


def _roll(roll: Roll) -> list[Flowable]:
    columns = tuple(Column(title, width, size=11) for title, width in roll.columns)
    heading = _about(roll.heading, ("面试组", roll.panel), *roll.facts)
    return [*head(f"{heading.season}年度{roll.title}", heading), grid(columns, list(roll.rows), text_width(), least=20),
            tail(heading, roll.staff, columns=2, notes=list(roll.notes))]


def rolls_pdf(title: str, rolls: Sequence[Roll]) -> bytes:
    """抽签结果、面试日程: one section per panel, A4 upright; MissingGlyph before anything is drawn."""
    glyphs.require(rolls)
    sections = [Section(_label(r.heading, r.title, r.panel), _roll(r)) for r in rolls]
    return book(f"{rolls[0].heading.season}年度{title}" if rolls else title, rolls[0].heading.unit if rolls else "", sections)

"""Lists around certificates: 核对确认单 before they are printed, 领证签收表 when they are handed over, 证书登记簿 for ever (domain.md §3.15)."""

from collections.abc import Sequence
from dataclasses import dataclass

from yingcai_desktop.documents import glyphs
from yingcai_desktop.documents.fonts import Style
from yingcai_desktop.documents.page import Heading, Section, book, head, tail, text_width
from yingcai_desktop.documents.table import Column, grid


@dataclass(frozen=True, slots=True)
class Line:
    """One certificate, or one person who is to get one. The last three are blank until it is so."""

    name: str
    school: str
    subject: str
    university: str
    mentor: str
    grade: str
    number: str = ""
    issued: str = ""
    state: str = ""
    collected: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Lines under one heading; `place` is what the sheet is for: a school, a city."""

    heading: Heading
    place: str
    lines: tuple[Line, ...]


_CHECK = (
    Column("序号", 8, style=Style.HEI), Column("姓名", 28, size=11), Column("学校（全称）", 44), Column("学科", 13), Column("培养高校", 34),
    Column("导师", 24), Column("等级", 12), Column("学生核对签字", 30), Column("更正（有误的填写）", 34),
)
_RECEIPT = (
    Column("序号", 9, style=Style.HEI), Column("证书编号", 44, style=Style.HEI), Column("姓名", 28, size=11), Column("学校", 46), Column("学科", 13),
    Column("等级", 12), Column("领取人签字", 32), Column("与学员关系", 20), Column("领取日期", 24),
)
_REGISTER = (
    Column("序号", 8, style=Style.HEI), Column("证书编号", 42, style=Style.HEI), Column("姓名", 27, size=11), Column("学校", 42), Column("学科", 13),
    Column("等级", 12), Column("颁发日期", 22), Column("状态", 16), Column("领取", 34), Column("备注", 34),
)


def _numbered(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [(str(n), *row) for n, row in enumerate(rows, 1)]


def _section(ledger: Ledger, title: str, columns: Sequence[Column], rows: Sequence[tuple[str, ...]], staff: Sequence[str],
             notes: Sequence[str]) -> Section:  # fmt: skip
    about = ledger.heading
    facts = (("范围", ledger.place), ("人数", f"{len(ledger.lines)}人"))
    about = Heading(about.unit, about.season, about.programme, about.city, about.subject, facts, about.basis)
    flow = [*head(title, about, wide=True), grid(columns, _numbered(rows), text_width(wide=True), least=26), tail(about, staff, notes=notes)]
    label = " · ".join(part for part in (f"{about.season}年度", about.programme, ledger.place, title) if part)
    return Section(label, flow)


def check_sheet_pdf(ledgers: Sequence[Ledger]) -> bytes:
    """核对确认单, one sheet per school: student and school sign that every word is right. MissingGlyph before anything is drawn."""
    glyphs.require(list(ledgers))
    notes = ("请逐字核对姓名、学校全称、学科、培养高校、导师和等级：证书按此表印制，印成后不能改。", "有误的在“更正”栏写明正确内容；学校核对后盖章交回。")
    sections = [
        _section(one, "证书信息核对确认单", _CHECK, [(n.name, n.school, n.subject, n.university, n.mentor, n.grade, "", "") for n in one.lines],
                 ("学校（盖章）", "学校经办人", "核对日期"), notes)
        for one in ledgers if one.lines
    ]  # fmt: skip
    return book("证书信息核对确认单", ledgers[0].heading.unit if ledgers else "", sections, wide=True)


def receipt_pdf(ledgers: Sequence[Ledger]) -> bytes:
    """领证签收表, one per city: who took it signs. MissingGlyph before anything is drawn."""
    glyphs.require(list(ledgers))
    notes = ("由家长或学校代领的，写明与学员的关系。签收后请在“证书打印”里登记领取。",)
    sections = [
        _section(one, "领证签收表", _RECEIPT, [(n.number, n.name, n.school, n.subject, n.grade, "", "", "") for n in one.lines],
                 ("发放人", "复核人", "日期"), notes)
        for one in ledgers if one.lines
    ]  # fmt: skip
    return book("领证签收表", ledgers[0].heading.unit if ledgers else "", sections, wide=True)


def register_pdf(ledgers: Sequence[Ledger]) -> bytes:
    """证书登记簿: every number ever given, void ones with the reason. MissingGlyph before anything is drawn."""
    glyphs.require(list(ledgers))
    sections = [
        _section(one, "证书登记簿", _REGISTER,
                 [(n.number, n.name, n.school, n.subject, n.grade, n.issued, n.state, n.collected, n.remark) for n in one.lines],
                 ("登记人", "复核人", "日期"), ("作废的编号不再使用；本登记簿永久保存。",))
        for one in ledgers if one.lines
    ]  # fmt: skip
    return book("证书登记簿", ledgers[0].heading.unit if ledgers else "", sections, wide=True)

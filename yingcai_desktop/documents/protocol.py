"""封存记录 and 更正单: one A4 each, with everything two people sign for (features D09; reliability §3.8). No marks of anybody in the protocol."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportlab.platypus import Flowable, Spacer

from yingcai_desktop.documents import glyphs
from yingcai_desktop.documents.fonts import Style
from yingcai_desktop.documents.page import Heading, Section, book, head, tail, text_width
from yingcai_desktop.documents.table import Column, form, grid
from yingcai_desktop.documents.words import Words


@dataclass(frozen=True, slots=True)
class Correction:
    """One amendment as a line of the protocol."""

    number: str
    name: str
    old: str
    new: str
    paper: str


@dataclass(frozen=True, slots=True)
class Protocol:
    """What was sealed. `code` stands in groups of four; `states` are pairs of state and count; `version` counts prints after amendments."""

    heading: Heading
    what: str
    count: int
    states: tuple[tuple[str, int], ...]
    total: str
    paper_total: str
    code: str
    journal: str
    sealed_by: str
    sealed_with: str
    sealed_at: str
    version: int = 1
    current: str = ""
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class AmendmentForm:
    """更正单: whose mark, what it was, what it is, why, on which paper, by whom."""

    heading: Heading
    what: str
    number: int
    name: str
    ticket: str
    judge: str
    old: str
    new: str
    reason: str
    paper: str
    amended_by: str
    amended_with: str
    amended_at: str


_SHARES = (20, 45, 16, 33)


def _sealed(one: Protocol) -> list[Flowable]:
    version = f"（第{one.version}版）" if one.version > 1 else ""
    states = "、".join(f"{state} {count} 份" for state, count in one.states)
    rows: Sequence[Sequence[str]] = (
        ("封存内容", one.what, "份数", f"{one.count} 份"),
        ("其中", states, "封存时间", one.sealed_at),
        ("计算总分", one.total, "纸面总分", one.paper_total),
        ("封存人", one.sealed_by, "共同封存人", one.sealed_with),
    )
    flow: list[Flowable] = [*head(f"成绩封存记录{version}", one.heading), form(rows, _SHARES, text_width()), Spacer(0, 14)]
    flow += [Words("封存码（SHA-256，四位一组）", 10, Style.HEI_BOLD), Spacer(0, 4), Words(one.code, 12, Style.HEI, running=True), Spacer(0, 6)]
    flow += [Words(f"封存时操作记录：{one.journal}", 9.5, running=True), Spacer(0, 10)]
    if one.corrections:
        columns = (Column("单号", 8), Column("姓名", 16), Column("原成绩", 34), Column("更正后", 34), Column("纸面文号", 24))
        flow += [Words("封存以后的更正", 10, Style.HEI_BOLD), Spacer(0, 4)]
        flow += [grid(columns, [(c.number, c.name, c.old, c.new, c.paper) for c in one.corrections], text_width()), Spacer(0, 6)]
        flow += [Words("更正后的封存码", 10, Style.HEI_BOLD), Spacer(0, 4), Words(one.current, 12, Style.HEI, running=True), Spacer(0, 8)]
    notes = ("封存以后成绩不能改动；确需更正的，凭更正单由两人办理，原成绩保留可查。", "任何时候都可以在程序里“核对封存码”，与本页逐组比对。")
    return [*flow, tail(one.heading, ("封存人", "共同封存人", "监督员", "日期"), columns=2, notes=notes)]


def _amended(one: AmendmentForm) -> list[Flowable]:
    rows: Sequence[Sequence[str]] = (
        ("封存内容", one.what, "更正单号", f"第 {one.number} 号"),
        ("姓名", one.name, "准考证号", one.ticket or "—"),
        ("评委或专家", one.judge or "—", "纸面文号", one.paper),
        ("原成绩", one.old or "（无，补登）", "更正时间", one.amended_at),
        ("更正为", one.new, "更正人", one.amended_by),
        ("更正理由", one.reason, "共同更正人", one.amended_with),
    )
    flow: list[Flowable] = [*head("成绩更正单", one.heading), form(rows, _SHARES, text_width(), least=34), Spacer(0, 10)]
    notes = ("本单一式两份，一份附原卷，一份存档；原成绩在操作记录中保留。",)
    return [*flow, tail(one.heading, ("更正人", "共同更正人", "审核人", "监督员", "日期"), columns=2, notes=notes)]


def protocol_pdf(protocols: Sequence[Protocol]) -> bytes:
    """A sheet for each seal; MissingGlyph before anything is drawn."""
    glyphs.require(protocols)
    sections = [Section(f"{p.heading.season}年度 · 成绩封存记录 · {p.what}", _sealed(replace(p))) for p in protocols]
    return book("成绩封存记录", protocols[0].heading.unit if protocols else "", sections)


def amendment_pdf(forms: Sequence[AmendmentForm]) -> bytes:
    """A sheet for each amendment; MissingGlyph before anything is drawn."""
    glyphs.require(forms)
    sections = [Section(f"{f.heading.season}年度 · 成绩更正单 · {f.what}", _amended(f)) for f in forms]
    return book("成绩更正单", forms[0].heading.unit if forms else "", sections)

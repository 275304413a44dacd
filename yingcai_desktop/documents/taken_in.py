"""导入报告: what one package did here, what was not taken over and why; kept with the 交接单 (features K02, K06)."""

from dataclasses import dataclass

from reportlab.platypus import Flowable, Spacer

from yingcai_desktop.documents import glyphs
from yingcai_desktop.documents.fonts import Style
from yingcai_desktop.documents.page import Heading, Section, book, head, tail, text_width
from yingcai_desktop.documents.table import Column, form, grid
from yingcai_desktop.documents.words import Words


@dataclass(frozen=True, slots=True)
class TakenIn:
    """One import. `counts` are outcome and records; `refused` reason, records and whose; `undone` says when and why it was taken back, blank: it stands."""

    heading: Heading
    sender: str
    kind: str
    number: int
    made: str
    file: str
    check_code: str
    counts: tuple[tuple[str, str], ...]
    refused: tuple[tuple[str, str, str], ...] = ()
    undone: str = ""


_COUNTS = (Column("处理", 40, style=Style.HEI), Column("记录数", 30), Column("备注", 60))
_REFUSED = (
    Column("没有接收的原因", 60, align="left", running=True), Column("记录数", 14), Column("哪些记录", 56, align="left", running=True),
)  # fmt: skip


def taken_in_pdf(report: TakenIn) -> bytes:
    """A4; MissingGlyph before anything is drawn."""
    glyphs.require(report)
    total = text_width()
    about = form(
        (
            ("发送单位", report.sender, "接收单位", report.heading.unit),
            ("内容", report.kind, "编号", f"第 {report.number} 号"),
            ("制作时间", report.made, "校验码", report.check_code),
        ),
        (20, 46, 20, 44),
        total,
    )
    flow: list[Flowable] = [
        *head("数据包导入报告", report.heading),
        about,
        Spacer(0, 6),
        Words(f"文件名：{report.file}", 10.5, running=True),
        Spacer(0, 8),
    ]
    if report.undone:
        flow += [Words(f"这次导入已经撤销：{report.undone}", 12, Style.HEI_BOLD, running=True), Spacer(0, 8)]
    flow += [grid(_COUNTS, [(name, count, "") for name, count in report.counts], total, least=24), Spacer(0, 10)]
    if report.refused:
        flow += [grid(_REFUSED, report.refused, total, least=24), Spacer(0, 8)]
    notes = (
        "导入以前已自动备份；整包一次写入，没有写入一部分的情况。",
        "没有接收的记录保留在一边，对方更正后再发来时自动处理；原因已随回执告知发送单位。",
    )
    flow.append(tail(report.heading, ("导入人", "复核人", "日期"), notes=notes))
    return book(
        "数据包导入报告",
        report.heading.unit,
        [Section(f"数据包导入报告 · {report.sender} · 第 {report.number} 号", flow)],
    )

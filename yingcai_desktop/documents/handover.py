"""交接单: the sheet that goes with a package; the code on it is compared by telephone, both sides sign (ux §4.12)."""

from dataclasses import dataclass

from reportlab.platypus import Flowable, Spacer

from yingcai_desktop.documents import glyphs
from yingcai_desktop.documents.fonts import Style
from yingcai_desktop.documents.page import Heading, Section, book, head, tail, text_width
from yingcai_desktop.documents.table import Column, form, grid
from yingcai_desktop.documents.words import Words


@dataclass(frozen=True, slots=True)
class Handover:
    """One package. `content` are class of record and how many; `numbers` the numbers of people it holds, by label."""

    heading: Heading
    recipient: str
    kind: str
    number: int
    made: str
    maker: str
    file: str
    size: str
    check_code: str
    content: tuple[tuple[str, str], ...]
    numbers: tuple[str, ...]


_CONTENT = (Column("内容", 60, style=Style.HEI), Column("条数", 30), Column("接收单位核对", 40))
_NOTES = (
    "收到文件后，请把电脑上显示的校验码念给制作单位，与本单一致再导入；不一致的不要导入。",
    "数据包已加密，只有收件单位、制作单位和自治区保管的根密钥打得开；U 盘交接后请及时清除。",
    "导入后请在下一次往来时带回回执，制作单位据此知道已经收到。",
)


def handover_pdf(sheet: Handover) -> bytes:
    """One A4; MissingGlyph before anything is drawn."""
    glyphs.require(sheet)
    total = text_width()
    about = form(
        (
            ("制作单位", sheet.heading.unit, "接收单位", sheet.recipient),
            ("内容", sheet.kind, "编号", f"第 {sheet.number} 号"),
            ("制作时间", sheet.made, "制作人", sheet.maker),
            ("文件大小", sheet.size, "所含号码", "、".join(sheet.numbers) or "无"),
        ),
        (20, 46, 20, 44),
        total,
    )
    flow: list[Flowable] = [
        *head("数据包交接单", sheet.heading), about, Spacer(0, 6), Words(f"文件名：{sheet.file}", 10.5, running=True), Spacer(0, 14),
        Words("校 验 码", 12, Style.HEI, align="center"), Spacer(0, 4), Words(sheet.check_code, 26, Style.HEI_BOLD, align="center"), Spacer(0, 14),
        grid(_CONTENT, [(name, count, "") for name, count in sheet.content], total, least=24), Spacer(0, 10),
        tail(sheet.heading, ("制作人", "接收人", "交接日期", "校验码核对人", "核对电话", "导入日期"), notes=_NOTES),
    ]  # fmt: skip
    return book(
        "数据包交接单", sheet.heading.unit, [Section(f"数据包交接单 · {sheet.recipient} · 第 {sheet.number} 号", flow)]
    )

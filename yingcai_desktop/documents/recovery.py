"""数据文件恢复单: the one sheet that opens the store when passwords are lost; printed once, sealed in an envelope (reliability F30)."""

from dataclasses import dataclass
from io import BytesIO
from typing import Final

from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from yingcai_desktop.documents import glyphs
from yingcai_desktop.documents.fonts import Style
from yingcai_desktop.documents.page import MUTED, RULE, blank_canvas
from yingcai_desktop.documents.qr import draw_qr
from yingcai_desktop.documents.typeset import Span, break_lines, draw, draw_line

LEFT: Final = 28 * mm
RIGHT: Final = A4[0] - 28 * mm
_HOW: Final = (
    "一、本单等同于钥匙：持单人可以打开数据文件并为管理员重设口令。请装入信封，封口签字，存入保险柜，不要拍照，不要与电脑放在一起。",
    "二、管理员忘记口令或离岗时：打开程序，在“打开数据文件”窗口按“忘记口令…”，逐组输入上面的恢复码（每组末位是校验位，抄错会提示是哪一组），再设置新口令。",
    "三、用过之后，或本单丢失、被人看到，请在“系统设置 · 用户与权限”由两人制作新的恢复单；新单制成后本单即作废。",
    "四、口令与恢复单都没有时，任何人都无法打开数据文件。",
)


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """`groups` are those of `rules.recovery_code.grouped`; `made` is the day in Chinese."""

    unit: str
    season: int
    file: str
    made: str
    groups: tuple[str, ...]


def recovery_sheet_pdf(sheet: RecoverySheet) -> bytes:
    """One A4 page."""
    glyphs.require(sheet)
    out = BytesIO()
    canvas = blank_canvas(out, A4, "数据文件恢复单", sheet.unit)
    top = A4[1] - 34 * mm
    draw(canvas, A4[0] / 2, top, "数据文件恢复单", 24, Style.SONG_BOLD, align="center")
    y = top - 14 * mm
    for label, value in (("单位", sheet.unit), ("数据文件", f"{sheet.file}（{sheet.season} 年度）"), ("制作日期", sheet.made)):
        draw(canvas, LEFT, y, f"{label}：", 12, Style.HEI_BOLD)
        draw(canvas, LEFT + 24 * mm, y, value, 12)
        y -= 8 * mm
    y -= 4 * mm
    frame, side = 52 * mm, 34 * mm
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.8)
    canvas.rect(LEFT, y - frame, RIGHT - LEFT, frame)
    draw(canvas, LEFT + 6 * mm, y - 9 * mm, "恢复码", 12, Style.HEI_BOLD)
    for number, group in enumerate(sheet.groups):
        x, foot = LEFT + 6 * mm + number % 3 * 34 * mm, y - 21 * mm - number // 3 * 12 * mm
        draw(canvas, x, foot, f"{number + 1}", 8, Style.HEI, colour=MUTED)
        draw(canvas, x + 4 * mm, foot, group, 15, Style.HEI_BOLD)
    draw_qr(canvas, " ".join(sheet.groups), RIGHT - side - 8 * mm, y - frame + 9 * mm, side, black)
    y -= frame + 12 * mm
    for text in _HOW:
        for line in break_lines((Span(text),), 12, RIGHT - LEFT):
            draw_line(canvas, LEFT, y, line, 12)
            y -= 7 * mm
        y -= 2 * mm
    y -= 10 * mm
    for number, who in enumerate(("制作人", "见证人", "封存日期")):
        x = LEFT + number * 52 * mm
        draw(canvas, x, y, f"{who}：", 11, Style.HEI_BOLD)
        canvas.line(x + 20 * mm, y - 2, x + 48 * mm, y - 2)
    canvas.showPage()
    canvas.save()
    return out.getvalue()

"""根密钥保管单: where the root key lies, its 30 digits to read out, and a line for the passphrase, written by hand (reliability §3.7)."""

from dataclasses import dataclass

from reportlab.platypus import Flowable, Spacer

from yingcai_desktop.documents import glyphs
from yingcai_desktop.documents.fonts import Style
from yingcai_desktop.documents.page import Heading, Section, book, head, tail, text_width
from yingcai_desktop.documents.table import form
from yingcai_desktop.documents.words import Words


@dataclass(frozen=True, slots=True)
class RootSheet:
    """`digits` are six groups of five; the passphrase is not printed: it is written on the sheet and nowhere else."""

    heading: Heading
    file: str
    made: str
    digits: str


_HOW = (
    "一、根密钥是一个文件，用口令保护。请把它复制到两只 U 盘，与本单分开封存：一只与本单同放保险柜，另一只放在另一处；电脑上的那一份随后删除。",
    "二、只有登记单位、更换密钥、作废丢失的电脑时才用到它。用时插上 U 盘，在“数据包 · 单位登记”里选定文件、输入口令，用完拔下。",
    "三、上面的 30 位数字不保密：各盟市第一次导入名录时，打电话向自治区核对并逐位输入。",
    "四、各单位丢失密钥时，可用根密钥打开已经制作的数据包。根密钥的文件和口令都丢失的，只能更换根密钥，各单位重新核对 30 位数字。",
    "五、口令请用笔写在下面的横线上，不要打印、拍照或存进电脑；封口处由两人签字。",
)


def root_sheet_pdf(sheet: RootSheet) -> bytes:
    """One A4; MissingGlyph before anything is drawn."""
    glyphs.require(sheet)
    total = text_width()
    flow: list[Flowable] = [
        *head("根密钥保管单", sheet.heading),
        form((("文件名", sheet.file, "制作日期", sheet.made), ("U 盘一存放处", "", "U 盘二存放处", "")), (24, 46, 24, 36), total),
        Spacer(0, 14), Words("根密钥的 30 位数字", 12, Style.HEI, align="center"), Spacer(0, 4),
        Words(sheet.digits, 20, Style.HEI_BOLD, align="center"), Spacer(0, 14),
        *(Words(line, 11, running=True, leading=1.5) for line in _HOW), Spacer(0, 14),
        tail(sheet.heading, ("口令（手写）",), columns=1), tail(sheet.heading, ("封存人", "见证人", "封存日期")),
    ]  # fmt: skip
    return book("根密钥保管单", sheet.heading.unit, [Section("根密钥保管单", flow)])

"""The recovery sheet on paper: every group readable, the same in the QR code, one page, same bytes twice."""

from tests.documents.reading import fonts, glyphs, overlapping, page_count, page_size, pdfium_text
from yingcai_desktop.documents.recovery import RecoverySheet, recovery_sheet_pdf
from yingcai_desktop.rules.recovery_code import grouped, read

CODE = "5H6BW363L77YRGVRC3TXMQP47FGMLLDA"
SHEET = RecoverySheet("内蒙古自治区管理办公室", 2025, "2025.ycdb", "2025年3月3日", tuple(grouped(CODE)))


def test_one_page_with_every_group() -> None:
    pdf = recovery_sheet_pdf(SHEET)
    text = pdfium_text(pdf)

    assert page_count(pdf) == 1 and page_size(pdf) == (595.3, 841.9)
    assert all(group in text for group in SHEET.groups)
    assert read(" ".join(SHEET.groups)) == (CODE, "")
    for words in ("数据文件恢复单", "2025.ycdb（2025年度）", "制作人", "见证人", "本单即作废"):
        assert words in text
    assert overlapping(glyphs(pdf, 0)) == []
    assert recovery_sheet_pdf(SHEET) == pdf
    assert fonts(pdf)

"""To the printer: the OS dialog, then each page of the finished PDF once, at the printer's own resolution and in its real size.

Imported when somebody prints; the window starts without QtPrintSupport.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from ui.jobs import Cancelled, Progress
from yingcai_desktop.documents.paper import Paper, Sheet
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.sheets.writer import save

SHARPEST = 600  # dots per inch; more takes memory and is not seen
_ALIKE_MM = 3.0


@dataclass(frozen=True, slots=True)
class Sent:
    """What went to the printer: pages `first` to `last` of the file, and whether it was cut short."""

    first: int
    last: int
    whole: bool

    @property
    def count(self) -> int:
        """How many pages."""
        return max(0, self.last - self.first + 1)


def has_printer() -> bool:
    """Whether this machine knows any printer."""
    return bool(QPrinterInfo.availablePrinters())


def ask(parent: QWidget, title: str, sheets: list[Sheet]) -> QPrinter | None:
    """The dialog of the operating system, its paper already set; `None` when it was left."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    set_paper(printer, sheets[0])
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(f"打印 {title}")
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, True)
    dialog.setMinMax(1, len(sheets))
    try:
        return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None
    finally:
        dialog.deleteLater()


def set_paper(printer: QPrinter, sheet: Sheet) -> None:
    """The paper of one page, without margins: what is printed stands where the file has it."""
    wide, high = sheet.millimetres
    size = QPageSize(QSizeF(min(wide, high), max(wide, high)), QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    turned = QPageLayout.Orientation.Landscape if wide > high else QPageLayout.Orientation.Portrait
    printer.setFullPage(True)
    printer.setPageLayout(QPageLayout(size, turned, QMarginsF(), QPageLayout.Unit.Millimeter, QMarginsF()))


def check_paper(printer: QPrinter, sheet: Sheet) -> None:
    """Raise `NotAllowed` when another paper was chosen than the page needs: it would come out shrunk or cut."""
    chosen = printer.pageLayout().fullRect(QPageLayout.Unit.Millimeter)
    have, need = sorted((chosen.width(), chosen.height())), sorted(sheet.millimetres)
    if any(abs(a - b) > _ALIKE_MM for a, b in zip(have, need, strict=True)):
        name = printer.pageLayout().pageSize().name() or f"{have[0]:.0f}×{have[1]:.0f} mm"
        raise NotAllowed(f"打印机里选的纸是 {name}，这份文件是 {sheet.words}。没有打印；请在打印机设置里换成 {sheet.words} 再打。")


def wanted(printer: QPrinter, count: int) -> tuple[int, int]:
    """First and last page chosen in the dialog, from 1."""
    if printer.printRange() == QPrinter.PrintRange.PageRange:
        first, last = printer.fromPage() or 1, printer.toPage() or count
        return max(1, min(first, count)), max(1, min(last, count))
    return 1, count


def send(pdf: bytes, printer: QPrinter, progress: Progress) -> Sent:
    """Print; runs on a worker. A cancelled job says how many pages were sent. "Printing" into a PDF file writes the same bytes.

    Raises `NotAllowed` for the wrong paper, when the printer does not take the job, or when the file cannot be written.
    """
    paper = Paper(pdf)
    try:
        first, last = wanted(printer, len(paper))
        check_paper(printer, paper.sheets[first - 1])
        if printer.outputFormat() == QPrinter.OutputFormat.PdfFormat and printer.outputFileName():
            save(Path(printer.outputFileName()), paper.only(first, last))
            return Sent(first, last, True)
        return _draw(paper, printer, first, last, progress)
    finally:
        paper.close()


def _draw(paper: Paper, printer: QPrinter, first: int, last: int, progress: Progress) -> Sent:
    copies = 1 if printer.supportsMultipleCopies() else max(1, printer.copyCount())
    order = [page for _ in range(copies) for page in range(first, last + 1)]
    set_paper(printer, paper.sheets[first - 1])
    painter = QPainter()
    if not painter.begin(printer):
        raise NotAllowed("打印机没有接受这次打印。请检查它是否开机、联机、有纸，然后再打一次。")
    sent = 0
    try:
        for number in order:
            progress(sent, len(order), f"第 {number} 页")
            if sent:
                set_paper(printer, paper.sheets[number - 1])
                _must(printer.newPage, sent)
            draw_page(painter, paper, number - 1, printer.resolution())
            sent += 1
        progress(sent, len(order), "")
    except Cancelled:
        printer.abort()
        return Sent(first, first + min(sent, last - first + 1) - 1, False)
    finally:
        painter.end()
    return Sent(first, last, True)


def _must(do: Callable[[], bool], sent: int) -> None:
    if not do():
        raise NotAllowed(f"打印机中断了，已送 {sent} 页。请看看缺纸、卡纸没有，再从没有打出来的那一页起打。")


def draw_page(painter: QPainter, paper: Paper, index: int, dpi: int) -> None:
    """One page in its real size on a device of `dpi` whose origin is the corner of the paper."""
    sheet = paper.sheets[index]
    made = paper.picture(index, min(dpi, SHARPEST) / 72)
    image = QImage(made.pixels, made.width, made.height, made.stride, QImage.Format.Format_RGB32)
    painter.drawImage(QRectF(0, 0, sheet.width * dpi / 72, sheet.height * dpi / 72), image)

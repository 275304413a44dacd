"""打印预览: the finished file in the middle of the window, in place of the page it came from.

What is seen is the file that is saved and the file that is printed. 打印 Ctrl+P · 另存 PDF Ctrl+S · 返回 Esc.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.jobs import Jobs, Progress
from ui.messages import Messages
from ui.parts.elided import ElidedLabel
from ui.parts.look import button, holder, label, look, row, stack
from ui.parts.pdf_view import PdfView
from ui.parts.segments import Segments
from ui.parts.strip import Action
from yingcai_desktop.errors import Refusal

FITS = (("width", "适合宽度"), ("page", "整页"), ("actual", "实际大小"))


class Preview(QWidget):
    """`left` when the user goes back. `printed` of `show_pdf` is told what went to the printer (ui/printing.py: `Sent`)."""

    left = Signal()

    def __init__(self, jobs: Jobs, messages: Messages) -> None:
        super().__init__()
        look(self, look="canvas")
        self.setAccessibleName("打印预览")
        self._jobs, self._messages = jobs, messages
        self._pdf, self._title, self._name = b"", "", ""
        self._printed: Callable[[Any], object] | None = None
        self.view = PdfView()
        self._build()
        self.setFocusProxy(self.view)
        self.view.page_changed.connect(self._show_page)
        self.view.zoom_changed.connect(self._show_zoom)
        for keys, do in (
            ("Esc", self.left.emit), ("Ctrl++", lambda: self.view.zoom_by(1)), ("Ctrl+=", lambda: self.view.zoom_by(1)),
            ("Ctrl+-", lambda: self.view.zoom_by(-1)), ("Ctrl+0", lambda: self.view.zoom_to("actual")),
            ("PgDown", lambda: self.view.go_to(self.view.page + 1)), ("PgUp", lambda: self.view.go_to(self.view.page - 1)),
        ):  # fmt: skip
            QShortcut(QKeySequence(keys), self, do, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # What the window uses

    def show_pdf(self, title: str, pdf: bytes, name: str, printed: Callable[[Any], object] | None = None) -> None:
        """Show a file; `name` is proposed for 另存 PDF."""
        self._pdf, self._title, self._name, self._printed = pdf, title, name, printed
        self.title.setText(title)
        self.view.show_pdf(pdf, "width")

    def clear(self) -> None:
        """Keep nothing of the file."""
        self._pdf, self._printed = b"", None
        self.view.shut()

    def panes(self) -> Sequence[QWidget]:
        """F6."""
        return self.fits, self.view

    # Commands (ui/commands.py)

    def print_page(self) -> None:
        """Ctrl+P: the dialog of the operating system, then page by page in the background."""
        from ui import printing

        if not printing.has_printer():
            self._messages.warn(
                "这台电脑上没有装打印机。可以先另存 PDF，拿到有打印机的电脑上打印。", [Action("另存 PDF…", self.save_now)]
            )
            return
        printer = self.ask_printer()
        if printer is not None:
            self.print_on(printer)

    def ask_printer(self) -> Any:
        """Which printer, which pages; `None` when the dialog was left."""
        from ui import printing

        paper = self.view.paper
        return printing.ask(self, self._title, paper.sheets) if paper is not None else None

    def print_on(self, printer: Any) -> None:
        """Send the file to a printer, as a job."""
        from ui import printing

        pdf, title, printed = self._pdf, self._title, self._printed

        def work(progress: Progress) -> printing.Sent:
            return printing.send(pdf, printer, progress)

        def done(sent: printing.Sent) -> None:
            if sent.whole:
                self._messages.done(f"已把《{title}》的 {sent.count} 页送到打印机。")
            else:
                self._messages.warn(f"已取消打印《{title}》，送到打印机的有 {sent.count} 页；打印机里的纸可能还会走完。")
            if printed is not None:
                printed(sent)

        self._jobs.start(f"打印 {title}", work, done, note="可以继续做别的事；取消后，已经送到打印机的页可能还会打完")

    def save_now(self) -> None:
        """Ctrl+S: the same bytes into a file."""
        chosen, _ = QFileDialog.getSaveFileName(self, "另存 PDF", self._name, "PDF 文件 (*.pdf)")
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, out: Path) -> None:
        """Write the file whole or not at all."""
        from yingcai_desktop.sheets.writer import save

        out = out if out.suffix.lower() == ".pdf" else out.with_name(out.name + ".pdf")
        try:
            save(out, self._pdf)
        except Refusal as refused:
            self._messages.refusal(refused)
            return
        self._messages.done(f"已存为 {out.name}，{self.view.count} 页。")

    # Inside

    def _build(self) -> None:
        back = button("返回", "", "caret-left", self.left.emit, tip="回到刚才的页面（Esc）")
        self.title = ElidedLabel("", "title")
        self.pages = label("", "label")
        self.fits = Segments(FITS, "缩放方式")
        self.fits.chosen.connect(self.view.zoom_to)
        self.percent = label("", "label")
        self.percent.setMinimumWidth(44)
        self.percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        smaller = button("缩小（Ctrl+-）", "icon", "minus", lambda: self.view.zoom_by(-1))
        larger = button("放大（Ctrl++）", "icon", "plus", lambda: self.view.zoom_by(1))
        self.save_button = button("另存 PDF…", "", "file-pdf", self.save_now, tip="Ctrl+S")
        self.print_button = button("打印…", "primary", "printer", self.print_page, tip="Ctrl+P")
        head = row(
            back, 4, (self.title, 1), self.pages, 8, self.fits, smaller, self.percent, larger, 8, self.save_button, self.print_button,
            margins=(20, 10, 20, 10),
        )  # fmt: skip
        self.setLayout(stack(holder(head, "top"), (self.view, 1), gap=0))

    def _show_page(self, number: int, count: int) -> None:
        self.pages.setText(f"第 {number} 页 / 共 {count} 页" if count else "")

    def _show_zoom(self, percent: int) -> None:
        self.percent.setText(f"{percent}%")
        if self.view.fit is None:
            self.fits.release()
        else:
            self.fits.choose(self.view.fit)

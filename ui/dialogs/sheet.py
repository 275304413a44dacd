"""The recovery sheet on the screen, this once: its code in groups, printed or saved, and a tick that it is put away (reliability F30)."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFrame, QGridLayout, QSizePolicy

from ui.aside import Aside
from ui.parts.look import button, label, look, row, stack
from yingcai_desktop.errors import Refusal

_COLUMNS = 4


def _silent(_done: int, _total: int = 0, _text: str = "") -> None:
    """One page needs no progress."""


class SheetCard(QFrame):
    """`page()` makes the PDF. `sealed` once it is ticked as put away and the button is pressed."""

    sealed = Signal()
    failed = Signal(object)

    def __init__(self, groups: Sequence[str], page: Callable[[], bytes], name: str, go_on: str) -> None:
        super().__init__()
        self._page, self._name = page, name
        self._aside = Aside(self)
        look(self, look="plain")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setAccessibleName("恢复单")
        box = QFrame()
        look(box, look="card")
        grid = QGridLayout(box)
        grid.setContentsMargins(20, 14, 20, 14)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(10)
        for number, group in enumerate(groups):
            place = label(f"{number + 1}", "hint")
            place.setMinimumWidth(18)
            place.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            cell = row(place, label(group, "code"), None, gap=6)
            grid.addLayout(cell, number // _COLUMNS, number % _COLUMNS)
        self.print = button("打印恢复单…", "", "printer", self.print_sheet)
        self.save = button("另存 PDF…", "", "file-pdf", self.save_sheet)
        self.kept = QCheckBox("恢复单已经打印或抄好，将装信封封存")
        self.kept.setAccessibleName(self.kept.text())
        self.note = label("恢复码只在这里出现这一次，程序不保存。口令都忘记时，只有它能打开数据文件。", "hint", wrap=True)
        self.go = button(go_on, "primary", do=self.sealed.emit)
        self.go.setEnabled(False)
        self.kept.toggled.connect(self.go.setEnabled)
        self.setLayout(stack(box, row(self.print, self.save, None), self.note, row(self.kept, None, self.go), gap=12))

    def print_sheet(self) -> None:
        """To the printer, through the dialog of the operating system."""
        from ui import printing

        if not printing.has_printer():
            self._tell("▲ 这台电脑上没有装打印机。请另存 PDF 到 U 盘打印，或把恢复码抄在纸上。", "warn")
            return
        self._make(self._print)

    def save_sheet(self) -> None:
        """Into a file, to be printed elsewhere and deleted."""
        chosen, _ = QFileDialog.getSaveFileName(self, "另存恢复单", self._name, "PDF 文件 (*.pdf)")
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, out: Path) -> None:
        """Write the file whole or not at all."""
        from yingcai_desktop.sheets.writer import save

        self._make(lambda pdf: save(out, pdf), f"✓ 已存为 {out.name}。打印后请删除这个文件，它等同于钥匙。")

    def _make(self, use: Callable[[bytes], object], said: str = "") -> None:
        self._tell("正在生成恢复单…")
        self._aside.run(self._page, lambda pdf: self._use(pdf, use, said), self._went_wrong)

    def _use(self, pdf: bytes, use: Callable[[bytes], object], said: str) -> None:
        try:
            use(pdf)
        except Refusal as refused:
            self._went_wrong(refused)
            return
        if said:
            self._tell(said, "ok")

    def _print(self, pdf: bytes) -> None:
        from ui import printing
        from yingcai_desktop.documents.paper import Paper

        paper = Paper(pdf)
        sheets = paper.sheets
        paper.close()
        printer: Any = printing.ask(self, "数据文件恢复单", sheets)
        if printer is None:
            self._tell("没有打印。")
            return
        printing.send(pdf, printer, _silent)  # one page
        self._tell("✓ 已送到打印机。请核对打出来的恢复码完整、清楚。", "ok")

    def _went_wrong(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self._tell(f"× {error.message}", "error")
        else:
            self._tell("× 没有生成恢复单，请再试一次，或把恢复码抄在纸上。", "error")
            self.failed.emit(error)

    def _tell(self, text: str, name: str = "hint") -> None:
        look(self.note, look=name)
        self.note.setText(text)

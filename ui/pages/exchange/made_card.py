"""One package that was made: where it lies, how large it is, and the code to read out by telephone."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame

from ui.parts.elided import ElidedLabel
from ui.parts.look import button, label, look, mark, row, stack
from yingcai_desktop.exchange.making import Made
from yingcai_desktop.services.packages.receiving import size_words
from yingcai_desktop.services.packages.register import label_of


class MadeCard(QFrame):
    """`slip` prints the 交接单, `folder` shows where the file lies."""

    def __init__(self, made: Made, name: str, slip: Callable[[], object], folder: Callable[[], object]) -> None:
        super().__init__()
        look(self, look="card")
        self.setAccessibleName(f"{label_of(made.kind.value)} 第 {made.number} 号")
        code = label(made.check_code, "code")
        code.setAccessibleName(f"校验码 {made.check_code}")
        words = stack(
            label(f"{label_of(made.kind.value)} · 第 {made.number} 号", "title"),
            ElidedLabel(str(made.path), "label"),
            label(f"给{name} · {made.content.entries} 处内容 · {size_words(made.size)}", "hint"),
            gap=2,
        )
        self.print_button = button("打印交接单", "", "printer", slip)
        read = stack(label("校验码（电话核对）", "hint"), code, gap=0)
        buttons = row(button("打开文件夹", "", "folder-open", folder), self.print_button)
        self.setLayout(
            row(mark("package", "pri", 22), 6, (words, 1), read, 16, buttons, gap=8, margins=(16, 10, 12, 10))
        )

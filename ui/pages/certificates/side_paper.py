"""The page of the person chosen, as it will lie on paper; under it who it is, whether all is there, and the main button."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget

from ui.parts.elided import ElidedLabel
from ui.parts.look import button, label, look, row, stack
from ui.parts.pdf_view import PdfView
from yingcai_desktop.services.certificates_register import CHANGED, Holder

_WHY = {
    "entitled": "还没有编号。\n在右侧“编号与日期”里办理编号后，这里就能看到证书。",
    "void": "编号已作废，不能打印。\n仍应发证的，请在右侧“重新编号”。",
    "wrong": "证书上的等级与现在的终评等级不符，不能打印。\n请重新办理编号：等级不再授予证书的会作废（附件2 七（三））。",
}


class Paper(QFrame):
    """`step(±1)` for the neighbours, `print_wanted` for the main button."""

    step = Signal(int)
    print_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        look(self, look="plain")
        self.about = ElidedLabel("A4 横向，整张打印", "hint")
        self.zoom = label("", "hint")
        self.zoom.setMinimumWidth(40)
        self.zoom.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.view = PdfView("证书预览")
        self.view.fit = "page"
        self.view.zoom_changed.connect(lambda percent: self.zoom.setText(f"{percent}%"))
        self.note = label("", "label", wrap=True)
        self.note.setMinimumWidth(320)
        empty = QFrame()
        look(empty, look="inset")
        empty.setLayout(stack(None, row(None, self.note, None), None))
        self._faces = QStackedWidget()
        self._faces.addWidget(self.view)
        self._faces.addWidget(empty)
        self.before = button("上一张（Alt+↑）", "icon", "caret-left", lambda: self.step.emit(-1))
        self.after = button("下一张（Alt+↓）", "icon", "caret-right", lambda: self.step.emit(1))
        self.place, self.name = label("", "label"), ElidedLabel("", "strong")
        self.state = label("", "ok")
        self.main = button("打印", "primary", "printer", self.print_wanted.emit, tip="Ctrl+P")
        self.setLayout(
            stack(
                row((self.about, 1), self.zoom), (self._faces, 1),
                row(self.before, self.place, self.after, 4, (self.name, 1), self.state, 4, self.main), gap=8,
            )
        )  # fmt: skip

    def show_person(self, holder: Holder | None, number: int, count: int) -> None:
        """Who it is; the paper follows."""
        self.place.setText(f"{number} / {count}" if holder else "")
        self.name.setText(holder.name if holder else "")
        self.before.setEnabled(number > 1)
        self.after.setEnabled(number < count)
        text, tone = _state(holder) if holder else ("", "ok")
        self.state.setText(text)
        look(self.state, look=tone)

    def wait(self) -> None:
        """The paper is being set; what was there stays until then."""
        if self._faces.currentIndex() == 1:
            self.note.setText("正在排版…")

    def show_pdf(self, pdf: bytes) -> None:
        """The paper."""
        self.view.show_pdf(pdf, "page")
        self._faces.setCurrentIndex(0)

    def show_note(self, text: str) -> None:
        """Why there is no paper."""
        self.view.clear()
        self.note.setText(text)
        self._faces.setCurrentIndex(1)

    def show_why(self, holder: Holder | None) -> None:
        """The reason a person has no paper, in words."""
        if holder is None:
            self.show_note("在左侧选一个人，这里显示他的证书。")
        elif not holder.ours:
            self.show_note("中学生英才计划的证书由全国管理办公室颁发，本机不打印。\n收到证书后，在右侧登记证书上的编号和领取情况。")
        else:
            self.show_note(_WHY.get(holder.state, ""))

    def show_choice(self, count: int) -> None:
        """How many the main button prints."""
        self.main.setText(f"打印选中 {count} 张…" if count > 1 else "打印这一张…")
        self.main.setAccessibleName(self.main.text())


def _state(h: Holder) -> tuple[str, str]:
    if h.missing:
        return f"× 缺{'、'.join(h.missing)}", "error"
    if not h.ours or not h.printable:
        return "", "ok"
    if h.check == CHANGED:
        return "▲ 核对后有改动", "warn"
    return ("✓ 打印项齐全", "ok") if h.check else ("▲ 还没有核对", "warn")

"""The strip at the foot of the window while a job runs: its name, how far, how long still, and 取消."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QSizePolicy, QWidget

from ui.parts.look import button, label, look, mark, row, stack


class JobStrip(QFrame):
    """Shows one job; `cancelled` is emitted once, after which the button says that it is stopping."""

    cancelled = Signal()

    def __init__(self, title: str, note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look(self, look="card")
        self.setAccessibleName(f"正在进行：{title}")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.title, self.state = label(title, "title"), label("", "label")
        self.note = label(note or "可以继续做别的事；取消后不会留下半截数据", "hint")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName("进度")
        self.stop = button("取消", do=self._stop)
        self.state.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head = row(mark("clock", "pri"), self.title, None, self.state, 4, self.stop)
        self.setLayout(stack(head, self.bar, self.note, gap=6, margins=(16, 8, 12, 10)))

    def show_progress(self, done: int, total: int, text: str, seconds_left: float | None = None) -> None:
        """Count `done` of `total` (0 = unknown) with what is being done now."""
        self.bar.setRange(0, max(total, 0))
        self.bar.setValue(min(done, total) if total else 0)
        parts = [text, f"{done} / {total}" if total else "", _left(seconds_left)]
        self.state.setText("　".join(part for part in parts if part))

    def _stop(self) -> None:
        self.stop.setEnabled(False)
        self.stop.setText("正在停…")
        self.cancelled.emit()


def _left(seconds: float | None) -> str:
    """How long still, in words; nothing when it is not known."""
    if seconds is None or seconds < 1:
        return ""
    return f"约剩 {seconds:.0f} 秒" if seconds < 90 else f"约剩 {seconds / 60:.0f} 分钟"

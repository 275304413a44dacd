"""What must be done now: one line per task with its deadline and one button; ↑ ↓ move, Enter presses."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from ui.parts.elided import ElidedLabel
from ui.parts.look import button, label, look, mark, row, rule, stack

_TOKENS = {"bad": "red", "warn": "amb", "info": "priT", "ok": "grn", "plain": "text2"}


@dataclass(frozen=True, slots=True)
class Task:
    """`tone` `bad` is overdue or missing, `warn` needs a look, `info` is next."""

    title: str
    detail: str
    button: str
    do: Callable[[], object]
    tone: str = "info"
    icon: str = "clipboard-text"


class TaskList(QWidget):
    """The tasks in order; the first button takes the keyboard with `focus_first`."""

    def __init__(self) -> None:
        super().__init__()
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self.buttons: list[QPushButton] = []

    def show_tasks(self, tasks: Sequence[Task], nothing: str = "现在没有要做的事。") -> None:
        """Replace the tasks."""
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = []
        if not tasks:
            self._lines.addWidget(label(f"✓ {nothing}", "ok"))
        for number, task in enumerate(tasks):
            if number:
                self._lines.addWidget(rule())
            self._lines.addWidget(self._line(task))
        self._lines.addStretch(1)

    def focus_first(self) -> bool:
        """Put the keyboard on the first button; False when there is none."""
        if self.buttons:
            self.buttons[0].setFocus()
        return bool(self.buttons)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """↑ ↓ go round the buttons of the list instead of leaving it."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
            at = next((n for n, made in enumerate(self.buttons) if made is watched), -1)
            if by and at >= 0:
                self.buttons[(at + by) % len(self.buttons)].setFocus()
                return True
        return super().eventFilter(watched, event)

    def _line(self, task: Task) -> QFrame:
        tile = mark(task.icon, _TOKENS[task.tone])
        tile.setFixedSize(32, 32)
        tile.setAlignment(Qt.AlignmentFlag.AlignCenter)
        look(tile, look="tile", tone=task.tone)
        title = ElidedLabel(task.title, "strong")
        detail = ElidedLabel(task.detail, "error" if task.tone == "bad" else "hint")
        act = button(task.button, do=task.do)
        act.setAccessibleName(f"{task.button}：{task.title}")
        act.setMinimumWidth(104)
        act.installEventFilter(self)
        self.buttons.append(act)
        frame = QFrame()
        frame.setLayout(row(tile, (stack(title, detail, gap=0), 1), act, gap=12, margins=(0, 5, 0, 5)))
        return frame

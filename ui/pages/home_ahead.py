"""接下来: the next stages of the year with their days, in the room the tasks leave."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.parts.elided import ElidedLabel
from ui.parts.look import Item, label, row, rule
from yingcai_desktop.services.workbench import Stage, deadline_words

_ROOM, _TASK, _HEAD, _LINE = 255, 51, 34, 24
"""Pixels: beside the year, of a task, of the heading, of a line."""


def lines_beside(tasks: int) -> int:
    """How many lines fit under so many tasks."""
    return max(0, min(5, (_ROOM - max(tasks, 1) * _TASK - _HEAD) // _LINE))


class AheadList(QWidget):
    """Quiet lines: day, stage, days left."""

    def __init__(self) -> None:
        super().__init__()
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(5)

    def show_stages(self, stages: Sequence[Stage], today: date) -> None:
        """Replace the lines; hidden without any."""
        while (item := self._lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if stages:
            self._lines.addWidget(rule())
            self._lines.addWidget(label("接下来", "hint"))
        for stage in stages:
            self._lines.addWidget(_line(stage, today))
        self.setVisible(bool(stages))


def _line(stage: Stage, today: date) -> QWidget:
    day = label(f"{stage.due.month}月{stage.due.day}日", "label")
    day.setFixedWidth(76)
    state = "进行中" if stage.state == "now" else f"{stage.start.month}月开始"
    words: list[Item] = [day, (ElidedLabel(stage.name, "label"), 1), label(f"{state} · {_left(stage, today)}", "hint")]
    made = QWidget()
    made.setLayout(row(*words, gap=0))
    made.setAccessibleName(f"{stage.name}，{deadline_words(stage.due, today)}")
    return made


def _left(stage: Stage, today: date) -> str:
    days = (stage.due - today).days
    return f"剩 {days} 天" if days > 0 else "今天截止" if days == 0 else f"已过 {-days} 天"

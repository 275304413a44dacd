"""The student below the heat map: facts, the line of the year, and the ways on."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy

from ui.parts.elided import ElidedLabel
from ui.parts.look import button, label, look, row, stack
from ui.parts.timeline import Dot, Timeline
from yingcai_desktop.services.trainees.board import Row
from yingcai_desktop.services.trainees.timeline import events


class StudentLine(QFrame):
    """Signals ask the page."""

    register_wanted = Signal()
    record_wanted = Signal()
    plan_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        look(self, look="card")
        self.setAccessibleName("选中学员的时间线")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.name, self.facts = label("", "title"), ElidedLabel("", "hint")
        self.line = Timeline("一年的经过")
        buttons = (
            button("登记到校", "link", do=self.register_wanted.emit, tip="Ctrl+Enter"),
            button("计划与师资", "link", do=self.plan_wanted.emit),
            button("打开学生档案", "link", do=self.record_wanted.emit, tip="Ctrl+P"),
        )
        self.setFocusProxy(buttons[0])
        self.setLayout(stack(row(self.name, (self.facts, 1), *buttons), self.line, gap=2, margins=(14, 6, 10, 6)))

    def show_row(self, desk: Any, found: Row | None) -> None:
        """Another student, or none."""
        self.setEnabled(found is not None)
        if found is None:
            self.name.setText("没有选中学员")
            self.facts.setText("")
            return
        s = found.student
        self.name.setText(f"{s.name} · {s.subject} · 导师 {s.mentor}")
        parts = (
            f"到校 {found.visits} / {found.required} 次", found.forecast_words, f"成长日志 {found.handed_in} 篇",
            f"缺日志 {len(found.open_logs)} 次" if found.open_logs else "", f"课题：{found.topic}" if found.topic else "",
            f"{s.state_name} {s.exited_on} {s.exit_reason}" if s.exited_on else "",
        )  # fmt: skip
        self.facts.setText(" · ".join(p for p in parts if p))
        dots = [Dot(e.day, e.words, e.tone, e.weight) for e in events(desk, found)]
        self.line.show_dots(dots, desk.store.season, desk.clock().date())

"""今日面试: who the panel is, and each judge's way in with a PIN."""

from datetime import date
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget

from ui.aside import Aside
from ui.panel.page import SeatPage, numbered
from ui.parts.card import Card
from ui.parts.combo import PickCombo
from ui.parts.line_edit import LineEdit
from ui.parts.look import button, label, look, row, stack
from yingcai_desktop.errors import Refusal
from yingcai_desktop.services import seat as services

_PERSON_PX = (190, 34)
"""Room of one candidate in the order: two digits and a name of nine characters."""


class TodayPage(SeatPage):
    """The judge chooses the name, types the PIN, and goes on to score."""

    title = "今日面试"

    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self._aside = Aside(self)
        self.judge = PickCombo([], "评委")
        self.pin = LineEdit("", "6 位数字")
        self.pin.setAccessibleName("PIN")
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setMaxLength(12)
        self.note = label("", "error", wrap=True)
        self.note.setMinimumHeight(36)
        self.go = button("进入评分", "primary", "check", self.sign_in)
        for one in (self.judge, self.pin, self.go):
            look(one, touch="true")
        self.judge.entered.connect(self.pin.setFocus)
        self.pin.entered.connect(self.sign_in)
        who, words = label("评委", "label"), label("PIN（本人 PIN 条上的 6 位数字）", "label")
        who.setBuddy(self.judge)
        words.setBuddy(self.pin)
        hint = label("评委只看得到自己的分。评完请按左下角的锁，换下一位。", "hint", wrap=True)
        enter = Card("评委进入", "", who, self.judge, words, self.pin, self.note, row(None, self.go), hint)
        self.facts = stack(gap=6)
        self.about = Card("今天的任务", "", self.facts)
        enter.setFixedWidth(420)
        self.order = QListWidget()
        look(self.order, look="order")
        self.order.setAccessibleName("出场顺序")
        self.order.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self.order.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.order.setFlow(QListWidget.Flow.LeftToRight)
        self.order.setWrapping(True)
        self.order.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.order.setGridSize(QSize(*_PERSON_PX))
        left = stack(self.about, (Card("出场顺序", "抽签排定", (self.order, 1)), 1), gap=14)
        self.setLayout(row((left, 1), stack(enter, None), gap=14, margins=(20, 14, 20, 14)))

    def entered(self) -> None:
        """Who is on the panel today."""
        task = self.window_.seat.task
        held = self.judge.code()
        self.judge.clear()
        self.judge.set_options(
            [(one.name, f"{one.name}（组长）" if one.name == task.chair else one.name) for one in task.judges]
        )
        self.judge.set_code(held or task.judges[0].name)
        self._tell()
        self.pin.clear()
        self.note.setText("")
        self.pin.setFocus()

    def _tell(self) -> None:
        task = self.window_.seat.task
        day = date.fromisoformat(task.held_on) if task.held_on else None
        when = (
            " ".join(part for part in (f"{day.month}月{day.day}日" if day else "", task.starts_at) if part)
            or "未排日程"
        )
        each = f"，每人约 {task.minutes} 分钟" if task.minutes else ""
        told = (
            ("项目", " · ".join(part for part in (task.programme, task.city, task.subject) if part)),
            ("面试组", task.name),
            ("时间", when),
            ("地点", task.room or "未填"),
            ("考生", f"{len(task.candidates)} 人{each}"),
            ("评委", "、".join(one.name for one in task.judges)),
            ("组长", task.chair or "未定"),
            ("任务", f"{task.office_name}制作，第 {task.number} 份"),
        )
        while (item := self.facts.takeAt(0)) is not None:
            if (gone := item.widget()) is not None:
                gone.deleteLater()
        for name, value in told:
            line = QFrame()
            look(line, look="plain")
            title = label(name, "label")
            title.setFixedWidth(64)
            line.setLayout(row(title, (label(value, wrap=True), 1), gap=8))
            self.facts.addWidget(line)
        self.order.clear()
        self.order.addItems([numbered(one.number, one.name) for one in task.candidates])

    def sign_in(self) -> None:
        """Check the PIN; half a second beside the screen."""
        name, pin = self.judge.code(), self.pin.text()
        if self._aside.busy:
            return
        if not pin:
            self.note.setText("请输入 PIN。")
            self.pin.setFocus()
            return
        self.note.setText("")
        self._wait(True)
        self._aside.run(lambda: services.sign_in(self.window_.seat, name, pin), self._in, self._refused)

    def _in(self, sitting: services.Sitting) -> None:
        self._wait(False)
        self.pin.clear()
        self.window_.seated(sitting)

    def _refused(self, error: BaseException) -> None:
        self._wait(False)
        if not isinstance(error, Refusal):
            self.window_.messages.trouble(error)
            return
        self.note.setText(error.message)
        self.pin.setFocus()
        self.pin.selectAll()

    def _wait(self, on: bool) -> None:
        for part in (self.judge, self.pin, self.go):
            part.setEnabled(not on)
        self.go.setText("正在核对…" if on else "进入评分")

"""The pane beside 差异: both sides of a conflict with who, when and why, what both once knew, and the three ways to settle it (K07)."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout

from ui.parts.elided import ElidedLabel
from ui.parts.line_edit import LineEdit
from ui.parts.look import Item, button, holder, label, look, row, rule, stack
from ui.parts.scroll import Scroll
from yingcai_desktop.services.packages.receiving import Line, Side
from yingcai_desktop.services.packages.register import OUTCOMES

WIDTH = 372


class ComparePane(QFrame):
    """`taken(side)`: one side was chosen; `typed(text)`: a third value; `column_wanted`: this answer for the whole column."""

    taken = Signal(object)
    column_wanted = Signal()
    whole_wanted = Signal()

    def __init__(self, typed: Callable[[str], bool]) -> None:
        super().__init__()
        look(self, look="card")
        self.setAccessibleName("比较两边")
        self._typed = typed
        self.line: Line | None = None
        self._whole = False
        self.title = ElidedLabel("", "title")  # one line: a long name must not push the answer out of sight
        self.sides = QVBoxLayout()
        self.sides.setSpacing(8)
        self.base = label("", "hint", wrap=True)
        self.by_hand = button("3 手工填…", do=self.ask_by_hand, tip="两边都不对时，写正确的值")
        self.column = button("整列都用包里的", do=self.column_wanted.emit, tip="这一项所有还没有决定的冲突都用包里的值")
        self.eye = button("看全号", "link", "eye", self.whole_wanted.emit, tip="显示完整号码，并记入操作记录")
        self.answers = holder(row(self.by_hand, self.column, None), "plain")
        self.edit = LineEdit()
        self.edit.setAccessibleName("手工填")
        self.edit.entered.connect(self._answered)
        buttons = row(None, button("取消（Esc）", do=self.close_ask), button("采用", "primary", do=self._answered))
        self.hand = holder(stack(self.edit, buttons), "plain")
        self.hand.hide()
        self.take_buttons: list[QPushButton] = []
        self.foot = QFrame()
        look(self.foot, look="plain")
        self.foot.setLayout(
            stack(rule(), holder(stack(self.hand, self.answers, gap=0, margins=(16, 4, 16, 10)), "plain"), gap=4)
        )
        inside = QFrame()
        look(inside, look="plain")
        inside.setLayout(stack(self.title, self.sides, self.eye, self.base, None, gap=8, margins=(16, 8, 16, 8)))
        self.setLayout(stack((Scroll(inside), 1), self.foot, gap=0, margins=(1, 1, 1, 1)))

    def begin(self) -> None:
        """The keyboard to the first answer."""
        if self.take_buttons:
            self.take_buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_line(
        self, line: Line | None, decided: str = "", *, whole: bool = False, can_type: bool = False, may_see: bool = True
    ) -> None:
        """Another line, or none. `decided`: what was chosen, in words; `whole`: numbers unmasked."""
        self.line, self._whole = line, whole
        self._clear()
        conflict = line is not None and line.conflict
        self.foot.setVisible(conflict)
        self.by_hand.setEnabled(can_type)
        self.by_hand.setToolTip(
            "两边都不对时，写正确的值" if can_type else "这一项只能选一边；选定以后要改的，导入后在原处更正"
        )
        self.eye.setVisible(conflict and may_see and not whole and self._masked(line))
        if line is None:
            self.title.setText("选一行，这里比较两边的值。")
            self.base.setText("")
            return
        self.title.setText(" · ".join(part for part in (line.name or line.what, line.label) if part))
        if conflict:
            self._show_conflict(line, decided)
        else:
            self._show_plain(line)

    def ask_by_hand(self) -> None:
        """手工填, in the pane."""
        if self.line is None or not self.by_hand.isEnabled():
            return
        own = self.line.own
        known = own.whole if own and (self._whole or own.whole == own.text) else ""
        self.edit.setText("" if known == "（空）" else known)
        self.edit.setAccessibleName(f"{self.line.label}，手工填")
        self.edit.setPlaceholderText(f"{self.line.label}的正确值")
        self.hand.show()
        self.answers.hide()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.selectAll()

    def close_ask(self) -> None:
        """The question goes."""
        self.hand.hide()
        self.answers.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the question."""
        if event.key() == Qt.Key.Key_Escape and self.hand.isVisible():
            self.close_ask()
            self.by_hand.setFocus()
        else:
            super().keyPressEvent(event)

    # Inside

    def _answered(self) -> None:
        if self.line is not None and self._typed(self.edit.text()):
            self.close_ask()

    def _masked(self, line: Line | None) -> bool:
        sides = () if line is None else (*line.package, *([line.own] if line.own else []))
        return any(side.whole != side.text for side in sides)

    def _show_conflict(self, line: Line, decided: str) -> None:
        numbered = [(1, line.package[0], "包里的值"), *([(2, line.own, "本机的值")] if line.own else [])]
        numbered += [(number, side, "另一处的值") for number, side in enumerate(line.package[1:], 4)]
        large = all(len(side.whole if self._whole else side.text) <= 8 for _n, side, _t in numbered)  # what is compared is of one size
        for first in range(0, len(numbered), 2):
            pair = QHBoxLayout()
            pair.setContentsMargins(0, 0, 0, 0)
            pair.setSpacing(8)
            for number, side, title in numbered[first : first + 2]:
                pair.addWidget(self._card(number, side, title, large=large), 1)
            self.sides.addWidget(holder(pair, "plain"))
        words = f"共同来源：两边改动以前是{line.base}。" if line.base else "两边改动以前没有共同的值。"
        self.base.setText(f"{words}\n已选定：{decided}。" if decided else words)

    def _show_plain(self, line: Line) -> None:
        card = QFrame()
        look(card, look="inset")
        parts = [label(OUTCOMES[line.outcome], "strong")]
        if line.outcome != "refused":
            parts += [
                label(f"包里的值：{line.comes or '（空）'}", wrap=True),
                label(f"本机的值：{line.here or '（空）'}", wrap=True),
            ]
        parts.append(label(line.who, "hint", wrap=True))
        card.setLayout(stack(*parts, gap=6, margins=(12, 10, 12, 10)))
        self.sides.addWidget(card)
        self.base.setText("")

    def _card(self, number: int, side: Side, title: str, *, large: bool) -> QFrame:
        card = QFrame()
        look(card, look="inset")
        card.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        take = button(f"采用 {number}", "primary" if number == 1 else "", do=lambda: self.taken.emit(side))
        take.setAccessibleName(f"采用{title}")
        self.take_buttons.append(take)
        text = side.whole if self._whole else side.text
        parts: list[Item] = [
            label(title, "label"),
            label(text, "h1" if large else "strong", wrap=True),
            label(side.who, "hint", wrap=True),
        ]
        if side.why:
            parts.append(label(f"备注：{side.why}", "hint", wrap=True))
        card.setLayout(stack(*parts, None, take, gap=4, margins=(12, 8, 12, 10)))
        return card

    def _clear(self) -> None:
        self.close_ask()
        self.take_buttons = []
        while (item := self.sides.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

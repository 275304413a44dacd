"""Look before it is done: who a step touches and who stands in the way, then one button. In the page, never a box."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QPushButton, QSizePolicy

from ui.pages.base import Shell
from ui.pages.halfway import Halfway
from ui.parts.line_edit import LineEdit
from ui.parts.look import button, label, look, row, stack


class PlanBar(QFrame):
    """Under the list. `show_plan` fills it; Esc or 返回 puts it away. A reason half typed is kept until `carried_out` (ui/pages/halfway.py)."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        look(self, look="card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.title = label("", "strong", wrap=True)
        self.who = label("", "label", wrap=True)
        self.obstacle = label("", "warn", wrap=True)
        self.reason = LineEdit("", "")
        self.reason.setAccessibleName("理由")
        self.reason.setMinimumWidth(220)
        self.reason.textChanged.connect(lambda _text: self._enable())
        self.reason.entered.connect(self._press)
        self.tick = QCheckBox("")
        self.tick.setAccessibleName("办理选项")
        self.go: QPushButton = button("办理", "primary", do=self._press)
        self.back = button("返回", do=self.put_away)
        self._do: Callable[[str], object] | None = None
        self._needs_reason = False
        self.halfway = Halfway(shell, self, "evaluation.plan", {"reason": self.reason})
        self._answer = ""
        self.setLayout(
            stack(self.title, self.who, self.obstacle, self.halfway.line(), row((self.reason, 1), self.tick, None, self.back, self.go), gap=6, margins=(16, 10, 12, 10))
        )
        self.hide()

    def show_plan(
        self,
        title: str,
        who: str = "",
        obstacle: str = "",
        verb: str = "",
        do: Callable[[str], object] | None = None,
        *,
        reason: str = "",
        needs_reason: bool = False,
        tick: str = "",
    ) -> None:
        """`do(reason)` is pressed under `verb`; without it there is only the way back. `reason`: words of the line that asks for one; `tick` of a box."""
        self.halfway.leave()
        for part, text in ((self.title, title), (self.who, who), (self.obstacle, f"▲ {obstacle}" if obstacle else "")):
            part.setText(text)
            part.setVisible(bool(text))
        self.setAccessibleName(title)
        self._do, self._needs_reason = do, needs_reason
        self.reason.setVisible(bool(reason))
        self.reason.setPlaceholderText(reason)
        self.reason.setAccessibleName(reason or "理由")
        self.reason.clear()
        self.halfway.open(title if needs_reason else "")
        self.tick.setText(tick)
        self.tick.setAccessibleName(tick or "办理选项")
        self.tick.setVisible(bool(tick))
        self.tick.setChecked(False)
        self.go.setText(verb)
        self.go.setAccessibleName(verb)
        self.go.setVisible(do is not None)
        self._enable()
        self.show()
        (self.reason if reason else self.go if do else self.back).setFocus()

    def put_away(self) -> None:
        """Nothing is done; a reason half typed stays."""
        self._do = None
        self.halfway.leave()
        self.hide()

    def carried_out(self) -> None:
        """What the button began is done: its reason is no draft any more."""
        if self._answer:
            self.halfway.done(self._answer)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc: nothing is done."""
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        else:
            super().keyPressEvent(event)

    def _enable(self) -> None:
        self.go.setEnabled(not self._needs_reason or bool(self.reason.text().strip()))

    def _press(self) -> None:
        do, reason, answer = self._do, self.reason.text().strip(), self.halfway.record
        if do is not None and self.go.isEnabled():
            self.put_away()
            self._answer = answer
            try:
                do(reason)
            finally:
                self._answer = ""

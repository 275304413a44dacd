"""审核意见: what stands in the way, the reason, the verbs of this state, and what was decided before."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QWidget

from ui.pages.base import Shell
from ui.pages.halfway import Halfway
from ui.parts.flow import FlowLayout
from ui.parts.history import Entry, HistoryList
from ui.parts.line_edit import TextArea
from ui.parts.look import button, label, stack
from ui.parts.scroll import Scroll
from yingcai_desktop.rules.workflow import Transition

_LEAST = 140  # pixels of earlier reviews that stay in sight


class OpinionTab(QWidget):
    """Emits `pressed(verb, reason)`. A verb that asks for a reason is dead until there is one."""

    pressed = Signal(str, str)

    def __init__(self, shell: Shell, form: str) -> None:
        """`form`: the name the draft of a reason is kept under."""
        super().__init__()
        self.verdict = label("", "strong", wrap=True)
        self.opinion = label("", "label", wrap=True)
        self.reason = TextArea()
        self.reason.setAccessibleName("理由")
        self.reason.setPlaceholderText("写明缺什么、改什么；会连同姓名记入操作记录")
        self.reason.setFixedHeight(84)
        self.reason.textChanged.connect(self._enable)
        self.halfway = Halfway(shell, self, form, {"reason": self.reason})
        self.hint = label("", "hint", wrap=True)
        self._offers, self._verbs = FlowLayout(4), FlowLayout(8)
        self._buttons: dict[str, tuple[QPushButton, bool]] = {}
        self.history = HistoryList()
        head = label("审核理由", "section")
        past = label("以往审核", "section")
        body = QFrame()
        body.setLayout(
            stack(self.verdict, self.opinion, head, self.halfway.line(), self.reason, _frame(self._verbs), self.hint, _frame(self._offers), past,
                  (self.history, 1), gap=8, margins=(16, 6, 16, 0))
        )  # fmt: skip
        self.history.setMinimumHeight(_LEAST)
        self.setLayout(stack(Scroll(body), gap=0))

    def show_record(
        self, uid: str, verdict: str, opinion: str, offers: Sequence[str], verbs: Sequence[Transition], past: Sequence[Entry]
    ) -> None:
        """Another record, or the same as it stands now; the reason typed for each is its own."""
        self.verdict.setText(verdict)
        self.opinion.setText(f"现有意见：{opinion}" if opinion else "")
        self.opinion.setVisible(bool(opinion))
        self.halfway.open(uid)
        _empty(self._offers)
        for words in offers:
            self._offers.addWidget(button(words, "chip", do=_adder(self.reason, words), tip="加进理由"))
        _empty(self._verbs)
        self._buttons = {}
        for verb in verbs:
            made = button(
                verb.label, "danger" if verb.verb == "reject" else "", do=self._presser(verb.verb), tip=verb.clause
            )
            self._buttons[verb.verb] = made, verb.needs_reason
            self._verbs.addWidget(made)
        self.history.show_entries(past)
        self._enable()

    def button(self, verb: str) -> QPushButton | None:
        """The button of a verb, if the state has it."""
        return self._buttons[verb][0] if verb in self._buttons else None

    def _presser(self, verb: str) -> Callable[[], None]:
        return lambda: self.pressed.emit(verb, self.reason.toPlainText().strip())

    def _enable(self) -> None:
        given = bool(self.reason.toPlainText().strip())
        waiting = [made.text() for made, needed in self._buttons.values() if needed and not given]
        for made, needed in self._buttons.values():
            made.setEnabled(given or not needed)
        words = f"“{'”“'.join(waiting)}”要先写理由。" if waiting else ""
        self.hint.setText(words or ("" if self._buttons else "这个状态下没有可办理的审核。"))
        self.hint.setVisible(bool(self.hint.text()))


def _adder(area: TextArea, words: str) -> Callable[[], None]:
    def add() -> None:
        held = area.toPlainText().rstrip("；。 ")
        area.setPlainText(f"{held}；{words}" if held else words)
        area.setFocus()

    return add


def _frame(layout: FlowLayout) -> QFrame:
    frame = QFrame()
    frame.setProperty("look", "plain")
    frame.setLayout(layout)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    frame.setSizePolicy(policy)
    return frame


def _empty(layout: FlowLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()

"""The bar under the log while several activities are chosen: how many each verb fits, a note for 退回."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy

from ui.pages.base import Shell
from ui.pages.halfway import Halfway
from ui.parts.line_edit import LineEdit
from ui.parts.look import button, label, look, row
from yingcai_desktop.rules.training import REVIEW_MOVES
from yingcai_desktop.services.trainees.log import Line

_VERBS = (("approve", "审核通过"), ("return", "退回"), ("delete", "撤去"))


class LogBatch(QFrame):
    """`wanted(verb, note)`. A verb works on those of the choice it fits; its button says how many."""

    wanted = Signal(str, str)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        look(self, look="card")
        self.setAccessibleName("对选中的活动")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.words = label("", "strong")
        self.note = LineEdit("", "审核意见（退回必填）")
        self.note.setAccessibleName("审核意见，退回必填")
        self.verbs = {verb: button(text, do=partial(self._press, verb)) for verb, text in _VERBS}
        self._lines: Sequence[Line] = ()
        self.note.textChanged.connect(lambda _text: self._enable())
        self.halfway = Halfway(shell, self, "training.log-batch", {"note": self.note})
        self.setLayout(row(self.words, (self.note, 1), self.halfway.line(), *self.verbs.values(), margins=(16, 8, 12, 8)))
        self.hide()

    def show_choice(self, lines: Sequence[Line]) -> None:
        """These are chosen; none puts the bar away."""
        self._lines = lines
        self.halfway.open("note")
        self.words.setText(f"对选中的 {len(lines)} 条：")
        for verb, text in _VERBS:
            self.verbs[verb].setText(f"{text} {len(self.fit(verb))} 条")
            self.verbs[verb].setAccessibleName(self.verbs[verb].text())
        self._enable()
        self.setVisible(bool(lines))

    def fit(self, verb: str) -> list[Line]:
        """Those of the choice the verb applies to."""
        if verb == "delete":
            return list(self._lines)
        sources, _ = REVIEW_MOVES[verb]
        return [r for r in self._lines if r.review in sources]

    def _enable(self) -> None:
        for verb, made in self.verbs.items():
            made.setEnabled(bool(self.fit(verb)) and (verb != "return" or bool(self.note.text().strip())))

    def _press(self, verb: str) -> None:
        self.wanted.emit(verb, self.note.text().strip())

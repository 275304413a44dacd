"""A short list in a pane: a line of words with links at its end, and a line to add one."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from ui.parts.look import button, label, row, rule, stack
from ui.parts.scroll import Scroll
from ui.parts.strip import Action


class Lines(QWidget):
    """`adder` stands above the lines; `none` is said while there are none."""

    def __init__(self, none: str, adder: QWidget | None = None) -> None:
        super().__init__()
        self._none = none
        self._body = QFrame()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        parts = [adder] if adder is not None else []
        self._body.setLayout(stack(*parts, self._lines, None, gap=10, margins=(16, 8, 16, 12)))
        self.setLayout(stack(Scroll(self._body), gap=0))

    def show_lines(self, lines: Sequence[tuple[str, str, Sequence[Action]]]) -> None:
        """(words, remark, links) of each."""
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if not lines:
            self._lines.addWidget(label(self._none, "hint", wrap=True))
        for number, (words, remark, links) in enumerate(lines):
            if number:
                self._lines.addWidget(rule())
            self._lines.addWidget(_line(words, remark, links))


def _line(words: str, remark: str, links: Sequence[Action]) -> QFrame:
    made = QFrame()
    made.setProperty("look", "plain")
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    said = stack(label(words, "label", wrap=True), *([label(remark, "hint", wrap=True)] if remark else []), gap=2)
    made.setLayout(row((said, 1), *(button(link.text, "link", do=link.do) for link in links), gap=4))
    return made

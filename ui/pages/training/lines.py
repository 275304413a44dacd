"""A short list that grows line by line: what is there, each with its small acts, and one line of fields to add another.

What is half typed in the fields is kept by record (ui/pages/halfway.py).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from ui.pages.base import Shell
from ui.pages.halfway import Halfway
from ui.parts.line_edit import LineEdit
from ui.parts.look import button, holder, label, row, stack
from ui.parts.scroll import Scroll


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: words, the quiet words under them, and named acts."""

    title: str
    remark: str
    acts: Sequence[tuple[str, Callable[[], object]]] = ()


class LineList(QWidget):
    """`added(values)` when Enter or the button sends the fields; the caller clears them when it was stored."""

    added = Signal(dict)

    def __init__(self, shell: Shell, kept_as: str, name: str, fields: Sequence[tuple[str, str]], add: str, none: str) -> None:
        """`kept_as`: the name the drafts of the fields are kept under."""
        super().__init__()
        self.setAccessibleName(name)
        self._none = none
        self._body = QFrame()
        self._lines = stack(gap=6, margins=(16, 4, 16, 8))
        self._body.setLayout(self._lines)
        self.fields: dict[str, LineEdit] = {}
        form = []
        for key, text in fields:
            edit = LineEdit("", text)
            edit.setAccessibleName(text)
            edit.entered.connect(self._send)
            self.fields[key] = edit
            form.append(edit)
        self.button = button(add, "", "plus", self._send)
        pairs = [form[n : n + 2] for n in range(0, len(form), 2)]
        self.halfway = Halfway(shell, self, kept_as, self.fields)
        foot = stack(
            self.halfway.line(),
            *(row(*((edit, 1) for edit in pair)) for pair in pairs),
            row(None, self.button),
            gap=6,
            margins=(16, 8, 16, 8),
        )
        self.setLayout(stack((Scroll(self._body), 1), foot, gap=0))

    def show_entries(self, record: str, entries: Sequence[Entry]) -> None:
        """Replace what is there; of another record also what is half typed."""
        self.halfway.open(record)
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if not entries:
            self._lines.addWidget(label(self._none, "label", wrap=True))
        for entry in entries:
            self._lines.addWidget(self._line(entry))
        self._lines.addStretch(1)

    def clear_fields(self) -> None:
        """Ready for the next."""
        self.halfway.done()
        next(iter(self.fields.values())).setFocus()

    def _line(self, entry: Entry) -> QFrame:
        acts = [button(text, "link", do=do) for text, do in entry.acts]
        for act in acts:
            act.setAccessibleName(f"{act.text()}：{entry.title}")
        words = stack(label(entry.title, wrap=True), label(entry.remark, "hint", wrap=True), gap=1)
        return holder(row((words, 1), *acts, gap=4, margins=(10, 6, 6, 6)), "inset")

    def _send(self) -> None:
        self.added.emit({key: edit.text().strip() for key, edit in self.fields.items()})

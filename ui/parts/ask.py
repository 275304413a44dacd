"""A question in the page, not a box over it: what it is about, a few fields, one button that does it, Esc that gives up."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from ui.parts.combo import PickCombo
from ui.parts.group_edit import GroupEdit
from ui.parts.line_edit import LineEdit
from ui.parts.look import button, label, look, row, stack
from yingcai_desktop.rules.spoken import Groups

_LONGEST = 26  # characters of a choice that always have room


@dataclass(frozen=True, slots=True)
class Entry:
    """One field: free text, or a choice from `options` (code, words). `optional` ones may stay blank."""

    key: str
    title: str
    placeholder: str = ""
    options: Sequence[tuple[str, str]] = ()
    value: str = ""
    optional: bool = False
    width: int = 0
    kept: bool = True
    """Whether a half-typed text comes back later; not so a word typed to confirm or a number called out on the spot."""
    groups: Groups | None = None
    """What is read aloud is shown in groups as it is typed."""


class Ask(QFrame):
    """`ended` when it was answered or given up. `then(values)` may return False to leave it open.

    `kept`: parts of `extra` whose half-done work comes back like that of the fields (ui/pages/halfway.py). `about` is whom or what it is about, where the title does not say: what is half typed of one is not offered for another.
    """

    ended = Signal()

    def __init__(
        self, title: str, words: str, entries: Sequence[Entry], go: str, then: Callable[[Mapping[str, str]], object], *,
        extra: QWidget | None = None, kept: Mapping[str, QWidget] | None = None, about: str = "",
    ) -> None:  # fmt: skip
        super().__init__()
        look(self, look="inset", tone="info")
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._entries, self._then = entries, then
        self.title, self.about, self.answering, self._kept = title, about, False, kept or {}
        self.fields: dict[str, LineEdit | PickCombo] = {entry.key: self._field(entry) for entry in entries}
        self.words = label(words, "label", wrap=True)
        self.go = button(go, "primary", do=self.confirm)
        back = button("取消（Esc）", do=self.give_up)
        line = row(gap=8)
        for entry in entries:
            name = label(entry.title, "label")
            name.setBuddy(self.fields[entry.key])
            line.addWidget(name)
            line.addWidget(self.fields[entry.key], 0 if entry.options or entry.width else 1)
        if all(entry.options or entry.width for entry in entries):
            line.addStretch(1)
        line.addWidget(back)
        line.addWidget(self.go)
        parts: list[QWidget] = [label(title, "title"), self.words, *([extra] if extra else [])]
        self._lines = stack(*parts, line, gap=8, margins=(16, 10, 16, 12))
        self.setLayout(self._lines)
        self.words.setVisible(bool(words))  # once they have a parent: on their own they would flash up as a window
        self._enable()

    def values(self) -> dict[str, str]:
        """What stands in the fields."""
        return {key: field.code() if isinstance(field, PickCombo) else field.text().strip() for key, field in self.fields.items()}

    def confirm(self) -> None:
        """Do it, if nothing is lacking."""
        if not self.go.isEnabled():
            return
        self.answering = True
        try:
            done = self._then(self.values())
        finally:
            self.answering = False
        if done is not False:
            self.ended.emit()

    def kept_fields(self) -> dict[str, QWidget]:
        """Those whose half-typed text comes back."""
        return {**{entry.key: self.fields[entry.key] for entry in self._entries if entry.kept}, **self._kept}

    def add_line(self, line: QWidget) -> None:
        """A line under the words."""
        self._lines.insertWidget(self._lines.count() - 1, line)

    def give_up(self) -> None:
        """Esc."""
        self.ended.emit()

    def begin(self) -> None:
        """The keyboard into the first field, or onto the button."""
        first: QWidget = next(iter(self.fields.values()), self.go)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up."""
        if event.key() == Qt.Key.Key_Escape:
            self.give_up()
        else:
            super().keyPressEvent(event)

    def _field(self, entry: Entry) -> LineEdit | PickCombo:
        made: LineEdit | PickCombo
        if entry.options:
            made = PickCombo(entry.options, entry.title)
            made.set_code(entry.value or entry.options[0][0])
            made.picked.connect(lambda _code: self._enable())
            made.setMinimumContentsLength(min(_LONGEST, max(len(text) for _code, text in entry.options) + 1))
            made.entered.connect(self.confirm)
        else:
            made = GroupEdit(entry.groups, entry.placeholder) if entry.groups else LineEdit(entry.value, entry.placeholder)
            made.setAccessibleName(entry.title)
            made.textChanged.connect(lambda _text: self._enable())
            made.entered.connect(self.confirm)
        if entry.width:
            made.setFixedWidth(entry.width)
        return made

    def _enable(self) -> None:
        if hasattr(self, "go"):
            values = self.values()
            self.go.setEnabled(all(entry.optional or values[entry.key] for entry in self._entries))

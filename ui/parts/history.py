"""The history of a record: when, who, what, old → new. Latest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from ui.parts.look import label, look, row, rule, stack
from ui.parts.scroll import Scroll
from ui.parts.when_shown import WhenShown


@dataclass(frozen=True, slots=True)
class Change:
    """One field that changed, as it reads on the screen."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One act: `action` in words, `reason` if one was given."""

    at: datetime
    actor: str
    action: str
    reason: str = ""
    changes: Sequence[Change] = ()


class HistoryList(QWidget):
    """Shows entries; says so when there are none."""

    def __init__(self) -> None:
        super().__init__()
        self._body = QFrame()
        self._lines = QVBoxLayout(self._body)
        self._lines.setContentsMargins(16, 8, 16, 12)
        self._lines.setSpacing(8)
        self.setLayout(stack(Scroll(self._body), gap=0))
        self._when_shown = WhenShown(self)
        self.show_entries([])

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Replace what is shown."""
        self._when_shown.do(partial(self._fill, entries))

    def _fill(self, entries: Sequence[Entry]) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if not entries:
            self._lines.addWidget(label("还没有改动记录。每次修改都会自动记在这里。", "label", wrap=True))
        for number, entry in enumerate(entries):
            if number:
                self._lines.addWidget(rule())
            self._lines.addWidget(_Entry(entry))
        self._lines.addStretch(1)


class _Entry(QFrame):
    """Action and person, then a line per field."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        look(self, look="plain")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        when = label(f"{entry.at:%Y-%m-%d %H:%M}", "hint")
        lines = stack(row(label(entry.action, "strong"), label(entry.actor, "label"), None, when), gap=2)
        if entry.reason:
            lines.addWidget(label(f"理由：{entry.reason}", "label", wrap=True))
        for change in entry.changes:
            lines.addWidget(
                label(f"{change.field}：{change.old or '（空）'} → {change.new or '（空）'}", "hint", wrap=True)
            )
        self.setLayout(lines)

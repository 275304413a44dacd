"""The inline message strip: what happened, what it means, what to do. Never a box."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from ui.parts.look import button, label, look, mark, row

_ICONS = {
    "info": ("info", "priT"),
    "ok": ("check-circle", "grn"),
    "warn": ("warning", "amb"),
    "bad": ("warning", "red"),
}
_SPOKEN = {"info": "提示", "ok": "已完成", "warn": "提醒", "bad": "错误"}
LIMIT = 2  # more than two strips push the work off the screen


class Action(NamedTuple):
    """A link at the end of a strip or a button of an empty state."""

    text: str
    do: Callable[[], object]
    icon: str = ""
    tip: str = ""


class Strip(QFrame):
    """One message; `tone` is `info`, `ok`, `warn` or `bad`."""

    closed = Signal(object)

    def __init__(self, text: str, tone: str = "info", actions: Sequence[Action] = (), *, closable: bool = True) -> None:
        super().__init__()
        self.text, self.tone = text, tone
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(f"{_SPOKEN[tone]}：{text}")
        look(self, look="strip", tone=tone)
        words = label(text, wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line = row(mark(*_ICONS[tone]), (words, 1), gap=8, margins=(12, 3, 6, 3))
        for action in actions:
            line.addWidget(button(action.text, "link", do=action.do, tip=action.tip))
        if closable:
            line.addWidget(button("关闭这条消息", "icon", "x", self.close_strip))
        self.setLayout(line)

    def close_strip(self) -> None:
        """Take the strip away; the message stays in the list of messages."""
        self.closed.emit(self)


class Strips(QWidget):
    """The strips of a page, latest first, never more than `LIMIT`; takes no room when there are none."""

    def __init__(self, margins: tuple[int, int, int, int] = (0, 0, 0, 0), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(*margins[:3], 0)
        self._lines.setSpacing(8)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def show_strip(self, strip: Strip) -> Strip:
        """Add a strip on top; the same words again replace the earlier strip, the oldest beyond the limit goes."""
        for known in self.strips():
            if known.text == strip.text:
                self.take(known)
        self._lines.insertWidget(0, strip)
        strip.closed.connect(self.take)
        for old in self.strips()[LIMIT:]:
            self.take(old)
        self.show()
        return strip

    def strips(self) -> list[Strip]:
        """What is showing, latest first."""
        items = [self._lines.itemAt(n) for n in range(self._lines.count())]
        found = [item.widget() for item in items if item is not None]
        return [strip for strip in found if isinstance(strip, Strip)]

    def take(self, strip: Strip) -> None:
        """Remove one strip; one that is gone already is no error."""
        if self._lines.indexOf(strip) >= 0:
            self._lines.removeWidget(strip)
            strip.hide()
            strip.deleteLater()
        self.setVisible(bool(self.strips()))

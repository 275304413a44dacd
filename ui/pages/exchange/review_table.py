"""The lines of 差异: what the package says, what stands here, who wrote it, and what was decided."""

import re
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt

from ui.parts.rows import Column
from ui.parts.table import Table
from ui.preferences import Preferences
from yingcai_desktop.services.packages.receiving import Line
from yingcai_desktop.services.packages.register import OUTCOMES

TONES = {"new": "ok", "changed": "info", "removed": "warn", "conflict": "bad", "refused": "warn", "same": "plain"}
_KEYS = {Qt.Key.Key_1: 1, Qt.Key.Key_2: 2, Qt.Key.Key_3: 3}


@dataclass(frozen=True, slots=True)
class Row:
    """A line, and in words what was decided of it; blank: nothing yet."""

    line: Line
    decided: str = ""

    @property
    def uid(self) -> str:
        """Of the line."""
        return self.line.uid

    @property
    def state(self) -> str:
        """待决定, 用包里的, 留本机的, 手工填; blank where nothing is to be decided."""
        return (self.decided or "待决定") if self.line.conflict else ""


_NUMBER = re.compile(r"（[0-9]{2,6}\*+[0-9X]*）")


def _name(row: Row) -> str:
    """Without the masked number: the pane and the tip have it."""
    return _NUMBER.sub("", row.line.name)


def _marked(row: Row) -> str:
    return "warn" if row.line.conflict else "plain"


COLUMNS = (
    Column(
        "outcome", "类型", lambda r: OUTCOMES[r.line.outcome], 78, kind="pill", tone=lambda r: TONES[r.line.outcome]
    ),
    Column("state", "处理", lambda r: r.state, 100, kind="pill", tone=lambda r: "ok" if r.decided else "warn"),
    Column("what", "类别", lambda r: r.line.what, 84, tip=lambda r: r.line.what),
    Column("name", "姓名", _name, 112, find=True, tip=lambda r: r.line.name),
    Column("label", "项目", lambda r: r.line.label, 108, find=True, tip=lambda r: r.line.label),
    Column("comes", "包里的值", lambda r: r.line.comes, 128, tone=_marked, find=True, tip=lambda r: r.line.comes),
    Column("here", "本机的值", lambda r: r.line.here, 128, tone=_marked, find=True, tip=lambda r: r.line.here),
    Column("who", "谁改的、说明", lambda r: r.line.who, 260, tip=lambda r: r.line.who),
)


class ReviewTable(Table):
    """`pressed(n)`: 1, 2 or 3 on a line."""

    pressed = Signal(int)

    def __init__(self, preferences: Preferences) -> None:
        super().__init__(COLUMNS, name="差异", frozen=2, unit="处", preferences=preferences, view="exchange/review")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 用包里的, 2 留本机的, 3 手工填."""
        number = _KEYS.get(Qt.Key(event.key()))
        if number is not None and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self.pressed.emit(number)
        else:
            super().keyPressEvent(event)

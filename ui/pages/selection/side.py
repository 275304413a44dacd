"""Beside the ranking: how full the mentors are, and how the admitted are made up — for the meeting to see, never for ranking."""

from collections import Counter
from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.parts.card import Card
from ui.parts.look import label
from ui.theme import colour, font
from yingcai_desktop.services.selecting.board import GroupBoard, Load

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LINE = 28


class Squares(QWidget):
    """A line a mentor: name, a square for each place, blue when taken, red beyond; the figures say it too."""

    def __init__(self) -> None:
        super().__init__()
        self._loads: Sequence[Load] = ()
        self.setAccessibleName("导师容量")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_loads(self, loads: Sequence[Load]) -> None:
        """Other mentors."""
        self._loads = loads
        self.setAccessibleDescription("；".join(f"{m.name} {m.used}/{m.capacity}" for m in loads))
        self.setFixedHeight(max(1, len(loads)) * _LINE)
        self.setToolTip("\n".join(f"{m.name}（{m.university}）：已安排 {m.used}，可带 {m.capacity}，第一志愿 {m.wanted} 人" for m in loads))
        self.update()

    def sizeHint(self) -> QSize:
        """As high as there are mentors."""
        return QSize(240, max(1, len(self._loads)) * _LINE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, load in enumerate(self._loads):
            top = number * _LINE
            shown = max(load.used, load.capacity)
            over = load.used > load.capacity
            painter.setFont(font(13))
            painter.setPen(colour("text"))
            words = painter.fontMetrics().elidedText(load.name, Qt.TextElideMode.ElideRight, 84)
            painter.drawText(QRectF(0, top, 88, _LINE), _LEFT, words)
            room = self.width() - 88 - 46
            side = min(18.0, (room - 3 * shown) / max(shown, 1))
            for place in range(shown):
                token = "red" if place >= load.capacity else "pri" if place < load.used else "surf"
                painter.setPen(colour("line2" if token == "surf" else token))
                painter.setBrush(colour(token))
                painter.drawRoundedRect(QRectF(92.5 + place * (side + 3), top + 7.5, side - 1, 13), 2, 2)
            painter.setFont(font(13, strong=over))
            painter.setPen(colour("red" if over else "text2"))
            painter.drawText(QRectF(self.width() - 46, top, 46, _LINE), _RIGHT, f"{load.used} / {load.capacity}")
        painter.end()


class Side:
    """The two cards."""

    def __init__(self, match: Callable[[], object]) -> None:
        self.squares = Squares()
        self.full = label("", "error", wrap=True)
        self.capacity = Card("导师容量", "", self.squares, self.full, link=("去匹配", match))
        self.lines = label("", "label", wrap=True)
        self.structure = Card("结构", "供会上参考，不参与排序", self.lines)

    def show_group(self, group: GroupBoard) -> None:
        """One group."""
        self.squares.show_loads(group.loads)
        total, used = sum(m.capacity for m in group.loads), sum(m.used for m in group.loads)
        self.capacity.set_remark(f"共 {total} 个位置，已用 {used}" if group.loads else "本学科还没有聘任的导师")
        wanted = [f"{m.name}（第一志愿 {m.wanted}，可带 {m.capacity}）" for m in group.loads if m.wanted > m.capacity]
        self.full.setText(f"▲ 志愿超出：{'、'.join(wanted)}；多出的按后面的志愿或调剂安排。" if wanted else "")
        self.full.setVisible(bool(wanted))
        inside = group.admitted
        sex, schools = Counter(r.gender for r in inside), Counter(r.school_short for r in inside)
        words = [f"男 {sex['男']} · 女 {sex['女']}", "　".join(f"{name} {n}" for name, n in schools.most_common())]
        self.lines.setText("\n".join(words) if inside else "录取之后显示。")

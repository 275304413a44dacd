"""The permanent left bar: brand, groups of entries with badges, user at the foot; shrinks to a rail of icons."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QPushButton, QSizePolicy, QWidget

from ui.parts import icons
from ui.parts.elided import ElidedLabel
from ui.parts.look import button, label, look, mark, restyle, row, stack
from ui.theme import colour

WIDE, RAIL = 196, 56
_LOW = 720  # below this window height entries stand closer


class BrandMark(QWidget):
    """The orbit sign; its red kernel is the only red at rest."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(34, 34)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it in the colours shown now."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(17, 17)
        painter.setPen(QPen(colour("onSide"), 1.6))
        for _ in range(3):
            painter.drawEllipse(QPointF(0, 0), 13, 5)
            painter.rotate(60)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent"))
        painter.drawEllipse(QPointF(0, 0), 3, 3)


class NavButton(QPushButton):
    """One entry: icon, words, badge. In the rail only the icon, with the words as tool tip and a dot for the badge."""

    def __init__(self, key: str, title: str, icon: str, keys: str) -> None:
        super().__init__()
        self.key, self.title, self._keys, self._count, self._rail = key, title, keys, 0, False
        self.setCheckable(True)
        self.setAutoDefault(True)
        self.setProperty("look", "nav")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        icons.put(self, icon, "sideT", 20, checked="onSide")
        self._badge = label("", "badge")
        self._badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._badge.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._badge.hide()
        self.setLayout(row(None, self._badge, margins=(0, 0, 10, 0)))
        self._dress()

    def sizeHint(self) -> QSize:
        """Room for the words in the face in use."""
        return QSize(super().sizeHint().width(), max(super().sizeHint().height(), self.fontMetrics().height() + 10))

    def set_count(self, count: int) -> None:
        """How much work waits; 0 hides the badge."""
        self._count = count
        self._badge.setText("99+" if count > 99 else str(count))
        self._dress()

    def set_rail(self, rail: bool) -> None:
        """Icon alone, or icon and words."""
        self._rail = rail
        self._dress()

    def _dress(self) -> None:
        waiting = f"，{self._count} 件待办" if self._count else ""
        self.setText("" if self._rail else f"  {self.title}")
        self.setAccessibleName(f"{self.title}{waiting}")
        keys = f"（{self._keys}）" if self._keys else ""
        self.setToolTip(f"{self.title}{waiting}{keys}" if self._rail else f"{self.title}{keys}")
        self._badge.setVisible(bool(self._count) and not self._rail)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it in the colours shown now."""
        super().paintEvent(event)
        if self._rail and self._count:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colour("side"), 2))
            painter.setBrush(colour("accent"))
            painter.drawEllipse(QPointF(self.width() - 17, self.height() / 2 - 8), 5, 5)


class Sidebar(QFrame):
    """Emits `chosen(key)`; ↑ ↓ move between entries."""

    chosen = Signal(str)
    lock_clicked = Signal()

    def __init__(self, entries: Iterable[tuple[str, str, str, str]], office: str = "", user: str = "") -> None:
        """`entries` are (key, title, icon, group) in order; the first nine get Ctrl+1…9."""
        super().__init__()
        look(self, look="side")
        self.setAccessibleName("导航")
        self._rail = False
        self.buttons: dict[str, NavButton] = {}
        self._group = QButtonGroup(self)
        self._titles: list[QLabel] = []
        self._office, self._user = label(office, "brandSub"), ElidedLabel(user, "brandSub")
        self._words = QFrame()
        self._words.setLayout(stack(label("英才培养管理", "brand"), self._office, gap=0))
        lines = stack(gap=0)
        lines.addLayout(row(BrandMark(), self._words, None, gap=10, margins=(11, 14, 8, 10)))
        self._entries = stack(gap=0)
        self._add_entries(entries)
        lines.addLayout(self._entries)
        lines.addStretch(1)
        self._foot = self._make_foot()
        lines.addWidget(self._foot)
        self.setLayout(lines)
        self.set_rail(False)

    def _add_entries(self, entries: Iterable[tuple[str, str, str, str]]) -> None:
        last = ""
        for number, (key, title, icon, group) in enumerate(entries, 1):
            if group and group != last:
                self._titles.append(label(group, "group"))
                self._entries.addWidget(self._titles[-1])
            last = group
            made = NavButton(key, title, icon, f"Ctrl+{number}" if number <= 9 else "")
            made.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            self._group.addButton(made)
            self.buttons[key] = made
            self._entries.addWidget(made)

    def _make_foot(self) -> QFrame:
        lock = button("锁定屏幕（Ctrl+L）", "sideIcon", do=self.lock_clicked.emit, tip="锁定屏幕（Ctrl+L）")
        lock.setText("")
        icons.put(lock, "lock", "sideT2", 16)
        self._face = mark("user-circle", "sideT", 22)
        self._foot_line = row(self._face, (self._user, 1), lock)
        foot = QFrame()
        foot.setLayout(self._foot_line)
        return foot

    def show_people(self, office: str, user: str) -> None:
        """Whose workstation this is, and who sits at it."""
        self._office.setText(office)
        self._user.setText(user)
        self._user.setToolTip(user)

    def choose(self, key: str) -> None:
        """Mark an entry as the open one."""
        self.buttons[key].setChecked(True)

    def set_count(self, key: str, count: int) -> None:
        """The badge of an entry."""
        self.buttons[key].set_count(count)

    def set_rail(self, rail: bool) -> None:
        """Shrink to icons, or open."""
        self._rail = rail
        self.setFixedWidth(RAIL if rail else WIDE)
        for made in self.buttons.values():
            made.set_rail(rail)
        for part in (*self._titles, self._words, self._user, self._face):
            part.setVisible(not rail)
        self._foot_line.setContentsMargins(*((13, 6, 10, 10) if rail else (17, 6, 10, 10)))
        self._space()

    def rail(self) -> bool:
        """Whether only icons show."""
        return self._rail

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self._space()

    def _space(self) -> None:
        """Close up on low screens (1280 × 641 must show all entries)."""
        low = self.window().height() < _LOW
        if low != (self.property("low") == "true"):
            look(self, low="true" if low else "false")
            for made in self.buttons.values():
                restyle(made)
        for title in self._titles:
            title.setContentsMargins(18, 5 if low else 12, 16, 1 if low else 4)

"""The Ctrl+K box: people and commands in one list, grouped; answers come from provider functions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from ui.parts import icons
from ui.parts.line_edit import LineEdit
from ui.parts.look import label, look, stack

_DELAY_MS = 120
_PER_GROUP = 6


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer; `run` opens it."""

    title: str
    detail: str
    run: Callable[[], object]
    icon: str = "terminal-window"


@dataclass(frozen=True, slots=True)
class Provider:
    """A group of answers, e.g. 学生: `find(text)` returns the best first."""

    group: str
    find: Callable[[str], Sequence[Hit]]


class SearchBox(LineEdit):
    """↑ ↓ choose, Enter opens, Esc closes; nothing moves while the input method composes."""

    def __init__(self, placeholder: str) -> None:
        super().__init__("", placeholder)
        self.setAccessibleName("搜索学生、导师、编号、命令")
        self.setToolTip("搜索学生、导师、编号、命令（Ctrl+K）")
        self.providers: list[Provider] = []
        self._hits: list[Hit] = []
        self._popup: QFrame | None = None
        self._wait = QTimer(self, singleShot=True, interval=_DELAY_MS)
        self._wait.timeout.connect(self.look_up)
        self.textEdited.connect(lambda _text: self._wait.start())
        self.entered.connect(self.open_current)
        self.left.connect(self.close_popup)

    def look_up(self) -> None:
        """Ask the providers and show what they know."""
        self._wait.stop()
        if self.composing():
            return
        text = self.text().strip()
        if not text:
            self.close_popup()
            return
        self._list.clear()
        self._hits = []
        for provider in self.providers:
            self._add(provider.group, list(provider.find(text))[:_PER_GROUP])
        if not self._hits:
            self._heading(f"没有找到“{text}”")
        self._show_popup()
        self.step(1)

    @cached_property
    def _list(self) -> QListWidget:
        """Made when first needed: it would delay the start of the program."""
        return QListWidget()

    def hits(self) -> list[Hit]:
        """What the list offers, in order."""
        return list(self._hits)

    def open_current(self) -> None:
        """Open the chosen answer."""
        if self._wait.isActive():
            self.look_up()
        item = self._list.currentItem() if self.popup_open() else None
        number = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if number is None:
            return
        self.clear()
        self.close_popup()
        self._hits[number].run()

    def popup_open(self) -> bool:
        """Whether the list shows."""
        return self._popup is not None and self._popup.isVisible()

    def close_popup(self) -> None:
        """Take the list away."""
        if self._popup is not None:
            self._popup.hide()

    def step(self, by: int) -> None:
        """Move the choice over answers, skipping headings."""
        if self._popup is None:
            return
        at = self._list.currentRow() + by
        while 0 <= at < self._list.count():
            if self._list.item(at).data(Qt.ItemDataRole.UserRole) is not None:
                self._list.setCurrentRow(at)
                return
            at += by

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys, as the class says."""
        if not self.composing():
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.step(1 if event.key() == Qt.Key.Key_Down else -1)
                return
            if event.key() == Qt.Key.Key_Escape and (self.popup_open() or self.text()):
                self.close_popup()
                self.clear()
                return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch the events of others."""
        if event.type() == QEvent.Type.Resize:
            self.close_popup()
        return super().eventFilter(watched, event)

    def _add(self, group: str, hits: Sequence[Hit]) -> None:
        if hits:
            self._heading(group)
        for hit in hits:
            item = QListWidgetItem(icons.icon(hit.icon, "text2"), f"{hit.title}　{hit.detail}".strip())
            item.setData(Qt.ItemDataRole.UserRole, len(self._hits))
            item.setToolTip(hit.detail)
            self._hits.append(hit)
            self._list.addItem(item)

    def _heading(self, text: str) -> None:
        item = QListWidgetItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setSizeHint(QSize(0, 28))
        self._list.addItem(item)

    def _show_popup(self) -> None:
        if self._popup is None:
            self._popup = self._make_popup(self.window())
        rows = sum(max(self._list.sizeHintForRow(n), 28) for n in range(self._list.count()))
        width = max(self.width(), 420)
        corner = self.mapTo(self.window(), QPoint(self.width() - width, self.height() + 4))
        self._popup.setGeometry(corner.x(), corner.y(), width, min(rows + 44, self.window().height() - corner.y() - 40))
        self._popup.show()
        self._popup.raise_()

    def _make_popup(self, window: QWidget) -> QFrame:
        popup = QFrame(window)
        look(popup, look="popup")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setAccessibleName("搜索结果")
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemClicked.connect(lambda _item: self.open_current())
        foot = label("↑↓ 选择　Enter 打开　Esc 关闭", "hint")
        popup.setLayout(stack((self._list, 1), foot, gap=4, margins=(6, 6, 6, 6)))
        window.installEventFilter(self)
        return popup

"""The messages of this session, latest first: strips that gave way to newer ones stay readable here."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QWidget

from ui.parts import icons
from ui.parts.look import label, stack

_ICONS = {
    "info": ("info", "priT"),
    "ok": ("check-circle", "grn"),
    "warn": ("warning", "amb"),
    "bad": ("warning", "red"),
}


class Kept(Protocol):
    """A message as it is kept."""

    @property
    def at(self) -> datetime:
        """When it was said."""

    @property
    def tone(self) -> str:
        """`info`, `ok`, `warn` or `bad`."""

    @property
    def text(self) -> str:
        """The sentence."""


class MessageList(QDialog):
    """A plain window beside the work; not modal."""

    def __init__(self, kept: Iterable[Kept], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("消息")
        self.resize(640, 420)
        words = QListWidget()
        words.setAccessibleName("消息")
        words.setWordWrap(True)
        for message in kept:
            words.addItem(QListWidgetItem(icons.icon(*_ICONS[message.tone]), f"{message.at:%H:%M}　{message.text}"))
        head = label("本次打开以来的消息" if words.count() else "还没有消息", "title")
        self.setLayout(stack(head, (words, 1), margins=(16, 14, 16, 16)))

"""A white card with a title, a quiet remark, and at most one link."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout

from ui.parts.elided import ElidedLabel
from ui.parts.look import Item, add, button, label, look, row


class Card(QFrame):
    """`Card("名额", "全区 100 名", chart, link=("看盟市", open))`. `body` is the layout under the title."""

    def __init__(
        self, title: str = "", remark: str = "", *items: Item, link: tuple[str, Callable[[], object]] | None = None
    ) -> None:
        super().__init__()
        look(self, look="card")
        self.setAccessibleName(title)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 10, 16, 14)
        self.body.setSpacing(8)
        self.title, self.remark = label(title, "title"), ElidedLabel(remark, "hint")
        if title:
            self.title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            head = row(self.title, (self.remark, 1))
            head.addStrut(28)
            self.remark.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            if link is not None:
                self.more = button(link[0], "link", do=link[1])
                head.addWidget(self.more)
            self.body.addLayout(head)
        for item in items:
            add(self.body, item)

    def set_title(self, text: str) -> None:
        """Another title, on a card that was made with one."""
        self.title.setText(text)
        self.setAccessibleName(text)

    def set_remark(self, text: str) -> None:
        """The quiet words after the title."""
        self.remark.setText(text)

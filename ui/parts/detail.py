"""The pane beside a list: who it is, in which state, tabs, and a footer whose main button never scrolls away."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.parts.cells import pill_text
from ui.parts.elided import ElidedLabel
from ui.parts.faces import Faces
from ui.parts.look import button, label, look, row, rule, stack
from ui.parts.segments import Segments

WIDTH = 436
LIST_LEAST = 640  # a list narrower than this keeps its room: the pane then lies over it


class DetailPane(QFrame):
    """Tabs are (key, title, widget). Alt+1…4 switch them, Esc closes the pane; drafts are stored, so nothing is lost."""

    closed = Signal()
    print_wanted = Signal()

    def __init__(self, tabs: Sequence[tuple[str, str, QWidget]], name: str = "详细资料") -> None:
        super().__init__()
        look(self, look="card")
        self.setAccessibleName(name)
        self.title, self.pill, self.remark = ElidedLabel("", "h1"), label("", "pill"), ElidedLabel("", "hint")
        self.title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.pill.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.print_button = button("打印（Ctrl+P）", "icon", "printer", self.print_wanted.emit)
        close = button("关闭详细资料（Esc）", "icon", "x", self.close_pane)
        words = stack(row(self.title, self.pill, None), self.remark, gap=0)
        self.picture = QLabel()
        self.picture.setAccessibleName("照片")
        self.picture.hide()
        head = row(self.picture, (words, 1), self.print_button, close, gap=2, margins=(16, 10, 8, 4))
        self.tabs = Segments([(key, title) for key, title, _widget in tabs], "资料分页")
        self._stack = Faces()
        self._pages = {key: widget for key, _title, widget in tabs}
        for widget in self._pages.values():
            self._stack.addWidget(widget)
        self.tabs.chosen.connect(self.show_tab)
        self._foot = QVBoxLayout()
        self._foot.setContentsMargins(0, 0, 0, 0)
        self._top = stack(gap=8, margins=(16, 0, 16, 0))
        tab_line = row(self.tabs, None, margins=(16, 0, 16, 4))
        self.setLayout(
            stack(head, self._top, tab_line, (self._stack, 1), rule(), self._foot, gap=2, margins=(1, 1, 1, 1))
        )
        self.tabs.setVisible(len(tabs) > 1)

    def show_head(self, title: str, state: str = "", tone: str = "plain", remark: str = "") -> None:
        """Name, state with its tone, and the quiet line under it."""
        self.title.setText(title)
        self.pill.setText(pill_text(state, tone))
        self.pill.setVisible(bool(state))
        look(self.pill, tone=tone)
        self.remark.setText(remark)

    def show_picture(self, picture: QPixmap | None) -> None:
        """Who it is, small, beside the name; None: nobody gave a picture."""
        self.picture.setPixmap(picture or QPixmap())
        self.picture.setContentsMargins(0, 0, 8, 0)
        self.picture.setVisible(picture is not None)

    def add_strip(self, widget: QWidget) -> None:
        """A strip above the tabs (a lock, a duplicate)."""
        self._top.addWidget(widget)

    def clear_strips(self) -> None:
        """Take away what `add_strip` put there."""
        while (item := self._top.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def set_footer(self, footer: QWidget) -> None:
        """The footer: counts and the buttons that change the state."""
        self._foot.addWidget(footer)

    def show_tab(self, key: str) -> None:
        """Open a tab."""
        self.tabs.choose(key)
        self._stack.setCurrentWidget(self._pages[key])

    def set_tab_text(self, key: str, text: str) -> None:
        """A tab with a count: 历史 7."""
        self.tabs.set_text(key, text)

    def close_pane(self) -> None:
        """Put the pane away."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+1…9 switch tabs, Esc closes."""
        number = event.key() - Qt.Key.Key_1
        keys = list(self._pages)
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and 0 <= number < len(keys):
            self.show_tab(keys[number])
        elif event.key() == Qt.Key.Key_Escape:
            self.close_pane()
        else:
            super().keyPressEvent(event)


class ListAndDetail(QWidget):
    """A list with its pane: beside it on wide windows, over its right part on narrow ones."""

    def __init__(self, main: QWidget, pane: QWidget, width: int = WIDTH, gap: int = 14) -> None:
        super().__init__()
        self._main, self._pane, self._width, self._gap = main, pane, width, gap
        self._kept = False
        main.setParent(self)
        pane.setParent(self)
        pane.installEventFilter(self)
        self.setMinimumHeight(200)
        pane.raise_()

    def keep_room(self) -> None:
        """The pane is about to come: the list stands as it will then."""
        self._kept = True
        self._place()

    def overlaid(self) -> bool:
        """Whether the pane lies over the list."""
        return self.width() - self._width - self._gap < LIST_LEAST

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place both."""
        super().resizeEvent(event)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list takes the room of a pane that is put away."""
        if watched is self._pane and event.type() in (QEvent.Type.Hide, QEvent.Type.Show, QEvent.Type.ShowToParent):
            self._kept = False
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        width, height = self.width(), self.height()
        hidden = self._pane.isHidden() and not self._kept
        taken = 0 if hidden or self.overlaid() else self._width + self._gap
        self._main.setGeometry(0, 0, max(width - taken, 0), height)
        self._pane.setGeometry(width - self._width, 0, self._width, height)

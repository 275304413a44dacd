"""A pane over the right of the page that is read, not filled in: help, and the wording of the notice."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from ui.parts.look import button, label, look, row, rule, stack

WIDTH = 440


class Reader(QFrame):
    """`show_text(title, markdown)`; Esc or the cross closes it, the keyboard goes back to where it was."""

    closed = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        look(self, look="reader")
        self._over = over
        self._before: QWidget | None = None
        self.title = label("", "title")
        self.text = QTextBrowser()
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setOpenLinks(False)
        self.text.setTabChangesFocus(True)
        look(self.text, look="reader")
        head = row((self.title, 1), button("关闭（Esc）", "icon", "x", self.close_reader), margins=(16, 8, 8, 4))
        self.setLayout(stack(head, rule(), (self.text, 1), gap=0, margins=(1, 1, 1, 1)))
        self.setFocusProxy(self.text)
        over.installEventFilter(self)
        self.hide()

    def show_text(self, title: str, markdown: str, at: str = "") -> None:
        """Show a text, from the heading `at` on if it has one."""
        if not self.isVisible():
            focus = self.window().focusWidget()
            self._before = focus
        self.setAccessibleName(title)
        self.text.setAccessibleName(title)
        self.title.setText(title)
        self.text.setMarkdown(markdown)
        self._set_type()
        self._place()
        self.show()
        self.raise_()
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        if (heading := self._heading(at)) is not None:
            self.text.setTextCursor(heading)
            bar = self.text.verticalScrollBar()
            bar.setValue(bar.value() + self.text.cursorRect().top() - 12)
        self.text.setFocus()

    def close_reader(self) -> None:
        """Put it away."""
        if not self.isVisible():
            return
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_reader()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the right edge."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _set_type(self) -> None:
        """Markdown comes in a browser's sizes: headings and lines as on every other page."""
        cursor = QTextCursor(self.text.document())
        block = self.text.document().begin()
        while block.isValid():
            layout, level = block.blockFormat(), block.blockFormat().headingLevel()
            layout.setTopMargin(14 if level and block.blockNumber() else 0)
            layout.setBottomMargin(4 if level else 8)
            layout.setLineHeight(140, 1)  # per cent of the face (QTextBlockFormat.ProportionalHeight)
            cursor.setPosition(block.position())
            cursor.setBlockFormat(layout)
            if level:
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                face = QTextCharFormat()
                face.setProperty(QTextFormat.Property.FontPixelSize, 18 if level == 1 else 15)
                face.setFontWeight(QFont.Weight.DemiBold)
                cursor.mergeCharFormat(face)
            block = block.next()

    def _heading(self, words: str) -> QTextCursor | None:
        """Where a heading of just these words begins: 录取 is also a word of the sentences before it."""
        block = self.text.document().begin()
        while words and block.isValid():
            if block.blockFormat().headingLevel() and block.text() == words:
                return QTextCursor(block)
            block = block.next()
        return None

    def _place(self) -> None:
        width = min(WIDTH, self._over.width() - 40)
        self.setGeometry(self._over.width() - width - 12, 8, width, self._over.height() - 16)

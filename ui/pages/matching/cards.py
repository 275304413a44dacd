"""Students as a list one can drag from and drop on; a mentor's card around one."""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListWidget, QListWidgetItem, QSizePolicy

from ui.parts.elided import ElidedLabel
from ui.parts.look import label, look, row, stack
from yingcai_desktop.services.matching.board import Card, Student

_MIME = "application/x-student"
LINE = 30


class StudentList(QListWidget):
    """Emits where a student was dropped, who is current, and Alt+→ ←. `key` is the mentor; blank for those without."""

    dropped = Signal(str, str)
    picked = Signal(str)
    shift = Signal(str, int)
    leave = Signal(int)

    def __init__(self, key: str, name: str) -> None:
        super().__init__()
        self.key = key
        self.setAccessibleName(name)
        look(self, look="students")
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self._filling = False
        self.currentItemChanged.connect(self._changed)
        self.itemClicked.connect(lambda item: self.picked.emit(_uid(item)))

    def show_students(self, students: Sequence[Student], *, detail: bool = False) -> None:
        """Other students; the same one stays current."""
        now, self._filling = self.current(), True
        self.clear()
        for s in students:
            marks = "　上届" if s.returner else ""
            after = f"　{s.school_short}" if detail else f"　{s.choice_words}"
            item = QListWidgetItem(f"{s.rank}　{s.name}{after}{marks}")
            item.setData(Qt.ItemDataRole.UserRole, s.uid)
            item.setToolTip(f"{s.name}，第 {s.rank} 名，{s.school}" + (f"，{s.choice_words}" if s.choice_words else ""))
            item.setSizeHint(QSize(0, LINE))
            self.addItem(item)
            if s.uid == now:
                self.setCurrentItem(item)
        self._filling = False

    def current(self) -> str:
        """The current student."""
        return _uid(self.currentItem()) if self.currentItem() is not None else ""

    def select(self, uid: str) -> bool:
        """Make one current and take the keyboard."""
        for number in range(self.count()):
            if _uid(self.item(number)) == uid:
                self.setCurrentRow(number)
                self.setFocus()
                return True
        return False

    def _changed(self, now: QListWidgetItem | None, _old: QListWidgetItem | None) -> None:
        if now is not None and not self._filling:
            self.picked.emit(_uid(now))

    # Drag and drop

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:
        """The student's uid."""
        made = QMimeData()
        made.setData(_MIME, _uid(items[0]).encode() if items else b"")
        return made

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Students only."""
        if event.mimeData().hasFormat(_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Anywhere on the list will do."""
        if event.mimeData().hasFormat(_MIME):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell; the board is read again, so nothing moves by itself."""
        uid = bytes(event.mimeData().data(_MIME).data()).decode()
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        self.dropped.emit(uid, self.key)

    # Keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+→ and Alt+← move the student, → and ← go to the next list."""
        by = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
        if by and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if self.current():
                self.shift.emit(self.current(), by)
        elif by and not event.modifiers():
            self.leave.emit(by)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The first is current, and told."""
        super().focusInEvent(event)
        if self.currentItem() is None and self.count():
            self.setCurrentRow(0)
        if self.current():
            self.picked.emit(self.current())


class MentorCard(QFrame):
    """One mentor: name, 3 / 5 with squares in words, the students."""

    def __init__(self, card: Card) -> None:
        super().__init__()
        look(self, look="card")
        self.list = StudentList(card.uid, card.name)
        self.name, self.university = label("", "strong"), ElidedLabel("", "hint")
        self.count, self.slots = label("", "pill"), label("", "hint")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setMinimumWidth(220)
        lines = stack(row(self.name, None, self.count), row((self.university, 1), self.slots), self.list, gap=4, margins=(12, 8, 12, 8))
        self.setLayout(lines)
        self.show_card(card)

    def show_card(self, card: Card) -> None:
        """Other facts of the same mentor."""
        used = len(card.students)
        tone = "bad" if used > card.capacity else "warn" if used == card.capacity else "ok"
        self.name.setText(card.name)
        self.university.setText(card.university)
        self.count.setText(f"{used} / {card.capacity}")
        look(self.count, tone=tone)
        self.slots.setText(f"空 {card.free}" + (f" · 待安排志愿 {card.pending}" if card.pending else ""))
        self.setAccessibleName(f"{card.name}，已带 {used}，可带 {card.capacity}，待安排学生中有 {card.pending} 人报了志愿")
        self.list.show_students(card.students)
        self.list.setFixedHeight(max(2, card.capacity, used) * LINE + 4)


def _uid(item: QListWidgetItem) -> str:
    return str(item.data(Qt.ItemDataRole.UserRole))

"""One criterion of a judge: its words, seven keys of 44 px for the finger, a box for the keyboard and for half points (ux §4.6, U40, U41)."""

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy

from ui.parts.line_edit import LineEdit
from ui.parts.look import button, label, look, row, stack
from yingcai_desktop.rules.entry import Field, tidy
from yingcai_desktop.rules.judging import keys_of
from yingcai_desktop.rules.marks import number_of

KEY_PX, GAP_PX = 44, 6
_EDIT_PX = 72
_ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ROWS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class MarkEdit(LineEdit):
    """`stepped(±1)` on ← →, `moved(±1)` on ↑ ↓, `came` with the focus."""

    stepped = Signal(int)
    moved = Signal(int)
    came = Signal()

    def __init__(self, name: str) -> None:
        super().__init__("", "键入")
        look(self, look="score")
        self.setAccessibleName(name)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFixedWidth(_EDIT_PX)
        self.setMaxLength(6)
        self.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys, as the class says."""
        key = Qt.Key(event.key())
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and key in _ARROWS and not self.composing():
            self.stepped.emit(_ARROWS[key])
        elif plain and key in _ROWS and not self.composing():
            self.moved.emit(_ROWS[key])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """What is there is written over by the next digit."""
        super().focusInEvent(event)
        self.selectAll()
        self.came.emit()


class CriterionRow(QFrame):
    """`given(text)` when a mark is entered, `moved(±1)` to another row, `came` when it has the keyboard."""

    given = Signal(str)
    moved = Signal(int)
    came = Signal()

    def __init__(self, number: int, field: Field) -> None:
        super().__init__()
        self.field = field
        look(self, look="criterion", now="false", bad="false")
        self.setAccessibleName(field.title)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(KEY_PX + 4)  # two frames of 2 px
        self.setMaximumHeight(64)
        self.note = label(f"满分 {field.maximum}", "hint")
        self.edit = MarkEdit(f"{field.title}，满分 {field.maximum}")
        self.keys: dict[int, QPushButton] = {mark: self._key(mark) for mark in keys_of(field.maximum)}
        words = stack(None, label(f"{number}　{field.title}", "criterionName"), self.note, None, gap=0)
        self.setLayout(row((words, 1), *self.keys.values(), 6, self.edit, gap=GAP_PX, margins=(14, 0, 12, 0)))
        self.edit.entered.connect(lambda: self.given.emit(self.edit.text()))
        self.edit.stepped.connect(self._step)
        self.edit.moved.connect(self.moved)
        self.edit.came.connect(self.came)

    def _key(self, mark: int) -> QPushButton:
        made = button(str(mark), "score", do=lambda: self.given.emit(str(mark)))
        made.setAccessibleName(f"{self.field.title} {mark} 分")
        made.setCheckable(True)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard stays in the box
        return made

    def show_mark(self, text: str) -> None:
        """A mark that is stored; blank: none."""
        self.edit.setText(text)
        for mark, key in self.keys.items():
            key.setChecked(text == str(mark))
        self.say("")

    def say(self, problem: str) -> None:
        """Why what was typed cannot be; blank: it can."""
        look(self, bad="true" if problem else "false")
        look(self.edit, note="bad" if problem else "")
        look(self.note, look="error" if problem else "hint")
        self.note.setText(problem or f"满分 {self.field.maximum}")

    def set_now(self, now: bool) -> None:
        """Whether this is the row the keyboard is in."""
        look(self, now="true" if now else "false")

    def take_keyboard(self) -> None:
        """Put the keyboard here."""
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.selectAll()

    def _step(self, by: int) -> None:
        """One whole mark more or less, from what is typed or from the lowest key."""
        held = number_of(tidy(self.edit.text()))
        start = held if held is not None else min(self.keys) - by
        self.edit.setText(tidy(f"{max(min(Decimal(start + by), self.field.maximum), Decimal(0)):f}"))
        self.edit.selectAll()

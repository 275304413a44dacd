"""A row of joined buttons of which one is on: scope, tabs of a pane, first and second entry."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget


class Segments(QWidget):
    """Emits `chosen(key)` when the user picks; ← → move, Tab leaves."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], name: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        for number, (key, text) in enumerate(choices):
            made = QPushButton(text)
            made.setCheckable(True)
            made.setAutoDefault(True)
            made.setAccessibleName(text)
            made.setProperty("look", "segment")
            made.setProperty("place", _place(number, len(choices)))
            made.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            self._group.addButton(made)
            self._buttons[key] = made
            line.addWidget(made)
        if choices:
            self.choose(choices[0][0])

    def choose(self, key: str) -> None:
        """Turn one on without a signal."""
        self._buttons[key].setChecked(True)
        self.setFocusProxy(self._buttons[key])

    def release(self) -> None:
        """None is on: what is shown is none of these."""
        self._group.setExclusive(False)
        for made in self._buttons.values():
            made.setChecked(False)
        self._group.setExclusive(True)

    def current(self) -> str:
        """The key that is on; blank after `release`."""
        return next((key for key, made in self._buttons.items() if made.isChecked()), "")

    def step(self, by: int) -> None:
        """Move to the neighbour and tell."""
        keys = list(self._buttons)
        at = keys.index(self.current()) if self.current() else (-1 if by > 0 else 0)
        self.go(keys[(at + by) % len(keys)])

    def go(self, key: str) -> None:
        """Choose as if clicked."""
        self.choose(key)
        self.chosen.emit(key)

    def set_text(self, key: str, text: str) -> None:
        """Change the words of one, e.g. a count."""
        self._buttons[key].setText(text)
        self._buttons[key].setAccessibleName(text)

    def set_tip(self, key: str, text: str) -> None:
        """A tool tip of one, e.g. its key."""
        self._buttons[key].setToolTip(text)

    def focus(self) -> None:
        """The keyboard to the one that is on."""
        self.setFocus()

    def keys(self) -> list[str]:
        """In order of appearance."""
        return list(self._buttons)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys, as the class says."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.step(1 if event.key() == Qt.Key.Key_Right else -1)
            self._buttons[self.current()].setFocus()
            return
        super().keyPressEvent(event)


def _place(number: int, count: int) -> str:
    if count == 1:
        return "only"
    return "first" if number == 0 else "last" if number == count - 1 else "middle"

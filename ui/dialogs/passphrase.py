"""Passphrase fields: one to open, two to choose a new one, with a suggestion that can be said over the telephone."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.parts import icons
from ui.parts.line_edit import LineEdit
from ui.parts.look import button, label, look, row, stack
from yingcai_desktop.rules.passwords import LEAST, problem, suggestion


class PassphraseEdit(QWidget):
    """A hidden text with an eye to show it; never goes through the input method."""

    entered = Signal()
    changed = Signal()

    def __init__(self, name: str, placeholder: str = "") -> None:
        super().__init__()
        self.edit = LineEdit("", placeholder)
        self.edit.setAccessibleName(name)
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.entered.connect(self.entered)
        self.edit.textChanged.connect(lambda _text: self.changed.emit())
        self._eye = button("显示口令", "icon", "eye", self._turn)
        self.setLayout(row((self.edit, 1), self._eye, gap=4))
        self.setFocusProxy(self.edit)

    def text(self) -> str:
        """What was typed, without spaces around it."""
        return self.edit.text().strip()

    def show_text(self, shown: bool) -> None:
        """Readable or hidden."""
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        icons.put(self._eye, "eye-slash" if shown else "eye")
        self._eye.setAccessibleName("隐藏口令" if shown else "显示口令")

    def _turn(self) -> None:
        self.show_text(self.edit.echoMode() == QLineEdit.EchoMode.Password)


class NewPassphrase(QWidget):
    """A new password, twice; `problem()` says what is wrong with it. `told` is the quiet line while nothing is typed."""

    changed = Signal()

    def __init__(self, name: str = "口令", told: str = "口令是本人的，不要告诉别人。请抄在纸上封存。", *, narrow: bool = False) -> None:
        super().__init__()
        self.owner = ""
        self._told = told
        self.first = PassphraseEdit(name, f"至少 {LEAST} 个字符")
        self.second = PassphraseEdit(f"再输入一次{name}", "再输入一次")
        self.note = label("", "hint", wrap=True)
        suggest = button("用建议的口令", "", "key", self.suggest)
        if narrow:
            self.setLayout(stack(self.first, self.second, row(suggest, None), self.note, gap=6))
        else:
            self.setLayout(stack(row((self.first, 1), (self.second, 1), suggest), self.note, gap=4))
        for part in (self.first, self.second):
            part.changed.connect(self._check)
        self._check()

    def suggest(self) -> None:
        """Fill in a fresh suggestion, readable, to be written down."""
        words = suggestion()
        for part in (self.first, self.second):
            part.edit.setText(words)
            part.show_text(True)
        self._say("ok", "✓ 请现在把这个口令抄在纸上，装信封封存。")

    def problem(self) -> str:
        """What stands in the way, or an empty text."""
        if why := problem(self.first.text(), self.owner):
            return why
        return "" if self.first.text() == self.second.text() else "两次输入的口令不一样"

    def text(self) -> str:
        """The password."""
        return self.first.text()

    def clear(self) -> None:
        """Nothing typed, nothing readable."""
        for part in (self.first, self.second):
            part.edit.clear()
            part.show_text(False)

    def _check(self) -> None:
        why = self.problem()
        if not self.second.text() and (not self.first.text() or not problem(self.first.text(), self.owner)):
            self._say("hint", self._told)
        elif why:
            self._say("error", f"× {why}")
        else:
            self._say("ok", "✓ 两次输入一致。请把口令抄在纸上封存。")
        self.changed.emit()

    def _say(self, name: str, text: str) -> None:
        look(self.note, look=name)
        self.note.setText(text)

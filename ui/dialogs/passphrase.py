"""Passphrase fields: one to open, two to choose a new one, with a suggestion that can be said over the telephone."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.parts import icons
from ui.parts.line_edit import LineEdit
from ui.parts.look import button, label, look, row, stack

LEAST = 12
"""Characters a chosen passphrase must have; the suggestion has about 79 bits."""

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else: no i l o 0 1


def suggestion() -> str:
    """Four groups of four from an alphabet without look-alikes, e.g. `k7wm-9xtc-h4pn-a2fd`."""
    import secrets  # brings in OpenSSL, which opening does not need

    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


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
    """A new passphrase, twice; `problem()` says what is wrong with it."""

    def __init__(self) -> None:
        super().__init__()
        self.first = PassphraseEdit("打开口令", f"至少 {LEAST} 个字符")
        self.second = PassphraseEdit("再输入一次口令", "再输入一次")
        self.note = label("", "hint", wrap=True)
        suggest = button("用建议的口令", "", "key", self.suggest)
        fields = row((self.first, 1), (self.second, 1), suggest)
        self.setLayout(stack(fields, self.note, gap=4))
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
        if not self.first.text():
            return "还没有设置口令"
        if len(self.first.text()) < LEAST:
            return f"口令太短：现在 {len(self.first.text())} 个字符，至少要 {LEAST} 个"
        if self.first.text() != self.second.text():
            return "两次输入的口令不一样"
        return ""

    def text(self) -> str:
        """The passphrase."""
        return self.first.text()

    def _check(self) -> None:
        problem = self.problem()
        if not self.second.text() and len(self.first.text()) in (0, *range(LEAST, 999)):
            self._say("hint", "口令保护整个数据文件，忘记后任何人都无法打开。请抄在纸上封存。")
        elif problem:
            self._say("error", f"× {problem}")
        else:
            self._say("ok", "✓ 两次输入一致。请把口令抄在纸上封存，忘记后任何人都无法打开。")

    def _say(self, name: str, text: str) -> None:
        look(self.note, look=name)
        self.note.setText(text)

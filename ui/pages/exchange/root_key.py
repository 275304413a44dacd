"""The root key for one act: which file, and its passphrase. Neither is kept longer than the question stands."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.dialogs.passphrase import PassphraseEdit
from ui.parts.elided import ElidedLabel
from ui.parts.look import button, row

LEAST_HEIGHT = 34


class RootKey(QWidget):
    """`choose` asks for a file. `taken()` hands out file and passphrase once; the keyboard goes to what is lacking. `entered` on Enter."""

    entered = Signal()

    def __init__(self, choose: Callable[[], Path | None], path: Path | None = None, name: str = "根密钥") -> None:
        super().__init__()
        self.path, self._choose = path, choose
        self.file = button(f"选择{name}文件…", "", "key", self.pick)
        self.shown = ElidedLabel("", "label")
        self.secret = PassphraseEdit(f"{name}的口令", f"{name}的口令")
        self.secret.setMinimumHeight(LEAST_HEIGHT)
        self.secret.entered.connect(self.entered)
        self.setLayout(row(self.file, (self.shown, 1), (self.secret, 2)))
        self._show()

    def pick(self) -> None:
        """Ask for the file."""
        if (path := self._choose()) is not None:
            self.path = path
            self._show()
            self.secret.edit.setFocus()

    def taken(self) -> tuple[Path, str] | None:
        """File and passphrase, which is cleared; None while one of them is lacking."""
        typed = self.secret.text()
        if self.path is None:
            self.file.setFocus()
            return None
        if not typed:
            self.secret.edit.setFocus()
            return None
        self.secret.edit.clear()
        return self.path, typed

    def _show(self) -> None:
        self.setFocusProxy(self.secret.edit if self.path else self.file)
        self.shown.setText(self.path.name if self.path else "还没有选文件")

"""Opening: which data file, its passphrase. Says plainly what is wrong, forgets nothing that was typed."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFileDialog

from ui.dialogs.frame import SUFFIX, GateWindow
from ui.dialogs.passphrase import PassphraseEdit
from ui.parts.combo import PickCombo
from ui.parts.look import button, label, row
from yingcai_desktop.errors import Refusal

_SIDE = "请选数据文件，输入它的口令。\n\n口令由建立数据文件的人保管。忘记口令无法打开，请找封存的信封。"


class UnlockWindow(GateWindow):
    """`opened(desk, path)` when the store is open; `new_wanted` to make a new one.

    `open_store(path, passphrase)` opens it and may raise a `Refusal` (wrong passphrase, in use, damaged, not ours).
    """

    opened = Signal(object, object)
    new_wanted = Signal()

    def __init__(self, open_store: Callable[[Path, str], Any], recent: Sequence[Path] = ()) -> None:
        super().__init__("打开数据文件", _SIDE)
        self._open = open_store
        self.files = PickCombo([], "数据文件")
        for path in recent:
            self._add(path)
        self.passphrase = PassphraseEdit("口令", "口令")
        self.passphrase.entered.connect(self.try_open)
        self.go = button("打开", "primary", "", self.try_open)
        self.go.setDefault(True)
        self._build()
        (self.passphrase if recent else self.files).setFocus()

    def path(self) -> Path | None:
        """The chosen data file."""
        code = self.files.code()
        return Path(code) if code else None

    def choose(self, path: Path) -> None:
        """Put a file into the list and choose it."""
        if self.files.findData(str(path)) < 0:
            self._add(path)
        self.files.set_code(str(path))
        self.passphrase.setFocus()

    def try_open(self) -> None:
        """Open; a refusal is said in place and the passphrase stays to be corrected."""
        self.quiet()
        path = self.path()
        if path is None:
            self.fail("还没有选数据文件。请按“选文件…”。")
            return
        if not self.passphrase.text():
            self.fail("还没有输入口令。")
            self.passphrase.setFocus()
            return
        self.go.setEnabled(False)
        self.go.setText("正在打开…")
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        self.repaint()
        try:
            desk = self._open(path, self.passphrase.text())
        except Refusal as refused:
            self.refuse(refused)
            self.passphrase.setFocus()
            self.passphrase.edit.selectAll()
        else:
            self.opened.emit(desk, path)
            self.close()
        finally:
            QApplication.restoreOverrideCursor()
            self.go.setEnabled(True)
            self.go.setText("打开")

    def _build(self) -> None:
        file_name, words = label("数据文件", "label"), label("口令", "label")
        file_name.setBuddy(self.files)
        words.setBuddy(self.passphrase.edit)
        self.body.addSpacing(6)
        self.body.addWidget(file_name)
        self.body.addLayout(row((self.files, 1), button("选文件…", "", "folder-open", self._browse)))
        self.body.addSpacing(4)
        self.body.addWidget(words)
        self.body.addWidget(self.passphrase)
        self.body.addStretch(1)
        new = button("建立新的数据文件…", "link", "", self.new_wanted.emit)
        self.body.addLayout(row(new, None, button("退出", do=self.close), self.go))
        self.resize(760, 380)

    def _add(self, path: Path) -> None:
        self.files.addItem(f"{path.name}　{path.parent}", str(path))

    def _browse(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "选数据文件", "", f"数据文件 (*{SUFFIX});;所有文件 (*)")
        if chosen:
            self.choose(Path(chosen))

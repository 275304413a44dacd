"""Opening with the recovery sheet: its code, which administrator, a new password (reliability F30)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal

from ui.aside import Aside
from ui.dialogs.frame import GateWindow
from ui.dialogs.passphrase import NewPassphrase
from ui.parts.combo import PickCombo
from ui.parts.line_edit import LineEdit
from ui.parts.look import button, label, row
from yingcai_desktop.errors import Refusal

_SIDE = (
    "恢复单在建立数据文件时打印，应封存在保险柜里。\n\n"
    "它打开数据文件，并为管理员设置新口令；其他用户的口令再由管理员重设。\n\n"
    "用过之后请由两人制作新的恢复单。"
)


class RecoverWindow(GateWindow):
    """`opened(desk, path)` when an administrator sits at the store again; `back_wanted` to the password.

    `administrators(path, code)` says whom the sheet can help, `recover(path, code, name, password)` does it; both may refuse.
    """

    opened = Signal(object, object)
    back_wanted = Signal()

    def __init__(
        self,
        path: Path,
        administrators: Callable[[Path, str], list[str]],
        recover: Callable[[Path, str, str, str], Any],
    ) -> None:
        super().__init__("用恢复单打开", _SIDE)
        self._path, self._administrators, self._recover = path, administrators, recover
        self._aside = Aside(self)
        self.code = LineEdit("", "逐组输入，例如 5H6B-5 W363-5 …")
        self.code.setAccessibleName("恢复码")
        self.code.entered.connect(self.try_code)
        self.code.textEdited.connect(lambda _text: self._offer([]))
        self.check = button("核对恢复码", "", "check", self.try_code)
        self.who = PickCombo([], "管理员")
        self.passphrase = NewPassphrase("新口令")
        self.passphrase.second.entered.connect(self.try_recover)
        self.go = button("设置新口令并打开", "primary", "", self.try_recover)
        self._build()
        self._offer([])
        self.code.setFocus()

    def try_code(self) -> None:
        """Whether the sheet is the right one; a slip is named by its group."""
        self.quiet()
        if not self.code.text().strip():
            self.fail("还没有输入恢复码。请对照恢复单逐组输入。")
            return
        text = self.code.text()
        self._wait(True)
        self._aside.run(lambda: self._administrators(self._path, text), self._checked, self._refused)

    def try_recover(self) -> None:
        """Set the password and sit down."""
        self.quiet()
        if not self.who.code():
            self.try_code()
            return
        if why := self.passphrase.problem():
            self.fail(f"{why}。请重新设置新口令。")
            return
        text, name, password = self.code.text(), self.who.code(), self.passphrase.text()
        self._wait(True)
        self._aside.run(lambda: self._recover(self._path, text, name, password), self._recovered, self._refused)

    def _checked(self, names: list[str]) -> None:
        self._wait(False)
        self._offer(names)
        self.passphrase.first.setFocus()

    def _recovered(self, desk: Any) -> None:
        self.opened.emit(desk, self._path)
        self.close()

    def _refused(self, error: BaseException) -> None:
        self._wait(False)
        if isinstance(error, Refusal):
            self.refuse(error)
        else:
            self.trouble(error)

    def _wait(self, on: bool) -> None:
        for part in (self.code, self.check, self.go):
            part.setEnabled(not on)
        if not on:
            self.go.setEnabled(bool(self.who.code()))

    def _offer(self, names: list[str]) -> None:
        self.who.clear()
        self.who.set_options([(name, name) for name in names])
        if names:
            self.who.setCurrentIndex(0)
        for part in (self.who, self.passphrase, self.go):
            part.setEnabled(bool(names))
        self.passphrase.owner = self.who.code()

    def _build(self) -> None:
        names = [label(text, "label") for text in ("恢复码", "管理员", "新口令")]
        for name, buddy in zip(names, (self.code, self.who, self.passphrase.first.edit), strict=True):
            name.setBuddy(buddy)
        self.body.addWidget(label(f"{self._path.name}　{self._path.parent}", "hint", wrap=True))
        self.body.addWidget(names[0])
        self.body.addLayout(row((self.code, 1), self.check))
        self.body.addSpacing(4)
        self.body.addWidget(names[1])
        self.body.addWidget(self.who)
        self.body.addSpacing(4)
        self.body.addWidget(names[2])
        self.body.addWidget(self.passphrase)
        self.body.addStretch(1)
        self.body.addLayout(row(button("返回", do=self.back_wanted.emit), None, button("退出", do=self.close), self.go))
        self.resize(860, 460)

"""Opening: which data file, which user, the password. Who can sign in is read from the file once the window is on the screen."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFileDialog

from ui.aside import Aside
from ui.dialogs.frame import SUFFIX, GateWindow
from ui.dialogs.passphrase import PassphraseEdit
from ui.parts.combo import PickCombo
from ui.parts.look import button, label, row
from yingcai_desktop.errors import Refusal

_SIDE = "请选数据文件和用户，输入本人的口令。\n\n忘记口令的，请管理员重设；管理员忘记的，用封存的恢复单。"
_AFTER_PAINT_MS = 60


class UnlockWindow(GateWindow):
    """`opened(desk, path)` when the store is open; `new_wanted` to make a new one, `recovery_wanted(path)` with the sheet, `seat_wanted` on the
    laptop of a panel.

    `open_store(path, name, password)` opens it and may raise a `Refusal`; `names(path)` are its users, none for a store that
    has only a passphrase. Both take their time and are called beside the screen.
    """

    opened = Signal(object, object)
    new_wanted = Signal()
    recovery_wanted = Signal(object)
    seat_wanted = Signal()

    def __init__(
        self,
        open_store: Callable[[Path, str, str], Any],
        names: Callable[[Path], list[str]],
        recent: Sequence[Path] = (),
        last_user: Callable[[Path, Sequence[str]], str] = lambda _path, _names: "",
    ) -> None:
        super().__init__("打开数据文件", _SIDE)
        self._open, self._names, self._last_user = open_store, names, last_user
        self._opening, self._reading = Aside(self), Aside(self)
        self._shown_for: Path | None = None
        self.files = PickCombo([], "数据文件")
        for path in recent:
            self._add(path)
        self.user = PickCombo([], "用户")
        self.passphrase = PassphraseEdit("口令", "口令")
        self.passphrase.entered.connect(self.try_open)
        self.user.entered.connect(self.passphrase.setFocus)
        self.go = button("打开", "primary", "", self.try_open)
        self.go.setDefault(True)
        self._build()
        (self.passphrase if recent else self.files).setFocus()
        self.files.currentIndexChanged.connect(lambda _number: self._ask_names())
        self._say_users([], reading=bool(recent))
        QTimer.singleShot(_AFTER_PAINT_MS, self, self._ask_names)

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
        """Open; a refusal is said in place and the password stays to be corrected."""
        self.quiet()
        path = self.path()
        if self._opening.busy:
            return
        if path is None:
            self.fail("还没有选数据文件。请按“选文件…”。")
            return
        if not self.passphrase.text():
            self.fail("还没有输入口令。")
            self.passphrase.setFocus()
            return
        self._wait(True)
        name, password = self.user.code(), self.passphrase.text()
        if self._shown_for != path:  # quicker than the list of users: ask for it first
            self._opening.run(lambda: self._names(path), lambda names: self._named(path, names), self._refused)
            return
        self._opening.run(
            lambda: self._open(path, name, password), lambda desk: self._opened(desk, path), self._refused
        )

    def _named(self, path: Path, names: list[str]) -> None:
        self._show_names(path, names)
        self._wait(False)
        if len(names) <= 1:
            self.try_open()
        else:
            self.fail("请选用户，再按“打开”。")
            self.user.setFocus()

    def _opened(self, desk: Any, path: Path) -> None:
        self._wait(False)
        self.opened.emit(desk, path)
        self.close()

    def _refused(self, error: BaseException) -> None:
        self._wait(False)
        if not isinstance(error, Refusal):
            self.trouble(error)
            return
        self.refuse(error)
        self.passphrase.setFocus()
        self.passphrase.edit.selectAll()

    def _wait(self, on: bool) -> None:
        for part in (self.go, self.files, self.passphrase):
            part.setEnabled(not on)
        self.user.setEnabled(not on and self.user.count() > 0 and bool(self.user.code()))
        self.go.setText("正在打开…" if on else "打开")

    # Users

    def _ask_names(self) -> None:
        path = self.path()
        if path is None or path == self._shown_for or self._reading.busy:
            return
        self._say_users([], reading=True)
        self._reading.run(lambda: self._names(path), lambda names: self._show_names(path, names), self.trouble)

    def _show_names(self, path: Path, names: list[str]) -> None:
        if path != self.path():
            self._ask_names()
            return
        self._shown_for = path
        self._say_users(names)
        if names:
            self.user.set_code(self._last_user(path, names) or names[0])

    def _say_users(self, names: Sequence[str], *, reading: bool = False) -> None:
        self.user.clear()
        if names:
            self.user.set_options([(name, name) for name in names])
        else:
            self.user.addItem("正在读取…" if reading else "没有登记用户，凭数据文件口令打开", "")
            self.user.setCurrentIndex(0)
        self.user.setEnabled(bool(names) and not self._opening.busy)
        self.forgot.setVisible(bool(names))

    def _build(self) -> None:
        file_name, who, words = label("数据文件", "label"), label("用户", "label"), label("口令", "label")
        file_name.setBuddy(self.files)
        who.setBuddy(self.user)
        words.setBuddy(self.passphrase.edit)
        self.forgot = button("忘记口令…", "link", "", lambda: self.recovery_wanted.emit(self.path()))
        self.body.addSpacing(6)
        self.body.addWidget(file_name)
        self.body.addLayout(row((self.files, 1), button("选文件…", "", "folder-open", self._browse)))
        self.body.addSpacing(4)
        self.body.addWidget(who)
        self.body.addWidget(self.user)
        self.body.addSpacing(4)
        self.body.addLayout(row(words, None, self.forgot))
        self.body.addWidget(self.passphrase)
        self.body.addStretch(1)
        new = button("建立新的数据文件…", "link", "", self.new_wanted.emit)
        seat = button("评委席…", "link", "", self.seat_wanted.emit, tip="面试现场用的电脑：载入组长 U 盘上的面试任务")
        self.body.addLayout(row(new, seat, None, button("退出", do=self.close), self.go))
        self.resize(760, 420)

    def _add(self, path: Path) -> None:
        self.files.addItem(f"{path.name}　{path.parent}", str(path))

    def _browse(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "选数据文件", "", f"数据文件 (*{SUFFIX});;所有文件 (*)")
        if chosen:
            self.choose(Path(chosen))

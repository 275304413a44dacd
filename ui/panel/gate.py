"""The way into 评委席: a task file and the passphrase of its slip; after a power cut the passphrase alone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from ui.aside import Aside
from ui.dialogs.frame import GateWindow
from ui.dialogs.passphrase import PassphraseEdit
from ui.parts.line_edit import LineEdit
from ui.parts.look import button, label, row
from yingcai_desktop.errors import Refusal

_SIDE = (
    "面试现场用的电脑，不需要数据文件。\n\n"
    "请插上组长的 U 盘，选名为“任务包_…”的文件，照开启单输入口令。\n\n"
    "断电后再打开，只要输入同一个口令，已评的分都在。"
)


class SeatGate(GateWindow):
    """`opened(seat)` when the laptop's store is open; `back_wanted` for an office's data file.

    `load(task_file, words)` and `reopen(store, words)` take half a second and may raise a `Refusal`. `known`: the store of before, if any.
    """

    opened = Signal(object)
    back_wanted = Signal()

    def __init__(
        self, load: Callable[[Path, str], Any], reopen: Callable[[Path, str], Any], known: Path | None = None
    ) -> None:
        super().__init__("评委席", _SIDE)
        self._load, self._reopen, self._known = load, reopen, known
        self._aside = Aside(self)
        self.file = LineEdit(str(known) if known else "", "请插上组长的 U 盘，再按“选任务文件…”")
        self.file.setReadOnly(True)
        self.file.setAccessibleName("任务文件")
        self.words = PassphraseEdit("开启口令", "开启单上的口令")
        self.words.entered.connect(self.try_open)
        self.go = button("打开评委席" if known else "载入", "primary", "", self.try_open)
        self.go.setDefault(True)
        name, phrase = label("任务文件", "label"), label("开启口令", "label")
        name.setBuddy(self.file)
        phrase.setBuddy(self.words.edit)
        self.pick = button("选任务文件…", "", "folder-open", self._browse)
        self.body.addSpacing(6)
        self.body.addWidget(name)
        self.body.addLayout(row((self.file, 1), self.pick))
        if known:
            self.body.addWidget(label("本机有没有清除的评分，输入口令接着评。", "hint"))
        self.body.addSpacing(4)
        self.body.addWidget(phrase)
        self.body.addWidget(self.words)
        self.body.addStretch(1)
        back = button("打开单位的数据文件…", "link", "", self.back_wanted.emit)
        self.body.addLayout(row(back, None, button("退出", do=self.close), self.go))
        self.resize(760, 400)
        (self.words if known else self.pick).setFocus()

    def choose(self, path: Path) -> None:
        """A task file from the stick."""
        self._known = None
        self.file.setText(str(path))
        self.go.setText("载入")
        self.words.setFocus()

    def try_open(self) -> None:
        """Open; a refusal is said in place."""
        self.quiet()
        if self._aside.busy:
            return
        if not self.file.text():
            self.fail("还没有选任务文件。请插上组长的 U 盘，按“选任务文件…”。")
            return
        if not self.words.text():
            self.fail("还没有输入开启口令。口令在任务文件的开启单上。")
            self.words.setFocus()
            return
        path, words, known = Path(self.file.text()), self.words.text(), self._known
        self._wait(True)
        self._aside.run(
            lambda: self._reopen(known, words) if known else self._load(path, words), self._done, self._refused
        )

    def _done(self, seat: Any) -> None:
        self._wait(False)
        self.words.edit.clear()
        self.opened.emit(seat)
        self.close()

    def _refused(self, error: BaseException) -> None:
        self._wait(False)
        if not isinstance(error, Refusal):
            self.trouble(error)
            return
        self.refuse(error)
        self.words.setFocus()
        self.words.edit.selectAll()

    def _wait(self, on: bool) -> None:
        for part in (self.pick, self.words, self.go):
            part.setEnabled(not on)

    def _browse(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "选任务文件", "", "面试任务 (*.ycp);;所有文件 (*)")
        if chosen:
            self.choose(Path(chosen))

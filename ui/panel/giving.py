"""导出成绩包: the way to the office and back — the result, a later task, and the receipt that clears the laptop (E09, F21)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog

from ui.aside import Aside
from ui.dialogs.passphrase import PassphraseEdit
from ui.panel.page import SeatPage
from ui.parts.card import Card
from ui.parts.look import button, label, look, row, stack
from yingcai_desktop.errors import Refusal
from yingcai_desktop.services import seat as services
from yingcai_desktop.services.seat import Exported

_PACKAGES = "数据包 (*.ycp)"


class GivePage(SeatPage):
    """Three cards, in the order of the day."""

    title = "导出成绩包"

    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self._aside = Aside(self)
        self.folder: Path | None = None
        self.state = label("", "label", wrap=True)
        self.done = label("", "strong", wrap=True)
        self.export_button = button("导出到 U 盘…", "primary", "upload-simple", self.export)
        self.words = PassphraseEdit("新任务的开启口令", "新开启单上的口令")
        self.renew_button = button("选新的任务文件…", "", "folder-open", self.renew)
        self.wipe_button = button("选回执并清除…", "danger", "trash", self.wipe)
        for one in (self.export_button, self.renew_button, self.wipe_button):
            look(one, touch="true")
        look(self.words.edit, touch="true")
        out = "可以导出任意多次，每次都包含全部已提交的评分；办公室重复导入不会重复计分。没有提交的不会导出。"
        later = "评委更换、考生调组后，办公室会另做一份任务文件。载入后已评的分都在，原来评委的分也留着。"
        end = "办公室导入成绩包后会出一份回执。选了回执，本机的评分数据和密钥全部清除，不能恢复；没有导出或没有被导入的，程序不会清除。"
        self.setLayout(
            stack(
                Card(
                    "1　导出成绩包",
                    "",
                    label(out, "hint", wrap=True),
                    self.state,
                    row(self.export_button, (self.done, 1), gap=12),
                ),
                Card(
                    "2　载入新的任务文件（评委或考生有变动时）",
                    "",
                    label(later, "hint", wrap=True),
                    row((self.words, 1), self.renew_button, gap=8),
                ),
                Card("3　用回执清除本机（面试结束后）", "", label(end, "hint", wrap=True), row(self.wipe_button, None)),
                None,
                gap=12,
                margins=(20, 14, 20, 14),
            )
        )

    def entered(self) -> None:
        """Who is in the next export."""
        found = services.standings(self.window_.seat)
        handed = [one.judge for one in found if one.handed_at]
        waiting = [one.judge for one in found if not one.handed_at]
        self.state.setText(f"已提交：{'、'.join(handed) or '没有'}。未提交：{'、'.join(waiting) or '没有'}。")
        self.done.setText("")
        self.words.edit.clear()
        self.export_button.setFocus()

    def export(self) -> None:
        """Choose the folder, then write."""
        start = str(self.folder or QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        if chosen := QFileDialog.getExistingDirectory(self, "成绩包写到哪里", start):
            self.export_to(Path(chosen))

    def export_to(self, folder: Path) -> None:
        """Write the result into a folder."""
        self.folder = folder
        self._run(lambda: services.export(self.window_.seat, folder), self._exported)

    def _exported(self, made: Exported) -> None:
        self.entered()
        waiting = f"{'、'.join(made.waiting)}还没有提交，不在里面。" if made.waiting else ""
        size = max(1, round(made.size / 1024))
        self.done.setText(f"校验码 {made.check_code}")
        self.window_.messages.done(
            f"成绩包已写到 {made.path}，请看一眼大小 {size} KB，校验码 {made.check_code}。{waiting}"
        )

    def renew(self) -> None:
        """Choose a later task."""
        if not self.words.text():
            self.window_.messages.error("还没有输入新任务的开启口令。请照新的开启单输入，再选任务文件。")
            self.words.setFocus()
            return
        chosen, _ = QFileDialog.getOpenFileName(self, "选新的任务文件", "", _PACKAGES)
        if chosen:
            self.renew_from(Path(chosen))

    def renew_from(self, file: Path) -> None:
        """Take a later task in."""
        words = self.words.text()
        self._run(lambda: services.renew(self.window_.seat, file, words), lambda _task: self._renewed())

    def _renewed(self) -> None:
        self.window_.show_facts()
        self.entered()
        task = self.window_.seat.task
        self.window_.messages.done(
            f"已换用第 {task.number} 份任务：评委 {len(task.judges)} 人，考生 {len(task.candidates)} 人。已评的分都在。"
        )

    def wipe(self) -> None:
        """Choose the receipt."""
        chosen, _ = QFileDialog.getOpenFileName(self, "选回执", "", _PACKAGES)
        if chosen:
            self.wipe_with(Path(chosen))

    def wipe_with(self, file: Path) -> None:
        """Destroy the laptop's store, if the receipt says that everything has arrived."""
        self._run(lambda: services.wipe(self.window_.seat, file), lambda _nothing: self.window_.wiped())

    def _run(self, work: Callable[[], Any], done: Callable[[Any], object]) -> None:
        if self._aside.busy:
            return
        for one in (self.export_button, self.renew_button, self.wipe_button):
            one.setEnabled(False)

        def landed(result: Any) -> None:
            self._free()
            done(result)

        def failed(error: BaseException) -> None:
            self._free()
            if isinstance(error, Refusal):
                self.window_.messages.refusal(error)
            else:
                self.window_.messages.trouble(error)

        self._aside.run(work, landed, failed)

    def _free(self) -> None:
        for one in (self.export_button, self.renew_button, self.wipe_button):
            one.setEnabled(True)

"""Workbooks of any kind into the store: choose files, check them in the background, review, then load or leave (ux §4.2 X); loaded is undone as one."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.jobs import Progress
from ui.pages.base import Shell
from ui.pages.import_review import ImportReview
from ui.parts.strip import Action
from ui.undoing import Undoing
from yingcai_desktop.errors import Refusal
from yingcai_desktop.services import deeds, intake, safekeeping
from yingcai_desktop.services.deeds import Deed
from yingcai_desktop.services.intake import LoadResult
from yingcai_desktop.vocabulary import KINDS

_BOOKS = "Excel 工作簿 (*.xlsx)"


class Importing(QObject):
    """For one kind of `vocabulary.KINDS`. `reviewing(True)` when the review is to be shown, `reviewing(False)` when the list comes back.

    Put `panel` where the list is and hide the one that is not wanted, or let `stand_in_for` do it.
    """

    reviewing = Signal(bool)

    def __init__(self, shell: Shell, page: QWidget, kind: str, undoing: Undoing) -> None:
        super().__init__(page)
        self.shell, self.kind, self.undoing, self._page = shell, kind, undoing, page
        self.noun = KINDS[kind]
        self.panel = ImportReview(self.noun)
        self.panel.hide()
        self.result: LoadResult | None = None
        self.panel.accepted.connect(self.load)
        self.panel.refused.connect(self.leave)
        self.panel.errors_wanted.connect(self.save_errors)

    def stand_in_for(self, *parts: QWidget, then: QWidget) -> None:
        """Show the review in place of `parts` while there is one; afterwards the keyboard goes to `then`."""

        def turn(on: bool) -> None:
            for part in parts:
                part.setVisible(not on)
            self.panel.setVisible(on)
            (self.panel.take if on else then).setFocus()

        self.reviewing.connect(turn)

    def choose(self) -> None:
        """Ask for workbooks and check them."""
        chosen, _ = QFileDialog.getOpenFileNames(self._page, f"选择{self.noun}工作簿", "", f"{_BOOKS};;所有文件 (*)")
        if chosen:
            self.check([Path(name) for name in chosen])

    def save_template(self, out: Path | None = None) -> None:
        """下载模板: the empty workbook with drop-downs and how to fill it."""
        name = f"{self.noun}模板.xlsx"
        if out is None:
            chosen, _ = QFileDialog.getSaveFileName(self._page, "下载模板", name, _BOOKS)
            if not chosen:
                return
            out = Path(chosen)
        try:
            intake.write_template(self.shell.desk, self.kind, out)
        except Refusal as refused:
            self.shell.messages.refusal(refused)
            return
        self.shell.messages.done(f"模板已写到 {out.name}，可以发给报送单位填写；示例行不会导入。")

    def check(self, paths: Sequence[Path]) -> None:
        """The dry run: nothing is written."""
        desk, kind = self.shell.desk, self.kind

        def work(progress: Progress) -> LoadResult:
            return intake.load(desk, kind, paths, dry_run=True, progress=progress)

        self._start(f"核对 {_files(paths)}", work, self._show)

    def load(self) -> None:
        """Load what is sound, as one deed."""
        if self.result is None:
            return
        desk, kind, paths = self.shell.desk, self.kind, self._paths()

        def work(progress: Progress) -> Deed[LoadResult]:
            title = f"导入{self.noun} {_files(paths)}"
            safekeeping.backup(desk)
            return deeds.done(desk, title, lambda: intake.load(desk, kind, paths, progress=progress))

        self._start(f"导入 {_files(paths)}", work, self._loaded)

    def leave(self) -> None:
        """全部不导入."""
        self.result = None
        self.reviewing.emit(False)
        self.shell.messages.info("没有导入，登记簿没有改动。")

    def save_errors(self, out: Path | None = None) -> None:
        """Write the refused rows back as the senders' own workbooks with a comment on each bad cell."""
        if self.result is None:
            return
        if out is None:
            name, _ = QFileDialog.getSaveFileName(
                self._page, "导出错误清单", f"{self.noun}错误清单.xlsx", _BOOKS
            )
            if not name:
                return
            out = Path(name)
        result, where = self.result, out
        self.shell.jobs.start(
            "导出错误清单", lambda progress: intake.give_back(result, where), lambda _none: self._given(result, where)
        )

    def _given(self, result: LoadResult, out: Path) -> None:
        """Where the errors lie; of several senders each has a workbook of its own (`sheets/returned.py`)."""
        senders = [f for f in result.files if f.checked.refusals]
        beside = f"，每个单位的工作簿带着批注放在旁边（{out.stem}-….xlsx）" if len(senders) > 1 else "，错格都有批注"
        self.shell.messages.done(f"错误清单已写到 {out.name}{beside}，可以直接发还报送单位。")

    def _start(self, title: str, work: Callable[[Progress], Any], done: Callable[[Any], object]) -> None:
        self.panel.take.setEnabled(False)
        job = self.shell.jobs.start(title, work, done)
        job.ended.connect(lambda: self.panel.take.setEnabled(self.panel.loadable))

    def _paths(self) -> list[Path]:
        return [file.path for file in self.result.files] if self.result else []

    def _show(self, result: LoadResult) -> None:
        self.result = result
        self.panel.show_result(result)
        self.reviewing.emit(True)

    def _loaded(self, deed: Deed[LoadResult]) -> None:
        result = deed.result
        new, changed, same = (sum(getattr(f.tally, name) for f in result.files) for name in ("new", "changed", "same"))
        refused = sum(f.checked.refused_rows for f in result.files)
        left = f"拒收 {refused} 行，没有写入。" if refused else ""
        actions = [Action("导出错误清单…", self.save_errors)] if result.has_findings else []
        self.result = result
        self.reviewing.emit(False)
        said = f"已导入：新增 {new} 条，更正 {changed} 条，相同 {same} 条。{left}"
        self.undoing.did(replace(deed, said=said), actions=actions)


def _files(paths: Sequence[Path]) -> str:
    return f"“{paths[0].name}”" if len(paths) == 1 else f"{len(paths)} 份工作簿"

"""Workbooks into the register: choose files, check them in the background, review, then load or leave (ux §4.2 X)."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.jobs import Progress
from ui.pages.applicants.import_review import ImportReview
from ui.pages.base import Shell
from ui.parts.strip import Action
from yingcai_desktop.services import intake
from yingcai_desktop.services.intake import LoadResult

KIND = "applicants"


class Importing(QObject):
    """`reviewing(True)` when the review is to be shown, `reviewing(False)` when the list comes back."""

    reviewing = Signal(bool)

    def __init__(self, shell: Shell, page: QWidget) -> None:
        super().__init__(page)
        self.shell, self._page = shell, page
        self.panel = ImportReview()
        self.result: LoadResult | None = None
        self.panel.accepted.connect(self.load)
        self.panel.refused.connect(self.leave)
        self.panel.errors_wanted.connect(self.save_errors)

    def choose(self) -> None:
        """Ask for workbooks and check them."""
        chosen, _ = QFileDialog.getOpenFileNames(
            self._page, "选择报名汇总表", "", "Excel 工作簿 (*.xlsx);;所有文件 (*)"
        )
        if chosen:
            self.check([Path(name) for name in chosen])

    def check(self, paths: Sequence[Path]) -> None:
        """The dry run: nothing is written."""
        self._start(f"核对 {_files(paths)}", paths, dry_run=True, done=self._show)

    def load(self) -> None:
        """Load what is sound."""
        if self.result is not None:
            self._start(f"导入 {_files(self._paths())}", self._paths(), dry_run=False, done=self._loaded)

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
                self._page, "导出错误清单", "报名错误清单.xlsx", "Excel 工作簿 (*.xlsx)"
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

    def _start(self, title: str, paths: Sequence[Path], *, dry_run: bool, done: Callable[[LoadResult], object]) -> None:
        desk = self.shell.desk
        self.panel.take.setEnabled(False)

        def work(progress: Progress) -> LoadResult:
            return intake.load(desk, KIND, paths, dry_run=dry_run, progress=progress)

        job = self.shell.jobs.start(title, work, done)
        job.ended.connect(lambda: self.panel.take.setEnabled(self.panel.loadable))

    def _paths(self) -> list[Path]:
        return [file.path for file in self.result.files] if self.result else []

    def _show(self, result: LoadResult) -> None:
        self.result = result
        self.panel.show_result(result)
        self.reviewing.emit(True)

    def _loaded(self, result: LoadResult) -> None:
        new, changed, same = (sum(getattr(f.tally, name) for f in result.files) for name in ("new", "changed", "same"))
        refused = sum(f.checked.refused_rows for f in result.files)
        left = f"拒收 {refused} 行，没有写入。" if refused else ""
        actions = [Action("导出错误清单…", self.save_errors)] if result.has_findings else []
        self.result = result
        self.reviewing.emit(False)
        self.shell.messages.done(f"已导入：新增 {new} 条，更正 {changed} 条，相同 {same} 条。{left}", actions)


def _files(paths: Sequence[Path]) -> str:
    return f"“{paths[0].name}”" if len(paths) == 1 else f"{len(paths)} 份工作簿"

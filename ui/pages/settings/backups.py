"""备份与恢复: what has been backed up, a backup now, a full check of the data file, and the way back (N06, U60)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from ui.dialogs.restore import RestoreDialog
from ui.pages.base import Shell
from ui.pages.tabbed import TAB_MARGINS, Tab
from ui.parts.empty import EmptyState
from ui.parts.list_card import ListCard
from ui.parts.look import button, label, row, stack
from ui.parts.rows import Column
from ui.parts.strip import Action
from ui.parts.table import Table
from ui.places import Place
from yingcai_desktop.errors import Refusal
from yingcai_desktop.services import safekeeping
from yingcai_desktop.services.safekeeping import Finding

_KINDS = "备份文件 (*.ycdb)"


@dataclass(frozen=True, slots=True)
class Row:
    """One backup; every backup has been opened and checked before it got its name."""

    uid: str
    at: datetime
    size: int
    milestone: bool


_COLUMNS = (
    Column("state", "状态", lambda r: "已验证", 92, kind="pill", tone=lambda r: "ok"),
    Column("at", "备份时间", lambda r: f"{r.at:%Y-%m-%d %H:%M:%S}", 180, sort=lambda r: r.at),
    Column("size", "大小", lambda r: f"{r.size / 1048576:.1f} MB", 100, "right", sort=lambda r: r.size),
    Column("kept", "保留", lambda r: "长期留存" if r.milestone else "自动整理", 110),
    Column("name", "文件", lambda r: Path(r.uid).name, 320, tip=lambda r: r.uid),
)


class BackupsTab(Tab):
    """The list is read from the folder beside the data file."""

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        self.table = Table(_COLUMNS, name="备份", frozen=1, unit="份")
        nothing = EmptyState("还没有备份", "退出程序时会自动备份；也可以现在就备份到这台电脑或 U 盘。", (Action("立即备份", self.back_up, "floppy-disk"),), "database")
        none = EmptyState("没有这样的备份", "换一个条件试试。", (), "magnifying-glass")
        self.note = label("", "hint", wrap=True)
        self.back = button("恢复选中的备份…", "danger", "arrow-counter-clockwise", self.restore)
        other = button("从别处的备份恢复…", "", "folder-open", self.restore_other)
        self.setLayout(
            stack(
                row(
                    (label("自动备份：每天第一次改动后退出时、导入和升级之前。最近 10 份、每天、每周、每月各留一份，其余自动整理。", "hint", wrap=True), 1),
                    12,
                    button("核对数据文件", "", "shield-check", self.check, tip="页面、引用、记录链、账实相符"),
                    button("备份到…", "", "upload-simple", self.back_up_to, tip="U 盘或别的文件夹"),
                    button("立即备份", "primary", "floppy-disk", self.back_up),
                ),
                (ListCard(self.table, nothing, none), 1),
                row((self.note, 1), other, self.back),
                gap=12,
                margins=TAB_MARGINS,
            )
        )
        self.table.current_changed.connect(lambda uid: self.back.setEnabled(bool(uid)))
        self.back.setEnabled(False)
        self.offer("store.restore", self.back, other)
        self.refresh()

    def refresh(self) -> None:
        """Read the folder."""
        if self.shell.desk is None:
            return
        found = [Row(str(b.path), b.at, b.path.stat().st_size, b.milestone) for b in safekeeping.backups(self.shell.desk)]
        self.table.show_rows(found)
        self.note.setText(f"备份放在 {safekeeping.folder_of(self.shell.desk)}，同数据文件一样是加密的，用同样的口令打开。")
        self.set_status(f"共 {len(found)} 份备份")

    def panes(self) -> Sequence[QWidget]:
        """The list."""
        return (self.table,)

    def focus_work_area(self) -> None:
        """The list, or the way to the first backup."""
        self.table.setFocus()

    def back_up(self) -> None:
        """A checked backup beside the data file."""
        self._job("备份", lambda: self.shell.session.back_up() if self.shell.session else safekeeping.backup(self.shell.desk))

    def back_up_to(self, folder: Path | None = None) -> None:
        """A checked backup somewhere else."""
        if folder is None:
            chosen = QFileDialog.getExistingDirectory(self, "备份到")
            folder = Path(chosen) if chosen else None
        if folder is not None:
            place = folder
            self._job("备份", lambda: safekeeping.backup(self.shell.desk, place))

    def check(self) -> None:
        """The full check, in the background."""
        self.shell.jobs.start("核对数据文件", lambda _p: safekeeping.check(self.shell.desk), self._checked)

    def restore(self) -> None:
        """Go back to the chosen backup."""
        if self.table.current():
            self._ask(Path(self.table.current()))

    def restore_other(self) -> None:
        """Go back to a backup from elsewhere."""
        chosen, _ = QFileDialog.getOpenFileName(self, "选择备份文件", "", _KINDS)
        if chosen:
            self._ask(Path(chosen))

    def _ask(self, path: Path) -> None:
        if self.shell.jobs.busy():
            self.shell.messages.info("后台任务还在进行，等它完成后再恢复。")
            return
        try:
            loss = safekeeping.loss(self.shell.desk, path)
        except Refusal as refused:
            self.shell.messages.refusal(refused)
            return
        known = next((b.at for b in safekeeping.backups(self.shell.desk) if b.path == path), None)
        dialog = RestoreDialog(f"{known:%m月%d日 %H:%M}" if known else path.name, loss, self.window())
        wanted = dialog.exec() == RestoreDialog.DialogCode.Accepted
        dialog.deleteLater()
        if wanted:
            self.shell.restore_wanted.emit(path)

    def _job(self, title: str, work: Callable[[], Path]) -> None:
        self.shell.jobs.start(title, lambda _p: work(), self._backed_up)

    def _backed_up(self, path: Path) -> None:
        self.shell.messages.done(f"已备份并验证：{path.name}。")
        if self.shell.session is not None:
            self.shell.show_facts(**self.shell.session.facts())
        self.refresh()

    def _checked(self, findings: Sequence[Finding]) -> None:
        for finding in findings[:2]:
            (self.shell.messages.done if finding.sound else self.shell.messages.error)(finding.sentence)

"""What the tab 材料 does: files picked or dropped are read on the worker, each act goes to the page's undo."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog

from ui.jobs import Progress
from ui.pages.applicants.materials_tab import PORTRAIT, MaterialsTab
from ui.pages.applicants.pane import ApplicantPane
from ui.pages.base import Shell
from ui.undoing import Undoing
from yingcai_desktop.errors import Refusal
from yingcai_desktop.services.applications import materials
from yingcai_desktop.services.applications.materials import Added, File, Held
from yingcai_desktop.services.deeds import Deed

HEAD = QSize(36, 50)
"""Pixels of the portrait beside the name."""
_BUSY = "后台任务正在写入登记簿，等它完成后再办理。"
_FILTER = f"图片和 PDF ({' '.join(f'*.{suffix}' for suffix in materials.SUFFIXES)});;所有文件 (*)"


class MaterialsActs(QObject):
    """For the application on show. `show("")`: none, or one that is not stored yet."""

    def __init__(self, shell: Shell, pane: ApplicantPane, undoing: Undoing) -> None:
        super().__init__(pane)
        self.shell, self.pane, self.undoing = shell, pane, undoing
        self.tab: MaterialsTab = pane.materials
        self.held: Held | None = None
        self._seen: tuple[str, QPixmap] = "", QPixmap()
        self.tab.chosen.connect(self.choose)
        self.tab.dropped.connect(self.drop)
        self.tab.opened.connect(self.open)
        self.tab.replaced.connect(self.replace)
        self.tab.removed.connect(lambda file: self._do(lambda: materials.remove(self.shell.desk, file)))
        self.tab.refiled.connect(lambda file, kind: self._do(lambda: materials.refile(self.shell.desk, file, kind)))
        self.tab.ticked.connect(self.tick)

    def show(self, uid: str) -> None:
        """Another application, or the same as it stands now."""
        self.held = None
        portrait: QPixmap | None = None
        if uid:
            try:
                self.held = materials.held(self.shell.desk, uid)
                portrait = self._portrait(self.held.photo)
            except Refusal as refused:
                self.shell.messages.refusal(refused)
        held, desk = self.held, self.shell.desk
        if held is None:
            self.tab.show_nothing("存入登记簿后才能添加材料。")
            self.pane.set_tab_text("materials", "材料")
            self.pane.show_picture(None)
            return
        done, needed = held.count
        self.pane.set_tab_text("materials", f"材料 {done}/{needed}")
        self.pane.show_picture(portrait and _scaled(portrait, HEAD, self.pane.devicePixelRatio()))
        self.tab.show_held(
            held, portrait and _scaled(portrait, PORTRAIT, self.pane.devicePixelRatio()), edits=desk.may("material.attach"),
            ticks=desk.may("material.tick"), opens=desk.may("disclosure.print"),
        )  # fmt: skip

    # What the tab tells

    def choose(self, kind: str) -> None:
        """添加…: several files at once."""
        found, _ = QFileDialog.getOpenFileNames(self.tab, f"添加{kind or '材料'}", "", _FILTER)
        self.drop([Path(name) for name in found], kind)

    def drop(self, paths: Sequence[Path], kind: str) -> None:
        """Files for one material, or (blank) each where its name says."""
        if self.held is None or not paths:
            return
        desk, uid, files = self.shell.desk, self.held.uid, list(paths)

        def work(progress: Progress) -> Added:
            filed = [(path, kind) for path in files] if kind else materials.filed(desk, uid, files)
            return materials.add(desk, uid, filed, progress)

        self.shell.jobs.start(f"添加材料 {len(files)} 份", work, self._added)

    def replace(self, file: File) -> None:
        """更换…."""
        chosen, _ = QFileDialog.getOpenFileName(self.tab, f"更换{file.kind}", "", _FILTER)
        if chosen:
            self.replace_with(file, Path(chosen))

    def replace_with(self, file: File, path: Path) -> None:
        """Another file in the place of one."""
        desk = self.shell.desk
        self.shell.jobs.start(f"更换{file.kind}", lambda _progress: materials.replace(desk, file, path), self._did)

    def open(self, file: File) -> None:
        """The file itself in 打印预览."""
        desk, title = self.shell.desk, f"{self.held.name if self.held else ''} {file.kind}".strip()
        self.shell.preview(title, lambda _progress: materials.as_pdf(desk, file, title), f"{title}.pdf")

    def tick(self, kind: str, what: str, on: bool) -> None:
        """纸质已收, 已盖章."""
        held = self.held
        if held is None:
            return
        value = {what: on}
        if not self._do(lambda: materials.tick(self.shell.desk, [held.uid], kind, **value), aloud=False):
            self.show(held.uid)  # the box goes back to what is stored

    # Inside

    def _do(self, act: Callable[[], Deed[Any]], *, aloud: bool = True) -> bool:
        if self.shell.jobs.busy():
            self.shell.messages.info(_BUSY)
            return False
        try:
            deed = act()
        except Refusal as refused:
            self.shell.messages.refusal(refused)
            return False
        self._did(deed, aloud=aloud)
        return True

    def _did(self, deed: Deed[Any], *, aloud: bool = True) -> None:
        self.shell.light.saved(self.shell.desk.clock())
        self.undoing.did(deed, aloud=aloud)

    def _added(self, added: Added) -> None:
        if added.deed is not None:
            self._did(added.deed)
        if added.refused:
            said = "；".join(f"{name}：{why}" for name, why in added.refused[:3])
            more = f"；还有 {len(added.refused) - 3} 个" if len(added.refused) > 3 else ""
            self.shell.messages.warn(f"有 {len(added.refused)} 个文件没有添加。{said}{more}。")

    def _portrait(self, file: File | None) -> QPixmap | None:
        """The picture as stored, kept until another one is asked for."""
        if file is None:
            return None
        if self._seen[0] != file.sha256:
            made = QPixmap()
            made.loadFromData(materials.photo(self.shell.desk, file))
            self._seen = file.sha256, made
        return self._seen[1]


def _scaled(picture: QPixmap, size: QSize, ratio: float) -> QPixmap:
    """Fitted into so many logical pixels, sharp on this screen."""
    made = picture.scaled(size * ratio, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    made.setDevicePixelRatio(ratio)
    return made

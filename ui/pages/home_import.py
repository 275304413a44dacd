"""Files that come in through the workbench: a decision file, and workbooks that have no page of their own yet.

Workbooks are looked through first (dry run); the strip says what would be kept and what would be refused, and only then stores.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from ui.jobs import Progress
from ui.pages.base import Shell
from ui.parts.strip import Action
from yingcai_desktop.services import safekeeping
from yingcai_desktop.services.deciding import Recorded, decide
from yingcai_desktop.services.intake import LoadResult, give_back, load
from yingcai_desktop.vocabulary import KINDS

_FILTER = "Excel 工作簿 (*.xlsx *.xlsm *.xls *.ods *.csv)"


class Import:
    """Speaks through the shell's strips; `parent` owns the file dialogs."""

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        self._parent, self._shell = parent, shell

    def decide(self, path: Path) -> None:
        """Record a decision file, in the background."""
        desk = self._shell.desk
        self._shell.jobs.start("登记决定", lambda _progress: decide(desk, path), lambda done: self._decided(path, done))

    def choose(self, kind: str) -> None:
        """Ask for workbooks of a kind and look them through."""
        chosen, _ = QFileDialog.getOpenFileNames(self._parent, f"导入{KINDS[kind]}汇总表", "", _FILTER)
        if chosen:
            self.look_through(kind, [Path(name) for name in chosen])

    def look_through(self, kind: str, paths: Sequence[Path]) -> None:
        """A dry run; nothing is stored yet."""
        self._load(
            f"查看{KINDS[kind]}工作簿", kind, paths, dry_run=True, then=lambda result: self._seen(kind, paths, result)
        )

    def store(self, kind: str, paths: Sequence[Path]) -> None:
        """Keep the accepted rows, in one change."""
        self._load(f"导入{KINDS[kind]}", kind, paths, dry_run=False, then=self._stored)

    def _load(
        self, title: str, kind: str, paths: Sequence[Path], *, dry_run: bool, then: Callable[[LoadResult], object]
    ) -> None:
        desk = self._shell.desk

        def work(progress: Progress) -> LoadResult:
            if not dry_run:
                safekeeping.backup(desk)
            return load(desk, kind, paths, dry_run=dry_run, progress=progress)

        self._shell.jobs.start(
            title,
            work,
            then,
            note="可以继续做别的事；取消后不会留下半截数据",
        )

    def _seen(self, kind: str, paths: Sequence[Path], result: LoadResult) -> None:
        keep = _kept(result)
        actions = [Action(f"导入 {keep} 行", lambda: self.store(kind, paths))] if keep else []
        words = f"看过 {len(paths)} 份{KINDS[kind]}工作簿：{_counts(result)}。还没有存入。"
        self._say(words, result, actions)

    def _stored(self, result: LoadResult) -> None:
        self._say(f"已导入{KINDS[result.kind]}：{_counts(result)}。", result, [])

    def _say(self, words: str, result: LoadResult, actions: list[Action]) -> None:
        messages = self._shell.messages
        refused = [f.checked.refused for f in result.files if f.checked.refused]
        if result.has_findings:
            actions = [*actions, Action("被拒的行另存…", lambda: self._give_back(result))]
        tell = messages.warn if refused or result.has_findings else messages.done if result.stored else messages.info
        tell(words, actions)

    def _give_back(self, result: LoadResult) -> None:
        name = f"{KINDS[result.kind]}-需更正.xlsx"
        chosen, _ = QFileDialog.getSaveFileName(self._parent, "被拒的行连同批注另存为", name, "Excel 工作簿 (*.xlsx)")
        if chosen:
            give_back(result, Path(chosen))
            self._shell.messages.done(f"被拒的行连同批注已写到 {chosen}，可以直接发还报送单位。")

    def _decided(self, path: Path, recorded: Recorded) -> None:
        for note in recorded.notes:
            self._shell.messages.warn(note)
        self._shell.messages.done(f"已登记 {path.name}：{len(recorded.changed)} 项决定有改动。")


def _kept(result: LoadResult) -> int:
    return sum(f.tally.new + f.tally.changed for f in result.files)


def _counts(result: LoadResult) -> str:
    """`新增 61 行，改动 2 行，相同 0 行，拒收 3 行`."""
    totals = {
        "新增": sum(f.tally.new for f in result.files),
        "改动": sum(f.tally.changed for f in result.files),
        "相同": sum(f.tally.same for f in result.files),
        "拒收": sum(f.checked.refused_rows for f in result.files),
    }
    words = "，".join(f"{name} {count} 行" for name, count in totals.items() if count) or "没有数据行"
    refused = sum(bool(f.checked.refused) for f in result.files)
    return words + (f"；{refused} 份整份不能读" if refused else "")

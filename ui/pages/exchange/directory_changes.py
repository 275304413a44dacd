"""更改名录: new keys, an office that leaves, a lost machine, a new root key — what will happen stands above the button that does it."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog

from ui.dialogs.passphrase import NewPassphrase
from ui.pages.exchange.root_key import LEAST_HEIGHT, RootKey
from ui.parts.ask import Ask, Entry
from ui.parts.look import holder, stack
from ui.parts.strip import Action
from yingcai_desktop.exchange import enrolling, renewing
from yingcai_desktop.exchange.root import Root
from yingcai_desktop.services.packages import ahead
from yingcai_desktop.services.packages.ahead import DataFile

if TYPE_CHECKING:
    from ui.pages.exchange.offices_tab import OfficesTab

ROOT_FILES = "根密钥 (*.ycroot);;所有文件 (*)"
_HELD, _LOST = "held", "lost"


class DirectoryChanges:
    """The acts behind the buttons under the list; `tab` puts the questions and runs the jobs."""

    def __init__(self, tab: "OfficesTab") -> None:
        self._tab = tab
        self.root_file: Path | None = None
        """The root key chosen last, by its file."""

    # With the root key

    def sign(
        self, title: str, lines: Sequence[str], go: str, act: Callable[[Root, Mapping[str, str]], Any], done: Callable[[Any], object],
        entries: Sequence[Entry] = (), root: Path | None = None,
    ) -> None:  # fmt: skip
        """Show what will happen, ask for the root key, and do it."""
        key = RootKey(self._choose_root, root or self.root_file)

        def then(values: Mapping[str, str]) -> bool:
            if (taken := key.taken()) is not None:
                self.root_file, secret = taken
                file = self.root_file
                self._tab.run(title, lambda: act(enrolling.open_root_file(file, secret), values), done)
            return False  # it stays for another try; what comes of it closes it

        ask = Ask(title, "\n".join(lines), entries, go, then, extra=key)
        key.entered.connect(ask.confirm)
        self._tab.put(ask)
        if not entries:
            key.setFocus()

    def remove(self) -> None:
        """移出名录: the office in the list."""
        desk, office = self._tab.shell.desk, self._tab.chosen()
        if office is not None:
            code, name = office.uid, office.name
            self.sign(
                f"把{name}移出名录", ahead.of_removal(desk, code), "移出并签发",
                lambda root, _v: renewing.remove(desk, code, root), lambda signed: self._signed(f"已把{name}移出名录", signed),
            )  # fmt: skip

    def revoke(self) -> None:
        """停用数据文件, first which one and from where on."""
        desk, office = self._tab.shell.desk, self._tab.chosen()
        if office is not None:
            code = office.uid
            self._tab.run(
                "查看数据文件", lambda: [file for file in ahead.data_files(desk) if file.office == code], self._ask_from_where
            )

    def _ask_from_where(self, files: Sequence[DataFile]) -> None:
        if not files:
            self._tab.shell.messages.error("本机没有见过这个单位的其他数据文件，没有改动。请先导入它的数据包，再停用。")
            return
        known = {file.chain: file for file in files}

        def then(values: Mapping[str, str]) -> bool:
            last = values["last"].strip()
            if not last.isdecimal():
                self._tab.shell.messages.error("“仍然可信的最后一号”要填数字，没有改动。从头起都不信任的，请填 0。")
                return False
            self._revoke_from(known[values["file"]], int(last))
            return False

        entries = (
            Entry("file", "数据文件", options=[(f.chain, f"第 {f.turn} 份（{f.chain[:8]}）") for f in files], value=files[-1].chain),
            Entry("last", "仍然可信的最后一号", value=str(files[-1].last), width=120, kept=False),
        )
        words = [f"{f.name}：本机见到第 {f.last} 号。{f.words}。{_ended(f)}" for f in files]
        words.append("电脑丢失或被别人用过时办理：从哪一号记录起不再可信，按号，不按时间。")
        self._tab.put(Ask("停用数据文件", "\n".join(words), entries, "下一步：看会怎样", then))

    def _revoke_from(self, file: DataFile, last: int) -> None:
        desk = self._tab.shell.desk
        self.sign(
            f"停用{file.name}第 {last + 1} 号起的记录", ahead.of_revoking(desk, file, last), "停用并签发",
            lambda root, _v: renewing.revoke(desk, file.chain, last, root), lambda signed: self._signed("已停用", signed),
        )  # fmt: skip

    def renew(self) -> None:
        """New keys of this office: the region signs them in at once, a city asks anew."""
        tab, desk = self._tab, self._tab.shell.desk
        title, lines = "更换本单位密钥", ahead.of_new_keys(desk)
        if tab.found is not None and tab.found.part == "region":
            self.sign(
                title, lines, "更换并签发", lambda root, _v: renewing.renew_region(desk, root),
                lambda signed: self._signed("本单位换用新密钥", signed),
            )  # fmt: skip
            return

        def then(_values: Mapping[str, str]) -> bool:
            folder = tab.folder("登记申请放在（U 盘或文件夹）")
            if folder is not None:
                tab.run(title, lambda: _renewed(desk, folder), tab.requested)
            return False

        tab.put(Ask(title, "\n".join(lines), (), "更换并制作登记申请…", then))

    # The root key itself

    def replace_root(self) -> None:
        """更换根密钥, first whether the old one can still vouch for it."""
        options = ((_HELD, "旧根密钥在手里"), (_LOST, "旧根密钥的文件或口令都丢失了"))

        def then(values: Mapping[str, str]) -> bool:
            self._new_root(lost=values["old"] == _LOST)
            return False

        words = "根密钥可能被别人看到或复制过、经手人变动、文件或口令丢失时办理。"
        self._tab.put(Ask("更换根密钥", words, (Entry("old", "旧根密钥", options=options),), "下一步：看会怎样", then))

    def _new_root(self, *, lost: bool) -> None:
        tab, desk = self._tab, self._tab.shell.desk
        key = None if lost else RootKey(self._choose_root, self.root_file, "旧根密钥")
        typed = NewPassphrase("新根密钥的口令", "至少两人在场；口令手写在保管单上封存，不存进电脑。")
        for part in (typed.first, typed.second):
            part.setMinimumHeight(LEAST_HEIGHT)

        def then(_values: Mapping[str, str]) -> bool:
            if problem := typed.problem():
                tab.shell.messages.error(f"{problem}。根密钥没有更换，请改好口令再试。")
                return False
            if key is not None and (key.path is None or not key.secret.text()):
                key.taken()
                return False
            path = new_root_file(tab, f"根密钥-{desk.store.season}-新.ycroot")
            if path is None:
                return False
            secret, old = typed.text(), key.taken() if key else None
            tab.run("更换根密钥", lambda: renewing.replace_root(desk, path, secret, _opened(old)), lambda s: self._replaced(path, s))
            return False

        parts = [key, typed] if key else [typed]
        extra = holder(stack(*parts, gap=6), "plain")
        self._tab.put(Ask("更换根密钥", "\n".join(ahead.of_new_root(desk, lost=lost)), (), "选择存放处并更换…", then, extra=extra))

    def _replaced(self, path: Path, signed: Any) -> None:
        self.root_file = path
        self._tab.refresh()
        said = f"根密钥已更换，名录第 {signed.directory.version} 版，新的在 {path}。请复制到两只 U 盘分开封存，并打印新的保管单。"
        self._tab.shell.messages.done(said, [Action("打印根密钥保管单", self._tab.print_sheet)])

    # Inside

    def _signed(self, what: str, signed: Any) -> None:
        self._tab.refresh()
        said = f"{what}，名录第 {signed.directory.version} 版。其他单位随下一个数据包收到，急用的可以先交出名录文件。"
        self._tab.shell.messages.done(said, [Action("交出名录…", self._tab.hand_out)])

    def _choose_root(self) -> Path | None:
        return self._tab.file("选择根密钥文件", ROOT_FILES)


def new_root_file(tab: "OfficesTab", name: str) -> Path | None:
    """Where a new root key goes."""
    chosen, _ = QFileDialog.getSaveFileName(tab, "根密钥放在（建议 U 盘）", name, ROOT_FILES)
    return Path(chosen) if chosen else None


def _renewed(desk: Any, folder: Path) -> Path:
    enrolling.renew_keys(desk)
    return enrolling.request(desk, folder)


def _opened(old: tuple[Path, str] | None) -> Root | None:
    return None if old is None else enrolling.open_root_file(*old)


def _ended(file: DataFile) -> str:
    return "" if file.trusted is None else f"已声明只信任到第 {file.trusted} 号。"

"""单位登记: this office's keys and 30 digits, the way into the 名录, and at the region the root key (reliability §3.7).

The passphrase of the root key lives in its field and the one job that needs it; it is cleared whatever comes of it.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from ui.dialogs.passphrase import NewPassphrase
from ui.pages.base import Shell
from ui.pages.exchange.directory_changes import DirectoryChanges, new_root_file
from ui.pages.tabbed import TAB_MARGINS, Tab
from ui.parts.ask import Ask, Entry
from ui.parts.card import Card
from ui.parts.empty import EmptyState
from ui.parts.list_card import ListCard
from ui.parts.look import button, emphasise, holder, label, row, stack
from ui.parts.rows import Column
from ui.parts.strip import Action
from ui.parts.table import Table
from ui.places import Place
from yingcai_desktop.errors import Refusal
from yingcai_desktop.exchange import enrolling
from yingcai_desktop.exchange.directory import Verdict
from yingcai_desktop.rules.spoken import DIGITS
from yingcai_desktop.services.packages import ahead, offices, papers
from yingcai_desktop.services.packages.offices import Office, Registered, office_name

_REQUEST, _DIRECTORY = "登记申请 (*.ycp);;所有文件 (*)", "名录 (*.ycdir);;所有文件 (*)"

COLUMNS = (
    Column(
        "state",
        "状态",
        lambda o: "已登记" if o.listed else "未登记",
        96,
        kind="pill",
        tone=lambda o: "ok" if o.listed else "warn",
    ),
    Column("name", "单位", lambda o: f"{o.name}（本单位）" if o.own else o.name, 180),
    Column("digits", "密钥的 30 位数字", lambda o: o.digits, 330),
    Column("since", "登记于", lambda o: f"名录第 {o.since} 版" if o.since else "", 120),
)


def _digits(title: str) -> Entry:
    """30 digits read over the telephone."""
    return Entry("digits", title, "12345 67890 …", kept=False, groups=DIGITS)


class OfficesTab(Tab):
    """What there is to do depends on whether this is the region or a city, and on how far it has come."""

    watches = ("directory_version", "office_key")

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        self.found: Registered | None = None
        self.changes = DirectoryChanges(self)
        self.own, self.root = label("", "code"), label("", "code")
        self.own.setWordWrap(True)
        self.root.setWordWrap(True)
        self.state, self.next = label("", "label", wrap=True), label("", "warn", wrap=True)
        self.table = Table(
            COLUMNS, name="名录", frozen=2, unit="个单位", preferences=shell.preferences, view="exchange/offices"
        )
        self.question = stack(gap=0)
        self.ask: Ask | None = None
        self.b_found = button(
            "建立名录…", "primary", "key", self.found_directory, tip="生成根密钥，登记自治区，签发第 1 版名录"
        )
        self.b_enrol = button("登记单位…", "primary", "plus", self.enrol, tip="收到登记申请，电话核对 30 位数字后登记")
        self.b_hand_out = button(
            "交出名录…", "", "upload-simple", self.hand_out, tip="给还没有名录的单位；不含任何人的信息"
        )
        self.b_sheet = button("根密钥保管单", "", "printer", self.print_sheet)
        self.b_renew = button("更换本单位密钥…", "link", do=self.changes.renew, tip="密钥可能泄露时更换，要重新登记进名录")
        self.b_revoke = button("停用数据文件…", "link", do=self.changes.revoke, tip="电脑丢失：从某一号记录起不再可信")
        self.b_remove = button("移出名录…", "link", do=self.changes.remove, tip="选中的单位以后不能再收发数据包")
        self.b_root = button("更换根密钥…", "link", do=self.changes.replace_root, tip="根密钥可能泄露或丢失时更换")
        self.b_request = button(
            "制作登记申请…", "primary", "upload-simple", self.request, tip="交给自治区，并在电话里念出下面的 30 位数字"
        )
        self.b_take = button("导入名录…", "", "download-simple", self.take_directory)
        self.table.current_changed.connect(lambda _uid: self._tell())
        self._build()
        self.refresh()

    # What the window calls

    def refresh(self) -> None:
        """Read the directory."""
        if self.shell.desk is None:
            return
        self.found = offices.registered(self.shell.desk)
        stands = self.found.stands
        self.own.setText(stands.digits or "还没有密钥")
        self.root.setText(stands.root_digits or "还没有名录")
        self.state.setText(
            f"名录第 {stands.version} 版，本单位{'已登记' if stands.listed else '还没有登记'}。"
            if stands.version
            else ""
        )
        self.state.setVisible(bool(stands.version))
        self.next.setText(f"▲ {self.found.next}" if self.found.next else "")
        self._room()
        self.table.show_rows(self.found.offices)
        self._tell()
        self.set_status(f"名录 {sum(o.listed for o in self.found.offices)} / {len(self.found.offices)} 个单位")

    def rights_changed(self) -> None:
        """Keys are the administrator's."""
        super().rights_changed()
        self._tell()

    def panes(self) -> Sequence[QWidget]:
        """F6."""
        return (self.table,)

    def focus_work_area(self) -> None:
        """The first thing to do."""
        first = next((b for b in (self.b_found, self.b_enrol, self.b_request, self.b_take) if b.isVisible()), None)
        (first or self.table).setFocus()

    # A city

    def request(self) -> None:
        """登记申请 into a folder."""
        folder = self.folder("登记申请放在（U 盘或文件夹）")
        if folder is not None:
            desk = self.shell.desk
            self.run("制作登记申请", lambda: enrolling.request(desk, folder), self.requested)

    def requested(self, path: Path) -> None:
        """The file is there: what to do with it, and the digits to read out."""
        self.refresh()
        digits = self.found.stands.digits if self.found else ""
        self.shell.messages.done(f"登记申请已写到 {path}。请交给自治区，并在电话里念出 30 位数字：{digits}。")

    def take_directory(self, file: Path | None = None) -> None:
        """A directory from the region; the first one needs the digits of the root."""
        file = file or self.file("选择名录", _DIRECTORY)
        if file is None:
            return
        try:
            _offered, verdict = enrolling.judge_directory(self.shell.desk, file)
        except (Refusal, OSError) as error:
            self._trouble(error)
            return
        if verdict not in (None, Verdict.FOREIGN):
            self._take(file, "")
            return
        words = "请打电话给自治区（用平时的号码），请对方念根密钥的 30 位数字，逐组输入。"
        why = "第一次导入名录：" if verdict is None else "▲ 这份名录由另一把根密钥签发。自治区没有换过根密钥的，请取消，并告诉自治区。换过的，"

        def then(values: Mapping[str, str]) -> bool:
            self._take(file, values["digits"])
            return False

        self.put(Ask("核对名录", why + words, (_digits("根密钥的 30 位数字"),), "核对并导入", then))

    def _take(self, file: Path, digits: str) -> None:
        desk = self.shell.desk
        self.run("导入名录", lambda: enrolling.take_directory(desk, file, digits), self._took)

    def _took(self, signed: Any) -> None:
        self.refresh()
        self.shell.messages.done(f"已采用名录第 {signed.directory.version} 版。{self.found.next if self.found else ''}")

    # The region

    def found_directory(self) -> None:
        """The root key in a file, and the first directory."""
        path = new_root_file(self, f"根密钥-{self.shell.desk.store.season}.ycroot")
        if path is None:
            return
        typed = NewPassphrase("根密钥的口令", "至少两人在场；口令手写在保管单上封存，不存进电脑。")

        def then(_values: Mapping[str, str]) -> bool:
            if problem := typed.problem():
                self.shell.messages.error(f"{problem}。名录没有建立，请改好口令再试。")
                return False
            desk, secret = self.shell.desk, typed.first.text()
            self.changes.root_file = path
            self.run("建立名录", lambda: enrolling.found(desk, path, secret), lambda _signed: self._founded(path))
            return True

        self.put(
            Ask(
                "建立名录",
                f"根密钥写到 {path.name}，用这个口令保护。丢失后名录不能再改。",
                (),
                "建立",
                then,
                extra=typed,
            )
        )

    def _founded(self, path: Path) -> None:
        self.refresh()
        said = f"名录已建立，根密钥在 {path}。请复制到两只 U 盘分开封存，并打印保管单。"
        self.shell.messages.done(said, [Action("打印根密钥保管单", self.print_sheet)])

    def enrol(self, file: Path | None = None, root: Path | None = None) -> None:
        """Somebody's request, the digits they read out, the root key."""
        file = file or self.file("选择登记申请", _REQUEST)
        if file is None:
            return
        desk = self.shell.desk
        try:
            public, _ = enrolling.read_request(desk, file)
        except (Refusal, OSError) as error:
            self._trouble(error)
            return
        name = office_name(desk.schemes, public.office)
        words = f"请打电话给{name}（用平时的号码），请对方念它屏幕上的 30 位数字，逐组输入。"
        self.changes.sign(
            f"登记{name}", [*ahead.of_enrolment(desk, public), words], "核对并登记",
            lambda opened, values: enrolling.enrol(desk, file, values["digits"], opened), lambda signed: self._enrolled(name, signed),
            (_digits("30 位数字"),), root,
        )  # fmt: skip

    def _enrolled(self, name: str, signed: Any) -> None:
        self.refresh()
        said = f"已登记{name}，名录第 {signed.directory.version} 版。请把名录交给{name}；其他单位会随下一个数据包收到。"
        self.shell.messages.done(said, [Action("交出名录…", self.hand_out)])

    def hand_out(self) -> None:
        """The directory as a file."""
        folder = self.folder("名录放在（U 盘或文件夹）")
        if folder is not None:
            desk = self.shell.desk
            said = "名录已写到 {}。对方第一次导入时，请在电话里念根密钥的 30 位数字。"
            self.run(
                "交出名录",
                lambda: enrolling.hand_out(desk, folder),
                lambda path: self.shell.messages.done(said.format(path)),
            )

    def print_sheet(self) -> None:
        """根密钥保管单."""
        desk, file = self.shell.desk, self.changes.root_file.name if self.changes.root_file else ""
        self.shell.preview("根密钥保管单", lambda _p: papers.root_sheet(desk, file), "根密钥保管单.pdf")

    # What the acts share

    def chosen(self) -> Office | None:
        """The office in the list."""
        current = self.table.current()
        return next((one for one in self.found.offices if one.uid == current), None) if self.found else None

    def run(self, title: str, work: Callable[[], Any], done: Callable[[Any], object]) -> None:
        """A job; what comes of it closes the question."""

        def landed(result: Any) -> None:
            self._close()
            done(result)

        self.shell.jobs.start(title, lambda _progress: work(), landed, failed=self._trouble)

    def _trouble(self, error: BaseException) -> None:
        if isinstance(error, OSError):
            self.shell.messages.error("文件读不了，没有改动。请检查 U 盘是否插好、文件是否还在，再试一次。")
        else:
            self.shell.messages.trouble(error)

    def put(self, ask: Ask) -> None:
        """A question in the place of the one before."""
        self._close()
        self.ask = ask
        self._room()
        ask.ended.connect(self._close)
        self.question.addWidget(ask)
        ask.begin()

    def _close(self) -> None:
        if self.ask is not None:
            self.ask.hide()
            self.ask.deleteLater()
            self.ask = None
            self._room()

    def file(self, title: str, kinds: str) -> Path | None:
        """Ask for a file."""
        name, _ = QFileDialog.getOpenFileName(self, title, "", kinds)
        return Path(name) if name else None

    def folder(self, title: str) -> Path | None:
        """Ask for a folder."""
        name = QFileDialog.getExistingDirectory(self, title)
        return Path(name) if name else None

    def _room(self) -> None:
        """A question needs the place of what else is told; the digits typed are never those of this office."""
        for part in (self.cards, self.foot):
            part.setVisible(self.ask is None)
        self.next.setVisible(self.ask is None and bool(self.next.text()))

    def _tell(self) -> None:
        """Which buttons there are."""
        found, desk = self.found, self.shell.desk
        if found is None or desk is None:
            return
        region, stands = found.part == "region", found.stands
        wanted: dict[QPushButton, tuple[bool, str]] = {
            self.b_found: (region and not stands.version, "package.enrol"),
            self.b_enrol: (region and bool(stands.version), "package.enrol"),
            self.b_hand_out: (region and bool(stands.version), ""),
            self.b_sheet: (region and bool(stands.version), ""),
            self.b_request: (not region, "package.keys"),
            self.b_take: (not region, "package.directory"),
            self.b_renew: (bool(stands.digits) and bool(stands.version), "package.keys"),
            self.b_revoke: (region and bool(stands.version), "package.enrol"),
            self.b_remove: (region and bool(stands.version), "package.enrol"),
            self.b_root: (region and bool(stands.version), "package.enrol"),
        }
        for part, (on, action) in wanted.items():
            part.setVisible(on and (not action or desk.may(action)))
        office = self.chosen()
        self.b_revoke.setEnabled(office is not None)
        self.b_remove.setEnabled(office is not None and office.listed and not office.own)
        emphasise(self.b_request, not stands.listed)

    def _build(self) -> None:
        own = Card("本单位的 30 位数字", "登记时在电话里念给自治区", self.own)
        root = Card("根密钥的 30 位数字", "盟市第一次导入名录时核对", self.root)
        self.cards = holder(row((own, 1), (root, 1), gap=12), "plain")
        nothing = EmptyState(
            "还没有名录",
            "建立或导入名录以后，这里列出各单位。",
            (Action("刷新", self.refresh, "arrow-clockwise"),),
            "key",
        )
        none = EmptyState("没有这样的单位", "", (), "magnifying-glass")
        buttons = row(
            (stack(self.state, self.next, gap=4), 1),
            self.b_sheet,
            self.b_hand_out,
            self.b_take,
            self.b_found,
            self.b_enrol,
            self.b_request,
        )
        self.foot = holder(row(self.b_revoke, self.b_remove, None, self.b_renew, self.b_root, gap=16), "plain")
        self.setLayout(
            stack(buttons, self.question, self.cards, (ListCard(self.table, nothing, none), 1), self.foot, gap=12,
                  margins=TAB_MARGINS)
        )  # fmt: skip

"""收发登记: every package out and in, whether it is confirmed, its papers again, and 撤销这次导入 (K05, K14)."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QFrame, QPushButton

from ui.pages.base import Shell
from ui.pages.register import Declared, RegisterPage, SavedView
from ui.parts.ask import Ask, Entry
from ui.parts.detail import DetailPane
from ui.parts.empty import EmptyState
from ui.parts.filters import Pick
from ui.parts.look import button, holder, label, look, row, stack
from ui.parts.rows import Column
from ui.parts.scroll import Scroll
from ui.parts.strip import Action
from ui.places import Place
from yingcai_desktop.exchange import undoing
from yingcai_desktop.exchange.applying import Applied
from yingcai_desktop.services import safekeeping
from yingcai_desktop.services.packages import papers, register
from yingcai_desktop.services.packages.receiving import size_words
from yingcai_desktop.services.packages.register import STATES
from yingcai_desktop.services.packages.register import Entry as Line

COLUMNS = (
    Column("state", "状态", lambda e: STATES[e.state][0], 116, kind="pill", tone=lambda e: STATES[e.state][1]),
    Column("direction", "收发", lambda e: "发出" if e.sent else "收到", 64),
    Column("name", "对方单位", lambda e: e.name, 110, find=True),
    Column("label", "内容", lambda e: e.label, 96, find=True),
    Column("number", "编号", lambda e: f"第 {e.number} 号", 84, sort=lambda e: e.number),
    Column("at", "制作时间", lambda e: e.at, 146),
    Column("code", "校验码", lambda e: e.check_code, 112, find=True),
    Column("content", "记录", lambda e: e.content, 240, tip=lambda e: e.content),
    Column("file", "文件名", lambda e: e.file_name, 240, find=True, tip=lambda e: e.file_name),
)


class LedgerTab(RegisterPage):
    """Nothing is edited here; a package is taken back with a reason."""

    watches = ("package", "withheld")
    declared = Declared(
        COLUMNS, 2, (Pick("name", "单位"), Pick("label", "内容")), {"name": "name", "label": "label"},
        (
            SavedView("all", "全部", lambda e: True), SavedView("out", "发出", lambda e: e.sent), SavedView("in", "收到", lambda e: not e.sent),
            SavedView("waiting", "待对方确认", lambda e: e.state in ("waiting", "taken-back")), SavedView("refused", "有拒收", lambda e: bool(e.refused)),
        ),
        "搜索单位、校验码、文件名", "个数据包", "没有这样的数据包", ticks=False,
    )  # fmt: skip

    def __init__(self, shell: Shell, place: Place) -> None:
        self._entries: list[Line] = []
        super().__init__(shell, place)
        self.refresh()

    def all_rows(self) -> Sequence[Line]:
        """Latest first."""
        return self._entries

    def make_pane(self) -> "PackagePane":
        """One package."""
        self.pane: PackagePane = PackagePane()
        self.pane.print_wanted.connect(self.print_paper)
        self.pane.undo_button.clicked.connect(self.ask_undo)
        return self.pane

    def buttons(self) -> Sequence[QPushButton]:
        """Make one, take one in."""
        return (
            button("导出数据包", "", "upload-simple", lambda: self.shell.go("exchange", tab="send")),
            button("导入数据包", "primary", "download-simple", lambda: self.shell.go("exchange", tab="receive")),
        )

    def empty_state(self) -> EmptyState:
        """What this register is for."""
        return EmptyState(
            "还没有收到过数据包",
            "制作或导入数据包以后，这里自动登记：给谁、第几号、校验码，对方有没有确认收到。",
            (
                Action("导入数据包", lambda: self.shell.go("exchange", tab="receive"), "download-simple"),
                Action("导出数据包", lambda: self.shell.go("exchange", tab="send"), "upload-simple"),
            ),
            "package",
        )

    def refresh(self) -> None:
        """Read the register."""
        if self.shell.desk is None:
            return
        self._entries = register.entries(self.shell.desk)
        for key in ("name", "label"):
            self.filter.set_options(key, [(v, v) for v in dict.fromkeys(getattr(e, key) for e in self._entries)])
        self.pane.entry = None
        self.show_rows()
        if self.table.current() and self.pane.isVisible():
            self.show_record(self.table.current())

    def showing(self) -> str:
        """The package in the pane."""
        return self.pane.entry.uid if self.pane.entry else ""

    def leave_record(self) -> None:
        """Nothing is edited here."""
        self.pane.entry = None

    def show_record(self, uid: str) -> None:
        """Fill the pane."""
        found = next((e for e in self._entries if e.uid == uid), None)
        if found is not None:
            desk = self.shell.desk
            reasons = register.reasons(desk, found) if desk is not None else []
            self.pane.show_entry(found, reasons, may_undo=desk is not None and desk.may("package.undo"))

    def open_at(self, **what: object) -> None:
        """`uid`: a package; `view`: a chip."""
        view = str(what.get("view") or "")
        if view in self._views:
            self.filter.set_view(view)
        if uid := str(what.get("uid") or ""):
            self.open_record(uid)

    # What it does

    def print_paper(self) -> None:
        """交接单 of what went out, 导入报告 of what came in."""
        entry, desk = self.pane.entry, self.shell.desk
        if entry is None:
            return
        if entry.sent:
            self.shell.preview(
                "数据包交接单", lambda _p: papers.handover(desk, entry.uid), f"交接单-{entry.label}-{entry.number}.pdf"
            )
        else:
            self.shell.preview(
                "数据包导入报告", lambda _p: papers.report(desk, entry.uid), f"导入报告-{entry.name}-{entry.number}.pdf"
            )

    def ask_undo(self) -> None:
        """撤销这次导入: the reason, in the pane."""
        entry = self.pane.entry
        if entry is not None and self.pane.undo_button.isEnabled():
            self.pane.ask_reason(lambda values: self.undo_import(entry, values))

    def undo_import(self, entry: Line, values: Mapping[str, str]) -> None:
        """A backup, then the import is taken back, all of it or nothing."""
        desk, reason = self.shell.desk, values["reason"]

        def work(_progress: object) -> Applied:
            return undoing.undo(desk, entry.package_id, reason, backup=lambda: safekeeping.backup(desk))

        self.shell.jobs.start(
            f"撤销 {entry.name}第 {entry.number} 号的导入", work, lambda done: self._undone(entry, done)
        )

    def _undone(self, entry: Line, done: Applied) -> None:
        self.shell.messages.done(
            f"已撤销 {entry.name} 第 {entry.number} 号的导入，{done.counts['undone']} 条记录回到导入之前。对方会从下一次回执知道；再导入同一个包可以恢复。"
        )
        self.refresh()
        self.shell.refresh_badges()


class PackagePane(DetailPane):
    """Everything the register knows of one package."""

    def __init__(self) -> None:
        self.entry: Line | None = None
        self.body = stack(gap=8, margins=(16, 8, 16, 12))
        inside = QFrame()
        look(inside, look="plain")
        inside.setLayout(stack(self.body, None, gap=0))
        super().__init__((("facts", "登记", Scroll(inside)),), "数据包")
        self.undo_button = button("撤销这次导入…", "danger", "arrow-counter-clockwise")
        self.paper = button("打印", "primary", "printer", self.print_wanted.emit)
        self.question = stack(gap=0)
        self.set_footer(
            holder(
                stack(self.question, row(None, self.undo_button, self.paper), gap=8, margins=(16, 8, 12, 10)), "plain"
            )
        )
        self.ask: Ask | None = None

    def show_entry(self, entry: Line, reasons: Sequence[str], *, may_undo: bool) -> None:
        """Another package."""
        self.entry = entry
        self.close_ask()
        words, tone = STATES[entry.state]
        self.show_head(
            f"{entry.label} · 第 {entry.number} 号", words, tone, f"{'发给' if entry.sent else '来自'}{entry.name}"
        )
        self.paper.setText("打印交接单" if entry.sent else "打印导入报告")
        self.paper.setAccessibleName(self.paper.text())
        self.undo_button.setVisible(not entry.sent and entry.state == "applied")
        self.undo_button.setEnabled(may_undo and entry.last)
        self.undo_button.setToolTip(
            "" if may_undo and entry.last else "只能先撤销最后一次导入" if may_undo else "撤销导入须由审核办理"
        )
        while (item := self.body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        pairs = [
            ("校验码", entry.check_code), ("制作时间", entry.at), ("文件", f"{entry.file_name}（{size_words(entry.size)}）"), ("记录", entry.content),
            ("对方处理", entry.answer), ("撤销原因", entry.reason),
        ]  # fmt: skip
        for name, value in pairs:
            if value:
                self.body.addWidget(label(name, "label"))
                shown = label(value, "code" if name == "校验码" else "", wrap=True)
                self.body.addWidget(shown)
        if reasons:
            self.body.addWidget(label("对方没有接收" if entry.sent else "没有接收", "label"))
            for line in reasons:
                self.body.addWidget(label(f"▲ {line}", "warn", wrap=True))
        if entry.sent and entry.state == "waiting":
            self.body.addWidget(
                label(
                    "对方还没有发来确认。对方导入后制作的数据包或回执会带来确认；丢了也不要紧，下一个包会再带上。",
                    "hint",
                    wrap=True,
                )
            )

    def ask_reason(self, then: Callable[[Mapping[str, str]], object]) -> None:
        """Why the import is taken back."""
        self.close_ask()
        entry = Entry("reason", "原因", "例如：选错了文件")
        self.ask = Ask("撤销这次导入", "", (entry,), "撤销", then)
        self.ask.ended.connect(self.close_ask)
        self.question.addWidget(self.ask)
        self.ask.begin()

    def close_ask(self) -> None:
        """The question goes."""
        if self.ask is not None:
            self.ask.hide()
            self.ask.deleteLater()
            self.ask = None

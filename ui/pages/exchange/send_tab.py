"""导出 on one page: to whom, what, which numbers of people are in it, what to look at first, and where the file goes (ux §4.12)."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QFrame, QVBoxLayout, QWidget

from ui.jobs import Cancelled, Progress
from ui.pages.base import Shell
from ui.pages.exchange.made_card import MadeCard
from ui.pages.tabbed import TAB_MARGINS, Tab
from ui.parts.card import Card
from ui.parts.elided import ElidedLabel
from ui.parts.empty import EmptyState
from ui.parts.faces import Faces
from ui.parts.list_card import ListCard
from ui.parts.look import button, holder, label, look, row, stack
from ui.parts.rows import Column
from ui.parts.scroll import Scroll
from ui.parts.segments import Segments
from ui.parts.table import Table
from ui.places import Place
from yingcai_desktop.errors import Refusal
from yingcai_desktop.exchange.kinds import PackageKind
from yingcai_desktop.exchange.making import Made, make_package
from yingcai_desktop.services.packages import offices, papers, register, sending
from yingcai_desktop.services.packages.sending import Check, Offer, Offered

_SYMBOLS = {"ok": "✓", "warn": "▲", "bad": "✕"}
_LOOKS = {"ok": "ok", "warn": "warn", "bad": "error"}
_SIDE = 372


class _Row:
    """An offer as a row of the list."""

    def __init__(self, offer: Offer) -> None:
        self.offer, self.uid = offer, offer.kind.value


def _fresh(shown: _Row) -> str:
    if shown.offer.kind is PackageKind.RECEIPT:
        return "只有回执"
    return f"{shown.offer.fresh} 处" if shown.offer.fresh else "没有"


COLUMNS = (
    Column("label", "内容", lambda r: r.offer.label, 104),
    Column(
        "fresh",
        "对方还没有",
        _fresh,
        104,
        "right",
        tone=lambda r: "info" if r.offer.fresh else "plain",
        number=lambda r: float(r.offer.fresh),
    ),
    Column("words", "包里共有", lambda r: r.offer.words, 312, tip=lambda r: r.offer.words),
    Column("clause", "依据", lambda r: r.offer.clause, 150, tip=lambda r: r.offer.clause),
)


class SendTab(Tab):
    """What goes is everything the other office is not known to have; a lost package heals with the next."""

    watches = (
        "package",
        "directory_version",
        "office_key",
        "application",
        "mentor",
        "selection",
        "step_result",
        "decision",
        "school",
    )

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        self.offered: Offered | None = None
        self._folder: Path | None = None
        self._reading, self._again, self._tick = False, False, ""
        self.names = dict(offices.peers(shell.desk)) if shell.desk is not None else {}
        self.peers = Segments(list(self.names.items()) or [("", "—")], "给谁")
        self.peers.chosen.connect(lambda _code: self._read())
        self.table = Table(
            COLUMNS, name="内容", frozen=2, checks=True, unit="种", preferences=shell.preferences, view="exchange/send"
        )
        self.table.rows.checked_changed.connect(self._tell)
        waiting = EmptyState("正在清点可以发送的内容", "清点完列出每一种有多少记录、对方还缺多少。", (), "package")
        self.list = ListCard(self.table, waiting, EmptyState("没有这样的内容", "", (), "magnifying-glass"))
        self.privacy, self.checks = label("", wrap=True), QVBoxLayout()
        self.checks.setSpacing(6)
        self.folder = ElidedLabel("还没有选择位置", "label")
        self.go = button("生成数据包", "primary", "upload-simple", self.make)
        self.go.setEnabled(False)
        self.faces = Faces()
        self._build()
        self.refresh()

    # What the window calls

    def refresh(self) -> None:
        """Count again what could go."""
        if self.shell.desk is not None:
            self._read()

    def open_at(self, **what: object) -> None:
        """`kind`: ticked; `to`: the addressee."""
        if isinstance(to := what.get("to"), str) and to in self.names:
            self.peers.choose(to)
        self._tick = str(what.get("kind") or "")
        self.faces.setCurrentWidget(self.work)
        self._read()

    def rights_changed(self) -> None:
        """Who may send may press it."""
        super().rights_changed()
        self._tell()

    def panes(self) -> Sequence[QWidget]:
        """F6."""
        return (self.peers, self.table, self.go)

    def focus_work_area(self) -> None:
        """The kinds."""
        (self.table if self.table.isVisible() else self.peers).setFocus()

    # Making

    def choose_folder(self) -> None:
        """Where the file goes: a stick, or a folder."""
        chosen = QFileDialog.getExistingDirectory(self, "生成到（U 盘或文件夹）", str(self._folder or ""))
        if chosen:
            self._folder = Path(chosen)
            self.folder.setText(str(self._folder))
            self._tell()

    def make(self) -> None:
        """One package for each ticked kind."""
        if self._folder is None:
            self.choose_folder()
        kinds = [offer.kind for offer in self.ticked()]
        if self._folder is None or not kinds or self.offered is None:
            return
        desk, peer, folder = self.shell.desk, self.offered.peer, self._folder

        def work(progress: Progress) -> tuple[list[tuple[Made, str]], BaseException | None]:
            made, trouble = [], None
            try:
                for kind in kinds:
                    progress(0, 0, register.label_of(kind.value))
                    made.append(make_package(desk, kind, peer, folder, progress))
            except (Refusal, Cancelled) as error:  # what was made before is whole, entered, and shown
                if not made:
                    raise
                trouble = error
            known = {one.package_id: one.uid for one in register.entries(desk) if one.sent}
            return [(one, known[one.package_id]) for one in made], trouble

        self.go.setEnabled(False)
        job = self.shell.jobs.start(f"生成给{self.offered.name}的数据包", work, self._made)
        job.ended.connect(self._tell)

    def _made(self, result: tuple[list[tuple[Made, str]], BaseException | None]) -> None:
        made, trouble = result
        if isinstance(trouble, Refusal):
            self.shell.messages.refusal(trouble)
        name = self.offered.name if self.offered else ""
        while (item := self.results.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for one, uid in made:
            self.results.addWidget(MadeCard(one, name, partial(self.print_slip, uid), partial(self.show_folder, one.path)))
        self.made_title.setText(f"已生成 {len(made)} 个数据包，交给{name}")
        self.table.rows.check(list(self.table.rows.checked), False)
        self.faces.setCurrentWidget(self.done)
        self.again.setFocus()
        self.shell.refresh_badges()

    def start_again(self) -> None:
        """Back to the list."""
        self.faces.setCurrentWidget(self.work)
        self.focus_work_area()

    def print_slip(self, uid: str) -> None:
        """交接单."""
        desk = self.shell.desk
        self.shell.preview("数据包交接单", lambda _p: papers.handover(desk, uid), "数据包交接单.pdf")

    def show_folder(self, path: Path) -> None:
        """The folder in the file manager, or its name where there is none."""
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))):
            self.shell.messages.info(f"数据包在 {path.parent}。")

    def ticked(self) -> list[Offer]:
        """The kinds to make, in the order of the year."""
        return [shown.offer for shown in self.table.rows.shown if shown.uid in self.table.rows.checked]

    # Inside

    def _read(self) -> None:
        if self._reading:
            self._again = True
            return
        peer, desk = self.peers.current(), self.shell.desk
        if not peer:
            return
        self._reading = True
        job = self.shell.jobs.start(
            "清点可以发送的内容", lambda progress: sending.offered(desk, peer, progress), self._show
        )
        job.ended.connect(self._ended)

    def _ended(self) -> None:
        self._reading = False
        if self._again:
            self._again = False
            self._read()
        else:
            self._tell()  # what is ticked from the start can be made at once

    def _show(self, found: Offered) -> None:
        if found.peer != self.peers.current():
            return
        first = self.offered is None or self.offered.peer != found.peer
        self.offered = found
        self.table.show_rows([_Row(offer) for offer in found.offers])
        if first or self._tick:
            self.table.rows.check(list(self.table.rows.checked), False)
            wanted = [
                o.kind.value
                for o in found.offers
                if (o.kind.value == self._tick if self._tick else o.due)
            ]
            self.table.rows.check(wanted, True)
            self._tick = ""
        self._tell()

    def _tell(self) -> None:
        found, offers = self.offered, self.ticked()
        checks = [*(found.checks if found else ()), *sending.ticked_checks(offers)]
        if found is not None and not offers:
            checks.append(Check("warn", "请勾选要发的内容。"))
        desk = self.shell.desk
        if desk is not None and not desk.may("package.send"):
            checks.append(Check("bad", "生成数据包须由经办或审核办理。"))
        self._show_checks(checks)
        numbers = list(dict.fromkeys(one for offer in offers for one in offer.numbers))
        self.privacy.setText(
            f"含{'、'.join(numbers)}的全号。文件整个加密，只有收件单位、本单位和根密钥打得开；文件名里没有姓名。"
            if numbers else "勾选的内容里没有身份证号和电话。文件整个加密；文件名里没有姓名。"
        )  # fmt: skip
        self.go.setText(
            "生成数据包" if not offers else f"生成 {len(offers)} 个数据包" if self._folder else f"选择位置并生成 {len(offers)} 个…"
        )
        self.go.setAccessibleName(self.go.text())
        self.go.setEnabled(bool(offers) and not any(one.level == "bad" for one in checks) and not self._reading)
        self.set_status(f"勾选 {len(offers)} 种，对方还没有的 {sum(o.fresh for o in offers)} 处")

    def _show_checks(self, checks: Sequence[Check]) -> None:
        while (item := self.checks.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for one in checks:
            self.checks.addWidget(label(f"{_SYMBOLS[one.level]} {one.text}", _LOOKS[one.level], wrap=True))

    def _build(self) -> None:
        side = QFrame()
        look(side, look="plain")
        side.setLayout(
            stack(Card("隐私", "", self.privacy), Card("检查", "✕ 须先办好　▲ 请留意", self.checks), None, gap=12)
        )
        area = Scroll(side)
        area.setFixedWidth(_SIDE)
        place = row(
            label("生成到", "label"),
            (self.folder, 1),
            button("选择位置…", "", "folder-open", self.choose_folder),
            self.go,
        )
        head = row(
            label("给谁", "label"),
            self.peers,
            12,
            (label("内容按对方还缺的自动带全，同一内容多发几次不会重复。", "hint", wrap=True), 1),
        )
        self.work = holder(stack(head, (row((self.list, 1), area, gap=14), 1), place, gap=12), "plain")
        self.faces.addWidget(self.work)
        self.made_title, self.results = label("", "h1"), QVBoxLayout()
        self.results.setSpacing(10)
        self.again = button("再做一次", "primary", do=self.start_again)
        told = label(
            "请把文件交给对方，再打电话核对校验码；交接单随文件一起交接。对方导入后发回的包会带来确认。",
            "label",
            wrap=True,
        )
        inside = holder(stack(self.results, None, gap=10), "plain")
        ledger = button("看收发登记", do=lambda: self.shell.go("exchange", tab="ledger"))
        self.done = holder(
            stack(self.made_title, told, (Scroll(inside), 1), row(None, ledger, self.again), gap=10), "plain"
        )
        self.faces.addWidget(self.done)
        self.setLayout(stack((self.faces, 1), margins=TAB_MARGINS))

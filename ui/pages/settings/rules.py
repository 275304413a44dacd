"""名额与规则: everything the notice says and everything an office signs, each with clause, who signed and when; signing in the pane."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QPushButton

from ui.pages.base import Shell
from ui.pages.home_import import Import
from ui.pages.register import Declared, RegisterPage, SavedView
from ui.pages.settings.sign_pane import STATES, SignPane
from ui.parts.detail import DetailPane
from ui.parts.empty import EmptyState
from ui.parts.filters import Pick
from ui.parts.look import button
from ui.parts.rows import Column
from ui.parts.strip import Action
from ui.places import Place
from yingcai_desktop.services import rulebook
from yingcai_desktop.services.rulebook import NOTICED, OPEN, PROPOSED, SIGNED, Rule


def _columns(short: Mapping[str, str]) -> Sequence[Column]:
    return (
        Column("state", "状态", lambda r: STATES[r.state][0], 116, kind="pill", tone=lambda r: STATES[r.state][1]),
        Column("name", "事项", lambda r: r.name, 268, find=True, tip=lambda r: r.name),
        Column("value", "内容", lambda r: r.value, 260, find=True, tip=lambda r: r.value),
        Column("clause", "通知条款", lambda r: r.clause, 150, tip=lambda r: r.clause or "通知没有写，由单位决定"),
        Column("programme", "项目", lambda r: short.get(r.programme, "两个项目"), 84),
        Column("who", "签认人", lambda r: r.who, 150, tip=lambda r: r.who),
        Column("at", "签认时间", lambda r: r.at, 130),
        Column("document", "依据文件", lambda r: r.document, 200, tip=lambda r: r.document),
    )


VIEWS = (
    SavedView("all", "全部", lambda r: True),
    SavedView("open", "未签认", lambda r: r.state == OPEN),
    SavedView("signed", "已签认", lambda r: r.state == SIGNED),
    SavedView("noticed", "通知规定", lambda r: r.state in (NOTICED, PROPOSED)),
)


class RulesTab(RegisterPage):
    """One list of rules; what can be signed is signed beside it."""

    watches = ("decision",)

    def __init__(self, shell: Shell, place: Place) -> None:
        short = {p: s.short for p, s in shell.desk.schemes.programmes.items()} if shell.desk else {}
        self._rows = self._read(shell)
        parts = [(part, part) for part in dict.fromkeys(r.part for r in self._rows)]
        self.declared = Declared(
            _columns(short), 2, (Pick("part", "类别", parts),), {"part": "part"}, VIEWS, "搜索事项、内容", "条",
            "没有这样的规则", ticks=False,
        )  # fmt: skip
        self.shell = shell
        super().__init__(shell, place)
        self.files = Import(self, shell)
        self.show_rows()

    @staticmethod
    def _read(shell: Shell) -> list[Rule]:
        return rulebook.rules(shell.desk, shell.programme) if shell.desk else []

    # The register

    def all_rows(self) -> Sequence[Rule]:
        """Everything of the scope."""
        return self._rows

    def make_pane(self) -> DetailPane:
        """The value and its signature."""
        self.pane: SignPane = SignPane(self.shell)
        self.pane.signed.connect(self._signed)
        return self.pane

    def buttons(self) -> Sequence[QPushButton]:
        """A whole decision file at once."""
        load = button("登记决定文件…", "", "download-simple", self.load_file, tip="单位签认后的决定文件（.toml），整份核对后登记")
        self.offer("decision.record", load)
        return (load,)

    def empty_state(self) -> EmptyState:
        """Only without a store."""
        return EmptyState("还没有打开数据文件", "打开数据文件以后，这里列出通知的规定和单位的决定。", (Action("回到工作台", lambda: self.shell.go("home"), "house"),))

    def showing(self) -> str:
        """The rule in the pane."""
        return self.pane.uid

    def show_record(self, uid: str) -> None:
        """Fill the pane."""
        rule = next((r for r in self._rows if r.uid == uid), None)
        if rule is not None:
            self.pane.show_rule(rule)
            self._onward = self._next_open(uid)  # before it is signed: then it moves down among the signed

    def leave_record(self) -> None:
        """What was typed stays in the pane's draft."""
        self.pane.leave()

    def edit_record(self) -> None:
        """Into the first field."""
        self.pane.focus_first()

    def refresh(self) -> None:
        """Read again."""
        self._rows = self._read(self.shell)
        self.show_rows()

    def open_at(self, **what: object) -> None:
        """`uid`: a key of a decision; `view`: a chip."""
        if isinstance(view := what.get("view"), str) and view in self.filter.chips:
            self.filter.set_view(view)
        if isinstance(uid := what.get("uid"), str):
            self.open_record(uid)

    def load_file(self, path: Path | None = None) -> None:
        """Record a whole decision file."""
        if path is None:
            chosen, _ = QFileDialog.getOpenFileName(self, "登记决定文件", "", "决定文件 (*.toml)")
            path = Path(chosen) if chosen else None
        if path is not None:
            self.files.decide(path)

    def _signed(self, words: str, notes: Sequence[str]) -> None:
        for note in notes:
            self.shell.messages.warn(note)
        self.shell.messages.done(words)
        self.refresh()
        if self._onward:
            self.table.select(self._onward)
        self.show_record(self.table.current())
        self.table.setFocus()  # the form that had the keyboard is gone

    _onward = ""

    def _next_open(self, uid: str) -> str:
        """The unsigned rule after this one, in the order on show; blank after the last."""
        shown = [row.uid for row in self.table.rows.shown if row.state == OPEN or row.uid == uid]
        at = shown.index(uid) if uid in shown else -1
        return next((u for u in shown[at + 1 :] if at >= 0), "")

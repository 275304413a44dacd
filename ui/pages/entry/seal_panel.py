"""封存: how far the marks are, the total of the paper, sealing by two, the protocol, the check against the store, amendments."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.pages.base import Shell
from ui.pages.entry.amend_panel import AmendPanel
from ui.parts.line_edit import LineEdit
from ui.parts.look import button, holder, label, row, stack
from ui.parts.strip import Strip
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Refusal
from yingcai_desktop.rules.entry import tidy
from yingcai_desktop.rules.marks import printed
from yingcai_desktop.services import sealing
from yingcai_desktop.services.entry import SheetRef


class SealPanel(QWidget):
    """One seal: a test's city and subject, a judge's sheet, an expert's sheet. `sealed` after sealing."""

    sealed = Signal()

    def __init__(self, ref: SheetRef, desk: Callable[[], Desk], shell: Shell) -> None:
        super().__init__()
        self.ref, self._desk, self._shell = ref.sealed_as, desk, shell
        self.held: sealing.Sealed | None = None
        self.head, self.facts = label("", "h1", wrap=True), label("", "label", wrap=True)
        self.code = label("", "strong", wrap=True)
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.total = LineEdit("", "照纸面抄")
        self.total.setAccessibleName("纸面总分")
        self.total.setFixedWidth(120)
        self.seal_now = button("两人封存…", "primary", "lock", self.ask_seal)
        self.protocol = button("打印封存记录", "", "printer", self.print_protocol)
        self.check = button("核对封存码", "", "shield-check", self.verify)
        self.before = holder(row(label("纸面总分", "label"), self.total, self.seal_now, None))
        self.after = holder(row(self.protocol, self.check, None))
        self.verdict = stack(gap=4)
        self.amending = AmendPanel(self.ref, desk, shell)
        self.amending.amended.connect(self.refresh)
        card = stack(self.head, self.facts, self.code, self.before, self.after, self.verdict, (self.amending, 1), None, gap=12, margins=(20, 16, 20, 16))
        self.setLayout(stack((holder(card, "card"), 1)))
        self.total.entered.connect(self.ask_seal)

    def refresh(self) -> None:
        """What there is to seal, or the seal."""
        self.held = sealing.seal_of(self._desk(), self.ref)
        self.before.setVisible(self.held is None)
        self.after.setVisible(self.held is not None)
        self.amending.setVisible(self.held is not None)
        self._clear_verdict()
        if self.held is not None:
            held = self.held
            self.head.setText(f"{held.title} · 已封存")
            self.facts.setText(
                f"{held.sealed_at[:16].replace('T', ' ')}　{held.sealed_by}、{held.sealed_with} 封存　{_count(held.count, held.states)}　总分 {printed(held.total)}　"
                f"封存记录第 {held.version} 版　更正只能办理更正单"
            )
            self.code.setText(f"封存码 {held.code}")
            self.amending.refresh()
            return
        found = sealing.ready(self._desk(), self.ref)
        self.head.setText(f"{found.title} · 还没有封存")
        twice = f"　其中 {found.entered_twice} 张成绩单经两人双录" if found.entered_twice else ""
        self.facts.setText(f"{_count(found.count, found.states)}　总分 {printed(found.total)}{twice}")
        self.code.setText("；".join(found.obstacles))
        self.seal_now.setEnabled(not found.obstacles)
        self.seal_now.setToolTip("；".join(found.obstacles))

    def start(self) -> None:
        """The keyboard to what comes next."""
        (self.total if self.held is None else self.protocol).setFocus()

    def ask_seal(self) -> None:
        """Another person signs in on the spot; then the marks are frozen."""
        try:
            total = Decimal(tidy(self.total.text()))
        except InvalidOperation:
            self._shell.messages.warn("请先照纸面抄写总分，再封存。")
            self.total.setFocus()
            return

        def act(desk: Any) -> None:
            made = sealing.seal(replace(desk, actor=self._desk().actor), self.ref, total)
            self._shell.messages.done(f"{made.title}已封存，共 {made.count} 份。请打印封存记录，两人签字。")
            self.refresh()
            self.sealed.emit()

        self._shell.second_person("封存成绩", act, action="score.seal")

    def verify(self) -> None:
        """账实核对."""
        if self.held is None:
            return
        verdict = sealing.verify(self._desk(), self.held.uid)
        self._clear_verdict()
        self.verdict.addWidget(Strip(verdict.sentence, "ok" if verdict.sound else "bad", closable=False))

    def print_protocol(self) -> None:
        """The protocol to sign."""
        from yingcai_desktop.services.printing import protocol

        if self.held is None:
            return
        uid, desk, title = self.held.uid, self._desk(), f"封存记录 {self.held.title}"
        try:
            self._shell.preview("封存记录", lambda _progress: protocol.seal_protocol(desk, uid), f"{title}.pdf")
        except Refusal as refused:
            self._shell.messages.refusal(refused)

    def _clear_verdict(self) -> None:
        while (item := self.verdict.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()


def _count(count: int, states: dict[str, int]) -> str:
    parts = "、".join(f"{state} {number}" for state, number in states.items())
    return f"{count} 份（{parts}）" if parts else f"{count} 份"

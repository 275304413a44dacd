"""更正单: one sealed mark, with its reason and paper, by two; and those there are, to print again (features D09)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.pages.base import Shell
from ui.parts.combo import PickCombo
from ui.parts.line_edit import LineEdit
from ui.parts.look import button, label, row, rule, stack
from ui.parts.rows import Column
from ui.parts.table import Table
from yingcai_desktop.desk import Desk
from yingcai_desktop.services import sealing
from yingcai_desktop.services.entry import SheetRef
from yingcai_desktop.services.marked import STATES

COLUMNS = (
    Column("number", "单号", lambda a: str(a.number), 56, "center"),
    Column("name", "姓名", lambda a: a.name, 150),
    Column("old", "原成绩", lambda a: a.old or "（补登）", 190),
    Column("new", "更正后", lambda a: a.new, 190),
    Column("reason", "理由", lambda a: a.reason, 220),
    Column("paper", "纸面文号", lambda a: a.paper, 140),
    Column("who", "更正人", lambda a: f"{a.amended_by}、{a.amended_with}", 140),
)


class AmendPanel(QWidget):
    """Beneath a seal. `amended` after one was made."""

    amended = Signal()

    def __init__(self, ref: SheetRef, desk: Callable[[], Desk], shell: Shell) -> None:
        super().__init__()
        self.ref, self._desk, self._shell = ref, desk, shell
        self.titles: tuple[str, ...] = ()
        self.who = PickCombo([], "考生")
        self.who.setMinimumWidth(200)
        self.value = LineEdit("", "更正为：分数或状态")
        self.reason = LineEdit("", "更正理由")
        self.paper = LineEdit("", "纸面文号")
        for box in (self.value, self.reason, self.paper):
            box.setAccessibleName(box.placeholderText())
        self.go = button("办理更正单…", "", "pencil-simple", self.ask)
        self.paper.entered.connect(self.ask)
        self.table = Table(COLUMNS, name="更正单", frozen=2)
        self.table.opened.connect(self.print_form)
        head = row(label("更正单", "strong"), label("封存后的更正由两人办理；双击或回车打印更正单", "hint"), None)
        form = row(self.who, (self.value, 1), (self.reason, 2), (self.paper, 1), self.go)
        self.setLayout(stack(rule(), head, form, (self.table, 1), gap=8))

    def refresh(self) -> None:
        """Who is under the seal, and the amendments."""
        people = sealing.sealed_people(self._desk(), self.ref)
        self.titles = people.titles
        self.who.set_options([(uid, name) for uid, name in people.names])
        self.value.setToolTip(f"依次写：{'、'.join(self.titles)}，用顿号隔开" if len(self.titles) > 1 else "")
        self.table.show_rows(sealing.amendments(self._desk(), self.ref))

    def ask(self) -> None:
        """Another person signs in on the spot; then the mark is changed and the form shown."""
        uid, typed = self.who.code(), self.value.text().strip()
        if not (uid and typed and self.reason.text().strip() and self.paper.text().strip()):
            self._shell.messages.warn("请选考生，写明更正后的分数或状态、理由和纸面文号，再办理更正单。")
            return
        status, marks = self._read(typed)

        def act(desk: Any) -> None:
            actor = replace(desk, actor=self._desk().actor)
            made = sealing.amend(actor, self.ref, uid, status, marks, self.reason.text(), self.paper.text())
            self._shell.messages.done(f"更正单第 {made.number} 号已办理：{made.name} {made.old} → {made.new}。请打印签字。")
            for box in (self.value, self.reason, self.paper):
                box.clear()
            self.amended.emit()

        self._shell.second_person("更正已封存的成绩", act, action="score.amend")

    def _read(self, typed: str) -> tuple[str, Mapping[str, str]]:
        if typed in STATES[self.ref.kind][1:]:
            return typed, {}
        parts = typed.replace("，", "、").split("、")
        return STATES[self.ref.kind][0], dict(zip(self.titles, parts, strict=False))

    def print_form(self, uid: str) -> None:
        """The form to sign."""
        from yingcai_desktop.services.printing import protocol

        desk = self._desk()
        self._shell.preview("更正单", lambda _progress: protocol.amendment_form(desk, uid), "更正单.pdf")

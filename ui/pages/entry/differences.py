"""核对差异: both passes and what counts, side by side, with the paper at hand; 1 第一遍 · 2 第二遍 · 3 按原卷 · F8 下一处 (U38)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ui.messages import Messages
from ui.parts.line_edit import LineEdit
from ui.parts.look import button, holder, label, row, stack
from ui.parts.rows import Column
from ui.parts.table import Table
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Refusal
from yingcai_desktop.services import entry
from yingcai_desktop.services.entry import Disagreement, Paper

PICKED = {"first": "采用第一遍", "second": "采用第二遍", "paper": "按原卷更正", "": "待核定"}


@dataclass(frozen=True, slots=True)
class Row:
    """A difference with a uid of its own."""

    uid: str
    at: Disagreement


COLUMNS = (
    Column("place", "号", lambda r: r.at.place, 52, "center"),
    Column("name", "姓名", lambda r: r.at.name, 150, find=True),
    Column("field", "项目", lambda r: r.at.field, 120),
    Column("first", "第一遍 [1]", lambda r: r.at.first or "（空）", 116, "right"),
    Column("second", "第二遍 [2]", lambda r: r.at.second or "（空）", 116, "right"),
    Column("loaded", "原已导入", lambda r: r.at.loaded or "—", 100, "right"),
    Column("adopted", "采用", lambda r: r.at.adopted or "—", 116, "right"),
    Column("state", "核定", lambda r: PICKED[r.at.picked], 132, kind="pill", tone=lambda r: "ok" if r.at.picked else "warn"),
    Column("note", "依据", lambda r: r.at.note, 160),
)


class DifferencesPanel(QWidget):
    """Settles one sheet. `settled` once the marks have taken their place; `changed` after every choice."""

    settled = Signal()
    changed = Signal()

    def __init__(
        self, paper: Paper, desk: Callable[[], Desk], messages: Messages, together: Callable[[Callable[[Any], object]], object]
    ) -> None:
        super().__init__()
        self.paper, self._desk, self._messages, self._together = paper, desk, messages, together
        self.found: entry.Comparison | None = None
        self._beside: Desk | None = None
        self.head = label("", "strong", wrap=True)
        self.table = Table(COLUMNS, name=f"{paper.title} 差异", frozen=2)
        self.first = button("采用第一遍 1", do=lambda: self.pick("first"))
        self.second = button("采用第二遍 2", do=lambda: self.pick("second"))
        self.third = button("按原卷更正 3", do=self.ask_paper)
        self.value = LineEdit("", "原卷上的分数或状态")
        self.value.setAccessibleName("原卷上的分数或状态")
        self.note = LineEdit("", "依据：原卷页码或更正说明")
        self.note.setAccessibleName("依据")
        self.fill = holder(row(label("原卷", "label"), (self.value, 1), (self.note, 2), button("采用", "primary", do=self.adopt_paper),
                               button("取消", do=self._fill_away)))  # fmt: skip
        self.fill.hide()
        self.done = button("核定成绩单", "primary", "check", self.settle)
        keys = row(self.first, self.second, self.third, None, label("F8 下一处", "keys"), self.done, margins=(16, 8, 16, 8))
        self.foot = holder(keys, "card")
        self.setLayout(stack(self.head, (self.table, 1), self.fill, self.foot, gap=8))
        self.value.entered.connect(self.note.setFocus)
        self.note.entered.connect(self.adopt_paper)
        for key, do in (("1", self.first.click), ("2", self.second.click), ("3", self.third.click), ("F8", self.next_open)):
            QShortcut(QKeySequence(key), self.table, do, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def refresh(self) -> None:
        """Both passes again. Raises `NotAllowed` until both are handed in."""
        self.found = found = entry.compare(self._desk(), self.paper)
        self.table.show_rows([Row(f"{d.uid}|{d.field}", d) for d in found.disagreements])
        left = len(found.open)
        if found.settled:
            rates = "；".join(f"{f.name} {f.wrong}/{f.cells}" for f in entry.clerk_figures(self._desk()))
            words = f"已于 {found.settled[:16].replace('T', ' ')} 核定，成绩已登记。录入差错（错/录）：{rates}。"
        elif found.lacking:
            words = f"有 {len(found.lacking)} 名考生是提交之后编进来的，请两遍都退回补录。"
        elif left:
            words = f"{found.agreed} 份两遍一致，还有 {left} 处差异要对照原卷核定。差异由第三人核定。"
        else:
            words = f"{len(self.paper.lines)} 份全部一致或已核定，可以核定成绩单。"
        self.head.setText(words)
        active = bool(left) and not found.settled
        for one in (self.first, self.second, self.third):
            one.setEnabled(bool(found.disagreements) and not found.settled)
        self.done.setEnabled(not found.settled and not active and not found.lacking)
        self.done.setToolTip(words)

    def start(self) -> None:
        """The keyboard to the first open difference, or to the button when there is none."""
        at_open = any(f"{d.uid}|{d.field}" == self.table.current() for d in (self.found.open if self.found else ()))
        if not at_open and not self.next_open():
            self.done.setFocus()
            return
        self.table.setFocus()

    def next_open(self) -> bool:
        """F8: the next difference nobody has settled, round and round."""
        rows = self.found.disagreements if self.found else ()
        keys = [f"{d.uid}|{d.field}" for d in rows]
        current = self.table.current()
        after = keys.index(current) + 1 if current in keys else 0
        for n in [*range(after, len(keys)), *range(after)]:
            if not rows[n].picked:
                return self.table.select(keys[n])
        return False

    def pick(self, choice: str, value: str = "", note: str = "") -> None:
        """Settle the difference the keyboard is on, then go on to the next."""
        uid, _, field = self.table.current().partition("|")
        if not uid:
            self._messages.info("请先选一处差异。")
            return

        def act(desk: Desk) -> None:
            entry.pick(desk, self.paper, uid, field, choice, value, note)
            self._fill_away()
            self.refresh()
            self.changed.emit()
            self.start()

        self._try(act)

    def _try(self, act: Callable[[Desk], object]) -> None:
        """As the third person; where two settle together, the other one signs in on the spot."""
        desk = self._desk()
        pair = entry.progress(desk, self.paper)
        with desk.read() as session:
            from yingcai_desktop.services import deciding

            together = deciding.stored(session).get("entry.differences") == "together"
        if together and pair.turn_of(desk.actor):
            if self._beside is not None and self._beside.actor == desk.actor:
                desk = self._beside  # the other one signed in for this sheet and sits beside
            else:
                self._together(lambda witnessed: self._settle_beside(witnessed, act))
                return
        try:
            act(desk)
        except Refusal as refused:
            self._messages.refusal(refused)

    def _settle_beside(self, witnessed: Desk, act: Callable[[Desk], object]) -> None:
        act(witnessed)
        self._beside = witnessed

    def ask_paper(self) -> None:
        """3: what the paper says, and where it says so."""
        self.value.clear()
        self.note.clear()
        self.fill.show()
        self.value.setFocus()

    def adopt_paper(self) -> None:
        """Settle it as the paper has it."""
        self.pick("paper", self.value.text(), self.note.text())

    def settle(self) -> None:
        """核定: the marks take their place."""
        try:
            count = entry.settle(self._desk(), self.paper)
        except Refusal as refused:
            self._messages.refusal(refused)
            return
        self._messages.done(f"{self.paper.title}已核定，登记 {count} 份成绩。")
        self.settled.emit()

    def _fill_away(self) -> None:
        self.fill.hide()
        self.table.setFocus()
